"""Which words of a text are hits, and the stretch of a text that shows them best."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from briefing.index.entry import Run, Runs
from briefing.index.words import cut, fold, spaced

ELLIPSIS = "…"
_SHORT = 100  # characters up to which cutting with a pattern is quicker
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """Words that will do at one place: some words, or all that begin so, or fit a pattern."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()

    def __contains__(self, word: str) -> bool:
        return (
            word in self.words
            or word.startswith(self.prefixes)
            or any(pattern.fullmatch(word) for pattern in self.patterns)
        )

    def among(self, words: frozenset[str]) -> set[str]:
        """Those of some words that will do."""
        found = set(words & self.words)
        if self.prefixes:
            found |= {word for word in words if word.startswith(self.prefixes)}
        if self.patterns:
            found |= {word for word in words if any(one.fullmatch(word) for one in self.patterns)}
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shows as a hit: words, and sequences of words (alternatives at each place)."""

    words: Slot = Slot()
    sequences: tuple[tuple[Slot, ...], ...] = ()


class Text:
    """A text and its words, found once; "" stands for a sign of which folding leaves nothing."""

    __slots__ = ("_ends", "different", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        plain = spaced(text) if len(text) > _SHORT else ""
        if plain:
            self.words = plain.split()
            is_blank = np.frombuffer(plain.encode("ascii"), np.uint8) == ord(" ")
            # Where a word begins after its blank, and ends before the next one, in turns.
            self._ends: list[int] = np.flatnonzero(is_blank[1:] != is_blank[:-1]).tolist()
        else:
            pieces = cut(text)  # what is between words, a word, what is between, …
            self.words = pieces[1::2]
            self._ends = list(accumulate(map(len, pieces)))
        if not plain or "'" in plain:
            self.words = list(map(fold, self.words))
        self.different = frozenset(self.words)

    def span(self, number: int, last: int | None = None) -> Span:
        """The characters of a word, or of the words from one to the `last`."""
        return self._ends[2 * number], self._ends[2 * (number if last is None else last) + 1]

    def inside(self, start: int, end: int) -> Span | None:
        """The characters of the words that lie between two places as wholes."""
        first = (bisect_left(self._ends, start) + 1) // 2
        last = (bisect_right(self._ends, end) - 2) // 2
        return self.span(first, last) if first <= last else None


def spans(text: Text, wanted: Wanted) -> list[Span]:
    """The hits in a text as character spans: sorted, apart from one another."""
    found: list[Span] = []
    words = wanted.words.among(text.different)
    if words:
        found = [text.span(number) for number, word in enumerate(text.words) if word in words]
    longer = [one for one in wanted.sequences if all(slot.among(text.different) for slot in one)]
    for sequence in longer:
        found.extend(_in_order(text, sequence))
    return _merged(found) if longer else found


def _in_order(text: Text, sequence: Sequence[Slot]) -> Iterator[Span]:
    length = len(sequence)
    firsts = sequence[0].among(text.different)
    for at, word in enumerate(text.words[: len(text.words) - length + 1]):
        if word in firsts and all(
            text.words[at + place] in slot for place, slot in enumerate(sequence)
        ):
            yield text.span(at, at + length - 1)


def _merged(found: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def runs(text: str, hits: Sequence[Span], start: int = 0, end: int | None = None) -> Runs:
    """Cut `text[start:end]` into runs of hit and no hit. Their texts join to the whole."""
    end = len(text) if end is None else end
    result: list[Run] = []
    at = start
    for first, last in hits:
        if last <= start or first >= end:
            continue
        first, last = max(first, start), min(last, end)
        if first > at:
            result.append((text[at:first], False))
        result.append((text[first:last], True))
        at = last
    if at < end:
        result.append((text[at:end], False))
    return tuple(result)


def snippet(shown: Text, hits: Sequence[Span], longest: int = 240) -> Runs:
    """The stretch of a text with the most different hits, with an ellipsis for what is cut."""
    text = shown.text
    if len(text) <= longest:
        return runs(text, hits)
    start, end = _window(text, hits, longest)
    start, end = _whole_words(shown, start, end)
    body = runs(text, hits, start, end)
    before: Runs = ((ELLIPSIS + " ", False),) if start > 0 else ()
    after: Runs = ((" " + ELLIPSIS, False),) if end < len(text) else ()
    return before + body + after


def _window(text: str, hits: Sequence[Span], longest: int) -> Span:
    if not hits:
        return 0, longest
    words = [text[start:end].lower() for start, end in hits]
    shown = dict.fromkeys(words, 0)  # how often each stands between the first and the last
    best, best_count = (hits[0][0], hits[0][1]), 0
    first = different = 0
    for last, (_, end) in enumerate(hits):
        different += not shown[words[last]]
        shown[words[last]] += 1
        while first < last and end - hits[first][0] > longest:
            shown[words[first]] -= 1
            different -= not shown[words[first]]
            first += 1
        count = different * 100 + last + 1 - first
        if count > best_count:
            best, best_count = (hits[first][0], end), count
    spare = longest - (best[1] - best[0])
    start = max(0, best[0] - max(0, spare) // 3)
    end = min(len(text), max(start + longest, best[1]))
    return max(0, min(start, end - longest)), end


def _whole_words(shown: Text, start: int, end: int) -> Span:
    """Move the borders of a stretch inwards to the borders of words."""
    inside = shown.inside(start, end)
    if inside is None:
        return start, end
    length = len(shown.text)
    return 0 if start == 0 else inside[0], length if end >= length else inside[1]
