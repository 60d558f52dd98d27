r"""Quotations as they are written: a block quotation with `<u>`, `<b>`, `<mark>`, `<small>`.

Every character is literal but for those marks, `\<` and `\\`. Each kind of mark is switched on
and off by itself, so marks may overlap in any way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from briefing.model import Mark, MarkKind
from briefing.text.problems import Problem
from briefing.text.records import clean

_TAGS = {
    "u": MarkKind.UNDERLINE,
    "b": MarkKind.EMPHASIS,
    "mark": MarkKind.HIGHLIGHT,
    "small": MarkKind.SHRINK,
}
_NAMES = {kind: name for name, kind in _TAGS.items()}
_ORDER = {kind: index for index, kind in enumerate(_TAGS.values())}
_TOKEN = re.compile(r"\\([\\<])|<(/?)(u|b|mark|small)>")
_BLOCK = re.compile(r"(?:>[^\n]*(?:\n|\Z))+")
_LITERAL = re.compile(r"\\|<(?=/?(?:u|b|mark|small)>)")


class Quotation(NamedTuple):
    """The words of a quotation, the marks on them, and the note that follows it."""

    text: str
    marks: tuple[Mark, ...]
    note: str
    problems: tuple[Problem, ...] = ()


def note_begin(markdown: str) -> int:
    """The offset at which the block quotation at the beginning of `markdown` ends."""
    block = _BLOCK.match(markdown)
    return block.end() if block is not None else 0


def read(markdown: str, line: int = 1) -> Quotation:
    """The block quotation at the beginning of `markdown`, and the note after it."""
    block = _BLOCK.match(markdown)
    if block is None:
        return Quotation("", (), _unescape_note(markdown))
    lines = block[0].removesuffix("\n").split("\n")
    literal = "\n".join(each[2:] if each.startswith("> ") else each[1:] for each in lines)
    text, marks, problems = _unmark(literal, line)
    note = clean(markdown[block.end() :])
    if note.startswith(">"):
        where = line + markdown.count("\n", 0, markdown.index(note, block.end()))
        what = "a second block quotation follows the first; it counts as a note"
        mend = "join them with a line `>`, or begin it with `\\>` if it is a note"
        problems.append(Problem(where, what, mend))
    return Quotation(text, marks, _unescape_note(note), tuple(problems))


def read_line(text: str, line: int = 1) -> Quotation:
    """Marked words that stand in one line, such as a cite."""
    words, marks, problems = _unmark(text, line)
    return Quotation(words, marks, "", tuple(problems))


def render_line(text: str, marks: Sequence[Mark] = ()) -> str:
    """Words with marks in one line."""
    return _mark(text, normal(marks, len(text)))


def _unmark(literal: str, line: int) -> tuple[str, tuple[Mark, ...], list[Problem]]:
    if "<" not in literal and "\\" not in literal:
        return literal, (), []
    pieces: list[str] = []
    length = offset = 0
    begun: dict[MarkKind, tuple[int, int]] = {}
    marks: list[Mark] = []
    problems: list[Problem] = []

    def number(offset: int) -> int:
        return line + literal.count("\n", 0, offset)

    # Words, what a backslash stands before, "/", the name of a mark; words …
    parts = _TOKEN.split(literal)
    for at in range(0, len(parts) - 1, 4):
        piece, escaped, closes, name = parts[at : at + 4]
        offset += len(piece)
        if escaped:
            pieces += (piece, escaped)
            length += len(piece) + 1
            offset += 2
            continue
        pieces.append(piece)
        length += len(piece)
        kind = _TAGS[name]
        if not closes:
            if kind in begun:
                what, mend = f"<{name}> inside <{name}>", "close the first one before it"
                problems.append(Problem(number(offset), what, mend))
            else:
                begun[kind] = (length, offset)
        elif kind not in begun:
            what, mend = (
                f"</{name}> without <{name}>",
                "remove it, or write `\\<` for a literal <",
            )
            problems.append(Problem(number(offset), what, mend))
        else:
            start, _ = begun.pop(kind)
            if start < length:
                marks.append(Mark(start, length, kind))
        offset += len(name) + (3 if closes else 2)
    pieces.append(parts[-1])
    text = "".join(pieces)
    for kind, (start, offset) in begun.items():
        name = _NAMES[kind]
        what, mend = f"<{name}> is not closed", f"add </{name}> where the marked words end"
        problems.append(Problem(number(offset), what, mend))
        if start < len(text):
            marks.append(Mark(start, len(text), kind))
    return text, tuple(sorted(marks, key=_key)), problems


def _key(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, _ORDER[mark.kind]


def normal(marks: Sequence[Mark], length: int) -> tuple[Mark, ...]:
    """`marks` in order, within the text, without empty ones; overlaps of one kind are joined."""
    ordered = sorted(marks, key=_key)
    if _is_normal(ordered, length):
        return tuple(ordered)
    result: list[Mark] = []
    last: dict[MarkKind, int] = {}
    for mark in ordered:
        start, end = max(mark.start, 0), min(mark.end, length)
        if start >= end:
            continue
        index = last.get(mark.kind)
        if index is not None and result[index].end > start:
            before = result[index]
            result[index] = Mark(before.start, max(before.end, end), mark.kind)
            continue
        last[mark.kind] = len(result)
        result.append(Mark(start, end, mark.kind))
    return tuple(sorted(result, key=_key))


def _is_normal(ordered: Sequence[Mark], length: int) -> bool:
    """Whether marks in order are all within the text, filled, and apart from their own kind."""
    ends: dict[MarkKind, int] = {}
    for mark in ordered:
        if not ends.get(mark.kind, 0) <= mark.start < mark.end <= length:
            return False
        ends[mark.kind] = mark.end
    return True


def render(text: str, marks: Sequence[Mark] = (), note: str = "") -> str:
    """The Markdown of a quotation and the note after it."""
    parts = []
    if text:
        marked = _mark(text, normal(marks, len(text)))
        parts.append("\n".join(f"> {each}" if each else ">" for each in marked.split("\n")))
    note = clean(note)
    if note:
        parts.append("\\" + note if note.lstrip("\\").startswith(">") else note)
    return "\n\n".join(parts)


def _mark(text: str, marks: Sequence[Mark]) -> str:
    """`text` with the tags of `marks`, nested where they can be."""
    tags: dict[int, list[str]] = {}
    for mark in reversed(marks):  # what began last ends first
        tags.setdefault(mark.end, []).append(f"</{_NAMES[mark.kind]}>")
    for mark in marks:
        tags.setdefault(mark.start, []).append(f"<{_NAMES[mark.kind]}>")
    pieces = []
    position = 0
    is_plain = "\\" not in text and "<" not in text
    for offset in sorted(tags):
        words = text[position:offset] if is_plain else _escape(text, position, offset)
        pieces += [words, *tags[offset]]
        position = offset
    return "".join(pieces) + _escape(text, position, len(text))


def _escape(text: str, start: int, end: int) -> str:
    pieces = []
    position = start
    for match in _LITERAL.finditer(text, start, end):
        pieces += [text[position : match.start()], "\\", match[0]]
        position = match.end()
    return "".join(pieces) + text[position:end]


def _unescape_note(note: str) -> str:
    if note.startswith("\\") and note.lstrip("\\").startswith(">"):
        return note[1:]
    return note
