"""Finding things in a library: what of it is indexed, and the index kept up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.app import folders
from briefing.app.entries import entries, how_many
from briefing.app.link_marks import answered_by
from briefing.app.seen import Scope, Seen, homes, keys, linking, numbered_keys, telling
from briefing.index import (
    Entry,
    Index,
    IndexBroken,
    IndexBusy,
    Kind,
    Results,
    Sides,
    Sort,
    State,
    digest,
)
from briefing.library.root import key_of
from briefing.model import (
    Library,
    Progress,
    Side,
    Stop,
    SystemTrouble,
)

if TYPE_CHECKING:
    from briefing.app.changes import Pair
    from briefing.library.parts import Part

# Above this share of changed entries, building afresh is quicker than changing the index.
_MOST_CHANGED = 0.25
_BLOCK = 200  # passages
_NOT_READY = "The search index is not ready: it is being built."


def fingerprint(library: Library) -> str:
    """Changes whenever anything of the library does."""
    if library.fingerprint:  # by the bytes of its files
        return library.fingerprint
    summed = blake2b(digest_size=16)
    for part in fields(library):
        if part.name not in ("root", "faults", "cases"):
            summed.update(repr(getattr(library, part.name)).encode("utf-8", "surrogatepass"))
    return summed.hexdigest()


def side_names(library: Library) -> Sides:
    """What `side:` understands besides "for" and "against": the sides' names in the topics."""
    found: dict[str, str] = {}
    for topic in library.topics:
        for side in Side:
            found.setdefault(topic.side_name(side), side.value)
    return found


