"""Reading and writing files so that none is ever half-written, and none overwritten unseen."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from briefing.library import journal
from briefing.library.journal import digest
from briefing.model import ReadOnly, SystemTrouble, UserError

_NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
# A stick that was pulled out, a network folder that is gone.
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.EIO}

# On Windows no file takes the place of one that a virus scanner or a sync client has just opened.
_TRIES = 20 if os.name == "nt" else 1
_PAUSE = 0.05  # seconds between two of them

# What a save that was killed leaves behind; younger ones may belong to a save that goes on.
_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{8}\.tmp|\.[0-9a-f]{16}\.tmp")
_OLD = 120.0  # seconds


def read_file(path: Path) -> bytes:
    """The bytes of the file at `path`; SystemTrouble if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SystemTrouble(f"{path} cannot be read: {_reason(error)}.") from error


def read_if_there(path: Path) -> bytes | None:
    """The bytes of the file at `path`; None if there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SystemTrouble(f"{path} cannot be read: {_reason(error)}.") from error


def write_file(path: Path, data: bytes, expected: str | None) -> str:
    """Put `data` in the place of the file at `path` in one step; returns the new digest.

    `expected` is the digest of what was read from the file before: if the file holds anything
    else now, it is left alone and UserError raised. None stands for a file that is not there
    yet; one that is there nevertheless is never overwritten.
    """
    target = path.resolve() if path.is_symlink() else path
    beside = target.with_name(f".{target.name[:20]}.{secrets.token_hex(4)}.tmp")
    try:
        if expected is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        if expected is not None and not os.access(target, os.W_OK) and target.exists():
            raise ReadOnly(f"{path} is write-protected. Allow writing to it, or copy the library.")
        _write_through(beside, data)
        before = _put_in_place(beside, target, expected)
    except OSError as error:
        raise _trouble(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    journal.note(path, before, data)
    return digest(data)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(beside: Path, target: Path, expected: str | None) -> bytes | None:
    """Name the file `target`; returns what that file held before."""
    before = None
    if expected is None:
        _create(beside, target)
    else:
        before = _check_unchanged(target, expected)
        with contextlib.suppress(OSError):
            beside.chmod(target.stat().st_mode & 0o7777)
        _patiently(lambda: beside.replace(target))
    _flush_folder(target.parent)
    return before


def _patiently(act: Callable[[], object]) -> None:
    for left in range(_TRIES - 1, -1, -1):
        try:
            act()
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)


def _create(beside: Path, target: Path) -> None:
    """Name the file `target` unless that name is taken: a hard link does both in one step."""
    try:
        target.hardlink_to(beside)
    except FileExistsError:
        raise taken(target) from None
    except OSError:  # this file system has no hard links
        if target.exists():
            raise taken(target) from None
        _patiently(lambda: beside.replace(target))


def taken(target: Path) -> UserError:
    """The error for a new file whose name another one has."""
    return UserError(f"{target} exists already. Choose another name.")


def _check_unchanged(target: Path, expected: str) -> bytes:
    """What the file at `target` holds, if that is what was read from it."""
    try:
        data = target.read_bytes()
    except FileNotFoundError:
        raise changed(target) from None
    if digest(data) != expected:
        raise changed(target)
    return data


def changed(path: Path) -> UserError:
    """The error for a file that is not what it was when it was read."""
    return UserError(
        f"{path} was changed by another program since it was read. Nothing was written: "
        "read the library again, then repeat the change."
    )


def remove_file(path: Path, expected: str) -> None:
    """Remove the file at `path` if it still holds what was read from it."""
    try:
        before = _check_unchanged(path, expected)
        _patiently(path.unlink)
        _flush_folder(path.parent)
    except OSError as error:
        raise _trouble(path, error) from error
    journal.note(path, before, None)


def can_write(folder: Path) -> bool:
    """Whether a file can be made in `folder`: it is tried, and nothing is left behind.

    Where only the space for it is missing, it can: room can be made.
    """
    trial = folder / f".{secrets.token_hex(8)}.tmp"
    try:
        with trial.open("xb") as file:
            file.write(b"?")
        trial.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            trial.unlink()
        return error.errno in _NO_SPACE
    return True


def make_folder(path: Path) -> None:
    """Make a folder and those above it, if it is not there; SystemTrouble if it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemTrouble(f"{path} cannot be made: {_reason(error)}.") from error


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _trouble(path: Path, error: OSError) -> UserError | SystemTrouble:
    if error.errno in _NO_SPACE:
        return SystemTrouble(
            f"There is no space left to write {path}. The file is as it was; "
            "make room and try again."
        )
    if error.errno in _FORBIDDEN:
        return ReadOnly(
            f"{path} cannot be written ({_reason(error)}). The file is as it was; "
            "close other programs that use it, or copy the library to a folder of your own."
        )
    if error.errno in _GONE and not path.parent.is_dir():
        return gone(path.parent)
    return SystemTrouble(f"{path} cannot be written: {_reason(error)}. The file is as it was.")


def gone(folder: Path) -> SystemTrouble:
    """The error for a folder that was there and is not any more."""
    return SystemTrouble(
        f"The folder {folder} is not there any more. If it is on a stick or a network drive, "
        "connect that again, then repeat the change. Nothing was written."
    )


def clean_up(root: Path) -> int:
    """Remove what saves that were killed left in the library at `root`; how many files that were.

    Such files were never named, so nothing of the user's is in them that he knows of.
    """
    oldest = time.time() - _OLD
    number = 0
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name[0] not in "~" and name != ".git"]
        for name in names:
            if _LEFTOVER.fullmatch(name):
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime < oldest:
                        path.unlink()
                        number += 1
    return number


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
