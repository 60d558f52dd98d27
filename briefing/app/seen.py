"""What an index was made from, file by file, so that after an edit only changed files are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefing.index import Kind
from briefing.library.shelves import Shelf
from briefing.model import Library, Point, Source, Topic

if TYPE_CHECKING:
    from briefing.app.changes import Pair
    from briefing.library.parts import Part

# Above this share of what has to be looked at, going through everything is as quick.
_MOST = 0.25
_SHELVES = (
    *("articles", "claims", "points", "quotes"),
    *("sources", "timeline", "glossary", "figures"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The files of a library at one time, and what their entries take from its topics."""

    fingerprint: str
    topics: tuple[Topic, ...]
    parts: dict[str, Part] | None  # by name; None for a library that was not read from files

    @classmethod
    def of(cls, library: Library, fingerprint: str) -> Seen:
        """What there is to see now; quick, no value is read."""
        parts: dict[str, Part] | None = {}
        for shelf in (getattr(library, name) for name in _SHELVES):
            if parts is not None and isinstance(shelf, Shelf):
                parts.update((part.name, part) for part in shelf.parts)
            elif len(shelf):
                parts = None
        return cls(fingerprint, tuple(library.topics), parts)

    def pairs(self, now: Seen) -> list[Pair] | None:
        """The files of points that changed since; None if that is not all, or too much, to see.

        A line of the timeline is numbered among all lines, a source is named in entries of other
        files, and so on: what such files change is found by going through the whole library.
        """
        if self.parts is None or now.parts is None or self.topics != now.topics:
            return None
        old, new = self.parts, now.parts
        pairs: list[Pair] = [(part, None) for name, part in old.items() if name not in new]
        pairs += [(old.get(name), part) for name, part in new.items() if old.get(name) is not part]
        if any(part.kind != "points" for pair in pairs for part in pair if part is not None):
            return None
        changed = sum(_size(part) for pair in pairs for part in pair if part is not None)
        return pairs if changed <= _MOST * max(40, sum(map(_size, new.values()))) else None


def _size(part: Part) -> int:
    return part.count("points") + part.count("quotes")


def keys(part: Part) -> Iterator[str]:
    """The keys of what stands in a file of points; its values need not be there any more."""
    head = part.head
    yield from (f"{Kind.POINT.value}:{id_}" for id_ in head.ids.get("points", ()))
    yield from (f"{Kind.QUOTE.value}:{id_}" for id_ in head.evidence)
    yield from (f"{Kind.QUOTE.value}:{id_}" for id_ in head.ids.get("quotes", ()))


def cut(library: Library, parts: Sequence[Part]) -> Library:
    """The points and quotations of some files, with the sources that they name; nothing else.

    The sources can be found by themselves, too: they are no entries of these files.
    """
    points = tuple(point for part in parts for point in part.values("points"))
    quotes = tuple(quote for part in parts for quote in part.values("quotes"))
    named: set[str] = {source for point in points for source in point.sources}
    evidence = (*quotes, *(one for point in points for one in point.evidence))
    named.update(one.source for one in evidence if one.source)
    rest: dict[str, Any] = dict.fromkeys(_SHELVES, ())
    rest.update(points=points, quotes=quotes, sources=_chosen(library.sources, named))
    return replace(library, **rest)


def linking(library: Library, parts: Sequence[Part]) -> list[Point]:
    """The points in other files that link to points of these."""
    ids = {id_ for part in parts for id_ in part.head.ids.get("points", ())}
    assert isinstance(library.points, Shelf), "parts come from shelves"
    return [
        part.value("points", number)
        for part in library.points.parts
        if part not in parts
        for id_ in part.head.to_points.keys() & ids
        for number in part.head.to_points[id_]
    ]


def homes(library: Library, names: Collection[str]) -> list[Part] | None:
    """The files with the points of these names; None if claims are among what is named.

    Whether a claim is answered stands at passages, and at those of other texts that make it, too.
    """
    if any("#" in name for name in names):
        return None
    assert isinstance(library.points, Shelf), "parts come from shelves"
    if not names:
        return []
    return [
        part
        for part in library.points.parts
        if any(id_.lower() in names for id_ in part.head.ids.get("points", ()))
    ]


def _chosen(sources: Sequence[Source], ids: Collection[str]) -> tuple[Source, ...]:
    if not isinstance(sources, Shelf):
        return tuple(one for one in sources if one.id in ids)
    return tuple(
        part.value("sources", number)
        for part in sources.parts
        for number, id_ in enumerate(part.head.ids.get("sources", ()))
        if id_ in ids
    )
