"""Labels and buttons with everything set in one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton


def make_label(text: str, name: str = "") -> QLabel:
    """A wrapping plain-text label; `name` picks its style (heading, muted, caution)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)  # else one long word makes the pane wider than its window
    label.setObjectName(name)
    return label


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
