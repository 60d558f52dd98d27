"""The starter library becomes the user's own, once, whole, and is never touched again."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from briefing import resources
from briefing.app import seeds


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small library in the place of the shipped one."""
    library = tmp_path / "shipped"
    (library / "a-topic" / "points").mkdir(parents=True)
    (library / "a-topic" / "topic.md").write_bytes("Motion – größer\r\n".encode())
    (library / "a-topic" / "points" / "one.md").write_bytes(b"# One\n")
    monkeypatch.setattr(resources, "seeds", lambda: library)
    return library


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_it_is_copied_among_the_documents_if_there_are_any(home: Path, shipped: Path):
    (home / "documents").mkdir(parents=True)
    place = seeds.starter_library()
    assert place == home / "documents" / "Briefing" / "Starter library"
    assert contents(place) == contents(shipped)
    assert list(place.parent.iterdir()) == [place]


def test_else_where_the_app_keeps_its_data(home: Path, shipped: Path):
    place = seeds.starter_library()
    assert place == home / "data" / "Starter library"
    assert contents(place) == contents(shipped)


def test_what_is_there_is_never_touched(home: Path, shipped: Path):
    place = seeds.starter_library()
    (place / "a-topic" / "topic.md").write_text("mine", encoding="utf-8")
    (place / "a-topic" / "points" / "one.md").unlink()
    mine = contents(place)
    assert seeds.starter_library() == place
    assert contents(place) == mine
    (home / "documents").mkdir()
    assert seeds.starter_library() == place


def test_a_copy_can_be_edited_although_the_original_cannot(home: Path, shipped: Path):
    for path in shipped.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        place = seeds.starter_library()
        assert all(path.stat().st_mode & stat.S_IWUSR for path in place.rglob("*"))
    finally:
        for path in shipped.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_copy_that_breaks_off_leaves_nothing_behind(
    home: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copyfile", full)
    assert seeds.starter_library() == shipped
    assert list((home / "data").iterdir()) == []


def test_documents_that_cannot_be_written_are_passed_over(home: Path, shipped: Path):
    (home / "documents").mkdir(parents=True)
    (home / "documents" / "Briefing").write_text("a file in the way", encoding="utf-8")
    assert seeds.starter_library() == home / "data" / "Starter library"


def test_what_cannot_be_copied_anywhere_is_opened_where_it_was_shipped(home: Path, shipped: Path):
    home.write_text("a file in the way", encoding="utf-8")
    assert seeds.starter_library() == shipped


def test_the_faster_of_two_starts_wins(home: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch):
    copy_folder = seeds._copy_folder

    def slow(original: Path, copy: Path) -> None:
        copy_folder(original, copy)
        place = home / "data" / "Starter library"
        if not place.exists():
            place.mkdir()
            (place / "topic.md").write_text("theirs", encoding="utf-8")

    monkeypatch.setattr(seeds, "_copy_folder", slow)
    place = seeds.starter_library()
    assert contents(place) == {"topic.md": b"theirs"}
    assert list(place.parent.iterdir()) == [place]
