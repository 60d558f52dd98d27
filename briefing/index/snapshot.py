"""One state of an index, opened: its segments side by side, without what was deleted.

Documents are numbered through all segments. A snapshot never changes, and threads may share it.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from briefing.index.arrays import Array
from briefing.index.entry import Entry, Kind
from briefing.index.fields import SEVERAL, SINGLE, Group, group_of
from briefing.index.inversion import gains
from briefing.model.once import once

if TYPE_CHECKING:
    from briefing.index.segment import Lists, Segment

_MOST_CACHED = 48 << 20  # bytes
_MOST_ENTRIES = 2000
_MOST_VALUES = 100  # of a column that are counted out


class Found(NamedTuple):
    """Documents in rising order (int64), and a number for each of them (float64)."""

    documents: Array
    scores: Array


class Cache:
    """What was computed last, up to so many bytes. Threads may share it."""

    def __init__(self, most: int = _MOST_CACHED) -> None:
        self._most = most
        self._held = 0
        self._found: OrderedDict[Hashable, Found] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Found | None:
        """What was kept under a key."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()
            self._held = 0

    def keep(self, key: Hashable, found: Found) -> None:
        """Keep something; what was not asked for longest goes."""
        size = found.documents.nbytes + found.scores.nbytes
        if size > self._most // 4:
            return
        with self._lock:
            if key in self._found:
                return
            self._found[key] = found
            self._held += size
            while self._held > self._most:
                _, gone = self._found.popitem(last=False)
                self._held -= gone.documents.nbytes + gone.scores.nbytes


@dataclass(eq=False)
class Part:
    """A segment in its place: its first document's number, and which documents still count."""

    segment: Segment
    base: int
    gone: Array  # the numbers (in the segment) of the documents that are deleted, sorted
    averages: dict[str, float]

    @once
    def live(self) -> Array | None:
        """Which documents count; None if all do."""
        if not len(self.gone):
            return None
        live = np.ones(self.segment.count, np.bool_)
        live[self.gone] = False
        return live

    def lists(self, group: Group) -> Lists:
        """The posting lists of a group of fields."""
        return self.segment.lists(group)

    @once
    def _norms(self) -> dict[str, Array]:
        return {}

    def norms(self, field: str) -> Array:
        """What one occurrence weighs in a field of each document, if only that is searched."""
        made = self._norms.get(field)
        if made is None:
            group = group_of(field)
            number = group.number(field)
            of_all = gains(self.lists(group).lengths, group, self.averages)[:, number]
            made = self._norms[field] = of_all / np.float32(group.weights[number].gain)
        return made

    def __getstate__(self) -> None:
        raise TypeError("a snapshot stays in its process")


