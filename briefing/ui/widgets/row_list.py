"""A list view that tells what the user wants of a row: open it, copy it, collect it, leave it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QListView, QMenu

from briefing.ui.widgets.asking_menu import add_asking
from briefing.ui.widgets.copy_menu import add_copy_as


class RowList(QListView):
    """Signals carry the model index."""

    opened = Signal(QModelIndex)
    copied = Signal(QModelIndex)
    copied_as = Signal(QModelIndex, str)  # the row, and a format
    collected = Signal(QModelIndex)
    menu_opening = Signal(QModelIndex, QMenu)  # others may add what they can do with the row
    dragged = Signal(QModelIndex)
    edited = Signal(QModelIndex)
    removed = Signal(QModelIndex)
    fold_asked = Signal(QModelIndex, bool)  # open the row to what stands under it, or close it
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._press = QPoint()
        self._measured_at = 0  # the width
        # Rows differ in height: measuring them in batches keeps a list of any length quick to open.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2)  # what a frame has time for, even two batches while others compute
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies, + collects, F2 edits, Delete deletes; Escape, and Up on the
        first row, leave.
        """
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        elif event.matches(QKeySequence.StandardKey.Copy) and index.isValid():
            self.copied.emit(index)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Insert) and index.isValid():
            self.collected.emit(index)
        elif event.key() == Qt.Key.Key_F2 and index.isValid():
            self.edited.emit(index)
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.removed.emit(index)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and index.isValid():
            self.fold_asked.emit(index, event.key() == Qt.Key.Key_Right)
        elif event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Up and index.row() <= 0
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        """A click on the line that says so opens or closes what stands under the row."""
        if self.is_on_fold(index, self._press):
            self.fold_asked.emit(index, not self.is_unfolded(index))
        else:
            self.opened.emit(index)

    def is_on_fold(self, index: QModelIndex, place: QPoint) -> bool:
        """Whether a place is where a row opens to others; lists without such rows have none."""
        return False

    def is_unfolded(self, index: QModelIndex) -> bool:
        """Whether a row shows what stands under it."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again at another width. A scroll bar that comes is none: if rows gave
        way to it, those of the first batch might have room without it, and so on for ever.
        """
        super().resizeEvent(event)
        if self.width() != self._measured_at:
            self._measured_at = self.width()
            self.scheduleDelayedItemsLayout()

    def focus_first(self) -> None:
        """Put the keyboard on the list, on a row."""
        model = self.model()
        if model is not None and model.rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(model.index(0, 0))
        self.setFocus()

    def _open_menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open", lambda: self.opened.emit(index))
        menu.addAction("Copy with citation", lambda: self.copied.emit(index))
        add_copy_as(menu, lambda name: self.copied_as.emit(index, name))
        menu.addAction("Add to case", lambda: self.collected.emit(index))
        add_asking(menu, self)
        self.menu_opening.emit(index, menu)
        menu.popup(self.viewport().mapToGlobal(where))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A row that is dragged is not opened."""
        now = event.position().toPoint()
        far = (now - self._press).manhattanLength() >= QApplication.startDragDistance()
        index = self.indexAt(self._press)
        if event.buttons() & Qt.MouseButton.LeftButton and far and index.isValid():
            self.dragged.emit(index)
        else:
            super().mouseMoveEvent(event)
