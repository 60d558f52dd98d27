"""Which words of which passages are selected in an article on screen."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from briefing.app.editing.excerpt import Shown
from briefing.ui.panes.passage_blocks import passage_of


def shown_selection(view: QTextEdit) -> tuple[Shown, ...]:
    """The selected passages as they stand on screen, each with what is selected of it."""
    cursor = view.textCursor()
    if not cursor.hasSelection():
        return ()
    found: list[Shown] = []
    index: int | None = None
    text, start, end = "", -1, -1

    def finish() -> None:
        if index is not None and 0 <= start < end:
            found.append(Shown(index, text, start, end))

    block = _first_block(view, cursor)
    while block.isValid() and block.position() <= cursor.selectionEnd():
        here = passage_of(block.begin())
        if here is not None:
            finish()
            index, text, start, end = here, "", -1, -1
        if text:
            text += " "
        first, last = _selected(block, cursor)
        if first < last:
            start = len(text) + first if start < 0 else start
            end = len(text) + last
        text += block.text()
        block = block.next()
    while block.isValid() and passage_of(block.begin()) is None and index is not None:
        text += " " + block.text()
        block = block.next()
    finish()
    return tuple(found)


def _first_block(view: QTextEdit, cursor: QTextCursor) -> QTextBlock:
    """Where the passage begins in which the selection begins."""
    block = view.document().findBlock(cursor.selectionStart())
    while passage_of(block.begin()) is None and block.previous().isValid():
        block = block.previous()
    return block


def _selected(block: QTextBlock, cursor: QTextCursor) -> tuple[int, int]:
    """Which characters of a block are selected. Qt counts UTF-16 units."""
    first = max(cursor.selectionStart() - block.position(), 0)
    last = min(cursor.selectionEnd() - block.position(), block.length() - 1)
    text = block.text()
    if text.isascii():
        return first, last
    units = text.encode("utf-16-le")

    def characters(at: int) -> int:
        return len(units[: max(at, 0) * 2].decode("utf-16-le", "ignore"))

    return characters(first), characters(last)
