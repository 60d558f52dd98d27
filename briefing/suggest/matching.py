"""Which texts speak of the same things as a passage: BM25 both ways, corrected for crowding.

Forwards, a passage is the query: BM25 with k1 = 2, b = 1, and the passage's own term counts kept
(a set of terms would lose eleven points of nDCG). Backwards, each text is the query and the passage
is what it finds; that score is divided by how well the text finds its own nearest neighbours. So a
text that resembles everything, because it is long or says what all say, no longer stands before the
one whose nearest neighbour the passage would be. The correction is that of "cross-domain similarity
local scaling" (Conneau et al. 2018), made for embeddings; here it needs no embeddings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import TYPE_CHECKING, Any

from briefing.suggest.bags import Bags, gather
from briefing.suggest.postings import K1, Postings, best_of
from briefing.suggest.products import each_with_each
from briefing.suggest.term_weights import TermWeights, would_tell
from briefing.suggest.terms import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEIGHBOURS = 4

_SPREAD, _SPREAD_OVER, _SPREAD_TO = 0.7, 60, 5  # relevance shared among matches
_LEAST_ALIKE = 0.3  # sum of cosines; what is like nothing gets no share
_COVERED_BY = 5
# The least that counts as a text's nearness, in parts of what texts so long usually have: one that
# stands alone in its library must not be near to everything.
_LEAST_NEAR = 0.6

# Postings that one look-up reads at most, the rarest terms first. The best few hundred are then
# scored with all terms, so that a common word costs time only where it can change the order.
_BUDGET = 250_000
_BUDGET_NEAR = 60_000
_RESCORED = 300


def _spread(
    own: NDArray[np.float64],
    places: NDArray[np.int64],
    likeness: Callable[[NDArray[np.int64]], NDArray[np.float32]],
) -> NDArray[np.float64]:
    """Let each of the best few dozen matches share its relevance with those most like it.

    One step of a random walk: what speaks of the passage's subject in other words is found by
    way of a text that is like both. `own` and `places` are of matches, best first.
    """
    import numpy as np

    near = own[:_SPREAD_OVER]
    if len(near) < 3:
        return own
    alike = likeness(places[:_SPREAD_OVER])
    np.fill_diagonal(alike, 0)
    least = np.sort(alike, axis=1)[:, -min(_SPREAD_TO, 1 + len(near) // 6)][:, None]
    alike = np.where(alike >= least, alike, 0)
    shared = alike @ near
    shared /= np.maximum(alike.sum(axis=1), _LEAST_ALIKE)
    # What was not looked at must not come before what was.
    found = own * (1.0 + _SPREAD)
    found[:_SPREAD_OVER] = near + _SPREAD * shared
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage in terms of the texts: their columns, how often each occurs, and its length."""

    columns: NDArray[np.int32]
    counts: NDArray[np.float32]
    length: int  # terms, also those that no text has
    strange: int = 0  # different terms that no text has, and that would say something

    @property
    def known(self) -> float:
        """The share of its terms that occur in any text."""
        return float(self.counts.sum()) / self.length if self.length else 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """A text that speaks of the same things. `place` is its row."""

    place: int
    score: float  # its relevance, and what those like it shared with it: only the order matters
    own: float  # forwards plus backwards, and nearness in meaning
    kinship: float  # backwards: 1 is as near as the text's nearest neighbours


@dataclass(frozen=True, slots=True)
class Closeness:
    """What nearness in meaning says of each text, as seen from a passage."""

    cosines: NDArray[np.float32]
    added: NDArray[np.float32]  # to the relevance of each text
    likeness: Callable[[NDArray[np.int64]], NDArray[np.float32]]  # cosines of texts, each with each


