"""The command palette: everything one can do and everywhere one can go, found by a few letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing.app.navigation import LISTS, Destination, Room
from briefing.app.reading import kind_words
from briefing.app.workspace import Workspace
from briefing.ui.actions import ACTIONS, ActionSpec
from briefing.ui.other_words import OTHER_WORDS
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.window import Window

_MOST = 160
_MOST_RECENT = 8
_ROW = Qt.ItemDataRole.UserRole
_MEMORY = "commands"
_BY_OTHER_WORDS = 45  # less than what the action's own words give, more than strewn letters


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: an action of the table, or a place to go to."""

    id: str
    text: str
    kind: str
    keys: str = ""
    place: Destination | None = None
    also: str = ""  # what else people call it


def score(query: str, choice: Choice) -> int | None:
    """How well a choice fits what was typed; None if it does not. Every word must be found."""
    text = choice.text.casefold()
    around = f"{choice.kind} {choice.keys}".casefold()
    also = choice.also.casefold()
    total = 0
    for word in query.casefold().split():
        found = _fit(word, text)
        if (found is None or found < _BY_OTHER_WORDS) and f" {word}" in f" {also}":
            found = _BY_OTHER_WORDS
        if found is None:
            found = 5 if word in around else None
        if found is None:
            return None
        total += found
    return total


def _fit(word: str, text: str) -> int | None:
    """A word at a beginning counts most, then inside, then initials, then letters in order."""
    start = text.find(word)
    if start == 0:
        return 120
    if re.search(rf"\b{re.escape(word)}", text):
        return 100
    if start > 0:
        return 60
    initials = "".join(part[0] for part in text.split())
    if len(word) > 1 and word in initials:
        return 50
    place, gaps = -1, 0
    for letter in word:
        after = text.find(letter, place + 1)
        if after < 0:
            return None
        gaps += after - place - 1 if place >= 0 else 0
        place = after
    # Letters strewn over a whole sentence are chance, not what was meant.
    return 40 - gaps if gaps <= 2 * len(word) and len(word) > 2 else None


def matching(query: str, choices: Iterable[Choice], recent: Sequence[str] = ()) -> list[Choice]:
    """The choices that fit, the best first; what was used lately wins among equals."""
    lately = {one: place for place, one in enumerate(recent)}
    found = []
    for order, choice in enumerate(choices):
        fits = score(query, choice)
        if fits is not None:
            rank = lately.get(choice.id, _MOST_RECENT + 1)
            found.append((-fits, rank, order, choice))
    return [choice for *_, choice in sorted(found, key=lambda one: one[:3])]