class Finder:
    """The search index of one library, in the user's cache folder."""

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        self.folder = (cache or folders.cache_dir()) / "index" / key_of(root)
        self._index = Index(self.folder)
        self._sides: Sides = {}
        self._titles: dict[str, str] = {}  # of topics
        self._seen: Seen | None = None  # the files that the index was last made from
        self.is_damaged = False  # a search tripped over damage: time to call `ensure` again

    def ensure(
        self,
        library: Library,
        progress: Progress | None = None,
        stop: Stop | None = None,
        rebuild: bool = False,
    ) -> str:
        """Bring the index up to date; what was done, in a sentence for the status bar.

        Raises only Cancelled. For the thread that owns the index.
        """
        self._sides = side_names(library)
        self._titles = {topic.id: topic.title for topic in library.topics}
        try:
            return self._ensure(library, progress, stop, rebuild)
        except IndexBusy:
            return "Another window is updating the index"
        except SystemTrouble as error:
            if self.is_ready:
                return f"Search does not know the latest changes: {error}"
            return f"Search is not available: {error}"

    def _ensure(
        self, library: Library, progress: Progress | None, stop: Stop | None, rebuild: bool
    ) -> str:
        # What a search reads is checked as it is read, so that a glance is enough here; `warm`
        # reads the rest. Once something was found to be damaged, all is looked at.
        state = self._index.verify(stop) if self.is_damaged else self._index.state()
        self.is_damaged = False
        seen, self._seen = self._seen, None
        now = Seen.of(library, fingerprint(library))
        words = self._brought_up(library, state, rebuild, seen, now, progress, stop)
        self._seen = now
        return words

    def _brought_up(
        self,
        library: Library,
        state: State,
        rebuild: bool,
        seen: Seen | None,
        now: Seen,
        progress: Progress | None,
        stop: Stop | None,
    ) -> str:
        if state is State.READY and not rebuild:
            indexed = self._index.fingerprint
            if indexed == now.fingerprint:
                return "Index up to date"
            try:
                changed = seen.pairs(now) if seen and seen.fingerprint == indexed else None
                if seen and seen.parts is not None and changed is not None:
                    was = seen.parts.values()
                    self._edited(library, was, changed, now.fingerprint, progress, stop)
                    return "Index up to date"
                return self._changed(library, now.fingerprint, progress, stop)
            except IndexBroken:
                state = State.BROKEN
        self._build(library, now.fingerprint, progress, stop)
        return {
            State.OLD: "Index was of an older version: rebuilt",
            State.BROKEN: "Index was damaged: rebuilt",
        }.get(state, "Index built")

    def _edited(
        self,
        library: Library,
        was: Iterable[Part],
        pairs: Sequence[Pair],
        made_from: str,
        progress: Progress | None,
        stop: Stop | None,
    ) -> None:
        """Look only at what follows from some changed files; `was` are all files as they were."""
        both = [part for pair in pairs for part in pair if part is not None]
        scope = Scope.of(library, pairs)
        wanted = _entries_of(library, scope)
        stood = {key for old, _ in pairs if old is not None for key in keys(old)}
        stood.update(f"{Kind.SOURCE.value}:{id_}" for id_ in scope.sources)
        if scope.is_numbered:
            stood.update(numbered_keys(was))
        known = self._index.entries(stood | wanted.keys())
        for article in {id_ for part in both for id_ in part.head.ids.get("articles", ())}:
            known |= self._known_of(article)
        # What is answered by another point than before, or no more, says so in its own entry; what
        # is known of a source stands in the entries of all that is from it.
        before, after = (
            answered_by(flag for entry in some.values() for flag in entry.flags)
            for some in (known, wanted)
        )
        names = before ^ after
        sources = {
            id_
            for id_ in scope.sources
            if known.get(key := f"{Kind.SOURCE.value}:{id_}") != wanted.get(key)
        }
        others = [part for part in homes(library, names, sources) if part not in scope.parts]
        beside = _entries_of(library, Scope(others, telling(library, names)))
        known |= self._index.entries(beside.keys() - wanted.keys())
        wanted = beside | wanted
        changed = [entry for key, entry in wanted.items() if known.get(key) != entry]
        self._index.update(changed, known.keys() - wanted.keys(), made_from, progress, stop)

    def _known_of(self, article: str) -> dict[str, Entry]:
        """What the index has of an article and its passages, however many there were."""
        found = self._index.entries({f"{Kind.ARTICLE.value}:{article}"})
        first = 0
        while True:
            block = range(first, first + _BLOCK)
            more = self._index.entries({f"{Kind.PASSAGE.value}:{article}@{one}" for one in block})
            found |= more
            if len(more) < _BLOCK:
                return found
            first += _BLOCK

    def _changed(
        self, library: Library, made_from: str, progress: Progress | None, stop: Stop | None
    ) -> str:
        """Go through the whole library, and put in what is another than before."""
        known = self._index.digests()
        changed: list[Entry] = []
        most = _MOST_CHANGED * max(len(known), 40)
        for entry in entries(library):
            if known.pop(entry.key, "") != digest(entry):
                changed.append(entry)
            if len(changed) > most:
                break
        if len(changed) + len(known) > most:
            self._build(library, made_from, progress, stop)
            return "Index built"
        self._index.update(changed, known.keys(), made_from, progress, stop)
        return "Index up to date"

    def _build(
        self, library: Library, made_from: str, progress: Progress | None, stop: Stop | None
    ) -> None:
        self._index.build(entries(library), made_from, progress, stop, how_many(library))

    @property
    def is_current(self) -> bool:
        """Whether the index knows the library as it was when it was last brought up to date."""
        return self._seen is not None

    @property
    def is_ready(self) -> bool:
        """Whether the index can be asked; a cheap look."""
        return not self.is_damaged and self._index.state() is State.READY

    def find(
        self,
        text: str,
        kinds: Collection[Kind] = (),
        topics: Collection[str] = (),
        limit: int = 50,
        typing: bool = False,
        facets: Collection[str] = (),
        sort: Sort = Sort.RELEVANCE,
    ) -> Results:
        """Search. Raises for no text and no state of the index; `notice` says what is wrong."""
        try:
            return self._index.search(
                *(text, kinds, topics, limit, self._sides, typing, facets, sort),
                titles=self._titles,
            )
        except SystemTrouble:
            self.is_damaged = self._index.state() is not State.MISSING
            return Results(notice=_NOT_READY)

    def warm(self, stop: Stop | None = None) -> None:
        """Read ahead in the background, so that the first searches are as fast as all others.

        Every byte is looked at on the way; what is damaged makes `is_damaged` true.
        """
        try:
            self._index.warm(stop)
        except SystemTrouble:
            self.is_damaged = self._index.state() is not State.MISSING

    def close(self) -> None:
        """Let go of the index's files."""
        self._index.close()


def _entries_of(library: Library, scope: Scope) -> dict[str, Entry]:
    """Some of what can be found, by its keys; other sources than those of the scope are not."""
    some = scope.cut(library)
    found = entries(some, linking(library, scope.parts, some.claims))
    return {
        entry.key: entry
        for entry in found
        if entry.kind is not Kind.SOURCE or entry.id in scope.sources
    }