@dataclass(frozen=True, slots=True)
class Shares:
    """The columns of the terms that each of some texts has in common with a passage, best first."""

    starts: NDArray[np.int64]  # of each text's
    columns: NDArray[np.int32]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many terms each text shares."""
        return self.starts[1:] - self.starts[:-1]

    def of(self, text: int) -> list[int]:
        """What one of the texts shares."""
        found: list[int] = self.columns[self.starts[text] : self.starts[text + 1]].tolist()
        return found


@dataclass(slots=True)
class Matcher:
    """Texts as arrays, by text and by term. Made once; reading it is safe on any thread."""

    bags: Bags
    language: str = "en"
    near: NDArray[np.float32] | None = None  # how well each text finds its neighbours; NaN: unknown
    lengths: NDArray[np.float32] = field(init=False)
    mean_length: float = field(init=False)  # of the texts, in terms
    weights: TermWeights = field(init=False)
    _postings: Postings = field(init=False)

    def __post_init__(self) -> None:
        import numpy as np

        bags = self.bags
        rows = bags.rows()
        self.lengths = np.bincount(rows, bags.counts, minlength=bags.size).astype(np.float32)
        self.mean_length = float(self.lengths.mean()) if bags.size and self.lengths.any() else 1.0
        self._postings = Postings.of(bags, rows, self.lengths / self.mean_length)
        self.weights = TermWeights.of(
            self._postings.frequency, bags.size, bags.vocabulary, self.language
        )
        if self.near is None:
            self.near = np.full(bags.size, np.nan, np.float32)

    def _weighted(
        self,
        columns: NDArray[np.int32],
        counts: NDArray[np.float32] | NDArray[np.unsignedinteger[Any]],
        lengths: NDArray[np.float32] | float,
    ) -> NDArray[np.float32]:
        often = counts.astype("float32", copy=False)
        weighted: NDArray[np.float32] = self.weights.idf[columns] * often
        weighted *= (K1 + 1) / (often + K1 * lengths / self.mean_length)
        return weighted

    def ask(self, text: str) -> Asked:
        """A passage as something to look up."""
        import numpy as np

        found = Counter(terms(text, self.language))
        columns, has = self.bags.vocabulary, self._postings.has
        known = {columns[one]: often for one, often in found.items() if has(columns.get(one, -1))}
        strange = (one for one in found if columns.get(one, -1) not in known)
        return Asked(
            np.fromiter(known, np.int32, len(known)),
            np.fromiter(known.values(), np.float32, len(known)),
            found.total(),
            sum(would_tell(one, self.language) for one in strange),
        )

    def row(self, place: int) -> Asked:
        """A text itself as something to look up."""
        part = slice(int(self.bags.starts[place]), int(self.bags.starts[place + 1]))
        counts = self.bags.counts[part].astype("float32")
        return Asked(self.bags.columns[part], counts, int(self.lengths[place]))

    def _forwards(self, asked: Asked, budget: int) -> NDArray[np.float32]:
        """Rough scores of all texts for a passage, within so many postings."""
        return self._postings.scores(asked.columns, asked.counts, self.weights.idf, budget)

    def both_ways(
        self, asked: Asked, places: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Exact scores of some texts for a passage, and of the passage for each of them."""
        import numpy as np

        there = np.zeros(len(self.weights.idf), np.float32)
        there[asked.columns] = asked.counts
        back = np.zeros(len(self.weights.idf), np.float32)
        back[asked.columns] = self._weighted(asked.columns, asked.counts, float(asked.length))
        picked, owner = gather(self.bags.starts, places)
        columns = self.bags.columns[picked]
        shared = np.flatnonzero(there[columns] > 0)  # a tenth of them
        columns, owner, counts = columns[shared], owner[shared], self.bags.counts[picked[shared]]
        weights = self._weighted(columns, counts, self.lengths[places][owner])
        size = len(places)
        forth = np.bincount(owner, weights * there[columns], minlength=size)
        backwards = np.bincount(owner, counts * back[columns], minlength=size)
        return forth.astype(np.float32), backwards.astype(np.float32)

    def _terms_of(
        self, places: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int64]]:
        """The terms of some texts, what they weigh there, and to which of them each belongs."""
        picked, owner = gather(self.bags.starts, places)
        columns = self.bags.columns[picked]
        lengths = self.lengths[places][owner]
        return columns, self._weighted(columns, self.bags.counts[picked], lengths), owner

    def match(
        self,
        asked: Asked,
        most: int = 60,
        without: Sequence[int] = (),
        closeness: Closeness | None = None,
    ) -> list[Match]:
        """The texts that match a passage best, best first; those of `without` are left out."""
        import numpy as np

        scores = self._forwards(asked, _BUDGET)
        scores[list(without)] = 0
        places = best_of(scores, max(_RESCORED, most))
        places = places[scores[places] > 0]
        if closeness is not None:
            open_ = closeness.added.copy()
            open_[list(without)] = -np.inf
            close = best_of(open_, most)
            places = np.union1d(places, close[np.isfinite(open_[close])])
        if not len(places):
            return []
        forth, back = self.both_ways(asked, places)
        kinship = back / self.nearness(places)
        total = forth / max(float(forth.max()), 1e-9) + kinship
        if closeness is not None:
            total = total + closeness.added[places]
        best = np.argsort(-total, kind="stable")[:most]
        own, places = total[best].astype(np.float64), places[best]
        likeness = closeness.likeness if closeness is not None else self.likeness
        spread = _spread(own, places, likeness)
        found = zip(
            places.tolist(), spread.tolist(), own.tolist(), kinship[best].tolist(), strict=True
        )
        return sorted(starmap(Match, found), key=lambda one: -one.score)

    def nearness(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """How well texts find their neighbours; where that is not known yet, as others so long."""
        import numpy as np

        assert self.near is not None
        near = self.near[places]
        # A thousand of them are enough to tell what is usual.
        some = slice(None, None, 1 + len(self.near) // 1000)
        near_some, lengths = self.near[some], self.lengths[some]
        known = ~np.isnan(near_some) & (lengths > 0)
        rates = near_some[known] / lengths[known]
        # 1.0: roughly what BM25 gives a neighbour for each term.
        guess = self.lengths[places] * (float(np.median(rates)) if len(rates) else 1.0)
        near = np.maximum(np.where(np.isnan(near), guess, near), _LEAST_NEAR * guess)
        least: NDArray[np.float32] = np.maximum(near, 1e-6).astype(np.float32)
        return least

    def find_near(self, place: int) -> float:
        """How well a text finds its nearest neighbours: the mean of the best few scores."""
        import numpy as np

        asked = self.row(place)
        scores = self._forwards(asked, _BUDGET_NEAR)
        scores[place] = 0
        some = min(4 * NEIGHBOURS, len(scores) - 1)
        if some < 1:
            return float("nan")
        forth, _ = self.both_ways(asked, best_of(scores, some))
        # A small library has no four near neighbours to each text.
        best = np.sort(forth)[-min(NEIGHBOURS, 1 + self.bags.size // 50) :]
        return float(best.mean())

    def cosines(self, asked: Asked, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosine of the weighted terms of a passage with those of some texts."""
        import numpy as np

        own = self._weighted(asked.columns, asked.counts, float(asked.length))
        there = np.zeros(len(self.weights.idf), np.float32)
        there[asked.columns] = own
        columns, weights, owner = self._terms_of(places)
        dots = np.bincount(owner, weights * there[columns], len(places))
        norms = np.sqrt(np.bincount(owner, weights * weights, len(places)))
        length = max(float(np.linalg.norm(own)), 1e-9)
        return (dots / np.maximum(norms * length, 1e-9)).astype(np.float32)

    def likeness(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosine of the weighted terms of some texts, each with each."""
        import numpy as np

        columns, weights, owner = self._terms_of(places)
        norms = np.sqrt(np.bincount(owner, weights * weights, len(places)))
        # A term of one text only makes none alike: most terms are such, and are left out.
        several = np.bincount(columns, minlength=len(self.weights.idf)) > 1
        shared = several[columns]
        local = np.cumsum(several)[columns[shared]] - 1
        scaled: NDArray[np.float32] = np.zeros((len(places), int(several.sum())), np.float32)
        scaled[owner[shared], local] = weights[shared]
        scaled /= np.maximum(norms, 1e-9)[:, None].astype(np.float32)
        return each_with_each(scaled)

    def familiar(self, asked: Asked) -> float:
        """The share of a passage's different telling terms that any text has."""
        known = int(self.weights.telling[asked.columns].sum())
        return known / max(known + asked.strange, 1)

    def covered(self, asked: Asked, shares: Shares) -> float:
        """How much of what a passage speaks of the five best texts share with it, 0 to 1.

        By the weight of telling terms, those that no text has among them: a passage on another
        subject has a word in common with many texts, and with none of them its subject.
        """
        import numpy as np

        columns = asked.columns[self.weights.telling[asked.columns]]
        rarest = float(np.log1p(2 * self.bags.size + 1))
        whole = float(self.weights.idf[columns].sum()) + asked.strange * rarest
        sums = np.append(0.0, np.cumsum(self.weights.idf[shares.columns], dtype=np.float64))[
            shares.starts
        ]
        parts = np.sort(np.diff(sums))[-_COVERED_BY:]
        return float(parts.sum()) / _COVERED_BY / whole if whole else 0.0

    def shared(
        self, asked: Asked, places: NDArray[np.int64], also_frequent: bool = False
    ) -> Shares:
        """The telling terms that each of some texts has in common with a passage.

        `also_frequent`: those that most texts have, too, if they are no words of every subject.
        """
        import numpy as np

        wanted = np.zeros(len(self.weights.idf), np.bool_)
        columns = asked.columns
        wanted[columns] = (
            ~self.weights.weak[columns] if also_frequent else self.weights.telling[columns]
        )
        picked, owner = gather(self.bags.starts, places)
        kept = np.flatnonzero(wanted[self.bags.columns[picked]])
        picked, owner = picked[kept], owner[kept]
        columns = self.bags.columns[picked]
        weights = self._weighted(columns, self.bags.counts[picked], self.lengths[places][owner])
        order = np.lexsort((-weights, owner))
        counts = np.bincount(owner, minlength=len(places))
        return Shares(np.append(0, np.cumsum(counts)), columns[order])
