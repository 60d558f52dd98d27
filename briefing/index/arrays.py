"""Files of plain arrays: written once, mapped into memory, every block under a checksum.

A file is a magic number, the sections one after another (each an array of little-endian numbers,
beginning at a multiple of 64 bytes), a CRC-32 for each block of 64 KB, a directory in JSON, and a
footer. The *seal* of a file is its length and a checksum over all that follows the sections; who
keeps the seal can therefore trust the whole file, block by block, as blocks are first touched.
"""

from __future__ import annotations

import io
import json
import mmap
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from briefing.index.manifest import Seal

Array = npt.NDArray[Any]

_MAGIC = b"BRFARR02"
_FOOTER = struct.Struct("<QQ8s")  # where the directory begins, its length, the magic number
_ALIGN = 64
_BLOCK = 1 << 16
_SPILL = 1 << 20  # bytes of a spool that are kept in memory
_STEP = 1 << 20  # items of a spool that are read at once


class Damaged(Exception):
    """A file is not what was written."""


class Spool:
    """An array that grows: in memory while it is small, in a nameless file of `folder` beyond."""

    def __init__(self, dtype: npt.DTypeLike, folder: Path) -> None:
        self.dtype = np.dtype(dtype)
        self.count = 0
        self.most = 0  # the largest number so far
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            max_size=_SPILL, mode="w+b", dir=str(folder)
        )

    def append(self, values: Array) -> None:
        """Add numbers at the end."""
        if not len(values):
            return
        if self.dtype.kind == "u":
            self.most = max(self.most, int(values.max()))
        self._file.write(_bytes(np.ascontiguousarray(values, self.dtype)))
        self.count += len(values)

    def blocks(self) -> Iterator[Array]:
        """All numbers, in order, in pieces that fit in memory."""
        self._file.seek(0)
        while data := self._file.read(_STEP * self.dtype.itemsize):
            yield np.frombuffer(data, self.dtype)
        self._file.seek(0, io.SEEK_END)

    def whole(self) -> Array:
        """All numbers at once, in 16 bits each if these are enough."""
        narrow = self.dtype.kind == "u" and self.most < 1 << 16
        found = np.empty(self.count, np.uint16 if narrow else self.dtype)
        at = 0
        for block in self.blocks():
            found[at : at + len(block)] = block
            at += len(block)
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Scratch:
    """The spools of one piece of work; all are let go of at its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spools: list[Spool] = []

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        for spool in self._spools:
            spool.close()

    def spool(self, dtype: npt.DTypeLike) -> Spool:
        """A new, empty spool."""
        self._spools.append(Spool(dtype, self._folder))
        return self._spools[-1]


class Writer:
    """Writes one file. Leaves nothing behind if it is left by an exception."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._sections: dict[str, tuple[str, int, int]] = {}
        self._checks: list[int] = []
        self._check = 0
        self._at = 0
        self._put(_MAGIC)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, where: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            self._path.unlink(missing_ok=True)

    def add(self, name: str, values: Array) -> None:
        """Write a section."""
        self._begin(name, values.dtype, len(values))
        self._put(_bytes(np.ascontiguousarray(values, _little(values.dtype))))

    def add_spool(self, name: str, spool: Spool, dtype: npt.DTypeLike | None = None) -> None:
        """Write what a spool has gathered as a section."""
        wanted = np.dtype(dtype or spool.dtype)
        self._begin(name, wanted, spool.count)
        for block in spool.blocks():
            self._put(_bytes(np.ascontiguousarray(block, _little(wanted))))

    def finish(self, facts: dict[str, Any]) -> Seal:
        """Write the end of the file, with small `facts` for the reader."""
        self._put(bytes(-self._at % _ALIGN))
        length = self._at
        checks = np.array([*self._checks, self._check], "<u4").tobytes()
        directory = json.dumps(
            {"sections": self._sections, "length": length, "facts": facts}, ensure_ascii=False
        ).encode("utf-8")
        footer = _FOOTER.pack(length + len(checks), len(directory), _MAGIC)
        end = checks + directory + footer
        self._file.write(end)
        self._file.close()
        return Seal(length + len(end), _checksum(end))

    def _begin(self, name: str, dtype: np.dtype[Any], count: int) -> None:
        self._put(bytes(-self._at % _ALIGN))
        self._sections[name] = (_little(dtype).str, self._at, count)

    def _put(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        view = memoryview(data)
        while len(view):
            part = view[: _BLOCK - self._at % _BLOCK]
            self._check = zlib.crc32(part, self._check)
            self._at += len(part)
            if self._at % _BLOCK == 0:
                self._checks.append(self._check)
                self._check = 0
            view = view[len(part) :]


class Section:
    """One array of a file. What is taken from it has been checked."""

    __slots__ = ("_data", "_file", "_offset", "_width")

    def __init__(self, file: File, data: Array, offset: int) -> None:
        self._file = file
        self._data = data
        self._offset = offset
        self._width = data.dtype.itemsize

    def __len__(self) -> int:
        return len(self._data)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The numbers' type."""
        return self._data.dtype

    def part(self, start: int, stop: int) -> Array:
        """The numbers from `start` to `stop`, without a copy."""
        if not self._file.is_sure:
            self._file.check(self._offset + start * self._width, self._offset + stop * self._width)
        return self._data[start:stop]

    def whole(self) -> Array:
        """All numbers, without a copy."""
        return self.part(0, len(self._data))

    def take(self, at: Array) -> Array:
        """The numbers at some places (none below 0, none beyond the end)."""
        if not self._file.is_sure and len(at):
            self._file.check_places(self._offset, at, self._width)
        return self._data[at.astype(np.int64, copy=False)]  # only these are used as they are

    def slices(self, starts: Array, stops: Array) -> Array:
        """The numbers from each start to its stop, one slice after another."""
        each = list(zip(starts.tolist(), stops.tolist(), strict=True))
        if not self._file.is_sure:
            for start, stop in each:
                self.part(start, stop)
        data = self._data.data  # cut as memory: arrays would take five times as long
        return np.frombuffer(b"".join([data[start:stop] for start, stop in each]), self.dtype)


class File:
    """A file that `Writer` wrote, mapped into memory; Damaged if it is not what its seal says."""

    def __init__(self, path: Path, seal: Seal) -> None:
        self.path = path
        self._seal = seal
        with path.open("rb") as file:
            file.seek(0, io.SEEK_END)
            if file.tell() != seal.size or seal.size < _FOOTER.size:
                raise Damaged(f"{path.name} has {file.tell()} bytes instead of {seal.size}")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        data = memoryview(self._map)
        at, length, magic = _FOOTER.unpack(data[-_FOOTER.size :])
        if magic != _MAGIC or at + length + _FOOTER.size != seal.size:
            raise Damaged(f"{path.name} is damaged at its end")
        directory = json.loads(bytes(data[at : at + length]))
        self._length = int(directory["length"])
        if _checksum(data[self._length :]) != seal.check:
            raise Damaged(f"{path.name} is damaged at its end")
        self.facts: dict[str, Any] = directory["facts"]
        blocks = self._length // _BLOCK + 1
        self._checks = np.frombuffer(data, "<u4", blocks, self._length).tolist()
        self._checked = np.zeros(blocks, np.bool_)
        self.is_sure = False  # every block has been looked at
        self._sections = {
            name: Section(self, np.frombuffer(data, dtype, count, offset), offset)
            for name, (dtype, offset, count) in directory["sections"].items()
        }

    def section(self, name: str) -> Section:
        """The array of this name; KeyError if there is none."""
        return self._sections[name]

    def check(self, start: int, stop: int) -> None:
        """Make sure of the bytes from `start` to `stop`."""
        first, last = start // _BLOCK, max(start, stop - 1) // _BLOCK
        if self._checked[first : last + 1].all():
            return
        for block in (first + np.flatnonzero(~self._checked[first : last + 1])).tolist():
            self._check_block(block)

    def check_places(self, offset: int, at: Array, width: int) -> None:
        """Make sure of the blocks that hold the items `at` of the section at `offset`."""
        touched = np.zeros(len(self._checks), np.bool_)
        touched[(offset + at.astype(np.int64) * width) // _BLOCK] = True
        for block in np.flatnonzero(touched & ~self._checked).tolist():
            self._check_block(block)

    def _check_block(self, block: int) -> None:
        start = block * _BLOCK
        with memoryview(self._map) as data:
            self._compare(block, data[start : min(start + _BLOCK, self._length)])

    def _compare(self, block: int, data: bytes | memoryview) -> None:
        if zlib.crc32(data) != self._checks[block]:
            raise Damaged(f"{self.path.name} is damaged near byte {block * _BLOCK}")
        self._checked[block] = True

    def verify(self, is_stopped: Callable[[], bool]) -> bool:
        """Read the whole file from disk and compare; False if stopped. Damaged if it differs.

        It is read, not mapped, so that what nobody searches for does not fill the memory.
        """
        with self.path.open("rb") as file:
            for block in range(len(self._checks)):
                if is_stopped():
                    return False
                left = self._length - block * _BLOCK
                self._compare(block, file.read(min(_BLOCK, left)))
            if _checksum(file.read()) != self._seal.check:
                raise Damaged(f"{self.path.name} is damaged at its end")
        self.is_sure = True
        return True


def _bytes(values: Array) -> memoryview:
    return values.data.cast("B") if len(values) else memoryview(b"")


def _little(dtype: np.dtype[Any]) -> np.dtype[Any]:
    return dtype.newbyteorder("<") if dtype.byteorder == ">" else dtype


def _checksum(data: bytes | memoryview) -> str:
    return blake2b(data, digest_size=16).hexdigest()
