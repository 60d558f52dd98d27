"""Kills, full disks, read-only folders, sticks pulled out: files hold the old or the new text."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.library import clean_up, files, is_writable, read_library, save_case, save_point
from briefing.model import BriefingError, Case, CaseId, ReadOnly, SystemTrouble
from tests.library import killing

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    killing.make(folder)
    return folder


def run(root: Path, kills: int, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-P", "-m", "tests.library.killing", str(root), str(kills), "1"]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@posix
def test_a_save_that_is_killed_leaves_the_old_or_the_new_text(tmp_path: Path) -> None:
    code, said = run(tmp_path / "killed", 40)
    assert code == 0, said


@posix
@pytest.mark.slow
def test_six_hundred_kills(tmp_path: Path) -> None:
    code, said = run(tmp_path / "killed", 600)
    assert code == 0, said
    hits = re.search(r"600 kills, (\d+) of them during a save", said)
    assert hits is not None and int(hits[1]) >= 60, said


@posix
def test_careless_writing_would_be_noticed(tmp_path: Path) -> None:
    code, said = run(tmp_path / "killed", 100, "careless")
    assert code == 1, said


def save_all(root: Path) -> list[str]:
    """Try to change a point and a case and to make a new one; what was said against it."""
    library = read_library(root)
    point, case = library.points[0], library.cases[0]
    new = Case(CaseId(""), "Another", items=case.items)
    said = []
    for save in (
        lambda: save_point(library, replace(point, explanation_md=killing.text(7))),
        lambda: save_case(root, replace(case, title="Changed"), case),
        lambda: save_case(root, new),
    ):
        try:
            save()
        except BriefingError as error:
            said.append(str(error))
    return said


def in_child(work: Callable[[], None]) -> int:
    """Do something in a forked child; its exit code."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def unchanged(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@posix
def test_a_disk_that_is_full(root: Path) -> None:
    before = unchanged(root)

    def fill() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
        said = save_all(root)
        assert len(said) == 3, said
        assert all("The file is as it was" in one for one in said), said

    assert in_child(fill) == 0
    assert unchanged(root) == before


@posix
def test_a_tiny_disk_that_is_really_full(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=120k", "tmpfs", str(small)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("only root may mount, and not everywhere")
    try:
        root = small / "library"
        killing.make(root)
        filler = small / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            while True:
                file.write(b"." * 512)
        before = unchanged(root)
        said = save_all(root)
        assert len(said) == 3, said
        assert all("no space left" in one for one in said), said
        assert is_writable(root), "it is full, not locked"
        assert unchanged(root) == before
        filler.unlink()
        assert save_all(root) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


@posix
def test_a_folder_that_is_read_only(root: Path) -> None:
    def try_it() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        assert not is_writable(root)
        said = save_all(root)
        assert len(said) == 3, said
        assert all("cannot be written" in one or "write-protected" in one for one in said), said

    for folder in [root.parent, *root.parents[1:4]]:
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o555)
    before = unchanged(root)
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert in_child(try_it) == 0
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert unchanged(root) == before


def test_a_stick_that_is_pulled_out_and_put_back(root: Path) -> None:
    before = unchanged(root)
    library = read_library(root)
    point, case = library.points[0], library.cases[0]
    away = root.with_name("away")
    root.rename(away)
    for save in (
        lambda: save_point(library, replace(point, explanation_md="New.")),
        lambda: save_case(root, replace(case, title="Changed"), case),
        lambda: save_case(root, Case(CaseId(""), "Another")),
    ):
        with pytest.raises(SystemTrouble, match="not there any more"):
            save()
        assert not root.exists()  # nothing is made where the stick was
    away.rename(root)
    assert unchanged(root) == before
    assert save_all(root) == []


def test_a_stick_that_is_pulled_out_in_the_middle_of_a_save(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = unchanged(root)
    library = read_library(root)
    away = root.with_name("away")
    write = files._write_through

    def pull_out(path: Path, data: bytes) -> None:
        write(path, data)
        root.rename(away)

    monkeypatch.setattr(files, "_write_through", pull_out)
    with pytest.raises(BriefingError):
        save_point(library, replace(library.points[0], explanation_md="New."))
    assert not root.exists()
    for path in killing.leftovers(away):
        path.unlink()
    away.rename(root)
    assert unchanged(root) == before


def test_what_killed_saves_left_behind_is_removed_and_nothing_else(root: Path) -> None:
    old = time.time() - 3600
    left = [root / ".library.md.0123abcd.tmp", root / "saving" / "points" / ".p.md.00000000.tmp"]
    left.append(root / ".0123456789abcdef.tmp")
    young = root / "cases" / ".speech.md.01234567.tmp"
    own = [root / ".gitignore", root / "notes.tmp", root / ".keep.tmp", root / ".a.b.tmp"]
    for path in [*left, young, *own]:
        path.write_text("x", encoding="utf-8")
        if path != young:
            os.utime(path, (old, old))
    assert clean_up(root) == 3
    assert not any(path.exists() for path in left)
    assert young.exists()
    assert all(path.exists() for path in own)


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(files, "_TRIES", 5)
    monkeypatch.setattr(files, "_PAUSE", 0.0)
    yield


@pytest.mark.parametrize(("refused", "works"), [(3, True), (5, False)])
def test_a_file_that_a_scanner_holds_is_tried_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, patience: None, refused: int, works: bool
) -> None:
    left = refused
    put = Path.replace

    def held(self: Path, target: Path) -> Path:
        nonlocal left
        if left:
            left -= 1
            raise PermissionError(errno.EACCES, "Access is denied")
        return put(self, target)

    monkeypatch.setattr(Path, "replace", held)
    library = read_library(root)
    new = replace(library.points[0], explanation_md="New.")
    before = unchanged(root)
    if works:
        save_point(library, new)
        assert read_library(root).points[0].explanation_md == "New."
    else:
        with pytest.raises(ReadOnly, match="close other programs"):
            save_point(library, new)
        assert unchanged(root) == before
