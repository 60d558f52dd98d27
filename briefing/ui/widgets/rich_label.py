"""A label for rich text that wraps, can be selected, and tells which link was followed."""

from __future__ import annotations

import re
from html import unescape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_TAG = re.compile(r"<[^>]*>")


class RichLabel(QLabel):
    """Wrapping rich text, styled by a small style sheet given with the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._heights: dict[int, int] = {}
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.LinksAccessibleByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(1)  # else one long word makes the pane wider than its window
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def heightForWidth(self, width: int) -> int:
        """QLabel lays its text out anew at every question, and layouts ask often."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """At the width it has: QLabel would try several widths for a pleasant shape."""
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style is another height."""
        self._heights.clear()
        super().changeEvent(event)

    def show_html(self, html: str, css: str = "", font: QFont | None = None) -> None:
        """Show HTML; the accessible text is the same without tags."""
        if font is not None:
            self.setFont(font)
        self._heights.clear()
        self.setText(f"<style>{css}</style>{html}" if css else html)
        self.setAccessibleName(unescape(_TAG.sub(" ", html)).strip())
