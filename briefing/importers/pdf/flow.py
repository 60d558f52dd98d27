"""Paragraphs, headings and list items from the lines of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefing.importers.blocks import Block, Kind, words
from briefing.importers.pdf.lines import HYPHEN, Line

_BULLET = re.compile(r"^[•‣◦▪●■–—*\uf0b7\uf0a7]\s+(?=\S)")
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+(?=\S)")
_STOPS = (".", "!", "?", ":", "”", '"', "…", ".)", "。")
_PARTED = re.compile(rf"(\w*){HYPHEN}\s*(\w*)")
_LARGER = 1.12  # times the size of the text: surely a heading
_MOST_WORDS = 25  # of a heading


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line]
    text: str

    @property
    def last(self) -> Line:
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class _Print:
    """How the text is printed: size of letters, distance of lines, edges of its columns."""

    size: float
    pitch: float
    hyphenated: frozenset[str]
    joined: frozenset[str]


def blocks_of(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """The blocks of a text, in reading order."""
    lines = [line for page in pages for line in _rows(page)]
    if not lines:
        return []
    look = _print(lines)
    rights = _rights(lines)
    paragraphs: list[_Paragraph] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1], line, look, rights):
            paragraphs[-1].text = _joined(paragraphs[-1].text, line.text)
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(_Paragraph([line], line.text))
    sizes = _heading_sizes(paragraphs, look)
    return [_block(one, look, sizes) for one in paragraphs]


def _rows(page: Sequence[Line]) -> list[Line]:
    """Pieces that stand on one line of print, such as raised figures, joined to one."""
    found: list[Line] = []
    for line in page:
        last = found[-1] if found else None
        if last is not None and _is_beside(last, line):
            gap = line.left - last.right
            apart = gap > 0.15 * max(last.size, line.size) and line.text[0] not in ".,;:)"
            space = " " if apart else ""
            larger = line if len(line.text) > len(last.text) else last
            found[-1] = replace(
                larger,
                text=f"{last.text}{space}{line.text}",
                left=last.left,
                right=line.right,
                top=last.top,
                bottom=last.bottom if abs(line.top - line.bottom) < 1 else line.bottom,
            )
        else:
            found.append(line)
    return found


def _is_beside(last: Line, line: Line) -> bool:
    """Whether `line` stands right after `last`, on the same height."""
    if not -0.5 * line.height <= line.left - last.right <= 1.5 * max(last.height, line.height):
        return False
    return -0.5 * last.height <= line.top - last.bottom <= 0.7 * last.height


def _print(lines: Sequence[Line]) -> _Print:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size * 2) / 2] += len(line.text)
    size = letters.most_common(1)[0][0] or 10.0
    gaps: Counter[float] = Counter()
    for before, after in pairwise(lines):
        gap = before.bottom - after.top
        if before.page == after.page and 0.8 * size < gap < 2.5 * size:
            gaps[round(gap * 2) / 2] += 1
    pitch = gaps.most_common(1)[0][0] if gaps else 1.2 * size
    text = " ".join(line.text for line in lines)
    hyphenated = frozenset(re.findall(r"\b\w+-\w+\b", text.casefold()))
    joined = frozenset(re.findall(r"\b\w{4,}\b", text.casefold()))
    return _Print(size, pitch, hyphenated, joined)


def _rights(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """How far to the right the lines reach that begin at the same place of a page.

    Three of four lines of a column reach nearly as far as it is wide; a few may be wider.
    """
    found: dict[tuple[int, int], list[float]] = {}
    for line in lines:
        for near in (-1, 0, 1):
            found.setdefault((line.page, round(line.left / 12) + near), []).append(line.right)
    return {key: sorted(ends)[len(ends) * 3 // 4] for key, ends in found.items()}


def _reach(line: Line, rights: dict[tuple[int, int], float]) -> float:
    return rights.get((line.page, round(line.left / 12)), 0.0)


def _goes_on(
    so_far: _Paragraph, line: Line, look: _Print, rights: dict[tuple[int, int], float]
) -> bool:
    """Whether `line` continues the paragraph."""
    last = so_far.last
    if abs(last.size - line.size) > 0.12 * max(last.size, line.size):
        return False
    if last.bold != line.bold and (last.bold or len(so_far.lines) > 1):
        return False
    if _BULLET.match(line.text):
        return False
    word = line.text.split()[0]
    # The line was ended on purpose if the next word had found room on it.
    is_short = last.right + (1 + len(word)) * 0.55 * last.height < _reach(last, rights)
    ends = so_far.text.rstrip().endswith(_STOPS)
    gap = last.bottom - line.top
    below = last.page == line.page and gap > 0
    if not below:  # the next column or page
        return not ends and not line.bold and (not is_short or line.text[:1].islower())
    if gap > 1.45 * max(look.pitch * line.size / look.size, line.height):
        return False
    if line.size > look.size * _LARGER and gap < 1.5 * line.height and not ends:
        return True  # a heading of two lines
    first = so_far.lines[0]
    hanging = _BULLET.match(first.text) or _NUMBER.match(first.text)
    indented = line.left - last.left
    if _NUMBER.match(line.text) and (ends or is_short):
        return False
    if 0.8 * line.height < indented < 6 * line.height and len(so_far.lines) > 1 and not hanging:
        return False
    if ends and 0.8 * line.height < indented < 6 * line.height and not hanging:
        return False
    return not (is_short and (ends or not line.text[:1].islower()))


def _joined(text: str, line: str) -> str:
    if text.endswith(("-", "\u00ad")) and line[:1].islower() and text[-2:-1].isalpha():
        return f"{text[:-1]}{HYPHEN}{line}"
    if text.endswith("://") or (text[-1:] in "–/" and text[-2:-1].isdigit() and line[:1].isdigit()):
        return text + line
    return f"{text} {line}"


def _without_hyphens(text: str, look: _Print) -> str:
    """Words that were parted at the end of a line, whole again."""

    def mend(found: re.Match[str]) -> str:
        left, right = found.groups()
        both = f"{left}-{right}".casefold()
        whole = f"{left}{right}".casefold()
        keep = (
            not right
            or not left
            or not right[0].islower()
            or (both in look.hyphenated and whole not in look.joined)
            or (left.casefold() in ("self", "ex", "non") and both in look.hyphenated)
            or left[-1:].isdigit()
        )
        return f"{left}-{right}" if keep else f"{left}{right}"

    return _PARTED.sub(mend, text)


def _heading_sizes(paragraphs: Sequence[_Paragraph], look: _Print) -> list[float]:
    """The sizes of headings, the largest first, four at most."""
    sizes = {float(round(one.lines[0].size)) for one in paragraphs if _is_larger(one, look)}
    return sorted(sizes, reverse=True)[:4]


def _is_larger(one: _Paragraph, look: _Print) -> bool:
    line = one.lines[0]
    fits = len(one.text.split()) <= _MOST_WORDS and len(re.findall(r"[^\W\d_]", one.text)) > 2
    return fits and line.size > look.size * _LARGER


def _is_bold_heading(one: _Paragraph, look: _Print) -> bool:
    text = one.text.rstrip()
    return (
        all(line.bold for line in one.lines)
        and len(one.lines) <= 2
        and len(text.split()) <= 14
        and not text.endswith((".", ",", ";", ":"))
        and one.lines[0].size >= look.size * 0.95
        and len(re.findall(r"[^\W\d_]", text)) > 2
    )


def _block(one: _Paragraph, look: _Print, sizes: list[float]) -> Block:
    text = " ".join(_without_hyphens(one.text, look).split())
    if _is_larger(one, look):
        size = round(one.lines[0].size)
        level = sizes.index(size) + 2 if size in sizes else 5
        return Block(Kind.HEADING, words(text), level)
    if _is_bold_heading(one, look):
        return Block(Kind.HEADING, words(text), min(6, len(sizes) + 2))
    if bullet := _BULLET.match(text):
        return Block(Kind.ITEM, words(text[bullet.end() :]), 1, "-")
    return Block(Kind.PARAGRAPH, words(text))
