"""Vectors of texts, a byte a number, and how near each is to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.model import Cancelled, Stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEIGHBOURS = 4
_ROWS = 128  # that are made floats at a time: they fit into a core's own memory
_COSINES = 20_000_000  # at a time: 80 MB


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of length 1, a row each: its bytes times its scale."""

    bytes_: NDArray[np.int8]  # (texts, 384)
    scales: NDArray[np.float32]  # (texts,)

    def floats(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Some of them as floats, as rows."""
        floats: NDArray[np.float32] = self.bytes_[places].astype("float32")
        floats *= self.scales[places][:, None]
        return floats

    def cosines(self, others: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of all of them with some others, a column each.

        One small buffer is filled again and again: arrays made anew for each block take thirty
        times as long.
        """
        import numpy as np

        size, width = self.bytes_.shape
        found = np.empty((size, len(others)), np.float32)
        step = _ROWS * min(max(len(others), 1), 16)  # more where there is more to do with them
        buffer = np.empty((step, width), np.float32)
        turned = np.ascontiguousarray(others.T)
        for first in range(0, size, step):
            part = self.bytes_[first : first + step]
            floats = buffer[: len(part)]
            np.copyto(floats, part)
            np.dot(floats, turned, out=found[first : first + step])
        found *= self.scales[:, None]
        return found


def find_nearest(vectors: Vectors, nearest: NDArray[np.float32], stop: Stop | None = None) -> None:
    """Fill in the cosines of each vector with its nearest four others, the nearest first.

    `nearest` is (vectors, 4), NaN where that is not known yet; -1 where there are fewer others. The
    rows that are known learn of those that are new, and not of those that have gone.
    Raises Cancelled where `stop` says so; what was found until then is filled in.
    """
    import numpy as np

    before = ~np.isnan(nearest[:, 0])
    missing = np.flatnonzero(~before)
    step = max(1, _COSINES // max(len(nearest), 1))
    for first in range(0, len(missing), step):
        if stop is not None and stop():
            raise Cancelled
        rows = missing[first : first + step]
        cosines = vectors.cosines(vectors.floats(rows))
        cosines[rows, np.arange(len(rows))] = -1  # each with itself
        nearest[rows] = _first(np.ascontiguousarray(cosines.T))
        nearer = np.flatnonzero(before & (cosines.max(axis=1) > nearest[:, -1]))
        nearest[nearer] = _first(np.concatenate([nearest[nearer], cosines[nearer]], axis=1))


def _first(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest four of each row, the highest first."""
    import numpy as np

    if cosines.shape[1] > NEIGHBOURS:
        cosines = np.partition(cosines, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    found = np.full((len(cosines), NEIGHBOURS), -1, np.float32)
    found[:, : cosines.shape[1]] = -np.sort(-cosines, axis=1)
    return found
