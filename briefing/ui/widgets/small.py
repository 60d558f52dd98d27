"""Labels and buttons with everything set in one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolButton


def make_label(text: str, name: str = "") -> QLabel:
    """A wrapping plain-text label; `name` picks its style (heading, muted, caution)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)  # else one long word makes the pane wider than its window
    label.setObjectName(name)
    return label


class ShortLabel(QLabel):
    """Lines of plain text that end in an ellipsis where they are too long for their place.

    The whole text is in the tooltip then, and is what screen readers read.
    """

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)
        self.setObjectName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, or as much of them as there is room for."""
        lines, metrics = self.text().split("\n"), self.fontMetrics()
        room = self.contentsRect().width()
        fitting = [metrics.elidedText(one, Qt.TextElideMode.ElideRight, room) for one in lines]
        tip = "" if fitting == lines else self.text()
        if tip != self.toolTip():
            self.setToolTip(tip)
        if fitting == lines:
            super().paintEvent(event)
            return
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            self.palette(),
            self.isEnabled(),
            "\n".join(fitting),
            self.foregroundRole(),
        )


def make_button(
    text: str,
    tip: str = "",
    action: Callable[..., Any] | None = None,
    *,
    checkable: bool = False,
    focusable: bool = True,
) -> QToolButton:
    """A flat button that says what it does."""
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(text)
    if tip:
        button.setToolTip(tip)
    button.setCheckable(checkable)
    if not focusable:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if action is not None:
        button.clicked.connect(action)
    return button
