"""What an operation changed: the one thing that panes are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from briefing.model import Evidence, Library, Point


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what changed. `everything` after another library was opened or read again."""

    articles: frozenset[str] = field(default_factory=frozenset)
    points: frozenset[str] = field(default_factory=frozenset)
    cases: frozenset[str] = field(default_factory=frozenset)
    sources: frozenset[str] = field(default_factory=frozenset)
    topics: frozenset[str] = field(default_factory=frozenset)
    beside: frozenset[str] = field(default_factory=frozenset)  # articles whose claims or notes did
    settings: bool = False
    index: bool = False
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self == Changes()

    @property
    def words(self) -> bool:
        """Whether something changed that can be searched for."""
        return bool(self.articles or self.points or self.sources or self.topics)


# The fields of `Changes` that hold ids, in their order.
KINDS = ("articles", "points", "cases", "sources", "topics", "beside")


def between(before: Library, after: Library, paths: Iterable[Path]) -> Changes:
    """What is not the same in two states of a library whose files at `paths` changed."""
    found: dict[str, set[str]] = {}
    for path in paths:
        kind, ids = _changed_at(path, before, after)
        if kind == "everything":
            return Changes(everything=True)
        if ids:
            found.setdefault(kind, set()).update(ids)
    known = [frozenset(found.get(kind, ())) for kind in KINDS]
    return Changes(known[0], known[1], known[2], known[3], known[4], known[5])


def _changed_at(path: Path, before: Library, after: Library) -> tuple[str, set[str]]:
    parts = path.parts
    if parts[0].startswith("."):
        return "", set()
    if parts[0] == "cases":
        return "cases", {path.stem}
    if len(parts) < 2:
        return "everything", set()
    if parts[1] == "topic.md":
        return "topics", {parts[0]}
    if parts[1] == "sources.json":
        return "sources", _unlike(_at_topic(before, parts[0]), _at_topic(after, parts[0]))
    if parts[1] == "articles" and not path.name.endswith(".claims.md"):
        return "articles", {path.stem}
    if parts[1] in ("articles", "notes"):
        return "beside", {path.name.removesuffix(".md").removesuffix(".claims")}
    if parts[1] == "points":
        return "points", _unlike(_at(before, path), _at(after, path))
    return "topics", {parts[0]}


def _unlike(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {id_ for id_ in {*before, *after} if before.get(id_) != after.get(id_)}


def _at(library: Library, path: Path) -> dict[str, object]:
    values: tuple[Point | Evidence, ...] = (*library.points, *library.quotes)
    return {one.id: one for one in values if one.place is not None and one.place.path == path}


def _at_topic(library: Library, topic: str) -> dict[str, object]:
    return {one.id: one for one in library.sources if one.topic == topic}
