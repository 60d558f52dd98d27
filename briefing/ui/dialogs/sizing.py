"""How large a dialog may be."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def fit_to_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog the size it wants, or what the screen has."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, int(room.width() * 0.94)), min(height, int(room.height() * 0.9)))
