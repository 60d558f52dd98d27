"""Undo across panes, by keys and by the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from briefing.app.changes import Changes
from briefing.app.editing import articles, linking
from briefing.app.navigation import Destination, Room
from briefing.library import read_library
from briefing.model import Relation, TopicId
from briefing.ui.desk import Desk
from briefing.ui.window import Window
from tests.stories.hands import wait_until

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody searches here, and building the index takes longest."""
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")


def press(widget: QWidget, key: Qt.Key, held=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, held)
    QApplication.processEvents()


def link_one(window: Window) -> tuple[str, int]:
    """Link a point to a passage; its id and the number of its links before."""
    editor = window.making.editor
    article = window.reader.article
    assert article is not None
    point = editor.library.points[0]
    target = linking.passage_target(editor, article.id, 3)
    assert window.making.do(lambda: linking.link(editor, point.id, target, Relation.ANSWERS))
    QApplication.processEvents()
    return point.id, len(point.links)


def links(window: Window, point: str) -> int:
    library = read_library(window.desk.workspace.root)
    (found,) = (one for one in library.points if one.id == point)
    assert found == window.desk.workspace.points[point]
    return len(found.links)


def test_ctrl_z_undoes_from_the_article_and_the_menu_names_it(window: Window):
    window.activateWindow()
    point, before = link_one(window)
    assert links(window, point) == before + 1
    undo, redo = window.actions_by_id["edit.undo"], window.actions_by_id["edit.redo"]
    assert undo.text() == "Undo link to paragraph 4"
    window.reader.view.setFocus()
    press(window.reader.view, Key.Key_Z, CONTROL)
    assert links(window, point) == before
    assert "Undone: link to paragraph 4" in window.statusBar().currentMessage()
    assert redo.text() == "Redo link to paragraph 4"
    press(window.reader.view, Key.Key_Z, CONTROL | SHIFT)
    assert links(window, point) == before + 1
    undo.trigger()
    assert links(window, point) == before
    press(window.library_pane.tree, Key.Key_Y, CONTROL)
    assert links(window, point) == before + 1


def test_a_text_field_keeps_its_own_undo(window: Window):
    window.activateWindow()
    point, before = link_one(window)
    window.search_field.setFocus()
    QTest.keyClicks(window.search_field, "trea")
    press(window.search_field, Key.Key_Z, CONTROL)
    assert window.search_field.text() == ""
    assert links(window, point) == before + 1


def test_the_points_and_the_margin_follow(window: Window):
    window.reader.view.go_to(3)
    before = len(window.reader.reading.passages[3].seen)
    point, _ = link_one(window)
    assert len(window.reader.reading.passages[3].seen) == before + 1
    assert window.reader.view.current == 3
    assert point in {card.point.id for card in window.points.cards}
    window.run_action("edit.undo")
    assert len(window.reader.reading.passages[3].seen) == before
    assert point not in {card.point.id for card in window.points.cards}


def test_nothing_to_undo_is_said(window: Window):
    window.run_action("edit.undo")
    assert "Nothing to undo" in window.statusBar().currentMessage()


def test_undo_and_redo_are_grey_in_the_menu_when_there_is_nothing_for_them(window: Window):
    undo, redo = window.actions_by_id["edit.undo"], window.actions_by_id["edit.redo"]

    def enabled_in_menu() -> tuple[bool, bool]:
        menu = window.menus["Edit"]
        menu.popup(window.pos())
        try:
            return undo.isEnabled(), redo.isEnabled()
        finally:
            menu.close()
            assert undo.isEnabled() and redo.isEnabled(), "their keys have an answer in words"

    assert enabled_in_menu() == (False, False)
    link_one(window)
    assert enabled_in_menu() == (True, False)
    window.run_action("edit.undo")
    assert enabled_in_menu() == (False, True)


@pytest.mark.parametrize("room", [Room.POINTS, Room.GAPS, Room.TIMELINE, Room.TOPIC])
def test_the_pages_of_a_topic_that_is_undone_are_left(window: Window, room: Room):
    editor = window.making.editor
    made: list[TopicId] = []

    def make() -> Changes:
        topic, changes = articles.new_topic(editor, "This house would wait", "", ("", ""), ())
        made.append(topic.id)
        return changes

    assert window.making.do(make)
    place = Destination(room, made[0])
    window.go(place)
    assert window.current_pane() is not window.reader
    window.run_action("edit.undo")
    wait_until(lambda: window.current_pane() is window.reader)
    assert window.reader.article is not None
    window.going.back()
    assert window.current_pane() is window.reader, "nor does the way back lead there"
    window.run_action("edit.redo")
    window.go(place)
    assert window.current_pane() is not window.reader
