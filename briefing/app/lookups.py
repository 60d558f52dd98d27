"""Where everything in a library stands: by its id, and by what it links to.

Built from the heads of the parts, so that no value is made before it is asked for, and kept up to
date part by part. For the thread that owns the workspace.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from briefing.library.parts import Part
    from briefing.model import Evidence, Point

T = TypeVar("T")

# A value is known by the number of its part and its own number in it, in one integer.
_BITS = 24
_MASK = (1 << _BITS) - 1
# What the heads say that points and quotations name.
_NAMING = ("to_claims", "to_articles", "to_points", "uses", "quoted", "variants")


class Found(Mapping[str, T]):
    """Values by id, made when they are asked for; to go through all is for the worker."""

    def __init__(self, *sources: tuple[Mapping[str, int], Callable[[int], T]]) -> None:
        self._sources = sources  # numbers by id, and how a value is made; no id is in two of them

    def __getitem__(self, key: str) -> T:
        for numbers, make in self._sources:
            number = numbers.get(key)
            while number is not None:
                try:
                    return make(number)
                except KeyError:  # its file was read again meanwhile: it has another number now
                    before, number = number, numbers.get(key)
                    if number == before:
                        raise
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(key in numbers for numbers, _ in self._sources)

    def __len__(self) -> int:
        return sum(len(numbers) for numbers, _ in self._sources)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(numbers for numbers, _ in self._sources)


class Lookups:
    """The look-ups over the parts of one catalogue."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.ids: dict[str, dict[str, int]] = {
            shelf: {} for shelf in ("articles", "points", "quotes", "sources")
        }
        self.evidence: dict[str, int] = {}  # under points
        self.claims: dict[str, list[Part]] = {}  # by article
        self._parts: list[Part | None] = []
        self._slots: dict[str, int] = {}
        self._starts: dict[int, list[int]] = {}
        self._naming: dict[str, dict[str, list[int]]] = {kind: {} for kind in _NAMING}
        self._ranks: dict[int, int] = {}
        for part in parts:
            self._add(part)
        self.sort(parts)

    # -- keeping up to date -----------------------------------------------------------------------

    def replace(self, old: Part | None, new: Part | None) -> None:
        """A file was read again, came (no `old`) or went (no `new`).

        Another thread may be looking things up: what is in the new file is never missing, and a
        number of before never stands for something else.
        """
        slot = self._slots.pop(old.name) if old is not None else -1
        if new is not None:
            self._add(new)
        if old is not None:
            self._remove(old, slot)

    def sort(self, parts: Sequence[Part]) -> None:
        """The files have this order now."""
        self._ranks = {self._slots[part.name]: rank for rank, part in enumerate(parts)}

    def _add(self, part: Part) -> None:
        slot = self._slots[part.name] = len(self._parts)
        self._parts.append(part)
        base, head = slot << _BITS, part.head
        for shelf, ids in head.ids.items():
            if shelf in self.ids:
                self.ids[shelf].update(zip(ids, range(base, base + len(ids)), strict=True))
        found = head.evidence
        if found:
            self.evidence.update(zip(found, range(base, base + len(found)), strict=True))
        for kind, naming in self._naming.items():
            for name in getattr(head, kind):
                naming.setdefault(name, []).append(slot)
        if part.count("claims"):
            self.claims.setdefault(claimed_in(part), []).append(part)

    def _remove(self, part: Part, slot: int) -> None:
        self._parts[slot] = None
        head = part.head
        for shelf, ids in head.ids.items():
            if shelf in self.ids:
                _forget(self.ids[shelf], ids, slot)
        _forget(self.evidence, head.evidence, slot)
        for kind, naming in self._naming.items():
            for name in getattr(head, kind):
                naming[name].remove(slot)
                if not naming[name]:
                    del naming[name]
        self._starts.pop(slot, None)
        if part.count("claims"):
            self.claims[claimed_in(part)].remove(part)

    # -- looking up -------------------------------------------------------------------------------

    def found(self, shelf: str) -> Found[Any]:
        """The values of a shelf by id."""
        return Found((self.ids[shelf], self.shelf(shelf)))

    def shelf(self, name: str) -> Callable[[int], Any]:
        """How a value of a shelf is had by its number."""

        def make(number: int) -> Any:
            part = self._parts[number >> _BITS]
            if part is None:  # another thread asked while the file went
                raise KeyError(number)
            return part.value(name, number & _MASK)

        return make

    def evidence_at(self, number: int) -> Evidence:
        """A piece of evidence that stands under a point."""
        point, at = self._owner(number)
        return point.evidence[at]

    def owner_at(self, number: int) -> Point:
        """The point under which that piece of evidence stands."""
        return self._owner(number)[0]

    def _owner(self, number: int) -> tuple[Point, int]:
        slot, at = number >> _BITS, number & _MASK
        part = self._parts[slot]
        if part is None:
            raise KeyError(number)
        place = self._place(slot, part, at)
        return part.value("points", place), at - self._starts[slot][place]

    def _place(self, slot: int, part: Part, at: int) -> int:
        """The number of the point that has a file's evidence number `at`."""
        starts = self._starts.get(slot)
        if starts is None:
            starts = self._starts[slot] = [0, *accumulate(part.head.owned)]
        return bisect_right(starts, at) - 1

    def to_claim(self, ref: str) -> list[Point]:
        """The points that name a claim, in the order of the files."""
        return self._values("points", "to_claims", ref)

    def to_article(self, article: str) -> list[Point]:
        """The points that name a passage of an article by its words."""
        return self._values("points", "to_articles", article)

    def to_point(self, point: str) -> list[Point]:
        """The points that name a point."""
        return self._values("points", "to_points", point)

    def using(self, source: str) -> list[Point]:
        """The points that name a source, themselves or by their evidence."""
        return self._values("points", "uses", source)

    def times_used(self, source: str) -> int:
        """How many points name a source."""
        return sum(len(part.head.uses.get(source, ())) for part in self._naming_it("uses", source))

    def borrowing(self) -> list[Point]:
        """The points that have evidence of other points."""
        slots = (slot for slot, part in enumerate(self._parts) if part and part.head.borrowing)
        parts = self._ordered(slots)
        return [part.value("points", n) for part in parts for n in part.head.borrowing]

    def quotes_from(self, source: str) -> list[Evidence]:
        """The evidence under no point that names a source."""
        return self._values("quotes", "quoted", source)

    def variants_of(self, evidence: str) -> list[str]:
        """The ids of the evidence that says of itself to be another cut of this one."""
        parts = self._naming_it("variants", evidence)
        return [id_ for part in parts for id_ in part.head.variants.get(evidence, ())]

    def cut_by_several(self) -> frozenset[str]:
        """The ids of all evidence that is another cut of some other, or has another cut."""
        firsts = list(self._naming["variants"])
        return frozenset(chain(firsts, *(self.variants_of(one) for one in firsts)))

    def _naming_it(self, kind: str, name: str) -> list[Part]:
        """The files that name something, in their order."""
        return self._ordered(self._naming[kind].get(name, ()))

    def _ordered(self, slots: Iterable[int]) -> list[Part]:
        ranks = self._ranks
        ordered = sorted(slots, key=lambda slot: ranks.get(slot, slot))
        return [part for slot in ordered if (part := self._parts[slot]) is not None]

    def home_of(self, evidence: str) -> tuple[Part, int] | None:
        """The file in which evidence stands, and its point's number there (-1: under none)."""
        number = self.evidence.get(evidence)
        if number is None:
            number = self.ids["quotes"].get(evidence)
            part = self._parts[number >> _BITS] if number is not None else None
            return (part, -1) if part is not None else None
        slot = number >> _BITS
        part = self._parts[slot]
        return (part, self._place(slot, part, number & _MASK)) if part is not None else None

    def home_of_point(self, point: str) -> tuple[Part, int] | None:
        """The file in which a point stands, and its number there."""
        number = self.ids["points"].get(point)
        part = self._parts[number >> _BITS] if number is not None else None
        return (part, number & _MASK) if number is not None and part is not None else None

    def _values(self, shelf: str, kind: str, name: str) -> list[Any]:
        return [
            part.value(shelf, number)
            for part in self._naming_it(kind, name)
            for number in getattr(part.head, kind).get(name, ())
        ]


