"""Records: sections of a Markdown file with an id, fields, text, and parts of their own.

    ## Heading {#id}          level 2: a record
    - name: value             fields
                              an empty line
    Text.
    ### Heading {#id}         level 3: a part of the record, built alike

A level-1 heading ends the record before it. A line of text that would be read as structure is
written with one backslash more, and read with one less (`escape`, `unescape`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.text import front_matter
from briefing.text.problems import Problem


@dataclass(slots=True)
class Field:
    """A field: its name in lower case, its value, its 1-based line, and its lines as written."""

    name: str
    value: str
    line: int
    raw: str


@dataclass(slots=True)
class Section:
    """A record (level 2) or a part (level 3). `start` and `end` are offsets in the file."""

    level: int
    heading: str
    id: str
    line: int
    start: int
    end: int
    own_end: int = 0  # where its first part begins, or its end
    fields: list[Field] = field(default_factory=list)
    text: str = ""
    text_line: int = 0
    stray: int = 0  # line of a line that touches the fields without being one, or 0
    parts: list[Section] = field(default_factory=list)
    under: str = ""  # the level-1 heading above it

    def first(self, name: str) -> Field | None:
        """The first field of that name."""
        return next((entry for entry in self.fields if entry.name == name), None)


@dataclass(slots=True)
class Outline:
    """The sections of a file: its records, and parts that belong to no record."""

    records: list[Section] = field(default_factory=list)
    orphans: list[Section] = field(default_factory=list)


_HEADING = re.compile(r"^(#{1,3})(?=[ \t]|\r?$)([^\n]*)$", re.MULTILINE)
_ID = re.compile(r"\{#([^{}]*)\}\Z")
_BREAKS = re.compile(r"[\r\n]+")
_FIELD = re.compile(r"- ([A-Za-z][A-Za-z0-9-]*):(?:[ \t]+(.*))?", re.DOTALL)
_CONTINUED = re.compile(r"[ \t]{2,}\S")
_COMMENT = re.compile(r"<!--.*-->[ \t]*", re.DOTALL)
_ESCAPED = re.compile(r"^\\(?=\\*#{1,3}(?:[ \t]|$))", re.MULTILINE)
_NEEDS_ESCAPE = re.compile(r"^(?=\\*#{1,3}(?:[ \t]|$))", re.MULTILINE)
_FIRST_ESCAPED = re.compile(r"\\(?=\\*- [A-Za-z][A-Za-z0-9-]*:(?:[ \t]|$))", re.MULTILINE)
_FIRST_NEEDS_ESCAPE = re.compile(r"(?=\\*- [A-Za-z][A-Za-z0-9-]*:(?:[ \t]|$))", re.MULTILINE)


def outline_of(text: str) -> Outline:
    """The records of a file: those below its front matter."""
    front = front_matter.read(text)
    return outline(text, front.body, front.body_line)


def outline(text: str, start: int = 0, line: int = 1) -> Outline:
    """The records of `text` from offset `start`, which is the beginning of line `line`."""
    result = Outline()
    if text.startswith("\ufeff"):  # the line after a byte-order mark begins at offset 1
        text, start = "\n" + text[1:], max(start, 1)
    heads = list(_HEADING.finditer(text, start))
    record: Section | None = None
    position, under = start, ""
    for index, head in enumerate(heads):
        line += text.count("\n", position, head.start())
        position = head.start()
        level = len(head[1])
        if level == 1:
            record, under = None, head[2].strip(" \t\r")
            continue
        end = heads[index + 1].start() if index + 1 < len(heads) else len(text)
        section = _section(text, head, end, line)
        if level == 2:
            record = section
            section.under = under
            result.records.append(section)
        elif record is None:
            result.orphans.append(section)
        else:
            record.parts.append(section)
            record.end = end
    return result


def _section(text: str, head: re.Match[str], end: int, line: int) -> Section:
    heading = head[2].strip(" \t\r")
    name = ""
    match = _ID.search(heading)
    if match is not None:
        heading, name = heading[: match.start()].rstrip(" \t"), match[1]
    section = Section(len(head[1]), heading, name, line, head.start(), end, end)
    content = text[head.end() + 1 : end]
    if "\r\n" in content:
        content = content.replace("\r\n", "\n")
    _fill(section, content, line + 1)
    return section


def _fill(section: Section, content: str, line: int) -> None:
    """Read the fields and the text of `section` from `content`, which begins at `line`."""
    lines = content.split("\n")
    index = 0
    while index < len(lines) and not lines[index].strip(" \t"):
        index += 1
    while index < len(lines):
        raw = lines[index]
        if not raw:
            break
        match = _FIELD.fullmatch(raw)
        if match is not None:
            value = (match[2] or "").strip(" \t")
            section.fields.append(Field(match[1].lower(), value, line + index, raw))
        elif section.fields and _CONTINUED.match(raw):
            first = index
            while index + 1 < len(lines) and _CONTINUED.match(lines[index + 1]):
                index += 1
            _continue(section.fields[-1], lines[first : index + 1])
        elif _COMMENT.fullmatch(raw) and section.fields:
            section.fields.append(Field("", raw, line + index, raw))
        else:
            break
        index += 1
    if section.fields and index < len(lines) and lines[index].strip(" \t"):
        section.stray = line + index
    while index < len(lines) and not lines[index].strip(" \t"):
        index += 1
    section.text_line = line + index
    section.text = unescape(trim("\n".join(lines[index:])))


def _continue(last: Field, lines: list[str]) -> None:
    last.value = " ".join((last.value, *(raw.strip(" \t") for raw in lines))).strip(" ")
    last.raw = "\n".join((last.raw, *lines))


def trim(text: str) -> str:
    """`text` without empty lines at its beginning and end."""
    if not text:
        return ""
    body = text.rstrip(" \t\n")
    text = body + text[len(body) :].partition("\n")[0]
    body = text.lstrip(" \t\n")
    if not body:
        return ""
    return text[: len(text) - len(body)].rpartition("\n")[2] + body


def unescape(text: str) -> str:
    """Text as it was before `escape`."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub("", text[1:] if _FIRST_ESCAPED.match(text) else text)


