"""The process in which files are read: what crashes, hangs or swells there harms one file only.

It is started as `python -m briefing.importers.worker`, reads requests from its standard input and
answers on its standard output, one after the other, until the input ends. A message is its length
in eight bytes and a pickled value:

    request   (path, options)
    answer    Answer

Memory is limited with RLIMIT_AS where the system has it (Linux and most Unixes); on macOS and
Windows only the limits of `archive` hold, and the limit of time, which the other side keeps.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import pickle
import struct
import sys
from dataclasses import dataclass
from enum import EnumType
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from briefing.importers import archive, for_file, for_folder
from briefing.importers.base import (
    MOST_BYTES_OF_FILE,
    SURE,
    Glance,
    Importer,
    Intake,
    NeedsPassword,
    Options,
)
from briefing.model import BriefingError, UserError

MOST_MEMORY = 1536 * 2**20  # bytes of address space
_LENGTH = struct.Struct("<Q")
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file: an intake, or why there is none."""

    importer: str = ""  # the title of the format
    intake: Intake | None = None
    digest: str = ""  # of the file's bytes; "" for a folder
    trouble: str = ""  # in words, for the user
    needs_password: bool = False
    bug: str = ""  # a traceback, for the log
    is_spent: bool = False  # memory ran out: this process should not go on


def send(stream: IO[bytes], value: object) -> None:
    """Write one message."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message. EOFError at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    collecting = gc.isenabled()
    gc.disable()  # all that is made here stays; looking for garbage would hold up a window
    try:
        return _Unpickler(data).load()
    finally:
        if collecting:
            gc.enable()


class _Unpickler(pickle.Unpickler):
    """Only our own frozen values and paths: a reader that was taken over cannot call anything."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is one that may be sent."""
        if module.startswith("pathlib") and name in ("PosixPath", "WindowsPath", "Path"):
            return Path
        if (module, name) == ("builtins", "getattr"):
            return _member_of
        if module.startswith(("briefing.model.", "briefing.importers.")) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} may not be sent")


def _member_of(kind: object, name: object) -> object:
    """What Python 3.11.0 to 3.11.3 send of an enumeration: its class and the member's name.

    They ask for `getattr`; only this much of it is given.
    """
    if isinstance(kind, EnumType) and isinstance(name, str) and name in kind.__members__:
        return kind.__members__[name]
    raise pickle.UnpicklingError(f"{name} of {kind} may not be sent")


def read(path: Path, options: Options) -> Answer:
    """Read one file or folder; never raises but for what ends the process."""
    gc.disable()  # nearly all that is made stays until the answer is sent
    try:
        return _answer(path, options)
    finally:
        gc.enable()


def _answer(path: Path, options: Options) -> Answer:
    try:
        importer, intake, digest = _read(path, options)
        return Answer(importer.title, intake, digest)
    except NeedsPassword as error:
        return Answer(trouble=str(error), needs_password=True)
    except BriefingError as error:
        return Answer(trouble=str(error))
    except RecursionError:
        return Answer(trouble=f"“{path.name}” is nested too deeply to be read.")
    except MemoryError:
        return Answer(
            trouble=f"“{path.name}” would need too much memory to be read; it was left out.",
            is_spent=True,
        )
    except FileNotFoundError:
        return Answer(trouble=f"There is no file {path}.")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Answer(trouble=f"{path} cannot be read: {reason}.")
    except Exception:  # the funnel for bugs: the batch goes on, the log tells
        import traceback

        trouble = (
            f"“{path.name}” could not be read: it is damaged, or Briefing has a fault. "
            "Open it in its own program, save it anew, and try again."
        )
        return Answer(trouble=trouble, bug=traceback.format_exc())


def _read(path: Path, options: Options) -> tuple[Importer, Intake, str]:
    if path.is_dir():
        folder = archive.Folder(path)
        importer = for_folder(folder.names)
        if importer is None:
            raise UserError(f"“{path.name}” is a folder of no kind that can be read as one thing.")
        return importer, _function(importer.read_folder)(folder, options), ""
    home = _zip_of(path)
    data = _bytes(path) if home is None else _opened.open(home).read(_member(path, home))
    glance = _glance_of(path.name, data)
    inside = for_folder(glance.members) if glance.members else None
    if inside is not None and _for_folder_wins(glance):
        intake = _function(inside.read_folder)(archive.Archive(data, path.name), options)
        return inside, intake, _digest(data)
    importer = for_file(glance)
    return importer, _function(importer.read)(data, path.name, options), _digest(data)


class _Opened:
    """The zip whose files are read one after the other."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._archive: archive.Archive | None = None

    def open(self, path: Path) -> archive.Archive:
        if self._archive is None or path != self._path:
            self._archive = archive.Archive(_bytes(path), path.name)
            self._path = path
        return self._archive


_opened = _Opened()


def _zip_of(path: Path) -> Path | None:
    """The file in which a path lies that leads into a zip; None for one of the disk."""
    if path.exists():
        return None
    return next((one for one in path.parents if one.is_file()), None)


def _member(path: Path, home: Path) -> str:
    return path.relative_to(home).as_posix()


def _for_folder_wins(glance: Glance) -> bool:
    """Whether no importer of files is sure that the zip is its own."""
    try:
        return for_file(glance).how_sure(glance) < SURE
    except UserError:
        return True


def _glance_of(name: str, data: bytes) -> Glance:
    """The first bytes of a file, and the names in it if it is a zip."""
    members = archive.names_in(io.BytesIO(data)) if data.startswith(b"PK") else ()
    return Glance(name, data[:_HEAD], members)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES_OF_FILE + 1)
    if len(data) > MOST_BYTES_OF_FILE:
        most = MOST_BYTES_OF_FILE // 2**20
        raise UserError(f"“{path.name}” is larger than {most} MB; such files are not read.")
    return data


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _function(name: str) -> Any:
    """The function of this package that a row of the table names."""
    module, _, function = name.partition(":")
    return getattr(import_module(f"briefing.importers.{module}"), function)


def main() -> int:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not end up among the answers.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    _limit()
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            path, options = receive(sys.stdin.buffer)
            answer = read(path, options)
            send(answers, answer)
            if answer.is_spent:
                return 1
    return 0


def _limit() -> None:
    """Bound the memory, and leave no core files behind."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CORE, 0))
    for kind, most in limits:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    # By its own name, so that the classes of the answers are found on the other side.
    from briefing.importers.worker import main as serve

    sys.exit(serve())
