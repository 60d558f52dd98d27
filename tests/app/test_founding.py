"""What is offered for a folder that is no library."""

from __future__ import annotations

from pathlib import Path

from briefing.app.founding import Step, take, ways_on
from briefing.app.workspace import Workspace
from briefing.library import create_library, is_library


def test_an_empty_folder_can_become_a_library_of_two_kinds(tmp_path: Path):
    empty, starter = ways_on(tmp_path, False)
    assert (empty.step, starter.step) == (Step.EMPTY, Step.STARTER)
    take(starter)
    workspace = Workspace(tmp_path)
    assert workspace.articles and not workspace.library.faults


def test_a_folder_with_files_is_imported_or_becomes_one_beside_them(tmp_path: Path):
    (tmp_path / "cards.docx").write_bytes(b"x")
    assert [one.step for one in ways_on(tmp_path, True)] == [Step.IMPORT, Step.EMPTY]
    (only,) = ways_on(tmp_path, False)
    take(only)
    assert is_library(tmp_path) and (tmp_path / "cards.docx").read_bytes() == b"x"


def test_the_library_that_one_may_have_meant_is_offered_first(tmp_path: Path):
    root = tmp_path / "Tub"
    create_library(root, "Tub")
    (root / "topic" / "articles").mkdir(parents=True)
    assert ways_on(tmp_path, False)[0].root == root
    assert ways_on(root / "topic" / "articles", False)[0].root == root
    assert ways_on(tmp_path / "nothing", True) == ()
