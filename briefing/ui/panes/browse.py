"""The lists of a topic: all its points, quotations or sources, with a filter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.app.rows import Row, rows_of
from briefing.ui.desk import Desk
from briefing.ui.panes.rows import RowsPane
from briefing.ui.widgets.small import make_label

_NAMES = {Room.POINTS: "Points", Room.QUOTES: "Quotations", Room.SOURCES: "Sources"}


class BrowsePane(RowsPane):
    """A long list with one filter field: words that must all be in a row."""

    title = "List"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._place: Destination | None = None
        self._rows: tuple[Row, ...] = ()
        self._name = make_label("", "heading")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter this list: words, a speaker, a theme, a side …")
        self.filter.setAccessibleName("Filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._apply)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.filter, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.list.left.connect(self.filter.setFocus)

    def open(self, place: Destination) -> None:
        """Show the list of a place."""
        if place != self._place:
            self.filter.clear()
        self._place = place
        self._rows = rows_of(self.desk.workspace, place.room, place.id)
        self._apply()

    def refresh(self, changes: Changes) -> None:
        """Read the list again when points changed."""
        if changes.everything:
            self._place = None
        elif self._place is not None and (changes.words or changes.settings):
            self.open(self._place)

    def _apply(self) -> None:
        words = self.filter.text().casefold().split()
        rows = [one for one in self._rows if all(word in one.spoken().casefold() for word in words)]
        self.model.show(rows)
        if self._place is not None:
            name = _NAMES[self._place.room]
            count = f"{len(rows)} of {len(self._rows)}" if words else f"{len(rows)}"
            self._name.setText(f"{name} ({count})")
            self.list.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the filter to the list; Escape empties the filter."""
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.list.focus_first()
        elif event.key() == Qt.Key.Key_Escape:
            self.filter.clear()
        else:
            super().keyPressEvent(event)
