"""The best documents with any of many words, without adding up what cannot matter.

The rarest words come first, since they tell most. Once it is known what the best documents have at
least, a document that cannot reach that with all words to come is let go of, and the common words
are only looked up for the few that are left (the idea of MaxScore, Turtle & Flood 1995; there it
saves reading lists, here adding them up).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from briefing.index.arrays import Array
from briefing.index.snapshot import Found, Snapshot
from briefing.index.sums import Sums, add

DAMPING = 1.2
_SHARE = 5  # a list or a set of candidates above one document in so many is long
_AHEAD = 1.0  # times what the words to come may tell: a leader with so much leaves few behind it
_LEADERS = 1.5  # times as many documents as are wanted are looked at for what the best have
_LITTLE = 0.1  # of what the first of some words tells
_NEARLY = 1.0 - 1e-9  # sums that were added up in another order

Words = Sequence[tuple[float, Sums]]  # what a word tells, and what it weighs where


class Best(NamedTuple):
    """A mask of all documents with any of the words, and those that can be best, with scores."""

    marks: Array
    found: Found


def best_of_any(snapshot: Snapshot, words: Words, weights: Array, limit: int) -> Best:
    """Documents with any of some words; exact scores for all that can be among the best.

    `words` are sorted by what they tell, the most telling first. `weights` are what the scores of
    the documents are multiplied with, 0 for those that are not wanted.
    """
    total = np.zeros(snapshot.count)
    rest = sum(tells for tells, _ in words)
    marks = union(snapshot, [one for _, one in words])
    least = 0.0
    for place, (tells, one) in enumerate(words):
        if one.size * _SHARE > len(total) and total.max(initial=0.0) > _AHEAD * rest:
            least = least or _least(total, words[place:], weights, limit)
            few = np.flatnonzero((total + rest) * weights >= least)
            if len(few) * _SHARE <= len(total):
                return Best(marks, _narrowed(few, total, words[place:], weights, least, limit))
        found = one.everywhere()
        add(total, found.documents, damped(tells, found.scores))
        rest -= tells
    documents = np.flatnonzero(marks)
    return Best(marks, Found(documents, total[documents]))


def union(snapshot: Snapshot, words: Sequence[Sums]) -> Array:
    """A mask of the documents with any of some words.

    When the common ones have left few documents over, only those are looked up for the others.
    """
    marks = np.zeros(snapshot.count, np.bool_)
    left: Array | None = None
    for one in sorted(words, key=lambda one: -one.size):
        if left is None:
            one.mark(marks)
            if (snapshot.size - np.count_nonzero(marks)) * _SHARE < snapshot.size:
                left = np.flatnonzero(snapshot.everything & ~marks)
        elif len(left):
            has = one.at(left) > 0.0
            marks[left.compress(has)] = True
            left = left.compress(~has)
    return marks


def damped(tells: float, sums: Array) -> Array:
    """What a word's occurrences are worth: the more there are, the less one more tells."""
    return np.asarray(tells * sums / (DAMPING + sums))


def _least(total: Array, to_come: Words, weights: Array, limit: int) -> float:
    """What the best have at least: the whole scores of those that lead so far."""
    values = total * weights
    having = np.flatnonzero(values > 0.0)  # to choose among many equals, such as zeros, takes long
    leaders = _largest(values, having, int(_LEADERS * limit))
    if len(leaders) < limit:
        return 1e-300
    sums = total[leaders]
    for tells, one in to_come:
        if tells > _LITTLE * to_come[0][0]:  # less would hardly raise what is reached
            sums += damped(tells, one.at(leaders))
    return _reached(sums * weights[leaders], limit)


def _narrowed(
    few: Array, total: Array, words: Words, weights: Array, least: float, limit: int
) -> Found:
    """The candidates that are left when all words have been looked up for them."""
    sums, gains = total[few], weights[few]
    rest = sum(tells for tells, _ in words)
    for tells, one in words:
        sums += damped(tells, one.at(few))
        rest -= tells
        if len(few) > 2 * limit:
            least = max(least, _reached(sums * gains, limit))
            kept = (sums + rest) * gains >= least
            few, sums, gains = few.compress(kept), sums.compress(kept), gains.compress(kept)
    return Found(few, sums)


def _largest(values: Array, having: Array, count: int) -> Array:
    """The places of the largest values, in rising order of the places."""
    if len(having) <= count:
        return having
    own = values[having]
    return np.sort(having[np.argpartition(own, len(own) - count)[len(own) - count :]])


def _reached(values: Array, limit: int) -> float:
    """What so many of some values reach."""
    at = len(values) - limit
    return float(max(np.partition(values, at)[at] * _NEARLY, 1e-300))
