"""The user's folders: by the platform, or all in one place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.app import folders

ALL = [folders.config_dir, folders.cache_dir, folders.data_dir, folders.documents_dir]


def test_one_folder_can_hold_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "stick"))
    places = [find() for find in ALL]
    assert len(set(places)) == len(ALL)
    assert all(place.parent == tmp_path / "stick" for place in places)
    assert not (tmp_path / "stick").exists()


def test_a_relative_home_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_HOME", "stick")
    assert folders.cache_dir() == tmp_path / "stick" / "cache"


@pytest.mark.parametrize("home", ["", None])
def test_else_the_platform_decides(home: str | None, monkeypatch: pytest.MonkeyPatch):
    if home is None:
        monkeypatch.delenv("BRIEFING_HOME", raising=False)
    else:
        monkeypatch.setenv("BRIEFING_HOME", home)
    for find in ALL:
        assert find().is_absolute()
    for find in ALL[:3]:
        assert "briefing" in str(find()).lower()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owner here")
def test_a_home_that_cannot_be_written_leaves_the_temporary_folder_for_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "home").write_text("a file in the way", encoding="utf-8")
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    passing = tmp_path / f"briefing-{os.getuid()}"
    assert folders.cache_dir() == passing
    passing.mkdir()
    assert folders.cache_dir() == passing
    passing.chmod(0o777)  # anybody could put something there
    assert folders.cache_dir() == tmp_path / "home" / "cache"
    assert folders.data_dir() == tmp_path / "home" / "data"
