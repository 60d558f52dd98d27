"""How well each point finds its nearest neighbours: found in the background, kept by content.

What a point's neighbours are hardly changes when others come or go, so a figure is kept as long as
the point's own text is the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.model import Cancelled, Progress, Stop
from briefing.suggest.bags import load_arrays, save_arrays
from briefing.suggest.matching import Matcher

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NAME = "neighbours.npz"
_SAVED_EVERY = 2000  # points


def recall(
    keys: NDArray[np.uint64], near: NDArray[np.float32], cache: Path | None
) -> NDArray[np.float32]:
    """`near` of texts with these keys, with what an earlier run found out where it is NaN."""
    import numpy as np

    missing = np.isnan(near)
    kept = load_arrays(cache / _NAME, ("keys", "near")) if cache and missing.any() else None
    if kept is None or not len(kept["keys"]) or len(kept["keys"]) != len(kept["near"]):
        return near
    order = np.argsort(kept["keys"], kind="stable")
    ordered = kept["keys"][order]
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    found = np.where(ordered[places] == keys, kept["near"][order][places], np.nan)
    return np.where(missing, found, near).astype(np.float32)


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
        known = ~np.isnan(near)
        save_arrays(cache / _NAME, {"keys": keys[known], "near": near[known]})
