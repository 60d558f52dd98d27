"""The catalogue: all parts of a library, and what follows from all of them together.

A catalogue never changes; what is read again gives another one, which shares the parts that stayed.
So a worker may go through the old one while the window shows the new one.
"""

from __future__ import annotations

import contextlib
import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.library import scanning
from briefing.library.context import fault_order
from briefing.library.journal import digest
from briefing.library.parts import Part
from briefing.library.reading import is_restless, read_bytes, read_part
from briefing.library.resolving import Taken, missing
from briefing.library.scanning import Listed, Listing, scan
from briefing.library.shelves import Shelf, whole
from briefing.model import Cancelled, Fault, Library, Progress, Stop
from briefing.model.once import once

if TYPE_CHECKING:
    from briefing.library.packs import Cache, Remembered

_RANKS = {
    scanning.TOPIC: 0,
    scanning.ARTICLE: 1,
    scanning.CLAIMS_OF: 1,
    scanning.POINTS: 2,
    scanning.NOTES: 3,
    scanning.SOURCES: 4,
    scanning.TIMELINE: 5,
    scanning.GLOSSARY: 6,
    scanning.FIGURES: 7,
}


class Catalogue:
    """What was read of a library. `missing` are faults that need more than one file to be seen."""

    def __init__(
        self,
        root: Path,
        parts: Sequence[Part],
        listed: Sequence[Fault] = (),
        missing: Sequence[Fault] | None = None,
        cache: Cache | None = None,
    ) -> None:
        self.root = root
        self.parts = tuple(parts)
        self.listed = tuple(listed)
        self.cache = cache
        self._missing = None if missing is None else tuple(missing)
        self.is_provisional = False  # whether `missing` is not all that follows from the parts

    @classmethod
    def read(
        cls,
        root: Path,
        cache: Cache | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Catalogue:
        """Read the library at `root`: its changed files, or all of them if there is no cache.

        Raises Cancelled when `stop` says so (what was read until then need not be read again) and
        UserError if `root` is no library.
        """
        listing = scan(root)
        with _no_garbage():
            known = cache.load() if cache is not None else None
            reading = _Reading(root, known, cache, progress, stop)
            return reading.catalogue(listing)

    @classmethod
    def remembered(cls, root: Path, cache: Cache) -> Catalogue | None:
        """The library as it was when it was last read, without a look at its files; None if that
        is not known. What changed since is found by `watching.Watch`.
        """
        with _no_garbage():
            known = cache.load()
        if "library.md" not in known.parts:
            return None
        parts = sorted(known.parts.values(), key=order)
        found = cls(root, parts, known.listed, cache=cache)
        if found.fingerprint == known.missing_for:
            found._missing = known.missing
        return found

    @once
    def by_name(self) -> dict[str, Part]:
        """The parts by the names of their files."""
        return {part.name: part for part in self.parts}

    @once
    def fingerprint(self) -> str:
        """Changes whenever anything of the library does, but a case."""
        summed = blake2b(digest_size=16)
        for part in self.parts:
            if part.kind != scanning.CASE:
                summed.update(f"{part.name}\n{part.digest}\n{part.setting}\n".encode())
        return summed.hexdigest()

    @property
    def unread(self) -> tuple[Fault, ...]:
        """The faults of files of which nothing could be read: nothing is found there.

        A file that is being copied may be one of them for a moment.
        """
        faulty = (part for part in self.parts if part.faults and not any(part.head.counts.values()))
        return tuple(fault for part in faulty for fault in part.faults)

    @property
    def missing(self) -> tuple[Fault, ...]:
        """A fault for every mention of something that is not there. The first time takes long."""
        if self._missing is None:
            self._missing = missing(self.parts)
        return self._missing

    @once
    def library(self) -> Library:
        """All values, made when they are asked for."""
        local = (fault for part in self.parts for fault in part.faults)
        title = next((part.head.title for part in self.parts if part.kind == scanning.LIBRARY), "")
        on: defaultdict[str, list[Part]] = defaultdict(list)
        for part in self.parts:  # once: this is done after every edit
            for shelf in part.head.counts:
                on[shelf].append(part)
        return Library(
            self.root,
            title or self.root.resolve().name,
            whole(on["topics"], "topics"),
            Shelf(on["articles"], "articles"),
            Shelf(on["claims"], "claims"),
            Shelf(on["points"], "points"),
            Shelf(on["quotes"], "quotes"),
            Shelf(on["sources"], "sources"),
            Shelf(on["timeline"], "timeline"),
            Shelf(on["glossary"], "glossary"),
            Shelf(on["figures"], "figures"),
            whole(on["cases"], "cases"),
            tuple(sorted((*self.listed, *local, *self.missing), key=fault_order)),
            Shelf(on["notes"], "notes"),
            fingerprint=self.fingerprint,
        )

    def with_files(
        self, listing: Listing, changed: Collection[str], remember: bool = True
    ) -> Catalogue:
        """The catalogue of the files in `listing`, those in `changed` and new ones read again.

        `remember`: write what was read into the cache, which only one thread may do.
        """
        reading = _Reading(self.root, None, self.cache if remember else None)
        reading.known = dict(self.by_name)
        reading.trusted = reading.known.keys() - set(changed)
        with _no_garbage():
            found = reading.catalogue(listing)
        if not remember:
            found.cache = self.cache
        return found

    def with_parts(self, fresh: Sequence[Part], gone: Sequence[str] = ()) -> Catalogue:
        """The catalogue with some files read again, where all ids stay unique; quick.

        Faults in other files that follow from the change are found by the next look at all files.
        """
        new = {part.name: part for part in fresh}
        names = {*gone, *new}
        ordered = [new.pop(part.name, part) for part in self.parts if part.name not in gone]
        if new:  # files that were not there before
            ordered = sorted((*ordered, *new.values()), key=order)
        rest = [one for one in self.missing if one.path.as_posix() not in names]
        found = Catalogue(self.root, ordered, self.listed, rest, self.cache)
        found.is_provisional = True
        return found


class _Reading:
    """Reads what is not known, file by file, so that ids are given in the order of the files."""

    def __init__(
        self,
        root: Path,
        known: Remembered | None,
        cache: Cache | None,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> None:
        self.root = root
        self.known = known.parts if known is not None else {}
        self.trusted: set[str] = set()  # names of parts that are right whatever their stamps say
        self.fresh: list[Part] = []
        self._remembered = known
        self._cache = cache
        self._progress = progress
        self._stop = stop
        self._taken = Taken()
        self._themes = ""

    def catalogue(self, listing: Listing) -> Catalogue:
        """The catalogue of these files."""
        parts: list[Part] = []
        total = len(listing.files)
        try:
            for number, listed in enumerate(sorted(listing.files, key=order), 1):
                if self._stop is not None and self._stop():
                    raise Cancelled
                parts.append(self._part(listed))
                if self._progress is not None:
                    self._progress(number, total)
        except Cancelled:
            self._keep_what_was_read()
            raise
        found = Catalogue(self.root, parts, listing.faults, cache=self._cache)
        before = self._remembered
        if before is not None and before.missing_for == found.fingerprint:
            found._missing = before.missing
        self._commit(found)
        return found

    def _part(self, listed: Listed) -> Part:
        setting = self._setting(listed)
        part = self.known.get(listed.name)
        is_good = part is not None and part.setting == setting and not part.is_dependent
        if part is None or not is_good or not self._is_unchanged(part, listed):
            part = read_part(self.root, listed, setting)
            self.fresh.append(part)
        if not self._taken.add(part):
            part = read_part(self.root, listed, setting, self._taken.places())
            part.is_dependent = True
            self._taken.add_all(part)
            self.fresh = [one for one in self.fresh if one.name != part.name]
        elif self._cache is not None and self.fresh and self.fresh[-1] is part:
            self._write(part)
        if part.kind == scanning.TOPIC:
            self._themes = "\n".join(part.head.themes)
        return part

    def _setting(self, listed: Listed) -> str:
        if listed.kind == scanning.POINTS:
            return self._themes
        if listed.kind == scanning.CLAIMS_OF:
            return "beside its article" if listed.has_article else ""
        return ""

    def _is_unchanged(self, part: Part, listed: Listed) -> bool:
        """Whether a file is what it was: by its stamp, and where that is in doubt, by its bytes."""
        if part.name in self.trusted:
            if part.is_held and self._cache is not None:
                self.fresh.append(part)  # it was read alone, and is to be remembered
            return True
        if part.stamp is None or listed.stamp is None or part.stamp.size != listed.stamp.size:
            return False
        if part.stamp == listed.stamp and not part.is_doubtful:
            return True
        try:
            data, now = read_bytes(self.root, listed)
        except OSError:
            return False
        if digest(data) != part.digest:
            return False
        part.stamp, part.is_doubtful = now.stamp, is_restless(now.stamp)
        self.fresh.append(part)  # its new stamp is to be remembered
        return True

    def _write(self, part: Part) -> None:
        assert self._cache is not None
        try:
            self._cache.add(part)
        except OSError:  # no room, or no right to write there: it works without a cache, too
            self._cache = None

    def _commit(self, found: Catalogue) -> None:
        if self._cache is None:
            return
        before = self._remembered
        if before is not None and not self.fresh and before.parts.keys() == found.by_name.keys():
            return
        with contextlib.suppress(OSError):
            names = found.by_name.keys()
            if self._cache.is_scattered:
                self._cache.begin_anew()
                for part in found.parts:
                    self._cache.add(part)
            whole = self._cache.is_scattered
            self._cache.commit(names, found.missing, found.fingerprint, found.listed, whole)

    def _keep_what_was_read(self) -> None:
        if self._cache is not None and self.fresh:
            with contextlib.suppress(OSError):
                self._cache.commit({*self.known, *(part.name for part in self.fresh)})


@contextlib.contextmanager
def _no_garbage() -> Iterator[None]:
    """All that is made meanwhile stays: looking for garbage is a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def order(part: Part | Listed) -> tuple[int, str, int, str]:
    """The order in which `scan` lists files."""
    group = {scanning.LIBRARY: 0, scanning.CASE: 2}.get(part.kind, 1)
    return group, part.topic, _RANKS.get(part.kind, 0), part.name.rpartition("/")[2]
