"""The search field: it says in words what of a query could not be understood."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
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

    def show_notice(self, notice: str) -> None:
        """Mark the field, with the reason as its tooltip and description."""
        self.setToolTip(notice or 'Words, "phrases", AND OR NOT, by: side: theme: year: kind:')
        self.setAccessibleDescription(notice)
        self.setProperty("noticed", bool(notice))
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that leave the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit(self.text())
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)
