"""The vectors of a library's points: made in the background, a byte a number, kept by content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.model import Cancelled, Progress, Stop
from briefing.suggest.bags import load_arrays, save_arrays
from briefing.suggest.embedding import NAME, WIDTH, Embedder
from briefing.suggest.matching import Closeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NEIGHBOURS = 4
_SAVED_EVERY = 512  # texts: some seconds' work
_ROWS = 256  # that are made floats at a time: they fit into a core's own memory

# Weights beside terms. The model was made for sentences, and between two of those few terms are
# shared: where what is asked and the points are that short, meaning counts more.
_LONG, _SHORT = 40, 12  # terms
_COSINE = (4.0, 10.0)  # of something long; of something short
_NEARNESS = (2.0, 0.0)


@dataclass(frozen=True, slots=True)
class Meanings:
    """A vector for each point, and how near its nearest neighbours are."""

    embedder: Embedder
    bytes_: NDArray[np.int8]  # (points, 384)
    scales: NDArray[np.float32]  # (points,): a vector is its bytes times this
    near: NDArray[np.float32]  # (points,): mean cosine with the nearest few

    def closeness(self, text: str, terms: float) -> Closeness:
        """How close each point is to a text. `terms`: how many it or a point has, if that is more.

        What is added to relevance is the cosine less the point's own nearness to others:
        cross-domain similarity local scaling, as for terms.
        """
        short = min(max((_LONG - terms) / (_LONG - _SHORT), 0.0), 1.0)
        cosine, nearness = (long + short * (least - long) for long, least in (_COSINE, _NEARNESS))
        cosines = _cosines(self, self.embedder.embed([text])[0])
        return Closeness(cosines, cosine * cosines - nearness * self.near, self._likeness)

    def _likeness(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosines of some points, each with each."""
        vectors = _floats(self.bytes_[places], self.scales[places])
        alike: NDArray[np.float32] = (vectors @ vectors.T).clip(0)
        return alike


def _floats(bytes_: NDArray[np.int8], scales: NDArray[np.float32]) -> NDArray[np.float32]:
    floats: NDArray[np.float32] = bytes_.astype("float32") * scales[:, None]
    return floats


def _cosines(meanings: Meanings, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines of all points with a vector.

    One small buffer is filled again and again: arrays made anew for each block take thirty times
    as long.
    """
    import numpy as np

    found = np.empty(len(meanings.bytes_), np.float32)
    buffer = np.empty((_ROWS, WIDTH), np.float32)
    for first in range(0, len(found), _ROWS):
        part = meanings.bytes_[first : first + _ROWS]
        floats = buffer[: len(part)]
        np.copyto(floats, part)
        np.dot(floats, vector, out=found[first : first + _ROWS])
    found *= meanings.scales
    return found


def find_meanings(
    embedder: Embedder,
    keys: NDArray[np.uint64],
    text_at: Callable[[int], str],
    cache: Path | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Meanings:
    """Embed what `cache` does not know yet of the texts with these keys.

    Raises Cancelled on `stop`; what is done is kept.
    """
    import numpy as np

    bytes_ = np.zeros((len(keys), WIDTH), np.int8)
    scales = np.zeros(len(keys), np.float32)
    known = _recall(keys, bytes_, scales, cache)
    missing = np.flatnonzero(~known)
    step = 16
    try:
        for count in range(0, len(missing), step):
            if stop is not None and stop():
                raise Cancelled
            part = missing[count : count + step]
            vectors = embedder.embed([text_at(row) for row in part.tolist()])
            scales[part] = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
            bytes_[part] = np.round(vectors / scales[part][:, None]).astype(np.int8)
            known[part] = True
            if progress is not None:
                progress(min(count + step, len(missing)), len(missing))
            if count % _SAVED_EVERY == 0 and count:
                _keep(keys, bytes_, scales, known, cache)
    finally:
        if len(missing):
            _keep(keys, bytes_, scales, known, cache)
    return Meanings(embedder, bytes_, scales, _nearness(bytes_, scales, stop))


def _nearness(
    bytes_: NDArray[np.int8], scales: NDArray[np.float32], stop: Stop | None
) -> NDArray[np.float32]:
    """The mean cosine of each vector with its nearest few others."""
    import numpy as np

    size = len(bytes_)
    some = min(_NEIGHBOURS, size - 1, 1 + size // 50)
    near = np.zeros(size, np.float32)
    if some < 1:
        return near
    vectors = _floats(bytes_, scales)
    block = max(1, min(1024, 50_000_000 // size))  # 200 MB of cosines at most
    for first in range(0, size, block):
        if stop is not None and stop():
            raise Cancelled
        cosines = vectors[first : first + block] @ vectors.T
        rows = np.arange(len(cosines))
        cosines[rows, first + rows] = -1
        near[first : first + block] = np.partition(cosines, -some, axis=1)[:, -some:].mean(axis=1)
    return near


def _recall(
    keys: NDArray[np.uint64],
    bytes_: NDArray[np.int8],
    scales: NDArray[np.float32],
    cache: Path | None,
) -> NDArray[np.bool_]:
    """Fill in what the cache knows; the answer tells which rows that were."""
    import numpy as np

    known = np.zeros(len(keys), bool)
    kept = load_arrays(cache / f"{NAME}.npz", ("keys", "bytes", "scales")) if cache else None
    if kept is None or not len(kept["keys"]) or kept["bytes"].shape[1:] != (WIDTH,):
        return known
    order = np.argsort(kept["keys"], kind="stable")
    ordered = kept["keys"][order]
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    known[:] = ordered[places] == keys
    bytes_[known] = kept["bytes"][order][places][known]
    scales[known] = kept["scales"][order][places][known]
    return known


def _keep(
    keys: NDArray[np.uint64],
    bytes_: NDArray[np.int8],
    scales: NDArray[np.float32],
    known: NDArray[np.bool_],
    cache: Path | None,
) -> None:
    if cache is not None:
        arrays = {"keys": keys[known], "bytes": bytes_[known], "scales": scales[known]}
        save_arrays(cache / f"{NAME}.npz", arrays)
