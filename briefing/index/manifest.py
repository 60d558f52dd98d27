"""What an index folder holds, with checksums: nothing is opened that our manifest does not name.

Whoosh keeps a pickle and checks nothing; a damaged file would give wrong hits without a word. So
each build goes into a folder of its own below the index folder, and `manifest.json` names the one
that counts, its files, and what it was made from. Replacing the manifest is the only switch.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import stat
import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

# Raise when the schema, the tokenizer or the files beside Whoosh's own change.
VERSION = 1
NAME = "manifest.json"
_STALE = 24 * 3600.0


class Unusable(Exception):
    """There is no manifest that can be used; `reason` is "missing", "old" or "broken"."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which build counts, and what its files must be."""

    build: str  # the name of the build's folder
    fingerprint: str  # of what the index was made from
    files: dict[str, tuple[int, str]]  # name: size, checksum


def new_build(root: Path) -> Path:
    """A fresh folder for a build, readable by its owner alone."""
    root.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        root.chmod(0o700)
    build = root / f"build-{secrets.token_hex(6)}"
    build.mkdir(mode=0o700)
    return build


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
        files = {str(n): (int(size), str(check)) for n, (size, check) in values["files"].items()}
        manifest = Manifest(str(values["build"]), str(values["fingerprint"]), files)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unusable("broken", "the manifest is damaged") from error
    if not all(_is_plain(name) for name in (manifest.build, *manifest.files)):
        raise Unusable("broken", "the manifest names files elsewhere")
    for name, (size, _) in manifest.files.items():
        try:
            found = (root / manifest.build / name).stat().st_size
        except OSError as error:
            raise Unusable("broken", f"{name} is missing") from error
        if found != size:
            raise Unusable("broken", f"{name} has {found} bytes instead of {size}")
    return manifest


def verify(root: Path, manifest: Manifest, small_only: bool = False) -> None:
    """Compare checksums; raises Unusable. `small_only` leaves the large segment files out."""
    for name, (_, check) in manifest.files.items():
        if small_only and name.endswith(".seg"):
            continue
        try:
            found = _checksum(root / manifest.build / name)
        except OSError as error:
            raise Unusable("broken", f"{name} cannot be read: {error}") from error
        if found != check:
            raise Unusable("broken", f"{name} is damaged")


def write(root: Path, build: str, fingerprint: str) -> Manifest:
    """Make the files that are now in `build` the ones that count."""
    files = {
        path.name: (path.stat().st_size, _checksum(path))
        for path in sorted((root / build).iterdir())
        if path.is_file() and not path.name.endswith(("LOCK", ".tmp"))
    }
    values = {"version": VERSION, "build": build, "fingerprint": fingerprint, "files": files}
    fresh = root / f"{NAME}.{secrets.token_hex(4)}.tmp"
    fresh.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8", newline="\n")
    _replace(fresh, root / NAME)
    return Manifest(build, fingerprint, files)


def clean(root: Path, keep: str, previous: str = "") -> None:
    """Remove the previous build and leftovers older than a day. What is in use stays for later."""
    for path in root.iterdir():
        if path.name in (keep, NAME):
            continue
        try:
            stale = path.name == previous or time.time() - path.stat().st_mtime > _STALE
        except OSError:
            continue
        if stale and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif stale:
            with contextlib.suppress(OSError):
                path.unlink()


def _must_be_ours(root: Path) -> None:
    """An index holds a pickle, and unpickling is running: refuse what others may have written."""
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


def _checksum(path: Path) -> str:
    summed = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            summed.update(block)
    return summed.hexdigest()


def _replace(fresh: Path, target: Path) -> None:
    """Rename over the target; Windows may need a moment while another program reads it."""
    for wait in (0.02, 0.05, 0.1, 0.3, 0.0):
        try:
            fresh.replace(target)
            return
        except PermissionError:
            if not wait:
                fresh.unlink(missing_ok=True)
                raise
            time.sleep(wait)
