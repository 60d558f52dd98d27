"""What was written: every change of a file is noted, so that it can be taken back byte by byte.

A change keeps only the bytes that differ, and a fingerprint of the file before and after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from briefing.model import BriefingError, UserError

_AROUND = 48  # bytes on each side by which a place is found again in a file changed elsewhere


@dataclass(frozen=True, slots=True)
class FileChange:
    """A change of one file: at byte `start`, `removed` became `inserted`.

    `before` and `after` are fingerprints of the whole file; None: there was, or is, no file. What a
    new file holds is not kept: to take it back, the file is removed, and what it held then noted.
    """

    path: Path
    start: int
    removed: bytes
    inserted: bytes
    before: str | None
    after: str | None
    lead: bytes = b""
    tail: bytes = b""

    @property
    def inverse(self) -> FileChange:
        """The change that takes this one back."""
        return FileChange(
            self.path,
            self.start,
            self.inserted,
            self.removed,
            self.after,
            self.before,
            self.lead,
            self.tail,
        )

    def on(self, now: bytes | None) -> bytes | None:
        """What the file holds after this change, if it holds `now`; None for no file.

        A file that was changed in another place meanwhile keeps that. UserError if the words that
        are to change are not there any more.
        """
        if _digest(now) == self.before:
            if self.after is None:
                return None
            if now is None:
                assert digest(self.inserted) == self.after, (
                    "of a new file only the way back is kept"
                )
                return self.inserted
            return now[: self.start] + self.inserted + now[self.start + len(self.removed) :]
        words = self.lead + self.removed + self.tail
        if now is None or None in (self.before, self.after) or now.count(words) != 1 or not words:
            raise changed_since(self.path)
        at = now.index(words) + len(self.lead)
        return now[:at] + self.inserted + now[at + len(self.removed) :]


class ChangedSince(UserError):
    """A file that was written by another program since stands in the way of a step."""


def changed_since(path: Path) -> ChangedSince:
    """The error for a file that cannot be brought back without losing what others wrote."""
    return ChangedSince(f"{path} was changed by another program since, in the same place.")


def difference(path: Path, before: bytes | None, after: bytes | None) -> FileChange:
    """The change that makes `after` of `before`."""
    if before is None:
        return FileChange(path, 0, b"", b"", None, _digest(after))
    old, new = before, after or b""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    removed, inserted = old[start : len(old) - end], new[start : len(new) - end]
    lead = old[max(start - _AROUND, 0) : start]
    tail = old[len(old) - end : len(old) - end + _AROUND] if end else b""
    return FileChange(path, start, removed, inserted, _digest(before), _digest(after), lead, tail)


def _common(one: bytes, other: bytes) -> int:
    """How many bytes the two have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def digest(data: bytes) -> str:
    """A fingerprint of `data`: what a file held when it was read."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest(data)


_noted: ContextVar[list[FileChange] | None] = ContextVar("noted", default=None)


@contextmanager
def recording() -> Iterator[list[FileChange]]:
    """While this lasts, every file that this thread writes or removes is noted in the list."""
    changes: list[FileChange] = []
    token = _noted.set(changes)
    try:
        yield changes
    finally:
        _noted.reset(token)


@contextmanager
def all_or_nothing() -> Iterator[list[FileChange]]:
    """As `recording`; where it ends with an error, be it a bug, every file is as it was before."""
    with recording() as changes:
        is_done = False
        try:
            yield changes
            is_done = True
        finally:
            if not is_done:
                take_back(tuple(changes))


def noted() -> tuple[FileChange, ...]:
    """What this thread has written so far in the recording that lasts."""
    return tuple(_noted.get() or ())


def note(path: Path, before: bytes | None, after: bytes | None) -> None:
    """Tell that the file at `path` was changed."""
    changes = _noted.get()
    if changes is not None and before != after:
        changes.append(difference(path, before, after))


def take_back(changes: Iterable[FileChange]) -> None:
    """Bring every file back to what it was before `changes`; all of them or none.

    ChangedSince, and nothing is written, if others wrote in the same places since.
    """
    from briefing.library import files

    found: dict[Path, bytes | None] = {}
    wanted: dict[Path, bytes | None] = {}
    for change in reversed(list(changes)):
        path = change.path
        if path not in found:
            found[path] = wanted[path] = files.read_if_there(path)
        wanted[path] = change.inverse.on(wanted[path])
    done: list[Path] = []
    try:
        for path, data in wanted.items():
            _put(path, found[path], data)
            done.append(path)
    except (BriefingError, OSError):
        for path in reversed(done):
            _put(path, wanted[path], found[path])
        raise


def _put(path: Path, now: bytes | None, data: bytes | None) -> None:
    from briefing.library import files

    if now == data:
        return
    expected = _digest(now)
    if data is None:
        files.remove_file(path, expected or "")
    else:
        files.write_file(path, data, expected)
