"""A list of rows, each drawn in a few lines with its hits marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from briefing.app.rows import Row, Runs
from briefing.app.settings import Settings
from briefing.app.unfolding import Unfolded
from briefing.ui.desk import Desk
from briefing.ui.item_models.listing import ROW, Index, ListModel
from briefing.ui.theme import Theme, interface_font

_TITLE_LINES = 3
_TEXT_LINES = 2
_PADDING = 8
_MOST_KEPT = 300  # layouts: those of the rows that are seen, and of those that come next

_NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff

OPEN = ROW + 1  # whether a row shows its variants
_STEP = 22  # pixels by which a variant stands further in


class Laid(NamedTuple):
    """Words in lines: their height in pixels, and how many characters have room."""

    layout: QTextLayout
    height: float
    end: int
    is_cut: bool


class RowModel(ListModel[Row]):
    """Rows of search hits, points, quotations or sources. Some open to others under them."""

    page = 200

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Row] = ()  # without what opened
        self._opened: dict[int, Sequence[Row]] = {}

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows, all of them closed."""
        self._all, self._opened = rows, {}
        super().show(rows)

    def renew(self, rows: Sequence[Row]) -> None:
        """Show rows that are mostly the same, all of them closed."""
        self._all, self._opened = rows, {}
        super().renew(rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, its words, or whether it is open."""
        if role == OPEN:
            place, under = self._place_of(index.row())
            return under < 0 and place in self._opened
        if role == Qt.ItemDataRole.AccessibleTextRole and (row := index.data(ROW)) is not None:
            shown = "shown below" if index.data(OPEN) else "Right arrow shows them"
            spoken: str = row.spoken()
            return f"{spoken}. {row.folded}, {shown}" if row.variants else spoken
        return super().data(index, role)

    def top_of(self, index: Index) -> Index:
        """The row itself, or the one under which it opened."""
        _, under = self._place_of(index.row())
        return index if under < 0 else self.index(index.row() - under - 1, 0)

    def unfold(self, index: Index, variants: Sequence[Row]) -> None:
        """Show rows under one."""
        place, under = self._place_of(index.row())
        if under >= 0 or place in self._opened or not variants:
            return
        first = index.row() + 1
        self.beginInsertRows(QModelIndex(), first, first + len(variants) - 1)
        self._opened[place] = variants
        self.rows = Unfolded(self._all, self._opened)
        self._shown += len(variants)
        self.endInsertRows()
        self.dataChanged.emit(index, index)

    def fold(self, index: Index) -> None:
        """Show the rows under one no more."""
        place, under = self._place_of(index.row())
        if under >= 0 or place not in self._opened:
            return
        first = index.row() + 1
        self.beginRemoveRows(QModelIndex(), first, first + len(self._opened[place]) - 1)
        self._shown -= len(self._opened.pop(place))
        self.rows = Unfolded(self._all, self._opened) if self._opened else self._all
        self.endRemoveRows()
        self.dataChanged.emit(index, index)

    def _place_of(self, row: int) -> tuple[int, int]:
        return self.rows.place_of(row) if isinstance(self.rows, Unfolded) else (row, -1)


class RowDelegate(QStyledItemDelegate):
    """Draws a row: small print, title, text, small print."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        # What follows holds for one width, settings and theme.
        self._made_for: tuple[int, Settings, Theme] | None = None
        self._fonts = (QFont(), QFont())  # small, large
        self._small_line = 0.0
        self._hit_shape = QTextCharFormat()
        self._heights: dict[Row, float] = {}
        self._layouts: dict[tuple[Runs, float, int], Laid] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the row's words need in the list's width."""
        row: Row | None = index.data(ROW)
        if row is None:
            return QSize(0, 0)
        width = self._room(option.widget) - _STEP * row.level
        height = self._heights.get(row)
        if height is None:
            small, large = self._fonts
            height = 2 * _PADDING + 4
            height += self._small_line * (1 + bool(row.foot) + bool(row.variants))
            # With their hits: bold words are wider, and may need another line.
            height += self._kept(row.title, large, width, _TITLE_LINES).height
            height += self._kept(row.text, small, width, _TEXT_LINES).height
            self._heights[row] = height
        return QSize(width, int(height))

    def _room(self, view: QWidget | None) -> int:
        """How wide the words of a row may be; what was made for another width or look is gone.

        A scroll bar has its room even while it is not there: when it comes, no row changes.
        """
        room = 400
        if isinstance(view, QAbstractItemView):
            room = view.contentsRect().width()
            if view.verticalScrollBarPolicy() is not _NO_BAR:
                room -= view.verticalScrollBar().sizeHint().width()
        made_for = (room, self._desk.settings, self._desk.theme)
        if made_for != self._made_for:
            self._made_for = made_for
            self._heights.clear()
            self._layouts.clear()
            large = interface_font(self._desk.settings)
            small = QFont(large)
            small.setPointSizeF(large.pointSizeF() * 0.92)
            self._fonts = small, large
            self._small_line = QFontMetricsF(small).height()
            self._hit_shape = _hit_shape(self._desk.theme)
        return room - 2 * _PADDING - 8

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
        inner.setLeft(inner.left() + _STEP * row.level)
        inner.setWidth(self._room(option.widget) - _STEP * row.level)  # as it was measured
        small, large = self._fonts
        y = inner.top()
        painter.setPen(muted)
        y += self._draw(painter, inner, y, ((row.head, False),), small, 1)
        painter.setPen(text)
        y += self._draw(painter, inner, y, row.title, large, _TITLE_LINES) + 2
        painter.setPen(muted)
        y += self._draw(painter, inner, y, row.text, small, _TEXT_LINES)
        if row.foot:
            y += self._draw(painter, inner, y, ((row.foot, False),), small, 1)
        if row.variants:
            painter.setPen(theme.colour("selection_text" if selected else "accent"))
            sign = "▾" if index.data(OPEN) else "▸"
            self._draw(painter, inner, y, ((f"{sign} {row.folded}", False),), small, 1)
        painter.restore()

    def is_on_fold(self, row: Row, box: QRect, place: QPoint) -> bool:
        """Whether a place in the box of a row is on the line that opens it."""
        return bool(row.variants) and place.y() >= box.bottom() - _PADDING - self._small_line

    def _draw(
        self, painter: QPainter, box: QRectF, y: float, runs: Runs, font: QFont, lines: int
    ) -> float:
        """Draw runs in at most so many lines, the last one elided; the height used."""
        laid = self._kept(runs, font, box.width(), lines)
        laid.layout.draw(painter, QPointF(box.left(), y))
        if laid.is_cut:
            self._draw_ellipsis(painter, laid.layout, box, y, font)
        return laid.height

    def _kept(self, runs: Runs, font: QFont, width: float, lines: int) -> Laid:
        """Runs as they are drawn, laid out once for measuring and drawing."""
        key = (runs, width, lines)  # as many lines: as large a font
        laid = self._layouts.get(key)
        if laid is None:
            if len(self._layouts) >= _MOST_KEPT:
                del self._layouts[next(iter(self._layouts))]  # the oldest
            laid = self._layouts[key] = self._laid(runs, font, width, lines)
        return laid

    def _laid(self, runs: Runs, font: QFont, width: float, lines: int) -> Laid:
        """Runs as they are drawn; where the first hit had no room, they begin shortly before it."""
        hits = self._hits(runs)
        laid = _lay_out(runs, font, width, lines, hits)
        if laid.is_cut and hits and laid.end < hits[0].start + hits[0].length:
            runs = _from(runs, hits[0].start - laid.end // 3, hits[0].start)
            laid = _lay_out(runs, font, width, lines, self._hits(runs))
        return laid

    def _draw_ellipsis(
        self, painter: QPainter, layout: QTextLayout, box: QRectF, y: float, font: QFont
    ) -> None:
        line = layout.lineAt(layout.lineCount() - 1)
        width = QFontMetricsF(font).horizontalAdvance("…")
        x = min(line.naturalTextWidth() + 1, box.width() - width)
        painter.setFont(font)
        painter.drawText(QPointF(box.left() + x, y + line.position().y() + line.ascent()), "…")

    def _hits(self, runs: Runs) -> list[QTextLayout.FormatRange]:
        if not any(is_hit for _, is_hit in runs):
            return []
        found: list[QTextLayout.FormatRange] = []
        shape, start = self._hit_shape, 0
        for part, is_hit in runs:
            if is_hit:
                one = QTextLayout.FormatRange()
                one.start, one.length = start, len(part)
                one.format = shape
                found.append(one)
            start += len(part)
        return found


def _hit_shape(theme: Theme) -> QTextCharFormat:
    """How hits look in the colours of a theme."""
    shape = QTextCharFormat()
    shape.setFontWeight(QFont.Weight.Bold)
    shape.setBackground(theme.colour("highlight"))
    shape.setForeground(theme.colour("highlight_text"))
    return shape


def _lay_out(
    runs: Runs,
    font: QFont,
    width: float,
    lines: int,
    hits: Sequence[QTextLayout.FormatRange] = (),
) -> Laid:
    """Lay runs out in at most so many lines."""
    text = "".join(part for part, _ in runs).replace("\n", " ")
    if not text:  # Qt gives a line to no words at all
        return Laid(QTextLayout(), 0.0, 0, False)
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)  # what was shaped to be measured is drawn without shaping again
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
        drawn += 1
        end = line.textStart() + line.textLength()
        if drawn == lines and end < len(text):  # room for the ellipsis
            line.setLineWidth(width - QFontMetricsF(font).horizontalAdvance("…") - 1)
            end = line.textStart() + line.textLength()
        height += line.height()
    layout.endLayout()
    return Laid(layout, height, end, end < len(text))


def _from(runs: Runs, begin: int, hit: int) -> Runs:
    """Runs from the first word between `begin` and the hit on, marked as cut before."""
    text = "".join(part for part, _ in runs)
    start = max(begin, text.find(" ", max(begin - 1, 0), hit) + 1, 0)
    kept: list[tuple[str, bool]] = [("… ", False)]
    for part, is_hit in runs:
        if start < len(part):
            kept.append((part[max(start, 0) :], is_hit))
        start -= len(part)
    return tuple(kept)
