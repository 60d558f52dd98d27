"""What was written and is read again later: nothing that comes between forgets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.app.editing import Editor, linking, points
from briefing.app.workspace import Workspace
from briefing.model import PointTarget, Relation
from tests.app.editing.conftest import state


def linked(editor: Editor, paragraph: int) -> None:
    """A link of c02 to a paragraph, written and not read again."""
    with editor.reading_later():
        target = linking.passage_target(editor, "plan", paragraph)
        assert linking.link(editor, "c02", target, Relation.ANSWERS).is_empty


def test_what_was_written_is_known_when_a_worker_has_read_it(root: Path):
    space = Workspace(root)
    editor = Editor(space)
    linked(editor, 3)
    assert len(space.points["c02"].links) == 1
    assert len(Workspace(root).points["c02"].links) == 2, "the file is written at once"
    (changes,) = editor.catch_up(editor.what_follows()())
    assert changes.points == {"c02"}
    assert len(space.points["c02"].links) == 2
    assert editor.catch_up(space.update_to(space.catalogue)) == []


def test_changes_that_come_before_that_lose_nothing(root: Path):
    before = state(root)
    space = Workspace(root)
    editor = Editor(space)
    follows = []
    for paragraph in (1, 2, 3):  # of one point, while the file is behind
        linked(editor, paragraph)
        follows.append(editor.what_follows())
    updates = [one() for one in follows]
    linking.link(editor, "c01", PointTarget(editor.workspace.points["c02"].id), Relation.SUPPORTS)
    points.keep_point(editor, replace(editor.workspace.points["c02"], claim="Other words."))
    told = [change for update in updates for change in editor.catch_up(update)]
    assert {id_ for changes in told for id_ in changes.points} == {"c02"}
    for there in (space, Workspace(root)):
        assert len(there.points["c02"].links) == 4
        assert there.points["c02"].claim == "Other words."
        assert len(there.points["c01"].links) == 2
    while editor.steps.undo_name:
        editor.undo()
    assert state(root) == before


def test_what_is_behind_can_be_undone_at_once(root: Path):
    before = state(root)
    space = Workspace(root)
    editor = Editor(space)
    linked(editor, 2)
    late = editor.what_follows()()
    editor.undo()
    assert state(root) == before
    assert len(space.points["c02"].links) == 1
    editor.catch_up(late)
    assert len(space.points["c02"].links) == 1, "an old look was taken for a new one"


def test_others_may_read_the_file_first(root: Path):
    space = Workspace(root)
    editor = Editor(space)
    linked(editor, 2)
    late = editor.what_follows()()
    space.reread([Path("signing/points/legal.md")])
    assert len(space.points["c02"].links) == 2
    assert all(changes.is_empty for changes in editor.catch_up(late)), "it was told twice"
    assert len(space.points["c02"].links) == 2
