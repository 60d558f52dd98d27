"""The search field: it marks what of a query could not be understood, and says why in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit

_HELP = 'Words, "phrases", AND OR NOT, by: side: theme: year: kind:  (Up: recent searches)'


class SearchField(QLineEdit):
    """Enter asks, Down goes to the hits, Up to what was searched for before, Escape dismisses."""

    asked = Signal(str)
    down = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.recent: Callable[[], Sequence[str]] = tuple  # what was searched for, latest first
        self._back = -1  # which of the recent searches is shown
        self._odd = False
        self.setPlaceholderText("Search quotations, claims, speakers …  (Ctrl+K)")
        self.setAccessibleName("Search")
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._on_edited)
        self.show_notice("")

    def show_notice(
        self, notice: str, colour: str = "", odd: Sequence[tuple[int, int]] = ()
    ) -> None:
        """Underline the places that were not understood; the reason is tooltip and description.

        Without places the border has the colour.
        """
        self.setToolTip(notice or _HELP)
        self.setAccessibleDescription(notice)
        # Not by a property and polish(): a Python wrapper of style() outlives the style and crashes
        # at the next change of colours.
        self.setStyleSheet(f"border: 2px solid {colour}; padding: 3px 7px;" if notice else "")
        if odd or self._odd:
            self._underline(odd, colour)

    def _underline(self, places: Sequence[tuple[int, int]], colour: str) -> None:
        """A line of text shows formats only as an input method does: by an event of one."""
        self._odd = bool(places)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(colour))
        look.setForeground(QColor(colour))
        kind = QInputMethodEvent.AttributeType.TextFormat
        length = len(self.text())
        marks = [
            QInputMethodEvent.Attribute(
                kind, start - self.cursorPosition(), min(end, length) - start, look
            )
            for start, end in places
            if start < length
        ]
        QCoreApplication.sendEvent(self, QInputMethodEvent("", marks))

    def _on_edited(self) -> None:
        self._back = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that leave the field, or look back."""
        keys = QtCore.Qt.Key  # looked up here: not before the first paint (see Window)
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._back = -1
            self.asked.emit(self.text())
        elif event.key() == keys.Key_Up:
            self._look_back(1)
        elif event.key() == keys.Key_Down:
            if self._back >= 0:
                self._look_back(-1)
            else:
                self.down.emit()
        elif event.key() == keys.Key_Escape:
            self._back = -1
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def _look_back(self, step: int) -> None:
        """Show an older or a newer search; beyond the newest the field is empty."""
        known = [one for one in self.recent() if one]
        if self._back < 0 and known and known[0] == self.text().strip():
            self._back = 0  # what stands there is the latest
        self._back = min(self._back + step, len(known) - 1)
        if self._back >= 0 or step < 0:
            self.setText(known[self._back] if self._back >= 0 else "")
