"""How well each point finds its nearest neighbours: found in the background, kept by content.

What a point's neighbours are hardly changes when others come or go, so a figure is kept as long as
the point's own text is the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.model import Cancelled, Progress, Stop
from briefing.suggest.kept import keep, recall
from briefing.suggest.matching import Matcher

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NAME = "neighbours.npz"
_SAVED_EVERY = 2000  # points


def known_near(
    keys: NDArray[np.uint64], near: NDArray[np.float32], cache: Path | None
) -> NDArray[np.float32]:
    """`near` of texts with these keys, with what an earlier run found out where it is NaN."""
    import numpy as np

    missing = np.isnan(near)
    if not missing.any():
        return near
    found = np.full(len(keys), np.nan, np.float32)
    recall(cache / _NAME if cache else None, keys, {"near": found})
    return np.where(missing, found, near)


def find_neighbours(
    matcher: Matcher,
    keys: NDArray[np.uint64] | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> None:
    """Find what `matcher` does not know yet of its texts; suggestions work, less well, before.

    It is kept in `cache` under the texts' `keys`.
    Raises Cancelled where `stop` says so; what was found until then is kept.
    """
    import numpy as np

    assert matcher.near is not None
    near = matcher.near
    missing = np.flatnonzero(np.isnan(near)).tolist()
    try:
        for count, row in enumerate(missing, 1):
            if stop is not None and stop():
                raise Cancelled
            near[row] = matcher.find_near(row)
            if progress is not None and (count % 50 == 0 or count == len(missing)):
                progress(count, len(missing))
            if count % _SAVED_EVERY == 0:
                _keep(near, keys, cache)
    finally:
        if missing:
            _keep(near, keys, cache)


def _keep(near: NDArray[np.float32], keys: NDArray[np.uint64] | None, cache: Path | None) -> None:
    import numpy as np

    if cache is not None and keys is not None:
        keep(cache / _NAME, keys, ~np.isnan(near), {"near": near})
