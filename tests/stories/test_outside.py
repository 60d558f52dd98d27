"""Somebody else changes the library's files while its window is open."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.app.drafts import Drafts
from briefing.app.navigation import Destination, Room
from briefing.ui.desk import Desk
from briefing.ui.dialogs.point import PointDialog
from briefing.ui.dialogs.source import SourceDialog
from briefing.ui.main import open_window
from briefing.ui.window import Window
from tests.stories.hands import CONTROL, Key, click, dialog, keys, on_disk, press, wait_until

POINT = "\n## A point from an editor. {#from-outside}\n\nWhy.\n"


def points(window: Window) -> Path:
    return next((window.desk.workspace.root / "cluster-munitions" / "points").glob("*.md"))


def rest(path: Path) -> None:
    os.utime(path, (time.time() - 60, time.time() - 60))


def passage(window: Window) -> str:
    """The words of the passage that is read."""
    assert window.reader.reading is not None
    return window.reader.reading.passages[window.reader.view.current].passage.text


def look(window: Window) -> None:
    window.opening.outside.look()
    QApplication.processEvents()


def test_a_point_that_an_editor_wrote_appears_and_the_place_stays(window: Window) -> None:
    window.reader.view.go_to(9)
    QApplication.processEvents()
    article, current = window.reader.article, window.reader.view.current
    height = window.reader.view.verticalScrollBar().value()
    counts = window.counts_label.text()
    path = points(window)
    path.write_text(path.read_text("utf-8") + POINT, "utf-8")
    look(window)  # still moving: nothing yet
    assert window.counts_label.text() == counts
    look(window)
    assert window.counts_label.text() != counts
    assert "from-outside" in window.desk.workspace.points
    assert window.reader.article == article
    assert window.reader.view.current == current
    assert window.reader.view.verticalScrollBar().value() == height
    names = [item.text() for item in window.library_pane._items.values()]
    total = len(window.desk.workspace.library.points)
    assert f"Points ({total})" in names


def test_the_list_of_points_knows_what_came_and_went(window: Window) -> None:
    window.go(Destination(Room.POINTS, "cluster-munitions"))
    before = window.browse.model.rowCount()
    path = points(window)
    own = path.read_text("utf-8").count("\n## ")
    path.write_text(path.read_text("utf-8") + POINT, "utf-8")
    rest(path)
    look(window)
    assert window.browse.model.rowCount() == before + 1
    path.unlink()
    look(window)
    look(window)
    assert window.browse.model.rowCount() == before - own


def test_an_article_that_changed_is_shown_as_it_is_now(window: Window) -> None:
    article = window.reader.article
    assert article is not None
    assert article.place is not None
    path = window.desk.workspace.root / article.place.path
    window.reader.view.go_to(9)
    QApplication.processEvents()
    read = passage(window)
    head, body = path.read_text("utf-8").split("\n---\n", 1)
    path.write_text(f"{head}\n---\n\nA first.\n\nA second.\n\n{body}\n\nA last.\n", "utf-8")
    rest(path)
    look(window)
    assert "A last." in window.reader.view.toPlainText()
    assert (passage(window), window.reader.view.current) == (read, 11), "at the same words"
    other = path.with_name("another-name.md")
    path.rename(other)
    for _ in range(3):
        look(window)
    assert window.reader.article is not None and window.reader.article.id == "another-name"
    assert passage(window) == read
    text = other.read_bytes()
    other.unlink()
    for _ in range(3):
        look(window)
    assert "is not in the library any more" in window.statusBar().currentMessage()
    other.write_bytes(text)
    rest(other)
    look(window)
    assert window.reader.article is not None and window.reader.article.id == "another-name"
    assert passage(window) == read


def test_a_stick_is_pulled_out_and_put_back(window: Window, boxes: list[str]) -> None:
    root = window.desk.workspace.root
    away = root.with_name("not here")
    root.rename(away)
    look(window)
    assert "not connected" in window.where_label.text()
    assert "cannot be reached" in window.statusBar().currentMessage()
    window.go(Destination(Room.POINTS, "cluster-munitions"))  # what was read still works
    window.go(Destination(Room.ARTICLE, next(iter(window.desk.workspace.articles))))
    QApplication.processEvents()
    window.making.new_point()
    (form,) = (one for one in window.findChildren(PointDialog) if one.isVisible())
    form.claim.line.setText("Typed meanwhile.")
    form.accept()
    assert form.isVisible() and "is not there any more" in form.wrong.text()
    assert not root.exists()
    form.reject()
    away.rename(root)
    look(window)
    assert "not connected" not in window.where_label.text()
    assert "is back" in window.statusBar().currentMessage()
    assert [one.values["claim"] for one in Drafts(root).all()] == ["Typed meanwhile."]
    assert boxes == []


def test_a_file_that_cannot_be_understood_is_listed_and_left_alone(window: Window) -> None:
    path = points(window)
    path.write_bytes(b"\xff\xfe broken")
    rest(path)
    look(window)
    assert any("not UTF-8" in fault.what for fault in window.desk.workspace.library.faults)
    assert any("in files" in one.text() for one in window.library_pane._items.values())
    assert path.read_bytes() == b"\xff\xfe broken"


def test_it_is_seen_without_being_asked_for(
    application: QApplication, index: Path, library: Path, boxes: list[str]
) -> None:
    window = open_window(library)
    assert window is not None
    wait_until(lambda: window.desk.finder is not None, 60)
    for path in library.rglob("*.md"):
        rest(path)
    path = points(window)
    path.write_text(path.read_text("utf-8") + POINT, "utf-8")
    wait_until(lambda: "from-outside" in window.desk.workspace.points, 30)
    window.close()
    application.processEvents()


# -- a form is open -------------------------------------------------------------------------------


def change(path: Path, old: str, new: str, window: Window) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    rest(path)
    look(window)


def test_a_form_takes_over_what_others_changed_and_asks_where_both_did(
    window: Window, boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")
    point = next(one for one in window.desk.workspace.library.points if one.explanation_md)
    assert point.place is not None
    path = window.desk.workspace.root / point.place.path
    window.making.edit_point(point.id)
    form = dialog(window, PointDialog)
    assert form._meanwhile is not None and not form._meanwhile.isVisible()
    QTest.keyClicks(form.claim.line, "Mine: ")
    change(path, point.explanation_md, "Their reason.", window)
    assert form.value("explanation") == "Their reason."
    assert "Taken over: Explanation" in form._meanwhile.words.text()
    assert "Mine: " in form.value("claim")
    change(path, point.claim, "Their claim.", window)
    assert "Changed there and here: Claim" in form._meanwhile.words.text()
    press(form.claim.line, Key.Key_Return, CONTROL)  # not before one has chosen
    assert form.isVisible() and form._meanwhile.keep.hasFocus()
    click(form._meanwhile.see)
    assert "The other: Their claim." in form._meanwhile.both.toPlainText()
    click(form._meanwhile.take)
    assert form.value("claim") == "Their claim."
    (draft,) = Drafts(window.desk.workspace.root).all()
    assert "Mine: " in draft.values["claim"], "nothing typed is lost"
    form.claim.line.setText("Mine again.")
    change(path, "## Their claim.", "## Another claim.", window)
    click(form._meanwhile.keep)
    press(form.claim.line, Key.Key_Return, CONTROL)
    saved = on_disk(window, point.id)
    assert (saved.claim, saved.explanation_md) == ("Mine again.", "Their reason.")
    press(window, Key.Key_Z, CONTROL)
    assert on_disk(window, point.id).claim == "Another claim."


def test_a_point_that_was_deleted_under_its_form_can_be_saved_anew(
    window: Window, boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")
    point = next(
        one for one in window.desk.workspace.library.points if one.links and not one.evidence
    )
    window.making.edit_point(point.id)
    form = dialog(window, PointDialog)
    form.claim.line.setText("Still wanted.")
    window.making.delete_point(point.id)
    assert form._meanwhile is not None and "was deleted" in form._meanwhile.words.text()
    press(form.claim.line, Key.Key_Return, CONTROL)
    assert form.isVisible() and form._meanwhile.keep.hasFocus()
    keys(Key.Key_Space)
    press(form.claim.line, Key.Key_Return, CONTROL)
    found = on_disk(window, point.id)
    assert (found.claim, found.links) == ("Still wanted.", point.links)


def test_a_source_form_never_writes_over_what_others_wrote(
    window: Window, boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")
    source = window.desk.workspace.library.sources[0]
    window.making.edit_source(source.id)
    form = dialog(window, SourceDialog)
    form.fields["note"].setText("Mine.")
    path = window.desk.workspace.root / source.topic / "sources.json"
    change(path, json.dumps(source.title, ensure_ascii=False), '"Their title"', window)
    press(form.fields["note"], Key.Key_Return, CONTROL)
    saved = window.desk.workspace.sources[source.id]
    assert (saved.title, saved.note) == ("Their title", "Mine.")
