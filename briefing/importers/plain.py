"""Plain text: articles that were copied from a page or written by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.importers.base import Dropped, Imported, Intake, Options
from briefing.importers.byline import Byline, take_byline
from briefing.importers.decoding import decode
from briefing.importers.furniture import begins_list, is_furniture
from briefing.importers.naming import from_file_name
from briefing.text.escaping import escape

Lines = list[tuple[int, str]]

_STOPS = (".", ",", ";", ":", "…")
_BULLET = re.compile(r"[•‣◦▪●*–-]\s+(?=\S)")
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
# A line as long as a page is wide; longer ones are paragraphs of their own.
_WIDEST = 120
_NARROWEST = 50
_LONG = 20  # words of a line that is surely not a heading


def read_text(data: bytes, name: str, options: Options) -> Intake:
    """An article from plain text: paragraphs, headings and list items are recognised."""
    text, notices = decode(data, name, options.encoding)
    return Intake(articles=(article_of_text(text, name, notices),))


def article_of_text(text: str, name: str, notices: tuple[str, ...] = ()) -> Imported:
    """An article from clean text with lines ended by LF."""
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    kept, dropped = without_furniture(lines)
    blocks = _paragraphs(kept)
    if not blocks:
        # Nothing but furniture: then it is the text.
        blocks, dropped = _paragraphs(lines), []
    title, blocks = _title(blocks)
    byline, taken = take_byline(blocks[:-1]) if title else (Byline(), 0)
    return Imported(
        title=title or from_file_name(name),
        text_md=_as_markdown(blocks[taken:]),
        authors=byline.authors,
        venue=byline.venue,
        date=byline.date,
        note=byline.note,
        dropped=tuple(Dropped(number, line) for number, line in dropped),
        notices=notices,
    )


# -- furniture ------------------------------------------------------------------------------------


def without_furniture(lines: Sequence[tuple[int, str]]) -> tuple[Lines, Lines]:
    """The lines to keep and those dropped. Empty lines are kept: they part paragraphs."""
    lengths = [len(line.split()) for _, line in lines]
    # In a text that was wrapped by hand no line is long, but some are longer than headings.
    least = _LONG if max(lengths, default=0) >= _LONG else _LONG // 2
    long = [at for at, words in enumerate(lengths) if words >= least]
    first, last = (long[0], long[-1]) if long else (len(lines), -1)
    kept: Lines = []
    dropped: Lines = []
    in_list = False
    for at, (number, line) in enumerate(lines):
        edge = bool(long) and not first < at < last
        lone = _stands_alone(lines, at)
        if line.strip() and lone and is_furniture(line, at_the_edge=edge):
            dropped.append((number, line))
            in_list = in_list or (at > last and begins_list(line))
        elif line.strip() and in_list and at > last and not line.rstrip(" ”\"'’").endswith("."):
            # A headline of another article, below "Related stories" at the end of the page.
            dropped.append((number, line))
        else:
            in_list = in_list and not line.strip()
            kept.append((number, line))
    return kept, dropped


def _stands_alone(lines: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether the line is no part of a paragraph that was wrapped by hand."""
    before = lines[at - 1][1].strip() if at else ""
    after = lines[at + 1][1].strip() if at + 1 < len(lines) else ""
    if before and _NARROWEST <= len(before) <= _WIDEST and before[-1] not in '.!?:”"':
        return False
    return not (after and after[0].islower())


# -- paragraphs -----------------------------------------------------------------------------------


def _paragraphs(lines: Lines) -> list[str]:
    """The paragraphs: parted by empty lines, or one to a line; lines wrapped by hand are joined."""
    width = max((len(line) for _, line in lines), default=0)
    found: list[list[str]] = []
    before = ""
    for _, line in lines:
        if found and before and _continues(before, line, width):
            # A word that was parted at the end of a line stays as it is: no hyphen is guessed away.
            found[-1].append(line)
        elif line:
            found.append([line])
        before = line
    return [" ".join(parts) for parts in found]


def _continues(before: str, line: str, width: int) -> bool:
    if not line or not _NARROWEST <= width <= _WIDEST:
        return False
    if _BULLET.match(line) or _NUMBERED.match(line):
        return False
    # The line was broken because its next word did not fit.
    return len(before) + 1 + len(line.split()[0]) > width - 8


# -- title, authors, headings ---------------------------------------------------------------------


def _title(blocks: list[str]) -> tuple[str, list[str]]:
    """The first line, if it looks like a title and a text follows."""
    if len(blocks) < 2 or not _looks_like_title(blocks[0]):
        return "", blocks
    return blocks[0], blocks[1:]


def _looks_like_title(line: str) -> bool:
    fits = len(line) <= 200 and len(line.split()) <= 25 and not line.endswith(_STOPS)
    return fits and not _BULLET.match(line) and re.search(r"\w", line) is not None


def _as_markdown(blocks: list[str]) -> str:
    pieces: list[str] = []
    for index, block in enumerate(blocks):
        # Items on lines next to each other are one list.
        is_next = index > 0 and _BULLET.match(block) and _BULLET.match(blocks[index - 1])
        pieces += ["\n" if is_next else "\n\n" if pieces else "", _marked(blocks, index)]
    return "".join(pieces) + "\n" if pieces else ""


def _marked(blocks: list[str], index: int) -> str:
    text = blocks[index]
    if bullet := _BULLET.match(text):
        return "- " + escape(text[bullet.end() :])
    if _is_heading(blocks, index):
        return "## " + escape(text)
    return escape(text)


def _is_heading(blocks: list[str], index: int) -> bool:
    """A short line without a final stop, between paragraphs and above a longer one."""
    line = blocks[index]
    if len(line) > 100 or len(line.split()) > 14 or line.endswith(_STOPS):
        return False
    if not (line[0].isupper() or line[0].isdigit() or line[0] in "“‘\"'¿¡"):
        return False
    if _NUMBERED.match(line) or line.endswith(("”", '"')) or index + 1 >= len(blocks):
        return False
    after = blocks[index + 1]
    return len(after.split()) >= _LONG and len(after) > len(line)
