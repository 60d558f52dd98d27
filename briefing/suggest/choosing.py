"""From candidates to lists: the best first, but not the same thing twice in a row.

Maximal marginal relevance (Carbonell and Goldstein 1998): each next point is the one that is best
after what it repeats has been taken off. A source that stands in the list already costs, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.model import PointId
from briefing.suggest.matching import Matcher
from briefing.suggest.values import Bearing
from briefing.suggest.weighing import Weighed

MOST = 12  # of each list
_REPEATS = 0.25  # what a copy of a point in the list loses of its score
_SAME_SOURCE = 0.08
_ODDS = 0.12  # weight of the bearing against relevance: soft


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point that may be suggested; `row` is its row in the library."""

    row: int
    point: PointId
    relevance: float
    weighed: Weighed
    bearing: Bearing

    @property
    def score(self) -> float:
        """What orders a list: relevance, and how sure the bearing is."""
        if self.bearing is Bearing.RELATED:
            return self.relevance
        return self.relevance + _ODDS * abs(self.weighed.odds)


def choose(
    candidates: Sequence[Candidate], matcher: Matcher, sources: Sequence[str]
) -> list[Candidate]:
    """Balanced lists, at most `MOST` of each bearing. `sources` has a row's first source."""
    chosen: list[Candidate] = []
    for bearing in Bearing:
        some = [one for one in candidates if one.bearing is bearing]
        chosen += _varied(some, matcher, sources)
    return chosen


def _varied(
    candidates: Sequence[Candidate], matcher: Matcher, sources: Sequence[str]
) -> Sequence[Candidate]:
    import numpy as np

    left = sorted(candidates, key=lambda one: (-one.score, one.point))[: 2 * MOST]
    if len(left) < 2:
        return left
    rows = [one.row for one in left]
    alike = matcher.likeness(np.array(rows, np.int64))
    named = [sources[row] for row in rows]
    worths = np.array([one.score for one in left])
    repeats = np.zeros(len(left))
    repeated = np.zeros(len(left))  # 1 where the source stands in the list already
    taken: list[int] = []
    while len(taken) < min(MOST, len(left)):
        best = int(np.argmax(worths - _REPEATS * repeats - _SAME_SOURCE * repeated))
        taken.append(best)
        worths[best] = -np.inf
        repeats = np.maximum(repeats, alike[best])
        if named[best]:
            repeated = np.maximum(repeated, [one == named[best] for one in named])
    return [left[place] for place in taken]
