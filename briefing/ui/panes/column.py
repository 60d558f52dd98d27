"""The column of the points pane: cards, labels and buttons, one under the other, that scroll."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefing.ui.desk import Desk
from briefing.ui.theme import card_type
from briefing.ui.widgets.rich_label import RichLabel
from briefing.ui.widgets.small import make_label

_LASTING = 2  # the last items: what stands below all others, and the stretch


class Column(QWidget):
    """What scrolls. Its height is that of its cards at its width: Qt would keep room for cards as
    narrow as can be, and the pane would scroll on into nothing. `last` stays below all others.
    """

    link_followed = Signal(str)  # its address, in any text that was added here

    def __init__(self, desk: Desk, last: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 10, 16)
        self._layout.setSpacing(8)
        self._layout.addWidget(last)
        self._layout.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """None."""
        return QSize(0, 0)

    def put(self, widget: QWidget) -> None:
        """Add a widget below those that were put here."""
        self._layout.insertWidget(self._layout.count() - _LASTING, widget)

    def say(self, words: str) -> None:
        """Add words of the program."""
        self.put(make_label(words, "muted"))

    def add_html(self, html: str = "") -> RichLabel:
        """Add a text of the library; without one, its label waits for `show_html`."""
        label = RichLabel()
        if html:
            self.show_html(label, html)
        label.linkActivated.connect(self.link_followed)
        self.put(label)
        return label

    def show_html(self, label: RichLabel, html: str) -> None:
        """Show a text as articles are shown, a little smaller."""
        css, font = card_type(self._desk.theme, self._desk.settings)
        label.show_html(html, css, font)

    def clear(self, kept: Container[QWidget]) -> None:
        """Take everything out but the last. Those of `kept` live on, hidden."""
        while self._layout.count() > _LASTING:
            item = self._layout.itemAt(0)
            widget = item.widget() if item is not None else None
            if widget is None:
                self._layout.takeAt(0)
                continue
            # Not by takeAt(): a widget that has two items in its life never tells the second one
            # that its height has changed, and what opens on the card is cut off.
            self._layout.removeWidget(widget)
            widget.hide()
            if widget not in kept:
                widget.deleteLater()


class Area(QScrollArea):
    """A scroll area that leaves the keys to the pane: Up and Down walk the cards."""

    def show_whole(self, widget: QWidget) -> None:
        """Scroll until all of a card is in sight, once the cards have their places."""
        QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, 8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Not for the scroll bar."""
        event.ignore()
