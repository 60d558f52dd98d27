"""The side of a text, estimated from the library's own points: what those for and against say.

Each topic's points with a stated side teach which terms go with which side: log odds with an
informative Dirichlet prior (Monroe, Colaresi and Quinn 2008). How much such an estimate is worth
differs from topic to topic, so it is measured: every point is judged by the others, and the
judgement is trusted as far as it was right. A topic whose points cannot be told apart says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from briefing.model import Side, TopicId
from briefing.suggest.bags import Bags, gather
from briefing.suggest.matching import Asked
from briefing.suggest.stock import Stock
from briefing.suggest.values import SideEstimate, Surety

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOGETHER = 2000  # points that are looked at in one step
_LEAST = 4  # points of each side, to learn from
_PRIOR = 20.0  # terms' worth of prior for each term's share; between sides of usual size
_SUREST = 0.95
SURE = 0.6  # below this an estimate is not worth telling


@dataclass(frozen=True, slots=True)
class SideModel:
    """What the terms of a topic say about the side of a text."""

    lean: NDArray[np.float32]  # by term: positive leans to "for"
    slope: float  # from lean to log odds; 0 where the topic's points cannot be told apart
    offset: float = 0.0

    def odds(self, asked: Asked) -> float:
        """Log odds that a text is for the motion."""
        if not self.slope or not len(asked.columns):
            return 0.0
        return self.slope * (_leaning(self.lean, asked) - self.offset)


def _leaning(lean: NDArray[np.float32], asked: Asked) -> float:
    """How far a text leans, a term counted by the root of how often it occurs."""
    import numpy as np

    counts = np.sqrt(asked.counts)
    return float((lean[asked.columns] * counts).sum() / np.sqrt(max(float(counts.sum()), 1.0)))


def learn_all_sides(stock: Stock) -> dict[TopicId, SideModel | None]:
    """Learn the sides of each topic."""
    topics = stock.by_topic()
    return {
        topic: learn_sides(stock.bags, rows, stock.sides[rows]) for topic, rows in topics.items()
    }


def learn_sides(bags: Bags, rows: NDArray[np.int64], sides: NDArray[np.int8]) -> SideModel | None:
    """Learn a topic's sides from its points, `rows` of `bags`; None where there are too few.

    `sides` has 1 for "for", -1 for "against", and 0 where a point states none.
    """
    import numpy as np

    rows, sides = rows[sides != 0], sides[sides != 0]
    is_for = sides > 0
    if min(int(is_for.sum()), int((~is_for).sum())) < _LEAST:
        return None
    total = np.zeros((2, len(bags.vocabulary)), np.float64)
    groups = [slice(first, first + _TOGETHER) for first in range(0, len(rows), _TOGETHER)]
    for group in groups:
        columns, rooted, owner = _rooted(bags, rows[group])
        for side in (0, 1):
            own = np.where(is_for[group][owner] == side, rooted, 0.0)
            total[side] += np.bincount(columns, own, total.shape[1])
    left_out = [_without(total, *_rooted(bags, rows[group]), is_for[group]) for group in groups]
    slope, offset = _trust(np.concatenate(left_out), is_for)
    return SideModel(_leans(total).astype(np.float32), slope, offset)


def _rooted(
    bags: Bags, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int64]]:
    """The terms of some points, the roots of how often they occur, and whose each is."""
    import numpy as np

    picked, owner = gather(bags.starts, rows)
    return bags.columns[picked], np.sqrt(bags.counts[picked], dtype=np.float64), owner


def _leans(total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standardised log odds of each term between the two rows of counts."""
    import numpy as np

    both = total.sum(axis=0)
    prior = _PRIOR * both / max(float(both.sum()), 1.0) + 0.01
    sums = total.sum(axis=1, keepdims=True)
    odds = np.log((total + prior) / (sums + _PRIOR - total))
    spread = np.sqrt((1 / (total + prior)).sum(axis=0))
    found: NDArray[np.float64] = np.where(both > 0, (odds[1] - odds[0]) / spread, 0.0)
    return found


def _without(
    total: NDArray[np.float64],
    columns: NDArray[np.int32],
    rooted: NDArray[np.float64],
    owner: NDArray[np.int64],
    is_for: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """How points lean by what the other points of their topic teach."""
    import numpy as np

    size = len(is_for)
    taken = np.bincount(owner, rooted, size)  # of each point
    both_sums = total.sum() - taken[owner]
    both = total[:, columns].sum(axis=0) - rooted
    prior = _PRIOR * both / np.maximum(both_sums, 1.0) + 0.01
    odds, spread = np.zeros(len(columns)), np.zeros(len(columns))
    for side, sign in ((1, 1), (0, -1)):
        is_own = is_for[owner] == side
        part = total[side, columns] - np.where(is_own, rooted, 0.0)
        sums = total[side].sum() - np.where(is_own, taken[owner], 0.0)
        odds += sign * np.log((part + prior) / (sums + _PRIOR - part))
        spread += 1 / (part + prior)
    lean = np.where(both > 0, odds / np.sqrt(spread), 0.0)
    sums = np.bincount(owner, lean * rooted, size)
    found: NDArray[np.float64] = sums / np.sqrt(np.maximum(taken, 1.0))
    return found


def _trust(leans: NDArray[np.float64], is_for: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset of a logistic curve from lean to side; (0, 0) where lean tells nothing."""
    import numpy as np

    offset = float((np.median(leans[is_for]) + np.median(leans[~is_for])) / 2)
    x = (leans - offset) / max(float(leans.std()), 1e-9)
    y = np.where(is_for, 1.0, -1.0)
    # One number, found by Newton's method; the quadratic term keeps it from running away.
    slope = 0.0
    for _ in range(30):
        chance = 1 / (1 + np.exp(np.clip(y * x * slope, -30, 30)))
        gradient = float((y * x * chance).mean()) - 0.02 * slope
        bend = float((x * x * chance * (1 - chance)).mean()) + 0.02
        slope += gradient / bend
    if slope < 0.1:
        return 0.0, 0.0
    return slope / max(float(leans.std()), 1e-9), offset


def estimate(odds: float) -> SideEstimate:
    """Log odds for the motion as an estimate; one not worth telling is unknown."""
    chance = min(max(chance_of(odds), 1 - _SUREST), _SUREST)
    side = Side.FOR if chance >= 0.5 else Side.AGAINST
    sure = max(chance, 1 - chance)
    if sure < SURE:
        return SideEstimate()
    return SideEstimate(side, sure, Surety.ESTIMATED)


def chance_of(odds: float) -> float:
    """The probability that log odds say."""
    return 1 / (1 + exp(-max(min(odds, 30.0), -30.0)))


def logit(chance: float) -> float:
    """Log odds of a probability, kept within what can be said."""
    kept = min(max(chance, 0.01), 0.99)
    return log(kept / (1 - kept))
