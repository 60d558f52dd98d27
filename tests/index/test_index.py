"""An index may be missing, old, damaged, foreign or interrupted: it says so, and is built anew."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.index import (
    Entry,
    Index,
    IndexBroken,
    IndexBusy,
    Kind,
    State,
    arrays,
    builder,
    manifest,
)
from briefing.index.query import And, Fuzzy, Near, Not, OneOf, Or, Wildcard, Word
from briefing.model import Cancelled

from .conftest import ENTRIES


def _ids(index: Index, query: str) -> list[str]:
    return [hit.id for hit in index.search(query).hits]


def _build(index: Index) -> Path:
    (build,) = (path for path in index._folder.iterdir() if path.is_dir())
    return build


def test_there_is_no_index_at_first(tmp_path: Path) -> None:
    index = Index(tmp_path / "none")
    assert index.state() is State.MISSING
    assert index.fingerprint == ""
    with pytest.raises(IndexBroken):
        index.search("dud")


def test_a_built_index_is_ready_and_knows_what_it_was_made_from(own_index: Index) -> None:
    assert own_index.state() is own_index.verify() is State.READY
    assert own_index.fingerprint == "first"
    assert own_index.digests().keys() == {entry.key for entry in ENTRIES}


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_the_owner_may_look_inside(own_index: Index) -> None:
    assert stat.S_IMODE(own_index._folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(_build(own_index).stat().st_mode) == 0o700


def test_building_anew_replaces_the_index_and_tidies_up(own_index: Index) -> None:
    assert _ids(own_index, "tariffs") == ["z1"]
    own_index.build([ENTRIES[0]], "second")
    assert _ids(own_index, "tariffs") == []
    assert _ids(own_index, "civilians") == ["q1"]
    assert len(list(own_index._folder.iterdir())) == 3  # one build, the manifest, the lock


def test_an_update_changes_adds_and_removes(own_index: Index) -> None:
    changed = replace(ENTRIES[2], title="Zebras are rare.", text="")
    added = Entry(Kind.POINT, "n1", "mines", title="A new zebra point")
    own_index.update([changed, added], ["point:z1"], "second")
    assert sorted(_ids(own_index, "zebra")) == ["c1", "n1"]
    assert _ids(own_index, "dud") == ["q1"]
    assert _ids(own_index, "zeb*") != []
    assert own_index.verify() is State.READY
    assert own_index.fingerprint == "second"
    assert own_index.digests().keys() == {e.key for e in ENTRIES} - {"point:z1"} | {"point:n1"}


def test_many_updates_still_find_all(own_index: Index) -> None:
    for number in range(12):
        own_index.update([Entry(Kind.POINT, f"n{number}", title=f"Zebra {number}")], [], "next")
    assert len(_ids(own_index, "zebra")) == 12
    assert sorted(_ids(own_index, "dud")) == ["c1", "q1", "z1"]
    assert own_index.verify() is State.READY


def test_a_small_segment_beside_a_larger_one(tmp_path: Path) -> None:
    """Numbers of the small one go on where those of the large one end, in every kind of query."""
    index = Index(tmp_path / "index")
    many = [Entry(Kind.POINT, f"p{n}", title=f"alpha number{n}", side="for") for n in range(700)]
    index.build(many, "first")
    fresh = [Entry(Kind.POINT, f"z{n}", title=f"zebra alpha crossing{n}") for n in range(3)]
    index.update(fresh, ["point:p7"], "second")
    queries = ("zebra", "zebra alpha", '"zebra alpha"', "zeb*", "by:x OR zebra", "crossing1 zebra")
    for query in queries:
        assert set(_ids(index, query)) >= {"z1"}, query
    for node in (
        Near(("alpha", "zebra"), 3),
        Fuzzy("zebar", 2),
        Wildcard("z?bra"),
        Or(tuple(Word((word,)) for word in ("zebra", "alpha", "crossing1", "number3"))),
        And((Word(("zebra",)), Not(Word(("crossing0",))), OneOf("side", ("none",)))),
    ):
        assert "z1" in {hit.id for hit in index.find(node).hits}, node
    assert index.search("alpha").total == 702
    assert index.suggest("zebro") == ("zebra",)
    assert "point:p7" not in index.digests()


def test_with_little_memory_the_same_file_is_written(tmp_path: Path) -> None:
    """The vocabulary is sorted range by range; what comes out does not depend on how many."""
    many = [
        Entry(Kind.QUOTE, f"q{n}", text=f"a word {n % 17} and another {n % 5} and a word {n}")
        for n in range(300)
    ]
    files = []
    for memory in (0, 100_000, 4000, 1):
        index = Index(tmp_path / str(memory), memory)
        with patch.object(arrays, "_STEP", 1 << 20 if not memory else 500):
            index.build(many, "first")
        files.append(next(_build(index).glob("*.seg")).read_bytes())
    assert files[0] == files[1] == files[2] == files[3]


@given(st.lists(st.binary(max_size=2), max_size=3000))
@settings(max_examples=20, deadline=None)
def test_each_key_is_kept_once_in_its_order(keys: list[bytes]) -> None:
    known = builder.Keys()
    taken = [key for key in keys if known.add(key)]
    assert taken == list(known) == list(dict.fromkeys(keys))
    assert [known[number] for number in range(len(known))] == taken


def test_two_objects_see_one_index(own_index: Index) -> None:
    other = Index(own_index._folder)
    assert _ids(other, "tariffs") == ["z1"]
    own_index.build([ENTRIES[0]], "second")
    other.close()
    assert _ids(other, "tariffs") == []


def test_what_another_program_wrote_is_seen_at_the_next_search(own_index: Index) -> None:
    other = Index(own_index._folder)
    assert _ids(other, "civilians") == ["q1"]
    own_index.update([], ["quote:q1"], "second")
    assert _ids(other, "civilians") == []
    own_index.build(ENTRIES, "third")
    assert _ids(other, "civilians") == ["q1"]


def test_a_doubled_key_is_kept_once(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    index.build([ENTRIES[0], replace(ENTRIES[0], text="Another civilians text")], "doubled")
    assert _ids(index, "civilians") == ["q1"]


def test_progress_is_told_and_work_can_be_stopped(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    many = [Entry(Kind.TERM, f"t{number}", title=f"term {number}") for number in range(50)]
    index = Index(tmp_path / "index")
    index.build(many, "first", progress=lambda done, total: told.append((done, total)))
    assert told == [(20, 50), (40, 50), (50, 50)]
    with pytest.raises(Cancelled):
        index.build(many, "second", stop=lambda: True)
    assert index.fingerprint == "first"
    assert len(list(index._folder.iterdir())) == 3
    with pytest.raises(Cancelled):
        index.update(many, [], "second", stop=lambda: True)
    assert index.verify() is State.READY
    index.update(many[:1], [], "third")  # the writer's lock was let go
    assert index.fingerprint == "third"


def test_a_flipped_byte_in_any_file_is_noticed(own_index: Index) -> None:
    files = [path for path in _build(own_index).iterdir() if not path.name.endswith("LOCK")]
    assert files
    for path in files:
        good = path.read_bytes()
        for at in (0, len(good) // 2, len(good) - 1):
            path.write_bytes(good[:at] + bytes([good[at] ^ 0x20]) + good[at + 1 :])
            assert own_index.verify() is State.BROKEN, path.name
        path.write_bytes(good)
    assert own_index.verify() is State.READY


def test_a_file_that_is_cut_or_gone_is_noticed_at_a_glance(own_index: Index) -> None:
    segment = next(_build(own_index).glob("*.seg"))
    good = segment.read_bytes()
    segment.write_bytes(good[:-1])
    assert own_index.state() is State.BROKEN
    segment.unlink()
    assert own_index.state() is State.BROKEN
    with pytest.raises(IndexBroken):
        own_index.search("dud")


def test_what_a_search_reads_is_checked_as_it_is_read(own_index: Index) -> None:
    """A file may be damaged after a look at it, in a way that its size does not tell."""
    segment = next(_build(own_index).glob("*.seg"))
    good = segment.read_bytes()
    expected = [hit.id for hit in own_index.search("dud munit*").hits]
    for at in range(0, len(good), 97):
        own_index.close()
        segment.write_bytes(good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :])
        try:
            found = [hit.id for hit in own_index.search("dud munit*").hits]
        except IndexBroken:
            continue
        assert found == expected, at
    segment.write_bytes(bytes(len(good)))
    own_index.close()
    with pytest.raises(IndexBroken):
        own_index.search("dud")


OURS = f'{{"version": {manifest.VERSION}'


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", f"{OURS}}}", f'{OURS}, "build": 3, "check": []}}', "\x00"],
)
def test_a_damaged_manifest_is_noticed(own_index: Index, text: str) -> None:
    (own_index._folder / manifest.NAME).write_text(text, encoding="utf-8")
    assert own_index.state() is State.BROKEN


def test_an_index_of_another_format_is_old(own_index: Index) -> None:
    path = own_index._folder / manifest.NAME
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(values | {"version": 0}), encoding="utf-8")
    assert own_index.state() is State.OLD


@pytest.mark.parametrize("name", ["../elsewhere", "/etc", "a/b", "C:\\x", ".."])
def test_a_manifest_cannot_point_elsewhere(own_index: Index, name: str) -> None:
    path = own_index._folder / manifest.NAME
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(values | {"build": name}), encoding="utf-8")
    assert own_index.state() is State.BROKEN


def test_nothing_in_the_folder_is_a_pickle(own_index: Index) -> None:
    own_index.update([replace(ENTRIES[0], text="Zebra")], ["point:z1"], "second")
    files = [path for path in own_index._folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".seg", ".gone", ".json", ".lock"}
    assert "pickle" not in sys.modules["briefing.index.segment"].__dict__


@pytest.mark.parametrize("name", [manifest.NAME, manifest.LOCK, ""])
@pytest.mark.parametrize("is_folder", [True, False])
def test_what_stands_in_the_way_of_an_index_is_cleared_away(
    own_index: Index, tmp_path: Path, name: str, is_folder: bool
) -> None:
    path = tmp_path / "index" / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if is_folder:
        (path / "other").mkdir(parents=True)
    else:
        path.write_text("something else", encoding="utf-8")
    own_index.build(ENTRIES, "again")
    assert own_index.fingerprint == "again"
    assert own_index.search("dud").total == 3


def test_a_segment_that_the_manifest_does_not_know_is_not_opened(own_index: Index) -> None:
    """Another index's file in the place of ours: the same size, and whole in itself."""
    other = Index(own_index._folder.parent / "other")
    swapped = [replace(entry, text=entry.text[::-1]) for entry in ENTRIES]
    other.build(swapped, "foreign")
    own, foreign = (next(_build(one).glob("*.seg")) for one in (own_index, other))
    own.write_bytes(foreign.read_bytes())
    with pytest.raises(IndexBroken):
        own_index.search("dud")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_others_can_write_is_not_trusted(own_index: Index) -> None:
    own_index._folder.chmod(0o777)
    assert own_index.state() is State.BROKEN
    own_index.build(ENTRIES, "second")
    assert own_index.state() is State.READY


