"""Zip files and folders from strangers: read through a counter, never unpacked onto the disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from briefing.model import UserError

MOST_ENTRIES = 5_000
MOST_BYTES_OF_PART = 64 * 2**20
MOST_BYTES_IN_ALL = 256 * 2**20
MOST_RATIO = 200  # how many times larger than packed a part may be …
SMALL = 2**20  # … beyond this size
_CHUNK = 2**16
_TAIL = 2**16 + 22  # where the last record of a zip begins: a comment may follow it
_ENCRYPTED = 0x1
# `zipfile` raises RuntimeError for what is encrypted or packed in a way that it does not know.
_TROUBLES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError),
    RuntimeError,
)


class Archive:
    """The parts of a zip file. Names are only looked up, never used as paths of this machine."""

    unread: Sequence[str] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except _TROUBLES as error:
            raise UserError(
                f"“{name}” is damaged: it cannot be unpacked ({_reason(error)}). Get the file "
                "again from where it came from, or open it in its own program and save it anew."
            ) from error
        if len(parts) > MOST_ENTRIES:
            raise UserError(
                f"“{name}” holds {len(parts):,} parts; {MOST_ENTRIES:,} at most are unpacked."
            )
        self._unpacked = 0
        # Of two parts with one name the last one counts, as for other programs.
        self._parts = {part.filename: part for part in parts if _is_plain(part)}
        self.names: Sequence[str] = tuple(self._parts)
        self._lower = {name.lower(): name for name in self._parts}

    def find(self, name: str) -> str | None:
        """The part of that name, capitals apart, or None."""
        return name if name in self._parts else self._lower.get(name.lower())

    def read(self, name: str) -> bytes:
        """The bytes of a part; UserError if it is not there, damaged, or beyond the limits."""
        part = self._parts.get(name)
        if part is None:
            raise UserError(f"“{self.name}” is damaged: its part {name} is missing.")
        if part.flag_bits & _ENCRYPTED:
            raise UserError(f"“{self.name}” is a ZIP file with a password. Unpack it first.")
        self._need_room(part, part.file_size)
        chunks = []
        size = 0
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._need_room(part, size)
                    chunks.append(chunk)
        except _TROUBLES as error:
            raise UserError(
                f"“{self.name}” is damaged: its part {name} cannot be unpacked "
                f"({_reason(error)}). Open it in its own program and save it anew."
            ) from error
        self._unpacked += size
        return b"".join(chunks)

    def _need_room(self, part: zipfile.ZipInfo, size: int) -> None:
        """UserError if a part of that size is beyond the limits, whatever the zip says of it."""
        ratio = size / max(part.compress_size, 1)
        if (
            size > MOST_BYTES_OF_PART
            or self._unpacked + size > MOST_BYTES_IN_ALL
            or (size > SMALL and ratio > MOST_RATIO)
        ):
            raise UserError(
                f"“{self.name}” is not unpacked: its part {part.filename} would be far too large "
                f"({size / 2**20:.0f} MB or more, packed into {part.compress_size / 1024:.0f} KB). "
                "Files like this are made to stop programs."
            )


def _is_plain(part: zipfile.ZipInfo) -> bool:
    """A file, not a folder or a link, whose name stays inside."""
    mode = part.external_attr >> 16
    if part.is_dir() or stat.S_ISLNK(mode):
        return False
    return is_inside(part.filename)


def is_inside(name: str) -> bool:
    """Whether a name of a part cannot lead out of its folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in name.split("/")[0]


def names_in(file: Path | io.BytesIO) -> tuple[str, ...]:
    """The names in a zip file; () if it is none or has too many of them."""
    try:
        if isinstance(file, Path):
            with file.open("rb") as stream:
                if _counted(stream) > MOST_ENTRIES:
                    return ()
        with zipfile.ZipFile(file) as opened:
            names = opened.namelist()
    except _TROUBLES:
        return ()
    return tuple(names) if len(names) <= MOST_ENTRIES else ()


def _counted(stream: IO[bytes]) -> int:
    """How many parts a zip says that it has, before the list of them is read."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0


class Folder:
    """The files of a folder on disk, as importers see them. Links are not followed."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._read = 0
        unread: list[str] = []
        self.names: Sequence[str] = tuple(_walk(path, path, unread))
        self.unread: Sequence[str] = tuple(unread)

    def read(self, name: str) -> bytes:
        """The bytes of a file; UserError beyond the limits."""
        if name not in self.names:
            raise UserError(f"There is no file {name} in “{self.name}”.")
        path = self._path / name
        try:
            size = path.stat().st_size
            if size > MOST_BYTES_OF_PART or self._read + size > MOST_BYTES_IN_ALL:
                raise UserError(f"“{name}” is too large ({size / 2**20:.0f} MB).")
            self._read += size
            return path.read_bytes()
        except OSError as error:
            raise UserError(f"{path} cannot be read: {_reason(error)}.") from error


def _walk(folder: Path, root: Path, unread: list[str]) -> Iterator[str]:
    """The names of the files; what the system does not let one look into is told in `unread`."""
    try:
        for path in sorted(folder.iterdir()):
            if path.is_symlink():
                continue
            if path.is_dir():
                yield from _walk(path, root, unread)
            elif path.is_file():
                yield path.relative_to(root).as_posix()
    except OSError as error:
        unread.append(f"{folder.relative_to(root).as_posix()}: cannot be read ({_reason(error)})")


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).rstrip(".") or type(error).__name__
