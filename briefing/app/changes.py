"""What an operation changed: the one thing that panes are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.library import Catalogue
    from briefing.library.parts import Part

Pair = tuple["Part | None", "Part | None"]  # a file before and after: None if it was not there


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what changed. `everything` after another library was opened."""

    articles: frozenset[str] = field(default_factory=frozenset)
    points: frozenset[str] = field(default_factory=frozenset)
    cases: frozenset[str] = field(default_factory=frozenset)
    sources: frozenset[str] = field(default_factory=frozenset)
    topics: frozenset[str] = field(default_factory=frozenset)
    beside: frozenset[str] = field(default_factory=frozenset)  # articles whose claims or notes did
    faults: bool = False
    settings: bool = False
    index: bool = False
    searches: bool = False  # those that the user keeps
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self == Changes()

    @property
    def words(self) -> bool:
        """Whether something changed that can be searched for."""
        return bool(self.articles or self.points or self.sources or self.topics or self.beside)


def differing(before: Catalogue, after: Catalogue) -> list[Pair]:
    """The files that are not the same in two states of a library."""
    old, new = before.by_name, after.by_name
    gone: list[Pair] = [(part, None) for name, part in old.items() if name not in new]
    return gone + [(old.get(name), part) for name, part in new.items() if old.get(name) is not part]


def between(before: Catalogue, after: Catalogue, pairs: Iterable[Pair]) -> Changes:
    """What is not the same in two states of a library that differ in these files."""
    changed: dict[str, set[str]] = defaultdict(set)
    for old, new in pairs:
        part = new or old
        if part is None or (old is not None and new is not None and old.digest == new.digest):
            continue
        kind, ids = _changed(part, old, new)
        changed[kind] |= ids
    return Changes(
        articles=frozenset(changed["articles"]),
        points=frozenset(changed["points"]),
        cases=frozenset(changed["cases"]),
        sources=frozenset(changed["sources"]),
        topics=frozenset(changed["topics"]),
        beside=frozenset(changed["beside"]),
        faults=before.library.faults != after.library.faults,
    )


def _changed(part: Part, old: Part | None, new: Part | None) -> tuple[str, frozenset[str]]:
    name = part.path.stem
    if part.kind == "case":
        return "cases", frozenset({name})
    if part.kind == "article":
        return "articles", frozenset({name})
    if part.kind in ("claims", "notes"):
        return "beside", frozenset({name.removesuffix(".claims")})
    if part.kind == "sources":
        return "sources", _unlike(_values(old, "sources"), _values(new, "sources"))
    if part.kind == "points":
        before = _values(old, "points") | _values(old, "quotes")
        return "points", _unlike(before, _values(new, "points") | _values(new, "quotes"))
    return "topics", frozenset({part.topic})


def _values(part: Part | None, shelf: str) -> dict[str, Any]:
    return {} if part is None else {one.id: one for one in part.values(shelf)}


def _unlike(before: dict[str, Any], after: dict[str, Any]) -> frozenset[str]:
    return frozenset(id_ for id_ in {*before, *after} if before.get(id_) != after.get(id_))
