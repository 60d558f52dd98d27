"""Searching in a window: between its field, the hits in the left column, and the library there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from briefing.app.changes import Changes
from briefing.app.searches import Searches, forget_recent, within

if TYPE_CHECKING:
    from briefing.ui.panes.search import SearchPane
    from briefing.ui.window import Window


class Searching(QObject):
    """The field asks the pane, and the left column shows the one or the other."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._narrow_sizes: list[int] = []  # of the columns before hits made the left one wider
        field = window.search_field
        field.textEdited.connect(self._on_edited)
        field.asked.connect(self._on_asked)
        field.down.connect(self._on_down)
        field.dismissed.connect(self.close)
        field.recent = self._recent

    def listen(self, pane: SearchPane) -> None:
        """Hear of a query that could not be understood, and of the wish to leave."""
        pane.left.connect(self._window.commands.focus_search)
        pane.noticed.connect(self._on_noticed)
        pane.rewritten.connect(self.search)

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self.show()
            self._window.search.ask(text)
        else:
            self.close()

    def _recent(self) -> tuple[str, ...]:
        return self._searches().recent() if self._window.desk.is_open else ()

    def _searches(self) -> Searches:
        desk = self._window.desk
        return Searches(desk.preferences, desk.workspace.root)

    def search(self, query: str) -> None:
        """Put a query into the field and answer it."""
        field = self._window.search_field
        field.setText(query)
        self._on_asked(query)

    def save(self) -> str:
        """Keep the query that stands in the field; what to say of it."""
        query = self._window.search_field.text().strip()
        if not query:
            return "Nothing to save: the search field is empty."
        if not self._searches().save(query):
            return "This search is saved already."
        self._window.desk.changed.emit(Changes(searches=True))
        return f"Saved in the library tree: {query}"

    def narrow_down(self) -> None:
        """Let the next words search within the matches of those that stand in the field."""
        field = self._window.search_field
        if field.text().strip():
            field.setText(within(field.text()))
        field.setFocus()
        field.end(False)

    def forget(self) -> None:
        """Forget what was searched for."""
        forget_recent(self._window.desk.preferences)

    def show_recent(self) -> None:
        """A menu of what was searched for, under the field."""
        field = self._window.search_field
        menu = QMenu(field)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        for query in self._recent():
            menu.addAction(query.replace("&", "&&"), partial(self.search, query))
        if menu.isEmpty():
            menu.addAction("Nothing was searched for yet").setEnabled(False)
        else:
            menu.addSeparator()
            menu.addAction("Forget these searches", self.forget)
        menu.popup(field.mapToGlobal(field.rect().bottomLeft()))

    def _on_asked(self, text: str) -> None:
        if text.strip():
            self._searches().add(text)
            self.show()
            self._window.search.ask(text, typing=False)
            self._window.search.list.focus_first()

    def _on_down(self) -> None:
        self._window.search.list.focus_first()

    def _on_noticed(self, notice: str, odd: tuple[tuple[int, int], ...]) -> None:
        self._window.search_field.show_notice(notice, self._window.desk.theme["caution"], odd)

    @property
    def _is_shown(self) -> bool:
        window = self._window
        return window.has("search") and window.left.currentWidget() is window.search

    def show(self) -> None:
        """Put the hits into the left column, and make room for them."""
        window = self._window
        if not self._is_shown:
            self._narrow_sizes = window.columns.sizes()
            window.left.setCurrentWidget(window.search)
            window.left.show()
            wanted = min(380, window.width() // 3)
            left, centre, right = window.columns.sizes()
            if left < wanted:
                window.columns.setSizes([wanted, max(centre - (wanted - left), 1), right])

    def close(self) -> None:
        """Put the library back into the left column."""
        window = self._window
        window.search_field.clear()
        if self._is_shown:
            window.search.leave()
            window.left.setCurrentWidget(window.library_pane)
            self.narrow()
            window.current_pane().setFocus()

    def narrow(self) -> None:
        """Give back the room that was made for hits."""
        if self._narrow_sizes:
            self._window.columns.setSizes(self._narrow_sizes)
            self._narrow_sizes = []
