"""The catalogue's cache: what was read of each file, kept in the user's cache folder.

A folder for each library holds *packs* and `current.json`, which names the packs that count; the
later ones hold what changed since. It is one item: 8 hexadecimal digits (CRC-32) and JSON. A pack
is written once and never changed:

    items of one part after another
    a line of JSON for each part        `_head_line`
    24 bytes                            where the lines begin, and the CRC-32 of all of them

Replacing `current.json` in one step is the only switch, so that programs need no lock: of two
that write at once, one has to read some files again at its next start. Nothing here is the truth:
what is missing, of another version or damaged is read from the library's files. All of it is JSON,
and it is only used from a folder that no one else can write to.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from briefing.library.encoding import SCHEMA, write_json
from briefing.library.parts import Head, Part, checked, with_check
from briefing.library.root import key_of
from briefing.library.scanning import Listed, Stamp
from briefing.model import Fault

# Raise when what the files mean to the reader changes: what was read before is read again then.
VERSION = 1
_HEAD = " ".join(one.name for one in fields(Head))
_NAME = "current.json"
_TRAILER = 24
_MOST_PACKS = 12
_STALE = 3600.0  # seconds after which a pack that does not count is nobody's work under way
_head_values = attrgetter(*(one.name for one in fields(Head)))


class Pack:
    """One file of items, open for reading while any part lies in it."""

    def __init__(self, path: Path, is_new: bool = False) -> None:
        self.path = path
        self._file = path.open("x+b" if is_new else "rb", buffering=0)
        self._lock = threading.Lock()
        self.size = 0 if is_new else os.fstat(self._file.fileno()).st_size

    def read(self, at: int, size: int) -> bytes:
        """The bytes there. Any thread may ask."""
        with self._lock:
            self._file.seek(at)
            return self._file.read(size) or b""

    def write(self, data: bytes) -> int:
        """Put bytes at the end; where they begin."""
        with self._lock:
            begin = self.size
            self._file.seek(begin)
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) or 0 :]
            self.size += len(data)
            return begin

    def flush(self) -> None:
        """Make what was written last through a power cut."""
        os.fsync(self._file.fileno())

    def __del__(self) -> None:
        file = getattr(self, "_file", None)
        if file is not None:
            file.close()


@dataclass(slots=True)
class Remembered:
    """What the cache knew: the parts by name, and faults that follow from all parts together."""

    parts: dict[str, Part] = field(default_factory=dict)
    missing: tuple[Fault, ...] = ()
    missing_for: str = ""  # the fingerprint of the parts for which they hold
    listed: tuple[Fault, ...] = ()


class Cache:
    """The cache of one library."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.root = root
        self.folder = folder / key_of(root)
        self._packs: list[str] = []
        self._written: set[str] = set()  # names of the files of which the packs know something
        self._new: Pack | None = None
        self._lines: list[bytes] = []

    # -- reading ----------------------------------------------------------------------------------

    def load(self) -> Remembered:
        """What was kept; nothing if there is nothing or it cannot be trusted."""
        found = Remembered()
        try:
            if not _is_own(self.folder):
                return found
            plain = checked((self.folder / _NAME).read_bytes())
            if plain is None:
                return found
            current = json.loads(plain)
            if [current["version"], current["schema"]] != [VERSION, SCHEMA + _HEAD]:
                return found
            for name in current["packs"]:
                self._load_pack(Path(name).name, found.parts)
            for name in current["gone"]:
                found.parts.pop(name, None)
            found.missing = tuple(_fault(one) for one in current["missing"])
            found.missing_for = current["missing_for"]
            found.listed = tuple(_fault(one) for one in current["listed"])
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return Remembered()
        return found

    def _load_pack(self, name: str, parts: dict[str, Part]) -> None:
        """Add a pack's parts; a damaged pack is left out, and its files are read again."""
        try:
            pack = Pack(self.folder / name)
            begin, checksum = pack.read(pack.size - _TRAILER, _TRAILER).split()
            lines = pack.read(int(begin, 16), pack.size - _TRAILER - int(begin, 16))
            if int(checksum, 16) != crc32(lines):
                return
            for line in BytesIO(lines):  # one by one: to split all would hold up every thread
                part = _part(self.root, json.loads(line), pack)
                parts[part.name] = part
                self._written.add(part.name)
        except (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError):
            return
        self._packs.append(name)

    # -- writing ----------------------------------------------------------------------------------

    def add(self, part: Part) -> None:
        """Write a part that was just read, and let its values lie there from now on.

        OSError if it cannot be written; the part holds its values then.
        """
        items, ends = part.stored_items()
        if self._new is None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._new = Pack(self.folder / f"{secrets.token_hex(8)}.pack", is_new=True)
        first = self._new.write(items)
        self._lines.append(_head_line(part, first, ends))
        self._written.add(part.name)
        part.put(self._new, first, ends)

    def commit(
        self,
        names: Collection[str],
        missing: Sequence[Fault] = (),
        missing_for: str = "",
        listed: Sequence[Fault] = (),
        is_whole: bool = False,
    ) -> None:
        """Let what was added count from now on, in a library of the files with these `names`.

        `is_whole`: what was added is everything. OSError if it cannot be written.
        """
        packs = [] if is_whole else list(self._packs)
        if self._new is not None and self._lines:
            lines = b"".join(self._lines)
            begin = self._new.write(lines)
            self._new.write(b"%015x %08x" % (begin, crc32(lines)))
            self._new.flush()
            packs.append(self._new.path.name)
        current = {
            "version": VERSION,
            "schema": SCHEMA + _HEAD,
            "root": str(self.root),
            "packs": packs,
            "gone": sorted(self._written.difference(names)),
            "missing": [_plain(one) for one in missing],
            "missing_for": missing_for,
            "listed": [_plain(one) for one in listed],
        }
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self.folder / f"{secrets.token_hex(8)}.tmp"
        try:
            beside.write_bytes(with_check(write_json(current).encode("utf-8", "surrogatepass")))
            beside.replace(self.folder / _NAME)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink()
        self._packs, self._new, self._lines = packs, None, []
        self._tidy()

    @property
    def is_scattered(self) -> bool:
        """Whether it is time to write everything into one pack."""
        return len(self._packs) > _MOST_PACKS

    def begin_anew(self) -> None:
        """Forget what was added and not committed: what comes now goes into a pack of its own."""
        self._new, self._lines = None, []

    def _tidy(self) -> None:
        """Remove packs that do not count. Who has one open goes on reading it."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.name in self._packs or path.suffix not in (".pack", ".tmp"):
                    continue
                if time.time() - path.stat().st_mtime > _STALE:
                    with contextlib.suppress(OSError):
                        path.unlink()


def _is_own(folder: Path) -> bool:
    """Whether nobody else can write to the folder."""
    found = folder.stat()
    if os.name != "posix":
        return True
    others = stat.S_IWGRP | stat.S_IWOTH
    return found.st_uid == os.getuid() and not found.st_mode & others


def _head_line(part: Part, first: int, ends: Sequence[int]) -> bytes:
    stamp = list(part.stamp) if part.stamp is not None else None
    plain = [
        [part.name, part.kind, part.topic, stamp, part.setting, part.digest, part.is_doubtful],
        [_plain(one) for one in part.faults],
        first,
        list(ends),
        _head_values(part.head),
    ]
    return write_json(plain).encode() + b"\n"


def _part(root: Path, plain: Any, pack: Pack) -> Part:
    (name, kind, topic, stamp, setting, digest, is_doubtful), faults, first, ends, head = plain
    listed = Listed(name, kind, topic, Stamp(*stamp) if stamp is not None else None)
    part = Part(root, listed, setting, digest, Head(*head))
    part.faults = tuple(_fault(one) for one in faults)
    part.is_doubtful = is_doubtful
    part.put(pack, first, ends)
    return part


def _plain(fault: Fault) -> list[object]:
    return [fault.path.as_posix(), fault.line, fault.what, fault.mend]


def _fault(plain: list[Any]) -> Fault:
    path, line, what, mend = plain
    return Fault(Path(path), line, what, mend)
