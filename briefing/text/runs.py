"""Runs: stretches of text that look alike, of which citations and exports are made."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from briefing.model import Mark, MarkKind


@dataclass(frozen=True, slots=True)
class Run:
    """Some text and how it looks. `emphasis` is a debater's emphasis, not the same as bold."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    emphasis: bool = False
    highlight: bool = False
    shrink: bool = False


Runs = tuple[Run, ...]

_look = attrgetter(*(each.name for each in fields(Run) if each.name != "text"))

_TAGS = (
    ("highlight", "mark"),
    ("underline", "u"),
    ("emphasis", "strong"),
    ("bold", "b"),
    ("italic", "i"),
)


def plain(text: str) -> Runs:
    """`text` as one plain run; nothing for no text."""
    return (Run(text),) if text else ()


def text_of(runs: Iterable[Run]) -> str:
    """The words of the runs, without their looks."""
    return "".join(run.text for run in runs)


def merged(runs: Iterable[Run]) -> Runs:
    """The same runs with empty ones dropped and neighbours that look alike made one."""
    result: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if result and _look(result[-1]) == _look(run):
            result[-1] = replace(run, text=result[-1].text + run.text)
        else:
            result.append(run)
    return tuple(result)


def marked_runs(quote: str, marks: Iterable[Mark]) -> Runs:
    """A quotation as runs; marks may overlap, and whatever lies outside the text is ignored."""
    edges: dict[int, list[tuple[MarkKind, int]]] = {0: [], len(quote): []}
    for mark in marks:
        start, end = max(mark.start, 0), min(mark.end, len(quote))
        if start < end:
            edges.setdefault(start, []).append((mark.kind, 1))
            edges.setdefault(end, []).append((mark.kind, -1))
    held = dict.fromkeys(MarkKind, 0)  # how many marks of each kind lie on the words
    runs = []
    for start, end in itertools.pairwise(sorted(edges)):
        for kind, step in edges[start]:
            held[kind] += step
        runs.append(
            Run(
                quote[start:end],
                underline=held[MarkKind.UNDERLINE] > 0,
                emphasis=held[MarkKind.EMPHASIS] > 0,
                highlight=held[MarkKind.HIGHLIGHT] > 0,
                shrink=held[MarkKind.SHRINK] > 0,
            )
        )
    return merged(runs)


def lines_of(runs: Runs) -> list[list[Run]]:
    """The runs cut at line breaks; empty lines are left out."""
    return [line for line in _cut(runs) if any(run.text for run in line)]


def paragraphs_of(runs: Runs) -> list[list[Run]]:
    """The runs cut at empty lines; other line breaks stay within their paragraph."""
    result: list[list[Run]] = [[]]
    for line in _cut(runs):
        if not any(run.text for run in line):
            result.append([])
            continue
        if result[-1]:
            result[-1].append(Run("\n"))
        result[-1] += line
    return [one for one in result if one]


def _cut(runs: Runs) -> list[list[Run]]:
    result: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        result[-1].append(replace(run, text=first))
        result += [[replace(run, text=text)] for text in others]
    return result


def to_html(runs: Iterable[Run]) -> str:
    """The runs as an HTML fragment; line breaks become <br>."""
    parts = []
    for run in merged(runs):
        text = html.escape(run.text, quote=False).replace("\n", "<br>")
        for look, tag in reversed(_TAGS):
            if getattr(run, look):
                text = f"<{tag}>{text}</{tag}>"
        parts.append(text)
    return "".join(parts)
