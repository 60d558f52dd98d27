"""How well each point finds its nearest neighbours: found in the background, kept by content.

What a point's neighbours are hardly changes when others come or go, so a figure is kept as long as
the point's own text is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
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


def keys_of(texts: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each text, the same for the same text."""
    import numpy as np

    joined = b"".join(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts
    )
    return np.frombuffer(joined, np.uint64)


def recall(texts: Sequence[str], cache: Path | None) -> NDArray[np.float32]:
    """What is known of the nearness of texts from an earlier run; NaN where nothing is."""
    import numpy as np

    near = np.full(len(texts), np.nan, np.float32)
    if cache is None:
        return near
    kept = load_arrays(cache / _NAME, ("keys", "near"))
    if kept is not None:
        keys, values = kept["keys"], kept["near"]
        if len(keys) == len(values) and len(keys):
            order = np.argsort(keys, kind="stable")
            own = keys_of(texts)
            places = np.minimum(np.searchsorted(keys[order], own), len(keys) - 1)
            same = keys[order][places] == own
            near[same] = values[order][places][same]
    return near


def find_neighbours(
    matcher: Matcher,
    texts: Sequence[str],
    cache: Path | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> None:
    """Find what `matcher` does not know yet of its texts; suggestions work, less well, before.

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
                _keep(near, texts, cache)
    finally:
        if missing:
            _keep(near, texts, cache)


def _keep(near: NDArray[np.float32], texts: Sequence[str], cache: Path | None) -> None:
    import numpy as np

    if cache is not None:
        known = ~np.isnan(near)
        save_arrays(cache / _NAME, {"keys": keys_of(texts)[known], "near": near[known]})
