"""What an index folder holds, with checksums: nothing is opened that our manifest does not name.

Each build goes into a folder of its own below the index folder, and `manifest.json` names the one
that counts, its segments, what of them is deleted, and what it was made from. Replacing the
manifest is the only switch: killed at any moment, the old state or the new one is there. Nothing
in the folder is a pickle, so nothing in it can run.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from briefing.index.errors import IndexBusy

# Raise when fields, the tokenizer or the format of the files change.
VERSION = 6
NAME = "manifest.json"
LOCK = "writing.lock"
_STALE = 24 * 3600.0
_LOCK_WAIT = 5.0
_LOCK_STEP = 0.05


class Unusable(Exception):
    """There is no manifest that can be used; `reason` is "missing", "old" or "broken"."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason


class Seal(NamedTuple):
    """What a file must be: its length in bytes, and the checksum of what vouches for all of it."""

    size: int
    check: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment as the manifest names it, and the file that lists what of it is deleted."""

    name: str
    seal: Seal
    documents: int
    gone: str = ""  # the name of that file; "" if nothing is deleted
    gone_seal: Seal = Seal(0, "")
    gone_count: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which build counts, and what its files must be."""

    build: str  # the name of the build's folder
    fingerprint: str  # of what the index was made from
    averages: dict[str, float] = field(default_factory=dict)  # words in a field, when it was built
    pieces: tuple[Piece, ...] = ()

    def files(self) -> dict[str, int]:
        """The names of all files of the build, with their lengths."""
        found = {piece.name: piece.seal.size for piece in self.pieces}
        return found | {one.gone: one.gone_seal.size for one in self.pieces if one.gone}


def new_build(root: Path) -> Path:
    """A fresh folder for a build, readable by its owner alone."""
    build = root / f"build-{secrets.token_hex(6)}"
    build.mkdir(mode=0o700)
    return build


def prepare(root: Path) -> None:
    """Make the index folder, readable by its owner alone, and clear away what is in the way.

    It lies in a cache: what stands there and is none of ours may go.
    """
    if not root.is_dir() and (root.is_symlink() or root.exists()):
        root.unlink()
    root.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        root.chmod(0o700)
    for path in (root / NAME, root / LOCK):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.is_symlink():
            path.unlink()


def stamp(root: Path) -> tuple[int, int, int]:
    """Changes whenever the manifest is replaced; zeros if there is none."""
    try:
        status = (root / NAME).stat()
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino


def read(root: Path) -> Manifest:
    """The manifest, after a cheap look at what it names (sizes only); raises Unusable."""
    _must_be_ours(root)
    try:
        values = json.loads((root / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unusable("missing", "there is no index yet") from None
    except (OSError, ValueError) as error:
        raise Unusable("broken", f"the manifest cannot be read: {error}") from error
    try:
        if values["version"] != VERSION:
            raise Unusable("old", f"the index has format {values['version']}, not {VERSION}")
        if values.pop("check") != _own_check(values):
            raise Unusable("broken", "the manifest is damaged")
        manifest = _from_values(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unusable("broken", "the manifest is damaged") from error
    if not all(_is_plain(name) for name in (manifest.build, *manifest.files())):
        raise Unusable("broken", "the manifest names files elsewhere")
    compare_sizes(root, manifest)
    return manifest


def compare_sizes(root: Path, manifest: Manifest) -> None:
    """A look at the sizes of all files; raises Unusable."""
    for name, size in manifest.files().items():
        try:
            found = (root / manifest.build / name).stat().st_size
        except OSError as error:
            raise Unusable("broken", f"{name} is missing") from error
        if found != size:
            raise Unusable("broken", f"{name} has {found} bytes instead of {size}")


def write(root: Path, manifest: Manifest) -> None:
    """Make this state the one that counts."""
    values: dict[str, Any] = {
        "version": VERSION,
        "build": manifest.build,
        "fingerprint": manifest.fingerprint,
        "averages": manifest.averages,
        "segments": [_piece_values(piece) for piece in manifest.pieces],
    }
    values["check"] = _own_check(values)
    fresh = root / f"{NAME}.{secrets.token_hex(4)}.tmp"
    try:
        fresh.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8", newline="\n")
        _replace(fresh, root / NAME)
    except BaseException:  # also a stop: nothing half is left; it is raised again
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def clean(root: Path, manifest: Manifest, previous: str = "") -> None:
    """Remove what no longer counts: the build before, replaced files, leftovers older than a day.

    What is in use stays for later (Windows does not give it away).
    """
    kept = manifest.files()
    for path in (*root.iterdir(), *(root / manifest.build).iterdir()):
        if path.name in (manifest.build, NAME, LOCK):
            continue
        if path.parent != root and path.name in kept:
            continue
        try:
            stale = (
                path.parent != root
                or path.name == previous
                or time.time() - path.stat().st_mtime > _STALE
            )
        except OSError:
            continue
        if stale and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif stale:
            with contextlib.suppress(OSError):
                path.unlink()


def checksum(data: bytes) -> str:
    """Of what stands in a small file."""
    return blake2b(data, digest_size=16).hexdigest()


@contextlib.contextmanager
def writing(root: Path) -> Iterator[None]:
    """Only one program at a time writes; waits a while, then raises IndexBusy.

    The lock is the system's: it is let go of when its holder dies.
    """
    from whoosh.util.filelock import FileLock, try_for

    lock = FileLock(str(root / LOCK))
    if not try_for(lock.acquire, timeout=_LOCK_WAIT, delay=_LOCK_STEP):
        raise IndexBusy("another program is writing the search index; try again")
    try:
        yield
    finally:
        lock.release()


def _piece_values(piece: Piece) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": piece.name,
        "size": piece.seal.size,
        "check": piece.seal.check,
        "documents": piece.documents,
    }
    if piece.gone:
        size, check = piece.gone_seal
        values["deleted"] = {
            "name": piece.gone,
            "size": size,
            "check": check,
            "documents": piece.gone_count,
        }
    return values


def _from_values(values: dict[str, Any]) -> Manifest:
    pieces = []
    for one in values["segments"]:
        gone = one.get("deleted") or {"name": "", "size": 0, "check": "", "documents": 0}
        pieces.append(
            Piece(
                str(one["name"]),
                Seal(int(one["size"]), str(one["check"])),
                int(one["documents"]),
                str(gone["name"]),
                Seal(int(gone["size"]), str(gone["check"])),
                int(gone["documents"]),
            )
        )
    averages = {str(name): float(length) for name, length in values["averages"].items()}
    return Manifest(str(values["build"]), str(values["fingerprint"]), averages, tuple(pieces))


def _own_check(values: dict[str, Any]) -> str:
    return checksum(json.dumps(values, sort_keys=True).encode("utf-8"))


def _must_be_ours(root: Path) -> None:
    """What others may have written could show anything as a result: refuse it."""
    try:
        status = root.stat()
    except OSError:
        raise Unusable("missing", "there is no index yet") from None
    if os.name == "posix" and (
        status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ):
        raise Unusable("broken", "the index folder can be written by others")


def _is_plain(name: str) -> bool:
    return bool(name) and name not in (".", "..") and not set(name) & set("/\\:\0")


def _replace(fresh: Path, target: Path) -> None:
    """Rename over the target; Windows may need a moment while another program reads it."""
    for wait in (0.02, 0.05, 0.1, 0.3, 0.0):
        try:
            fresh.replace(target)
            return
        except PermissionError:
            if not wait:
                raise
            time.sleep(wait)
