"""Which values of a file may have some words, found in what is stored of them without making them.

What is found may be too much, never too little: whoever asks looks at each of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

# Pieces of a word that are stored as they are shown: JSON escapes some signs, dates have no dash.
_WRITTEN = re.compile(r'[^\s"\\–]+')

Ids = Sequence[str]


class Piece(NamedTuple):
    """A piece of a word: the ways in which it may be written, and whether a value with some ids
    may be shown with it although it is written nowhere.
    """

    ways: tuple[bytes, ...]
    is_said_of: Callable[[Ids], bool] | None = None


class Groups(NamedTuple):
    """The ids of some values, one or several to each, and where those of each begin."""

    ids: Ids
    starts: Sequence[int]

    def of(self, number: int) -> Ids:
        """The ids of one value."""
        return self.ids[self.starts[number] : self.starts[number + 1]]


def pieces_of(word: str) -> list[str]:
    """The parts of a word, in lower case, that stand in stored text as they are."""
    return _WRITTEN.findall(word)


def folded(data: bytes, ends: Sequence[int], plain: bool) -> tuple[bytes, Sequence[int]]:
    """Stored values in lower case, and where each ends. `plain`: only words in ASCII are sought."""
    if plain:
        return data.lower(), ends
    values = [
        data[start:end].decode("utf-8", "replace").lower().encode()
        for start, end in zip((0, *ends), ends, strict=False)
    ]
    return b"".join(values), list(accumulate(map(len, values)))


def candidates(
    data: bytes, ends: Sequence[int], pieces: Sequence[Piece], groups: Groups
) -> Iterator[int]:
    """The numbers of the values in which all pieces may stand. `data` is folded; `groups` are the
    ids of each value.
    """
    if not pieces:
        yield from range(len(ends))
        return
    first, *others = pieces
    for number in _holding(data, ends, first, groups):
        start, end = ends[number - 1] if number else 0, ends[number]
        if all(
            any(data.find(way, start, end) >= 0 for way in piece.ways)
            or (piece.is_said_of is not None and piece.is_said_of(groups.of(number)))
            for piece in others
        ):
            yield number


def _holding(data: bytes, ends: Sequence[int], piece: Piece, groups: Groups) -> list[int]:
    found: set[int] = set()
    for way in piece.ways:
        at = data.find(way)
        while at >= 0:
            number = bisect_right(ends, at)
            found.add(number)
            at = data.find(way, ends[number])
    if piece.is_said_of is not None:
        found.update(number for number in range(len(ends)) if piece.is_said_of(groups.of(number)))
    return sorted(found)
