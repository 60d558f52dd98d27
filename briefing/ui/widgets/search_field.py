"""The search field: it says in words what of a query could not be understood."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class SearchField(QLineEdit):
    """Enter asks, Down goes to the hits, Escape dismisses."""

    asked = Signal(str)
    down = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Search quotations, claims, speakers …  (Ctrl+K)")
        self.setAccessibleName("Search")
        self.setClearButtonEnabled(True)
        self.show_notice("")

    def show_notice(self, notice: str, colour: str = "") -> None:
        """Mark the field by the colour of its border; the reason is its tooltip and description."""
        self.setToolTip(notice or 'Words, "phrases", AND OR NOT, by: side: theme: year: kind:')
        self.setAccessibleDescription(notice)
        # Not by a property and polish(): a Python wrapper of style() outlives the style and crashes
        # at the next change of colours.
        self.setStyleSheet(f"border: 2px solid {colour}; padding: 3px 7px;" if notice else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that leave the field."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.asked.emit(self.text())
        elif event.key() == QtCore.Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == QtCore.Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)
