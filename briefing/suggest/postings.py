"""Texts by their terms: which of thousands may match a passage, found quickly and roughly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.suggest.bags import Bags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

K1 = 2.0  # of BM25; b is 1: a text's length counts in full

# What a term says for a text is a byte while candidates are looked for: the root of its share of
# the most that it can be, K1 + 1. The candidates are then scored with what it is.
_FINEST = 255


@dataclass(frozen=True, slots=True)
class Postings:
    """The texts that have each term, and what the term says for each of them."""

    size: int  # how many texts
    starts: NDArray[np.int64]  # of each term's texts
    rows: NDArray[np.int32]
    shares: NDArray[np.uint8]

    @classmethod
    def of(cls, bags: Bags, rows: NDArray[np.int32], lengths: NDArray[np.float32]) -> Postings:
        """Bags by term. `rows`: the text of each of their terms; `lengths`: 1 is the mean."""
        import numpy as np

        frequency = np.bincount(bags.columns, minlength=len(bags.vocabulary))
        starts = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        order = by_column(bags.columns)
        return cls(bags.size, starts, rows[order], _shares(bags.counts, lengths, rows)[order])

    @property
    def frequency(self) -> NDArray[np.int64]:
        """How many texts have each term."""
        return self.starts[1:] - self.starts[:-1]

    def has(self, column: int) -> bool:
        """Whether any text has the term of a column: those added later, none of these has."""
        is_here = 0 <= column < len(self.starts) - 1
        return is_here and bool(self.starts[column] < self.starts[column + 1])

    def scores(
        self,
        columns: NDArray[np.int32],
        counts: NDArray[np.float32],
        idf: NDArray[np.float32],
        budget: int,
    ) -> NDArray[np.float32]:
        """BM25 of every text for a passage, but for a factor and to about a hundredth.

        Within `budget` postings, the rarest terms first. `columns` and `counts` are the passage's.
        """
        import numpy as np

        scores = np.zeros(self.size, np.float32)
        spent = 0
        for place in np.argsort(-idf[columns], kind="stable").tolist():
            column = columns[place]
            start, end = self.starts[column], self.starts[column + 1]
            spent += int(end - start)
            if spent > budget and scores.any():
                break
            part = self.shares[start:end].astype(np.float32)
            part *= part
            part *= idf[column] * counts[place]
            # Quicker than plain addition there, and so are numbers of that length.
            np.add.at(scores, self.rows[start:end].astype(np.intp), part)
        return scores


def best_of(scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """The places of the highest scores, in no order."""
    import numpy as np

    if len(scores) <= most:
        return np.arange(len(scores))
    # Few come near to the best one: to find those is quicker than to put all in order.
    best = float(scores.max())
    for part in (0.5, 0.25, 0.1):
        near = scores > part * best
        if best > 0 and np.count_nonzero(near) >= most:
            places = np.flatnonzero(near)
            return places[np.argpartition(-scores[places], most - 1)[:most]]
    return np.argpartition(-scores, most - 1)[:most]


def by_column(columns: NDArray[np.int32]) -> NDArray[np.int64]:
    """The places of terms in the order of their columns, those of a column as they stood.

    Numbers of 16 bits are put in order by counting, five times as fast as longer ones: first by
    their lower halves, then by their upper ones.
    """
    import numpy as np

    order = np.argsort((columns & 0xFFFF).astype(np.uint16), kind="stable")
    upper = (columns >> 16).astype(np.uint16)
    if upper.any():
        order = order[np.argsort(upper[order], kind="stable")]
    return order


def _shares(
    counts: NDArray[np.unsignedinteger[Any]], lengths: NDArray[np.float32], rows: NDArray[np.int32]
) -> NDArray[np.uint8]:
    """What each term says for its text before it is weighed: a byte, the root of its share."""
    import numpy as np

    found = np.empty(len(rows), np.uint8)
    step = 1 << 20  # so that what is made in between takes little room
    for first in range(0, len(rows), step):
        often = counts[first : first + step].astype(np.float32)
        share = often / (often + K1 * lengths[rows[first : first + step]])
        found[first : first + step] = np.ceil(np.sqrt(share) * _FINEST)
    return found
