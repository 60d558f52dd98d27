"""A list of frozen rows as Qt wants it: each row says what it is in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

ROW = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class Spoken(Protocol):
    """What a row must be able to do."""

    def spoken(self) -> str:
        """The row in words, for a screen reader."""


R = TypeVar("R", bound=Spoken)


class ListModel(QAbstractListModel, Generic[R]):
    """The rows, to be shown all at once or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[R] = ()

    def show(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or its words."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return row.spoken()
        return None
