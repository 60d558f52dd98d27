"""Whether one text answers or supports another, from their words alone: a small trained model.

A text becomes a few numbers: the sum of what each of its terms, taken as negated or not, has
learned. Two texts agree where their numbers do; terms that both have, negated in one of them only,
speak for disagreement. The weights are a small file, which `training/wording.py` makes;
docs/models.md says from what, under which licence, and how good it is. What the model knows of a
library's points is kept with their terms: it takes their words to find out, and those are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from briefing.resources import resources
from briefing.suggest.kept import load_arrays
from briefing.suggest.terms import stems, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
Said = Sequence[tuple[str, bool]]  # terms in order, and whether each is negated

FILE = "wording.npz"
FIRST = 80  # words of a text that are looked at: what it claims stands at its beginning
_SIZE = 6  # numbers of a text
_FLAGS = FIRST // 8  # bytes
_LEAST = 3  # letters of a term that tells something where two texts have it

_NOT = """
not no never without cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt
couldnt nobody nothing neither nor hardly lack lacks fail fails stop stops
"""
_NEGATORS = frozenset(_NOT.split())
_REACH = 3  # words after a negator that it negates


def negated(text: str) -> Said:
    """The terms of a text's beginning, and whether each is negated."""
    said = words(text)[:FIRST]
    return negations(said, stems(said))


def negations(said: Sequence[str], stemmed: Sequence[str]) -> Said:
    """The same of some words and their stems."""
    if _NEGATORS.isdisjoint(said):
        return [(stem, False) for stem in stemmed]
    found = []
    reach = 0
    for word, stem in zip(said, stemmed, strict=True):
        if word in _NEGATORS:
            reach = _REACH + 1
        found.append((stem, 0 < reach <= _REACH))
        reach -= reach > 0
    return found


def telling(said: Said) -> dict[str, bool]:
    """The terms that tell something where two texts have them, as they were said last."""
    return {term: is_not for term, is_not in said if len(term) >= _LEAST}


def turns(one: Mapping[T, bool], other: Mapping[T, bool]) -> tuple[float, float]:
    """How many shared terms are negated on one side only, and how many alike; damped."""
    shared = [term for term in one if term in other]
    turned = sum(one[term] is not other[term] for term in shared)
    return turned**0.5, (len(shared) - turned) ** 0.5


class Worded(NamedTuple):
    """A text as the model knows it: its numbers, and which of its terms are negated.

    The terms are words, or columns of a library's vocabulary: two texts must have the same.
    """

    numbers: NDArray[np.float32]
    is_negated: Mapping[Any, bool]


@dataclass(frozen=True, slots=True)
class Wordings:
    """Many texts as the model knows them, a row each: 35 bytes.

    Their terms are the first columns of their bags, which stand as they are said.
    """

    numbers: NDArray[np.float32]  # (texts, 6)
    reach: NDArray[np.uint8]  # (texts,): so many columns of the bag are of the text's beginning
    flags: NDArray[np.uint8]  # (texts, 10): a bit for each of them, 1 where it is negated

    def part(self, first: int, end: int) -> Wordings:
        """The texts from `first` to before `end`."""
        span = slice(first, end)
        return Wordings(self.numbers[span], self.reach[span], self.flags[span])

    def at(self, row: int, columns: NDArray[np.int32]) -> Worded:
        """One text. `columns` are those of its bag."""
        flags = int.from_bytes(self.flags[row].tobytes(), "little")
        begun = columns[: self.reach[row]].tolist()
        terms = {column: bool(flags >> place & 1) for place, column in enumerate(begun)}
        return Worded(self.numbers[row], terms)


def no_wordings(size: int) -> Wordings:
    """So many texts of which nothing is known."""
    import numpy as np

    flags = np.zeros((size, _FLAGS), np.uint8)
    return Wordings(np.zeros((size, _SIZE), np.float32), np.zeros(size, np.uint8), flags)


def join_wordings(parts: Sequence[Wordings]) -> Wordings:
    """The texts of all `parts`."""
    import numpy as np

    parts = parts or [no_wordings(0)]
    return Wordings(
        np.concatenate([one.numbers for one in parts]),
        np.concatenate([one.reach for one in parts]),
        np.concatenate([one.flags for one in parts]),
    )


@dataclass(frozen=True, slots=True)
class WordingModel:
    """Trained weights. `table` has a row for each term, and one for each negated term after it."""

    vocabulary: dict[str, int]
    table: NDArray[np.float32]
    strength: NDArray[np.float32]  # of each number of a text
    rest: NDArray[np.float32]  # bias, terms negated on one side only, terms alike on both
    key: str  # the same for the same weights

    def read(self, text: str) -> Worded:
        """A text as the model knows it."""
        said = negated(text)
        return Worded(self._numbers(said), telling(said))

    def _numbers(self, said: Said) -> NDArray[np.float32]:
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

    def keep(self, texts: Iterable[Said]) -> Wordings:
        """What is kept of texts: of each, of all terms of its beginning."""
        import numpy as np

        numbers, reach, flags = [], [], []
        for said in texts:
            last = dict(said)
            numbers.append(self._numbers(said))
            reach.append(len(last))
            marks = sum(1 << place for place, is_not in enumerate(last.values()) if is_not)
            flags.append(marks.to_bytes(_FLAGS, "little"))
        return Wordings(
            np.array(numbers, np.float32).reshape(-1, _SIZE),
            np.array(reach, np.uint8),
            np.frombuffer(b"".join(flags), np.uint8).reshape(-1, _FLAGS),
        )

    def odds(self, one: Worded, others: Iterable[Worded]) -> list[float]:
        """Log odds that each of `others` answers `one`; below 0: supports."""
        own = self.strength * one.numbers
        found = []
        for other in others:
            turned, alike = turns(one.is_negated, other.is_negated)
            agree = float(own @ other.numbers)
            agree += float(self.rest[0] + self.rest[1] * turned + self.rest[2] * alike)
            found.append(-agree)
        return found


@lru_cache(maxsize=1)
def read_wording() -> WordingModel | None:
    """The model that is shipped, for English; None where its file is not there."""
    path = resources() / "models" / FILE
    kept = load_arrays(path, ("terms", "table", "scale", "strength", "rest"))
    if kept is None:
        return None
    vocabulary = {str(term): row for row, term in enumerate(kept["terms"].tolist())}
    table = kept["table"].astype("float32") * kept["scale"]
    key = blake2b(path.read_bytes(), digest_size=8).hexdigest()
    return WordingModel(vocabulary, table, kept["strength"], kept["rest"], key)


def find_wording(language: str) -> WordingModel | None:
    """The model that reads texts of a language; None where there is none."""
    return read_wording() if language.startswith("en") else None