class Snapshot:
    """An index as it stands at one moment."""

    def __init__(
        self, segments: Sequence[tuple[Segment, Array]], averages: dict[str, float]
    ) -> None:
        self.averages = averages
        self.parts: list[Part] = []
        base = 0
        for segment, gone in segments:
            self.parts.append(Part(segment, base, gone, averages))
            base += segment.count
        self.count = base  # with what is deleted: documents are numbered up to here
        self.size = base - sum(len(part.gone) for part in self.parts)
        self.cache = Cache()
        self.word_counts: dict[Hashable, int] = {}  # how many documents have a word
        self._bases = [part.base for part in self.parts]
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._values: dict[str, tuple[list[str], Array]] = {}
        self._lock = threading.Lock()

    @once
    def everything(self) -> Array:
        """A mask of the documents that count."""
        return self.spread(lambda part: part.live)

    def spread(self, mask: Callable[[Part], Array | None]) -> Array:
        """Put masks of the parts side by side; None stands for all that count."""
        whole = np.zeros(self.count, np.bool_)
        for part in self.parts:
            own = whole[part.base : part.base + part.segment.count]
            found = mask(part)
            if found is None:
                own[:] = True
            else:
                own[:] = found
            if part.live is not None:
                own &= part.live
        return whole

    def place(self, document: int) -> tuple[Part, int]:
        """The part that a document is in, and its number there."""
        number = bisect_right(self._bases, document) - 1
        while not self.parts[number].segment.count:  # empty parts share their base
            number -= 1
        part = self.parts[number]
        return part, document - part.base

    def entry(self, document: int) -> Entry:
        """The entry that was put in; those of recent hits are kept."""
        found = self._entries.get(document)
        if found is None:
            part, number = self.place(document)
            found = part.segment.entry(number)
            with self._lock:
                while len(self._entries) >= _MOST_ENTRIES:
                    self._entries.popitem(last=False)
                self._entries[document] = found
        return found

    def forget(self) -> None:
        """Empty the caches."""
        self.cache.clear()
        self.word_counts.clear()
        with self._lock:
            self._entries.clear()

    def document(self, key: str) -> int:
        """The document with a key; -1 if none counts."""
        for part in self.parts:
            number = part.segment.find(key)
            if number >= 0 and (part.live is None or part.live[number]):
                return part.base + number
        return -1

    def having(self, column: str, values: Iterable[str]) -> Array:
        """A mask of the documents with one of some values in a column."""
        wanted = tuple(values)

        def of(part: Part) -> Array:
            held = part.segment.column(column)
            mask = np.zeros(len(held.values), np.bool_)
            numbers = [held.values.find(value) for value in wanted]
            mask[[number for number in numbers if number >= 0]] = True
            return held.having(mask, part.segment.count)

        return self.spread(of)

    def between(self, first: int | None, last: int | None) -> Array:
        """A mask of the documents with a year in a range."""

        def of(part: Part) -> Array:
            held = part.segment.column("year")
            years = np.array([int(year) for year in held.values.all()], np.int64)
            mask = np.ones(len(years), np.bool_)
            if first is not None:
                mask &= years >= first
            if last is not None:
                mask &= years <= last
            return held.having(mask, part.segment.count)

        return self.spread(of)

    def values(self, column: str) -> tuple[list[str], Array]:
        """The values of a single column, and for each document which it has (the last: none)."""
        with self._lock:
            if column not in self._values:
                self._values[column] = self._joined(column)
            return self._values[column]

    def _joined(self, column: str) -> tuple[list[str], Array]:
        held = [part.segment.column(column) for part in self.parts]
        if len(held) == 1:
            codes = held[0].codes
            return held[0].values.all(), np.where(codes < 0, len(held[0].values), codes)
        names = sorted({value for one in held for value in one.values.all()})
        numbers = {value: number for number, value in enumerate(names)}
        codes = np.full(self.count, len(names), np.int32)
        for part, one in zip(self.parts, held, strict=True):
            ranks = [numbers[value] for value in one.values.all()]
            own = np.array([*ranks, len(names)], np.int32)[one.codes]
            codes[part.base : part.base + part.segment.count] = own
        return names, codes

    @once
    def kinds(self) -> Array:
        """The kind of each document: its place in `Kind`."""
        names, codes = self.values("kind")
        order = [kind.value for kind in Kind]
        ranks = [order.index(name) for name in names]
        return np.array([*ranks, len(order)], np.int64)[codes]

    @once
    def of_kinds(self) -> list[tuple[int, Array]]:
        """For each kind that there is (its place in `Kind`) a mask of the documents."""
        found = np.flatnonzero(np.bincount(self.kinds, minlength=len(Kind) + 1)[: len(Kind)])
        return [(int(number), self.kinds == number) for number in found]

    def counts(self, column: str, documents: Array) -> list[tuple[str, int]]:
        """How many of some documents have each value of a column: the most frequent ones."""
        if column not in SEVERAL:
            names, codes = self.values(column)
            often = np.bincount(codes[documents], minlength=len(names) + 1)[:-1]
            order = np.argsort(-often, kind="stable")[:_MOST_VALUES]
            return [(names[n], int(often[n])) for n in order.tolist() if often[n]]
        totals: dict[str, int] = {}
        chosen = np.zeros(self.count, np.bool_)
        chosen[documents] = True
        for part in self.parts:
            held = part.segment.column(column)
            own = chosen[part.base : part.base + part.segment.count]
            hits = held.codes[own[held.documents]]
            for number, count in enumerate(np.bincount(hits, minlength=len(held.values))):
                name = held.values.word(number)
                totals[name] = totals.get(name, 0) + int(count)
        ranked = sorted(((n, c) for n, c in totals.items() if c), key=lambda one: (-one[1], one[0]))
        return ranked[:_MOST_VALUES]

    def warm(self, stop: Callable[[], bool]) -> None:
        """Open all that searches need, and look at every byte of the files once."""
        for part in self.parts:
            for _ in part.segment.warm():
                if stop():
                    return
        _ = self.of_kinds, self.everything
        for column in SINGLE:
            self.values(column)
            if stop():
                return
