"""The lists of a topic: timeline, glossary and key figures."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.text.problems import Problem
from briefing.text.records import trim


class Line(NamedTuple):
    """An entry of a timeline: its date, its text and its 1-based line."""

    date: str
    text: str
    line: int


class Definition(NamedTuple):
    """An entry of a glossary: the names of a thing, its meaning and its 1-based line."""

    names: tuple[str, ...]
    meaning: str
    line: int


class Row(NamedTuple):
    """A row of a table: its cells and its 1-based line."""

    cells: tuple[str, ...]
    line: int


_EVENT = re.compile(r"[*+-][ \t]+\*\*([^*]+)\*\*[ \t]*(.*)", re.DOTALL)
_ITEM = re.compile(r"[*+-][ \t]+")
_MEANING = re.compile(r" {0,3}:[ \t]+(.*)", re.DOTALL)
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"(?=[ \t:|]*-)[ \t:|-]*")


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def timeline(text: str, line: int = 1) -> tuple[list[Line], list[Problem]]:
    """The entries of a timeline, in the order of the file."""
    entries: list[Line] = []
    more: dict[int, list[str]] = {}  # the lines that continue an entry
    problems: list[Problem] = []
    for number, raw in enumerate(_lines(text), start=line):
        match = _EVENT.fullmatch(raw)
        if match is not None:
            entries.append(Line(match[1].strip().rstrip(":"), match[2].strip(" \t"), number))
        elif _ITEM.match(raw):
            what = "this entry of the timeline does not begin with a date in bold"
            problems.append(Problem(number, what, "write `* **2024-07-18** What happened.`"))
        elif entries and raw[:1] in (" ", "\t") and raw.strip():
            more.setdefault(len(entries) - 1, []).append(raw.strip())
    for at, lines in more.items():
        entries[at] = entries[at]._replace(text="\n".join((entries[at].text, *lines)))
    return entries, problems


def glossary(text: str, line: int = 1) -> tuple[list[Definition], list[Problem]]:
    """The entries of a glossary, in the order of the file."""
    entries: list[Definition] = []
    meanings: list[list[str]] = []  # the lines of each entry
    problems: list[Problem] = []
    waiting: tuple[str, int] | None = None
    mend = "write the term on a line, and below it `:   its meaning`"

    def give_up() -> None:
        if waiting is not None:
            what = f"no meaning follows the term “{waiting[0]}”"
            problems.append(Problem(waiting[1], what, mend))

    for number, raw in enumerate(_lines(text), start=line):
        match = _MEANING.fullmatch(raw)
        if match is not None and waiting is not None:
            names = tuple(each.strip() for each in waiting[0].split(" / ") if each.strip())
            entries.append(Definition(names, "", waiting[1]))
            meanings.append([match[1].strip()])
            waiting = None
        elif match is not None and entries:
            meanings[-1] += ("", match[1].strip())
        elif match is not None:
            problems.append(Problem(number, "a meaning without a term", mend))
        elif raw[:1] in (" ", "\t") and entries and waiting is None:
            meanings[-1].append(raw.strip())
        elif not raw.strip():
            if entries and waiting is None:
                meanings[-1].append("")
        elif not raw.startswith("#"):
            give_up()
            waiting = (raw.strip(), number)
    give_up()
    pairs = zip(entries, meanings, strict=True)
    return [entry._replace(meaning=trim("\n".join(lines))) for entry, lines in pairs], problems


def rows(
    text: str, columns: int, line: int = 1, names: tuple[str, ...] = ()
) -> tuple[list[Row], list[Problem]]:
    """The rows of the tables in `text`, without their headings.

    The headings may be in any language; those of `names` in another order are a problem.
    """
    found: list[Row] = []
    problems: list[Problem] = []
    body = False
    for number, raw in enumerate(_lines(text), start=line):
        stripped = raw.strip()
        if "|" not in stripped:
            body = False
        elif not body:
            body = _RULE.fullmatch(stripped) is not None
            heads = tuple(cell.casefold() for cell in _cells(stripped))
            if heads != names and sorted(heads) == sorted(names):
                mend = f"write them as {', '.join(names)}, and the cells below in that order"
                problems.append(Problem(number, "the columns stand in another order", mend))
        else:
            cells = _cells(stripped)
            if len(cells) != columns:
                what = f"this row has {len(cells)} cells instead of {columns}"
                problems.append(
                    Problem(number, what, "add or remove `|`; write `\\|` inside a cell")
                )
            found.append(Row((*cells, *[""] * columns)[:columns], number))
    return found, problems


def _cells(row: str) -> tuple[str, ...]:
    """The texts of a row's cells."""
    inner = row.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELL.split(inner))


def span_of_cell(row: str, column: int) -> tuple[int, int]:
    """Between which offsets of the line `row` the cell of a column stands; columns count from 0."""
    begins = [bar.end() for bar in _CELL.finditer(row)]
    if not row.lstrip().startswith("|"):
        begins.insert(0, 0)
    if column >= len(begins):
        return len(row), len(row)
    return begins[column], begins[column + 1] - 1 if column + 1 < len(begins) else len(row)
