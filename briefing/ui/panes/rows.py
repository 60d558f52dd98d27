"""What panes with a list of rows share: rows are opened, copied and collected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from briefing.app.navigation import Room
from briefing.app.rows import Row
from briefing.app.unfolding import variant_rows
from briefing.ui.desk import Desk
from briefing.ui.dragging import (
    EDITING,
    FIRST,
    LOOSE_EDITING,
    QUOTE_EDITING,
    SOURCE_EDITING,
    add_editing,
    drag_point,
)
from briefing.ui.item_models.listing import ROW
from briefing.ui.item_models.rows import OPEN, RowDelegate, RowModel
from briefing.ui.panes.base import Pane
from briefing.ui.widgets.row_list import RowList


class FoldingList(RowList):
    """A list whose rows may open to variants of what they show."""

    def is_on_fold(self, index: QModelIndex, place: QPoint) -> bool:
        """Whether a place is on the line that counts a row's variants."""
        delegate, row = self.itemDelegate(), index.data(ROW)
        if not isinstance(delegate, RowDelegate) or row is None:
            return False
        return delegate.is_on_fold(row, self.visualRect(index), place)

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Lay the rows out at once after they changed: in batches, the list would jump to its top.
        The heights of most are known.
        """
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setLayoutMode(RowList.LayoutMode.SinglePass)
        yield
        self.doItemsLayout()
        self.setLayoutMode(RowList.LayoutMode.Batched)
        bar.setValue(place)

    def is_unfolded(self, index: QModelIndex) -> bool:
        """Whether a row shows its variants."""
        return bool(index.data(OPEN))


class RowsPane(Pane):
    """A pane around one list of rows."""

    copy_quote = Signal(str)  # evidence id
    copy_source = Signal(str)  # source id
    copy_text = Signal(str)
    add_to_case = Signal(str)  # point id
    copy_point_as = Signal(str, str)  # point id, format
    edit_asked = Signal(str, str)  # action, id of a point or source

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = RowModel()
        self.list = FoldingList()
        self.list.setModel(self.model)
        self._delegate = RowDelegate(desk)
        self.list.setItemDelegate(self._delegate)
        self.list.opened.connect(self._on_opened)
        self.list.copied.connect(self._on_copied)
        self.list.collected.connect(self._on_collected)
        self.list.copied_as.connect(self._on_copied_as)
        self.list.menu_opening.connect(self._on_menu)
        self.list.dragged.connect(self._on_dragged)
        self.list.edited.connect(self._on_edited)
        self.list.removed.connect(self._on_removed)
        self.list.fold_asked.connect(self._on_fold)
        self.setFocusProxy(self.list)

    def _row(self, index: QModelIndex) -> Row:
        row: Row = index.data(ROW)
        return row

    def _on_opened(self, index: QModelIndex) -> None:
        self.go.emit(self._row(index).goal)

    def _on_copied(self, index: QModelIndex) -> None:
        """Copy a quotation, a source, or the words themselves."""
        row = self._row(index)
        if row.quote:
            self.copy_quote.emit(row.quote)
        elif row.source:
            self.copy_source.emit(row.source)
        else:
            self.copy_text.emit("".join(text for text, _ in row.text or row.title))

    def _on_copied_as(self, index: QModelIndex, name: str) -> None:
        if point := self._row(index).point:
            self.copy_point_as.emit(point, name)
        else:
            self.said.emit("Only points can be copied in other formats")

    def chosen_point(self) -> str:
        """The point of the row that the keyboard is on; "" if it is on none."""
        index = self.list.currentIndex()
        return self._row(index).point if self.list.hasFocus() and index.isValid() else ""

    def _on_fold(self, index: QModelIndex, opens: bool) -> None:
        """Open a row to the same words as others cut them, or close it."""
        top = self.model.top_of(index)
        with self.list.staying():
            if opens and self._row(index).variants:
                self.model.unfold(index, variant_rows(self.desk.workspace, self._row(index)))
            elif not opens:
                self.model.fold(top)
        if not opens:
            self.list.setCurrentIndex(self.model.index(top.row(), 0))

    def chosen_source(self) -> str:
        """The source of the row that the keyboard is on; "" if it is on none."""
        index = self.list.currentIndex()
        return self._row(index).source if self.list.hasFocus() and index.isValid() else ""

    def chosen_quote(self) -> str:
        """The quotation of the row that the keyboard is on; "" if it is on none."""
        index = self.list.currentIndex()
        return self._row(index).quote if self.list.hasFocus() and index.isValid() else ""

    def _on_menu(self, index: QModelIndex, menu: QMenu) -> None:
        row = self._row(index)
        if row.variants:
            is_open = bool(index.data(OPEN))
            words = "Hide the variants" if is_open else f"Show {row.folded}"
            menu.addAction(words, lambda: self._on_fold(index, not is_open))
        evidence = self.desk.workspace.quotes.get(row.quote)
        if evidence is not None and evidence.variant_of:
            menu.addAction(FIRST, partial(self.edit_asked.emit, "edit.first", evidence.id))
        quote = row.quote if row.goal.room is Room.QUOTE else ""
        quoted = QUOTE_EDITING if row.point else LOOSE_EDITING
        for key, table in ((quote, quoted), (row.point, EDITING), (row.source, SOURCE_EDITING)):
            if key:
                add_editing(menu, table, partial(self._ask, key))

    def _ask(self, key: str, action_id: str) -> None:
        self.edit_asked.emit(action_id, key)

    def _on_edited(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row.goal.room is Room.QUOTE:
            self.edit_asked.emit("edit.evidence", row.quote)
        elif row.point:
            self.edit_asked.emit("edit.change", row.point)
        elif row.source:
            self.edit_asked.emit("edit.this-source", row.source)

    def _on_removed(self, index: QModelIndex) -> None:
        """Delete what the row stands for; not what it only has to do with."""
        row = self._row(index)
        if row.goal.room is Room.POINT and row.point:
            self.edit_asked.emit("edit.delete", row.point)
        elif row.goal.room is Room.SOURCE and row.source:
            self.edit_asked.emit("edit.source-away", row.source)
        elif row.goal.room is Room.QUOTE and not row.point:
            self.edit_asked.emit("edit.evidence-away", row.quote)
        else:
            self.said.emit("Only points, sources, and quotations of no point are deleted here")

    def _on_dragged(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row.point:
            drag_point(self.list, row.point, "".join(text for text, _ in row.title))

    def _on_collected(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row.point:
            self.add_to_case.emit(row.point)
        elif row.quote:
            self.said.emit(
                "This quotation stands under no point. Make one of it first: Ctrl+Shift+T"
            )
        else:
            self.said.emit("A case is made of points, which bring their quotations along")
