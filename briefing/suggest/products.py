"""Products of a few rows, each with each, on one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Multiplications up to which OpenBLAS stays on its thread (65,536 by 4, in its interface/gemm.c).
# To wake another and to wait for it takes longer than products like these, on a busy machine a
# hundred times as long.
_ALONE = 262_144


def each_with_each(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The products of all rows: (rows, rows)."""
    import numpy as np

    size, width = rows.shape
    found = np.empty((size, size), np.float32)
    step = max(1, _ALONE // max(size * width, 1))
    for first in range(0, size, step):
        np.dot(rows[first : first + step], rows.T, out=found[first : first + step])
    return found
