"""Measures of rankings and of yes-or-no answers, with intervals by bootstrap over groups."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import log2

from tests.eval.data import Judgements, Run

Values = dict[str, float]  # by query or pair


def ndcg(order: Sequence[str], gains: Mapping[str, float], most: int = 10) -> float:
    """Normalised discounted cumulative gain with linear gains, as trec_eval has it."""
    best = sorted(gains.values(), reverse=True)[:most]
    ideal = sum(gain / log2(rank + 2) for rank, gain in enumerate(best))
    got = sum(gains.get(one, 0.0) / log2(rank + 2) for rank, one in enumerate(order[:most]))
    return got / ideal if ideal else 0.0


def first_right(order: Sequence[str], gains: Mapping[str, float]) -> float:
    """Whether the first is relevant."""
    return float(bool(order) and order[0] in gains)


def recall(order: Sequence[str], gains: Mapping[str, float], most: int = 10) -> float:
    """The share of what is relevant among the first."""
    return sum(one in gains for one in order[:most]) / len(gains) if gains else 0.0


def precision(order: Sequence[str], gains: Mapping[str, float], most: int = 5) -> float:
    """The share of the first that is relevant."""
    return sum(one in gains for one in order[:most]) / most


Measure = Callable[[Sequence[str], Mapping[str, float]], float]


def by_query(run: Run, judged: Judgements, measure: Measure) -> Values:
    """A measure of each judged query; one that was not answered counts as nothing found."""
    return {
        query: measure([one for one, _ in run.found.get(query, [])], gains)
        for query, gains in judged.items()
    }


def interval(
    groups: Mapping[str, str],
    figure: Callable[[Sequence[str]], float],
    rounds: int = 500,
) -> tuple[float, float]:
    """The middle 95 % of `figure` over groups drawn with replacement.

    `groups` maps queries to groups; `figure` gets the queries of the groups drawn.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for query, group in groups.items():
        members[group].append(query)
    names = sorted(members)
    drawn = random.Random(1)
    values = sorted(
        figure([query for name in drawn.choices(names, k=len(names)) for query in members[name]])
        for _ in range(rounds)
    )
    return values[int(rounds * 0.025)], values[int(rounds * 0.975)]


def mean_of(values: Values) -> Callable[[Sequence[str]], float]:
    """The mean of values over queries that may repeat."""

    def mean(queries: Sequence[str]) -> float:
        return sum(values.get(one, 0.0) for one in queries) / max(len(queries), 1)

    return mean


def share_of(part: Values, rest: Values) -> Callable[[Sequence[str]], float]:
    """The sum of one over the sum of both, over queries that may repeat."""

    def share(queries: Sequence[str]) -> float:
        mine = sum(part.get(one, 0.0) for one in queries)
        both = mine + sum(rest.get(one, 0.0) for one in queries)
        return mine / both if both else 0.0

    return share


def macro_f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The mean F1 of both answers; pairs are (said, true)."""
    scores = []
    for answer in (True, False):
        right = sum(said is answer and true is answer for said, true in pairs)
        said_so = sum(said is answer for said, _ in pairs)
        is_so = sum(true is answer for _, true in pairs)
        scores.append(2 * right / (said_so + is_so) if said_so + is_so else 0.0)
    return sum(scores) / len(scores)
