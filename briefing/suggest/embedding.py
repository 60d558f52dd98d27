"""Texts as vectors of meaning: part of the extra `semantic`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.resources import resources
from briefing.suggest.layers import (
    GRAPH,
    HALVES,
    MISFITS,
    Base,
    find_base,
    layers_of,
    read_package,
    run,
    session,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 384
NAME = "all-MiniLM-L6-v2-int8"
WORDS = 60  # of a text's beginning: what it claims stands there, and time grows with length
_PIECES = 96
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Embedder:
    """The embedding model, loaded."""

    base: Base
    lower: Any  # sessions
    upper: Any

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 for the beginning of each text, as rows."""
        import numpy as np

        vectors = np.zeros((len(texts), WIDTH), np.float32)
        pieces = self.base.words.ids
        ids = [pieces(" ".join(text.split()[:WORDS]), _PIECES) for text in texts]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        for first in range(0, len(order), _BATCH):
            part = order[first : first + _BATCH]
            states = run(self.upper, self.base.begin([ids[one] for one in part], self.lower))
            means = np.stack([one.mean(axis=0) for one in states])
            lengths = np.linalg.norm(means, axis=1, keepdims=True)
            vectors[part] = means / np.maximum(lengths, 1e-9)
        return vectors


@lru_cache(maxsize=1)
def find_embedder() -> Embedder | None:
    """The model, loaded once (half a second); None where the extra is absent or does not work."""
    base = find_base()
    if base is None:
        return None
    try:
        graph = (resources() / "models" / GRAPH).read_bytes()
        lower, upper = (session(graph, layers_of(read_package(half), half)) for half in HALVES)
    except MISFITS:
        return None
    return Embedder(base, lower, upper)