class Counts:
    """How many values a library has, by topic; from the heads of its parts alone."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._shelves: Counter[tuple[str, str]] = Counter()
        self._sides: Counter[tuple[str, str]] = Counter()
        self._themes: Counter[tuple[str, str]] = Counter()
        self._claims: Counter[str] = Counter()
        self.quotes = 0
        for part in parts:
            self._count(part, 1)

    def replace(self, old: Part | None, new: Part | None) -> None:
        """A file was read again, came (no `old`) or went (no `new`)."""
        if old is not None:
            self._count(old, -1)
        if new is not None:
            self._count(new, 1)

    def _count(self, part: Part, times: int) -> None:
        head, topic = part.head, part.topic
        for shelf, number in head.counts.items():
            self._shelves[shelf, topic] += times * number
        self._shelves["quotes", topic] += times * len(head.evidence)
        self.quotes += times * (len(head.evidence) + part.count("quotes"))
        for side, theme, number in head.sides:
            self._sides[topic, side] += times * number
            if theme:
                self._themes[topic, theme] += times * number
        if part.count("claims"):
            self._claims[claimed_in(part)] += times * part.count("claims")

    @property
    def themes(self) -> set[str]:
        """The themes that any point has."""
        return {theme for (_, theme), number in list(self._themes.items()) if number}

    def of(self, shelf: str, topic: str) -> int:
        """How many values of a shelf a topic has; "quotes" are all pieces of evidence."""
        return self._shelves[shelf, topic]

    def points_of(self, topic: str, side: str) -> int:
        """How many points of a topic take a side ("" for neither)."""
        return self._sides[topic, side]

    def themes_of(self, topic: str) -> dict[str, int]:
        """How many points of a topic each theme has."""
        found = list(self._themes.items())  # another thread may count meanwhile
        return {theme: number for (of, theme), number in found if of == topic and number}

    def claims_of(self, article: str) -> int:
        """How many claims editors found in an article."""
        return self._claims[article]


def claimed_in(part: Part) -> str:
    """The article whose claims stand in a file."""
    from briefing.library.root import CLAIMS

    return part.path.name.removesuffix(CLAIMS)


def _forget(numbers: dict[str, int], ids: Sequence[str], slot: int) -> None:
    for id_ in ids:
        if numbers.get(id_, -1) >> _BITS == slot:
            del numbers[id_]
