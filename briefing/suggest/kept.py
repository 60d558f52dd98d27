"""Files of arrays, and what is kept in them by content: a row for the key of each text."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_A_LINE = 1000  # values: a line is read in a fraction of a millisecond


def load_arrays(path: Path, names: Sequence[str]) -> dict[str, Any] | None:
    """Arrays from a cache file; None where it is not there, cut short, or not ours."""
    import numpy as np

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return {name: kept[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, RuntimeError, MemoryError):
        return None  # the last two: damage may look like an encrypted file, or one of terabytes


def save_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Keep arrays in a cache file; one that cannot be written is done without."""
    import numpy as np

    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                np.savez(file, **arrays)
            os.replace(beside, path)  # noqa: PTH105 - replaces on every system
        finally:
            beside.unlink(missing_ok=True)


def to_lines(lists: Mapping[str, Sequence[object]]) -> NDArray[np.uint8]:
    """Lists by name as lines of JSON, each of a part of a list.

    To write or read a long list in one go would hold up every thread, the window's too.
    """
    import numpy as np

    lines = (
        json.dumps([name, values[first : first + _A_LINE]], ensure_ascii=False)
        for name, values in lists.items()
        for first in range(0, max(1, len(values)), _A_LINE)
    )
    said = b"".join(f"{line}\n".encode("utf-8", "surrogatepass") for line in lines)
    return np.frombuffer(said, np.uint8)


def from_lines(lines: NDArray[np.uint8]) -> dict[str, list[Any]]:
    """What `to_lines` wrote. ValueError or TypeError where it is something else."""
    lists: dict[str, list[Any]] = {}
    for line in BytesIO(lines.tobytes()):
        name, values = json.loads(line.decode("utf-8", "surrogatepass"))
        lists.setdefault(name, []).extend(values)
    return lists


def recall(
    path: Path | None, keys: NDArray[np.uint64], rows: Mapping[str, NDArray[Any]]
) -> NDArray[np.bool_]:
    """Fill in the rows of texts with these keys that are kept in a file; None: there is none.

    `rows` are arrays of as many rows by name. The answer tells which rows were there.
    """
    import numpy as np

    known = np.zeros(len(keys), np.bool_)
    kept = load_arrays(path, ("keys", *rows)) if path is not None else None
    if kept is None or not len(kept["keys"]):
        return known
    shape = (len(kept["keys"]),)
    if any(kept[name].shape != shape + array.shape[1:] for name, array in rows.items()):
        return known
    order = np.argsort(kept["keys"], kind="stable")
    ordered = kept["keys"][order]
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    known[:] = ordered[places] == keys
    for name, array in rows.items():
        array[known] = kept[name][order[places[known]]]
    return known


def keep(
    path: Path | None,
    keys: NDArray[np.uint64],
    known: NDArray[np.bool_],
    rows: Mapping[str, NDArray[Any]],
) -> None:
    """Keep the rows that are `known` in a file, if there is one."""
    if path is not None:
        some = {name: array[known] for name, array in rows.items()}
        save_arrays(path, {"keys": keys[known], **some})
