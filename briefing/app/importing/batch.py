"""A batch of files: found in folders, and read one after the other where they can do no harm."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.importers import Glance, Intake, Options, for_file, for_folder, is_wanted
from briefing.importers.archive import is_inside, names_in
from briefing.model import Cancelled, Progress, Stop, UserError
from briefing.text.words import counted

_MOST_FILES = 20_000
ZIP = ".zip"
_LOCK = "~$"  # what Word leaves beside a file that is open


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be read: files, and folders that are one thing; and what is passed over."""

    paths: tuple[Path, ...] = ()
    passed_over: tuple[tuple[Path, str], ...] = ()  # and why


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one file."""

    path: Path
    importer: str = ""
    intake: Intake | None = None
    digest: str = ""
    trouble: str = ""
    needs_password: bool = False
    bug: str = ""
    seconds: float = 0.0


def find(paths: Iterable[Path], stop: Stop | None = None) -> Found:
    """The files at `paths`, and those in folders, however deep, that look readable.

    Files that are named are always read. Links, hidden files and what Word leaves beside an open
    file are passed over, and so are files in folders whose ending nobody reads.
    """
    found: dict[Path, None] = {}
    passed: list[tuple[Path, str]] = []
    for path in paths:
        if path.name.startswith(_LOCK):
            passed.append((path, "Word's note that the file is open"))
        elif path.is_symlink():
            passed.append((path, "a link"))
        elif path.is_dir():
            _walk(path, found, passed, stop)
        else:
            _take(path, found, passed)
    return Found(tuple(found), tuple(passed))


def _take(path: Path, found: dict[Path, None], passed: list[tuple[Path, str]]) -> None:
    """Add a file; of a zip that is no document or vault itself, the files in it."""
    names = names_in(path) if path.name.lower().endswith(ZIP) else ()
    inner = [one for one in names if is_inside(one) and is_wanted(one) and not _is_left(one)]
    if not inner or _is_one_thing(path.name, names):
        found[path] = None
        return
    for name in sorted(inner):
        found[path / name] = None
    left = sum(not one.endswith("/") and not _is_left(one) for one in names) - len(inner)
    if left:
        passed.append((path, f"{counted(left, 'other file')} in it of no format that is read"))


def _is_left(name: str) -> bool:
    """What systems and programs leave in a zip."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(one.startswith((".", _LOCK)) for one in parts)


def _is_one_thing(name: str, names: Sequence[str]) -> bool:
    try:
        for_file(Glance(name, b"PK\x03\x04", tuple(names)))
    except UserError:
        return for_folder(names) is not None
    return True


def _walk(
    folder: Path, found: dict[Path, None], passed: list[tuple[Path, str]], stop: Stop | None
) -> None:
    """Add what is to be read in a folder."""
    if stop is not None and stop():
        raise Cancelled
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError as error:
        passed.append((folder, f"cannot be read: {error.strerror or type(error).__name__}"))
        return
    if for_folder([one.name + ("/" if one.is_dir() else "") for one in entries]) is not None:
        found[folder] = None
        return
    for entry in entries:
        path = folder / entry.name
        if len(found) >= _MOST_FILES:
            passed.append((folder, f"more than {_MOST_FILES:,} files"))
            return
        if entry.is_symlink():
            passed.append((path, "a link"))
        elif entry.name.startswith(_LOCK):
            passed.append((path, "Word's note that the file is open"))
        elif entry.name.startswith("."):
            continue
        elif entry.is_dir():
            _walk(path, found, passed, stop)
        elif is_wanted(entry.name) or entry.name.lower().endswith(ZIP):
            _take(path, found, passed)
        else:
            passed.append((path, "no format that is read"))


def read_files(
    paths: Sequence[Path],
    options: Mapping[Path, Options] | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
    seconds: float | None = None,
    each: Callable[[Read], None] | None = None,
) -> tuple[Read, ...]:
    """Read the files; one that cannot be read does not hold up the others.

    `options` holds what the user said of single files. Cancelled as soon as `stop` says so.
    """
    from briefing.importers.isolation import SECONDS, Reader

    reads = []
    with Reader(seconds or SECONDS) as reader:
        for number, path in enumerate(paths):
            if stop is not None and stop():
                raise Cancelled
            if progress is not None:
                progress(number, len(paths))
            begin = time.perf_counter()
            answer = reader.read(path, (options or {}).get(path), stop)
            read = Read(
                path,
                answer.importer,
                answer.intake,
                answer.digest,
                answer.trouble,
                answer.needs_password,
                answer.bug,
                time.perf_counter() - begin,
            )
            reads.append(read)
            if each is not None:
                each(read)
    if progress is not None:
        progress(len(paths), len(paths))
    return tuple(reads)
