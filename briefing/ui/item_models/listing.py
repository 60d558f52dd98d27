"""A list of frozen rows as Qt wants it: each row says what it is in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

ROW = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class Spoken(Protocol):
    """What a row must be able to do."""

    def spoken(self) -> str:
        """The row in words, for a screen reader."""


R = TypeVar("R", bound=Spoken)


class ListModel(QAbstractListModel, Generic[R]):
    """The rows, to be shown all at once or not at all.

    With a `page`, so many at a time: Qt asks for more as one scrolls down. Rows of different
    heights have to be measured one by one, and a list may have a hundred thousand.
    """

    page: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[R] = ()
        self._shown = 0

    def show(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self._shown = min(len(rows), self.page or len(rows))
        self.endResetModel()

    def renew(self, rows: Sequence[R]) -> None:
        """Show rows that are mostly the same: as many of them as before."""
        shown = self._shown
        self.beginResetModel()
        self.rows = rows
        self._shown = min(len(rows), max(shown, self.page) if self.page else len(rows))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else self._shown

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more rows than are shown."""
        return not parent.isValid() and self._shown < len(self.rows)

    def fetchMore(self, parent: Index) -> None:
        """Show the next page."""
        more = min(self.page, len(self.rows) - self._shown)
        self.beginInsertRows(QModelIndex(), self._shown, self._shown + more - 1)
        self._shown += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or its words."""
        if not index.isValid() or index.row() >= self._shown:
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return row.spoken()
        return None
