"""The lists of a topic: all its points, quotations or sources, with a filter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.app.rows import Row, rows_of
from briefing.ui.desk import Desk
from briefing.ui.item_models.rows import ROW, RowDelegate, RowModel
from briefing.ui.panes.base import Pane
from briefing.ui.panes.search import copy_row
from briefing.ui.widgets.row_list import RowList
from briefing.ui.widgets.small import make_label

_NAMES = {Room.POINTS: "Points", Room.QUOTES: "Quotations", Room.SOURCES: "Sources"}


class BrowsePane(Pane):
    """A long list with one filter field: words that must all be in a row."""

    title = "List"

    copy_quote = Signal(str)
    copy_source = Signal(str)
    copy_text = Signal(str)
    add_to_case = Signal(str)

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
        self.model = RowModel()
        self.list = RowList()
        self.list.setModel(self.model)
        self._delegate = RowDelegate(desk)
        self.list.setItemDelegate(self._delegate)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.filter, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.opened.connect(lambda index: self.go.emit(self._row(index).goal))
        self.list.copied.connect(lambda index: copy_row(self._row(index), self))
        self.list.collected.connect(self._on_collected)
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
        elif self._place is not None and (changes.points or changes.settings):
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

    def _row(self, index: QModelIndex) -> Row:
        row: Row = index.data(ROW)
        return row

    def _on_collected(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row.point:
            self.add_to_case.emit(row.point)
        else:
            self.said.emit("Only points and quotations can be added to a case")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the filter to the list; Escape empties the filter."""
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.list.focus_first()
        elif event.key() == Qt.Key.Key_Escape:
            self.filter.clear()
        else:
            super().keyPressEvent(event)
