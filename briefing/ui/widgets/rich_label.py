"""A label for rich text that wraps, can be selected, and tells which link was followed."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

_TAG = re.compile(r"<[^>]*>")
# Words that may be wider than a card, of scripts in which a word may be parted anywhere.
_LONG = re.compile("<[^>]*>|[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]{24,}")
_PIECE = 6  # letters
_MAY_BREAK = "\u200b"


def breakable(html: str) -> str:
    """Text or HTML in which long words may be broken: a label would cut them off at its edge.

    Only for the eye: what is copied or spoken must be without these marks.
    """
    return _LONG.sub(_parted, html)


def _parted(found: re.Match[str]) -> str:
    word = found[0]
    if word.startswith("<"):
        return word
    return _MAY_BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Selected words can be copied; else the menu is that of what the label stands on."""
        words = self.selectedText().replace("\u2029", "\n").replace(_MAY_BREAK, "")
        if not words:
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy these words", partial(QGuiApplication.clipboard().setText, words))
        menu.popup(event.globalPos())

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
        shown = breakable(html)
        self.setText(f"<style>{css}</style>{shown}" if css else shown)
        self.setAccessibleName(unescape(_TAG.sub(" ", html)).strip())
