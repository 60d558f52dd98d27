"""Passages like this one that points answered or supported before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from briefing.suggest.bags import count_terms, join_bags
from briefing.suggest.library_texts import beginning
from briefing.suggest.matching import Matcher, Shares
from briefing.suggest.stock import Stock
from briefing.suggest.stocking import keys_of
from briefing.suggest.values import Bearing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LOOKED_AT = 25
_ALIKE = 0.16  # cosine of weighted terms, from which two passages count as alike
_RARE = 0.7  # of the weight of a term that one text has: from there on, sharing it alone will do
_TWINS = 0.6  # and from which they say the same


@dataclass(frozen=True, slots=True)
class Precedent:
    """A point that a passage like this one was linked to."""

    bearing: Bearing
    likeness: float  # 0 to 1
    words: str  # how that passage begins
    by_hand: bool  # a link; else a suggestion that was accepted

    @property
    def odds(self) -> float:
        """Log odds that the point does the same to this passage."""
        strength = min((self.likeness - _ALIKE) / (_TWINS - _ALIKE), 1.0)
        size = 0.5 + 2.0 * max(strength, 0.0)
        return size if self.bearing is Bearing.ANSWERS else -size


class Known(NamedTuple):
    """A suggestion that was accepted, and the row of its point."""

    text: str
    row: int
    answers: bool


@dataclass(frozen=True, slots=True)
class Precedents:
    """What was addressed before, to be looked up by likeness.

    The texts are rows; `starts` says where those who addressed a text begin among the rest.
    """

    matcher: Matcher
    words: Sequence[str]  # how each text begins
    starts: NDArray[np.int64]
    points: NDArray[np.int64]  # rows of the library's points
    answers: NDArray[np.bool_]
    by_hand: NDArray[np.bool_]

    @classmethod
    def of(
        cls, stock: Stock, said: Mapping[str, str], decisions: Sequence[Known], language: str
    ) -> Precedents:
        """From the links of a library, and from accepted suggestions.

        `said` has the words of claims and points that links address.
        """
        import numpy as np

        links = stock.links
        places = {ref: at for at, ref in enumerate(said)}
        elsewhere = np.array([places.get(ref, -1) if ref else -2 for ref in links.refs], np.int64)
        there = np.flatnonzero(elsewhere != -1)  # the others address what is gone
        others = [*said.values(), *(one.text for one in decisions)]
        counted = count_terms(others, stock.bags.vocabulary, language)
        bags = join_bags(stock.bags.vocabulary, [links.bags, counted])
        # Where each text stands among these; links, and the last ones, come first: they decide.
        texts = np.where(elsewhere[there] < 0, there, len(links.refs) + elsewhere[there])
        texts = np.append(np.arange(bags.size)[bags.size - len(decisions) :], texts)[::-1]
        keys = np.append(links.keys, keys_of(others))[texts]
        _, first, owner = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(owner, kind="stable")
        points = np.array([*(one.row for one in decisions), *stock.link_rows()[there]], np.int64)
        answers = np.array([*(one.answers for one in decisions), *links.answers[there]], np.bool_)
        begun = [*links.words, *map(beginning, others)]
        return cls(
            Matcher(bags.taken(texts[first]), language),
            [begun[one] for one in texts[first].tolist()],
            np.searchsorted(owner[order], np.arange(len(first) + 1)),
            points[::-1][order],
            answers[::-1][order],
            (np.arange(len(texts)) >= len(decisions))[::-1][order],
        )

    def like(self, text: str) -> dict[int, Precedent]:
        """By row of a point, its nearest precedent for a passage."""
        import numpy as np

        if not self.words:
            return {}
        asked = self.matcher.ask(text)
        places = [match.place for match in self.matcher.match(asked, _LOOKED_AT)]
        if not places:
            return {}
        rows = np.array(places, np.int64)
        alike = self.matcher.cosines(asked, rows).tolist()
        telling = self._are_telling(self.matcher.shared(asked, rows, also_frequent=True))
        found: dict[int, Precedent] = {}
        for place, likeness, is_telling in zip(places, alike, telling, strict=True):
            if likeness < _ALIKE or not is_telling:
                continue
            for one in range(int(self.starts[place]), int(self.starts[place + 1])):
                point = int(self.points[one])
                before = found.get(point)
                if before is None or likeness > before.likeness:
                    bearing = Bearing.ANSWERS if self.answers[one] else Bearing.SUPPORTS
                    by_hand = bool(self.by_hand[one])
                    found[point] = Precedent(bearing, likeness, self.words[place], by_hand)
        return found

    def _are_telling(self, shares: Shares) -> list[bool]:
        """Whether passages with these terms in common are alike in what they speak of."""
        rare = _RARE * log1p(2 * self.matcher.bags.size + 1)
        idf = self.matcher.weights.idf
        return [
            count > 1 or (count == 1 and bool(idf[shares.columns[start]] >= rare))
            for count, start in zip(shares.counts.tolist(), shares.starts.tolist(), strict=False)
        ]
