"""A sequence whose items are made when one asks for them is read like a tuple."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.on_demand import OnDemand


class Squares(OnDemand[int]):
    def __init__(self, count: int) -> None:
        self.count = count
        self.made: list[int] = []

    def __len__(self) -> int:
        return self.count

    def item(self, index: int) -> int:
        self.made.append(index)
        return index * index


@given(st.integers(0, 6), st.integers(-8, 8) | st.slices(7))
def test_it_is_read_like_a_tuple(count: int, index: int | slice) -> None:
    plain = tuple(number * number for number in range(count))
    try:
        expected = plain[index]
    except IndexError:
        with pytest.raises(IndexError):
            Squares(count)[index]
    else:
        assert Squares(count)[index] == expected


def test_what_nobody_asks_for_is_not_made() -> None:
    squares = Squares(10**9)
    assert squares[3:5] == (9, 16)
    assert squares[-1] == (10**9 - 1) ** 2
    assert squares.made == [3, 4, 10**9 - 1]
