"""How often each term occurs in each point, as arrays: made once, kept by content.

Points are read in blocks; the arrays of a block are kept in the cache folder under a name made of
its contents. So what was read before need not be read again, an interrupted run goes on where it
stopped, and a changed point costs one block.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from briefing.model import Cancelled, Progress, Stop
from briefing.suggest.terms import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 1000  # texts; about 0.2 s of reading
_FORMAT = 1  # of the files; part of their names


@dataclass(frozen=True, slots=True)
class Bags:
    """Term counts of texts, by text: row r holds columns `columns[starts[r]:starts[r + 1]]`."""

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    counts: NDArray[np.float32]

    @property
    def size(self) -> int:
        """How many texts."""
        return len(self.starts) - 1


def read_bags(
    texts: Sequence[str],
    language: str = "en",
    cache: Path | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Bags:
    """Count the terms of `texts`; blocks that `cache` knows are taken from there.

    Raises Cancelled where `stop` says so; what was counted until then is kept in the cache.
    """
    import numpy as np

    vocabulary: dict[str, int] = {}
    sizes: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int32]] = []
    counts: list[NDArray[np.float32]] = []
    used: set[str] = set()
    for first in range(0, len(texts), BLOCK):
        if stop is not None and stop():
            raise Cancelled
        name, block = _block(texts[first : first + BLOCK], language, cache)
        used.add(name)
        local = np.array(
            [vocabulary.setdefault(one, len(vocabulary)) for one in block["terms"].tolist()],
            np.int32,
        )
        sizes.append(block["sizes"].astype(np.int64))
        columns.append(local[block["columns"]] if len(local) else block["columns"])
        counts.append(block["counts"].astype(np.float32))
        if progress is not None:
            progress(min(first + BLOCK, len(texts)), len(texts))
    if cache is not None:
        _forget(cache, used)
    return Bags(
        vocabulary,
        np.concatenate([np.zeros(1, np.int64), np.cumsum(_joined(sizes, np.int64))]),
        _joined(columns, np.int32),
        _joined(counts, np.float32),
    )


def _joined(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    import numpy as np

    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind, copy=False)


def _block(texts: Sequence[str], language: str, cache: Path | None) -> tuple[str, dict[str, Any]]:
    summed = blake2b(f"{_FORMAT} {language}".encode(), digest_size=12)
    for text in texts:
        summed.update(text.encode("utf-8", "surrogatepass") + b"\0")
    name = f"bags-{summed.hexdigest()}.npz"
    if cache is not None:
        kept = load_arrays(cache / name, ("terms", "sizes", "columns", "counts"))
        if kept is not None:
            return name, kept
    block = _counted(texts, language)
    if cache is not None:
        save_arrays(cache / name, block)
    return name, block


def _counted(texts: Sequence[str], language: str) -> dict[str, Any]:
    import numpy as np

    vocabulary: dict[str, int] = {}
    sizes: list[int] = []
    columns: list[int] = []
    counts: list[int] = []
    for text in texts:
        bag = Counter(terms(text, language))
        sizes.append(len(bag))
        columns += [vocabulary.setdefault(one, len(vocabulary)) for one in bag]
        counts += bag.values()
    return {
        "terms": np.array(list(vocabulary), dtype=np.str_),
        "sizes": np.array(sizes, np.int32),
        "columns": np.array(columns, np.int32),
        "counts": np.minimum(np.array(counts, np.int64), 65535).astype(np.uint16),
    }


def load_arrays(path: Path, names: Sequence[str]) -> dict[str, Any] | None:
    """Arrays from a cache file; None where it is not there, cut short, or not ours."""
    import numpy as np

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return {name: kept[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


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


def _forget(cache: Path, used: set[str]) -> None:
    with contextlib.suppress(OSError):
        for path in cache.glob("bags-*.npz"):
            if path.name not in used:
                path.unlink()
