"""Parts of the points pane: what it may show, and the column that scrolls."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class Show(Enum):
    """Which points the pane shows."""

    COUNTER = "Counter"
    SUPPORT = "Support"
    BOTH = "Both"


TIPS = {
    Show.COUNTER: "Only what answers or undercuts (Ctrl+Shift+1)",
    Show.SUPPORT: "Only what supports (Ctrl+Shift+2)",
    Show.BOTH: "What answers and what supports (Ctrl+Shift+3)",
}


class Column(QWidget):
    """What scrolls. Its height is that of its cards at its width: Qt would keep room for cards as
    narrow as can be, and the pane would scroll on into nothing.
    """

    def minimumSizeHint(self) -> QSize:
        """None."""
        return QSize(0, 0)


class Area(QScrollArea):
    """A scroll area that leaves the keys to the pane: Up and Down walk the cards."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Not for the scroll bar."""
        event.ignore()
