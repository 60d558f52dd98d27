"""Whether one text answers or supports another, read together: part of the extra `semantic`.

A small cross-encoder. The lower half is that of the embedding model, as its package carries it, and
reads each text alone; the upper half was trained to read two texts together. What it learned, as
what is added to the package's own upper half, is the file `stance.npz`, which `training/stance.py`
makes. docs/models.md says from what data, under which licence, how good it is and where it is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import tanh
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.resources import resources
from briefing.suggest.layers import (
    HALVES,
    LAYERS,
    MISFITS,
    NORMS,
    PARTS,
    Base,
    as_bytes,
    find_base,
    layers_of,
    read_package,
    run,
    session,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from briefing.suggest.layers import Arrays, Floats

FILE = "stance.npz"
PIECES = 24  # of a text's beginning, the marks of its two ends included: time grows with them
_TOGETHER = 8  # texts or pairs
_KEPT = 512  # texts whose lower half is remembered
_MOST = 2.0  # log odds: the model is never surer than some 88 %


@dataclass(frozen=True, slots=True)
class StanceModel:
    """A loaded cross-encoder. Threads may share it."""

    base: Base
    lower: Any  # sessions
    upper: Any
    kinds: Floats  # (2, 384): marks which of the two texts a piece is of
    head: Floats  # (1920,)
    bias: float
    scale: float  # log odds are the model's number times this: it must not be too sure
    read: OrderedDict[str, Floats] = field(default_factory=OrderedDict)

    def odds(self, text: str, others: Sequence[str]) -> list[float]:
        """Log odds that each of `others` answers `text`; below 0: supports."""
        states = self._states([text, *others])
        own = states[0]
        found = []
        for first in range(1, len(states), _TOGETHER):
            found += self._together(own, states[first : first + _TOGETHER])
        return found

    def _states(self, texts: Sequence[str]) -> list[Floats]:
        """Each text as the lower half leaves it: (pieces, 384)."""
        known = {text: one for text in texts if (one := self.read.get(text)) is not None}
        new = sorted(set(texts) - known.keys(), key=len)
        ids = [self.base.words.ids(text, PIECES) for text in new]
        made: dict[str, Floats] = {}
        for first in range(0, len(new), _TOGETHER):
            part = slice(first, first + _TOGETHER)
            made.update(zip(new[part], self.base.begin(ids[part], self.lower), strict=True))
        self.read.update(made)
        while len(self.read) > _KEPT:  # another thread may take some away, too
            self.read.popitem(last=False)
        known |= made
        return [known[text] for text in texts]

    def _together(self, own: Floats, others: Sequence[Floats]) -> list[float]:
        import numpy as np

        pairs = [np.concatenate([own + self.kinds[0], one + self.kinds[1]]) for one in others]
        odds = []
        for states in run(self.upper, pairs):
            here, there = states[: len(own)].mean(axis=0), states[len(own) :].mean(axis=0)
            told = np.concatenate([here, there, abs(here - there), here * there, states[0]])
            agree = (float(told @ self.head) + self.bias) * self.scale
            odds.append(-_MOST * tanh(agree / _MOST))
        return odds


@lru_cache(maxsize=1)
def find_stance() -> StanceModel | None:
    """The model, loaded once (half a second); None where the extra is absent or does not work."""
    base = find_base()
    if base is None:
        return None
    try:
        return load(base, resources() / "models" / FILE)
    except MISFITS:
        return None


def load(base: Base, trained: Path) -> StanceModel:
    """The model of the package's and our file. One of `MISFITS`: they do not fit."""
    import numpy as np

    with np.load(trained) as file:
        own = {name: file[name] for name in file.files}
    below, above = (layers_of(read_package(half), half) for half in HALVES)
    graph = own["layers"].tobytes()
    lower = session(graph, as_bytes(below))
    upper = session(graph, as_bytes(layers_from(own, above)))
    bias, scale = own["numbers"].tolist()
    return StanceModel(base, lower, upper, own["kinds"], own["head"], bias, scale)


def layers_from(own: Mapping[str, NDArray[Any]], base: Arrays) -> Arrays:
    """Our layers: those of `base`, and what was learned, as products of two narrow matrices."""
    found: Arrays = {}
    for layer in range(LAYERS):
        for part in PARTS:
            name = f"{layer}.{part}"
            left = own[f"{name}.left"] * own[f"{name}.left.scale"]
            right = own[f"{name}.right"] * own[f"{name}.right.scale"][:, None]
            found[name] = base[name] + left @ right
            found[f"{name}.bias"] = own[f"{name}.bias"]
        for norm in NORMS:
            found[f"{layer}.{norm}"] = own[f"{layer}.{norm}"]
            found[f"{layer}.{norm}.bias"] = own[f"{layer}.{norm}.bias"]
    return found
