"""The search index of one library: built into a folder, asked from any thread."""

from __future__ import annotations

import contextlib
import re
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Sized
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.index import manifest as manifests
from briefing.index.entry import Entry, Kind, Results, Sort
from briefing.index.errors import IndexBroken
from briefing.index.parsing import parse
from briefing.index.query import Node, Parsed, Sides, Titles
from briefing.model import BriefingError, Cancelled, Progress, Stop

if TYPE_CHECKING:
    from briefing.index.answers import Opened

_ID = re.compile(r"[^\s\"()]{1,200}")  # reference managers make ids of all sorts


class State(Enum):
    """Whether an index can be asked."""

    READY = "ready"
    MISSING = "missing"
    OLD = "old"
    BROKEN = "broken"


class Index:
    """The index in `folder`. Searching is safe from any thread; one thread at a time may write.

    `memory` is a bound in bytes for what a build takes beside the vocabulary (0: the usual one).
    """

    def __init__(self, folder: Path, memory: int = 0) -> None:
        self._folder = folder
        self._memory = memory
        self._lock = threading.Lock()
        self._opened: Opened | None = None

    @property
    def fingerprint(self) -> str:
        """What the index was made from; "" if it cannot be used."""
        try:
            return manifests.read(self._folder).fingerprint
        except manifests.Unusable:
            return ""

    def state(self) -> State:
        """A cheap look: manifest and file sizes."""
        try:
            manifests.read(self._folder)
        except manifests.Unusable as error:
            return State(error.reason)
        return State.READY

    def verify(self, stop: Stop | None = None) -> State:
        """A thorough look: every byte of every file. For the background: it reads them all.

        Searching need not wait for it: what a search reads is checked as it is read.
        """
        found = self.state()
        if found is State.READY:
            try:
                with _mended("check"):
                    self._open().verify(stop or _never)
            except IndexBroken:
                return State.BROKEN
        return found

    def build(
        self,
        entries: Iterable[Entry],
        fingerprint: str,
        progress: Progress | None = None,
        stop: Stop | None = None,
        total: int = 0,
    ) -> None:
        """Index `entries` from scratch; until it is done, the index of before answers.

        `total` says about how many there will be, if they are made one by one.
        """
        if isinstance(entries, Sized):
            total = len(entries)
        with _mended("build"):
            from briefing.index import writing

            manifests.prepare(self._folder)
            with manifests.writing(self._folder):
                previous = self._previous()
                build = manifests.new_build(self._folder)
                each = _Steps(total, progress, stop)
                try:
                    written = writing.build(build, entries, fingerprint, each, self._memory)
                    manifests.write(self._folder, written)
                except BaseException:  # a stop, too, leaves no half build; it is raised again
                    shutil.rmtree(build, ignore_errors=True)
                    raise
                self.close()
                manifests.clean(self._folder, written, previous)

    def update(
        self,
        entries: Collection[Entry],
        removed: Collection[str],
        fingerprint: str,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> None:
        """Put changed entries in and take the keys in `removed` out; raises IndexBroken.

        What it costs depends on what changed, not on the size of the index.
        """
        with _mended("update"), manifests.writing(self._folder):
            from briefing.index import writing

            opened = self._open()
            each = _Steps(len(entries), progress, stop)
            if entries or removed:
                written = writing.update(
                    self._folder, opened, entries, removed, fingerprint, each, self._memory
                )
            else:
                written = replace(opened.manifest, fingerprint=fingerprint)
                manifests.write(self._folder, written)
            with contextlib.suppress(OSError):  # what could not be tidied is tidied next time
                manifests.clean(self._folder, written)

    def digests(self) -> dict[str, str]:
        """The key of every entry in the index, with a digest of what it holds."""
        with _mended("read"):
            return self._open().digests()

    def entries(self, keys: Collection[str]) -> dict[str, Entry]:
        """The entries of those of some keys that the index has."""
        with _mended("read"):
            return self._open().entries(keys)

    def search(
        self,
        query: str,
        kinds: Collection[Kind] = (),
        topics: Collection[str] = (),
        limit: int = 50,
        sides: Sides | None = None,
        typing: bool = False,
        facets: Collection[str] = (),
        sort: Sort = Sort.RELEVANCE,
        titles: Titles | None = None,
    ) -> Results:
        """Find entries. No text can raise; only an unusable index does (IndexBroken).

        `sides` names the sides of the topics ("Deterrence": "for"), `titles` the topics themselves
        ("mines": "Cluster munitions"). `typing` takes the last word
        as the beginning of one. `facets` names columns (`fields.COLUMNS`) whose values are to be
        counted over all matches.
        """
        parsed = parse(query, sides, typing, titles)
        if parsed.node is None:
            return Results(notice=" ".join(parsed.notices), odd=parsed.odd)
        typed = query.strip()
        named = typed if _ID.fullmatch(typed) else ""
        found = self.find(parsed.node, kinds, topics, limit, facets, sort, named)
        if named and found.hits and found.hits[0].id.lower() == named.lower():
            return found  # an id is no query that could be odd
        notices, meant = [*parsed.notices, found.notice], ""
        if not typing and (found.loose or not found.total):
            with _mended("search"):
                opened = self._open()
                meant = opened.meant(query, parsed)
                unknown = opened.unknown(parsed.node)
            if not meant and not found.total:
                meant = self._as_words(query, parsed, kinds, topics)
                notices += [f"“{one}” is the id of nothing in this library." for one in unknown]
        return replace(found, notice=" ".join(filter(None, notices)), meant=meant, odd=parsed.odd)

    def find(
        self,
        node: Node,
        kinds: Collection[Kind] = (),
        topics: Collection[str] = (),
        limit: int = 50,
        facets: Collection[str] = (),
        sort: Sort = Sort.RELEVANCE,
        named: str = "",
    ) -> Results:
        """The same for a query that was parsed, or put together.

        What has the id `named`, if anything has, is found besides and comes first.
        """
        try:
            return self._answer(node, kinds, topics, limit, facets, sort, named)
        except IndexBroken:
            # Another program may have put a new build in the place of the one we had open.
            self.close()
            return self._answer(node, kinds, topics, limit, facets, sort, named)

    def suggest(self, word: str, most: int = 5) -> tuple[str, ...]:
        """Words of the index that look like `word` (folded), the most likely first."""
        with _mended("search"):
            return self._open().suggest(word, most)

    def warm(self, stop: Stop | None = None) -> None:
        """Read ahead what searches need, so that the first ones are as fast as all others."""
        with _mended("read"):
            self._open().warm(stop or _never)

    def close(self) -> None:
        """Let go of all files. The index may be used again; it opens them anew."""
        with self._lock:
            self._opened = None

    def _as_words(
        self, query: str, parsed: Parsed, kinds: Collection[Kind], topics: Collection[str]
    ) -> str:
        """A query with phrases that nothing has, as words; "" if that finds nothing either."""
        from briefing.index.mending import without_marks

        words = without_marks(query, parsed)
        node = parse(words).node if words else None
        found = node is not None and self.find(node, kinds, topics, limit=1).total
        return words if found else ""

    def _answer(
        self,
        node: Node,
        kinds: Collection[Kind],
        topics: Collection[str],
        limit: int,
        facets: Collection[str],
        sort: Sort,
        named: str,
    ) -> Results:
        with _mended("search"):
            return self._open().answer(node, kinds, topics, limit, facets, sort, named)

    def _open(self) -> Opened:
        """The state that the manifest names now; another program may have changed it."""
        from briefing.index.answers import Opened

        with self._lock:
            stamp = manifests.stamp(self._folder)
            try:
                if self._opened is not None and self._opened.stamp == stamp:
                    manifests.compare_sizes(self._folder, self._opened.manifest)
                else:
                    found = manifests.read(self._folder)
                    self._opened = Opened(self._folder, found, stamp, self._opened)
            except manifests.Unusable as error:
                self._opened = None
                raise IndexBroken(f"the search index cannot be used: {error}") from error
            return self._opened

    def _previous(self) -> str:
        try:
            return manifests.read(self._folder).build
        except manifests.Unusable:
            return ""


def _never() -> bool:
    return False


def digest(entry: Entry) -> str:
    """Changes whenever the entry does."""
    stored = entry.to_json().encode("utf-8", "surrogatepass")
    return blake2b(stored, digest_size=8).hexdigest()


@dataclass
class _Steps:
    """Counts entries as they are written, and stops where the user wishes."""

    total: int
    progress: Progress | None
    stop: Stop | None
    done: int = 0

    def __call__(self) -> None:
        if self.stop is not None and self.stop():
            raise Cancelled
        self.done += 1
        if self.progress is not None and (self.done % 20 == 0 or self.done == self.total):
            self.progress(self.done, max(self.done, self.total))


@contextlib.contextmanager
def _mended(what: str) -> Iterator[None]:
    """The funnel: whatever is raised over damaged files means that the index is to be rebuilt."""
    try:
        yield
    except (BriefingError, MemoryError):
        raise
    except OSError as error:
        reason = f"{error.strerror or error} ({error.filename})" if error.filename else str(error)
        raise IndexBroken(f"cannot {what} the search index: {reason}") from error
    except Exception as error:
        raise IndexBroken(f"cannot {what} the search index: {error!r}") from error
