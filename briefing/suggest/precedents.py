"""Passages like this one that points answered or supported before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from briefing.model import PointId
from briefing.suggest.bags import read_bags
from briefing.suggest.learning import Learned
from briefing.suggest.library_texts import Addressed
from briefing.suggest.matching import Matcher
from briefing.suggest.values import Bearing

_LOOKED_AT = 25
_ALIKE = 0.16  # cosine of weighted terms, from which two passages count as alike
_RARE = 0.7  # of the weight of a term that one text has: from there on, sharing it alone will do
_TWINS = 0.6  # and from which they say the same


@dataclass(frozen=True, slots=True)
class Precedent:
    """A point that a passage like this one was linked to."""

    point: PointId
    bearing: Bearing
    likeness: float  # 0 to 1
    words: str  # of that passage
    by_hand: bool  # a link; else a suggestion that was accepted

    @property
    def odds(self) -> float:
        """Log odds that the point does the same to this passage."""
        strength = min((self.likeness - _ALIKE) / (_TWINS - _ALIKE), 1.0)
        size = 0.5 + 2.0 * max(strength, 0.0)
        return size if self.bearing is Bearing.ANSWERS else -size


@dataclass(frozen=True, slots=True)
class Precedents:
    """What was addressed before, to be looked up by likeness."""

    matcher: Matcher
    rows: tuple[tuple[str, tuple[tuple[PointId, Bearing, bool], ...]], ...]

    @classmethod
    def of(cls, links: Sequence[Addressed], learned: Learned, language: str) -> Precedents:
        """From the links of a library, and from accepted suggestions."""
        found: dict[str, dict[PointId, tuple[Bearing, bool]]] = {}
        for one in learned.accepted():
            found.setdefault(one.text, {})[one.point] = (one.bearing, False)
        for link in links:
            found.setdefault(link.text, {})[link.point] = (link.bearing, True)
        rows = tuple(
            (text, tuple((point, *how) for point, how in points.items()))
            for text, points in found.items()
        )
        return cls(Matcher(read_bags([text for text, _ in rows], language), language), rows)

    def like(self, text: str) -> dict[PointId, Precedent]:
        """By point, its nearest precedent for a passage."""
        import numpy as np

        if not self.rows:
            return {}
        asked = self.matcher.ask(text)
        places = [match.place for match in self.matcher.match(asked, _LOOKED_AT)]
        if not places:
            return {}
        rows = np.array(places, np.int64)
        alike = self.matcher.cosines(asked, rows).tolist()
        shares = self.matcher.shared(asked, rows, also_frequent=True)
        found: dict[PointId, Precedent] = {}
        for place, likeness, shared in zip(places, alike, shares, strict=True):
            if likeness < _ALIKE or not self._is_telling(shared):
                continue
            words, points = self.rows[place]
            for point, bearing, by_hand in points:
                before = found.get(point)
                if before is None or likeness > before.likeness:
                    found[point] = Precedent(point, bearing, likeness, words, by_hand)
        return found

    def _is_telling(self, shared: Sequence[int]) -> bool:
        """Whether passages with these terms in common are alike in what they speak of."""
        rare = _RARE * log1p(2 * len(self.rows) + 1)
        return len(shared) > 1 or (len(shared) == 1 and self.matcher.idf[shared[0]] >= rare)
