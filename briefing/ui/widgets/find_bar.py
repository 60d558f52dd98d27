"""A bar to find words in a text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from briefing.ui.widgets.small import make_button


class FindBar(QWidget):
    """Field, previous, next, close. `asked` carries the words and whether to go backwards."""

    asked = Signal(str, bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Find in article")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find in this article")
        self.field.setAccessibleName("Words to find")
        self.field.setClearButtonEnabled(True)
        self._result = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(QLabel("Find"))
        layout.addWidget(self.field, 1)
        for text, tip, backwards in (
            ("Previous", "Shift+Enter", True),
            ("Next", "Enter", False),
        ):
            asked = self._ask_backwards if backwards else self._ask
            layout.addWidget(make_button(text, tip, asked))
        layout.addWidget(make_button("Close", "Esc", self.close_bar))
        layout.addWidget(self._result)
        self.field.textEdited.connect(self._ask)

    def open(self, words: str) -> None:
        """Show the bar with words to begin with."""
        self.show()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus()

    def close_bar(self) -> None:
        """Hide the bar and give the focus back."""
        self.hide()
        self.closed.emit()

    def show_result(self, found: bool) -> None:
        """Say whether the words were found."""
        self._result.setText("" if found else "Not in this article")

    def _ask(self) -> None:
        self.asked.emit(self.field.text(), False)

    def _ask_backwards(self) -> None:
        self.asked.emit(self.field.text(), True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds on, Shift+Enter back, Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.asked.emit(self.field.text(), shift)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
