"""Matches in another order than that of their scores."""

from __future__ import annotations

import numpy as np

from briefing.index.arrays import Array
from briefing.index.entry import Sort
from briefing.index.snapshot import Snapshot


def ordered(snapshot: Snapshot, documents: Array, sort: Sort, limit: int) -> list[int]:
    """The places of the first documents, the newest first, or by their speakers' names.

    What has no year or no speaker comes last. Within a year the exact dates count; within one
    speaker the newest come first.
    """
    names, codes = snapshot.values("year")
    years = np.array([*(int(name) for name in names), -1], np.int64)[codes[documents]]
    names, codes = snapshot.values("date")  # in order, as all values of columns are
    dates = np.array([*range(len(names)), -1], np.int64)[codes[documents]]
    keys = [-dates, -years]  # the last counts most
    if sort is Sort.SPEAKER:
        names, codes = snapshot.values("speaker")
        by_name = sorted(range(len(names)), key=lambda n: _last_name(names[n]))
        ranks = np.full(len(names) + 1, len(names), np.int64)
        ranks[np.array(by_name, np.int64)] = np.arange(len(names))
        keys.append(ranks[codes[documents]])
    found: list[int] = np.lexsort(keys)[:limit].tolist()
    return found


def _last_name(name: str) -> tuple[str, str]:
    """What a name is sorted by: its last word, then the whole."""
    folded = name.casefold()
    return folded.rpartition(" ")[2], folded
