"""The vectors of a library's points: made in the background, and kept by content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.model import Cancelled, Progress, Stop
from briefing.suggest.embedding import NAME, WIDTH, Embedder
from briefing.suggest.kept import keep, recall
from briefing.suggest.matching import Closeness
from briefing.suggest.products import each_with_each
from briefing.suggest.vectors import NEIGHBOURS, Vectors, find_nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOGETHER = 16  # texts
_SAVED_EVERY = 512  # texts: some seconds' work

# Weights beside terms. The model was made for sentences, and between two of those few terms are
# shared: where what is asked and the points are that short, meaning counts more.
_LONG, _SHORT = 40, 12  # terms
_COSINE = (4.0, 10.0)  # of something long; of something short
_NEARNESS = (2.0, 0.0)


@dataclass(frozen=True, slots=True)
class Meanings:
    """A vector for each point, and how near its nearest neighbours are."""

    embedder: Embedder
    vectors: Vectors
    near: NDArray[np.float32]  # (points,): mean cosine with the nearest few

    def closeness(self, text: str, terms: float) -> Closeness:
        """How close each point is to a text. `terms`: how many it or a point has, if that is more.

        What is added to relevance is the cosine less the point's own nearness to others:
        cross-domain similarity local scaling, as for terms.
        """
        short = min(max((_LONG - terms) / (_LONG - _SHORT), 0.0), 1.0)
        cosine, nearness = (long + short * (least - long) for long, least in (_COSINE, _NEARNESS))
        cosines = self.vectors.cosines(self.embedder.embed([text]))[:, 0]
        return Closeness(cosines, cosine * cosines - nearness * self.near, self._likeness)

    def _likeness(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosines of some points, each with each."""
        return each_with_each(self.vectors.floats(places)).clip(0)


def find_meanings(
    embedder: Embedder,
    keys: NDArray[np.uint64],
    text_at: Callable[[int], str],
    cache: Path | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Meanings:
    """Find out what `cache` does not know yet of the texts with these keys.

    Raises Cancelled on `stop`; what is done is kept.
    """
    import numpy as np

    size = len(keys)
    vectors = Vectors(np.zeros((size, WIDTH), np.int8), np.zeros(size, np.float32))
    _embed(embedder, vectors, keys, text_at, cache, progress, stop)
    nearest = np.full((size, NEIGHBOURS), np.nan, np.float32)
    path = cache / f"{NAME}-nearest.npz" if cache is not None else None
    known = recall(path, keys, {"nearest": nearest})
    try:
        find_nearest(vectors, nearest, stop)
    finally:
        if not known.all():
            keep(path, keys, ~np.isnan(nearest[:, 0]), {"nearest": nearest})
    # A small library has no four near neighbours to each text.
    some = min(NEIGHBOURS, size - 1, 1 + size // 50)
    near = nearest[:, :some].mean(axis=1) if some > 0 else np.zeros(size, np.float32)
    return Meanings(embedder, vectors, near)


def _embed(
    embedder: Embedder,
    vectors: Vectors,
    keys: NDArray[np.uint64],
    text_at: Callable[[int], str],
    cache: Path | None,
    progress: Progress | None,
    stop: Stop | None,
) -> None:
    """Fill in the vectors, those that are kept and the others."""
    import numpy as np

    path = cache / f"{NAME}.npz" if cache is not None else None
    rows: dict[str, NDArray[Any]] = {"bytes": vectors.bytes_, "scales": vectors.scales}
    known = recall(path, keys, rows)
    missing = np.flatnonzero(~known)
    try:
        for count in range(0, len(missing), _TOGETHER):
            if stop is not None and stop():
                raise Cancelled
            part = missing[count : count + _TOGETHER]
            made = embedder.embed([text_at(row) for row in part.tolist()])
            scales = np.maximum(np.abs(made).max(axis=1), 1e-9) / 127
            vectors.scales[part] = scales
            vectors.bytes_[part] = np.round(made / scales[:, None]).astype(np.int8)
            known[part] = True
            if progress is not None:
                progress(min(count + _TOGETHER, len(missing)), len(missing))
            if count and count % _SAVED_EVERY == 0:
                keep(path, keys, known, rows)
    finally:
        if len(missing):
            keep(path, keys, known, rows)
