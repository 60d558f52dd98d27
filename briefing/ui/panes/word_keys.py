"""Selecting words of an article by keyboard: a word, and from there word by word or by lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QTextBlock, QTextCursor

from briefing.ui.panes.passage_blocks import passage_of

if TYPE_CHECKING:
    from briefing.ui.panes.article_view import ArticleView

_WORD = re.compile(r"\S+")
_WAYS = {
    Qt.Key.Key_Right: QTextCursor.MoveOperation.Right,
    Qt.Key.Key_Left: QTextCursor.MoveOperation.Left,
    Qt.Key.Key_Down: QTextCursor.MoveOperation.Down,
    Qt.Key.Key_Up: QTextCursor.MoveOperation.Up,
    Qt.Key.Key_End: QTextCursor.MoveOperation.EndOfBlock,
}


class WordKeys(QObject):
    """→ and ← choose a word, with Shift they select more or fewer; Escape lets go.

    The text has no caret: one word is always chosen, and what is selected ends with whole words.
    """

    menu_asked = Signal()  # by the menu key

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that select; the others go on."""
        if isinstance(event, QContextMenuEvent):
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                self.menu_asked.emit()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take(Qt.Key(event.key()), event.modifiers())
        return super().eventFilter(watched, event)

    def _take(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        held &= ~Qt.KeyboardModifier.KeypadModifier
        cursor, way = self._view.textCursor(), _WAYS.get(key)
        if key == Qt.Key.Key_Escape and cursor.hasSelection():
            cursor.clearSelection()
            self._view.setTextCursor(cursor)
            return True
        is_wider = held == Qt.KeyboardModifier.ShiftModifier
        if way is None or not (is_wider or held == Qt.KeyboardModifier.NoModifier):
            return False
        if not is_wider and key not in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            return False
        if not cursor.hasSelection():
            found = self._first_word()
        elif is_wider:
            found = self._wider(cursor, way)
        elif key == Qt.Key.Key_Right:
            found = self._word(cursor.selectionEnd(), 1)
        else:
            found = self._word(cursor.selectionStart(), -1)
        if found is not None:
            cursor.setPosition(found[0])
            cursor.setPosition(found[1], QTextCursor.MoveMode.KeepAnchor)
            self._view.setTextCursor(cursor)
        return True

    def _first_word(self) -> tuple[int, int] | None:
        """The first word of the passage that is read."""
        block = self._view.document().begin()
        while block.isValid() and passage_of(block.begin()) != self._view.current:
            block = block.next()
        return self._word(block.position(), 1) if block.isValid() else None

    def _word(self, position: int, step: int) -> tuple[int, int] | None:
        """The word after a position, or (with -1) before it."""
        block = self._view.document().findBlock(position)
        while block.isValid():
            words = _words(block)
            if step > 0:
                at = bisect_left(words, (position,))
            else:
                at = bisect_right([end for _, end in words], position) - 1
            if 0 <= at < len(words):
                return words[at]
            block = block.next() if step > 0 else block.previous()
        return None

    def _wider(self, cursor: QTextCursor, way: QTextCursor.MoveOperation) -> tuple[int, int] | None:
        """More or fewer words at the end of what is selected; at least one is left."""
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if way is QTextCursor.MoveOperation.Right:
            word = self._word(end, 1)
        elif way is QTextCursor.MoveOperation.Left:
            last = self._word(end, -1)
            word = self._word(last[0], -1) if last else None
        else:
            cursor.setPosition(end)
            cursor.movePosition(way)
            word = self._word(cursor.position(), -1)
        first = self._word(start, 1)
        if word is None or first is None:
            return None
        return start, max(word[1], first[1])


def _words(block: QTextBlock) -> list[tuple[int, int]]:
    """Where the words of a block begin and end in the document. Qt counts UTF-16 units."""
    text, begin = block.text(), block.position()
    if text.isascii():
        return [(begin + one.start(), begin + one.end()) for one in _WORD.finditer(text)]
    found = []
    for one in _WORD.finditer(text):
        first = begin + len(text[: one.start()].encode("utf-16-le", "surrogatepass")) // 2
        found.append((first, first + len(one[0].encode("utf-16-le", "surrogatepass")) // 2))
    return found
