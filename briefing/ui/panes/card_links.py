"""What the links in the texts of cards ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.app.navigation import Destination, Room, goal_of

if TYPE_CHECKING:
    from briefing.ui.panes.card import Card
    from briefing.ui.panes.points import PointsPane


def follow(link: str, asking: Card | PointsPane) -> None:
    """Let a card or the pane tell what a link in its text is for; addresses are copied."""
    scheme, _, target = link.partition(":")
    if scheme == "quote":
        asking.copy_quote.emit(target)
    elif scheme == "cut":
        asking.go.emit(Destination(Room.QUOTE, target))
    elif scheme == "first":
        asking.edit_asked.emit("edit.first", target)
    elif scheme == "check":
        show_check(target, asking)
    elif (place := goal_of(scheme, target)) is not None:
        asking.go.emit(place)
    else:
        asking.copy_link.emit(target if scheme == "copy" else link)


def show_check(evidence: str, asking: Card | PointsPane) -> None:
    """Go to the check of a quotation, word by word."""
    quoted = asking.desk.workspace.quotes.get(evidence)
    if quoted is not None:
        asking.go.emit(Destination(Room.CHECKS, quoted.topic, detail=evidence))
