"""A label for rich text that wraps, can be selected, and tells which link was followed."""

from __future__ import annotations

import re
from html import unescape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_TAG = re.compile(r"<[^>]*>")


class RichLabel(QLabel):
    """Wrapping rich text, styled by a small style sheet given with the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.LinksAccessibleByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(1)  # else one long word makes the pane wider than its window
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_html(self, html: str, css: str = "", font: QFont | None = None) -> None:
        """Show HTML; the accessible text is the same without tags."""
        if font is not None:
            self.setFont(font)
        self.setText(f"<style>{css}</style>{html}" if css else html)
        self.setAccessibleName(unescape(_TAG.sub(" ", html)).strip())
