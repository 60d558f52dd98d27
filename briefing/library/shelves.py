"""Shelves: the values of one kind of a whole library, made when they are asked for."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol, TypeVar

from briefing.library.parts import Part
from briefing.model import Point, Side
from briefing.model.on_demand import OnDemand

T = TypeVar("T")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


V = TypeVar("V", bound=_Named)


class Shelf(OnDemand[T]):
    """A sequence like a tuple. To take one value costs some millionths of a second, to know the
    length nothing; to go through all of them is for small libraries or for the worker.
    """

    __slots__ = ("_parts", "_shelf", "_starts")

    def __init__(self, parts: Sequence[Part], shelf: str) -> None:
        self._parts = [part for part in parts if part.head.counts.get(shelf)]
        self._shelf = shelf
        self._starts = [0, *accumulate(part.head.counts[shelf] for part in self._parts)]

    def __len__(self) -> int:
        return self._starts[-1]

    def item(self, index: int) -> T:
        """The value at a place."""
        at = bisect_right(self._starts, index) - 1
        value: T = self._parts[at].value(self._shelf, index - self._starts[at])
        return value

    def __iter__(self) -> Iterator[T]:
        for part in self._parts:
            yield from part.values(self._shelf)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Shelf | tuple):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __add__(self, other: Sequence[T]) -> tuple[T, ...]:
        return (*self, *other)

    def __radd__(self, other: Sequence[T]) -> tuple[T, ...]:
        return (*other, *self)

    def __repr__(self) -> str:
        return repr(tuple(self))

    def find(self, id_: str) -> T | None:
        """The value of that id; some thousandths of a second, whatever stands on the shelf."""
        for part in self._parts:
            ids = part.head.ids.get(self._shelf, ())
            if id_ in ids:
                value: T = part.value(self._shelf, ids.index(id_))
                return value
        return None

    @property
    def name(self) -> str:
        """What kind of values it holds: the name of the library's field."""
        return self._shelf

    @property
    def parts(self) -> Sequence[Part]:
        """The files in which the values stand."""
        return self._parts


def find(values: Sequence[V], id_: str) -> V | None:
    """The value of that id."""
    if isinstance(values, Shelf):
        found: V | None = values.find(id_)
        return found
    return next((one for one in values if one.id == id_), None)


def holding(values: Sequence[T], words: str) -> Iterator[T]:
    """The values in whose stored text some words stand as they are: at least all that have them.

    Some hundredths of a second for a hundred thousand values, which need not be made.
    """
    if not isinstance(values, Shelf) or not words:
        yield from values
        return
    sought = json.dumps(words, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")
    for part in values.parts:
        data, ends = part.written(values.name)
        if ends and len(data) < ends[-1]:  # the store cannot be read: the file itself is
            yield from part.values(values.name)
            continue
        at = data.find(sought)
        while at >= 0:
            number = bisect_right(ends, at)
            yield part.value(values.name, number)
            at = data.find(sought, ends[number])


def owner_of(points: Sequence[Point], evidence: str) -> str:
    """The id of the point under which a piece of evidence stands; "" if there is none."""
    if not isinstance(points, Shelf):
        return next((p.id for p in points if any(one.id == evidence for one in p.evidence)), "")
    for part in points.parts:
        head = part.head
        if evidence in head.evidence:
            at = bisect_right(list(accumulate(head.owned)), head.evidence.index(evidence))
            return head.ids["points"][at]
    return ""


def homes(points: Sequence[Point], topic: str, side: Side | None, theme: str) -> Counter[Path]:
    """How many points of a side and theme each file of a topic has."""
    found: Counter[Path] = Counter()
    if not isinstance(points, Shelf):
        alike = [one for one in points if (one.topic, one.side, one.theme) == (topic, side, theme)]
        return Counter(one.place.path for one in alike if one.place is not None)
    for part in points.parts:
        for known, of, number in part.head.sides:
            if (part.topic, known, of) == (topic, side.value if side else "", theme):
                found[part.path] += number
    return found


def whole(parts: Sequence[Part], shelf: str) -> tuple[Any, ...]:
    """All values of a shelf that never has many."""
    return tuple(value for part in parts for value in part.values(shelf))
