"""A quotation whose words cannot be altered, only marked: F9, F10, F11, and F12 to clear."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QTextEdit

from briefing.model import Mark, MarkKind
from briefing.text.marking import cleared, toggled
from briefing.ui.desk import Desk
from briefing.ui.theme import reading_font

KEYS = {
    Qt.Key.Key_F9: MarkKind.UNDERLINE,
    Qt.Key.Key_F10: MarkKind.EMPHASIS,
    Qt.Key.Key_F11: MarkKind.HIGHLIGHT,
}
WORDS = {
    MarkKind.UNDERLINE: "Underline",
    MarkKind.EMPHASIS: "Emphasise",
    MarkKind.HIGHLIGHT: "Highlight (read aloud)",
}


class MarkBox(QTextEdit):
    """Shows a quotation with its marks. What is selected is marked, or the word at the cursor."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.quote = ""
        self.marks: tuple[Mark, ...] = ()
        self._before: list[tuple[Mark, ...]] = []
        self._after: list[tuple[Mark, ...]] = []
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByKeyboard | flags.TextSelectableByMouse)
        self.setAccessibleName("Quotation; its words cannot be altered, only marked")
        self.document().setUndoRedoEnabled(False)
        self.document().setDefaultFont(reading_font(desk.settings))

    def show_quote(self, quote: str, marks: tuple[Mark, ...]) -> None:
        """Show a quotation with its marks."""
        self.quote, self.marks = quote, marks
        self._before, self._after = [], []
        self.setPlainText(quote)
        self._paint()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Change the marks; the change can be undone here."""
        if marks != self.marks:
            self._before.append(self.marks)
            self._after.clear()
            self._take(marks)

    def _take(self, marks: tuple[Mark, ...]) -> None:
        self.marks = marks
        self._paint()
        self.changed.emit()

    def selected(self) -> tuple[int, int]:
        """The characters that are selected, or those of the word at the cursor."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return self._characters(start), self._characters(end)

    def toggle(self, kind: MarkKind) -> None:
        """Mark the selected words, or take the mark away."""
        start, end = self.selected()
        self.set_marks(toggled(self.marks, start, end, kind, len(self.quote)))

    def clear_marks(self) -> None:
        """Take all marks from the selected words."""
        start, end = self.selected()
        self.set_marks(cleared(self.marks, start, end, len(self.quote)))

    # Qt counts UTF-16 units, marks count characters: an emoji is two of the one, one of the other.

    def _characters(self, units: int) -> int:
        if self.quote.isascii():
            return units
        return len(self.quote.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))

    def _units(self, characters: int) -> int:
        if self.quote.isascii():
            return characters
        return len(self.quote[:characters].encode("utf-16-le")) // 2

    def _paint(self) -> None:
        """Lay the marks over the words; the words are Qt's to show and nobody's to change."""
        place = self.verticalScrollBar().value()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(QTextCharFormat())
        for mark in self.marks:
            cursor.setPosition(self._units(mark.start))
            cursor.setPosition(self._units(mark.end), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(self._format(mark.kind))
        cursor.endEditBlock()
        self.verticalScrollBar().setValue(place)

    def _format(self, kind: MarkKind) -> QTextCharFormat:
        shape = QTextCharFormat()
        if kind is MarkKind.UNDERLINE:
            shape.setFontUnderline(True)
        elif kind is MarkKind.EMPHASIS:
            shape.setFontWeight(QFont.Weight.Bold)
        else:
            shape.setBackground(self._desk.theme.colour("highlight"))
            shape.setForeground(self._desk.theme.colour("highlight_text"))
        return shape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F9 underlines, F10 emphasises, F11 highlights, F12 clears; Ctrl+Z takes it back."""
        kind = KEYS.get(Qt.Key(event.key()))
        if kind is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.toggle(kind)
        elif event.key() == Qt.Key.Key_F12:
            self.clear_marks()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_mark()
        elif event.matches(QKeySequence.StandardKey.Redo) or (
            event.key() == Qt.Key.Key_Y and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.redo_mark()
        else:
            super().keyPressEvent(event)

    def undo_mark(self) -> None:
        """Take the latest marking back."""
        if self._before:
            self._after.append(self.marks)
            self._take(self._before.pop())

    def redo_mark(self) -> None:
        """Mark again what was undone."""
        if self._after:
            self._before.append(self.marks)
            self._take(self._after.pop())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The marks, by mouse."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, kind in KEYS.items():
            text = f"{WORDS[kind]}\t{QKeySequence(key).toString()}"
            menu.addAction(text, partial(self.toggle, kind))
        menu.addAction("Clear marks\tF12", self.clear_marks)
        menu.addSeparator()
        menu.addAction("Copy words\tCtrl+C", self.copy)
        menu.popup(event.globalPos())