def action_choices(actions: Iterable[ActionSpec]) -> list[Choice]:
    """The actions as choices."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        Choice(
            one.id,
            one.text,
            one.menu,
            QKeySequence(one.keys[0]).toString(native) if one.keys else "",
            also=OTHER_WORDS.get(one.id, ""),
        )
        for one in actions
    ]


def place_choices(workspace: Workspace) -> list[Choice]:
    """Everywhere one can go in a library: articles, the lists and pages of topics, cases."""
    found = [
        _place(
            f"Go to {one.title}",
            (kind_words(one) or "article").capitalize(),
            Destination(Room.ARTICLE, one.id),
        )
        for one in workspace.titles
    ]
    found += [
        _place(f"Go to {topic.title}: {name}", "Topic", Destination(room, topic.id))
        for topic in workspace.topics.values()
        for room, name, _ in ((Room.TOPIC, "Overview", ""), *LISTS)
    ]
    found += [
        _place(f"Go to {one.title}", "Case", Destination(Room.CASE, one.id))
        for one in workspace.cases.values()
    ]
    if workspace.library.faults:
        found.append(_place("Go to the faults in files", "Library", Destination(Room.FAULTS)))
    return found


def _place(text: str, kind: str, place: Destination) -> Choice:
    return Choice(f"{place.room.value}:{place.id}", text, kind, "", place)


class Palette(QFrame):
    """A field and a list over the upper part of the window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("palette")
        theme = window.desk.theme
        self.setStyleSheet(
            f"QFrame#palette {{ background: {theme['surface']}; border: 2px solid "
            f"{theme['muted']}; border-radius: 8px; }}"
        )
        self.setAccessibleName("All commands")
        self._before: QWidget | None = QApplication.focusWidget()
        memory: list[str] = window.desk.preferences.recall(_MEMORY, [])
        self._recent = [one for one in memory if isinstance(one, str)]
        actions = [one for one in ACTIONS if one.id in window.actions_by_id]
        self._choices = action_choices(actions)
        if window.desk.is_open:
            self._choices += place_choices(window.desk.workspace)
        self.field = QLineEdit()
        self.field.setPlaceholderText("What would you like to do, or where to go?")
        self.field.setAccessibleName("Command")
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = self._make_list()
        self._hint = make_label("No command has these letters", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for widget in (self.field, self._hint, self.list):
            layout.addWidget(widget)
        self._fill()
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName("Commands")
        made.setColumnCount(3)
        made.setHeaderHidden(True)
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setIndentation(0)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = made.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(10)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        made.itemClicked.connect(self._run_item)
        return made

    def open(self) -> None:
        """Show it, with the keyboard in its field."""
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        """In the middle of the window's upper part, as wide as the text needs."""
        window = self._window
        letter = self.fontMetrics().averageCharWidth()
        width = min(letter * 80 + 40, window.width() - 24)
        rows = self.list.topLevelItemCount()
        row = self.list.sizeHintForRow(0) if rows else self._hint.sizeHint().height()
        around = self.field.sizeHint().height() + 34
        height = min(around + max(rows, 1) * row, int(window.height() * 0.72))
        top = window.menuBar().height() + 6
        self.setGeometry((window.width() - width) // 2, top, width, height)

    # -- the list ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        query = self.field.text()
        found = self._unasked() if not query.strip() else self._matching(query)
        self.list.clear()
        items = [self._item(one) for one in found[:_MOST]]
        self.list.addTopLevelItems(items)
        self._hint.setVisible(not items)
        self.list.setVisible(bool(items))
        if items:
            self.list.setCurrentItem(items[0])
        self._place()

    def _matching(self, query: str) -> list[Choice]:
        return matching(query, self._choices, self._recent)

    def _unasked(self) -> list[Choice]:
        """Before anything is typed: what was used lately, then everything."""
        by_id = {one.id: one for one in self._choices}
        lately = [by_id[one] for one in self._recent if one in by_id]
        return [*lately, *(one for one in self._choices if one not in lately)]

    def _item(self, choice: Choice) -> QTreeWidgetItem:
        item = QTreeWidgetItem([choice.text, choice.kind, choice.keys])
        item.setData(0, _ROW, choice)
        spoken = ", ".join(one for one in (choice.text, choice.kind, choice.keys) if one)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setToolTip(0, choice.text)
        muted = self._window.desk.theme.colour("muted")
        item.setForeground(1, muted)
        action = self._window.actions_by_id.get(choice.id)
        if action is not None and not action.isEnabled():
            item.setForeground(0, muted)
        return item

    def choices(self) -> list[Choice]:
        """What the list shows, in its order."""
        items = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        return [item.data(0, _ROW) for item in items if item is not None]

    # -- keys -------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys that walk the list; the window's new size."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            # Else the window's own shortcuts would take Enter or Escape.
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 10,
            Qt.Key.Key_PageUp: -10,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._walk(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem()
            if item is not None:
                self._run_item(item)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _walk(self, step: int) -> None:
        count = self.list.topLevelItemCount()
        item = self.list.currentItem()
        if not count or item is None:
            return
        row = self.list.indexOfTopLevelItem(item) + step
        # One step past an end goes round; a page does not.
        row = row % count if abs(step) == 1 else max(0, min(count - 1, row))
        self.list.setCurrentIndex(self.list.model().index(row, 0))

    def _run_item(self, item: QTreeWidgetItem) -> None:
        choice: Choice = item.data(0, _ROW)
        recent = [choice.id, *(one for one in self._recent if one != choice.id)]
        self._window.desk.preferences.remember(_MEMORY, recent[:_MOST_RECENT])
        self.leave()
        # After this key's events: what is run may open a dialog, and this palette must be gone.
        QTimer.singleShot(0, self._window, partial(self._window.choose, choice))

    # -- leaving ----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close, and give the keyboard back to where it was."""
        before = self._before
        self._close()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """A click elsewhere closes the palette and keeps the keyboard there."""
        if self.isVisible() and new is not None and not self.isAncestorOf(new):
            self._close()

    def _close(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_focus)
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()
