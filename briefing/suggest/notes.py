"""Why there are no suggestions, or none of one kind, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.model import Point, Side
from briefing.suggest.matching import Asked
from briefing.suggest.values import side_words

_FOREIGN = 0.35  # share of known terms below which a passage is of another language or subject
FAMILIAR = 0.5  # the same of the terms that say something: all have "the" and "of"
_ENOUGH = 12  # terms, from which that share says anything

EMPTY = "The library has no points yet: import some, or write one, and they are suggested here."
NO_WORDS = "There are no words here to look for."
NOT_KNOWN = "Hardly any of these words occur in the library: another subject, or another language."
NOTHING_NEAR = "Nothing in the library speaks of this passage."
NO_SIDE = (
    "Neither the article nor its wording says which side it is on: say it, and what answers "
    "it is told from what supports it."
)


def nothing_to_ask(points: Sequence[Point], asked: Asked) -> str:
    """Why nothing can be suggested for a passage at all; "" where something can."""
    if not points:
        return EMPTY
    if not asked.length:
        return NO_WORDS
    if not len(asked.columns) or (asked.length >= _ENOUGH and asked.known < _FOREIGN):
        return NOT_KNOWN
    return ""


def nothing_near(familiar: float) -> str:
    """Why nothing was found for a passage, `familiar` of whose telling terms the library has."""
    return NOTHING_NEAR if familiar >= FAMILIAR else NOT_KNOWN


def one_sided(sides: Mapping[Side | None, int], names: tuple[str, str]) -> str:
    """What to say where all points of a topic are on one side; "" where they are not."""
    stated = [side for side in sides if side is not None]
    if len(stated) != 1 or sum(sides.values()) < 2:
        return ""
    said = side_words(stated[0], names)
    return f"All points of this topic are {said}: one side is missing."
