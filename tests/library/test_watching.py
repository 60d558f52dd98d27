"""Changes from outside: seen soon, and only when they are whole."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from briefing.library import Away, Cache, Catalogue, Watch, read_library, reread
from briefing.resources import seeds

POINT = "\n## {0}. {{#{0}}}\n\nWhy.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(seeds(), tmp_path / "library"))
    for path in root.rglob("*.*"):
        rest(path)
    return root


@pytest.fixture
def known(root: Path, tmp_path: Path) -> Catalogue:
    return Catalogue.read(root, Cache(tmp_path / "cache", root))


def rest(path: Path, ago: float = 60) -> None:
    """As if the file had been written that long ago."""
    os.utime(path, (time.time() - ago, time.time() - ago))


def points(root: Path, number: int = 0) -> Path:
    return sorted((root / "cluster-munitions" / "points").glob("*.md"))[number]


def has(catalogue: Catalogue, id_: str) -> bool:
    return any(one.id == id_ for one in catalogue.library.points)


def append(path: Path, id_: str) -> None:
    path.write_text(path.read_text("utf-8") + POINT.format(id_), "utf-8")


def test_nothing_changed(known: Catalogue) -> None:
    watch = Watch()
    assert watch.look(known) is known
    assert not watch.is_waiting


def test_a_change_is_seen_when_the_file_is_at_rest(root: Path, known: Catalogue) -> None:
    watch = Watch()
    append(points(root), "new-one")
    first = watch.look(known)
    assert first is known  # it may be half written
    assert watch.is_waiting
    second = watch.look(first)
    assert has(second, "new-one")
    assert not watch.is_waiting
    assert repr(second.library.points) == repr(read_library(root).points)
    rest(points(root))
    assert has(watch.look(second), "new-one")


def test_a_file_that_still_grows_is_waited_for(root: Path, known: Catalogue) -> None:
    watch = Watch()
    for number in range(4):
        append(points(root), f"part-{number}")
        known = watch.look(known)
        assert not has(known, "part-0")
    known = watch.look(known)
    assert has(known, "part-3")


def test_a_new_file_a_renamed_one_and_one_that_went(root: Path, known: Catalogue) -> None:
    watch = Watch()
    fresh = points(root).with_name("fresh.md")
    fresh.write_text(POINT.format("fresh-one"), "utf-8")
    rest(fresh)  # copied with its time
    old = points(root, 1)
    old.rename(old.with_name("renamed.md"))
    articles = sorted((root / "cluster-munitions" / "articles").glob("*.md"))
    gone = next(one for one in articles if not one.name.endswith(".claims.md"))
    gone.unlink()
    for _ in range(3):
        known = watch.look(known)
    now, truth = known.library, read_library(root)
    assert repr(now.points) == repr(truth.points)
    assert [one.id for one in now.articles] == [one.id for one in truth.articles]
    assert now.faults == truth.faults
    assert watch.look(known) is known


def test_a_file_that_is_taken_away_for_a_moment_is_not_gone(root: Path, known: Catalogue) -> None:
    watch = Watch()
    path = points(root)
    text = path.read_text("utf-8")
    before = len(known.library.points)
    path.unlink()  # as editors save: delete, then write anew
    known = watch.look(known)
    assert len(known.library.points) == before
    path.write_text(text + POINT.format("saved"), "utf-8")
    rest(path)
    known = watch.look(known)
    assert len(known.library.points) == before + 1


def test_a_file_that_cannot_be_read_is_tried_again_and_then_listed(
    root: Path, known: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.library import watching

    watch = Watch()
    path = points(root)
    append(path, "locked")
    rest(path)
    monkeypatch.setattr(watching, "_is_readable", lambda one: one != path)
    for _ in range(3):
        assert watch.look(known) is known
    monkeypatch.undo()
    assert has(watch.look(known), "locked")


def test_a_stick_that_is_pulled_out_and_put_back(root: Path, known: Catalogue) -> None:
    watch = Watch()
    away = root.with_name("elsewhere")
    root.rename(away)
    with pytest.raises(Away, match="library"):
        watch.look(known)
    assert known.library.points[0].claim  # what was read is still there
    root.mkdir()  # an empty place where the stick is put
    with pytest.raises(Away):
        watch.look(known)
    root.rmdir()
    away.rename(root)
    assert watch.look(known) is known


@pytest.mark.parametrize("name", ["points", "cluster-munitions"])
def test_a_folder_that_cannot_be_looked_into_does_not_empty_the_library(
    root: Path, known: Catalogue, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    watch, scandir = Watch(), os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    before = known.library
    monkeypatch.setattr(os, "scandir", refuse)
    for _ in range(7):
        known = watch.look(known)
        assert len(known.library.points) == len(before.points)
        assert len(known.library.articles) == len(before.articles)
    assert not watch.is_waiting
    (fault,) = known.library.faults
    assert fault.path.name == name
    assert "folder cannot be read (Permission denied)" in fault.what
    # What is written meanwhile is read, and nothing else goes.
    topic = root / "cluster-munitions" / "topic.md"
    topic.write_text(topic.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
    rest(topic)
    known = reread(known, [topic.relative_to(root)])
    assert known.library.topics[0].title.startswith("New ")
    assert len(known.library.points) == len(before.points)
    monkeypatch.undo()
    known = watch.look(known)
    assert len(known.library.points) == len(before.points)
    assert known.library.faults == ()


def test_what_was_found_is_known_at_the_next_start(
    root: Path, known: Catalogue, tmp_path: Path
) -> None:
    watch = Watch()
    append(points(root), "kept")
    rest(points(root))
    known = watch.look(known)
    assert has(known, "kept")
    again = Catalogue.remembered(root, Cache(tmp_path / "cache", root))
    assert again is not None
    assert has(again, "kept")
    assert again.library == known.library


def test_all_files_of_a_step_are_read_again_though_one_is_a_topic(
    root: Path, known: Catalogue
) -> None:
    topic, path = root / "cluster-munitions" / "topic.md", points(root)
    append(path, "stepped")
    topic.write_text(topic.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
    found = reread(known, [one.relative_to(root) for one in (path, topic)])
    assert has(found, "stepped")
    assert found.library.topics[0].title.startswith("New ")
