"""How often each term occurs in each text, as arrays."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.suggest.terms import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_A_PIECE = 4000  # texts
_GROWING = threading.Lock()  # two threads must not give two terms the same number


@dataclass(frozen=True, slots=True)
class Bags:
    """Term counts of texts, by text: row r holds columns `columns[starts[r]:starts[r + 1]]`.

    Bags of one library share a vocabulary, which only ever grows: a term of it may be in none of
    these texts. Counts are bytes where they fit, else 16 bits.
    """

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    counts: NDArray[np.unsignedinteger[Any]]

    @property
    def size(self) -> int:
        """How many texts."""
        return len(self.starts) - 1

    def rows(self) -> NDArray[np.int32]:
        """The row that each term stands in.

        Made in pieces: `np.repeat` lets no other thread work, and a window would wait for it.
        """
        import numpy as np

        found = np.empty(len(self.columns), np.int32)
        for first in range(0, self.size, _A_PIECE):
            starts = self.starts[first : first + _A_PIECE + 1]
            row = np.arange(first, first + len(starts) - 1, dtype=np.int32)
            found[starts[0] : starts[-1]] = np.repeat(row, np.diff(starts))
        return found

    def part(self, first: int, end: int) -> Bags:
        """The texts from `first` to before `end`, without copying their terms."""
        starts = self.starts[first : end + 1]
        inside = slice(int(starts[0]), int(starts[-1]))
        return Bags(self.vocabulary, starts - starts[0], self.columns[inside], self.counts[inside])

    def taken(self, places: NDArray[np.int64]) -> Bags:
        """Some of the texts, in this order."""
        import numpy as np

        picked, _ = gather(self.starts, places)
        sizes = self.starts[places + 1] - self.starts[places]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        return Bags(self.vocabulary, starts, self.columns[picked], self.counts[picked])


def gather(
    starts: NDArray[np.int64], places: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The array places of all terms of some texts, and to which of them each belongs."""
    import numpy as np

    begins = starts[places]
    sizes = starts[places + 1] - begins
    owner = np.repeat(np.arange(len(places)), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(begins, sizes) + within, owner


def count_terms(texts: Sequence[str], vocabulary: dict[str, int], language: str = "en") -> Bags:
    """Count the terms of `texts`; `vocabulary` gets those that it does not have yet."""
    return count_stems((terms(text, language) for text in texts), vocabulary)


def count_stems(texts: Iterable[Sequence[str]], vocabulary: dict[str, int]) -> Bags:
    """The same of texts whose terms are known. The columns of a text stand as it says them."""
    import numpy as np

    sizes = [0]
    columns: list[int] = []
    counts: list[int] = []
    for text in texts:
        bag = Counter(text)
        with _GROWING:
            columns += [vocabulary.setdefault(one, len(vocabulary)) for one in bag]
        counts += bag.values()
        sizes.append(len(bag))
    kind = np.uint8 if max(counts, default=0) <= 255 else np.uint16
    most = np.minimum(np.array(counts, np.int64), 65535)
    starts = np.cumsum(np.array(sizes, np.int64))
    return Bags(vocabulary, starts, np.array(columns, np.int32), most.astype(kind))


def join_bags(vocabulary: dict[str, int], parts: Sequence[Bags]) -> Bags:
    """The texts of all `parts`, which have this vocabulary."""
    import numpy as np

    sizes = [np.zeros(1, np.int64), *(np.diff(one.starts) for one in parts)]
    return Bags(
        vocabulary,
        np.cumsum(np.concatenate(sizes)),
        np.concatenate([np.zeros(0, np.int32), *(one.columns for one in parts)]),
        np.concatenate([np.zeros(0, np.uint8), *(one.counts for one in parts)]),
    )