def test_a_second_writer_is_told_to_wait(own_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "_LOCK_WAIT", 0.1)
    with manifest.writing(own_index._folder):
        with pytest.raises(IndexBusy):
            own_index.update([ENTRIES[0]], [], "second")
        with pytest.raises(IndexBusy):
            own_index.build(ENTRIES, "second")
        assert _ids(own_index, "civilians") == ["q1"]
    own_index.update([ENTRIES[0]], [], "second")
    assert own_index.fingerprint == "second"


def test_a_second_writer_waits_its_turn(own_index: Index) -> None:
    other = Index(own_index._folder)
    with manifest.writing(own_index._folder):
        entry = Entry(Kind.POINT, "n1", "mines", title="A zebra")
        waiting = threading.Thread(target=other.update, args=([entry], [], "second"))
        waiting.start()
        time.sleep(0.2)
        assert waiting.is_alive()
    waiting.join()
    assert _ids(own_index, "zebra") == ["n1"]


def test_an_interrupted_update_leaves_the_old_state(
    own_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(manifest, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            own_index.update([replace(ENTRIES[0], text="Zebra")], [], "second")
    assert own_index.verify() is State.READY
    assert _ids(own_index, "civilians") == ["q1"]
    assert len(list(_build(own_index).iterdir())) == 1


def test_a_build_that_cannot_be_written_leaves_the_old_index(
    own_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(builder, "write", full)
        with pytest.raises(IndexBroken, match="No space left"):
            own_index.build([], "second")
    assert own_index.verify() is State.READY
    assert _ids(own_index, "tariffs") == ["z1"]


@pytest.mark.parametrize(
    "where",
    [
        "briefing.index.arrays.Writer.add",
        "briefing.index.arrays.Writer.finish",
        "briefing.index.arrays.Spool.append",
        "briefing.index.manifest._replace",
        "pathlib.Path.write_bytes",
    ],
)
def test_a_failed_commit_leaves_the_old_index_and_no_lock(
    own_index: Index, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest, "_LOCK_WAIT", 0.2)
    changed = replace(ENTRIES[0], text="Zebra")
    with monkeypatch.context() as patch:
        patch.setattr(where, full)
        with pytest.raises(IndexBroken, match="No space left"):
            own_index.update([changed], [], "second")
    assert len(list(own_index._folder.rglob("*.*"))) == 3  # manifest, lock, segment
    assert own_index.verify() is State.READY
    assert _ids(own_index, "civilians") == ["q1"]
    own_index.update([changed], [], "third")
    assert _ids(own_index, "zebra") == ["q1"]


def test_searching_while_the_index_changes_never_fails(own_index: Index) -> None:
    troubles: list[Exception] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                own_index.close()  # so that each search opens the files anew
                assert own_index.search("civilians").total == 1
            except (IndexBroken, AssertionError) as error:
                troubles.append(error)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(10):
        own_index.update([Entry(Kind.POINT, "n", title=f"Zebra {number}")], [], str(number))
    own_index.build(ENTRIES, "again")
    done.set()
    for thread in threads:
        thread.join()
    assert troubles == []


_WRITER = """
import sys
from pathlib import Path
from briefing.index import Entry, Index, IndexBroken, Kind
index = Index(Path(sys.argv[1]))
many = [Entry(Kind.POINT, f"p{n}", title=f"alpha number{n}") for n in range(40)]
print("ready", flush=True)
while True:
    try:
        index.update([Entry(Kind.POINT, "z", title="zebra")], [], "next")
    except IndexBroken:
        pass
    index.build(many, "built")
"""


@pytest.mark.slow
def test_killed_at_any_moment_it_is_whole_or_known_to_be_broken(tmp_path: Path) -> None:
    many = [Entry(Kind.POINT, f"p{number}", title=f"alpha number{number}") for number in range(40)]
    index = Index(tmp_path / "index")
    index.build(many, "built")
    for wait in (0.01, 0.05, 0.09, 0.13, 0.17, 0.21):
        command = [sys.executable, "-W", "ignore", "-c", _WRITER, str(tmp_path / "index")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(wait)
            writer.kill()
        index.close()
        if index.verify() is not State.READY:
            index.build(many, "built")
        assert index.search("alpha").total == 40
        index.update([Entry(Kind.POINT, "y", title="yak")], [], "next")  # no lock was left
        assert _ids(index, "yak") == ["y"]
