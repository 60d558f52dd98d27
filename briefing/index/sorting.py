"""Matches in another order than that of their scores."""

from __future__ import annotations

import numpy as np

from briefing.index.arrays import Array
from briefing.index.entry import Sort
from briefing.index.snapshot import Snapshot

_MOST_READ = 2000  # entries of one year that are read for their exact dates


def ordered(snapshot: Snapshot, documents: Array, sort: Sort, limit: int) -> list[int]:
    """The places of the first documents, the newest first, or by their speakers' names.

    What has no year or no speaker comes last. Within a year the exact dates count; within one
    speaker the newest come first.
    """
    names, codes = snapshot.values("year")
    years = np.array([*(int(name) for name in names), -1], np.int64)[codes[documents]]
    order = np.argsort(-years, kind="stable")
    groups = years
    if sort is Sort.SPEAKER:
        names, codes = snapshot.values("speaker")
        by_name = sorted(range(len(names)), key=lambda n: _last_name(names[n]))
        ranks = np.full(len(names) + 1, len(names), np.int64)
        ranks[np.array(by_name, np.int64)] = np.arange(len(names))
        speakers = ranks[codes[documents]]
        order = order[np.argsort(speakers[order], kind="stable")]
        groups = speakers * 10_000 + 9_999 - years
    return _dated(snapshot, documents, order, groups, limit)


def _dated(
    snapshot: Snapshot, documents: Array, order: Array, groups: Array, limit: int
) -> list[int]:
    """The first places of an order, those of one group (which lie together) by exact date."""
    found: list[int] = []
    ends = np.flatnonzero(np.diff(groups[order], append=np.iinfo(np.int64).min)) + 1
    start = 0
    for end in ends.tolist():
        if start >= limit:
            break
        group = [int(at) for at in order[start:end]]
        if 1 < len(group) <= _MOST_READ:
            group.sort(key=lambda at: _digits(snapshot, int(documents[at])), reverse=True)
        found += group
        start = end
    return found[:limit]


def _digits(snapshot: Snapshot, document: int) -> str:
    """A date without what stands before its year ("c. 2024-08")."""
    date = snapshot.entry(document).date
    return date.lstrip("".join(set(date) - set("0123456789")))


def _last_name(name: str) -> tuple[str, str]:
    """What a name is sorted by: its last word, then the whole."""
    folded = name.casefold()
    return folded.rpartition(" ")[2], folded
