"""What some words weigh in a few documents, read from the documents themselves.

Posting lists tell which documents have a word; to look up thirty words in them for a hundred
documents takes thirty searches. The stream of words tells it the other way round: the documents'
own words are read once, whatever the number of words that are asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from briefing.index.arrays import Array
from briefing.index.fields import TEXT
from briefing.index.inversion import gains
from briefing.index.snapshot import Snapshot
from briefing.index.sums import Sums

_PLACES = 1 << 18  # that are read at once


class Forward:
    """Some words, ready to be looked for in documents. Cheap to make; for one query."""

    def __init__(self, snapshot: Snapshot, words: Sequence[Sums]) -> None:
        self._snapshot = snapshot
        self._words = words
        self._tables: dict[int, list[tuple[Array, Array]]] = {}

    def sums(self, documents: Array) -> Array:
        """What each word weighs in each of some documents (in rising order): words × documents."""
        found = np.zeros((len(self._words), len(documents)))
        parts = self._snapshot.parts
        cuts = np.searchsorted(documents, [part.base for part in parts]).tolist()
        for number, (first, last) in enumerate(itertools.pairwise([*cuts, len(documents)])):
            if first < last:
                own = documents[first:last] - parts[number].base
                self._read(number, own, found[:, first:last])
        for number, one in enumerate(self._words):
            if one.within:  # weighed by the measure of its field alone: its lists are asked
                found[number] = one.at(documents)
        return found

    def _read(self, number: int, documents: Array, out: Array) -> None:
        """Fill in what is asked of documents of one part, so many at a time as fit in memory."""
        lists = self._snapshot.parts[number].lists(TEXT)
        ends = np.cumsum(lists.starts[documents + 1] - lists.starts[documents])
        first = 0
        while first < len(documents):
            before = int(ends[first - 1]) if first else 0
            last = max(int(np.searchsorted(ends, before + _PLACES, "right")), first + 1)
            self._weigh(number, documents[first:last], out[:, first:last])
            first = last

    def _weigh(self, number: int, documents: Array, out: Array) -> None:
        """Add up what the words of some documents of one part weigh."""
        part = self._snapshot.parts[number]
        lists = part.lists(TEXT)
        starts, stops = lists.starts[documents], lists.starts[documents + 1]
        owners = np.repeat(np.arange(len(documents)), stops - starts)
        words = lists.words.slices(starts, stops).astype(np.int64)
        fields = lists.fields.slices(starts, stops)
        width = len(TEXT.fields)
        of_fields = gains(lists.lengths[documents], TEXT, part.averages).reshape(-1)
        for slots, shares in self._of(number):
            slot = slots.take(words)
            hits = np.flatnonzero(slot > 0)
            owner = owners.take(hits)
            weights = of_fields.take(owner * width + fields.take(hits))
            weights *= shares.take(words.take(hits))
            cells = slot.take(hits).astype(np.int64) * len(documents) + owner
            size = (len(self._words) + 1) * len(documents)
            out += np.bincount(cells, weights, size).reshape(-1, len(documents))[1:]

    def _of(self, number: int) -> list[tuple[Array, Array]]:
        """For each word of the vocabulary the asked word it stands for (from 1 on), and how well.

        A word that stands for several of them has its others in further tables.
        """
        tables = self._tables.get(number)
        if tables is None:
            layers: list[dict[int, tuple[int, float]]] = []
            for asked, one in enumerate(self._words, 1):
                for first, last, share in () if one.within else one.spans[number][1]:
                    for word in range(first, last):
                        free = next((layer for layer in layers if word not in layer), None)
                        if free is None:
                            layers.append(free := {})
                        free[word] = asked, share
            size = len(self._snapshot.parts[number].segment.words) + 1  # the last ends each text
            tables = self._tables[number] = [_spread(layer, size) for layer in layers]
        return tables


def _spread(layer: dict[int, tuple[int, float]], size: int) -> tuple[Array, Array]:
    slots, shares = np.zeros(size, np.uint16), np.empty(size, np.float32)
    words = list(layer)
    slots[words], shares[words] = zip(*layer.values(), strict=True)
    return slots, shares
