"""What answers, and what supports, the thing that a menu belongs to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

_ASKING = ("suggest.answers", "suggest.supports")


def add_asking(menu: QMenu, of: QWidget) -> None:
    """Add the window's own actions, which ask about what has the keyboard: `of`."""
    here = Qt.FindChildOption.FindDirectChildrenOnly
    for name in _ASKING:
        action = of.window().findChild(QAction, name, here)
        if action is not None:
            menu.addAction(action)
