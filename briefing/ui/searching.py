"""Searching in a window: between its field, the hits in the left column, and the library there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

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

    def listen(self, pane: SearchPane) -> None:
        """Hear of a query that could not be understood, and of the wish to leave."""
        pane.left.connect(self._window.commands.focus_search)
        pane.noticed.connect(self._on_noticed)

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self.show()
            self._window.search.ask(text)
        else:
            self.close()

    def _on_asked(self, text: str) -> None:
        if text.strip():
            self.show()
            self._window.search.ask(text, typing=False)
            self._window.search.list.focus_first()

    def _on_down(self) -> None:
        self._window.search.list.focus_first()

    def _on_noticed(self, notice: str) -> None:
        self._window.search_field.show_notice(notice, self._window.desk.theme["caution"])

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
            window.left.setCurrentWidget(window.library_pane)
            self.narrow()
            window.current_pane().setFocus()

    def narrow(self) -> None:
        """Give back the room that was made for hits."""
        if self._narrow_sizes:
            self._window.columns.setSizes(self._narrow_sizes)
            self._narrow_sizes = []
