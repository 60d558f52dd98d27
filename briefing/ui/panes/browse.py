"""The lists of a topic: all its points, quotations or sources, with a filter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.app.rows import Row
from briefing.app.topic_rows import MOST_FOUND, TopicRows
from briefing.text.words import counted
from briefing.ui.desk import Desk
from briefing.ui.panes.rows import RowsPane
from briefing.ui.tasks import Hand
from briefing.ui.widgets.small import make_label

_NAMES = {Room.POINTS: "Points", Room.QUOTES: "Quotations", Room.SOURCES: "Sources"}
_NO_MATCH = "No row of this list has all of these words. Esc empties the filter."
_EMPTY = {
    Room.POINTS: "This topic has no points yet. Cut a card from an article (select words, then "
    "Ctrl+T), write a point (Edit → New point …), or import a file of cards (Ctrl+I).",
    Room.QUOTES: "This topic has no quotations yet. They come with cards: cut one from an article "
    "(select words, then Ctrl+T), or import a file of cards (Ctrl+I).",
    Room.SOURCES: "This topic has no sources yet. One is made when you cut a card from an article; "
    "write others (Edit → New source …), or import them from a reference manager (Ctrl+I).",
}


class BrowsePane(RowsPane):
    """A long list with one filter field: words that must all be in a row."""

    title = "List"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._place: Destination | None = None
        self._rows: TopicRows | None = None
        self._name = make_label("", "heading")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter this list: words, a speaker, a theme, a side …")
        self.filter.setAccessibleName("Filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._apply)
        self.empty = make_label("", "muted")
        self.empty.setContentsMargins(0, 14, 14, 0)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 14, 0)
        head.addWidget(self._name, 1)
        head.addWidget(self.filter, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        self.list.left.connect(self.filter.setFocus)

    def open(self, place: Destination) -> bool:
        """Show the list of a place. It is always there, if only with nothing in it."""
        if place != self._place:
            self.filter.clear()
        self._place = place
        self._rows = TopicRows(self.desk.workspace, place.room, place.id)
        self._apply()
        return True

    def refresh(self, changes: Changes) -> None:
        """Read the list again when points changed; the place in it is kept."""
        if changes.everything:
            self._place = self._rows = None
        elif self._place is not None and (changes.words or changes.settings):
            self._rows = TopicRows(self.desk.workspace, self._place.room, self._place.id)
            self._apply(is_same=True)

    def _apply(self, is_same: object = False) -> None:
        """Show the rows that the filter leaves; looking for them is the worker's."""
        rows, words = self._rows, self.filter.text()
        if rows is None:
            return
        if not words.strip():
            self.desk.tasks.forget("filter")
            self._show(rows, is_same is True)
            return
        self.desk.tasks.run(
            lambda task: rows.matching(words, task.is_stopped),
            lambda found: self._show(found, is_same is True),
            self._on_failed,
            lane="filter",
            by=Hand.LISTS,
        )

    def _on_failed(self, error: BaseException) -> None:
        self.said.emit(f"The list could not be filtered: {error}")

    def _show(self, rows: Sequence[Row], is_same: bool) -> None:
        bar = self.list.verticalScrollBar()
        place, row = bar.value(), self.list.currentIndex().row()
        if is_same:
            self.model.renew(rows)
            self.list.setCurrentIndex(self.model.index(row, 0))
            bar.setValue(place)
        else:
            self.model.show(rows)
        if self._place is not None and self._rows is not None:
            name, total = _NAMES[self._place.room], len(self._rows)
            count = f"{total:,}"
            if folded := self._rows.folded:
                count += f", and {counted(folded, 'variant')} under them"
            if rows is not self._rows:
                some = "the first " if len(rows) >= MOST_FOUND else ""
                count = f"{some}{len(rows):,} of {total:,}"
            self._name.setText(f"{name} ({count})")
            self.empty.setText(_NO_MATCH if total else _EMPTY[self._place.room])
            self.empty.setVisible(not len(rows))
            self.list.setVisible(len(rows) > 0)
            self.list.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the filter to the list; Escape empties the filter."""
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.list.focus_first()
        elif event.key() == Qt.Key.Key_Escape:
            self.filter.clear()
        else:
            super().keyPressEvent(event)
