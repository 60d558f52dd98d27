"""The catalogue and its cache: never anything else than what the files say."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from briefing.library import Cache, Catalogue, read_library, reading, reread
from briefing.library import catalogue as module
from briefing.library.encoding import SHELVES, decode, encode
from briefing.library.parts import Part
from briefing.library.shelves import holding
from briefing.model import Cancelled, Library, Place
from briefing.resources import seeds


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the starter library whose files are at rest."""
    root = Path(shutil.copytree(seeds(), tmp_path / "library"))
    settle(root)
    return root


@pytest.fixture
def slim(root: Path) -> Path:
    """The starter library with few of its sources, which take most of the time of a reading."""
    path = root / "cluster-munitions" / "sources.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))[:30], indent=2), "utf-8")
    settle(root)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    names: list[str] = []
    original = module.read_part

    def noting(*arguments: object, **more: object) -> Part:
        names.append(arguments[1].name)  # type: ignore[attr-defined]
        return original(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read_part", noting)
    return names


def settle(root: Path) -> None:
    """As if all files had been written some time ago."""
    for path in root.rglob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def opened(root: Path, folder: Path) -> Library:
    return Catalogue.read(root, Cache(folder, root)).library


def same(one: Library, other: Library) -> bool:
    """Equal in everything, places included."""
    return one == other and repr(one) == repr(other)


def points_file(root: Path) -> Path:
    return next((root / "cluster-munitions" / "points").glob("*.md"))


def test_what_is_encoded_reads_as_it_was() -> None:
    library = read_library(seeds())
    for shelf in SHELVES:
        for value in getattr(library, shelf):
            place = getattr(value, "place", None) or Place(Path("x"))
            again = decode(shelf, encode(shelf, value), place.path)
            assert again == value
            assert repr(again) == repr(value)


def test_the_second_time_no_file_is_read(root: Path, folder: Path, read: list[str]) -> None:
    first = opened(root, folder)
    assert len(read) > 10
    read.clear()
    second = opened(root, folder)
    assert read == []
    assert same(first, read_library(root))
    assert same(second, first)
    remembered = Catalogue.remembered(root, Cache(folder, root))
    assert remembered is not None
    assert same(remembered.library, first)


def test_only_a_changed_file_is_read(root: Path, folder: Path, read: list[str]) -> None:
    opened(root, folder)
    read.clear()
    path = points_file(root)
    path.write_text(path.read_text("utf-8") + "\n## One more. {#one-more}\n\nWhy.\n", "utf-8")
    found = opened(root, folder)
    assert read == [path.relative_to(root).as_posix()]
    assert any(one.id == "one-more" for one in found.points)
    assert same(found, read_library(root))


def test_a_file_that_was_only_touched_is_not_read_as_changed(
    root: Path, folder: Path, read: list[str]
) -> None:
    opened(root, folder)
    read.clear()
    for path in root.rglob("*.md"):
        os.utime(path, (1_700_000_500, 1_700_000_500))
    opened(root, folder)
    opened(root, folder)
    assert read == []


def test_a_change_within_one_tick_of_the_clock_is_seen(
    root: Path, folder: Path, read: list[str]
) -> None:
    path = points_file(root)
    stamp = path.stat()
    os.utime(path)  # now, as when something was just written
    mark = path.stat().st_mtime_ns
    opened(root, folder)
    text = path.read_text("utf-8")
    path.write_text(text.replace("civilian", "CIVILIAN", 1), "utf-8")
    os.utime(path, ns=(mark, mark))  # the same size, the same time
    assert path.stat().st_size == stamp.st_size
    assert same(opened(root, folder), read_library(root))


def test_files_that_come_go_and_move(root: Path, folder: Path) -> None:
    opened(root, folder)
    path = points_file(root)
    path.rename(path.with_name("other-name.md"))
    article = next((root / "cluster-munitions" / "articles").glob("*[!s].md"))
    article.unlink()
    shutil.copytree(root / "cluster-munitions", root / "second")
    found = opened(root, folder)
    assert same(found, read_library(root))  # with hundreds of ids that are taken twice
    assert any("is taken by another" in fault.what for fault in found.faults)
    shutil.rmtree(root / "second")
    assert same(opened(root, folder), read_library(root))


def test_another_theme_of_the_topic_is_held_against_all_points(root: Path, folder: Path) -> None:
    opened(root, folder)
    path = root / "cluster-munitions" / "topic.md"
    lines = path.read_text("utf-8").split("\n")
    changed = ["themes: something-else" if one.startswith("themes:") else one for one in lines]
    path.write_text("\n".join(changed), "utf-8")
    found = opened(root, folder)
    assert any("has no theme" in fault.what for fault in found.faults)
    assert same(found, read_library(root))


def test_a_damaged_cache_gives_no_other_values(slim: Path, folder: Path) -> None:
    read = opened(slim, folder)
    points, truth = set(read.points), repr(read)  # now: they lie in the packs that are damaged
    chance = random.Random(5)
    whole = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for _ in range(60):
        path = chance.choice(sorted(whole))
        data = bytearray(whole[path])
        kind = chance.random()
        if kind < 0.6:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif kind < 0.9:
            del data[chance.randrange(len(data)) :]
        else:
            data.clear()
        path.write_bytes(data)
        known = Catalogue.remembered(slim, Cache(folder, slim))
        if known is not None:  # what can be had of it is right
            assert set(known.library.points) <= points
        for old in folder.rglob("*"):  # nothing that is built upon it is wrong either
            if old.is_file() and old not in whole:
                old.unlink()
        assert repr(opened(slim, folder)) == truth
        for each, kept in whole.items():
            each.write_bytes(kept)


def test_values_survive_a_cache_that_is_deleted_under_way(root: Path, folder: Path) -> None:
    truth = read_library(root)
    opened(root, folder)
    found = Catalogue.remembered(root, Cache(folder, root))
    assert found is not None
    for pack in folder.rglob("*.pack"):
        pack.write_bytes(b"\0" * pack.stat().st_size)
    assert same(found.library, truth)


def test_what_cannot_be_had_any_more_says_so(root: Path, folder: Path) -> None:
    opened(root, folder)
    found = Catalogue.remembered(root, Cache(folder, root))
    assert found is not None
    for pack in folder.rglob("*.pack"):
        pack.write_bytes(b"")
    shutil.rmtree(root)
    points = found.library.points
    assert "cannot be read at the moment" in points[3].claim
    assert points[3].id


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")
def test_a_cache_that_others_can_write_to_is_not_used(root: Path, folder: Path) -> None:
    opened(root, folder)
    for path in folder.iterdir():
        path.chmod(0o777)
    assert Catalogue.remembered(root, Cache(folder, root)) is None


def test_without_a_place_for_the_cache_all_is_read(root: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert same(opened(root, blocked), read_library(root))


def test_a_reading_that_was_stopped_is_gone_on_with(
    root: Path, folder: Path, read: list[str]
) -> None:
    with pytest.raises(Cancelled):
        Catalogue.read(root, Cache(folder, root), stop=lambda: len(read) == 6)
    known = set(read)
    read.clear()
    found = opened(root, folder)
    assert known.isdisjoint(read)
    assert same(found, read_library(root))


def test_many_small_changes_end_up_in_one_pack(root: Path, folder: Path) -> None:
    path = points_file(root)
    text = path.read_text("utf-8")
    for number in range(16):
        path.write_text(f"{text}\n## Point {number}. {{#extra-{number}}}\n\nWhy.\n", "utf-8")
        opened(root, folder)
    assert same(opened(root, folder), read_library(root))
    cache = Cache(folder, root)
    cache.load()
    assert not cache.is_scattered


def test_reading_single_files_again_is_like_reading_all(slim: Path, folder: Path) -> None:
    chance = random.Random(11)
    catalogue = Catalogue.read(slim, Cache(folder, slim))
    files = sorted((slim / "cluster-munitions").rglob("*.md"))
    for _ in range(25):
        path = chance.choice(files)
        lines = path.read_text("utf-8").split("\n") if path.exists() else ["", "## A. {#c01}", ""]
        kind = chance.random()
        if kind < 0.2 and path.name != "topic.md" and path.exists():
            path.unlink()
        else:
            at = chance.randrange(len(lines))
            lines[at : at + chance.randrange(3)] = chance.sample(lines, min(2, len(lines)))
            path.write_text("\n".join(lines), "utf-8")
        catalogue = reread(catalogue, [path.relative_to(slim)])
        now, truth = catalogue.library, read_library(slim)
        for shelf in SHELVES:
            assert repr(getattr(now, shelf)) == repr(getattr(truth, shelf)), shelf


def test_a_copy_of_a_topic_costs_no_more_than_its_files(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All its ids are taken: where they stand is looked up once a file, not for each."""
    root = tmp_path / "copied"
    (root / "t" / "points").mkdir(parents=True)
    (root / "library.md").write_text("---\nbriefing: 1\n---\n", encoding="utf-8")
    (root / "t" / "topic.md").write_text("---\nmotion: M\n---\n", encoding="utf-8")
    for name in "abc":
        points = "".join(f"## Claim {n}. {{#{name}{n}}}\n\nWhy.\n\n" for n in range(30))
        (root / "t" / "points" / f"{name}.md").write_text(points, encoding="utf-8")
    opened(root, folder)
    shutil.copytree(root / "t", root / "t-2")
    settle(root)
    opened(root, folder)
    counted: list[str] = []
    read_bytes = reading.read_bytes
    monkeypatch.setattr(
        reading, "read_bytes", lambda *given: counted.append(given[1].name) or read_bytes(*given)
    )
    catalogue = Catalogue.read(root, Cache(folder, root))
    told = [one for one in catalogue.library.faults if "is taken" in one.what]
    assert len(told) == 90 and "(t/points/b.md:5)" in told[31].what
    assert len(counted) < 20  # files of the copy twice, those that they are held against once
    # What is edited in the window is read alone: the copy is held against it by the next look.
    counted.clear()
    reread(catalogue, [Path("t/points/a.md")])
    assert counted == ["t/points/a.md"]
    found = reread(catalogue, [Path("t-2/points/a.md")]).library
    assert same(found, read_library(root))


def test_two_programs_use_one_library_and_one_cache(root: Path, folder: Path) -> None:
    """Both read, both write different files, both keep what they found, again and again."""
    program = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from briefing.library import Cache, Catalogue, read_library, reread
        root, folder, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
        path = Path("cluster-munitions", "points", name + ".md")
        for number in range(12):
            catalogue = Catalogue.read(root, Cache(folder, root))
            text = "\\n".join(f"## Point. {{#{name}-{n}}}\\n\\nWhy.\\n" for n in range(number))
            (root / path).write_text(text, "utf-8")
            catalogue = reread(catalogue, [path])
            mine = [one.id for one in catalogue.library.points if one.id.startswith(name)]
            assert mine == [f"{name}-{n}" for n in range(number)], mine
        print("fine")
        """
    )
    command = [sys.executable, "-P", "-c", program, str(root), str(folder)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    both = [
        subprocess.Popen([*command, name], env=env, stdout=subprocess.PIPE, text=True)
        for name in ("first", "second")
    ]
    assert [one.communicate(timeout=120)[0] for one in both] == ["fine\n", "fine\n"]
    found = opened(root, folder)
    assert same(found, read_library(root))
    assert sum(one.id.startswith(("first", "second")) for one in found.points) == 22


def test_what_holds_some_words_is_found_in_the_store(root: Path, folder: Path) -> None:
    cache = Cache(folder, root)
    Catalogue.read(root, cache)
    known = Catalogue.remembered(root, cache)
    assert known is not None
    library = known.library
    words = {word for one in library.points for word in (*one.claim.split(), *one.sources)}
    for word in (*sorted(words)[:60], 'said "so"', "nowhere-at-all"):
        for values, text_of in (
            (library.points, lambda one: f"{one.claim} {one.sources} {one.explanation_md}"),
            (library.articles, lambda one: one.text_md),
        ):
            wanted = [one for one in values if word in text_of(one)]
            found = list(holding(values, word))
            assert [one for one in found if word in text_of(one)] == wanted
    assert not list(holding(library.points, "nowhere-at-all"))
    assert list(holding(library.points, "")) == list(library.points)
