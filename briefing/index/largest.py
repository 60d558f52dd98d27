"""The largest of many numbers, without sorting out all the others."""

from __future__ import annotations

import numpy as np

from briefing.index.arrays import Array

_SAMPLE = 1024
_SPARE = 8  # values of the sample beyond those that are expected to be large enough
_WORTH = 8  # times as many values as the sample has, for it to save anything


def best(values: Array, limit: int) -> list[int]:
    """The places of the largest values, the largest first; of equals, the first ones."""
    if limit <= 0:
        return []
    having = upper(values, limit)
    own = values[having]
    if limit >= len(own):
        order = np.argsort(-own, kind="stable")
    else:
        least = np.partition(own, len(own) - limit)[len(own) - limit]
        above = np.flatnonzero(own > least)
        equal = np.flatnonzero(own == least)[: limit - len(above)]
        order = np.concatenate((above[np.argsort(-own[above], kind="stable")], equal))
    found: list[int] = having[order].tolist()
    return found


def upper(values: Array, count: int) -> Array:
    """The places, in rising order, of the `count` largest values, their equals, and some others.

    A sample tells about how large these are; one comparison of all with that leaves few to sort.
    """
    step = len(values) // _SAMPLE
    if step >= _WORTH:
        some = np.sort(values[::step])
        bound = some[max(0, len(some) - 1 - (4 * count // step + _SPARE))]
        having = np.flatnonzero(values >= bound)
        if len(having) >= count:
            return having
    return np.arange(len(values))
