"""Words in the order of the texts → words in the order of the vocabulary, in bounded memory.

What comes in is a stream of word numbers, text after text; what goes out are, for each word, the
places in the stream where it stands, and the documents that have it with their weights. One
stable sort does that: the order in which the numbers of the words rise is the list of places. To
bound the memory, the vocabulary is cut into ranges, and the stream is read once for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefing.index.arrays import Array, Scratch, Spool, Writer
from briefing.index.fields import Group

# What one word of the stream takes while it is sorted: place, number, piece, order, weight …
_BYTES_A_WORD = 40
_ROWS = 1 << 16  # of a table that are worked out at once


@dataclass(eq=False)
class Stream:
    """The words of some documents in one group of fields.

    Each text of a field is a *piece*; it ends with `separator`, one more than any word's number,
    so that nothing stands side by side across its end. `lengths` has a row for each document and
    a column for each field.
    """

    group: Group
    words: Spool
    lengths: Array
    vocabulary: int

    @property
    def separator(self) -> int:
        """The number that ends each piece."""
        return self.vocabulary

    def pieces(self) -> Array:
        """How many places each piece takes, its separator included; empty ones take none."""
        flat = self.lengths.reshape(-1).astype(np.uint32)
        flat += flat > 0
        return flat


def gains(lengths: Array, group: Group, averages: dict[str, float]) -> Array:
    """What one occurrence in a field of a document weighs: documents × fields, float32.

    The field's gain over BM25F's 1 - b + b · length / average length (Zaragoza et al., TREC 2004).
    """
    shortness = np.array([weight.shortness for weight in group.weights])
    of_average = np.array([averages.get(name, 0.0) or 1.0 for name in group.fields])
    gain = np.array([weight.gain for weight in group.weights])
    shares = shortness / of_average
    found = np.empty(lengths.shape, np.float32)
    for first in range(0, len(lengths), _ROWS):
        some = slice(first, first + _ROWS)
        found[some] = gain / (1.0 - shortness + shares * lengths[some])
    return found


def write(
    stream: Stream, averages: dict[str, float], out: Writer, scratch: Scratch, memory: int
) -> None:
    """Invert a stream and write all sections of its group. `memory` is a bound in bytes."""
    name, count = stream.group.name, stream.vocabulary
    small = count < 0xFFFF
    out.add_spool(f"{name}.words", stream.words, np.uint16 if small else np.uint32)
    out.add(f"{name}.lengths", _narrow(stream.lengths.reshape(-1)))
    spools = {
        part: scratch.spool(dtype)
        for part, dtype in (
            ("fields", np.uint8),
            ("places", np.uint32),
            ("documents", np.uint32),
            ("counts", np.uint32),
            ("weights", np.float32),
        )
    }
    often = _tally(stream, spools["fields"])
    lists = np.zeros(count, np.int64)
    weights = gains(stream.lengths, stream.group, averages).reshape(-1)
    budget = max(memory // _BYTES_A_WORD, 1)
    for first, last in _ranges(often[:count], budget):
        _invert(stream, first, last, weights, lists, spools)
    out.add(f"{name}.place_starts", _starts(often[:count]))
    out.add(f"{name}.list_starts", _starts(lists))
    for part, spool in spools.items():
        out.add_spool(f"{name}.{part}", spool, _least(spool) if part == "counts" else None)


def _narrow(values: Array) -> Array:
    return values.astype(np.uint16 if not len(values) or values.max() < 1 << 16 else np.uint32)


def _least(spool: Spool) -> npt.DTypeLike:
    """The smallest type that holds what is in a spool."""
    if spool.most >= 1 << 16:
        return spool.dtype
    return np.uint8 if spool.most < 1 << 8 else np.uint16


def _starts(counts: Array) -> Array:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)


def _tally(stream: Stream, fields: Spool) -> Array:
    """How often each word occurs; notes the field of each place on the way."""
    often = np.zeros(stream.vocabulary + 1, np.int64)
    width = len(stream.group.fields)
    for words, pieces in _with_pieces(stream):
        often += np.bincount(words, minlength=len(often))
        fields.append((pieces % width).astype(np.uint8))
    return often


def _with_pieces(stream: Stream) -> Iterator[tuple[Array, Array]]:
    """The stream block by block, and the number of each place's piece."""
    ends = np.cumsum(stream.pieces(), dtype=np.uint32)  # as the places in the files are
    at = 0
    for words in stream.words.blocks():
        stop = at + len(words)
        first = int(np.searchsorted(ends, np.uint32(at), "right"))
        last = int(np.searchsorted(ends, np.uint32(stop), "left"))
        inside = np.minimum(ends[first : last + 1].astype(np.int64), stop)
        counts = np.diff(np.concatenate(([at], inside)))
        yield words, np.repeat(np.arange(first, first + len(counts), dtype=np.uint32), counts)
        at = stop


def _ranges(often: Array, budget: int) -> Iterator[tuple[int, int]]:
    """Cut the vocabulary so that no range has more places than `budget` (unless it is one word)."""
    total = np.cumsum(often)
    first = 0
    while first < len(often):
        done = int(total[first - 1]) if first else 0
        last = int(np.searchsorted(total, done + budget, "right"))
        last = min(max(last, first + 1), len(often))
        yield first, last
        first = last


def _invert(
    stream: Stream, first: int, last: int, weights: Array, lists: Array, spools: dict[str, Spool]
) -> None:
    """Sort the places of the words from `first` to `last` and append their lists."""
    places, words, pieces = _gathered(stream, first, last)
    if not len(places):
        return
    order = _sorted(words)
    words, pieces = words[order], pieces[order]
    spools["places"].append(places[order])
    documents = pieces // np.uint32(len(stream.group.fields))
    fresh = np.empty(len(words), np.bool_)
    fresh[0] = True
    np.not_equal(words[1:], words[:-1], out=fresh[1:])
    fresh[1:] |= documents[1:] != documents[:-1]
    starts = np.flatnonzero(fresh)
    spools["documents"].append(documents[starts])
    counts = np.diff(starts, append=len(words))
    spools["counts"].append(counts)
    spools["weights"].append(np.add.reduceat(weights[pieces], starts))
    lists[first:last] += np.bincount(words[starts], minlength=last - first)


def _gathered(stream: Stream, first: int, last: int) -> tuple[Array, Array, Array]:
    """Places, numbers (from 0 on) and pieces of some words, in the order of the stream."""
    everything = first == 0 and last == stream.vocabulary
    found: tuple[list[Array], list[Array], list[Array]] = ([], [], [])
    at = 0
    for words, pieces in _with_pieces(stream):
        wanted = words < last if everything else (words >= first) & (words < last)
        inside = np.flatnonzero(wanted)
        found[0].append((inside + at).astype(np.uint32))
        found[1].append(words[inside] - np.uint32(first))
        found[2].append(pieces[inside])
        at += len(words)
    empty = np.zeros(0, np.uint32)
    places, numbers, of = (np.concatenate(part) if part else empty for part in found)
    return places, numbers, of


def _sorted(words: Array) -> Array:
    """A stable order of numbers; numpy sorts 16 bits at a time by counting, which is quickest."""
    low = np.argsort(words.astype(np.uint16), kind="stable")
    if not len(words) or int(words.max()) < 1 << 16:
        return low
    high = (words >> np.uint32(16)).astype(np.uint16)
    return low[np.argsort(high[low], kind="stable")]
