"""Lists of rows: each row is as high as its words are at the list's width."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QModelIndex, QSize, QStringListModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from briefing.ui.main import make_application
from briefing.ui.widgets.outline_list import OutlineList
from briefing.ui.widgets.row_list import RowList

AREA = 12_000


class Wrapped(QStyledItemDelegate):
    """A row that needs the same area whatever the width."""

    def __init__(self, rows: QListView) -> None:
        super().__init__(rows)
        self.rows = rows

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QSize:
        return QSize(0, AREA // self.rows.viewport().width())


def check_rows_fit(rows: QListView) -> None:
    """Once sizes have settled, each row begins where the one before it ends."""
    QTest.qWait(300)
    first, second = (rows.visualRect(rows.model().index(row, 0)) for row in (0, 1))
    assert first.height() == AREA // rows.viewport().width()
    assert second.top() == first.bottom() + 1


@pytest.mark.parametrize("kind", [RowList, OutlineList])
def test_rows_are_measured_again_when_a_list_gets_narrower_or_a_scroll_bar_comes(
    kind: type[QListView],
) -> None:
    _keep = make_application()
    rows = kind()
    rows.setModel(QStringListModel(["one", "two"]))
    rows.setItemDelegate(Wrapped(rows))
    rows.resize(400, 300)
    rows.show()
    check_rows_fit(rows)
    wide = rows.viewport().width()
    rows.resize(200, 300)
    check_rows_fit(rows)
    rows.resize(400, 300)
    check_rows_fit(rows)
    rows.setModel(QStringListModel(["a row"] * 40))
    check_rows_fit(rows)
    assert rows.viewport().width() < wide, "the scroll bar took no room"
