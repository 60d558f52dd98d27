"""From candidates to lists: the best first, but not the same thing twice in a row.

Maximal marginal relevance (Carbonell and Goldstein 1998): each next point is the one that is best
after what it repeats has been taken off. A source that stands in the list already costs, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.suggest.library_texts import first_source
from briefing.suggest.values import Bearing, Suggestion, Suggestions

if TYPE_CHECKING:
    from briefing.suggest.suggester import Suggester

MOST = 12  # of each list
_REPEATS = 0.25  # what a copy of a point in the list loses of its score
_SAME_SOURCE = 0.08


def choose(candidates: Sequence[Suggestion], among: Suggester) -> Suggestions:
    """Three balanced lists of at most `MOST` points each."""
    lists = {
        bearing: _varied([one for one in candidates if one.bearing is bearing], among)
        for bearing in Bearing
    }
    return Suggestions(lists[Bearing.ANSWERS], lists[Bearing.SUPPORTS], lists[Bearing.RELATED])


def _varied(candidates: Sequence[Suggestion], among: Suggester) -> tuple[Suggestion, ...]:
    import numpy as np

    left = sorted(candidates, key=lambda one: (-one.score, one.point))[: 2 * MOST]
    if len(left) < 2:
        return tuple(left)
    rows = [among.rows[one.point] for one in left]
    alike = among.matcher.likeness(np.array(rows, np.int64))
    sources = [first_source(among.points[row]) for row in rows]
    taken: list[int] = []
    while len(taken) < min(MOST, len(left)):
        best, best_worth = -1, float("-inf")
        for place, one in enumerate(left):
            if place in taken:
                continue
            repeats = max((float(alike[place, other]) for other in taken), default=0.0)
            worth = one.score - _REPEATS * repeats
            if sources[place] and any(sources[place] == sources[other] for other in taken):
                worth -= _SAME_SOURCE
            if worth > best_worth:
                best, best_worth = place, worth
        taken.append(best)
    return tuple(left[place] for place in taken)
