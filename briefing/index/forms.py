"""A typed word → the words of the index that it stands for, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from briefing.index.arrays import Array
from briefing.index.spelling import american
from briefing.index.words import stem

if TYPE_CHECKING:
    from briefing.index.segment import Segment, Words

OTHER_FORM = 0.7  # "munition" for "munitions"
UNFINISHED = 0.35  # "munitions" for "muni"
_BY_EDITS = (1.0, 0.6, 0.35)
_MOST_EXPANDED = 2000  # words whose spans are kept
_MOST_NEAR = 200  # words that a misspelt one may stand for

# A range of word numbers (first, last + 1) and how well its words fit. Where ranges overlap, their
# shares add up.
Spans = tuple[tuple[int, int, float], ...]


def word_spans(
    segment: Segment, token: str, prefix: bool = False, guessed: bool = False, exact: bool = False
) -> Spans:
    """What a typed word stands for: itself, forms with its stem, words that begin with it.

    Those of recent words are kept: as one types, all but the last are the same each time.
    """
    key = (token, prefix, guessed, exact)
    found = segment.expanded.get(key)
    if found is None:
        found = _expanded(segment, token, prefix, guessed, exact)
        if len(segment.expanded) >= _MOST_EXPANDED:
            segment.expanded.clear()
        segment.expanded[key] = found
    return found


def _expanded(segment: Segment, token: str, prefix: bool, guessed: bool, exact: bool) -> Spans:
    words = segment.words
    itself = words.find(token)
    ranges: list[tuple[int, int]] = []
    share = UNFINISHED if guessed else 1.0
    if prefix and token:
        ranges = starting(words, token)
    single: dict[int, float] = {}
    if not exact and (not prefix or guessed):
        single = dict.fromkeys(segment.family(stem(token)), OTHER_FORM)
    if itself >= 0:
        single[itself] = 1.0
    spans = [(first, last, share) for first, last in ranges]
    for number, fit in sorted(single.items()):
        covered = any(first <= number < last for first, last in ranges)
        more = fit - share if covered else fit
        if more > 0.0:
            spans.append((number, number + 1, more))
    return tuple(spans)


def starting(words: Words, prefix: str) -> list[tuple[int, int]]:
    """Ranges, apart from one another, of the words that begin so in either spelling."""
    found = sorted({words.starting(one) for one in (prefix, american(prefix))})
    merged: list[tuple[int, int]] = []
    for first, last in found:
        if first == last:
            continue
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def exact_spans(segment: Segment, token: str) -> Spans:
    """Only the word itself."""
    number = segment.words.find(token)
    return ((number, number + 1, 1.0),) if number >= 0 else ()


def numbered(numbers: Iterable[tuple[int, float]]) -> Spans:
    """Spans of single words."""
    return tuple((number, number + 1, fit) for number, fit in sorted(numbers))


def is_pattern(token: str) -> bool:
    """Whether a token of a query has signs in it that stand for letters."""
    return "*" in token or "?" in token


@lru_cache(maxsize=256)
def pattern(wildcards: str) -> re.Pattern[str]:
    """A regular expression for a pattern of `*` and `?`.

    What stands between two stars is taken where it stands first, for good: trying all its places
    would take ages with many stars, and find nothing more.
    """
    head, *others = (
        "".join("." if c == "?" else re.escape(c) for c in part) for part in wildcards.split("*")
    )
    if not others:
        return re.compile(head)
    *middle, last = others
    return re.compile(head + "".join(f"(?>.*?{part})" for part in middle) + ".*" + last)


def wildcard_spans(segment: Segment, wildcards: str) -> Spans:
    """The words that a pattern fits. Only those that begin as it does are looked at."""
    words = segment.words
    head = re.split(r"[*?]", wildcards, maxsplit=1)[0]
    first, last = words.starting(head) if head else (0, len(words))
    if wildcards == head + "*":
        return ((first, last, 1.0),) if first < last else ()
    fits = pattern(wildcards).fullmatch
    known = words.all()
    return numbered((n, 1.0) for n in range(first, last) if fits(known[n]))


def near_words(segment: Segment, token: str, edits: int) -> list[tuple[int, int]]:
    """Words within some edits of a token: their numbers and how many edits it takes.

    Most words are ruled out by their length and by which letters they have: an edit changes the
    set of letters by one at most on either side (a swap changes nothing). Only for the others is
    the distance computed.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    words = segment.words
    wanted = token.encode("utf-8", "surrogatepass")
    letters, lengths = _letters(words)
    mine = np.bitwise_or.reduce(_LETTER[np.frombuffer(wanted, np.uint8)])
    # Letters of other scripts take two bytes and more: their edits change more of them.
    spare = edits if token.isascii() else 3 * edits
    close = np.abs(lengths - len(wanted)) <= spare
    close &= np.bitwise_count(letters & ~mine) <= spare
    close &= np.bitwise_count(mine & ~letters) <= spare
    numbers = np.flatnonzero(close)
    if not len(numbers):
        return []
    known = words.all()
    chosen = [known[number] for number in numbers.tolist()]
    distances = cdist([token], chosen, scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
    hits = np.flatnonzero(distances <= edits)
    return [(int(numbers[hit]), int(distances[hit])) for hit in hits]


def fuzzy_spans(segment: Segment, token: str, edits: int) -> Spans:
    """Words within some edits; the nearer, the better they fit."""
    found = sorted(near_words(segment, token, edits), key=lambda one: one[1])[:_MOST_NEAR]
    return numbered((number, _BY_EDITS[far]) for number, far in found)


_LETTER = (np.uint32(1) << (np.arange(256, dtype=np.uint32) % np.uint32(32))).astype(np.uint32)


def _letters(words: Words) -> tuple[Array, Array]:
    """For each word the set of its bytes (modulo 32, as bits), and its length in bytes."""
    if words.letters is None:
        if not len(words):
            words.letters = (np.zeros(0, np.uint32), np.zeros(0, np.int64))
            return words.letters
        bits = _LETTER[words.text]
        bits[words.text == ord("\n")] = 0
        at = words.at.astype(np.int64)
        words.letters = (np.bitwise_or.reduceat(bits, at[:-1]), np.diff(at) - 1)
    return words.letters
