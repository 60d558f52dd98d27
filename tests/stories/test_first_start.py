"""A newcomer on a fresh account: no settings, no library, nobody to ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

from briefing.resources import seeds
from briefing.ui.main import open_window
from briefing.ui.window import Window


@pytest.fixture
def newcomer(application: QApplication, home: Path, boxes: list[str]) -> Window:
    """The first window of an account."""
    window = open_window(None, serial=True)
    assert window is not None
    application.processEvents()
    return window


def test_first_start_shows_an_article_with_points_beside_it(newcomer: Window, home: Path) -> None:
    root = newcomer.desk.workspace.root
    assert root != seeds()
    assert home in root.parents, "the library is the user's own copy"
    assert not newcomer.desk.workspace.library.faults
    assert newcomer.reader.isVisible()
    assert newcomer.reader.view.verticalScrollBar().value() == 0
    assert newcomer.points.cards, "the first thing seen is what the pane is for"
    view = newcomer.reader.view
    top, _ = view.span(view.current)
    assert top < view.viewport().height(), "the points stand beside words that are on the screen"
    words = [label.text() for label in newcomer.statusBar().findChildren(QLabel)]
    assert any(str(root) in one for one in words), "the status bar says where the library is"
    assert any("points" in one and "quotations" in one for one in words)
    newcomer.close()
    QApplication.processEvents()


def test_second_start_finds_the_same_library_with_its_changes(
    newcomer: Window, home: Path, boxes: list[str]
) -> None:
    root = newcomer.desk.workspace.root
    topic = next(root.glob("*/topic.md"))
    topic.write_text(topic.read_text("utf-8") + "\nA word of my own.\n", "utf-8")
    newcomer.close()
    QApplication.processEvents()
    again = open_window(None, serial=True)
    assert again is not None
    assert again.desk.workspace.root == root
    assert "A word of my own." in topic.read_text("utf-8")
    again.close()
    QApplication.processEvents()


def test_every_action_can_be_reached_from_the_menus(newcomer: Window) -> None:
    menus = newcomer.menuBar().findChildren(QMenu)
    in_menus = {action for menu in menus for action in menu.actions()}
    assert set(newcomer.actions_by_id.values()) <= in_menus
    newcomer.close()
    QApplication.processEvents()


def test_tab_walks_from_the_field_to_the_text_and_the_cards(newcomer: Window) -> None:
    newcomer.activateWindow()
    newcomer.search_field.setFocus()
    seen = set()
    for _ in range(40):
        QTest.keyClick(newcomer.focusWidget(), Qt.Key.Key_Tab)
        focused = newcomer.focusWidget()
        seen.add(type(focused).__name__)
        words = focused.text() if isinstance(focused, QAbstractButton) else ""
        assert words or focused.accessibleName(), focused
    assert {"QTreeView", "ArticleView", "Card"} <= seen
    newcomer.close()
    QApplication.processEvents()
