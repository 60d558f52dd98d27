"""The cards of passages that one may scroll back to: making a card takes longer than showing it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from PySide6.QtWidgets import QWidget

from briefing.app.reading import Seen
from briefing.model import Relation
from briefing.ui.panes.card import Card

_MOST_KEPT = 80

_Key = tuple[str, Relation | None, tuple[str, ...]]


class KeptCards:
    """Cards by point and relation. The oldest go; those that are shown never do."""

    def __init__(self, make: Callable[[Seen], Card], home: QWidget) -> None:
        self._make = make
        self._home = home
        self._cards: dict[_Key, Card] = {}

    def __contains__(self, card: object) -> bool:
        return card in self._cards.values()

    def card(self, seen: Seen, shown: Collection[Card]) -> Card:
        """The card of a point, hidden if it is a new one."""
        key = _key(seen)
        if key not in self._cards:
            card = self._make(seen)
            card.setParent(self._home)
            card.hide()  # said aloud: else it would come up with its parent, in no place
            for widget in (card, *card.findChildren(QWidget)):
                widget.ensurePolished()
            self._cards[key] = card
            if len(self._cards) > _MOST_KEPT:
                oldest = next(one for one, kept in self._cards.items() if kept not in shown)
                self._cards.pop(oldest).deleteLater()
        return self._cards[key]

    def missing(self, wanted: Iterable[Seen]) -> Seen | None:
        """The first point that has no card yet."""
        return next((seen for seen in wanted if _key(seen) not in self._cards), None)

    def forget(self) -> None:
        """Let go of all: what they show has changed."""
        for card in self._cards.values():
            card.hide()
            card.deleteLater()
        self._cards.clear()


def _key(seen: Seen) -> _Key:
    return seen.point.id, seen.relation, tuple(one.point.id for one in seen.others)
