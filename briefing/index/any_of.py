"""The best documents with any of many words, without working out what cannot matter.

Three steps. The rarest words come first, since they tell most, and what they may tell at most is
added up for all documents, quickly and in single precision. Once it is known what the best have
at least, only documents that can still reach that with all words to come are left (the idea of
MaxScore, Turtle & Flood 1995; there it saves reading lists, here adding them up). When they are
few, their own words are read and give the exact scores; the common words' lists stay untouched.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from briefing.index.arrays import Array
from briefing.index.forward import Forward
from briefing.index.largest import upper
from briefing.index.snapshot import Found, Snapshot
from briefing.index.sums import Sums, add

DAMPING = 1.2
_LONG = 5  # a list above one document in so many is long
_LEADERS = 1.5  # times as many documents as are wanted are looked at for what the best have
_READ = 300  # so many postings are marked in the time in which one document is looked up
_RARER = 12  # documents so many times fewer than postings are looked up rather than all added
_FEW = 128  # documents that are read rather than looked up in one more list
_MOST = 4096  # documents beyond which reading takes longer than adding up all lists
_NEARLY = 1.0 - 1e-4  # far more than single precision loses

Words = Sequence[tuple[float, Sums]]  # what a word tells, and what it weighs where


class Best(NamedTuple):
    """A mask of all documents with any of the words, and those that can be best, with scores."""

    marks: Array
    found: Found


def best_of_any(snapshot: Snapshot, words: Words, weights: Array, limit: int) -> Best:
    """All documents with any of some words; exact scores for all that can be among the best.

    `words` are sorted by what they tell, the most telling first. `weights` are what the scores of
    the documents are multiplied with, 0 for those that are not wanted or deleted.
    """
    able, bounds, done = _able_documents(snapshot, words, weights, limit)
    return Best(_marked(snapshot, bounds, words[done:]), able)


def nearest_of_any(snapshot: Snapshot, words: Words, weights: Array, limit: int) -> Found:
    """The same without those that cannot be among the best."""
    return _able_documents(snapshot, words, weights, limit)[0]


def _able_documents(
    snapshot: Snapshot, words: Words, weights: Array, limit: int
) -> tuple[Found, Array, int]:
    """What can be among the best, the bounds of all documents, and by how many words they go."""
    forward = Forward(snapshot, [one for _, one in words])
    bounds = np.zeros(snapshot.count, np.float32)
    gains = weights.astype(np.float32)
    rests: list[float] = []
    least = 0.0
    for done, (tells, one) in enumerate(words):
        if one.size * _LONG > len(bounds):
            rests = rests or _rests(words)
            if least or bounds.max() > rests[done]:
                least = least or _least(forward, words, bounds * gains, weights, limit)
                few = _able(bounds, rests[done], gains, least, one.size // _RARER)
                if few is not None:
                    few = _narrowed(few, bounds[few], words[done:], rests[done:], gains, least)
                    return Found(few, _scores(forward, words, few)), bounds, done
        _raise(bounds, tells, one)
    least = least or _least(forward, words, bounds * gains, weights, limit)
    few = _able(bounds, 0.0, gains, least, _MOST)
    if few is None:
        return everything(snapshot, words), bounds, len(words)
    return Found(few, _scores(forward, words, few)), bounds, len(words)


def everything(snapshot: Snapshot, words: Words) -> Found:
    """All documents with any of some words, and their scores, by adding everything up."""
    total = np.zeros(snapshot.count)
    for tells, one in words:
        found = one.everywhere()
        add(total, found.documents, damped(tells, found.scores))
    documents = np.flatnonzero(total)
    return Found(documents, total[documents])


def damped(tells: float, sums: Array) -> Array:
    """What a word's occurrences are worth: the more there are, the less one more tells."""
    return np.asarray(tells * sums / (DAMPING + sums))


def _raise(bounds: Array, tells: float, one: Sums) -> None:
    """Add to the bounds of all documents what a word tells there at most.

    Each form of the word is damped by itself, which never gives less than damping their sum, and
    exactly as much where there is but one; so nobody need find out who has several.
    """
    for base, documents, weights in one.lists():
        told = weights + np.float32(DAMPING)
        np.divide(weights, told, out=told)
        told *= np.float32(tells)
        np.add.at(bounds[base:], documents.astype(np.int64, copy=False), told)


def _rests(words: Words) -> list[float]:
    """What each word and all after it tell together at most."""
    most = [tells / (1.0 + DAMPING / max(one.most(), 1e-9)) for tells, one in words]
    return list(itertools.accumulate(reversed(most)))[::-1]


def _able(bounds: Array, rest: float, gains: Array, least: float, most: int) -> Array | None:
    """Documents that can reach what the best have at least, with all that is to come.

    None if there are more than so many of them.
    """
    marks = (bounds + np.float32(rest)) * gains >= np.float32(least or 1e-30)
    return np.flatnonzero(marks) if np.count_nonzero(marks) <= most else None


def _narrowed(
    few: Array, bounds: Array, to_come: Words, rests: list[float], gains: Array, least: float
) -> Array:
    """Those of some documents that are left when some more words have been looked up for them.

    As soon as they are few, no more words are looked up: they are quicker to read.
    """
    gains = gains[few]
    for (tells, one), rest in zip(to_come, [*rests[1:], 0.0], strict=False):
        if len(few) <= _FEW:
            break
        bounds = bounds + damped(tells, one.at(few))
        kept = (bounds + rest) * gains >= least
        few, bounds, gains = few.compress(kept), bounds.compress(kept), gains.compress(kept)
    return few


def _least(forward: Forward, words: Words, values: Array, weights: Array, limit: int) -> float:
    """What the best have at least: the whole scores of those that lead so far. 0 if unknown."""
    leaders = _leaders(values, int(_LEADERS * limit))
    if len(leaders) < limit:
        return 0.0
    reached = _scores(forward, words, leaders) * weights[leaders]
    at = len(leaders) - limit
    return float(np.partition(reached, at)[at] * _NEARLY)


def _leaders(values: Array, count: int) -> Array:
    """The places of the largest values above 0 (some of the equal ones), in rising order."""
    having = upper(values, count)
    own = values[having]
    if len(own) > count:
        at = np.argpartition(own, len(own) - count)[len(own) - count :]
        having, own = having[at], own[at]
    return np.sort(having[own > 0.0])


def _scores(forward: Forward, words: Words, documents: Array) -> Array:
    """The exact scores of some documents."""
    sums = forward.sums(documents)
    tells = np.array([[tells] for tells, _ in words])
    return np.asarray((tells * sums / (DAMPING + sums)).sum(axis=0))


def _marked(snapshot: Snapshot, bounds: Array, to_come: Words) -> Array:
    """A mask of the documents with any of the words: those so far, and those to come.

    The common ones leave few documents over, or none; these are looked up.
    """
    marks = (bounds > 0.0) | ~snapshot.everything
    left: Array | None = None
    for _, one in sorted(to_come, key=lambda word: -word[1].size):
        if left is None and (len(marks) - np.count_nonzero(marks)) * _READ < one.size:
            left = np.flatnonzero(~marks)
        if left is None:
            one.mark(marks)
        elif len(left):
            has = one.at(left) > 0.0
            marks[left.compress(has)] = True
            left = left.compress(~has)
    return np.asarray(marks & snapshot.everything)
