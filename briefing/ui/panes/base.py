"""What all panes share."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from briefing.app.changes import Changes
from briefing.ui.desk import Desk


class Pane(QWidget):
    """A part of the window. It asks to go elsewhere by `go`, and says things by `said`."""

    title: ClassVar[str] = ""

    go = Signal(object)  # Destination
    said = Signal(str)  # for the status bar

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAccessibleName(self.title)
        desk.changed.connect(self.refresh)

    def refresh(self, changes: Changes) -> None:
        """Show what changed. Each pane decides for itself what concerns it."""
