"""A list whose rows are edited in place and ordered by keys or by dragging."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

_ALT = Qt.KeyboardModifier.AltModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier

# What the keys stand for: alone, with Alt, with Ctrl.
PLAIN = {
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
}
WITH_ALT = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
WITH_CONTROL = {Qt.Key.Key_Z: "undo", Qt.Key.Key_Y: "redo", Qt.Key.Key_C: "copy"}


class OutlineList(QListView):
    """Signals carry the row number; what they ask for is done elsewhere."""

    opened = Signal(int)
    edit_asked = Signal(int)
    removed = Signal(int)
    moved_by = Signal(int, int)  # row, -1 up or 1 down
    copied = Signal(int)
    level_asked = Signal(int, int)  # row of a heading, -1 higher or 1 lower
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again: Qt does so for another height only, but words need width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    @property
    def row(self) -> int:
        """The current row, or -1."""
        return self.currentIndex().row()

    @property
    def is_editing(self) -> bool:
        """Whether a row is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here are not shortcuts of the window meanwhile."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not self.is_editing
            and _meaning(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means, or walk the list."""
        meaning = "" if self.is_editing else _meaning(event)
        if self.is_editing:  # what the editor left over
            event.ignore()
        elif meaning == "undo":
            self.undo_asked.emit()
        elif meaning == "redo":
            self.redo_asked.emit()
        elif meaning and self.row >= 0:
            self._tell(meaning, self.row)
        else:
            super().keyPressEvent(event)

    def _tell(self, meaning: str, row: int) -> None:
        if meaning in ("up", "down"):
            self.moved_by.emit(row, -1 if meaning == "up" else 1)
            return
        signals = {
            "open": self.opened,
            "edit": self.edit_asked,
            "remove": self.removed,
            "copy": self.copied,
        }
        signals[meaning].emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is the same as Enter."""
        index: QModelIndex = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())
        event.accept()


def _meaning(event: QKeyEvent) -> str:
    """What a key stands for, or ""."""
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    tables = {Qt.KeyboardModifier.NoModifier: PLAIN, _ALT: WITH_ALT, _CONTROL: WITH_CONTROL}
    if held == _CONTROL | _SHIFT and key == Qt.Key.Key_Z:
        return "redo"
    return tables.get(held, {}).get(key, "")
