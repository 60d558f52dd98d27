"""A topic on a stick: whole or not at all, merged or beside, and taken back in one step."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.app.editing import Editor
from briefing.app.exporting import Taste, topic_subject
from briefing.app.packs import Pack, is_pack, read_pack, take_pack
from briefing.app.workspace import Workspace
from briefing.exporters import named
from briefing.library import check, create_library, create_topic, read_library
from briefing.model import UserError
from briefing.resources import seeds

TOPIC = "cluster-munitions"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = Workspace(seeds())
    document = topic_subject(workspace, workspace.topics[TOPIC]).make(Taste())
    path = tmp_path_factory.mktemp("stick") / "topic.briefing"
    named("pack").write(document, path)
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    create_library(tmp_path / "empty", "Empty")
    return tmp_path / "empty"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeds(), tmp_path / "copy"))


def taken(root: Path, packed: Path, *, beside: bool = False) -> tuple[Editor, tuple[str, ...]]:
    editor = Editor(Workspace(root))
    report, _ = take_pack(editor, read_pack(packed, editor.library), beside=beside)
    assert report.topic in {one.id for one in editor.library.topics}
    return editor, report.lines


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name != "library.md" and "undo" not in path.parts
    }


def test_into_an_empty_library_every_byte_arrives(empty: Path, packed: Path) -> None:
    editor, lines = taken(empty, packed)
    there = files_of(seeds())
    here = files_of(empty)
    assert {name: there.get(name) for name in here} == here
    assert all(name in here for name in there if name.startswith(f"{TOPIC}/points/"))
    assert check(empty) == ()
    assert len(editor.library.points) == len(read_library(seeds()).points)
    assert "71 points" in lines[0]
    editor.undo()
    assert files_of(empty) == {}


def test_a_second_time_brings_nothing(copy: Path, packed: Path) -> None:
    before = files_of(copy)
    _, lines = taken(copy, packed)
    assert lines[0] == "The pack brings nothing new."
    assert files_of(copy) == before


def test_merging_brings_what_is_new_and_keeps_what_is_here(copy: Path, packed: Path) -> None:
    library = read_library(copy)
    gone, changed = library.points[0], library.points[1]
    assert gone.place and changed.place
    path = copy / gone.place.path
    text = path.read_text("utf-8")
    start = text.index(f"{{#{gone.id}}}")
    begin = text.rindex("\n## ", 0, start) + 1
    end = text.find("\n## ", start)
    path.write_text(text[:begin] + (text[end + 1 :] if end > 0 else ""), "utf-8")
    other = copy / changed.place.path
    other.write_text(other.read_text("utf-8").replace(changed.claim, "Said anew."), "utf-8")
    editor, lines = taken(copy, packed)
    points = {one.id: one for one in editor.library.points}
    assert points[gone.id] == gone
    assert points[changed.id].claim == "Said anew."
    assert "1 point" in lines[0]
    assert any(f"point {changed.id}" in line for line in lines)
    assert check(copy) == ()


def test_beside_every_taken_id_gets_a_number_and_nothing_else_changes(
    copy: Path, packed: Path
) -> None:
    before = files_of(copy)
    editor, _ = taken(copy, packed, beside=True)
    after = files_of(copy)
    assert {name: after[name] for name in before} == before
    assert check(copy) == ()
    library = editor.library
    mine = [one for one in library.points if one.topic == TOPIC]
    theirs = [one for one in library.points if one.topic == f"{TOPIC}-2"]
    assert [one.claim for one in mine] == [one.claim for one in theirs]
    assert [len(one.links) for one in mine] == [len(one.links) for one in theirs]
    assert not {one.id for one in mine} & {one.id for one in theirs}
    for one, other in zip(mine, theirs, strict=True):
        assert [q.quote for q in one.evidence] == [q.quote for q in other.evidence]
        assert len(one.sources) == len(other.sources)


def rewritten(packed: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(packed) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    target.write_bytes(stream.getvalue())
    return target


def _tamper(parts: dict[str, bytes]) -> None:
    name = next(one for one in parts if "/points/" in one)
    parts[name] = parts[name].replace(b"the", b"The", 1)


def _add(parts: dict[str, bytes]) -> None:
    parts["library/more.md"] = b"x"


def _drop(parts: dict[str, bytes]) -> None:
    parts.pop(next(one for one in parts if "/points/" in one))


def _escape(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["pack.json"])
    entry = manifest["files"][0]
    parts["library/../evil.md"] = parts.pop("library/" + entry["path"])
    entry["path"] = "../evil.md"
    parts["pack.json"] = json.dumps(manifest).encode()


def _newer(parts: dict[str, bytes]) -> None:
    parts["pack.json"] = json.dumps(json.loads(parts["pack.json"]) | {"version": 9}).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_tamper, "was changed after it was packed"),
        (_add, "does not name"),
        (_drop, "is missing"),
        (_escape, "no topic has"),
        (_newer, "newer version"),
        (lambda parts: parts.clear(), "no pack"),
        (lambda parts: parts.update({"pack.json": b"{"}), "not JSON"),
        (lambda parts: parts.update({"pack.json": b"[" * 100_000}), "nested too deeply"),
        (lambda parts: parts.update({"pack.json": b"\xff"}), "no text"),
    ],
)
def test_a_pack_that_was_changed_is_refused_in_words(
    empty: Path, packed: Path, tmp_path: Path, change: Callable[..., None], words: str
) -> None:
    path = rewritten(packed, tmp_path / "bad.briefing", change)
    with pytest.raises(UserError, match=words):
        read_pack(path, read_library(empty))
    assert not (tmp_path / "evil.md").exists()
    assert files_of(empty) == {}


def test_names_that_lead_out_of_the_library_lead_nowhere(
    empty: Path, packed: Path, tmp_path: Path
) -> None:
    def climb(parts: dict[str, bytes]) -> None:
        parts["library/../../evil.md"] = parts["/evil.md"] = b"x"

    path = rewritten(packed, tmp_path / "bad.briefing", climb)
    taken(empty, path)  # such parts are not even looked at
    assert not list(tmp_path.rglob("evil.md"))


def test_a_failure_in_the_middle_leaves_nothing(empty: Path, packed: Path) -> None:
    editor = Editor(Workspace(empty))
    pack = read_pack(packed, editor.library)
    broken: Pack = replace(pack, files=pack.files | {"timeline.md": b"\xff\xfe"})
    with pytest.raises(UserError, match="UTF-8"):
        take_pack(editor, broken)
    broken = replace(pack, files=pack.files | {"sources.json": b"{"})
    with pytest.raises(UserError, match="sources"):
        take_pack(editor, broken)
    assert files_of(empty) == {}


def test_files_of_points_may_have_any_name(empty: Path, tmp_path: Path) -> None:
    root = tmp_path / "other"
    create_library(root, "Other")
    topic = create_topic(root, "Dams should go")
    (root / topic.id / "points" / "Blöcke 2AC (neu).md").write_text("## Said. {#b1}\n", "utf-8")
    workspace = Workspace(root)
    document = topic_subject(workspace, workspace.topics[topic.id]).make(Taste())
    path = tmp_path / "named.briefing"
    named("pack").write(document, path)
    editor, _ = taken(empty, path)
    assert "b1" in editor.workspace.points


def test_names() -> None:
    assert is_pack(Path("A.Briefing"))
    assert not is_pack(Path("a.md"))
