"""One undo for everything: byte for byte, and never over what others wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.app.case_book import CaseBook
from briefing.app.cases import insert
from briefing.app.editing import Editor, discarding, linking, points
from briefing.app.editing import articles as making
from briefing.app.editing.sources import keep_source
from briefing.app.undo import CannotUndo
from briefing.app.workspace import Workspace
from briefing.library import read_library, recording, take_back
from briefing.library.journal import ChangedSince, difference
from briefing.model import (
    Article,
    ArticleId,
    BriefingError,
    CaseId,
    Link,
    PointTarget,
    Prose,
    Relation,
    SystemTrouble,
    UserError,
)
from tests.app.editing.conftest import state


def every_operation(editor: Editor):
    """Each thing that can be changed, once."""
    space = editor.workspace
    point, topic = space.points["c01"], space.topics["signing"]
    article = space.articles["plan"]
    yield lambda: linking.link(
        editor, "c02", linking.passage_target(editor, "plan", 3), Relation.ANSWERS
    )
    yield lambda: linking.link(editor, "c02", PointTarget(point.id), Relation.UNDERCUTS)
    yield lambda: linking.unlink(editor, "c02", space.points["c02"].links[0])
    yield lambda: points.keep_point(
        editor, replace(space.points["c01"], claim="Treaties bind all, always.")
    )
    yield lambda: points.keep_point(
        editor, replace(points.new_point(topic.id), claim="A new one", theme="history")
    )
    yield lambda: keep_source(editor, replace(space.sources["s1"], title="The Report"))[1]
    yield lambda: making.keep_note(
        editor, replace(making.new_note(editor, "plan", 2), text_md="Ask about this.")
    )
    yield lambda: making.keep_topic(editor, replace(topic, side_names=("Yes", "No")))
    yield lambda: editor.adopt(making.rename_theme(space, topic.id, "legal", "law"))
    new = Article(ArticleId(""), topic.id, "Another", text_md="Some words.")
    yield lambda: making.new_article(editor, new)[1]
    changed = replace(article, text_md=article.text_md.replace("stands alone", "is by itself"))
    yield lambda: making.keep_article(editor, changed)[0]
    yield lambda: points.merge(editor, "c01", "c02")
    yield lambda: discarding.delete_point(editor, "c01")
    yield lambda: discarding.delete_article(editor, "plan")
    yield lambda: discarding.delete_source(editor, "s2")
    yield lambda: making.new_topic(editor, "Another motion", "Other", ("", ""), ())[1]


def test_everything_is_taken_back_and_done_again_byte_for_byte(editor: Editor, root: Path):
    states, names = [state(root)], []
    for operation in every_operation(editor):
        operation()
        states.append(state(root))
        names.append(editor.steps.undo_name)
        assert states[-1] != states[-2], names[-1]
        assert_as_read(editor, root)
    assert len(set(names)) == len(names)
    for before, name in zip(reversed(states[:-1]), reversed(names), strict=True):
        step, changes = editor.undo()
        assert step is not None and step.name == name
        assert not changes.is_empty
        assert state(root) == before, name
        assert_as_read(editor, root)
    assert editor.undo()[0] is None
    for after, name in zip(states[1:], names, strict=True):
        assert editor.redo()[0].name == name
        assert state(root) == after, name
    assert editor.redo()[0] is None


def assert_as_read(editor: Editor, root: Path) -> None:
    """What is held in memory is what a full reading finds, in the same order."""
    read = read_library(root)
    now = editor.library
    for name in (
        "title", "topics", "articles", "claims", "points", "quotes", "sources", "timeline",
        "glossary", "figures", "cases", "notes",
    ):  # fmt: skip
        assert getattr(now, name) == getattr(read, name), name
    places = [(one.id, one.place) for one in now.points]
    assert places == [(one.id, one.place) for one in read.points]


def test_the_names_say_what_they_undo(editor: Editor):
    target = linking.passage_target(editor, "plan", 3)
    linking.link(editor, "c02", target, Relation.ANSWERS)
    assert editor.steps.undo_name == "link to paragraph 4"
    editor.undo()
    assert (editor.steps.undo_name, editor.steps.redo_name) == ("", "link to paragraph 4")


def test_hundreds_of_steps_are_kept(editor: Editor, root: Path):
    before = state(root)
    for number in range(300):
        point = editor.workspace.points["c01"]
        points.keep_point(editor, replace(point, claim=f"Number {number}"))
    assert sum(len(step.written[0].removed) for step in editor.steps._done) < 10_000
    for _ in range(300):
        editor.undo()
    assert state(root) == before


def test_what_others_wrote_in_another_place_stays(editor: Editor, root: Path):
    path = root / "signing" / "points" / "legal.md"
    before = path.read_bytes()
    points.keep_point(editor, replace(editor.workspace.points["c02"], claim="Treaties are new."))
    path.write_bytes(path.read_bytes().replace(b"Because they do.", b"Because they must."))
    editor.undo()
    assert path.read_bytes() == before.replace(b"Because they do.", b"Because they must.")
    assert editor.workspace.points["c01"].explanation_md == "Because they must."
    editor.redo()
    assert b"Treaties are new." in path.read_bytes()
    assert b"Because they must." in path.read_bytes()


def test_what_others_wrote_in_the_same_place_stays_and_both_are_kept(editor: Editor, root: Path):
    path = root / "signing" / "points" / "legal.md"
    points.keep_point(editor, replace(editor.workspace.points["c02"], claim="Treaties are new."))
    points.keep_point(editor, replace(editor.workspace.points["c02"], claim="Treaties are fun."))
    theirs = path.read_bytes().replace(b"Treaties are fun.", b"Treaties are theirs.")
    path.write_bytes(theirs)
    with pytest.raises(CannotUndo, match="in the trash"):
        editor.undo()
    assert path.read_bytes() == theirs
    (kept,) = discarding_entries(root)
    assert kept.what == "words" and b"new" in kept.pieces[0].data
    assert editor.steps.undo_name == "edit “Treaties are new.”", "the step bars the way"


def discarding_entries(root: Path):
    from briefing.library import discarded

    return discarded(root)


def test_a_step_stays_when_the_system_refuses(editor: Editor, monkeypatch):
    from briefing.library import files

    points.keep_point(editor, replace(editor.workspace.points["c02"], claim="Treaties are new."))

    def full(*args: object) -> str:
        raise SystemTrouble("There is no space left.")

    with monkeypatch.context() as patch, pytest.raises(SystemTrouble):
        patch.setattr(files, "write_file", full)
        editor.undo()
    assert editor.undo()[0] is not None


def test_an_operation_that_fails_in_the_middle_leaves_nothing(
    editor: Editor, root: Path, monkeypatch
):
    from briefing.library import files, writing

    before = state(root)
    calls = []

    def refuse(*args: object) -> None:
        calls.append(args)
        raise SystemTrouble("There is no space left.")

    monkeypatch.setattr("briefing.library.writing.delete_point", refuse)
    _ = files, writing
    with pytest.raises(SystemTrouble):
        points.merge(editor, "c01", "c02")
    assert calls
    assert state(root) == before
    assert editor.steps.undo_name == ""


def test_steps_stay_when_the_library_is_read_again(editor: Editor, root: Path):
    before = state(root)
    points.keep_point(editor, replace(editor.workspace.points["c02"], claim="Treaties are new."))
    editor.follow(Workspace(root))
    editor.undo()
    assert state(root) == before


def test_cases_are_steps_among_the_others(editor: Editor, root: Path):
    before = state(root)
    book = CaseBook(editor)
    case = book.open_new("My speech", None)
    book.keep("add text", insert(case, Prose("Hello.")))
    linking.unlink(editor, "c02", editor.workspace.points["c02"].links[0])
    book.keep("add more", insert(book.case, Prose("# Heading of mine")))
    assert editor.undo()[0].name == "add more"
    assert editor.undo()[0].name.startswith("break link")
    assert [one.items for one in editor.library.cases] == [(Prose("Hello."),)]
    editor.undo()
    assert state(root) == before
    for _ in range(3):
        editor.redo()
    assert read_library(root).cases == editor.library.cases
    assert editor.workspace.points["c02"].links == ()


def test_a_case_that_could_not_be_saved_is_undone_too(editor: Editor, root: Path):
    book = CaseBook(editor)
    case = book.open_new("My speech", None)
    book.keep("add text", insert(case, Prose("Hello.")))
    path = root / "cases" / "my-speech.md"
    path.write_text(path.read_text("utf-8") + "\nTheirs.\n", encoding="utf-8")
    book.keep("change text", replace(book.case, items=(Prose("Mine."),)))
    assert book.reason
    editor.undo()
    assert book.case.items == (Prose("Hello."),)
    assert "Theirs" in path.read_text("utf-8")


def test_a_deleted_case_comes_back(editor: Editor, root: Path):
    book = CaseBook(editor)
    book.begin(book.open_new("My speech", None))
    before = state(root)
    book.delete()
    assert editor.library.cases == ()
    assert [one.what for one in discarding_entries(root)] == ["case"]
    editor.undo()
    assert state(root) == before
    assert editor.library.cases[0].id == CaseId("my-speech")


def test_a_library_that_is_read_only_is_left_alone(
    editor: Editor, root: Path, monkeypatch: pytest.MonkeyPatch
):
    before = state(root)
    editor.workspace.__dict__.pop("is_read_only", None)
    monkeypatch.setattr("briefing.library.is_writable", lambda root: False)
    for operation in every_operation(editor):
        with pytest.raises(BriefingError, match="cannot be written"):
            operation()
    assert state(root) == before
    monkeypatch.undo()
    editor.workspace.need_writable()  # it was unlocked, and nobody has to open it anew
    assert not editor.workspace.is_read_only


@given(
    st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_difference_is_exact_both_ways(
    tmp_path, lead: bytes, old: bytes, new: bytes, tail: bytes
):
    before, after = lead + old + tail, lead + new + tail
    change = difference(tmp_path / "x", before, after)
    assert change.on(before) == after
    assert change.inverse.on(after) == before
    made, gone = difference(tmp_path / "x", None, after), difference(tmp_path / "x", before, None)
    assert made.inverse.on(after) is None and not made.inserted
    assert gone.on(before) is None and gone.inverse.on(None) == before


def test_nothing_is_taken_back_when_one_of_the_files_was_changed(tmp_path: Path):
    from briefing.library import files

    one, other = tmp_path / "one", tmp_path / "other"
    with recording() as written:
        files.write_file(one, b"one", None)
        files.write_file(other, b"other", None)
    one.write_bytes(b"theirs")
    with pytest.raises(ChangedSince):
        take_back(tuple(written))
    assert other.read_bytes() == b"other"


def test_a_link_must_be_there_to_be_broken(editor: Editor):
    link = Link(Relation.ANSWERS, PointTarget("c09"))
    with pytest.raises(UserError, match="not there any more"):
        linking.unlink(editor, "c01", link)
