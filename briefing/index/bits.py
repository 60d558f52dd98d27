"""Places as bits: one for each place of the stream, 64 to a number.

To look for the nearest of a million places takes twenty steps; with bits, what stands around a
place comes with two numbers, and comparing these says what is nearer than a border.
"""

from __future__ import annotations

import numpy as np

from briefing.index.arrays import Array

MOST_BITS = 31  # places to either side that fit into one number
_SPREAD = 1 << 20  # places that are laid out at once: they stay in the processor's cache
_BLOCK = 1 << 15  # places that are looked at at once, for the same reason
_BEFORE = 64  # bits that stand for no place, so that every place has some on its left


class Bits:
    """A set of places, given in rising order, of so many."""

    def __init__(self, places: Array, count: int) -> None:
        self._bits = np.zeros(count // 64 + 3, "<u8")
        out = self._bits[_BEFORE // 64 :].view(np.uint8)
        spread = np.zeros(_SPREAD, np.bool_)
        starts = np.arange(0, count + _SPREAD, _SPREAD)
        cuts = places.searchsorted(starts.astype(places.dtype)).tolist()
        for start, first, last in zip(starts.tolist(), cuts, cuts[1:], strict=False):
            if first < last:
                size = min(_SPREAD, count - start)
                own = places[first:last].astype(np.int64) - start
                spread[own] = True
                packed = np.packbits(spread[:size], bitorder="little")
                out[start // 8 : start // 8 + len(packed)] = packed
                spread[own] = False

    def window(self, first: Array) -> Array:
        """64 bits from each of some places on (which may lie up to 64 before the first one)."""
        first = first + _BEFORE
        at = first >> 6
        shift = (first & 63).astype(np.uint64)
        low = self._bits.take(at) >> shift
        high = self._bits.take(at + 1) << np.uint64(1) << (np.uint64(63) - shift)
        return np.asarray(low | high)


def near_bits(here: Array, others: Bits, borders: Bits, distance: int) -> Array:
    """A mask of some places: which have another at most so far away, and no border between them.

    A place that is itself one of the others has it near. No border is among the places of either.
    `distance` is at most MOST_BITS.
    """
    one, far, wide = np.uint64(1), np.uint64(distance), np.uint64(64)
    found = np.empty(len(here), np.bool_)
    for at in range(0, len(here), _BLOCK):
        first = here[at : at + _BLOCK].astype(np.int64) - distance
        near, ends = others.window(first), borders.window(first)
        # Bits on the left become the highest ones: the larger number has the nearer bit.
        found[at : at + _BLOCK] = near << (wide - far) > ends << (wide - far)
        # From the place itself on the lowest bits count; less one, none is the largest number.
        near = (near >> far) & ((one << (far + one)) - one)
        ends >>= far
        found[at : at + _BLOCK] |= (near & -near) - one < (ends & -ends) - one
    return found
