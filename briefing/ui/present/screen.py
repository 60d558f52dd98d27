"""The window on the projector: paints a page, hides the mouse, hands keys on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from briefing.model import Side
from briefing.ui.present.look import Look
from briefing.ui.present.pages import Page

MOUSE_REST = 2000  # milliseconds after which the mouse pointer goes


@dataclass(frozen=True, slots=True)
class Slide:
    """A page and what stands around it."""

    page: Page
    step: int  # revealed up to here
    heads: dict[Side, tuple[str, ...]]  # the columns' headings, the fullest form first
    where: str  # bottom left
    count: str  # bottom right
    clock: str = ""  # the timer, when shown
    is_over: bool = False  # the timer has run out

    def words(self) -> str:
        """All that can be read, for screen readers and tests."""
        heads = [self.heads[side][0] for side in self.page.columns]
        rest = [one for one in (self.where, self.count, self.clock) if one]
        return "\n".join([*heads, self.page.text(self.step), *rest])


class Screen(QWidget):
    """Shows one slide over the whole screen."""

    key_pressed = Signal(QKeyEvent)
    clicked = Signal(int)  # 1 onwards, -1 back
    resized = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("Present – Briefing")
        self.setAccessibleName("Projector view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMouseTracking(True)
        self.look: Look | None = None
        self.slide: Slide | None = None  # None: black
        self._mouse = QTimer(self, interval=MOUSE_REST, singleShot=True)
        self._mouse.timeout.connect(self._hide_mouse)

    def show_slide(self, look: Look, slide: Slide | None) -> None:
        """Show a slide; None blacks the picture out."""
        self.look, self.slide = look, slide
        self.setAccessibleDescription(slide.words() if slide is not None else "Black-out")
        self.update()

    def words(self) -> str:
        """All that can be read now."""
        return self.slide.words() if self.slide is not None else ""

    # -- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background, page, bottom line."""
        painter = QPainter(self)
        if self.slide is None or self.look is None:
            painter.fillRect(self.rect(), QColor(0, 0, 0))
            return
        painter.fillRect(self.rect(), self.look.theme.colour("surface"))
        if self.slide.page.is_board:
            self._paint_board(painter, self.look, self.slide)
        for piece in self.slide.page.pieces:
            if piece.step <= self.slide.step:
                piece.draw(painter, self.look.theme)
        self._paint_foot(painter, self.look, self.slide)

    def _paint_board(self, painter: QPainter, look: Look, slide: Slide) -> None:
        """The band under the passage, the columns' headings, the line between them."""
        theme, page = look.theme, slide.page
        strip = page.pieces[0]
        band = QRectF(0, 0, self.width(), strip.y + strip.height + look.gap * 0.7)
        painter.fillRect(band, theme.colour("band"))
        accent = QRectF(look.margin - look.gap * 0.4, strip.y, 5 * look.scale, strip.height)
        painter.fillRect(accent, theme.colour("accent"))
        painter.setPen(theme.colour("text"))
        for side, x in zip(page.columns, page.column_xs, strict=True):
            rect = QRectF(x, page.head_top, page.column_width, page.head_height)
            _draw_fitted(painter, rect, look.head_font, slide.heads[side])
            rule = QRectF(x, rect.bottom(), rect.width(), 2 * look.scale)
            painter.fillRect(rule, theme.colour("text"))
        if len(page.column_xs) == 2:
            middle = (page.column_xs[0] + page.column_width + page.column_xs[1]) / 2
            top = page.head_top
            bottom = look.margin + look.body_height
            lowest = [
                one for one in page.pieces[1:] if one.document.textWidth() > page.column_width
            ]
            if lowest:
                bottom = min(one.y for one in lowest) - look.gap / 2
            line = QRectF(middle, top, max(1.0, look.scale), bottom - top)
            painter.fillRect(line, theme.colour("line"))

    def _paint_foot(self, painter: QPainter, look: Look, slide: Slide) -> None:
        """Where we are at the left, how far at the right, the timer between."""
        top = look.margin + look.body_height + look.gap
        rect = QRectF(look.margin, top, look.body_width, look.footer_height)
        painter.fillRect(
            QRectF(0, top - look.gap / 2, self.width(), max(1.0, look.scale)),
            look.theme.colour("line"),
        )
        painter.setPen(look.theme.colour("text"))
        small = look.font(look.small)
        right = QFontMetricsF(small).horizontalAdvance(slide.count) + look.gap
        painter.setFont(small)
        painter.drawText(
            rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, slide.count
        )
        left = rect.adjusted(0, 0, -right, 0)
        if slide.clock:
            self._paint_clock(painter, look, left, slide)
        else:
            _draw_fitted(painter, left, small, (slide.where,))

    def _paint_clock(self, painter: QPainter, look: Look, rect: QRectF, slide: Slide) -> None:
        font = look.footer_font
        width = QFontMetricsF(font).horizontalAdvance(slide.clock) + 2 * look.gap
        box = QRectF(rect.left(), rect.top(), min(width, rect.width()), rect.height())
        if slide.is_over:  # words and a filled box, not colour alone
            painter.fillRect(box, look.theme.colour("text"))
            painter.setPen(look.theme.colour("surface"))
        inner = box.adjusted(look.gap if slide.is_over else 0, 0, 0, 0)
        _draw_fitted(painter, inner, font, (slide.clock,))

    # -- mouse and keys ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys are the presenter's."""
        self.key_pressed.emit(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer shows itself for a while."""
        self.show_mouse()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left goes on, right goes back."""
        self.clicked.emit(-1 if event.button() == Qt.MouseButton.RightButton else 1)

    def show_mouse(self) -> None:
        """Show the pointer, and hide it when it rests."""
        self.unsetCursor()
        self._mouse.start()

    def _hide_mouse(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs other pages."""
        super().resizeEvent(event)
        self.resized.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the window manager: the show is over."""
        self._mouse.stop()
        super().closeEvent(event)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Tab is a key like others; a shortcut of the reader's window must not take ours."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def _draw_fitted(painter: QPainter, rect: QRectF, font: QFont, forms: tuple[str, ...]) -> None:
    """The fullest of the forms that fits; the last one ends in an ellipsis if it must."""
    metrics = QFontMetricsF(font)
    fitting = [form for form in forms if metrics.horizontalAdvance(form) <= rect.width()]
    text = fitting[0] if fitting else forms[-1]
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
