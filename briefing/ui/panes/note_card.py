"""A note of the user's own, beside its passage."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from briefing.app.cards import note_html
from briefing.model import Note
from briefing.text.words import short
from briefing.ui.widgets.flow_layout import FlowLayout
from briefing.ui.widgets.rich_label import RichLabel
from briefing.ui.widgets.small import make_button

_ACTS = {"edit": ("Edit …", "Enter"), "gone": ("Delete", "Delete")}


class NoteCard(QFrame):
    """Enter changes it, Delete deletes it."""

    asked = Signal(str)  # "edit:" or "gone:", and the note's id

    def __init__(self, note: Note, is_lost: bool) -> None:
        super().__init__()
        self.note = note
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"Your note: {short(note.text_md)}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 6)
        layout.setSpacing(4)
        self.label = RichLabel()
        layout.addWidget(self.label)
        self.html = note_html(note, is_lost)  # of the label: the pane knows in which type
        row = FlowLayout()
        layout.addLayout(row)
        for act, (words, tip) in _ACTS.items():
            row.addWidget(make_button(words, tip, partial(self._ask, act), focusable=False))

    def _ask(self, act: str, _checked: bool = False) -> None:
        self.asked.emit(f"{act}:{self.note.id}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the note."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask("edit")
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._ask("gone")
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click changes it."""
        self._ask("edit")
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The note's menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act, (words, _) in _ACTS.items():
            menu.addAction(words, partial(self._ask, act))
        menu.popup(event.globalPos())
