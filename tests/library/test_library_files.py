from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from briefing.library import files
from briefing.library.journal import digest
from briefing.model import ReadOnly, SystemTrouble, UserError

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")


def test_a_new_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.md"
    assert files.write_file(path, b"text", None) == digest(b"text")
    assert path.read_bytes() == b"text"
    assert [each.name for each in path.parent.iterdir()] == ["a.md"]


def test_a_new_file_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"theirs")
    with pytest.raises(UserError, match="exists already"):
        files.write_file(path, b"ours", None)
    assert path.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_without_hard_links_a_new_file_never_overwrites_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    files.write_file(tmp_path / "a.md", b"ours", None)
    with pytest.raises(UserError, match="exists already"):
        files.write_file(tmp_path / "a.md", b"again", None)
    assert (tmp_path / "a.md").read_bytes() == b"ours"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("now", [b"changed", None])
def test_a_file_changed_outside_is_left_alone(tmp_path: Path, now: bytes | None) -> None:
    path = tmp_path / "a.md"
    if now is not None:
        path.write_bytes(now)
    with pytest.raises(UserError, match="changed by another program"):
        files.write_file(path, b"ours", digest(b"as read"))
    assert (path.read_bytes() if path.exists() else None) == now


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, SystemTrouble, "no space left"),
        (errno.EROFS, ReadOnly, "cannot be written"),
        (errno.EACCES, ReadOnly, "cannot be written"),
        (errno.EIO, SystemTrouble, "cannot be written"),
    ],
)
def test_a_write_that_fails_leaves_the_old_file_and_no_litter(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    number: int,
    kind: type[Exception],
    words: str,
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(kind, match=words):
        files.write_file(path, b"new", digest(b"old"))
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


@posix
def test_permissions_and_symbolic_links_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    files.write_file(link, b"new", digest(b"old"))
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


@posix
@pytest.mark.skipif(sys.platform == "linux" and os.geteuid() == 0, reason="root may write all")
def test_a_write_protected_file_and_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(ReadOnly, match="write-protected"):
        files.write_file(path, b"new", digest(b"old"))
    tmp_path.chmod(0o555)
    try:
        assert not files.can_write(tmp_path)
    finally:
        tmp_path.chmod(0o755)


def test_can_write_tries_and_leaves_nothing(tmp_path: Path) -> None:
    assert files.can_write(tmp_path)
    assert not list(tmp_path.iterdir())
    assert not files.can_write(tmp_path / "missing")


def test_removing_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    with pytest.raises(UserError, match="changed"):
        files.remove_file(path, digest(b"other"))
    files.remove_file(path, digest(b"old"))
    assert not path.exists()


def test_reading_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SystemTrouble, match="cannot be read"):
        files.read_file(tmp_path / "a.md")
