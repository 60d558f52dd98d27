"""What an index was made from, file by file, so that after an edit only changed files are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefing.app.lookups import claimed_in
from briefing.index import Kind
from briefing.library.shelves import Shelf
from briefing.model import Article, Claim, Library, Point, Source

if TYPE_CHECKING:
    from briefing.app.changes import Pair
    from briefing.library.parts import Part

# Above this share of what has to be looked at, going through everything is as quick.
_MOST = 0.25
# What is numbered among all of its kind: few enough to be looked at as a whole.
_NUMBERED = {"timeline": Kind.EVENT, "glossary": Kind.TERM, "figures": Kind.FIGURE}
_SHELVES = (
    *("articles", "claims", "points", "quotes"),
    *("sources", "timeline", "glossary", "figures"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The files of a library at one time that entries are made from."""

    fingerprint: str
    size: int  # about how many entries there are
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
        size = len(library.points) + len(library.quotes) + 20 * len(library.articles)
        return cls(fingerprint, size, parts)

    def pairs(self, now: Seen) -> list[Pair] | None:
        """The files that changed since; None if that is not all, or too much, to see.

        None at all where only notes, or the names of topics, are others: no entry has them.
        """
        if self.parts is None or now.parts is None:
            return None
        old, new = self.parts, now.parts
        pairs: list[Pair] = [(part, None) for name, part in old.items() if name not in new]
        pairs += [(old.get(name), part) for name, part in new.items() if old.get(name) is not part]
        both = [part for pair in pairs for part in pair if part is not None]
        return pairs if sum(map(_size, both)) <= _MOST * max(40, now.size) else None


def _size(part: Part) -> int:
    return part.count("points") + part.count("quotes") + 20 * part.count("articles")


def keys(part: Part) -> Iterator[str]:
    """The keys of what stands in a file of points; its values need not be there any more."""
    head = part.head
    yield from (f"{Kind.POINT.value}:{id_}" for id_ in head.ids.get("points", ()))
    yield from (f"{Kind.QUOTE.value}:{id_}" for id_ in head.evidence)
    yield from (f"{Kind.QUOTE.value}:{id_}" for id_ in head.ids.get("quotes", ()))


def numbered_keys(parts: Iterable[Part]) -> Iterator[str]:
    """The keys of all lines of the timeline, terms and figures in some files, in their order."""
    last: Counter[str] = Counter()
    for part in parts:
        for shelf, kind in _NUMBERED.items():
            for _ in range(part.count(shelf)):
                last[shelf] += 1
                yield f"{kind.value}:{part.topic}@{last[shelf]}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Some of a library: files of points, articles, sources by their ids; and whether all that is
    numbered belongs to it.
    """

    parts: Sequence[Part] = ()
    articles: Sequence[Article] = ()
    sources: frozenset[str] = frozenset()
    is_numbered: bool = False

    @classmethod
    def of(cls, library: Library, pairs: Sequence[Pair]) -> Scope:
        """What stands in changed files, as they are now, and what was said of it in others."""
        both = [part for pair in pairs for part in pair if part is not None]
        points = [new for _, new in pairs if new is not None and new.kind == "points"]
        said = [part for part in both if part.kind in ("article", "claims")]
        sources = {id_ for part in both for id_ in part.head.ids.get("sources", ())}
        is_numbered = bool(sources) or any(part.count(one) for part in both for one in _NUMBERED)
        return cls(points, telling(library, parts=said), frozenset(sources), is_numbered)

    def cut(self, library: Library) -> Library:
        """All values of it, with the sources that they name."""
        points = tuple(point for part in self.parts for point in part.values("points"))
        quotes = tuple(quote for part in self.parts for quote in part.values("quotes"))
        named: set[str] = {source for point in points for source in point.sources}
        evidence = (*quotes, *(one for point in points for one in point.evidence))
        named.update(one.source for one in evidence if one.source)
        rest: dict[str, Any] = dict.fromkeys(_SHELVES, ())
        if self.is_numbered:
            rest.update((one, tuple(getattr(library, one))) for one in _NUMBERED)
            dated = (*rest["timeline"], *rest["figures"])
            named.update(source for one in dated for source in one.sources)
        rest.update(points=points, quotes=quotes, articles=tuple(self.articles))
        rest.update(claims=_claims(library, self.articles))
        rest.update(sources=_chosen(library.sources, named | self.sources))
        return replace(library, **rest)


def _claims(library: Library, articles: Sequence[Article]) -> tuple[Claim, ...]:
    """The claims of some articles, and of the digests whose full texts they are."""
    wanted = {one.id for one in articles} | {one.full_text_of for one in articles}
    return tuple(
        claim
        for part in _parts(library.claims)
        if claimed_in(part) in wanted
        for claim in part.values("claims")
    )


def linking(library: Library, parts: Sequence[Part], claims: Collection[Claim] = ()) -> list[Point]:
    """The points in other files that link to points of these, to some claims, or to the same ones
    elsewhere.
    """
    ids = {id_ for part in parts for id_ in part.head.ids.get("points", ())}
    refs = {ref for claim in claims for ref in (claim.ref, *claim.same_as)}
    found = []
    for part in _parts(library.points):
        if part not in parts:
            head = part.head
            if not head.to_points and not head.to_claims:
                continue
            named = [head.to_points[id_] for id_ in head.to_points.keys() & ids]
            named += [head.to_claims[ref] for ref in head.to_claims.keys() & refs]
            found += [part.value("points", one) for one in {n for each in named for n in each}]
    return found


def homes(library: Library, names: Collection[str], sources: Collection[str] = ()) -> list[Part]:
    """The files with the points of these names, or with points and quotations from sources."""
    if not names and not sources:
        return []
    return [
        part
        for part in (*_parts(library.points), *_parts(library.quotes))
        if any(id_.lower() in names for id_ in part.head.ids.get("points", ()))
        or not part.head.uses.keys().isdisjoint(sources)
        or not part.head.quoted.keys().isdisjoint(sources)
    ]


def telling(
    library: Library, names: Collection[str] = (), parts: Collection[Part] = ()
) -> list[Article]:
    """The articles whose entries follow from claims of these names ("article#claim"), or from
    articles and claims in some files: they make the claim, or the same one, or are the full text
    of one that does.
    """
    found = {name.partition("#")[0] for name in names if "#" in name}
    for part in _parts(library.claims):
        found.update(
            ref.partition("#")[0].lower()
            for ref, same in part.head.same.items()
            if any(one.lower() in names for one in same)
        )
    for part in parts:
        found.update(id_.lower() for id_ in part.head.ids.get("articles", ()))
        if part.count("claims"):
            found.add(claimed_in(part).lower())
    if not found:
        return []
    return [
        article
        for part in _parts(library.articles)
        if not found.isdisjoint((part.head.ids["articles"][0].lower(), _digest_of(part)))
        for article in part.values("articles")
    ]


def _digest_of(part: Part) -> str:
    """The article whose full text stands in a file; "" if it is none."""
    digest: str | None = part.head.article[5]
    return (digest or "").lower()


def _parts(shelf: Sequence[object]) -> Sequence[Part]:
    if not len(shelf):
        return ()
    assert isinstance(shelf, Shelf), "parts come from shelves"
    return shelf.parts


def _chosen(sources: Sequence[Source], ids: Collection[str]) -> tuple[Source, ...]:
    if not isinstance(sources, Shelf):
        return tuple(one for one in sources if one.id in ids)
    return tuple(
        part.value("sources", number)
        for part in sources.parts
        for number, id_ in enumerate(part.head.ids.get("sources", ()))
        if id_ in ids
    )
