"""The same words cut by several people: found by what two quotations share, however long they are.

Each quotation is reduced to its letters and digits, and every stretch of 40 of them is hashed
(polynomial rolling hash). Of the hashes, those divisible by a fixed number are kept: a sample that
two quotations share as far as they share words (Broder 1997, "modulo sketch"). How much of the
shorter sample is in the longer one estimates how much of the shorter quotation is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

_WINDOW = 40  # letters and digits: about seven words
_KEPT = 16  # one of so many hashes
_ENOUGH = 0.6  # of the shorter quotation
_FEWEST = 3  # hashes in common
_COMMON = 60  # a stretch that so many quotations have says nothing
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_NOT_WORD = re.compile(r"[\W_]+")
_Hashes = NDArray[np.uint64]


def letters(text: str) -> str:
    """The letters and digits of a text, capitals apart: what makes two quotations the same."""
    # White space first and by itself: that is most of it, and splitting is quicker.
    return _NOT_WORD.sub("", "".join(text.casefold().split()))


class Twins:
    """Quotations by what they share. Keys are whatever the caller knows them by."""

    def __init__(self) -> None:
        self._powers = (np.ones(1, np.uint64), np.ones(1, np.uint64))
        self._holders: dict[int, list[int]] = defaultdict(list)
        self._sizes: list[int] = []
        self._keys: list[str] = []
        self._same: dict[str, str] = {}
        self._last: tuple[str, list[int]] = ("", [])

    def find(self, text: str) -> str | None:
        """The first quotation that has the same words, or most of the shorter one's; or None.

        `text` is what `letters` gave.
        """
        if (same := self._same.get(text)) is not None:
            return same
        sample = self._sample(text)
        shared: Counter[int] = Counter()
        for one in sample:
            holders = self._holders.get(one)
            if holders is not None and len(holders) <= _COMMON:
                shared.update(holders)
        for number, count in shared.most_common(3):
            least = min(self._sizes[number], len(sample))
            if count >= _FEWEST and count >= _ENOUGH * least:
                return self._keys[number]
        return None

    def add(self, key: str, text: str) -> None:
        """Make a quotation known."""
        if not text or text in self._same:
            return
        self._same[text] = key
        sample = self._sample(text)
        number = len(self._keys)
        self._keys.append(key)
        self._sizes.append(len(sample))
        for one in sample:
            self._holders[one].append(number)

    def _sample(self, text: str) -> list[int]:
        """The hashes that are kept of a text; what is looked for is often added right after."""
        if self._last[0] != text:
            self._last = (text, self._hashes(text))
        return self._last[1]

    def _hashes(self, text: str) -> list[int]:
        data = np.frombuffer(text.encode("utf-8"), np.uint8)
        count = len(data) - _WINDOW + 1
        if count < 1:
            return []
        # The sum of b[i] · B^i over a window is its hash times B^start: that is divided out, for B
        # is odd and has an inverse modulo 2^64, in which all of this is reckoned.
        powers, inverses = self._to(len(data))
        sums = np.zeros(len(data) + 1, np.uint64)
        np.cumsum(data * powers[: len(data)], out=sums[1:])
        windows = (sums[_WINDOW:] - sums[:count]) * inverses[:count]
        mixed = (windows ^ (windows >> np.uint64(29))) * _MIX
        mixed ^= mixed >> np.uint64(32)
        return list(set(mixed[mixed % np.uint64(_KEPT) == 0].tolist()))

    def _to(self, length: int) -> tuple[_Hashes, _Hashes]:
        """The powers of the base and of its inverse, enough of them for a text."""
        if len(self._powers[0]) < length:
            size = max(length, 4096, 2 * len(self._powers[0]))
            self._powers = (_powers(_BASE, size), _powers(_INVERSE, size))
        return self._powers


def _powers(base: int, size: int) -> _Hashes:
    factors = np.full(size, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)
