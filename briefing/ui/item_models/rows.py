"""A list of rows, each drawn in a few lines with its hits marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QPointF,
    QRectF,
    QSize,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefing.app.rows import Row, Runs
from briefing.ui.desk import Desk
from briefing.ui.item_models.listing import ROW, Index, ListModel
from briefing.ui.theme import interface_font

_TITLE_LINES = 3
_TEXT_LINES = 2
_PADDING = 8


class RowModel(ListModel[Row]):
    """Rows of search hits, points, quotations or sources."""

    page = 200


class RowDelegate(QStyledItemDelegate):
    """Draws a row: small print, title, text, small print."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._heights: dict[Row, float] = {}
        self._measured_for: tuple[float, str, float] = (0, "", 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the row's words need in the list's width."""
        row: Row | None = index.data(ROW)
        view = option.widget
        room = view.viewport().width() if isinstance(view, QAbstractItemView) else 400
        width = room - 2 * _PADDING - 8
        small, large = self._fonts()
        key = (width, large.family(), large.pointSizeF())
        if key != self._measured_for:
            self._measured_for = key
            self._heights.clear()
        if row is None:
            return QSize(0, 0)
        if row not in self._heights:
            small_line = QFontMetricsF(small).height()
            height = 2 * _PADDING + 4 + small_line * (1 + bool(row.foot))
            height += _lay_out(row.title, large, width, _TITLE_LINES)[1]
            if row.text:
                height += _lay_out(row.text, small, width, _TEXT_LINES)[1]
            self._heights[row] = height
        return QSize(width, int(self._heights[row]))

    def _fonts(self) -> tuple[QFont, QFont]:
        large = interface_font(self._desk.settings)
        small = QFont(large)
        small.setPointSizeF(large.pointSizeF() * 0.92)
        return small, large

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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
        layout, height, is_cut = _lay_out(runs, font, box.width(), lines, self._hits(runs))
        layout.draw(painter, QPointF(box.left(), y))
        if is_cut:
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


def _lay_out(
    runs: Runs,
    font: QFont,
    width: float,
    lines: int,
    hits: Sequence[QTextLayout.FormatRange] = (),
) -> tuple[QTextLayout, float, bool]:
    """Lay runs out in at most so many lines: the layout, its height, and whether words are left."""
    text = "".join(part for part, _ in runs).replace("\n", " ")
    layout = QTextLayout(text, font)
    layout.setFormats(hits)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height, drawn, end = 0.0, 0, 0
    while drawn < lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
        drawn += 1
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, height, end < len(text)
