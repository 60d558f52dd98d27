"""Several segments put together into one, without what is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from briefing.index.arrays import Array, Scratch, Spool, Writer
from briefing.index.builder import ColumnContent, Content, Keys
from briefing.index.fields import COLUMNS, GROUPS, SEVERAL, Group
from briefing.index.inversion import Stream
from briefing.index.manifest import Seal
from briefing.index.snapshot import Part

_STEP = 10_000  # documents that are copied at once


def merge(
    path: Path, parts: Sequence[Part], averages: dict[str, float], memory: int
) -> tuple[Seal, int]:
    """Write a segment of all documents of some parts that count; its seal and their number."""
    live = [_live(part) for part in parts]
    vocabulary = sorted({word for part in parts for word in part.segment.words.all()})
    numbers = {word: number for number, word in enumerate(vocabulary)}
    ranks = [
        np.array(
            [*(numbers[word] for word in part.segment.words.all()), len(vocabulary)], np.uint32
        )
        for part in parts
    ]
    with Scratch(path.parent) as scratch:
        stored, stored_at, keys = _copied(parts, live, scratch)
        streams = [_stream(group, parts, live, ranks, len(vocabulary), scratch) for group in GROUPS]
        columns = {name: _column(name, parts, live, scratch) for name in COLUMNS}
        digests = scratch.spool(np.uint64)
        for part, mask in zip(parts, live, strict=True):
            digests.append(part.segment.digests[mask])
        content = Content(vocabulary, streams, columns, stored, stored_at, keys, digests)
        with Writer(path) as out:
            return content.write(out, averages, scratch, memory), len(keys)


def _live(part: Part) -> Array:
    return part.live if part.live is not None else np.ones(part.segment.count, np.bool_)


def _copied(
    parts: Sequence[Part], live: Sequence[Array], scratch: Scratch
) -> tuple[Spool, Spool, Keys]:
    stored, stored_at = scratch.spool(np.uint8), scratch.spool(np.uint64)
    ends = [0]
    keys = Keys()
    for part, mask in zip(parts, live, strict=True):
        for document in np.flatnonzero(mask).tolist():
            stored.append(np.frombuffer(part.segment.stored(document), np.uint8))
            ends.append(stored.count)
            keys.add(part.segment.keys[document])
    stored_at.append(np.array(ends, np.uint64))
    return stored, stored_at, keys


def _stream(
    group: Group,
    parts: Sequence[Part],
    live: Sequence[Array],
    ranks: Sequence[Array],
    vocabulary: int,
    scratch: Scratch,
) -> Stream:
    words = scratch.spool(np.uint32)
    lengths = []
    for part, mask, rank in zip(parts, live, ranks, strict=True):
        lists = part.lists(group)
        lengths.append(lists.lengths[mask])
        for first in range(0, lists.count, _STEP):
            starts = lists.starts[first : first + _STEP + 1]
            each = np.repeat(mask[first : first + _STEP], np.diff(starts))
            words.append(rank[lists.words.part(int(starts[0]), int(starts[-1]))[each]])
    return Stream(group, words, np.concatenate(lengths), vocabulary)


def _column(
    name: str, parts: Sequence[Part], live: Sequence[Array], scratch: Scratch
) -> ColumnContent:
    held = [part.segment.column(name) for part in parts]
    values = sorted({value for one in held for value in one.values.all()})
    numbers = {value: number for number, value in enumerate(values)}
    codes, ends = scratch.spool(np.int32), scratch.spool(np.uint32)
    counts: list[Array] = [np.zeros(1, np.int64)]
    for one, mask in zip(held, live, strict=True):
        rank = np.array([*(numbers[value] for value in one.values.all()), -1], np.int32)
        codes.append(rank[one.codes[mask[one.documents]]])
        if one.ends is not None:
            counts.append(np.diff(one.ends.astype(np.int64))[mask])
    ends.append(np.cumsum(np.concatenate(counts)))
    return ColumnContent(values, codes, ends if name in SEVERAL else None)
