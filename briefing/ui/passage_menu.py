"""What can be done with a passage, or with the words selected in it: a menu where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from briefing.ui.panes.word_keys import WordKeys

if TYPE_CHECKING:
    from briefing.ui.making import Making


class PassageMenu(QObject):
    """The context menu of the article, and the keys that select words for it."""

    def __init__(self, making: Making) -> None:
        super().__init__(making)
        self._making, self._window = making, making.window
        self._view = making.window.reader.view
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._open)
        self.keys = WordKeys(self._view)
        self.keys.menu_asked.connect(self._open_by_key)

    def _open(self, where: QPoint) -> None:
        self._popup(self._view.passage_under(where), self._view.mapToGlobal(where))

    def _open_by_key(self) -> None:
        """At the words that are selected, or at the passage that is read."""
        view, index = self._view, self._view.current
        if view.textCursor().hasSelection():
            index = view.selected_words()[1]
            where = view.cursorRect().bottomLeft()
        else:
            top = int(view.span(index)[0]) - view.verticalScrollBar().value()
            where = QPoint(view.width() // 4, max(10, top + 20))
        self._popup(index, view.viewport().mapToGlobal(where))

    def _popup(self, index: int, where: QPoint) -> None:
        making, view = self._making, self._view
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has_words = view.textCursor().hasSelection()
        if has_words:
            menu.addAction("Copy\tCtrl+C", view.copy)
        for name in ("suggest.answers", "suggest.supports"):
            action = self._window.actions_by_id[name]
            words = f"{action.text()}\t{action.shortcut().toString()}"
            menu.addAction(words, partial(self._at, index, partial(self._ask, name)))
        menu.addAction(
            "Cut a card from these words …" if has_words else "Cut a card from this passage …",
            lambda: self._at(index, making.cut_card),
        )
        menu.addAction("Link a point to this passage …", lambda: making.linking.link_here(index))
        menu.addAction("Note on this passage …", lambda: making.note_here(index))
        menu.addSeparator()
        menu.addAction("Edit article …", lambda: making.edit_article())
        menu.addAction(self._window.actions_by_id["edit.undo"])
        self._window.menus.grey_steps_in(menu)
        menu.popup(where)

    def _ask(self, action_id: str) -> None:
        """Ask about the article's own words, whatever had the keyboard."""
        self._view.setFocus()
        self._window.run_action(action_id)

    def _at(self, index: int, act: Callable[[], None]) -> None:
        """Do something to a passage that is not the one that is read."""
        if not self._view.textCursor().hasSelection():
            self._view.pin(index)
        act()
