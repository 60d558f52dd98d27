"""Front matter: YAML between two `---` lines at the top of a file, all values read as text.

Nearly all front matter is plain `key: value` lines, which are read without PyYAML (its import
alone costs as much as a whole library). Anything else goes to PyYAML; a property test holds
both ways to the same result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.text.problems import Problem

Value = str | tuple[str, ...] | None  # None: neither a text nor a list of texts


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value and the 1-based line on which it stands."""

    key: str
    value: Value
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the `---` lines, and where the body of the file begins."""

    entries: tuple[Entry, ...] = ()
    start: int = 0  # offset of the first line after the opening `---`
    end: int = 0  # offset of the closing `---`
    body: int = 0  # offset of the body
    body_line: int = 1
    problems: tuple[Problem, ...] = ()

    def find(self, key: str) -> Entry | None:
        """The entry of `key`, if there is one."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def text(self, key: str) -> str:
        """The value of `key` as text; lists are joined by commas; "" if it is not there."""
        entry = self.find(key)
        if entry is None or entry.value is None:
            return ""
        return entry.value if isinstance(entry.value, str) else ", ".join(entry.value)

    def texts(self, key: str, separator: str = ",") -> tuple[str, ...]:
        """The values of `key`: a YAML list, or a text cut at `separator`."""
        entry = self.find(key)
        if entry is None or entry.value is None:
            return ()
        values = entry.value.split(separator) if isinstance(entry.value, str) else entry.value
        return tuple(value.strip() for value in values if value.strip())


_OPEN = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSE = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_PLAIN = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,60}):(?:[ ]+(.*))?", re.DOTALL)
# What YAML would read otherwise than as the characters themselves.
_SPECIAL_START = frozenset("-?:,[]{}#&*!|>'\"%@`=<")
_SPECIAL = re.compile(
    "[:][ ]|:$|[ ]#|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
)
_QUOTED = re.compile(
    """"[^"\\\\{0}]*"|'[^'{0}]*'""".format(
        "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
    )
)
_MANY = 65_536


def read(text: str) -> FrontMatter:
    """The front matter of `text`; none if `text` does not begin with a `---` line."""
    opening = _OPEN.match(text)
    if opening is None:
        begin = 1 if text.startswith("\ufeff") else 0
        return FrontMatter((), begin, begin, begin)
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        problem = Problem(
            1, "the front matter is not closed", "add a line `---` after its last key"
        )
        return FrontMatter((), opening.end(), opening.end(), opening.end(), 2, (problem,))
    start, end = opening.end(), closing.start()
    block = text[start:end]
    entries, problems = _entries(block)
    body_line = 3 + block.count("\n")
    return FrontMatter(tuple(entries), start, end, closing.end(), body_line, tuple(problems))


def _entries(block: str) -> tuple[list[Entry], list[Problem]]:
    if len(block) > _MANY:
        return [], [Problem(1, "the front matter is too long", "move its text below the `---`")]
    plain = read_plain(block)
    if plain is not None:
        return plain, []
    return read_yaml(block)


def read_plain(block: str) -> list[Entry] | None:
    """Plain `key: value` lines; None if anything in `block` needs a YAML parser."""
    entries: list[Entry] = []
    seen: set[str] = set()
    for number, raw in enumerate(block.split("\n"), start=2):
        line = raw.removesuffix("\r").rstrip(" ")
        if not line or line.startswith("#"):
            if _SPECIAL.search(line.lstrip("# ")):
                return None
            continue
        match = _PLAIN.fullmatch(line)
        if match is None or match[1] in seen:
            return None
        value = match[2] or ""
        if _QUOTED.fullmatch(value):
            value = value[1:-1]
        elif value and (value[0] in _SPECIAL_START or _SPECIAL.search(value)):
            return None
        seen.add(match[1])
        entries.append(Entry(match[1], value, number))
    return entries


def read_yaml(block: str) -> tuple[list[Entry], list[Problem]]:
    """Any YAML mapping, by PyYAML's events: no objects are made, no alias is followed."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _from_events(list(yaml.parse(block, Loader=loader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 2 if mark is None else 2 + mark.line
        what = f"the front matter is not YAML ({error.problem or error.context})"
    except (yaml.YAMLError, ValueError) as error:
        line = 2
        what = f"the front matter is not YAML ({str(error).splitlines()[0]})"
    mend = "put a value that has `: `, ` #` or quotation marks between quotation marks"
    return _by_lines(block), [Problem(line, what, mend)]


def _by_lines(block: str) -> list[Entry]:
    """What can still be understood of front matter that is not YAML."""
    entries: list[Entry] = []
    for number, raw in enumerate(block.split("\n"), start=2):
        match = _PLAIN.fullmatch(raw.rstrip("\r "))
        if match is not None:
            entries.append(Entry(match[1], (match[2] or "").strip(), number))
    return entries


def _from_events(events: list[object]) -> tuple[list[Entry], list[Problem]]:
    import yaml

    entries: list[Entry] = []
    problems: list[Problem] = []
    depth = 0
    key: tuple[str, int] | None = None
    items: list[str] | None = None
    plain_map = plain_list = True

    def close(value: Value) -> None:
        nonlocal key
        if key is None:
            return
        if any(entry.key == key[0] for entry in entries):
            problems.append(Problem(key[1], f"`{key[0]}` stands twice", "remove one of them"))
        else:
            entries.append(Entry(key[0], value, key[1]))
        key = None

    for event in events:
        if not isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            continue
        line = event.start_mark.line + 2
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            what = "the front matter has a YAML anchor or alias (`&`, `*`)"
            problems.append(
                Problem(line, what, "write the value out, or put it in quotation marks")
            )
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if depth == 1:
                close(tuple(items) if items is not None and plain_list else None)
                items = None
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth == 1:
                plain_map = isinstance(event, yaml.MappingStartEvent)
            elif depth == 2 and key is not None and isinstance(event, yaml.SequenceStartEvent):
                items, plain_list = [], True
            elif depth > 2:
                plain_list = False
            elif key is None:
                key = ("", line)
        elif depth == 0:
            plain_map = False
        elif depth == 1:
            text = event.value if isinstance(event, yaml.ScalarEvent) else ""
            if key is None:
                key = (text, line)
            else:
                close(text if isinstance(event, yaml.ScalarEvent) else None)
        elif depth == 2 and items is not None and isinstance(event, yaml.ScalarEvent):
            items.append(event.value)
    if not plain_map:
        what = "the front matter is not a list of keys with values"
        problems.append(Problem(2, what, "write one `key: value` a line"))
        return [], problems
    return entries, problems
