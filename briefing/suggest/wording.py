"""Whether one text answers or supports another, from their words alone: a small trained model.

A text becomes a few numbers: the sum of what each of its terms, taken as negated or not, has
learned. Two texts agree where their numbers do; terms that both have, negated in one of them only,
speak for disagreement. The weights are a file of some hundred kilobytes; `training/wording.py`
makes it, and docs/models.md says from what, under which licence, and how good it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.resources import resources
from briefing.suggest.terms import stems, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "wording.npz"
FIRST = 80  # words of a text that are looked at: what it claims stands at its beginning
_FIRST_CHARS = 10 * FIRST  # hardly any text needs more for so many words

_NOT = """
not no never without cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt
couldnt nobody nothing neither nor hardly lack lacks fail fails stop stops
"""
_NEGATORS = frozenset(_NOT.split())
_REACH = 3  # words after a negator that it negates


def negated(text: str) -> tuple[tuple[str, bool], ...]:
    """The terms of a text's beginning, and whether each is negated."""
    return _negated(text[:_FIRST_CHARS])


@lru_cache(maxsize=512)  # some megabytes: the passages of an article have most candidates in common
def _negated(text: str) -> tuple[tuple[str, bool], ...]:
    said = words(text)[:FIRST]
    if _NEGATORS.isdisjoint(said):
        return tuple((stem, False) for stem in stems(said))
    found = []
    reach = 0
    for word, stem in zip(said, stems(said), strict=True):
        if word in _NEGATORS:
            reach = _REACH + 1
        found.append((stem, 0 < reach <= _REACH))
        reach -= reach > 0
    return tuple(found)


@dataclass(frozen=True, slots=True)
class WordingModel:
    """Trained weights. `table` has a row for each term, and one for each negated term after it."""

    vocabulary: dict[str, int]
    table: NDArray[np.float32]
    strength: NDArray[np.float32]  # of each number of a text
    rest: NDArray[np.float32]  # bias, terms negated on one side only, terms alike on both

    def numbers(self, said: Sequence[tuple[str, bool]]) -> NDArray[np.float32]:
        """The terms of a text as numbers."""
        import numpy as np

        row_of, apart = self.vocabulary.get, len(self.vocabulary)
        rows = [
            row + apart if is_not else row
            for term, is_not in said
            if (row := row_of(term)) is not None
        ]
        total = self.table[rows or slice(0)].sum(axis=0)
        numbers: NDArray[np.float32] = (total / np.sqrt(max(len(rows), 1))).astype(np.float32)
        return numbers

    def odds(self, text: str, others: Sequence[str]) -> list[float]:
        """Log odds that each of `others` answers `text`; below 0: supports."""
        asked = negated(text)
        own = self.strength * self.numbers(asked)
        said = dict(asked)
        found = []
        for other in others:
            there = negated(other)
            turned, alike = turns(said, dict(there))
            agree = float(own @ self.numbers(there))
            agree += float(self.rest[0] + self.rest[1] * turned + self.rest[2] * alike)
            found.append(-agree)
        return found


def turns(one: dict[str, bool], other: dict[str, bool]) -> tuple[float, float]:
    """How many shared terms are negated on one side only, and how many alike; damped."""
    shared = [term for term in one if term in other and len(term) > 2]
    turned = sum(one[term] is not other[term] for term in shared)
    return turned**0.5, (len(shared) - turned) ** 0.5


@lru_cache(maxsize=1)
def read_wording() -> WordingModel | None:
    """The model that is shipped; None where its file is not there."""
    from briefing.suggest.bags import load_arrays

    names = ("terms", "table", "scale", "strength", "rest")
    kept = load_arrays(resources() / "models" / FILE, names)
    if kept is None:
        return None
    vocabulary = {str(term): row for row, term in enumerate(kept["terms"].tolist())}
    table = kept["table"].astype("float32") * kept["scale"]
    return WordingModel(vocabulary, table, kept["strength"], kept["rest"])
