"""What one does with a point where it is shown: drag it somewhere, change it by its menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from briefing.text.words import short

if TYPE_CHECKING:
    from briefing.ui.panes.article_view import ArticleView

POINT = "application/x-briefing-point"

# What the menus of a card and of a row offer for a point: actions, and their words there.
EDITING = {
    "edit.change": "Edit …",
    "edit.marks": "Mark evidence …",
    "edit.link": "Link to …",
    "edit.links": "Links: break or move …",
    "edit.merge": "Merge with another point …",
    "edit.delete": "Delete",
}
# The same for a quotation, and for one that belongs to no point.
QUOTE_EDITING = {"edit.evidence": "Mark and describe the quotation …"}
LOOSE_EDITING = {
    "edit.quoted": "New point from this quotation …",
    **QUOTE_EDITING,
    "edit.evidence-away": "Delete quotation",
}
# The same for a source.
SOURCE_EDITING = {"edit.this-source": "Edit source …", "edit.source-away": "Delete source"}

FIRST = "Let this cut stand first"


def add_editing(menu: QMenu, table: dict[str, str], ask: Callable[[str], object]) -> None:
    """Add the actions of a table to a menu, with their keys; `ask` gets the chosen one's id."""
    from briefing.ui.actions import ACTIONS

    keys = {one.id: one.keys[0] for one in ACTIONS if one.keys}
    menu.addSeparator()
    for action_id, words in table.items():
        key = QKeySequence(keys.get(action_id, "")).toString(QKeySequence.SequenceFormat.NativeText)
        menu.addAction(f"{words}\t{key}" if key else words, partial(ask, action_id))


def is_far_enough(start: QPoint, now: QPoint) -> bool:
    """Whether a press has become a drag."""
    return (now - start).manhattanLength() >= QApplication.startDragDistance()


def drag_point(widget: QWidget, point: str, claim: str) -> None:
    """Drag a point until it is dropped; other programs get its claim."""
    data = QMimeData()
    data.setData(POINT, point.encode())
    data.setText(claim)
    drag = QDrag(widget)
    drag.setMimeData(data)
    drag.setPixmap(widget.grab().scaledToWidth(260, Qt.TransformationMode.SmoothTransformation))
    drag.exec(Qt.DropAction.LinkAction | Qt.DropAction.CopyAction)


def dragged_point(event: QDropEvent) -> str:
    """The id of the point that is dragged; "" if it is something else."""
    data = event.mimeData().data(POINT)
    return bytes(data.data()).decode("utf-8", "replace")


class PassageDrops(QObject):
    """Lets points be dropped onto the passages of an article."""

    dropped = Signal(str, int, QPoint)  # point, passage, where on the screen

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().setAcceptDrops(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show where the point would be dropped, and tell when it is."""
        kinds = QEvent.Type
        if event.type() == kinds.DragLeave:
            self._view.set_drop(-1)
            return True
        if not isinstance(event, QDropEvent | QDragEnterEvent | QDragMoveEvent):
            return super().eventFilter(watched, event)
        point = dragged_point(event)
        if not point:
            return super().eventFilter(watched, event)
        where = event.position().toPoint()
        index = self._view.passage_under(where)
        event.setDropAction(Qt.DropAction.LinkAction)
        event.accept()
        if event.type() == kinds.Drop:
            self._view.set_drop(-1)
            self.dropped.emit(point, index, self._view.viewport().mapToGlobal(where))
        else:
            self._view.set_drop(index)
        return True


def words_of(claim: str) -> str:
    """A claim as the heading of a menu."""
    return f"“{short(claim, 60)}”".replace("&", "&&")
