"""What the occurrences of some words weigh together, document by document.

Three questions are asked of a word, and only the last needs all of its lists' numbers: how many
documents have it (for its rarity), what it weighs in some documents that other words left over,
and what it weighs everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator

import numpy as np

from briefing.index.arrays import Array
from briefing.index.fields import TEXT, group_of
from briefing.index.forms import Spans
from briefing.index.snapshot import Found, Part, Snapshot

NONE = Found(np.zeros(0, np.int64), np.zeros(0))
SpansOf = Callable[[Part], Spans]
_SPARSE = 25  # a list so many times shorter than the documents is sorted, not spread out
_ONE_LIST = 120  # look-ups that take as long as to begin with one more list
_DENSE = 1.25  # times a list is as long as all documents: what it lacks is found more quickly
_LOOK_UP = 12  # so many postings are spread out in the time in which one document is looked up


class Sums:
    """One word in all its forms, in all text or in one field."""

    def __init__(
        self, snapshot: Snapshot, key: Hashable, spans_of: SpansOf, within: str = ""
    ) -> None:
        self._snapshot = snapshot
        self._key = key
        self.within = within
        group = group_of(within)
        self._field = group.number(within) if within else -1
        self.spans = [(part, spans_of(part)) for part in snapshot.parts]
        self.size = sum(
            part.lists(group).size(first, last)
            for part, spans in self.spans
            for first, last, _ in spans
        )

    def mark(self, marks: Array) -> None:
        """Mark the documents that have the word in a mask of all."""
        for part, spans in self.spans:
            own = marks[part.base : part.base + part.segment.count]
            for first, last, _ in spans:
                documents = self._documents(part, first, last)
                if last - first == 1 and self._field < 0 and len(documents) * _DENSE > len(own):
                    missing = _missing(documents, len(own))
                    before = own[missing]
                    own[:] = True
                    own[missing] = before
                else:
                    own[documents.astype(np.int64, copy=False)] = True
            if part.live is not None and spans:
                own &= part.live

    def lists(self) -> Iterator[tuple[int, Array, Array]]:
        """Documents with a form of the word, counted from a number on, and what it weighs there.

        Who has several forms stands in several lists; deleted documents may stand there, too.
        """
        if self.within:
            found = self.everywhere()
            yield 0, found.documents, found.scores.astype(np.float32)
            return
        for part, spans in self.spans:
            for documents, weights in self._lists(part, spans):
                yield part.base, documents, weights

    def most(self) -> float:
        """What the word weighs in any document at most; inf if finding out would take long."""
        most = 0.0
        for part, spans in self.spans:
            if self.within or any(last - first > 1 for first, last, _ in spans):
                return math.inf
            lists = part.lists(TEXT)
            most = max(most, sum(share * lists.heaviest(first) for first, _, share in spans))
        return most

    def count(self) -> int:
        """How many documents have the word."""
        counts = self._snapshot.word_counts
        found = counts.get(self._key)
        if found is None:
            cached = self._snapshot.cache.get(self._key)
            if cached is not None:
                found = len(cached.documents)
            elif self._is_one_list():
                found = self.size
            else:
                marks = np.zeros(self._snapshot.count, np.bool_)
                self.mark(marks)
                found = int(np.count_nonzero(marks))
            counts[self._key] = found
        return found

    def everywhere(self) -> Found:
        """The sums of all documents that have the word."""
        cached = self._snapshot.cache.get(self._key)
        if cached is None:
            cached = joined([self._part_sums(part, spans) for part, spans in self.spans])
            self._snapshot.cache.keep(self._key, cached)
        return cached

    def at(self, documents: Array) -> Array:
        """The sums of some documents (in order); 0 for those that do not have the word."""
        cached = self._snapshot.cache.get(self._key)
        if cached is None and self.within and self._is_long_to_look_up(len(documents)):
            cached = self.everywhere()
        if cached is not None:
            return _looked_up(cached.documents, cached.scores, documents)
        sums = np.zeros(len(documents))
        for part, spans in self.spans:
            if not spans:
                continue
            if part.segment.count == self._snapshot.count:  # all there is
                return _part_sums_at(part, spans, documents, self.within)
            first, last = np.searchsorted(documents, (part.base, part.base + part.segment.count))
            if first < last:
                own = documents[first:last] - part.base
                sums[first:last] = _part_sums_at(part, spans, own, self.within)
        return sums

    def _is_long_to_look_up(self, documents: int) -> bool:
        """Whether looking up so many documents takes longer than adding up all that there are."""
        steps = places = 0
        for part, spans in self.spans:
            lists = part.lists(group_of(self.within))
            for first, last, _ in spans:
                steps += (last - first) * (_ONE_LIST + 2 * documents)
                places += lists.often(first, last)
        return steps > places

    def _is_one_list(self) -> bool:
        """Whether each document that has the word stands once in one list, and none is deleted."""
        having = [(part, spans) for part, spans in self.spans if spans]
        return not self.within and all(
            part.live is None and len(spans) == 1 and spans[0][1] - spans[0][0] == 1
            for part, spans in having
        )

    def _documents(self, part: Part, first: int, last: int) -> Array:
        lists = part.lists(group_of(self.within))
        if self._field < 0:
            return lists.postings(first, last)[0]
        return lists.occurrences(first, last, self._field)

    def _part_sums(self, part: Part, spans: Spans) -> Found:
        """The sums of one part; documents are numbered as in the whole index."""
        found = self._added(part, spans) if spans else NONE
        if part.live is not None:
            found = chosen(found, part.live[found.documents])
        return Found(found.documents + part.base, found.scores) if part.base else found

    def _added(self, part: Part, spans: Spans) -> Found:
        pieces = list(self._lists(part, spans))
        if len(pieces) == 1 and spans[0][1] - spans[0][0] == 1 and self._field < 0:
            documents, weights = pieces[0]
            return Found(documents.astype(np.int64), weights.astype(np.float64))
        total = sum(len(documents) for documents, _ in pieces)
        if not total:
            return NONE
        if total * _SPARSE < part.segment.count:
            having = np.concatenate([documents for documents, _ in pieces])
            order = np.argsort(having, kind="stable")  # quickest for lists that are in order
            having = having[order].astype(np.int64)
            starts = np.flatnonzero(np.concatenate(([True], having[1:] != having[:-1])))
            weights = np.concatenate([weights for _, weights in pieces])[order]
            return Found(having[starts], np.add.reduceat(weights.astype(np.float64), starts))
        sums = np.zeros(part.segment.count)
        for documents, weights in pieces:
            add(sums, documents, weights)
        found = np.flatnonzero(sums > 0.0)
        return Found(found, sums[found])

    def _lists(self, part: Part, spans: Spans) -> Iterator[tuple[Array, Array]]:
        """For each span the documents of its postings, and what they weigh."""
        lists = part.lists(group_of(self.within))
        norms = part.norms(self.within) if self.within else None
        for first, last, share in spans:
            if norms is None:
                documents, weights = lists.postings(first, last)
                yield documents, weights if share == 1.0 else weights * np.float32(share)
            else:
                documents = lists.occurrences(first, last, self._field).astype(np.int64)
                yield documents, norms[documents] * np.float32(share)


def _part_sums_at(part: Part, spans: Spans, documents: Array, within: str) -> Array:
    """The sums of some documents of a part, without those of all others."""
    if within:
        return _field_sums_at(part, spans, documents, within)
    lists = part.lists(group_of(within))
    look_ups = len(documents) * len(spans) * _LOOK_UP
    total = 0
    for first, last, _ in spans:
        total += lists.size(first, last) if last - first == 1 else -look_ups
    if look_ups < total:
        sums = np.zeros(len(documents))
        wanted = documents.astype(np.uint32)  # as the lists are
        for first, last, share in spans:
            having, weights = lists.postings(first, last)
            found = _looked_up(having, weights, wanted)
            sums += found if share == 1.0 else share * found
        return sums
    everywhere = np.zeros(part.segment.count)
    for first, last, share in spans:
        having, weights = lists.postings(first, last)
        add(everywhere, having, share * weights.astype(np.float64))
    return np.asarray(everywhere[documents])


def _field_sums_at(part: Part, spans: Spans, documents: Array, within: str) -> Array:
    """The same in one field: how many of each word's places lie between its ends."""
    group = group_of(within)
    lists, width = part.lists(group), len(group.fields)
    pieces = documents * width + group.number(within)
    starts = lists.pieces[pieces].astype(np.uint32)  # as the places are
    stops = lists.pieces[pieces + 1].astype(np.uint32)
    sums = np.zeros(len(documents))
    for first, last, share in spans:
        for word in range(first, last):
            places = lists.places(word, word + 1)
            sums += share * (places.searchsorted(stops) - places.searchsorted(starts))
    return np.asarray(part.norms(within)[documents] * sums)


