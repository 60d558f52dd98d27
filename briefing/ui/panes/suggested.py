"""The suggestions under the points of a passage, or for words that were asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing.app.reading import side_words
from briefing.model import Article, Point, Side
from briefing.suggest import FEW, Ask, Bearing, Suggestion, Suggestions, Surety
from briefing.ui.desk import Desk
from briefing.ui.panes.suggestion import SuggestionCard
from briefing.ui.widgets.flow_layout import FlowLayout
from briefing.ui.widgets.small import make_button, make_label

_REST = 150  # milliseconds after the last step of scrolling
_MOST = 12  # of each list, once "more" was asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """What suggestions are wanted for: a passage (or words of it), a point, or any words."""

    article: Article | None = None
    index: int = -1
    point: Point | None = None
    words: str = ""
    topic: str = ""

    @property
    def can_link(self) -> bool:
        """Whether a suggestion can be made a link: there is something to link to."""
        return self.article is not None or self.point is not None


class Suggested(QWidget):
    """A heading, short balanced lists, and what else the user should know of them."""

    accepted = Signal(object, object, object, object)  # Asked, Ask, Suggestion, Relation
    dismissed = Signal(object, object)  # Ask, Suggestion
    side_chosen = Signal(object, object)  # Article, Side
    go = Signal(object)  # Destination
    add_to_case = Signal(str)  # point id
    came_to = Signal(QWidget)  # the card that the keyboard went to

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.cards: list[SuggestionCard] = []
        self.asked: Asked | None = None
        self._bearings: tuple[Bearing, ...] = tuple(Bearing)
        self._is_more = False
        self._shown: object = None  # all that can be seen of what was found
        self._coming: list[Callable[[], None]] = []  # what is added, one a turn of the window
        self._wait = QTimer(self, singleShot=True, interval=_REST)
        self._wait.timeout.connect(self.ask)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 6, 0, 0)
        self._layout.setSpacing(6)
        desk.advice.ready.connect(self.ask)
        desk.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._shown = None  # what is shown of the same points may be different

    # -- asking -----------------------------------------------------------------------------------

    def follow(self, asked: Asked | None, bearings: tuple[Bearing, ...] = tuple(Bearing)) -> None:
        """Show what is suggested for something else, once the user rests there; None: nothing."""
        if asked != self.asked or bearings != self._bearings:
            self._clear()
            self._is_more = False
        self.asked, self._bearings = asked, bearings
        if asked is None:
            self._wait.stop()
        elif self.desk.tasks.is_serial:
            self.ask()
        else:
            self._wait.start()

    def ask(self) -> None:
        """Ask anew: something was decided, or the library was read."""
        asked, advice = self.asked, self.desk.advice
        if asked is None:
            return
        if not advice.is_ready:
            self._clear()
            self._layout.addWidget(make_label(advice.waiting_words, "muted"))
            return
        done = partial(self._on_found, asked)
        if asked.point is not None:
            advice.ask_point(asked.point, done)
        elif asked.article is not None:
            advice.ask_passage(asked.article, asked.index, asked.words, done)
        else:
            advice.ask_words(asked.words, asked.topic, done)

    def _on_found(self, asked: Asked, ask: Ask, found: Suggestions) -> None:
        if asked != self.asked:
            return
        said = [(one.point, one.bearing, one.confidence, one.reasons) for one in found.all()]
        shown = (asked, said, ask.article_side or found.side, found.note, self._is_more)
        if shown == self._shown:
            return  # one asks anew after every decision: mostly nothing is different
        place = next((at for at, card in enumerate(self.cards) if card.hasFocus()), None)
        self._clear()
        self._shown = shown
        self._fill(asked, ask, found)
        if place is not None:  # who decides on one by keys goes on with the next
            self.focus_card(place)

    def focus_card(self, place: int) -> bool:
        """Put the keyboard on a card, or on the last if there are fewer; whether there is one."""
        while self._coming and len(self.cards) <= place:
            self._build_next()
        if self.cards:
            card = self.cards[min(place, len(self.cards) - 1)]
            card.show()  # a layout shows it later only, and what is hidden has no focus
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.came_to.emit(card)
        return bool(self.cards)

    # -- showing ----------------------------------------------------------------------------------

    def _clear(self) -> None:
        self._coming.clear()
        self.cards, self._shown = [], None
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _fill(self, asked: Asked, ask: Ask, found: Suggestions) -> None:
        lists = {
            Bearing.ANSWERS: found.answers,
            Bearing.SUPPORTS: found.supports,
            Bearing.RELATED: found.related,
        }
        wanted = [self._once(lists[one]) for one in self._bearings]
        count = sum(len(each) for each in wanted)
        most = _MOST if self._is_more else FEW
        if found.note and not count:
            self._layout.addWidget(make_label("Nothing to suggest", "heading"))
        elif count:
            shown = sum(len(each[:most]) for each in wanted)
            words = f"Suggested ({shown} of {count})" if shown < count else f"Suggested ({count})"
            self._layout.addWidget(make_label(words, "heading"))
            words = "Found by this program in your library. Nobody has linked these here."
            self._layout.addWidget(make_label(words, "muted"))
        if found.note and not count:
            self._layout.addWidget(make_label(found.note, "muted"))
        self._tell_side(asked, ask, found)
        self._coming += [
            partial(self._add_card, asked, ask, one) for each in wanted for one in each[:most]
        ]
        is_more = not self._is_more and any(len(each) > FEW for each in wanted)
        self._coming.append(partial(self._add_foot, is_more, found.note if count else ""))
        self.desk.turns.add(self._build_next)

    def _build_next(self) -> None:
        if self._coming:
            self._coming.pop(0)()
            self.desk.turns.add(self._build_next)

    def _add_foot(self, is_more: bool, note: str) -> None:
        if is_more:
            self._layout.addWidget(make_button("More suggestions", action=self._show_more))
        if note:
            self._layout.addWidget(make_label(note, "muted"))

    def _once(self, found: Sequence[Suggestion]) -> list[Suggestion]:
        """Of points whose evidence is cut from the same words the likeliest: the card names all."""
        best: dict[str, Suggestion] = {}
        for one in found:
            best.setdefault(self.desk.workspace.leader_of(one.point), one)
        return list(best.values())

    def _tell_side(self, asked: Asked, ask: Ask, found: Suggestions) -> None:
        """An article that states no side: how it reads, and one click to say which it is on."""
        article = asked.article
        estimate = ask.article_side or found.side
        if article is None or article.side is not None or estimate.surety is Surety.STATED:
            return
        if estimate.side is None and not any(found.all()):
            return  # another subject or language: nothing would follow from its side here
        topic = self.desk.workspace.topics.get(article.topic)
        names = {side: topic.side_name(side) or side.value for side in Side} if topic else {}
        words = estimate.words(names) or "its side could not be told"
        self._layout.addWidget(make_label(f"The article states no side: {words}. It is …"))
        row = QWidget()
        buttons = FlowLayout(row)
        for side in Side:
            name = side_words(side, topic)
            action = partial(self.side_chosen.emit, article, side)
            tip = f"Write into the article that it is {side.value} the motion"
            buttons.addWidget(make_button(name, tip, action))
        self._layout.addWidget(row)

    def _add_card(self, asked: Asked, ask: Ask, suggestion: Suggestion) -> None:
        point = self.desk.workspace.points.get(suggestion.point)
        if point is None:
            return
        card = SuggestionCard(self.desk, point, suggestion, asked.can_link)
        card.accepted.connect(partial(self.accepted.emit, asked, ask))
        card.dismissed.connect(partial(self.dismissed.emit, ask))
        card.go.connect(self.go)
        card.add_to_case.connect(self.add_to_case)
        self._layout.addWidget(card)
        self.cards.append(card)

    def _show_more(self) -> None:
        self._is_more = True
        self.ask()
