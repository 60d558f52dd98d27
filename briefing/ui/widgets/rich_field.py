"""Fields for Markdown: what is pasted from Word or the web keeps what its formatting means."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextBrowser, QWidget

from briefing.text.cleaning import fit
from briefing.ui.desk import Desk
from briefing.ui.theme import reading_css, reading_font

_REST = 200  # milliseconds without typing before the preview is made
_MOST = 20_000  # characters that the preview shows
_ENDLESS = re.compile(r"\S{120}")


class RichField(QPlainTextEdit):
    """A field for Markdown. Tab leaves it."""

    pasted = Signal(str)  # HTML that was pasted; `take` decides what becomes of it

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only."""
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Rich text as Markdown, plain text as it is; neither with what no file can hold."""
        if source.hasHtml():
            self.insertPlainText(self.from_rich(source.html()) or fit(source.text()))
        else:
            self.insertPlainText(fit(source.text()))
        self.ensureCursorVisible()

    def from_rich(self, html: str) -> str:
        """What becomes of rich text."""
        from briefing.text.rich import to_markdown

        return to_markdown(html)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+B and Ctrl+I put the selected words between marks."""
        marks = {Qt.Key.Key_B: "**", Qt.Key.Key_I: "*"}
        mark = marks.get(Qt.Key(event.key()))
        if mark and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._surround(mark)
        else:
            super().keyPressEvent(event)

    def _surround(self, mark: str) -> None:
        cursor = self.textCursor()
        words = cursor.selectedText()
        cursor.insertText(f"{mark}{words}{mark}")
        if not words:
            cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(mark))
            self.setTextCursor(cursor)


class MarkdownEditor(QWidget):
    """A field for Markdown and, beside it, how it will look. The look is made by the worker."""

    def __init__(self, desk: Desk, name: str, hint: str = "") -> None:
        super().__init__()
        self._desk = desk
        self.field = RichField(name, hint)
        self.preview = QTextBrowser()
        self.preview.setOpenLinks(False)
        self.preview.setAccessibleName(f"{name}: how it will look")
        self.preview.setPlaceholderText("How it will look")
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.document().setDefaultFont(reading_font(desk.settings))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.preview, 1)
        self.setFocusProxy(self.field)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._ask)
        self.field.textChanged.connect(self._rest.start)

    def _ask(self) -> None:
        text = self.field.toPlainText()
        if len(text) > _MOST:
            text = f"{text[:_MOST].rsplit(None, 1)[0]} …"
        text = _ENDLESS.sub("\\g<0>\u200b", text)  # Qt takes minutes to break such words
        label = self._desk.workspace.source_label

        def look(task: object) -> str:
            from briefing.text.passages import to_html

            return to_html(text, label)

        self._desk.tasks.run(look, self._show, lambda error: None, lane="preview")

    def _show(self, html: str) -> None:
        bar = self.preview.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        css = reading_css(self._desk.theme, self._desk.settings)
        self.preview.document().setDefaultStyleSheet(css)
        self.preview.setHtml(html)
        bar.setValue(round(share * bar.maximum()))
