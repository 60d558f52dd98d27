"""The largest of many numbers are those of sorting them all."""

from __future__ import annotations

import numpy as np
import pytest

from briefing.index.arrays import Array
from briefing.index.largest import best, upper

COUNT = 20_000
_CHANCE = np.random.default_rng(3)


@pytest.mark.parametrize(
    "values",
    [
        _CHANCE.random(COUNT),
        _CHANCE.integers(0, 5, COUNT).astype(np.float64),  # many equal ones
        np.zeros(COUNT),
        np.arange(COUNT, dtype=np.float64),
        np.where(np.arange(COUNT) % 19 == 0, 0.0, 1.0),  # a sample sees the small ones alone
        np.where(np.arange(COUNT) % 19 == 0, 1.0, 0.0),  # or the large ones
        _CHANCE.random(70),
        np.zeros(0),
    ],
)
@pytest.mark.parametrize("limit", [0, 1, 20, 300, 30_000])
def test_they_are_those_of_sorting_all(values: Array, limit: int) -> None:
    assert best(values, limit) == np.argsort(-values, kind="stable")[:limit].tolist()


def test_few_are_left_to_be_sorted() -> None:
    assert 20 <= len(upper(_CHANCE.random(COUNT), 20)) < COUNT // 20
