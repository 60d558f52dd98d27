from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.index import bits
from briefing.index.bits import MOST_BITS, Bits, near_bits

_COUNT = 700
_PLACES = st.lists(st.integers(0, _COUNT - 1), max_size=80)


@settings(deadline=None)
@given(_PLACES, _PLACES, _PLACES, st.integers(0, MOST_BITS))
def test_what_is_near_is_found_whatever_lies_between(
    here: list[int], others: list[int], borders: list[int], distance: int
) -> None:
    ends = set(borders) - set(here) - set(others)
    with patch.object(bits, "_SPREAD", 128), patch.object(bits, "_BLOCK", 16):
        sets = [Bits(np.array(sorted(some), np.uint32), _COUNT) for some in (set(others), ends)]
        found = near_bits(np.array(here, np.uint32), *sets, distance)
    expected = [
        any(
            abs(place - other) <= distance
            and not ends & set(range(min(place, other), max(place, other)))
            for other in others
        )
        for place in here
    ]
    assert found.tolist() == expected
