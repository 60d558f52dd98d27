"""Where one can be in a library, and the way back: a browser's history over frozen places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace

_SPOT = re.compile(r"-?[0-9]{1,9}")


class Room(Enum):
    """Kinds of destination."""

    ARTICLE = "article"
    POINT = "point"
    QUOTE = "quote"
    SOURCE = "source"
    POINTS = "points"
    QUOTES = "quotes"
    SOURCES = "sources"
    TIMELINE = "timeline"
    GLOSSARY = "glossary"
    FIGURES = "figures"
    TOPIC = "topic"
    CASE = "case"
    FAULTS = "faults"
    CHECKS = "checks"
    GAPS = "gaps"
    ALIKE = "alike"
    COVERAGE = "coverage"


# What there is of a topic beside its articles: where it is shown, its name, and its shelf.
LISTS = (
    (Room.POINTS, "Points", "points"),
    (Room.QUOTES, "Quotations", "quotes"),
    (Room.SOURCES, "Sources", "sources"),
    (Room.TIMELINE, "Timeline", "timeline"),
    (Room.FIGURES, "Key figures", "figures"),
    (Room.GLOSSARY, "Glossary", "glossary"),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """A place one can go to.

    `id` is that of the article, point, quote, source or case; for lists and pages of a topic it is
    the topic's. `spot` is a passage index in an article (-1: where the reader was last); `detail`
    is a term or date on a page.
    """

    room: Room
    id: str = ""
    spot: int = -1
    detail: str = ""


def goal_of(scheme: str, target: str) -> Destination | None:
    """Where a link leads, or None if it leads to no place of the library."""
    try:
        room = Room(scheme)
    except ValueError:
        return None
    if room is not Room.ARTICLE:
        return Destination(room, target)
    article, slash, spot = target.rpartition("/")
    if slash and _SPOT.fullmatch(spot):
        return Destination(room, article, int(spot))
    return Destination(room, target)


def is_of_something(place: Destination, workspace: Workspace) -> bool:
    """Whether the article or topic that a list or page is of is in the library."""
    known = workspace.articles if place.room is Room.COVERAGE else workspace.topics
    return place.id in known


class History:
    """Back and forward. The current place is the last of `_past`."""

    def __init__(self, longest: int = 200) -> None:
        self._past: list[Destination] = []
        self._future: list[Destination] = []
        self._longest = longest

    @property
    def current(self) -> Destination | None:
        """Where the user is, or None before the first step."""
        return self._past[-1] if self._past else None

    def visit(self, place: Destination) -> None:
        """Go to a new place; what lay ahead is forgotten."""
        if place == self.current:
            return
        self._past = [*self._past, place][-self._longest :]
        self._future.clear()

    def leave_at(self, spot: int) -> None:
        """Note at which passage the user is about to leave the current place."""
        if self._past:
            self._past[-1] = replace(self._past[-1], spot=spot)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return len(self._past) > 1

    @property
    def can_go_forward(self) -> bool:
        """Whether one went back before."""
        return bool(self._future)

    def back(self) -> Destination | None:
        """One step back, or None."""
        if not self.can_go_back:
            return None
        self._future.append(self._past.pop())
        return self._past[-1]

    def forward(self) -> Destination | None:
        """One step forward, or None."""
        if not self._future:
            return None
        self._past.append(self._future.pop())
        return self._past[-1]
