"""The page pane: a topic, its timeline, glossary and key figures, and the faults in files."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextFrameFormat,
    QTextOption,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, goal_of
from briefing.app.pages import Page, make_page, marked_number
from briefing.ui.desk import Desk
from briefing.ui.panes.base import Pane
from briefing.ui.theme import reading_css, reading_font
from briefing.ui.widgets.small import make_label


class PageView(QTextBrowser):
    """The page's text in a centred column."""

    left = Signal()  # Escape

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setOpenLinks(False)
        # A bar that comes and goes would change the height, hence the margins, hence the bar.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.document().setUndoRedoEnabled(False)

    def show_html(self, html: str) -> None:
        """Show a page in the fonts and colours of the settings."""
        theme, settings = self.desk.theme, self.desk.settings
        document = self.document()
        document.setDefaultFont(reading_font(settings))
        css = reading_css(theme, settings)
        css += f"""
        td, th {{ padding: 6px; }}
        td.row {{ border-bottom: 1px solid {theme["line"]}; }}
        td.marked {{ border-bottom: 1px solid {theme["line"]}; color: {theme["selection_text"]};
            background-color: {theme["selection"]}; }}
        th {{ color: {theme["muted"]}; border-bottom: 1px solid {theme["line"]}; }}
        """
        document.setDefaultStyleSheet(css)
        document.setHtml(f"<body>{html}</body>")
        self.moveCursor(QTextCursor.MoveOperation.Start)  # else the first resize scrolls to the end
        self._set_margins()

    def _set_margins(self) -> None:
        settings = self.desk.settings
        # Tables need more room than a column of prose.
        column = QFontMetricsF(reading_font(settings)).averageCharWidth() * settings.column * 1.15
        width = self.viewport().width()
        margin = max(18.0, (width - column) / 2)
        frame = self.document().rootFrame()
        shape = QTextFrameFormat(frame.frameFormat())
        if shape.leftMargin() == margin and shape.bottomMargin() == 40:
            return
        shape.setLeftMargin(margin)
        shape.setRightMargin(margin)
        shape.setTopMargin(22)
        shape.setBottomMargin(40)
        frame.setFrameFormat(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred."""
        super().resizeEvent(event)
        self._set_margins()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends of the page."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PagePane(Pane):
    """One page at a time, with a filter where it has rows."""

    title = "Page"

    act = Signal(str)  # the id of an action that a link names

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.place: Destination | None = None
        self.page: Page | None = None
        self._scrolled: dict[Destination, int] = {}
        self.filter = QLineEdit()
        self.filter.setAccessibleName("Filter")
        self.filter.setPlaceholderText("Filter this page: words that a line must have …")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self._count = make_label("", "muted")
        self._count.setWordWrap(False)
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(self.filter, 1)
        row.addWidget(self._count)
        self.view = PageView(desk)
        self.view.anchorClicked.connect(self._on_link)
        self.view.left.connect(self._on_left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def open(self, place: Destination) -> bool:
        """Show a page; False when its topic is not in the library."""
        settings = self.desk.settings
        fresh = not self.desk.preferences.recall("places", {})
        page = make_page(self.desk.workspace, place, settings.reading_rate, fresh)
        if page is None:
            return False
        if self.place is not None:
            self._scrolled[self.place] = self.view.verticalScrollBar().value()
        is_other = place != self.place
        self.place, self.page = place, page
        if is_other and self.filter.text():
            self.filter.blockSignals(True)
            self.filter.clear()
            self.filter.blockSignals(False)
        self._top.setVisible(bool(page.entries))
        self.view.setAccessibleName(page.title)
        self._show()
        number = marked_number(place.detail)
        if number:
            self._scroll_to(number)
        else:
            self.view.verticalScrollBar().setValue(self._scrolled.get(place, 0))
        return True

    def refresh(self, changes: Changes) -> None:
        """Make the page anew when its values or the settings changed."""
        if changes.everything:
            self.place, self.page = None, None
            self._scrolled.clear()
            self.view.clear()
        elif self.place is not None and (changes.settings or changes.words):
            value = self.view.verticalScrollBar().value()
            self.open(self.place)
            self.view.verticalScrollBar().setValue(value)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter, where there is one."""
        if self._top.isVisible():
            self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter.selectAll()

    def _show(self) -> None:
        if self.page is None or self.place is None:
            return
        words = self.filter.text()
        self.view.show_html(self.page.html(words, marked_number(self.place.detail)))
        total = len(self.page.entries)
        found = len(self.page.chosen(words)) if words.strip() else total
        self._count.setText(f"{found:,} of {total:,}" if words.strip() else f"{total:,}")

    def _scroll_to(self, number: int) -> None:
        """Bring a row to the upper part of the page, not to its very edge."""
        self.view.scrollToAnchor(f"e{number}")
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() - self.view.viewport().height() // 4)

    def _on_filter(self) -> None:
        self._show()
        self.view.verticalScrollBar().setValue(0)

    def _on_left(self) -> None:
        self.filter.clear()

    def _on_link(self, url: QUrl) -> None:
        scheme = url.scheme()
        target = url.path(QUrl.ComponentFormattingOption.FullyDecoded)
        place = goal_of(scheme, target)
        if place is not None:
            self.go.emit(place)
        elif scheme == "do":
            self.act.emit(target)
        else:
            text = url.toString()
            if scheme == "copy" and self.page is not None:
                text = self.page.copies[int(target)]
            QGuiApplication.clipboard().setText(text)
            self.said.emit(f"Copied: {text}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the filter to the page; Escape empties the filter and leaves it."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.filter.hasFocus():
            self.view.setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.filter.clear()
            self.view.setFocus()
        else:
            super().keyPressEvent(event)
