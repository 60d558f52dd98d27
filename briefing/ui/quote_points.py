"""From a quotation that belongs to no point to a point that it stands under."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.app.editing.points import new_point

if TYPE_CHECKING:
    from briefing.ui.making import Making


def point_from_quote(making: Making, quote: str = "") -> None:
    """Write a point that has a certain quotation, or the one at hand: only its claim is missing."""
    from briefing.ui.dialogs.point import PointDialog

    workspace = making.desk.workspace
    quote = quote or _at_hand(making)
    evidence = workspace.quotes.get(quote)
    if evidence is None:
        making.window.say("Go to a quotation first: Quotations in the library")
    elif quote in workspace.owner:
        making.window.say("This quotation stands under a point already")
    elif making.may_write():
        point = replace(new_point(evidence.topic), evidence=(evidence,))
        PointDialog(making, point).begin(120)


def _at_hand(making: Making) -> str:
    """The quotation of the row that the keyboard is on, or that is looked at by itself."""
    rows = (pane.chosen_quote() for pane in making.lists())
    return next(filter(None, rows), "") or making.window.points.shown_quote()
