"""Words that follow one another, or stand near one another: found by their places.

The rarest word's places are taken, and at each of them the stream is asked what stands beside it:
one look-up for each place, instead of joining two long lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from briefing.index.arrays import Array
from briefing.index.bits import MOST_BITS, Bits, near_bits
from briefing.index.forms import Spans

if TYPE_CHECKING:
    from briefing.index.segment import Lists

_NOWHERE = np.zeros(0, np.int64)
_MANY = 6  # spans beyond which a table is quicker than comparing
_DENSE = 256  # places in so many are as quickly looked at bit by bit as searched for
_CELLS = 4_000_000  # of a table of neighbours that is made at once


def often(lists: Lists, spans: Spans) -> int:
    """How many places the words of some spans have."""
    return sum(lists.often(first, last) for first, last in _apart(spans))


def _of_spans(lists: Lists, spans: Spans) -> tuple[Array, Array]:
    """The places of the words of some spans, and their documents; in order if they are one word."""
    ranges = _apart(spans)
    places = [lists.places(first, last) for first, last in ranges]
    documents = [lists.each_document(first, last) for first, last in ranges]
    if len(ranges) == 1:
        return places[0], documents[0]
    return np.concatenate(places), np.concatenate(documents)


def found_places(
    lists: Lists, slots: Sequence[Spans], wanted: Array | None = None
) -> tuple[Array, Array]:
    """The places where words of the slots follow one another (the first word's), and documents.

    `wanted` is a mask of the documents that are looked at; None stands for all.
    """
    counts = [often(lists, spans) for spans in slots]
    if not all(counts):
        return _NOWHERE, _NOWHERE
    order = sorted(range(len(slots)), key=counts.__getitem__)
    start, documents = _of_spans(lists, slots[order[0]])
    if wanted is not None:
        at = wanted[documents].nonzero()[0]
        start, documents = start[at], documents[at]
    start = start.astype(np.int64) - order[0]
    if order[0] or (len(start) and int(start[-1]) + len(slots) > len(lists.words)):
        inside = (start >= 0) & (start + len(slots) <= len(lists.words))
        start, documents = start[inside], documents[inside]
    for slot in order[1:]:
        kept = _are(lists.words.take(start + slot), slots[slot])
        start, documents = start[kept], documents[kept]
    return start, documents


def near_places(lists: Lists, slots: Sequence[Spans], distance: int) -> tuple[Array, Array]:
    """The places of the rarest slot's words that have one of each other slot near them.

    All of them stand in one piece, the first and the last at most `distance` places apart. Their
    documents come with them.
    """
    counts = [often(lists, spans) for spans in slots]
    if not all(counts):
        return _NOWHERE, _NOWHERE
    order = sorted(range(len(slots)), key=counts.__getitem__)
    here, documents = _of_spans(lists, slots[order[0]])
    for slot in order[1:]:
        others = _sorted_places(lists, slots[slot])
        kept = _have_near(lists, here, documents, others, distance)
        here, documents = here.compress(kept), documents.compress(kept)
    if len(slots) == 2 or not len(here):
        return here, documents
    # In a piece that is no longer than the window is wide, all that was near lies in one.
    here = here.astype(np.int64)
    piece = np.searchsorted(lists.pieces, here, "right") - 1
    kept = lists.pieces[piece + 1] - lists.pieces[piece] <= distance + 2  # with its separator
    longer = np.flatnonzero(~kept)
    if len(longer):
        kept[longer] = _in_one_window(lists, slots, here[longer], distance)
    return here.compress(kept), documents.compress(kept)


def _have_near(lists: Lists, here: Array, documents: Array, others: Array, distance: int) -> Array:
    """A mask of some places: which have one of the others near them, in the same piece."""
    if distance <= MOST_BITS and len(here) * _DENSE > len(lists.words):
        return near_bits(here, Bits(others, len(lists.words)), lists.ends, distance)
    after = others.searchsorted(here)
    found = np.zeros(len(here), np.bool_)
    # Only the nearest one on either side is looked at. What lies on the wrong side, because there
    # is none on this one, is far away: numbers without a sign fall below 0 to the largest ones.
    beside = others[np.minimum(after, len(others) - 1)]
    _mark(lists, here, documents, beside, beside - here <= distance, found)
    beside = others[np.maximum(after - 1, 0)]
    _mark(lists, here, documents, beside, (here - beside <= distance) & ~found, found)
    return found


def _mark(
    lists: Lists, here: Array, documents: Array, beside: Array, close: Array, found: Array
) -> None:
    """Mark those of some close places that lie in the same piece as what is beside them.

    They do if they are in the same document and in the same field.
    """
    at = np.flatnonzero(close)
    near, place, document = beside[at], here[at], documents[at].astype(np.int64)
    same = (near >= lists.starts[document]) & (near < lists.starts[document + 1])
    same &= lists.fields.take(near) == lists.fields.take(place)
    found[at.compress(same)] = True


def _sorted_places(lists: Lists, spans: Spans) -> Array:
    ranges = _apart(spans)
    found = [lists.places(first, last) for first, last in ranges]
    if len(found) == 1 and ranges[0][1] - ranges[0][0] == 1:
        return found[0]
    return np.sort(np.concatenate(found))


def _in_one_window(lists: Lists, slots: Sequence[Spans], here: Array, distance: int) -> Array:
    """A mask of the places around which one window holds words of all slots."""
    step = max(1, _CELLS // (2 * distance + 1))
    return np.concatenate(
        [
            _has_window(lists, slots, here[at : at + step], distance)
            for at in range(0, len(here), step)
        ]
    )


def _has_window(lists: Lists, slots: Sequence[Spans], here: Array, distance: int) -> Array:
    around = here[:, None] + np.arange(-distance, distance + 1)
    piece = np.searchsorted(lists.pieces, here, "right") - 1
    inside = (around >= lists.pieces[piece][:, None]) & (around < lists.pieces[piece + 1][:, None])
    words = lists.words.take(np.clip(around, 0, len(lists.words) - 1).reshape(-1))
    every = np.ones((len(here), distance + 1), np.bool_)
    for spans in slots:
        hits = _are(words, spans).reshape(around.shape) & inside
        before = np.zeros((len(here), 2 * distance + 2), np.int32)
        np.cumsum(hits, axis=1, out=before[:, 1:])
        every &= (before[:, distance + 1 :] - before[:, : distance + 1]) > 0
    return np.asarray(every.any(axis=1))


def _are(words: Array, spans: Spans) -> Array:
    """Which of some words of the stream belong to the spans."""
    ranges = _apart(spans)
    if len(ranges) > _MANY:
        table = np.zeros(int(words.max(initial=0)) + 1, np.bool_)
        for first, last in ranges:
            table[first:last] = True
        return np.asarray(table[words])
    hits = np.zeros(len(words), np.bool_)
    for first, last in ranges:
        if last - first == 1:
            hits |= words == first
        else:
            hits |= (words >= first) & (words < last)
    return hits


def _apart(spans: Spans) -> list[tuple[int, int]]:
    """The ranges of spans, without those that lie in another."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted((first, last) for first, last, _ in spans):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