def escape(text: str) -> str:
    """`text` so that none of its lines is read as a heading of a record or as a field."""
    text = _NEEDS_ESCAPE.sub(r"\\", text)
    return "\\" + text if _FIRST_NEEDS_ESCAPE.match(text) else text


def one_line(text: str) -> str:
    """`text` as the value of a field or heading: on one line, no white space around it."""
    return unbroken(text).strip(" \t\r\n")


def unbroken(text: str) -> str:
    """`text` with a blank for each line break and the blanks around it."""
    first, *others = _BREAKS.split(text)
    if not others:
        return text
    *middle, last = others
    inner = (one.strip(" \t") for one in middle)
    return " ".join((first.rstrip(" \t"), *inner, last.lstrip(" \t")))


def clean(text: str) -> str:
    """`text` with line feeds as line ends and without empty lines around it."""
    return trim(text.replace("\r\n", "\n").replace("\r", "\n"))


def render(level: int, heading: str, name: str, fields: Iterable[str], text: str) -> str:
    """A section as it is written, with line feeds as line ends; `fields` are whole lines."""
    head = " ".join(filter(None, ("#" * level, one_line(heading), f"{{#{name}}}" if name else "")))
    lines = [head, *fields]
    body = escape(clean(text))
    if body:
        lines += ["", body]
    return "\n".join(lines) + "\n"


def field_problems(
    section: Section, known: frozenset[str], several: frozenset[str]
) -> list[Problem]:
    """Fields that are unknown, stand twice or are empty, and lines that only touch the fields."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for entry in section.fields:
        name = entry.name
        if not name:
            continue
        if name not in known:
            problems.append(
                Problem(entry.line, f"unknown field `{name}`", _suggestion(name, known))
            )
        elif name in seen and name not in several:
            problems.append(
                Problem(entry.line, f"field `{name}` stands twice", "remove one of them")
            )
        elif not entry.value:
            problems.append(
                Problem(entry.line, f"field `{name}` is empty", "fill it in or remove it")
            )
        seen.add(name)
    if section.stray:
        what = "this line is neither a field (`- name: value`) nor apart from the fields"
        problems.append(Problem(section.stray, what, "put an empty line between fields and text"))
    return problems


def _suggestion(name: str, known: frozenset[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, sorted(known), 1)
    if close:
        return f"did you mean `{close[0]}`?"
    return "the fields known here are " + ", ".join(sorted(known))
