"""The points pane: what answers and supports the passage that is read, or one point or source."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing.app.cards import claim_html, evidence_html, look_of, source_html
from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.app.reading import Beside, Reading, Seen
from briefing.app.variants import together
from briefing.model import Claim, Evidence, Point
from briefing.suggest import Bearing
from briefing.text.words import short
from briefing.ui.desk import Desk
from briefing.ui.dragging import LOOSE_EDITING, QUOTE_EDITING, SOURCE_EDITING
from briefing.ui.panes.base import Pane
from briefing.ui.panes.card import Card
from briefing.ui.panes.card_links import follow
from briefing.ui.panes.column import Area, Column
from briefing.ui.panes.kept_cards import KeptCards
from briefing.ui.panes.note_card import NoteCard
from briefing.ui.panes.points_parts import EditButtons, Filter, Show, linked_to, where_words
from briefing.ui.panes.suggested import Asked, Suggested
from briefing.ui.widgets.flow_layout import FlowLayout
from briefing.ui.widgets.small import ShortLabel, make_button

_RENEWED_AFTER = 10  # milliseconds
_CARD_EVERY, _REST = 10, 40  # milliseconds: a card a frame, once scrolling has rested so long
_NO_ARTICLE = "Open an article: its counterpoints and supporting points stand here."
_PREPARED = 3  # passages ahead whose cards are made in idle moments
_MOST_CARDS = 60  # beyond this a list is for searching, not for reading


class PointsPane(Pane):
    """Cards for what is looked at."""

    title = "Points"

    copy_quote = Signal(str)  # evidence id
    copy_source = Signal(str)  # source id
    copy_link = Signal(str)  # address
    add_to_case = Signal(str)  # point id
    copy_point_as = Signal(str, str)  # point id, format
    edit_asked = Signal(str, str)  # action, id of a point or source
    dropped = Signal(str, str, QPoint)  # point that was dragged, point it was dropped on, where
    note_asked = Signal(str)  # "edit:" or "gone:", and the note's id
    unpin = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._reading: Reading | None = None
        self._index = -1
        self._is_pinned = False
        self._is_elsewhere = False  # whether the middle shows something else than the article
        self._alone: Destination | None = None  # a point, quote or source looked at by itself
        self._asked: Asked | None = None  # some words that suggestions are wanted for
        self._bearing = Bearing.ANSWERS
        self._are_checks_open = False  # remembered from passage to passage
        self.cards: list[Card] = []
        self._coming = ""  # the point to scroll to as soon as it has its card
        self._waiting: list[Seen] = []  # points whose cards are still to be built
        # Not in the step of scrolling that asks for it: each of the two is one frame's work.
        self._renewal = QTimer(self, singleShot=True, interval=_RENEWED_AFTER)
        self._renewal.timeout.connect(self._renew)
        self._builder = QTimer(self)
        self._builder.timeout.connect(self._on_rest)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._build_head())
        self.filter = Filter()
        self.filter.changed.connect(self._renew)
        layout.addWidget(self.filter)
        self._area = Area(widgetResizable=True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self._area, 1)
        self.suggested = Suggested(desk)
        self.suggested.go.connect(self.go)
        self.suggested.add_to_case.connect(self.add_to_case)
        self.suggested.came_to.connect(self._area.show_whole)
        self._column = Column(desk, self.suggested)
        self._column.link_followed.connect(self._on_link)
        self._area.setWidget(self._column)
        self._kept = KeptCards(self._make_card, self._column)
        self._renew()

    # -- building ---------------------------------------------------------------------------------

    def _build_head(self) -> FlowLayout:
        row = FlowLayout(gap=6)
        self._where = ShortLabel("heading")
        self._where.setAccessibleName("What the points stand beside")
        row.addWidget(self._where)
        self._pin = make_button("Pinned · follow again (Esc)", action=self.unpin.emit)
        self._pin.hide()
        row.addWidget(self._pin)
        self._back = make_button("Back to the passage (Esc)", action=self.show_passage)
        self._back.hide()
        row.addWidget(self._back)
        return row

    # -- what is shown ----------------------------------------------------------------------------

    def set_passage(self, reading: Reading | None, index: int) -> None:
        """Follow the reader to a passage; without a reading, it is still being made."""
        if index != self._index:
            self._coming = ""
        self._reading, self._index = reading, index
        if self.is_alone:
            return
        if self.desk.tasks.is_serial:
            self._renew()
        else:
            self._renewal.start()

    def set_elsewhere(self, is_elsewhere: bool) -> None:
        """Name the article whose passage this is while the middle does not show it."""
        if is_elsewhere != self._is_elsewhere:
            self._is_elsewhere = is_elsewhere
            if not self.is_alone and self._reading is not None and self._index >= 0:
                self._tell_where(self._reading, self._reading.section(self._index))

    def set_pinned(self, is_pinned: bool) -> None:
        """Say that the pane stays where it is."""
        self._is_pinned = is_pinned
        self._pin.setVisible(is_pinned and not self.is_alone)
        if is_pinned and self.is_alone:
            self.show_passage()

    def show_alone(self, destination: Destination) -> None:
        """Look at one point, quotation or source by itself."""
        self._alone, self._asked = destination, None
        self._renew()

    def show_asked(self, asked: Asked, bearing: Bearing) -> None:
        """What may answer or support some words, a passage or a point."""
        self._alone, self._asked, self._bearing = None, asked, bearing
        self._renew()

    def show_passage(self) -> None:
        """Look at the passage again."""
        self._alone = self._asked = None
        self._renew()

    @property
    def is_alone(self) -> bool:
        """Whether one thing is looked at by itself."""
        return self._alone is not None or self._asked is not None

    def refresh(self, changes: Changes) -> None:
        """Build the cards anew when points or settings changed."""
        if changes.everything:
            self._reading, self._index, self._alone, self._asked = None, -1, None, None
            self.filter.fill_themes(self.desk.workspace)
        if changes.topics and not changes.everything:
            self.filter.fill_themes(self.desk.workspace)
        if changes.everything or changes.settings or changes.words or changes.beside:
            focused = next((card.point.id for card in self.cards if card.hasFocus()), "")
            self._clear()
            self._kept.forget()
            self._renew()
            self._focus_again(focused)

    def _focus_again(self, point: str) -> None:
        """Who changes a card by keys goes on from there."""
        while point and self._waiting and not any(one.point.id == point for one in self.cards):
            self._build_next()
        for card in self.cards:
            if card.point.id == point:
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- cards ------------------------------------------------------------------------------------

    def _renew(self) -> None:
        """Build the contents for what is looked at now."""
        self._renewal.stop()
        self._clear()
        if self.desk.is_open:
            if self._asked is not None:
                self._fill_asked(self._asked)
            elif self._alone is not None:
                self._fill_alone(self._alone)
            elif self._reading is not None and 0 <= self._index < len(self._reading.passages):
                self._fill_passage(self._reading, self._index)
            else:
                self._where.setText("Points")
                is_coming = self._reading is None and self._index >= 0
                self._column.say("Reading the article …" if is_coming else _NO_ARTICLE)
        self._back.setVisible(self.is_alone and self._reading is not None)
        self._pin.setVisible(self._is_pinned and not self.is_alone)
        self.filter.setVisible(not self.is_alone)  # it chooses among a passage's points
        self._ask_suggestions()
        self._area.verticalScrollBar().setValue(0)

    def _clear(self) -> None:
        """Take everything out of the column. Cards of passages are kept: one scrolls back often."""
        self._builder.stop()
        self._waiting.clear()
        self.cards = []
        self._column.clear(self._kept)

    def wait_a_moment(self) -> None:
        """The reader scrolls: what is built in idle moments waits until it rests."""
        if self._builder.isActive():
            self._builder.start(_REST)

    def _on_rest(self) -> None:
        self.desk.turns.add(self._build_next)

    def _build_next(self) -> None:
        """One more card: each takes a few milliseconds, and scrolling must not wait for all."""
        self._builder.setInterval(_CARD_EVERY)
        if self._waiting:
            card = self._kept.card(self._waiting.pop(0), self.cards)
            card.set_open(False)
            card.set_chain_open(False)
            self._put_card(card)
        elif (seen := self._next_to_prepare()) is not None:
            self._kept.card(seen, self.cards)
        else:
            self._builder.stop()

    def _next_to_prepare(self) -> Seen | None:
        """A point of the next passages that has no card yet: one is likely to scroll on."""
        if self._reading is None or self.is_alone:
            return None
        ahead = self._reading.passages[self._index + 1 : self._index + 1 + _PREPARED]
        return self._kept.missing(seen for one in ahead for seen in one.seen[:_MOST_CARDS])

    def _fill_passage(self, reading: Reading, index: int) -> None:
        beside = reading.section(index)
        self._tell_where(reading, beside)
        wanted = [one for one in beside.seen if self._wanted(one)]
        seen = together(self.desk.workspace, wanted)
        if not beside.passage.level:
            self._add_checks(beside.claims)
        notes = self.desk.workspace.notes_beside(reading.article)
        for note in notes.get(index, ()) + (notes.get(-1, ()) if index == 0 else ()):
            self._add_note(NoteCard(note, is_lost=note in notes.get(-1, ())))
        groups = {
            Show.COUNTER: [one for one in seen if one.is_counter],
            Show.SUPPORT: [one for one in seen if not one.is_counter],
        }
        shown = [groups[one] for one in groups if self.filter.show_only in (one, Show.BOTH)]
        if not any(shown):
            self._say_empty(reading, beside, index)
        self._build([one for group in shown for one in group[:_MOST_CARDS]])

    def _build(self, seen: list[Seen]) -> None:
        """The first card at once, the others between frames."""
        self._waiting += seen
        self._build_next()
        while self._waiting and self.desk.tasks.is_serial:
            self._build_next()
        if not self.desk.tasks.is_serial:
            self._builder.start(_REST)

    def _add_note(self, card: NoteCard) -> None:
        self._column.show_html(card.label, card.html)
        card.asked.connect(self.note_asked)
        self._column.put(card)

    def _tell_where(self, reading: Reading, beside: Beside) -> None:
        seen = [one for one in beside.seen if self._wanted(one)]
        self._where.setText(where_words(reading, beside, seen, self._is_elsewhere))

    def _wanted(self, seen: Seen) -> bool:
        return self.filter.theme in ("", seen.point.theme)

    def _say_empty(self, reading: Reading, beside: Beside, index: int) -> None:
        if beside.seen:
            self._column.say("Points stand here, but the filter above hides them.")
            return
        if self.desk.workspace.is_glimpse:
            self._column.say("Reading the library …")
            return
        self._column.say("Nothing in the library answers or supports this passage yet.")
        after = reading.next_with_points(index, 1)
        if after is not None:
            target = f"article:{reading.article.id}/{after}"
            link = f'<a href="{target}">Go to the next passage with points</a>'
            self._column.add_html(f"<p>{link} (Alt+Down)</p>")

    def _add_checks(self, claims: tuple[Claim, ...]) -> None:
        """The fact checks of the passage's claims: verdicts at once, reasons at a click."""
        told = [claim for claim in claims if claim.checks or claim.note_md]
        if not told:
            return
        checks = [check for claim in told for check in claim.checks]
        verdicts = ", ".join(dict.fromkeys(check.verdict.value for check in checks))
        words = f"Fact check: {verdicts}" if verdicts else "Note on this claim"
        button = make_button(words, checkable=True)
        button.setObjectName("verdict")
        button.setChecked(self._are_checks_open)
        self._column.put(button)
        reasons = self._column.add_html()

        def show(is_open: bool) -> None:
            self._are_checks_open = is_open
            if is_open and not reasons.text():  # made when it is wanted: one scrolls past most
                html = "<hr>".join(claim_html(self.desk.workspace, claim) for claim in told)
                self._column.show_html(reasons, html)
            reasons.setVisible(is_open)

        show(self._are_checks_open)
        button.toggled.connect(show)

    def _fill_asked(self, asked: Asked) -> None:
        does = "What answers" if self._bearing is Bearing.ANSWERS else "What supports"
        words = asked.words or (asked.point.claim if asked.point else "")
        self._where.setText(f"{does} “{short(words)}”?" if words else f"{does} this passage?")
        self._build(linked_to(self.desk.workspace, asked, self._bearing)[:_MOST_CARDS])

    def _ask_suggestions(self) -> None:
        """What nobody has linked stands below what somebody did, and is asked for later."""
        if self._asked is not None:
            self.suggested.follow(self._asked, (self._bearing, Bearing.RELATED))
        elif self._alone is None and self._reading is not None and self._index >= 0:
            wanted = {
                Show.COUNTER: (Bearing.ANSWERS,),
                Show.SUPPORT: (Bearing.SUPPORTS,),
                Show.BOTH: tuple(Bearing),
            }[self.filter.show_only]
            index = self._reading.section(self._index).passage.index
            self.suggested.follow(Asked(self._reading.article, index), wanted)
        else:
            self.suggested.follow(None)

    def _fill_alone(self, destination: Destination) -> None:
        workspace = self.desk.workspace
        if destination.room is Room.SOURCE:
            self._fill_source(destination.id)
        elif destination.room is Room.QUOTE:
            self._fill_quote(destination.id)
        else:
            self._where.setText("Point")
            point = workspace.points.get(destination.id)
            if point is None:
                self._column.say(f"There is no point “{destination.id}” in this library any more.")
            else:
                self._add_card(point)
                self.cards[0].set_open(True)
                self.cards[0].set_chain_open(True)

    def _fill_quote(self, quote_id: str) -> None:
        """The quotation itself, then the point under which it stands."""
        workspace = self.desk.workspace
        self._where.setText("Quotation")
        evidence = workspace.quotes.get(quote_id)
        if evidence is None:
            self._column.say(f"There is no quotation “{quote_id}” in this library any more.")
            return
        self._add_evidence(evidence)
        owner = workspace.owner.get(quote_id)
        acts = QUOTE_EDITING if owner else LOOSE_EDITING
        self._column.put(EditButtons(acts, quote_id, self.edit_asked.emit))
        if owner is None:
            self._column.say("This quotation belongs to no point. A case is made of points.")
        else:
            self._column.say("It stands under this point:")
            self._add_card(owner)

    def _fill_source(self, source_id: str) -> None:
        workspace = self.desk.workspace
        self._where.setText("Source")
        source = workspace.sources.get(source_id)
        if source is None:
            self._column.say(f"There is no source “{source_id}” in this library.")
            return
        self._column.add_html(source_html(source))
        self._column.put(EditButtons(SOURCE_EDITING, source_id, self.edit_asked.emit))
        for evidence in workspace.quotes_from(source_id)[:_MOST_CARDS]:
            self._add_evidence(evidence)
        points = workspace.points_using(source_id)
        points.sort(key=lambda one: not any(each.source == source_id for each in one.evidence))
        for point in points[:_MOST_CARDS]:
            self._add_card(point)

    def _add_evidence(self, evidence: Evidence) -> None:
        html = evidence_html(self.desk.workspace, evidence, look_of(self.desk.settings))
        self._column.add_html(html)

    def _add_card(self, point: Point) -> None:
        """A card of a point that is looked at by itself."""
        self._put_card(self._make_card(Seen(point, None)))

    def _make_card(self, seen: Seen) -> Card:
        card = Card(self.desk, seen)
        card.hand_on_to(self)
        return card

    def chosen_point(self) -> str:
        """The point whose card the keyboard is on, or was on last; "" if there is none."""
        shown = [card for card in self.findChildren(Card) if card.isVisible()]
        for card in sorted(shown, key=lambda one: not one.hasFocus()):
            if card.hasFocus() or card.was_chosen_last:
                return card.point.id
        alone = self._alone
        return alone.id if alone is not None and alone.room is Room.POINT else ""

    def shown_source(self) -> str:
        """The source that is looked at by itself; "" if none is."""
        alone = self._alone
        return alone.id if alone is not None and alone.room is Room.SOURCE else ""

    def shown_quote(self) -> str:
        """The quotation that is looked at by itself; "" if none is."""
        alone = self._alone
        return alone.id if alone is not None and alone.room is Room.QUOTE else ""

    def come_to(self, point: str) -> None:
        """A point was just made beside the passage: commands are about it, and it comes in sight.
        The keyboard stays where it is.
        """
        Card.choose(point)
        self._coming = point
        for card in self.cards:
            self._arrive_at(card)

    def _arrive_at(self, card: Card) -> None:
        if card.point.id == self._coming:
            self._coming = ""
            self._area.show_whole(card)

    def _put_card(self, card: Card) -> None:
        self.cards.append(card)
        self._column.put(card)
        card.show()
        self._arrive_at(card)

    def _on_link(self, link: str) -> None:
        scheme, _, target = link.partition(":")
        if scheme == "cite":  # only the record of a source has it
            self.copy_source.emit(target)
        else:
            follow(link, self)

    # -- keys -------------------------------------------------------------------------------------

    def focus_suggestions(self) -> bool:
        """Put the keyboard on the first suggestion; whether there is one."""
        return self.suggested.focus_card(0)

    def focus_cards(self) -> None:
        """Put the keyboard on the first card, or note if there is none."""
        notes = (one for one in self.findChildren(NoteCard) if one.isVisible())
        card: QWidget | None = next(iter(self.cards), None) or next(notes, None)
        if card is not None:
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk the cards; Escape goes back to the passage."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._walk(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            if self.is_alone and self._reading is not None:
                self.show_passage()
            else:
                self.unpin.emit()
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        every: list[QWidget] = [*self.findChildren(Card), *self.findChildren(NoteCard)]
        every += self.suggested.cards
        cards = [card for card in every if card.isVisible()]
        cards.sort(key=lambda card: card.mapTo(self, card.rect().topLeft()).y())
        focused = next((place for place, card in enumerate(cards) if card.hasFocus()), None)
        if not cards:
            return
        place = 0 if focused is None else max(0, min(len(cards) - 1, focused + step))
        cards[place].setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.show_whole(cards[place])
