"""Lists of rows: each row is as high as its words are at the list's width."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QModelIndex, QRect, QSize, QStringListModel, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from briefing.app.navigation import Destination, Room
from briefing.app.rows import Row
from briefing.app.settings import Preferences
from briefing.ui.desk import Desk
from briefing.ui.item_models.rows import RowDelegate, RowModel
from briefing.ui.main import make_application
from briefing.ui.tasks import Tasks
from briefing.ui.widgets.outline_list import OutlineList
from briefing.ui.widgets.row_list import RowList

AREA = 12_000


class Wrapped(QStyledItemDelegate):
    """A row that needs the same area whatever the width."""

    def __init__(self, rows: QListView) -> None:
        super().__init__(rows)
        self.rows = rows

    def room(self) -> int:
        """Lists of hits leave room for a scroll bar that is not there."""
        return self.rows.width() if isinstance(self.rows, RowList) else self.rows.viewport().width()

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QSize:
        return QSize(0, AREA // self.room())


def check_rows_fit(rows: QListView) -> None:
    """Once sizes have settled, each row begins where the one before it ends."""
    QTest.qWait(300)
    first, second = (rows.visualRect(rows.model().index(row, 0)) for row in (0, 1))
    delegate = rows.itemDelegate()
    assert isinstance(delegate, Wrapped)
    assert first.height() == AREA // delegate.room()
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


WORDS = "Several governments said that bomblets have been seen in the fields of the villages "


@pytest.fixture
def hits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QListView]:
    """A list that draws rows of search results, as wide as a test wants it."""
    make_application()
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path))
    tasks = Tasks(True)
    rows = QListView()
    rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows.setItemDelegate(RowDelegate(Desk(Preferences(), tasks)))
    rows.setModel(RowModel())
    yield rows
    rows.close()
    tasks.close()


def drawn(rows: QListView, row: Row) -> tuple[int, QImage]:
    """The height that the list gives a row, and the row drawn without that limit."""
    model, delegate = rows.model(), rows.itemDelegate()
    assert isinstance(model, RowModel) and isinstance(delegate, RowDelegate)
    model.show([row])
    option = QStyleOptionViewItem()
    option.widget = rows
    height = delegate.sizeHint(option, model.index(0, 0)).height()
    image = QImage(rows.viewport().width(), height + 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    option.rect = QRect(0, 0, image.width(), height)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return height, image


def is_blank(image: QImage, top: int) -> bool:
    white = image.pixel(image.width() - 1, image.height() - 1)
    return all(
        image.pixel(x, y) == white for y in range(top, image.height()) for x in range(0, 230, 2)
    )


@pytest.mark.parametrize("width", range(250, 450, 20))
def test_no_word_of_a_row_is_drawn_below_it(hits: QListView, width: int) -> None:
    hits.resize(width, 400)
    hits.show()
    first, second = WORDS[:40], WORDS[40:]
    row = Row(Destination(Room.TIMELINE, "x"), "Event", (), ((first, True), (second, True)), "2022")
    height, image = drawn(hits, row)
    assert is_blank(image, height + 1), "below the line that ends the row stands nothing"
    assert not is_blank(image, height - 30), "the last line stands where the row ends"


def test_a_hit_far_into_a_text_is_shown(hits: QListView) -> None:
    hits.resize(330, 400)
    hits.show()
    delegate = hits.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    text = ((WORDS * 2, False), ("limbs", True), (" and so on. " + WORDS, False))
    font = hits.font()
    laid = delegate._laid(text, font, 300, 2)
    shown = laid.layout.text()[: laid.end]
    assert shown.startswith("… ")
    assert "limbs" in shown
    early = delegate._laid((("Limbs", True), (WORDS * 9, False)), font, 300, 2)
    assert early.layout.text().startswith("Limbs")


def test_the_ellipsis_has_room_behind_the_last_word(hits: QListView) -> None:
    delegate = hits.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    font = hits.font()
    room = 300 - QFontMetricsF(font).horizontalAdvance("…")
    for start in range(0, 60, 7):
        laid = delegate._laid((((WORDS * 4)[start:], False),), font, 300, 2)
        assert laid.is_cut
        assert laid.layout.lineAt(1).naturalTextWidth() <= room
