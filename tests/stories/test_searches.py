"""Somebody searches again and again: recent searches, saved ones, filters, orders, did you mean."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from briefing.app.changes import Changes
from briefing.index import Sort
from briefing.ui.dialogs.settings import SettingsDialog
from briefing.ui.window import Window

from .test_searching import CONTROL, Key, press, rows, searcher, type_query

__all__ = ["searcher"]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _ask(window: Window, query: str) -> None:
    type_query(window, query)
    press(window, Key.Key_Return)


def _menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _tree(window: Window) -> dict[str, QRect]:
    """The saved searches in the tree, and where they stand."""
    tree = window.library_pane.tree
    model = tree.model()
    found = {}
    for row in range(model.rowCount()):
        head = model.index(row, 0)
        if head.data() == "Saved searches":
            for at in range(model.rowCount(head)):
                index = model.index(at, 0, head)
                tree.scrollTo(index)
                found[str(index.data()).removeprefix("⌕ ")] = tree.visualRect(index)
    return found


def test_up_brings_back_what_was_searched_for(searcher: Window) -> None:
    field = searcher.search_field
    _ask(searcher, "dud rate")
    _ask(searcher, "norway")
    field.clear()
    field.setFocus()
    press(searcher, Key.Key_Up)
    assert field.text() == "norway"
    press(searcher, Key.Key_Up)
    press(searcher, Key.Key_Up)
    assert field.text() == "dud rate"
    press(searcher, Key.Key_Return)
    assert any("dud" in row.lower() for row in rows(searcher))
    field.setFocus()
    press(searcher, Key.Key_Down)
    assert not field.hasFocus(), "Down goes to the hits"


def test_recent_searches_are_chosen_from_a_menu_and_forgotten(searcher: Window) -> None:
    _ask(searcher, "dud rate")
    _ask(searcher, "norway")
    searcher.activateWindow()
    searcher.actions_by_id["go.recent"].trigger()
    menu = _menu()
    assert [one.text() for one in menu.actions()[:2]] == ["norway", "dud rate"]
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    QApplication.processEvents()
    assert searcher.search_field.text() == "dud rate"
    dialog = SettingsDialog(searcher.desk, searcher)
    dialog.forget.click()
    dialog.close()
    assert searcher.search_field.recent() == ()


def test_an_odd_query_leaves_no_mark_on_the_field_once_it_is_gone(searcher: Window) -> None:
    _ask(searcher, "side:forr dud")
    field = searcher.search_field
    assert field.styleSheet() and "forr" in field.accessibleDescription()
    field.setFocus()
    QTest.keyClick(field, Key.Key_Escape)
    QApplication.processEvents()
    assert not field.text() and not field.styleSheet() and not field.accessibleDescription()
    searcher.desk.changed.emit(Changes(index=True))
    assert not field.styleSheet(), "nothing is searched for any more"


def test_a_search_is_saved_run_and_removed(searcher: Window) -> None:
    _ask(searcher, "kind:quote by:kahl")
    press(searcher, Key.Key_S, CONTROL | SHIFT)
    press(searcher, Key.Key_K, CONTROL)
    press(searcher, Key.Key_Escape)
    assert list(_tree(searcher)) == ["kind:quote by:kahl"]
    tree = searcher.library_pane.tree
    place = _tree(searcher)["kind:quote by:kahl"].center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert searcher.search_field.text() == "kind:quote by:kahl"
    assert rows(searcher)
    searcher.searching.close()
    tree.setFocus()
    place = _tree(searcher)["kind:quote by:kahl"].center()
    tree.setCurrentIndex(tree.indexAt(place))
    QTest.keyClick(tree, Key.Key_Delete)
    QApplication.processEvents()
    assert _tree(searcher) == {}


def test_a_misspelt_word_is_mended_by_a_click(searcher: Window) -> None:
    _ask(searcher, "subbmunition")
    meant = searcher.search.meant
    assert meant.isVisible()
    assert meant.text() == "Did you mean: submunition"
    QTest.mouseClick(meant, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert searcher.search_field.text() == "submunition"
    assert rows(searcher)
    assert not meant.isVisible()


def test_results_are_filtered_sorted_and_searched_within(searcher: Window) -> None:
    _ask(searcher, "dud")
    everything = len(rows(searcher))
    searcher.actions_by_id["go.filter"].trigger()
    menu = _menu()
    side = next(one for one in menu.actions() if one.text() == "Side").menu()
    assert isinstance(side, QMenu)
    choice = next(
        one for one in side.actions() if one.text().startswith("For the motion (Deterrence)  (")
    )
    menu.close()
    choice.trigger()
    QApplication.processEvents()
    assert searcher.search_field.text() == "dud side:for"
    assert 0 < len(rows(searcher)) < everything
    press(searcher, Key.Key_K, CONTROL)
    searcher.actions_by_id["go.within"].trigger()
    QTest.keyClicks(searcher.search_field, "rate")
    press(searcher, Key.Key_Return)
    assert searcher.search_field.text() == "dud side:for rate"
    box = searcher.search.sort
    box.setFocus()
    QTest.keyClick(box, Key.Key_Down)
    QApplication.processEvents()
    assert box.currentData() is Sort.DATE
    years = [hit.entry.year or 0 for hit in searcher.search._hits]
    assert len(set(years)) > 1
    assert years == sorted(years, reverse=True)


def test_what_is_not_understood_is_underlined(searcher: Window) -> None:
    type_query(searcher, "dud year:abc rate")
    before = searcher.search_field.grab().toImage()
    searcher.search_field.show_notice("odd", "#aa0000", ())
    assert searcher.search_field.grab().toImage() != before
    assert searcher.search_field.text() == "dud year:abc rate"
