"""The text of an article, with the reading line and a margin that counts what stands beside it."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QTextBrowser, QToolTip

from briefing.app.reading import COUNTER_SHAPE, SUPPORT_SHAPE, VERDICT_SHAPE, Beside, Reading
from briefing.ui.desk import Desk
from briefing.ui.theme import interface_font, reading_css, reading_font

_GUTTER_CHARACTERS = 9  # room in the margin for "▼12 ▲12"


class ArticleView(QTextBrowser):
    """The text itself, with a margin painted beside it."""

    passage_changed = Signal(int)
    pinned = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setOpenLinks(False)
        self.setAccessibleName("Article")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.setMouseTracking(True)
        self._reading: Reading | None = None
        self._waiting: list[str] = []  # rendered pieces still to be laid out
        self._tops: list[float] = []
        self._indices: list[int] = []
        self._current = -1
        self._is_pinned = False
        self._press = QPoint()
        self._loader = QTimer(self, interval=0)
        self._loader.timeout.connect(self._append_piece)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.document().setUndoRedoEnabled(False)

    # -- showing ----------------------------------------------------------------------------------

    def show_pieces(self, head: str, pieces: tuple[str, ...], reading: Reading | None) -> None:
        """Show an article: its first piece at once, the others between frames."""
        self._loader.stop()
        self._reading = reading
        self._current, self._is_pinned = -1, False
        document = self.document()
        document.setDefaultFont(reading_font(self.desk.settings))
        document.setDefaultStyleSheet(reading_css(self.desk.theme, self.desk.settings))
        self._set_margins()
        document.setHtml(f"<body>{head}{pieces[0] if pieces else ''}</body>")
        self.moveCursor(QTextCursor.MoveOperation.Start)  # else the first resize scrolls to the end
        self._set_margins()
        self._waiting = list(pieces[1:])
        self._measure()
        if self._waiting:
            self._loader.start()
        self.verticalScrollBar().setValue(0)
        self._follow()

    def set_reading(self, reading: Reading) -> None:
        """What stands beside the passages, when it arrives after the text."""
        self._reading = reading
        self._current = -1
        self._follow()
        self.viewport().update()

    def add_pieces(self, pieces: tuple[str, ...]) -> None:
        """More of the text, to be laid out between frames."""
        self._waiting += pieces
        self._loader.start()

    def _append_piece(self) -> None:
        if not self._waiting:
            self._loader.stop()
            self._measure()
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertBlock()
        cursor.insertHtml(self._waiting.pop(0))
        if not self._waiting:
            self._measure()

    def load_all(self) -> None:
        """Lay out what still waits, at once."""
        while self._waiting:
            self._append_piece()
        self._measure()

    # -- geometry ---------------------------------------------------------------------------------

    def _set_margins(self) -> None:
        """Centre a column of the chosen width, with room for the margin's marks."""
        settings = self.desk.settings
        metrics = QFontMetricsF(reading_font(settings))
        column = metrics.averageCharWidth() * settings.column
        gutter = QFontMetricsF(interface_font(settings)).averageCharWidth() * _GUTTER_CHARACTERS
        width = self.viewport().width()
        left = max(gutter + 14, (width - column) / 2)
        right = max(16.0, width - left - column)
        frame = self.document().rootFrame()
        shape = QTextFrameFormat(frame.frameFormat())
        if abs(shape.leftMargin() - left) < 1 and abs(shape.rightMargin() - right) < 1:
            return
        shape.setLeftMargin(left)
        shape.setRightMargin(right)
        shape.setTopMargin(28)
        shape.setBottomMargin(self.viewport().height() * 0.4)
        frame.setFrameFormat(shape)

    def _measure(self) -> None:
        """Note at which height each passage begins."""
        layout = self.document().documentLayout()
        tops: list[float] = []
        indices: list[int] = []
        block = self.document().begin()
        while block.isValid():
            index = _passage_of(block.begin())
            if index is not None:
                tops.append(layout.blockBoundingRect(block).top())
                indices.append(index)
            block = block.next()
        self._tops, self._indices = tops, indices

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred and the reading line on its words."""
        anchor = self._current
        was_seen = self._is_seen(anchor)
        super().resizeEvent(event)
        self._set_margins()
        self._measure()
        if was_seen:
            self.scroll_to(anchor)

    def _is_seen(self, index: int) -> bool:
        """Whether a passage stands in the window."""
        top, bottom = self.span(index)
        offset = self.verticalScrollBar().value()
        return index >= 0 and bottom > offset and top < offset + self.viewport().height()

    def _passage_at(self, y: float) -> int:
        """The passage at document height `y`; -1 when there is none."""
        place = bisect_right(self._tops, y) - 1
        return self._indices[max(place, 0)] if self._indices else -1

    def span(self, index: int) -> tuple[float, float]:
        """Top and bottom of a passage in document pixels."""
        if index not in self._indices:
            return 0.0, 0.0
        place = self._indices.index(index)
        end = (
            self._tops[place + 1]
            if place + 1 < len(self._tops)
            else self.document().size().height() - self.viewport().height() * 0.4
        )
        return self._tops[place], end

    def _reading_line(self) -> float:
        """The height at which one reads: near the top at the start, lower towards the end."""
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        height = self.viewport().height()
        return bar.value() + height * (0.22 + 0.33 * share)

    def scroll_to(self, index: int) -> None:
        """Bring a passage to the reading line."""
        if index not in self._indices:
            self.load_all()
        top, _ = self.span(index)
        self.verticalScrollBar().setValue(int(top - self.viewport().height() * 0.2))

    # -- the current passage ----------------------------------------------------------------------

    @property
    def current(self) -> int:
        """The passage that is read or pinned; -1 before anything is shown."""
        return self._current

    @property
    def is_pinned(self) -> bool:
        """Whether the points pane stays at a passage that was clicked."""
        return self._is_pinned

    def pin(self, index: int) -> None:
        """Stay at a passage while the text scrolls."""
        self._is_pinned = True
        self._set_current(index)
        self.pinned.emit(True)

    def unpin(self) -> None:
        """Follow the reading line again."""
        self._is_pinned = False
        self.pinned.emit(False)
        self._follow()

    def _on_scrolled(self) -> None:
        self._follow()

    def _follow(self) -> None:
        if not self._is_pinned and self._tops:
            self._set_current(self._passage_at(self._reading_line()))

    def _set_current(self, index: int) -> None:
        if index != self._current:
            self._current = index
            self.passage_changed.emit(index)
        self.viewport().update()

    # -- mouse and keys ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the button went down, to tell a click from a selection."""
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A plain click pins the passage under it."""
        super().mouseReleaseEvent(event)
        where = event.position().toPoint()
        is_click = (where - self._press).manhattanLength() < 4
        if (
            event.button() == Qt.MouseButton.LeftButton
            and is_click
            and not self.textCursor().hasSelection()
            and not self.anchorAt(where)
        ):
            self.pin(self._passage_at(where.y() + self.verticalScrollBar().value()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; Escape follows the reading line again."""
        bar = self.verticalScrollBar()
        line = int(QFontMetricsF(reading_font(self.desk.settings)).height() * 2)
        steps = {Qt.Key.Key_Down: line, Qt.Key.Key_Up: -line}
        if event.key() == Qt.Key.Key_Escape and self._is_pinned:
            self.unpin()
        elif event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            self.load_all()
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tooltips over the margin say in words what the marks mean."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            y = event.pos().y() + self.verticalScrollBar().value()
            beside = self._beside(self._passage_at(y))
            left = self.document().rootFrame().frameFormat().leftMargin()
            if beside is not None and event.pos().x() < left:
                QToolTip.showText(event.globalPos(), margin_words(beside), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # -- painting ---------------------------------------------------------------------------------

    def _beside(self, index: int) -> Beside | None:
        if self._reading is None or not 0 <= index < len(self._reading.passages):
            return None
        return self._reading.passages[index]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The band under the current passage, the text, then the margin."""
        painter = QPainter(self.viewport())
        self._paint_band(painter)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_margin(painter)
        painter.end()

    def _paint_band(self, painter: QPainter) -> None:
        if self._current < 0:
            return
        theme = self.desk.theme
        top, bottom = self.span(self._current)
        offset = self.verticalScrollBar().value()
        shape = self.document().rootFrame().frameFormat()
        left = shape.leftMargin() - 12
        width = self.viewport().width() - left - shape.rightMargin() + 10
        band = QRectF(left, top - offset - 3, width, bottom - top - 2)
        painter.fillRect(band, theme.colour("band"))
        bar = theme.colour("accent") if self._is_pinned else theme.colour("muted")
        painter.fillRect(
            QRectF(left - 4, band.top(), 4 if self._is_pinned else 3, band.height()), bar
        )

    def _paint_margin(self, painter: QPainter) -> None:
        if self._reading is None or not self._tops:
            return
        offset = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, offset) - 1, 0)
        font = interface_font(self.desk.settings)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        right = int(self.document().rootFrame().frameFormat().leftMargin()) - 24
        for place in range(first, len(self._tops)):
            y = int(self._tops[place] - offset)
            if y > self.viewport().height():
                break
            beside = self._beside(self._indices[place])
            if beside is not None and (beside.seen or beside.verdicts):
                self._paint_marks(painter, beside, right, y)

    def _paint_marks(self, painter: QPainter, beside: Beside, right: int, y: int) -> None:
        theme = self.desk.theme
        metrics = painter.fontMetrics()
        line = metrics.height()
        x = right
        marks = [
            (f"{SUPPORT_SHAPE}{len(beside.supports)}", "support", bool(beside.supports)),
            (f"{COUNTER_SHAPE}{len(beside.counters)}", "counter", bool(beside.counters)),
        ]
        for text, token, is_there in marks:
            if is_there:
                width = metrics.horizontalAdvance(text)
                painter.setPen(theme.colour(token))
                painter.drawText(QRect(x - width, y + 3, width + 2, line), 0, text)
                x -= width + 7
        if beside.verdicts:
            top = y + 3 + (line if x != right else 0)
            words = " ".join(dict.fromkeys(VERDICT_SHAPE[one] for one in beside.verdicts))
            painter.setPen(theme.colour("caution"))
            width = metrics.horizontalAdvance(words)
            painter.drawText(QRect(right - width, top, width + 2, line), 0, words)


def _passage_of(iterator: object) -> int | None:
    """The passage that begins in a text block: the anchor on its first fragment."""
    fragment = iterator.fragment()  # type: ignore[attr-defined]
    if not fragment.isValid():
        return None
    for name in fragment.charFormat().anchorNames():
        if name.startswith("p") and name[1:].isdigit():
            return int(name[1:])
    return None


def margin_words(beside: Beside) -> str:
    """What the margin shows, in words."""
    parts = []
    if beside.counters:
        parts.append(f"{len(beside.counters)} answer this passage")
    if beside.supports:
        parts.append(f"{len(beside.supports)} support it")
    parts += [f"fact check: {verdict.value}" for verdict in dict.fromkeys(beside.verdicts)]
    return "; ".join(parts) or "Nothing in the library answers or supports this passage yet"
