"""What each term of some texts says: its weight, and whether sharing it says anything at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.suggest.terms import STOP, terms
from briefing.suggest.weak_words import WEAK

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

FEW_TEXTS = 12  # below which a term of most texts may still be what they are about

# What is left of the weight of words like "the": in a small library they are rare by chance.
_STOP_WEIGHT = 0.3
_TELLING = 0.4  # idf; a term that two of three texts have is below it


@dataclass(frozen=True, slots=True)
class TermWeights:
    """By term: its weight (idf), whether it is a word of every subject, and whether it tells."""

    idf: NDArray[np.float32]
    weak: NDArray[np.bool_]
    telling: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        frequency: NDArray[np.int64],
        size: int,
        vocabulary: Mapping[str, int],
        language: str,
    ) -> TermWeights:
        """The weights of terms; `frequency` is in how many of the `size` texts each occurs."""
        import numpy as np

        width = len(frequency)
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        weak = np.zeros(width, np.bool_)
        rare = (idf > _TELLING) | (size < FEW_TEXTS)
        years = [str(year) for year in range(1900, 2100)]
        weak[[vocabulary[one] for one in years if vocabulary.get(one, width) < width]] = True
        if language.startswith("en"):
            for one in _weak_terms():
                column = vocabulary.get(one, width)
                if column < width:
                    weak[column] = True
                    idf[column] *= _STOP_WEIGHT if one in _stop_terms() else 1.0
        return cls(idf, weak, rare & ~weak)


def would_tell(term: str, language: str) -> bool:
    """Whether a term that no text has would say something if one had it."""
    if len(term) < 3 or _is_year(term):
        return False
    return not (language.startswith("en") and term in _weak_terms())


@lru_cache(maxsize=1)
def _stop_terms() -> frozenset[str]:
    return frozenset(terms(" ".join(sorted(STOP))))


@lru_cache(maxsize=1)
def _weak_terms() -> frozenset[str]:
    return _stop_terms() | frozenset(terms(" ".join(sorted(WEAK))))


def _is_year(term: str) -> bool:
    return len(term) == 4 and term.isdigit() and term[:2] in ("19", "20")
