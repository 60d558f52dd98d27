"""From candidates to lists: the best first, but not the same thing twice in a row.

Maximal marginal relevance (Carbonell and Goldstein 1998): each next point is the one that is best
after what it repeats has been taken off. A source that stands in the list already costs, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    sources = [among.stock.sources[row] for row in rows]
    worths = np.array([one.score for one in left])
    repeats = np.zeros(len(left))
    named = np.zeros(len(left))  # 1 where the source stands in the list already
    taken: list[int] = []
    while len(taken) < min(MOST, len(left)):
        best = int(np.argmax(worths - _REPEATS * repeats - _SAME_SOURCE * named))
        taken.append(best)
        worths[best] = -np.inf
        repeats = np.maximum(repeats, alike[best])
        if sources[best]:
            named = np.maximum(named, [one == sources[best] for one in sources])
    return tuple(left[place] for place in taken)
