"""One suggested point: clearly apart from what an editor has linked, and saying why it is there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from briefing.app.cards import stands
from briefing.app.navigation import Destination, Room
from briefing.model import Point, Relation
from briefing.suggest import Bearing, Suggestion
from briefing.text.words import dotted
from briefing.ui.desk import Desk
from briefing.ui.widgets.asking_menu import add_asking
from briefing.ui.widgets.flow_layout import FlowLayout
from briefing.ui.widgets.rich_label import RichLabel
from briefing.ui.widgets.small import make_button, make_label

# Hollow shapes: the full ones are for links that somebody made.
BEARING_WORDS: Mapping[Bearing, str] = {
    Bearing.ANSWERS: "▽ May answer",
    Bearing.SUPPORTS: "△ May support",
    Bearing.RELATED: "◇ Speaks of the same",
}
_ASIDE = {
    Relation.ANSWERS: "Answers it",
    Relation.SUPPORTS: "Supports it",
    Relation.UNDERCUTS: "Undercuts it",
}


class SuggestionCard(QFrame):
    """Enter links it, Delete dismisses it, Space shows the point."""

    accepted = Signal(object, object)  # Suggestion, Relation
    dismissed = Signal(object)  # Suggestion
    go = Signal(object)  # Destination
    add_to_case = Signal(str)  # point id

    def __init__(self, desk: Desk, point: Point, suggestion: Suggestion, can_link: bool) -> None:
        super().__init__()
        self.point = point
        self.suggestion = suggestion
        self._can_link = can_link
        self.setObjectName("suggestion")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 6)
        layout.setSpacing(4)
        words = BEARING_WORDS[suggestion.bearing]
        if suggestion.bearing is not Bearing.RELATED:
            words += f" ({round(suggestion.confidence * 100)} % sure)"
        head = RichLabel()
        head.setToolTip("How sure it is whether this answers or supports, if it bears on it at all")
        side = stands(desk.workspace, point)
        head.show_html(escape(dotted(words, side, point.theme)))
        layout.addWidget(head)
        layout.addWidget(make_label(point.claim))
        why = ". ".join(reason.words for reason in suggestion.reasons)
        if why:
            layout.addWidget(make_label(f"Why: {why}.", "muted"))
        layout.addLayout(self._build_foot())
        self.setAccessibleName(f"Suggested. {words}. {side}. {point.claim}. Why: {why}")

    def _build_foot(self) -> FlowLayout:
        """The buttons. The card itself takes the keys."""
        row = FlowLayout()
        if self._can_link:
            tip = "Make it a link of your own (Enter)"
            row.addWidget(make_button("Link", tip, self.accept, focusable=False))
            tip = "Not here again (Delete)"
            row.addWidget(make_button("Dismiss", tip, self.dismiss, focusable=False))
        tip = "Show the point (Space)"
        row.addWidget(make_button("Show", tip, self.show_point, focusable=False))
        tip = "Add this point to the case (+)"
        row.addWidget(make_button("+ Case", tip, self.add, focusable=False))
        return row

    def accept(self) -> None:
        """Ask for the link; where it is not clear what the point does, the user says it."""
        relation = self.suggestion.bearing.relation
        if not self._can_link:
            self.show_point()
        elif relation is not None:
            self.accepted.emit(self.suggestion, relation)
        else:
            menu = self._relations()
            menu.popup(self.mapToGlobal(self.rect().center()))

    def _relations(self) -> QMenu:
        menu = QMenu("What does it do?", self)
        for relation, words in _ASIDE.items():
            menu.addAction(words, partial(self.accepted.emit, self.suggestion, relation))
        return menu

    def dismiss(self) -> None:
        """Ask that it be gone from this passage."""
        if self._can_link:
            self.dismissed.emit(self.suggestion)

    def show_point(self) -> None:
        """Go to the point."""
        self.go.emit(Destination(Room.POINT, self.point.id))

    def add(self) -> None:
        """Ask for the point to be added to the case."""
        self.add_to_case.emit(self.point.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the card."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dismiss()
        elif key == Qt.Key.Key_Space:
            self.show_point()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Insert):
            self.add()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click shows the point."""
        self.show_point()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The card's menu: also another relation than the one that is guessed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._can_link:
            for relation, words in _ASIDE.items():
                link = partial(self.accepted.emit, self.suggestion, relation)
                menu.addAction(f"Link: {words.lower()}", link)
            menu.addAction("Dismiss", self.dismiss)
        menu.addAction("Show the point", self.show_point)
        menu.addAction("Add to case", self.add)
        self.setFocus()
        add_asking(menu, self)
        menu.popup(event.globalPos())
