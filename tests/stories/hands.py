"""What the stories about editing do with keyboard and mouse, and how they look at the result."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QInputDialog,
    QLineEdit,
    QMenu,
    QWidget,
)

from briefing.library import read_library
from briefing.model import Point
from briefing.ui.panes.card import Card
from briefing.ui.window import Window

Key, Held = Qt.Key, Qt.KeyboardModifier
NONE, CONTROL, SHIFT, ALT = (
    Held.NoModifier,
    Held.ControlModifier,
    Held.ShiftModifier,
    Held.AltModifier,
)
LEFT = Qt.MouseButton.LeftButton
Kind = TypeVar("Kind", bound=QDialog)


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Let the window work until something is so, however slow the machine is."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        QTest.qWait(5)


# -- keyboard -------------------------------------------------------------------------------------


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    widget.window().activateWindow()
    settle()
    QTest.keyClick(widget, key, held)
    settle()


def keys(*every: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press keys on whatever has the keyboard."""
    for key in every:
        widget = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        QTest.keyClick(widget, key, held)
        settle()


def command(window: Window, words: str) -> None:
    """Run a command out of the palette."""
    press(window, Key.Key_P, CONTROL | SHIFT)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, words)
    settle()
    keys(Key.Key_Return)


def menu_key(widget: QWidget) -> None:
    """The key that opens a context menu."""
    where = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, widget.mapToGlobal(where))
    QApplication.sendEvent(widget, event)
    settle()


def menu_entry(words: str) -> None:
    """Walk down the menu that is open to an entry, and choose it."""
    for _ in range(30):
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        entry = menu.activeAction()
        if entry is not None and words in entry.text().replace("&", ""):
            break
        keys(Key.Key_Down)
    keys(Key.Key_Return)


# -- mouse ----------------------------------------------------------------------------------------


def click(widget: QWidget, where: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, NONE, where or QPoint())
    settle()


def click_row(view: QAbstractItemView, row: int) -> None:
    index = view.model().index(row, 0)
    view.scrollTo(index)
    click(view.viewport(), view.visualRect(index).center())


def right_click(widget: QWidget, where: QPoint | None = None) -> None:
    """Ask for the menu of what is under the mouse."""
    target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    place = where or QPoint(15, 10)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, target.mapToGlobal(place), NONE
    )
    QApplication.sendEvent(target, event)
    settle()


def choose(window: Window, words: str) -> None:
    """Click on an entry of the menu that is open."""
    found = [
        (menu, action)
        for menu in window.findChildren(QMenu)
        if menu.isVisible()
        for action in menu.actions()
        if words in action.text().replace("&", "")
    ]
    ((menu, action),) = found
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
    settle()


def menu_bar(window: Window, menu: str, words: str) -> None:
    """Click on a menu, and on its entry."""
    bar = window.menuBar()
    (action,) = (one for one in bar.actions() if one.text().replace("&", "") == menu)
    QTest.mouseClick(bar, LEFT, NONE, bar.actionGeometry(action).center())
    settle()
    choose(window, words)


# -- dialogs --------------------------------------------------------------------------------------


def dialog(window: Window, kind: type[Kind]) -> Kind:
    (found,) = (one for one in window.findChildren(kind) if one.isVisible())
    return found


def button(owner: QDialog, words: str) -> QWidget:
    (box,) = owner.findChildren(QDialogButtonBox)
    (found,) = (one for one in box.buttons() if one.text().replace("&", "") == words)
    return found


def answering(words: str, act: Callable[[], None]) -> None:
    """Do something that asks for a name, and give it."""

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, QInputDialog)
        asked.setTextValue(words)
        QTest.keyClick(asked, Key.Key_Return)

    QTimer.singleShot(0, answer)
    act()
    settle()


# -- the library ----------------------------------------------------------------------------------


def first_card(window: Window) -> Card:
    card = window.points.cards[0]
    window.activateWindow()
    card.setFocus()
    settle()
    return card


def on_disk(window: Window, point: str) -> Point:
    library = read_library(window.desk.workspace.root)
    (found,) = (one for one in library.points if one.id == point)
    assert found == window.desk.workspace.points[point], "memory and disk differ"
    return found


def newest(window: Window) -> Point:
    known = {one.id for one in read_library(window.desk.workspace.root).points}
    (new,) = known - window.known  # type: ignore[attr-defined]
    return on_disk(window, new)


def remember_points(window: Window) -> None:
    window.known = {one.id for one in window.desk.workspace.library.points}  # type: ignore[attr-defined]
