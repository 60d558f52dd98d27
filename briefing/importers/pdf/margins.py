"""What stands on pages beside the text: running heads and feet, page numbers, line numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.importers.pdf.lines import Line

_DIGITS = re.compile(r"\d+")
_ROMAN = r"[ivxlc]{1,7}"
_PAGE_NUMBER = re.compile(
    rf"(?ix) [-–—\[(\s]* (?:page|p\.|pg\.?|seite|página|pagina)? \s* (?:\d{{1,4}}|{_ROMAN})"
    r" (?:\s*(?:/|of|von|de|sur)\s*\d{1,4})? [-–—\])\s.]*"
)
_NUMBERED = re.compile(r"(\d{1,2})(?:\s+|$)")
_AT_THE_EDGE = 4  # lines from the top or bottom of a page that may be a running head or foot
_SHARE = 0.12  # of the height of a page that a margin takes at most
_FEWEST_PAGES = 3


def without(pages: Sequence[Sequence[Line]], height: float) -> tuple[list[list[Line]], list[Line]]:
    """The pages without what stands beside the text, and what that was, once for each kind."""
    running = _running(pages, height)
    kept: list[list[Line]] = []
    dropped: dict[str, Line] = {}
    for page in pages:
        edge = _edges(page, height)
        inside = []
        for line in page:
            key = _key(line.text)
            if id(line) in edge and (key in running or _is_number(line)):
                dropped.setdefault(key, line)
            else:
                inside.append(line)
        kept.append(_without_line_numbers(inside, dropped))
    return kept, list(dropped.values())


def _key(text: str) -> str:
    return " ".join(_DIGITS.sub("#", text.casefold()).split())


def _is_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text.strip()) is not None


def _edges(page: Sequence[Line], height: float) -> set[int]:
    """The lines that stand so high or low that they may belong to the margin."""
    by_height = sorted(page, key=lambda line: line.top, reverse=True)
    high = [line for line in by_height[:_AT_THE_EDGE] if line.bottom > height * (1 - _SHARE)]
    low = [line for line in by_height[-_AT_THE_EDGE:] if line.top < height * _SHARE]
    return {id(line) for line in (*high, *low)}


def _running(pages: Sequence[Sequence[Line]], height: float) -> set[str]:
    """Lines that stand at the edge of several pages, numbers apart, at the same height."""
    seen: Counter[str] = Counter()
    heights: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        edge = _edges(page, height)
        for key, top in {(_key(line.text), line.top) for line in page if id(line) in edge}:
            seen[key] += 1
            heights[key].append(top)
    filled = sum(1 for page in pages if page)
    # Left and right pages have heads of their own, and so have chapters.
    fewest = 2 if filled == 2 else max(_FEWEST_PAGES, min(filled // 20, 10))
    return {
        key
        for key, count in seen.items()
        if count >= fewest and len(key) > 2 and _is_steady(heights[key])
    }


def _is_steady(tops: list[float]) -> bool:
    middle = sorted(tops)[len(tops) // 2]
    near = sum(abs(top - middle) < 6 for top in tops)
    return near >= 0.6 * len(tops)


def _without_line_numbers(page: list[Line], dropped: dict[str, Line]) -> list[Line]:
    """A transcript's page without the numbers of its lines, 1 to 25 or so."""
    alone = [line for line in page if line.text.isdigit() and len(line.text) < 3]
    if len(alone) >= 10 and _counts_up([int(line.text) for line in alone]):
        gone = {id(line) for line in alone}
        dropped.setdefault("line numbers", Line("numbers of lines", alone[0].page))
        return [line for line in page if id(line) not in gone]
    firsts = [_NUMBERED.match(line.text) for line in page]
    numbers = [int(found[1]) for found in firsts if found]
    if len(numbers) >= 10 and len(numbers) > 0.8 * len(page) and _counts_up(numbers):
        dropped.setdefault("line numbers", Line("numbers of lines", page[0].page))
        bare = [
            replace(line, text=line.text[found.end() :] if found else line.text)
            for line, found in zip(page, firsts, strict=True)
        ]
        return [line for line in bare if line.text]
    return page


def _counts_up(numbers: list[int]) -> bool:
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return numbers[0] <= 2 and steps >= 0.8 * (len(numbers) - 1)
