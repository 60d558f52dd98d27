"""A card: one point as seen from somewhere. It opens in place to all that is known about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from html import escape
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from briefing.app.cards import (
    evidence_html,
    explanation_html,
    look_of,
    quotation_html,
    source_line,
    speaker_line,
    stands,
)
from briefing.app.navigation import Destination, Room
from briefing.app.reading import Seen, relation_words
from briefing.app.review import verdict_html
from briefing.model import Article, Claim, Evidence
from briefing.text.words import counted
from briefing.ui.desk import Desk
from briefing.ui.dragging import (
    EDITING,
    FIRST,
    add_editing,
    drag_point,
    dragged_point,
    is_far_enough,
)
from briefing.ui.panes.card_links import follow, show_check
from briefing.ui.theme import card_type, interface_font
from briefing.ui.widgets.asking_menu import add_asking
from briefing.ui.widgets.copy_menu import add_copy_as
from briefing.ui.widgets.flow_layout import FlowLayout
from briefing.ui.widgets.rich_label import RichLabel, breakable
from briefing.ui.widgets.small import make_button, make_label

if TYPE_CHECKING:
    from briefing.ui.panes.points import PointsPane

_TEASER = 180  # characters of the first quotation on a closed card


class Card(QFrame):
    """One point. Signals tell what the user wants of it; the card itself changes nothing."""

    go = Signal(object)  # Destination
    copy_quote = Signal(str)  # evidence id
    copy_link = Signal(str)  # address
    add_to_case = Signal(str)  # point id
    copy_point_as = Signal(str, str)  # point id, format
    edit_asked = Signal(str, str)  # action, point id
    dropped = Signal(str, str, QPoint)  # point that was dragged, point it was dropped on, where
    resized = Signal()

    _last: ClassVar[str] = ""  # the point whose card had the keyboard last

    def __init__(
        self, desk: Desk, seen: Seen, path: tuple[str, ...] = (), target: str = "this"
    ) -> None:
        super().__init__()
        self.desk = desk
        self.seen = seen
        self.point = seen.point
        self._path = (*path, seen.point.id)
        self._target = target
        self._details: QWidget | None = None
        self._chain: QWidget | None = None
        self._variants: QWidget | None = None
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._press = QPoint()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 9, 12, 7)
        self._layout.setSpacing(5)
        self._build_head()
        self._build_foot()
        self.setAccessibleName(self.spoken())

    def hand_on_to(self, other: Card | PointsPane) -> None:
        """Let another tell what the user wants of this card."""
        self.go.connect(other.go)
        self.copy_quote.connect(other.copy_quote)
        self.copy_link.connect(other.copy_link)
        self.add_to_case.connect(other.add_to_case)
        self.copy_point_as.connect(other.copy_point_as)
        self.edit_asked.connect(other.edit_asked)
        self.dropped.connect(other.dropped)

    def spoken(self) -> str:
        """The card in words, for a screen reader."""
        relation = relation_words(self.seen.relation, self._target)
        return ". ".join(
            one
            for one in (relation, stands(self.desk.workspace, self.point), self.point.claim)
            if one
        )

    # -- building ---------------------------------------------------------------------------------

    def _build_head(self) -> None:
        theme, workspace = self.desk.theme, self.desk.workspace
        relation = relation_words(self.seen.relation, self._target)
        token = "counter" if self.seen.is_counter else "support"
        parts = [f'<b style="color:{theme[token]}">{escape(relation)}</b>'] if relation else []
        parts.append(f"<span>{escape(stands(workspace, self.point))}</span>")
        if self.point.theme:
            parts.append(f'<span style="color:{theme["muted"]}">{escape(self.point.theme)}</span>')
        self._head = RichLabel()
        self._head.show_html(" · ".join(parts))
        self._layout.addWidget(self._head)
        self._claim = make_label(breakable(self.point.claim))
        self._claim.setAccessibleName(self.point.claim)
        font = interface_font(self.desk.settings)
        font.setPointSizeF(font.pointSizeF() * 1.14)
        font.setWeight(QFont.Weight.DemiBold)
        self._claim.setFont(font)
        self._claim.setToolTip("Drag it onto a passage or another point to link it")
        self._layout.addWidget(self._claim)
        self._teaser = RichLabel()
        self._layout.addWidget(self._teaser)
        self._show_teaser()

    def _evidence(self) -> tuple[Evidence, ...]:
        return self.desk.workspace.evidence_of(self.point)

    def _show_teaser(self) -> None:
        evidence = self._evidence()
        if not evidence:
            self._teaser.hide()
            return
        first = evidence[0]
        look = look_of(self.desk.settings)
        words = quotation_html(first.quote, first.marks, look)
        if len(first.quote) > _TEASER and not look.spoken:
            cut = first.quote[:_TEASER].rsplit(" ", 1)[0]
            words = quotation_html(cut, ()) + " …"
        lines = f"<p>“{words}”<br><span class='muted'>— {escape(speaker_line(first))}</span></p>"
        for one in (first.label, first.caution):
            if one:
                lines += f"<p class='caution'>{escape(one)}</p>"
        self._show_html(self._teaser, lines)

    def _build_foot(self) -> None:
        row = FlowLayout()
        self._layout.addLayout(row)  # first: a button without a parent would show as a window
        self._open_button = self._button("Details", "Enter", self.toggle)
        self._open_button.setCheckable(True)
        row.addWidget(self._open_button)
        answers = self.desk.workspace.beside_point(self.point.id)
        self._chain_button = self._button(
            _counted(answers), "What answers and what supports this point (→)", self.toggle_chain
        )
        self._chain_button.setCheckable(True)
        row.addWidget(self._chain_button)
        self._chain_button.setVisible(bool(answers))
        words = f"{counted(len(self.seen.others), 'variant')}"
        tip = "The same words as others cut them (V)"
        self._variants_button = self._button(f"▸ {words}", tip, self.toggle_variants)
        self._variants_button.setCheckable(True)
        row.addWidget(self._variants_button)
        self._variants_button.setVisible(bool(self.seen.others))
        if self._evidence():
            row.addWidget(
                self._button("Copy", "Copy the quotation with its citation (Ctrl+C)", self.copy)
            )
        row.addWidget(self._button("+ Case", "Add this point to the case (+)", self.add))

    def _button(self, text: str, tip: str, action: Callable[[], None]) -> QToolButton:
        return make_button(text, tip, action, focusable=False)  # the card takes the keys

    def _show_html(self, label: RichLabel, html: str) -> None:
        css, font = card_type(self.desk.theme, self.desk.settings)
        label.show_html(html, css + "p { margin-bottom: 6px; }", font)

    # -- opening ----------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the details are shown."""
        return self._details is not None and not self._details.isHidden()

    @property
    def is_chain_open(self) -> bool:
        """Whether the chain of answers is shown."""
        return self._chain is not None and not self._chain.isHidden()

    def toggle(self) -> None:
        """Open to explanation, evidence and sources, or close."""
        self.set_open(not self.is_open)

    def set_open(self, is_open: bool) -> None:
        """Show or hide the details."""
        if is_open and self._details is None:
            self._details = self._build_details()
            self._layout.insertWidget(3, self._details)
        if self._details is not None:
            self._details.setVisible(is_open)
        self._teaser.setVisible(not is_open and bool(self._evidence()))
        self._open_button.setChecked(is_open)
        self._open_button.setText("Less" if is_open else "Details")
        self.resized.emit()

    def _build_details(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        self._text = RichLabel()
        self._text.linkActivated.connect(self._on_link)
        layout.addWidget(self._text)
        if self._evidence():
            self.desk.checking.checked.connect(self._on_checked)
            self.desk.checking.ask(self._evidence())
        self._show_details()
        return holder

    def _show_details(self) -> None:
        workspace = self.desk.workspace
        known = self.desk.checking.known
        html = explanation_html(workspace, self.point)
        look = look_of(self.desk.settings)
        for one in self._evidence():
            html += f"<hr>{evidence_html(workspace, one, look)}"
            html += verdict_html(known.get(one.id), one.id)
        if self.point.sources:
            html += "<hr>" + "".join(source_line(workspace, one) for one in self.point.sources)
        html += self._places_html()
        self._show_html(self._text, html)

    def _on_checked(self, quotations: Collection[str]) -> None:
        """Say what a check of this card's quotations found."""
        if any(one.id in quotations for one in self._evidence()):
            self._show_details()
            self.resized.emit()

    def _places_html(self) -> str:
        places = self.desk.workspace.places_of(self.point)
        if not places:
            return ""
        lines = "".join(_place_line(*place) for place in places)
        return f"<hr><p><b>Stands beside</b></p>{lines}"

    def toggle_chain(self) -> None:
        """Show or hide what answers this point, and what answers that."""
        self.set_chain_open(not self.is_chain_open)

    def set_chain_open(self, is_open: bool) -> None:
        """Show or hide the chain."""
        if is_open and self._chain is None:
            chain = self.desk.workspace.beside_point(self.point.id)
            self._chain = self._build_inner(chain, "the point above")
            self._layout.addWidget(self._chain)
        if self._chain is not None:
            self._chain.setVisible(is_open)
        self._chain_button.setChecked(is_open)
        self.resized.emit()

    def toggle_variants(self) -> None:
        """Show or hide the points whose evidence is cut from the same words."""
        if self._variants is None:
            self._variants = self._build_inner(self.seen.others, self._target)
            self._layout.addWidget(self._variants)
        is_open = self._variants.isHidden()
        self._variants.setVisible(is_open)
        words = counted(len(self.seen.others), "variant")
        self._variants_button.setText(f"{'▾' if is_open else '▸'} {words}")
        self._variants_button.setChecked(is_open)
        self.resized.emit()

    def _build_inner(self, inner: Iterable[Seen], target: str) -> QWidget:
        """Cards inside this one."""
        holder = QWidget()
        holder.hide()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(10, 4, 0, 0)
        layout.setSpacing(6)
        for seen in inner:
            if seen.point.id in self._path:  # arguments may run in a circle
                note = f"“{seen.point.claim}” stands above already."
                layout.addWidget(make_label(note, "muted"))
                continue
            card = Card(self.desk, seen, self._path, target)
            card.hand_on_to(self)
            card.resized.connect(self.resized)
            layout.addWidget(card)
        return holder

    def chain_cards(self) -> Iterator[Card]:
        """The cards of the open chain, in order."""
        if self._chain is not None:
            yield from self._chain.findChildren(
                Card, options=Qt.FindChildOption.FindDirectChildrenOnly
            )

    # -- using ------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Ask for the first quotation with its citation."""
        evidence = self._evidence()
        if evidence:
            self.copy_quote.emit(evidence[0].id)

    def check(self) -> None:
        """Go to the check of the first quotation."""
        show_check(self._evidence()[0].id, self)

    def add(self) -> None:
        """Ask for the point to be added to the case."""
        self.add_to_case.emit(self.point.id)

    def _on_link(self, link: str) -> None:
        follow(link, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, → and ← open and close the chain, + adds to the case."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle()
        elif key == Qt.Key.Key_V and self.seen.others:
            self.toggle_variants()
        elif key == Qt.Key.Key_Right and not self.is_chain_open:
            self.set_chain_open(not self._chain_button.isHidden())
        elif key == Qt.Key.Key_Left and self.is_chain_open:
            self.set_chain_open(False)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Insert):
            self.add()
        elif key == Qt.Key.Key_Delete:
            self.edit_asked.emit("edit.delete", self.point.id)
        elif key == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the card."""
        self.toggle()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The card's menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Less" if self.is_open else "Details", self.toggle)
        if not self._chain_button.isHidden():
            menu.addAction("What answers and supports this", self.toggle_chain)
        if self.seen.others:
            menu.addAction("The same words cut by others", self.toggle_variants)
        if any(one.variant_of for one in self.point.evidence):
            menu.addAction(FIRST, partial(self.edit_asked.emit, "edit.first", self.point.id))
        if self._evidence():
            menu.addAction("Copy quotation with citation", self.copy)
            menu.addAction("Check quotation", self.check)
        add_copy_as(menu, lambda name: self.copy_point_as.emit(self.point.id, name))
        menu.addAction("Add to case", self.add)
        self.setFocus()
        add_asking(menu, self)
        go_there = Destination(Room.POINT, self.point.id)
        menu.addAction("Show by itself", lambda: self.go.emit(go_there))
        add_editing(menu, EDITING, lambda one: self.edit_asked.emit(one, self.point.id))
        menu.popup(event.globalPos())

    # -- dragging and dropping --------------------------------------------------------------------

    @property
    def was_chosen_last(self) -> bool:
        """Whether this was the last card to have the keyboard."""
        return Card._last == self.point.id

    @staticmethod
    def choose(point: str) -> None:
        """Let commands be about a point as if its card had had the keyboard last."""
        Card._last = point

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember which card was chosen: a command may come from a menu."""
        Card._last = self.point.id
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        self._press = event.position().toPoint()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the point, to link it."""
        now = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton and is_far_enough(self._press, now):
            drag_point(self, self.point.id, self.point.claim)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Another point may be dropped here."""
        if dragged_point(event) not in ("", self.point.id):
            event.setDropAction(Qt.DropAction.LinkAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask how the other point is to be linked to this one."""
        where = self.mapToGlobal(event.position().toPoint())
        event.setDropAction(Qt.DropAction.LinkAction)
        event.accept()
        self.dropped.emit(dragged_point(event), self.point.id, where)


def _counted(seen: tuple[Seen, ...]) -> str:
    counters = sum(one.is_counter for one in seen)
    supports = len(seen) - counters
    words = [
        f"▼ {counters} answer" if counters else "",
        f"▲ {supports} support" if supports else "",
    ]
    return "  ".join(one for one in words if one)


def _place_line(article: Article, spot: int, claim: Claim | None) -> str:
    what = f": {escape(claim.text)}" if claim else ""
    if spot < 0:
        return f"<p>{escape(article.title)}{what} <b>(lost: its words are not in the text)</b></p>"
    link = f"article:{article.id}/{spot}"
    return f'<p><a href="{link}">{escape(article.title)}, passage {spot + 1}</a>{what}</p>'
