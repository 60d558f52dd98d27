"""Reading single files of a library again, after they were changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from briefing.library.articles import read_topic
from briefing.library.reading import Reader
from briefing.model import (
    Article,
    Case,
    Claim,
    Event,
    Evidence,
    Figure,
    Library,
    Note,
    Place,
    Point,
    Source,
    Term,
    Topic,
)

Value = TypeVar("Value")
_Placed = Article | Claim | Point | Evidence | Event | Term | Figure | Case | Note
_Kept = dict[str, tuple[_Placed, ...]]
_PLACED = (
    "articles",
    "claims",
    "points",
    "quotes",
    "timeline",
    "glossary",
    "figures",
    "cases",
    "notes",
)


def reread(library: Library, paths: Iterable[Path]) -> Library:
    """`library` as it is now that the files at `paths` (relative to its root) changed.

    Only those files are read. Faults that name what stands in another file are looked for in the
    files that are read; a full reading finds the others.
    """
    for path in sorted(set(paths)):
        library = _Again(library, path).library()
    return library


class _Again(Reader):
    """A reading of one file, which knows what stands in the others."""

    def __init__(self, library: Library, path: Path) -> None:
        super().__init__(library.root)
        self._old = library
        self._path = path

    def library(self) -> Library:
        """The library with what the file holds now in the place of what it held."""
        old, path = self._old, self._path
        if path.parts[0][0] in ".~" or path.name[0] in ".~":
            return old
        if path == Path("library.md"):
            return replace(old, title=self._title())
        if len(path.parts) == 2 and path.name == "topic.md":
            return self._with_topic(path.parts[0])
        kept: _Kept = {name: _without(getattr(old, name), path) for name in _PLACED}
        is_sources = len(path.parts) == 2 and path.name == "sources.json"
        folder = path.parts[0]
        sources = tuple(one for one in old.sources if not (is_sources and one.topic == folder))
        self._know(kept, sources)
        self._read_file(path)
        new = {name: tuple(getattr(self, f"_{name}")) for name in _PLACED}
        changed: dict[str, Any] = {
            name: _with(kept[name], new[name], path)
            for name in _PLACED
            if new[name] or kept[name] is not getattr(old, name)
        }
        if is_sources:
            changed["sources"] = _insert(sources, tuple(self._sources), folder, _topic_of)
        self._resolve_here(kept)
        faults = [one for one in old.faults if one.path != path] + self.context.faults
        faults.sort(key=lambda one: (one.path.as_posix(), one.line, one.what))
        return replace(old, **changed, faults=tuple(faults))

    def _with_topic(self, folder: str) -> Library:
        """The library with a topic that is new, gone, or has other words."""
        old = self._old
        known = any(one.id == folder for one in old.topics)
        is_there = (self.root / folder / "topic.md").is_file()
        if known != is_there and any((self.root / folder).glob("*/*.md")):
            return Reader(self.root).library()  # all its files come or go
        path = Path(folder, "topic.md")
        topics: tuple[Topic, ...] = tuple(one for one in old.topics if one.id != folder)
        if is_there:
            topic = read_topic(self.context, path, folder, self._text(path) or "")
            topics = tuple(sorted((*topics, topic), key=lambda one: one.id))
        faults = (*(one for one in old.faults if one.path != path), *self.context.faults)
        return replace(old, topics=topics, faults=faults)

    def _read_file(self, path: Path) -> None:
        if not (self.root / path).is_file() or path.suffix not in (".md", ".json"):
            return
        if path.parts[0] == "cases":
            self._read_cases([path.name])
            return
        topic = next((one for one in self._old.topics if one.id == path.parts[0]), None)
        text = self._text(path) if topic is not None else None
        if topic is not None and text is not None:
            self._file_of_topic(path, topic, text)

    def _know(self, kept: _Kept, sources: tuple[Source, ...]) -> None:
        """The ids that stand in other files are taken."""
        taken = self.context.taken
        nowhere = Place(Path())
        for values in kept.values():
            for one in values:
                place = one.place or nowhere
                if isinstance(one, Point):
                    taken["point", one.id] = place
                    for each in one.evidence:
                        taken["evidence", each.id] = each.place or nowhere
                elif isinstance(one, Claim):
                    taken[f"claim of {one.article}", one.id] = place
                elif isinstance(one, Article | Evidence | Case | Note):
                    taken[type(one).__name__.lower(), one.id] = place
        taken.update((("source", one.id), nowhere) for one in sources)

    def _resolve_here(self, kept: _Kept) -> None:
        """Fault what the file mentions and nothing in the library is."""
        self._claims += [one for one in kept["claims"] if isinstance(one, Claim)]
        self._topics = list(self._old.topics)
        self._resolve()


def _path_of(value: _Placed) -> Path:
    return value.place.path if value.place is not None else Path()


def _topic_of(source: Source) -> str:
    return source.topic


def _without(values: tuple[_Placed, ...], path: Path) -> tuple[_Placed, ...]:
    kept = tuple(one for one in values if _path_of(one) != path)
    return kept if len(kept) < len(values) else values


def _with(kept: Sequence[_Placed], new: tuple[_Placed, ...], path: Path) -> tuple[_Placed, ...]:
    return _insert(kept, new, path, _path_of)


def _insert(
    kept: Sequence[Value], new: tuple[Value, ...], key: object, of: Callable[[Value], object]
) -> tuple[Value, ...]:
    """`kept` with the `new` values where the order of files puts them."""
    at = next((n for n, one in enumerate(kept) if of(one) > key), len(kept))  # type: ignore[operator]
    return (*kept[:at], *new, *kept[at:])
