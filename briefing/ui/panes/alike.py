"""Two points that may be one, side by side, and what can be done with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from briefing.app.alike import Alike, Pair, pair_html
from briefing.app.navigation import Destination, goal_of
from briefing.ui.theme import card_type
from briefing.ui.widgets.flow_layout import FlowLayout
from briefing.ui.widgets.small import make_button

if TYPE_CHECKING:
    from briefing.ui.desk import Desk


class AlikeParts(QWidget):
    """What stands below the list of pairs."""

    go = Signal(Destination)
    asked = Signal(str, str)  # action, the ids of two points; of merged ones the first is kept

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pair: Pair | None = None
        self.both = QTextBrowser()
        self.both.setAccessibleName("Both points")
        self.both.setOpenLinks(False)
        self.both.anchorClicked.connect(self._on_link)
        self.keep_first = make_button(
            "Merge, keep the first", "The other’s evidence and links come along (Ctrl+Z)"
        )
        self.keep_second = make_button(
            "Merge, keep the second", "The other’s evidence and links come along (Ctrl+Z)"
        )
        self.apart = make_button(
            "They are different",
            "They stay two, and go to the end of the list. It is noted under both points, for all "
            "who share this library (Ctrl+Z takes it back)",
            self.tell,
        )
        self.keep_first.clicked.connect(partial(self._merge, is_first=True))
        self.keep_second.clicked.connect(partial(self._merge, is_first=False))
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.keep_first, self.keep_second, self.apart):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 14, 6)
        layout.addWidget(self.both, 1)
        layout.addWidget(buttons)

    def show_pair(self, pair: Pair | None, kind: str) -> None:
        """Show a pair, or none."""
        workspace = self._desk.workspace
        if pair is not None and not {pair.first, pair.second} <= workspace.points.keys():
            pair = None
        self._pair = pair
        for button in (self.keep_first, self.keep_second, self.apart):
            button.setEnabled(pair is not None)
        is_apart = kind == Alike.DIFFERENT.value
        self.apart.setText("They are alike after all" if is_apart else "They are different")
        self.apart.setAccessibleName(self.apart.text())
        if pair is None:
            self.both.clear()
            return
        css, font = card_type(self._desk.theme, self._desk.settings)
        document = self.both.document()
        document.setDefaultFont(font)
        document.setDefaultStyleSheet(css)
        document.setHtml(f"<body>{pair_html(workspace, pair)}</body>")
        self.both.moveCursor(QTextCursor.MoveOperation.Start)

    def _merge(self, _checked: bool = False, *, is_first: bool) -> None:
        if self._pair is not None:
            ids = (self._pair.first, self._pair.second)
            self.asked.emit("edit.merge-two", " ".join(ids if is_first else ids[::-1]))

    def tell(self) -> None:
        """Say that the two are different, or that they are alike after all."""
        if self._pair is not None:
            self.asked.emit("edit.tell-apart", self._pair.key)

    def _on_link(self, url: QUrl) -> None:
        goal = goal_of(url.scheme(), url.path())
        if goal is not None:
            self.go.emit(goal)
