"""The bars of the case pane: which case, what could not be saved, own rows, and the time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.ui.widgets.small import make_button, make_label


class CaseHead(QWidget):
    """Which case is open, and what can be done with whole cases."""

    chosen = Signal(str)
    new_asked = Signal()
    rename_asked = Signal()
    export_asked = Signal()
    delete_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Case")
        self.choice.setPlaceholderText("No case yet")
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(self._on_chosen)
        row.addWidget(self.choice, 1)
        button = make_button("⋯", "New case, title and side, export, delete")
        button.setAccessibleName("What to do with cases")
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addAction("New case …", self.new_asked.emit)
        self._on_case = [
            menu.addAction("Title and side …", self.rename_asked.emit),
            menu.addAction("Export …", self.export_asked.emit),
            menu.addAction("Delete case …", self.delete_asked.emit),
        ]
        button.setMenu(menu)
        row.addWidget(button)

    def show_titles(self, titles: Mapping[str, str], key: str) -> None:
        """Offer the cases, with the open one chosen."""
        self.choice.clear()
        for one, title in titles.items():
            self.choice.addItem(title, one)
        self.choice.setCurrentIndex(self.choice.findData(key))
        self.choice.setToolTip(self.choice.currentText())
        for action in self._on_case:
            action.setEnabled(bool(key))

    def _on_chosen(self) -> None:
        self.chosen.emit(self.choice.currentData())


class CaseWarning(QWidget):
    """That the case is not saved, and the ways out. Short, so that it fits at any type size."""

    why = Signal()
    again = Signal()
    as_new = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.words = make_label("This case is not saved", "caution")
        self.words.setWordWrap(False)
        row = QHBoxLayout()
        row.addWidget(self.words)
        row.addWidget(make_button("Why?", "", self.why.emit))
        row.addStretch(1)
        column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(make_button("Try again", "Save once more", self.again.emit))
        row.addWidget(make_button("Save as new", "Save as another case", self.as_new.emit))
        row.addWidget(make_button("Drop", "Go back to what is saved", self.dropped.emit))
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_reason(self, reason: str) -> None:
        """Say that it is not saved, and why; nothing for no reason."""
        self.words.setToolTip(reason)
        self.words.setAccessibleDescription(reason)
        self.setVisible(bool(reason))


class CaseFoot(QWidget):
    """Own rows, undo, and how long the case takes at which rate."""

    heading_asked = Signal()
    text_asked = Signal()
    undo_asked = Signal()
    rate_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(2)
        heading = "A heading of your own, below the chosen row"
        row.addWidget(make_button("+ Heading", heading, self.heading_asked.emit))
        text = "Sentences of your own, below the chosen row"
        row.addWidget(make_button("+ Text", text, self.text_asked.emit))
        row.addStretch(1)
        self.undo = make_button("Undo", "", self.undo_asked.emit)
        row.addWidget(self.undo)
        column.addLayout(row)
        row = QHBoxLayout()
        self.time = make_label("", "heading")
        self.time.setWordWrap(False)
        self.rate = QSpinBox()
        self.rate.setRange(60, 450)
        self.rate.setSingleStep(10)
        self.rate.setKeyboardTracking(False)
        self.rate.setSuffix(" wpm")
        self.rate.setToolTip("How fast you speak, in words a minute")
        self.rate.setAccessibleName("Speaking rate in words a minute")
        self.rate.valueChanged.connect(self.rate_changed)
        row.addWidget(self.time)
        row.addWidget(self.rate)
        row.addStretch(1)
        column.addLayout(row)

    def show_time(self, time: str, rate: int) -> None:
        """Show how long the case takes at that rate."""
        self.time.setText(f"{time} to say at")
        self.rate.blockSignals(True)
        self.rate.setValue(rate)
        self.rate.blockSignals(False)

    def show_undo(self, name: str) -> None:
        """Say what would be undone."""
        self.undo.setEnabled(bool(name))
        self.undo.setToolTip(f"Undo: {name} (Ctrl+Z)" if name else "Nothing to undo (Ctrl+Z)")