def _missing(documents: Array, count: int) -> Array:
    """Those of so many documents that are not in a list in which most are."""
    after = np.flatnonzero(documents[1:] - documents[:-1] > 1)  # where the list leaves some out
    first, last = int(documents[0]), int(documents[-1])
    starts = documents[after].astype(np.int64) + 1
    often = documents[after + 1] - starts
    inside = np.repeat(starts - np.cumsum(often) + often, often) + np.arange(often.sum())
    return np.concatenate((np.arange(first), inside, np.arange(last + 1, count)))


def _looked_up(documents: Array, values: Array, wanted: Array) -> Array:
    """The values of some documents in a list; 0 for those that are not in it."""
    if not len(documents):
        return np.zeros(len(wanted))
    at = documents.searchsorted(wanted)
    np.minimum(at, len(documents) - 1, out=at)
    return np.asarray(values[at] * (documents[at] == wanted))


def add(sums: Array, documents: Array, values: Array) -> None:
    """Add values to the sums of some documents.

    Numbers of 64 bits are the only ones for which numpy takes its quick way, 50 times as quick.
    """
    np.add.at(sums, documents.astype(np.int64, copy=False), values.astype(np.float64, copy=False))


def chosen(found: Found, mask: Array) -> Found:
    """Those of some documents that a mask of them keeps.

    Looking for the places that are kept has no branch for each item, which an index by a mask has;
    and it is done once for both.
    """
    at = mask.nonzero()[0]
    return Found(found.documents[at], found.scores[at])


def joined(parts: list[Found]) -> Found:
    """Results of parts, one after another; parts are in order."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NONE
    documents, scores = zip(*parts, strict=True)
    return Found(np.concatenate(documents), np.concatenate(scores))
