"""The text of an article, with the reading line and a margin that counts what stands beside it."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QTimer, Signal
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
    QTextDocument,
    QTextDocumentFragment,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QTextBrowser, QToolTip

from briefing.app.reading import NOTE_SHAPE, VERDICT_SHAPE, Beside, Reading, margin_words
from briefing.ui.desk import Desk
from briefing.ui.panes.passage_blocks import Heights
from briefing.ui.theme import interface_font, reading_css, reading_font

_GUTTER_CHARACTERS = 9  # room in the margin for "▼12 ▲12"
# The reading line, in parts of the window's height: at the beginning, and how far it sinks towards
# the end of the text, where empty room below it lets the last passage come up to the line.
_LINE, _SINKING, _ROOM_BELOW = 0.22, 0.36, 0.4
# Qt lays the text out again and scrolls as it sees fit when a widget is shown.
_PREPARING = (QEvent.Type.Polish, QEvent.Type.Show)
_ALWAYS_OFF, _ALWAYS_ON = 1, 2  # Qt::ScrollBarPolicy
_TOP = (-1, 0.0)  # the anchor of an article that shows its title
_END = (-2, 1.0)  # and of one that shows its end, even if that is still to be laid out


class ArticleView(QTextBrowser):
    """The text itself, with a margin painted beside it."""

    passage_changed = Signal(int)
    pinned = Signal(bool)
    escaped = Signal()  # Escape, when nothing here needs it

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setOpenLinks(False)
        self.setAccessibleName("Article")
        # By number: the names are in a namespace that the first paint must not touch (Window).
        self.setProperty("verticalScrollBarPolicy", _ALWAYS_ON)
        self.setProperty("horizontalScrollBarPolicy", _ALWAYS_OFF)
        self.setMouseTracking(True)
        self._is_painted = False
        self._reading: Reading | None = None
        self._waiting: list[str] = []  # rendered pieces still to be laid out
        self._heights = Heights()
        self._first_with_points: int | None = None
        # The passage on the reading line and how much of it is above: what a new size, another
        # font or text that arrives later must keep. Only the user's scrolling changes it.
        self._anchor: tuple[int, float] = _TOP
        self._is_placing = False
        self._current = -1
        self._is_pinned = False
        self._press = QPoint()
        self._noted: frozenset[int] = frozenset()  # passages with the user's notes
        self._drop = -1  # the passage onto which something is dragged
        self._loader = QTimer(self, interval=0)
        self._loader.timeout.connect(self._append_piece)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.document().setUndoRedoEnabled(False)

    # -- showing ----------------------------------------------------------------------------------

    def show_pieces(
        self,
        head: str,
        pieces: tuple[str, ...],
        reading: Reading | None,
        anchor: tuple[int, float] = _TOP,
    ) -> None:
        """Show an article: its first piece at once, the others between frames."""
        self._loader.stop()
        self._is_placing = True
        self._current, self._is_pinned = -1, False
        self._anchor = anchor
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
        self._is_placing = False
        self.set_reading(reading)
        self._place()

    def set_reading(self, reading: Reading | None) -> None:
        """What stands beside the passages, when it arrives after the text."""
        self._reading = reading
        self._first_with_points = reading.next_with_points(-1, 1) if reading else None
        self._follow()
        self._repaint()

    def add_pieces(self, pieces: tuple[str, ...]) -> None:
        """More of the text, to be laid out between frames."""
        self._waiting += pieces
        self._loader.start()

    def _append_piece(self) -> None:
        if not self._waiting:
            self._loader.stop()
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertBlock()
        begins = cursor.blockNumber()
        piece = self._laid_alone(self._waiting.pop(0))
        cursor.insertFragment(QTextDocumentFragment(piece))
        # Qt gives the first block of what is inserted the shape of the block before it.
        first = QTextCursor(self.document().findBlockByNumber(begins))
        first.setBlockFormat(piece.begin().blockFormat())
        if not self._waiting:
            self._measure()
            self._place()

    def _laid_alone(self, html: str) -> QTextDocument:
        """A piece as a document of its own, in the style of the whole."""
        piece = QTextDocument()
        piece.setDefaultFont(self.document().defaultFont())
        piece.setDefaultStyleSheet(self.document().defaultStyleSheet())
        piece.setHtml(html)
        return piece

    def load_all(self) -> None:
        """Lay out what still waits, at once."""
        while self._waiting:
            self._append_piece()

    def set_noted(self, indices: frozenset[int]) -> None:
        """The passages with notes of the user's own."""
        self._noted = indices
        self._repaint()

    def set_drop(self, index: int) -> None:
        """Mark the passage onto which something would be dropped; -1 for none."""
        if index != self._drop:
            self._drop = index
            self._repaint()

    def passage_under(self, where: QPoint) -> int:
        """The passage at a point of the viewport; -1 if there is none."""
        return self._heights.passage_at(where.y() + self.verticalScrollBar().value())

    # -- geometry ---------------------------------------------------------------------------------

    def _set_margins(self) -> None:
        """Centre a column of the chosen width, with room for the margin's marks."""
        settings = self.desk.settings
        metrics = QFontMetricsF(reading_font(settings))
        column = metrics.averageCharWidth() * settings.column
        gutter = QFontMetricsF(interface_font(settings)).averageCharWidth() * _GUTTER_CHARACTERS
        width = self.maximumViewportSize().width()
        left = max(gutter + 14, (width - column) / 2)
        right = max(16.0, width - left - column)
        frame = self.document().rootFrame()
        shape = QTextFrameFormat(frame.frameFormat())
        below = self.maximumViewportSize().height() * _ROOM_BELOW
        is_old = (shape.leftMargin(), shape.rightMargin(), shape.bottomMargin())
        if all(abs(was - now) < 1 for was, now in zip(is_old, (left, right, below), strict=True)):
            return
        shape.setLeftMargin(left)
        shape.setRightMargin(right)
        shape.setTopMargin(28)
        shape.setBottomMargin(below)
        frame.setFrameFormat(shape)

    def _measure(self) -> None:
        """Note at which height each passage begins."""
        self._heights = Heights(self.document())

    def changeEvent(self, event: QEvent) -> None:
        """A new font of the interface is none for the text, although Qt puts it there.

        What follows waits: while Qt walks over all widgets, no pane may throw any away.
        """
        self._is_placing = True
        super().changeEvent(event)
        self._is_placing = False
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._keep_font)

    def _keep_font(self) -> None:
        font = reading_font(self.desk.settings)
        if self._heights and self.document().defaultFont() != font:
            self._is_placing = True
            self.document().setDefaultFont(font)
            self._measure()
            self._is_placing = False
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred and the reading line on its words."""
        self._is_placing = True
        super().resizeEvent(event)
        self._set_margins()
        self._measure()
        self._is_placing = False
        self._place()

    def span(self, index: int) -> tuple[float, float]:
        """Top and bottom of a passage in document pixels."""
        return self._heights.span(index)

    def _reading_line(self) -> float:
        """The height at which one reads: near the top at the start, lower towards the end."""
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        return bar.value() + self.maximumViewportSize().height() * (_LINE + _SINKING * share)

    @property
    def anchor(self) -> tuple[int, float]:
        """What is on the reading line: a passage (-1: the title is shown) and how far into it."""
        return self._anchor_now() if self._anchor == _END else self._anchor

    def scroll_to(self, index: int) -> None:
        """Bring a passage to the reading line; -1 is the top of the article."""
        if index >= 0 and index not in self._heights:
            self.load_all()
        self._anchor = (index, 0.0)
        self._place()

    def go_to(self, index: int) -> None:
        """Show a passage as the current one; where it cannot come to the reading line, pin it."""
        self.unpin()
        self.scroll_to(index if index > 0 else -1)
        is_laid_out = self.isVisible() and index in self._heights
        if index > 0 and self._current != index and is_laid_out:
            self.pin(index)

    def _place(self) -> None:
        """Scroll so that the anchor is on the reading line."""
        index, share = self._anchor
        bar, height = self.verticalScrollBar(), self.maximumViewportSize().height()
        value = float(bar.maximum()) if self._anchor == _END else 0.0
        if index in self._heights and bar.maximum():
            top, bottom = self.span(index)
            wanted = top + 2 + share * (bottom - top)
            value = (wanted - _LINE * height) / (1 + _SINKING * height / bar.maximum())
        self._is_placing = True
        bar.setValue(round(value))
        self._is_placing = False
        self._follow()

    def _anchor_now(self) -> tuple[int, float]:
        """What is on the reading line at the moment."""
        if not self._heights or self.verticalScrollBar().value() == 0:
            return _TOP
        line = self._reading_line()
        index = self._heights.passage_at(line)
        top, bottom = self.span(index)
        share = (line - top - 2) / max(bottom - top, 1)
        return index, max(0.0, min(share, 1.0))

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
        if not self._is_placing and self.isVisible():  # hidden, it has no size to speak of
            self._anchor = self._anchor_now()
            self._follow()

    def _follow(self) -> None:
        if not self._is_pinned and self._heights:
            self._set_current(self._read_now())

    def _read_now(self) -> int:
        """The passage on the reading line. Before the first one that has points, that one if it is
        on the screen: who opens an article sees at once what the points pane is for.
        """
        index = self._heights.passage_at(self._reading_line())
        first = self._first_with_points
        if first is not None and index < first and first in self._heights:
            end = self.verticalScrollBar().value() + self.maximumViewportSize().height() * 0.9
            if self.span(first)[0] < end:
                return first
        return index

    def _set_current(self, index: int) -> None:
        if index != self._current:
            self._current = index
            self.passage_changed.emit(index)
        self._repaint()

    # -- mouse and keys ---------------------------------------------------------------------------

    def selected_words(self) -> tuple[str, int]:
        """The selected words and the passage where they begin; without any, the current one."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return "", self._current
        words = cursor.selectedText().replace("\u2029", "\n")
        cursor.setPosition(cursor.selectionStart())
        y = self.cursorRect(cursor).center().y() + self.verticalScrollBar().value()
        return words, self._heights.passage_at(y)

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
            event.button() == QtCore.Qt.MouseButton.LeftButton
            and is_click
            and not self.textCursor().hasSelection()
            and not self.anchorAt(where)
        ):
            self.pin(self.passage_under(where))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; Escape follows the reading line again."""
        bar = self.verticalScrollBar()
        line = int(QFontMetricsF(reading_font(self.desk.settings)).height() * 2)
        steps = {QtCore.Qt.Key.Key_Down: line, QtCore.Qt.Key.Key_Up: -line}
        if event.key() == QtCore.Qt.Key.Key_Escape and self._is_pinned:
            self.unpin()
        elif event.key() == QtCore.Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in steps and event.modifiers() == QtCore.Qt.KeyboardModifier.NoModifier:
            bar.setValue(bar.value() + steps[QtCore.Qt.Key(event.key())])
        elif event.key() in (QtCore.Qt.Key.Key_Home, QtCore.Qt.Key.Key_End):
            self._anchor = _TOP if event.key() == QtCore.Qt.Key.Key_Home else _END
            self._place()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tooltips over the margin say in words what the marks mean."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            y = event.pos().y() + self.verticalScrollBar().value()
            beside = self._beside(self._heights.passage_at(y))
            left = self.document().rootFrame().frameFormat().leftMargin()
            if beside is not None and event.pos().x() < left:
                QToolTip.showText(event.globalPos(), margin_words(beside), self)
            else:
                QToolTip.hideText()
            return True
        if event.type() not in _PREPARING:
            return super().event(event)
        self._is_placing = True
        done = super().event(event)
        self._is_placing = False
        self._place()
        return done

    # -- painting ---------------------------------------------------------------------------------

    def _beside(self, index: int) -> Beside | None:
        if self._reading is None or not 0 <= index < len(self._reading.passages):
            return None
        return self._reading.passages[index]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The band under the current passage, the text, then the margin."""
        if not self._is_painted:  # the words first, what stands around them a moment later
            super().paintEvent(event)
            self._is_painted = True
            QTimer.singleShot(0, self, self._repaint)
            return
        painter = QPainter(self.viewport())
        self._paint_band(painter, self._current)
        if self._drop >= 0:
            self._paint_band(painter, self._drop, is_drop=True)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_margin(painter)
        painter.end()

    def _repaint(self) -> None:
        """Paint again, if there was a first time.

        The viewport is asked for only then: it is of Qt's own making, and to learn what kind of
        widget it is PySide sets up every kind there is, a tenth of the time to the first paint.
        """
        if self._is_painted:
            self.viewport().update()

    def _paint_band(self, painter: QPainter, index: int, is_drop: bool = False) -> None:
        if index < 0:
            return
        theme = self.desk.theme
        top, bottom = self.span(index)
        offset = self.verticalScrollBar().value()
        shape = self.document().rootFrame().frameFormat()
        left = shape.leftMargin() - 12
        width = self.maximumViewportSize().width() - left - shape.rightMargin() + 10
        band = QRectF(left, top - offset - 3, width, bottom - top + 8)
        painter.fillRect(band, theme.colour("selection" if is_drop else "band"))
        bar = theme.colour("accent") if self._is_pinned else theme.colour("muted")
        painter.fillRect(
            QRectF(left - 4, band.top(), 4 if self._is_pinned else 3, band.height()), bar
        )

    def _paint_margin(self, painter: QPainter) -> None:
        if self._reading is None or not self._heights:
            return
        offset = self.verticalScrollBar().value()
        heights = self._heights
        font = interface_font(self.desk.settings)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        right = int(self.document().rootFrame().frameFormat().leftMargin()) - 24
        for place in range(heights.place_at(offset), len(heights.tops)):
            y = int(heights.tops[place] - offset)
            if y > self.maximumViewportSize().height():
                break
            index = heights.indices[place]
            beside, is_noted = self._beside(index), index in self._noted
            if beside is not None and (beside.seen or beside.verdicts or is_noted):
                self._paint_marks(painter, beside, right, y, is_noted)

    def _paint_marks(
        self, painter: QPainter, beside: Beside, right: int, y: int, is_noted: bool
    ) -> None:
        theme = self.desk.theme
        metrics = painter.fontMetrics()
        line = metrics.height()
        x = right
        for text, token in (*beside.margin, *(((NOTE_SHAPE, "muted"),) if is_noted else ())):
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
