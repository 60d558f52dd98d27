"""Looking for what was changed outside: by an editor, git, a sync client, another Briefing.

A look compares names, sizes and times; only files that changed are read. A file whose stamp is
still moving, that cannot be read, or that is gone, is looked at once more before it is believed:
it may be half copied, or an editor may be about to put it back. Files in a folder that cannot be
looked into stay what they were, for as long as that is so.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import is_
from pathlib import Path

from briefing.library.catalogue import Catalogue
from briefing.library.parts import Part
from briefing.library.reading import is_restless, read_part
from briefing.library.resolving import ids_of
from briefing.library.scanning import POINTS, TOPIC, Listed, Listing, Stamp, listed_at, scan
from briefing.model import UserError

# So often what cannot be read or seen is tried again before that is believed.
_MOST_TRIES = 5
_GONE = Stamp(-1, -1)


class Away(UserError):
    """The library's folder cannot be reached: a stick was pulled out, a drive is not connected."""


class Watch:
    """Looks at the files of one library again and again. For one thread at a time."""

    def __init__(self) -> None:
        self._awaited: dict[str, tuple[Stamp | None, int]] = {}  # last stamp, how often tried

    @property
    def is_waiting(self) -> bool:
        """Whether some file is awaited: the next look should come soon."""
        return bool(self._awaited)

    def look(self, known: Catalogue) -> Catalogue:
        """The catalogue as it is now; `known` itself if nothing changed. Raises Away.

        For a thousand files this takes some hundredths of a second if nothing changed.
        """
        try:
            listing = scan(known.root)
        except UserError as error:
            raise Away(str(error)) from error
        there = {listed.name for listed in listing.files}
        files: list[Listed] = []
        changed: set[str] = set()
        for listed in listing.files:
            part = known.by_name.get(listed.name)
            state = self._state(known.root, listed, part)
            if state == "changed":
                changed.add(listed.name)
            if state != "awaited" or part is not None:
                files.append(listed)
        kept = [part for name, part in known.by_name.items() if name not in there]
        kept = [part for part in kept if not self._is_gone(part, listing)]
        files += map(_as_listed, kept)
        is_same = len(files) == len(known.parts) and tuple(listing.faults) == known.listed
        if is_same and not changed and not known.is_provisional:
            return known
        listing.files = files
        found = known.with_files(listing, changed)
        is_same = is_same and all(map(is_, found.parts, known.parts))
        return known if is_same and not known.is_provisional else found

    def _state(self, root: Path, listed: Listed, part: Part | None) -> str:
        """Whether a file is the "same", "changed", or "awaited"."""
        name, stamp = listed.name, listed.stamp
        if part is not None and part.stamp == stamp and not _is_due(part):
            self._awaited.pop(name, None)
            return "same"
        before, tries = self._awaited.get(name, (_GONE, 0))
        if before != stamp and is_restless(stamp):
            self._awaited[name] = (stamp, tries)
            return "awaited"
        if tries < _MOST_TRIES and not _is_readable(root / name):
            self._awaited[name] = (stamp, tries + 1)
            return "awaited"
        self._awaited.pop(name, None)
        return "changed"

    def _is_gone(self, part: Part, listing: Listing) -> bool:
        """Whether a file that is not listed was not there the last time, too."""
        before, _ = self._awaited.pop(part.name, (None, 0))
        if listing.hides(part.name):
            return False
        if before == _GONE:
            return True
        self._awaited[part.name] = (_GONE, 1)
        return False


def reread(known: Catalogue, paths: Iterable[Path]) -> Catalogue:
    """The catalogue as it is now that the files at `paths` (relative to the root) were written.

    Only these files are read. Faults in other files that follow from the change are found by the
    next `Watch.look`.
    """
    fresh: list[Part] = []
    gone: list[str] = []
    topics = {part.topic: part for part in known.parts if part.kind == TOPIC}
    names = {path.as_posix() for path in paths}
    for name in sorted(names):
        listed = listed_at(known.root, name)
        if listed is None:
            if name in known.by_name:
                gone.append(name)
            continue
        if listed.topic and (listed.topic not in topics or listed.kind == TOPIC):
            return _read_all(known, names)
        setting = "beside its article" if listed.has_article else ""
        if listed.kind == POINTS:
            setting = "\n".join(topics[listed.topic].head.themes)
        fresh.append(read_part(known.root, listed, setting))
    is_dependent = any(name in known.by_name and known.by_name[name].is_dependent for name in names)
    if is_dependent or _collide(known, fresh, gone):
        return _read_all(known, names)
    return known.with_parts(fresh, gone)


def _read_all(known: Catalogue, names: set[str]) -> Catalogue:
    """The catalogue of all files that are there now, those of some names read again."""
    listing = scan(known.root)
    there = {listed.name for listed in listing.files}
    hidden = (one for one in known.parts if one.name not in there and listing.hides(one.name))
    listing.files += map(_as_listed, hidden)
    return known.with_files(listing, names, remember=False)


def _collide(known: Catalogue, fresh: list[Part], gone: list[str]) -> bool:
    """Whether an id in the files that were read is taken by another file."""
    wanted: dict[str, set[str]] = {}
    for part in fresh:
        old = known.by_name.get(part.name)
        before = {(kind, id_) for kind, ids in ids_of(old) for id_ in ids} if old else set()
        for kind, ids in ids_of(part):
            there = wanted.setdefault(kind, set())
            if not there.isdisjoint(ids):
                return True
            there.update(id_ for id_ in ids if (kind, id_) not in before)
    new = {kind: ids for kind, ids in wanted.items() if ids}
    if not new:
        return False
    names = {*gone, *(part.name for part in fresh)}
    kinds = {part.kind for part in fresh}
    return any(
        not new[kind].isdisjoint(ids)
        for part in known.parts
        if part.kind in kinds and part.name not in names
        for kind, ids in ids_of(part)
        if kind in new
    )


def _as_listed(part: Part) -> Listed:
    return Listed(part.name, part.kind, part.topic, part.stamp, bool(part.setting))


def _is_due(part: Part) -> bool:
    """Whether a file is to be looked into although its stamp is known: now a change would show."""
    return part.is_doubtful and not is_restless(part.stamp)


def _is_readable(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False
