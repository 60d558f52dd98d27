"""A list of rows of one height, each drawn in a few lines with its hits marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefing.app.rows import Row, Runs
from briefing.ui.desk import Desk
from briefing.ui.theme import interface_font

ROW = Qt.ItemDataRole.UserRole + 1
_TITLE_LINES = 3
_TEXT_LINES = 2
_PADDING = 8
_Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Rows as Qt wants them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or its words."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return row.spoken()
        return None


class RowDelegate(QStyledItemDelegate):
    """Draws a row: small print, title, text, small print."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One height for all rows: a hundred thousand need no measuring."""
        small, large = self._fonts()
        height = QFontMetricsF(small).height() * (2 + _TEXT_LINES)
        height += QFontMetricsF(large).height() * _TITLE_LINES + 2 * _PADDING + 6
        return QSize(200, int(height))

    def _fonts(self) -> tuple[QFont, QFont]:
        large = interface_font(self._desk.settings)
        small = QFont(large)
        small.setPointSizeF(large.pointSizeF() * 0.92)
        return small, large

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        row = index.data(ROW)
        if row is None:
            return
        painter.save()
        theme = self._desk.theme
        state = option.state
        box = QRectF(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(box, theme.colour("selection"))
        text = theme.colour("selection_text" if selected else "text")
        muted = theme.colour("selection_text" if selected else "muted")
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(_PADDING + 4, _PADDING, -_PADDING - 4, -_PADDING)
        small, large = self._fonts()
        y = inner.top()
        painter.setPen(muted)
        y += self._draw(painter, inner, y, ((row.head, False),), small, 1)
        painter.setPen(text)
        y += self._draw(painter, inner, y, row.title, large, _TITLE_LINES) + 2
        painter.setPen(muted)
        if row.text:
            y += self._draw(painter, inner, y, row.text, small, _TEXT_LINES)
        if row.foot:
            self._draw(painter, inner, y, ((row.foot, False),), small, 1)
        painter.restore()

    def _draw(
        self, painter: QPainter, box: QRectF, y: float, runs: Runs, font: QFont, lines: int
    ) -> float:
        """Draw runs in at most so many lines, the last one elided; the height used."""
        text = "".join(part for part, _ in runs).replace("\n", " ")
        layout = QTextLayout(text, font)
        layout.setFormats(self._hits(runs))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height, drawn, end = 0.0, 0, 0
        while drawn < lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(box.width())
            line.setPosition(QPointF(0, height))
            height += line.height()
            drawn += 1
            end = line.textStart() + line.textLength()
        layout.endLayout()
        layout.draw(painter, QPointF(box.left(), y))
        if end < len(text) and drawn:
            self._draw_ellipsis(painter, layout, box, y, font)
        return height

    def _draw_ellipsis(
        self, painter: QPainter, layout: QTextLayout, box: QRectF, y: float, font: QFont
    ) -> None:
        line = layout.lineAt(layout.lineCount() - 1)
        width = QFontMetricsF(font).horizontalAdvance("…")
        x = min(line.naturalTextWidth() + 1, box.width() - width)
        painter.setFont(font)
        painter.drawText(QPointF(box.left() + x, y + line.position().y() + line.ascent()), "…")

    def _hits(self, runs: Runs) -> list[QTextLayout.FormatRange]:
        found: list[QTextLayout.FormatRange] = []
        start = 0
        for part, is_hit in runs:
            if is_hit:
                one = QTextLayout.FormatRange()
                one.start, one.length = start, len(part)
                shape = QTextCharFormat()
                shape.setFontWeight(QFont.Weight.Bold)
                shape.setBackground(self._desk.theme.colour("highlight"))
                shape.setForeground(self._desk.theme.colour("highlight_text"))
                one.format = shape
                found.append(one)
            start += len(part)
        return found
