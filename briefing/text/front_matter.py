"""Front matter: YAML between two `---` lines at the top of a file, all values read as text.

Nearly all front matter is plain `key: value` lines, which are read without PyYAML (its import
alone costs as much as a whole library). Anything else goes to PyYAML; a property test holds
both ways to the same result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_UNPRINTABLE = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
_SPECIAL = re.compile(f"[:][ ]|:$|[ ]#|[{_UNPRINTABLE}]")
_QUOTED = re.compile(f'"[^"\\\\{_UNPRINTABLE}]*"' + "|" + f"'[^'{_UNPRINTABLE}]*'")
_ESCAPED = re.compile(f'["\\\\{_UNPRINTABLE}]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_MANY = 65_536
_MOST_BRACKETS = 1000


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

    if sum(map(block.count, "[{")) > _MOST_BRACKETS:  # the parser is quadratic in their depth
        what = "the front matter has too many brackets"
        return _by_lines(block), [Problem(2, what, "put values that have some in quotation marks")]
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


class _Events:
    """Turns the events of one YAML document into entries, whatever the events are."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._keys: set[str] = set()
        self._key: tuple[str, int] | None = None
        self._items: list[str] | None = None
        self._depth = 0

    def begin(self, is_map: bool, line: int) -> None:
        """A mapping or a list begins."""
        self._depth += 1
        if self._depth == 1 and not is_map:
            self._not_keys(line)
        elif self._depth == 2:
            self._items = None if is_map else []
        elif self._depth > 2:
            self._items = None  # nested deeper than a list of texts

    def end(self, line: int) -> None:
        """A mapping or a list ends."""
        self._depth -= 1
        if self._depth == 1:
            self._value(None if self._items is None else tuple(self._items), line)

    def scalar(self, text: str | None, line: int) -> None:
        """A text (or, as None, an alias) stands here."""
        if self._depth == 0:
            self._not_keys(line)
        elif self._depth == 1:
            self._value(text, line)
        elif self._items is not None and text is not None:
            self._items.append(text)

    def _value(self, value: Value, line: int) -> None:
        if self._key is None:
            self._key = (value if isinstance(value, str) else "", line)
            return
        key, begun = self._key
        self._key = None
        if key in self._keys:
            self.problems.append(Problem(begun, f"`{key}` stands twice", "remove one of them"))
        else:
            self._keys.add(key)
            self.entries.append(Entry(key, value, begun))

    def _not_keys(self, line: int) -> None:
        what = "the front matter is not a list of keys with values"
        self.problems.append(Problem(line, what, "write one `key: value` a line"))


def _from_events(events: list[object]) -> tuple[list[Entry], list[Problem]]:
    import yaml

    result = _Events()
    for event in events:
        if not isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            continue
        line = 2 if event.start_mark is None else event.start_mark.line + 2
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            what = "the front matter has a YAML anchor or alias (`&`, `*`)"
            mend = "write the value out, or put it in quotation marks"
            result.problems.append(Problem(line, what, mend))
        if isinstance(event, yaml.CollectionEndEvent):
            result.end(line)
        elif isinstance(event, yaml.CollectionStartEvent):
            result.begin(isinstance(event, yaml.MappingStartEvent), line)
        else:
            result.scalar(getattr(event, "value", None), line)
    return result.entries, result.problems


def with_values(text: str, values: Mapping[str, str]) -> str:
    """`text` with the `values` in its front matter; an empty value removes its key.

    Every other line stays as it is: unknown keys, comments, the kind of line ends.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    front = read(text)
    lines = text[front.start : front.end].split("\n")[:-1] if front.body_line > 1 else []
    lines = [line.removesuffix("\r") for line in lines]
    places = _places(front, lines)
    for key in sorted(values, key=lambda key: places.get(key, (len(lines), 0)), reverse=True):
        begin, end = places.get(key, (len(lines), len(lines)))
        if key in places:
            lines[begin:end] = [f"{key}: {_scalar(values[key])}"] if values[key] else []
    lines += [
        f"{key}: {_scalar(value)}" for key, value in values.items() if value and key not in places
    ]
    block = "".join(line + newline for line in lines)
    if front.body_line > 1:
        return text[: front.start] + block + text[front.end :]
    return f"{text[: front.body]}---{newline}{block}---{newline}{text[front.body :]}"


def _places(front: FrontMatter, lines: list[str]) -> dict[str, tuple[int, int]]:
    """Between which of `lines` each key stands with its value, without comments after it."""
    places: dict[str, tuple[int, int]] = {}
    begins = [entry.line - 2 for entry in front.entries]
    ends = [*begins[1:], len(lines)]
    for entry, begin, end in zip(front.entries, begins, ends, strict=False):
        while end > begin + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        places[entry.key] = (begin, end)
    return places


def _scalar(value: str) -> str:
    """`value` as YAML that reads as just that text."""
    if read_plain(f"key: {value}") == [Entry("key", value, 2)] and value[0] not in "\"'":
        return value
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
