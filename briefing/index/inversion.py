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

# What one word of the stream takes while it is sorted: place, number, piece, and their order.
_BYTES_A_WORD = 30
_MOST_WORDS = 1 << 16  # of the vocabulary in one range: a number within it fits in 16 bits
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

    def ends(self) -> Array:
        """Where each piece ends, its separator included; empty ones take no place."""
        flat = self.lengths.reshape(-1)
        found = np.empty(len(flat), np.uint32)  # as the places in the files are
        at = 0
        for first in range(0, len(flat), _ROWS):
            some = flat[first : first + _ROWS].astype(np.int64)
            ends = at + np.cumsum(some + (some > 0))
            found[first : first + _ROWS] = ends
            at = int(ends[-1])
        return found


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
    ends = stream.ends()
    often = _tally(stream, ends, spools["fields"])
    lists = np.zeros(count, np.int64)
    weights = gains(stream.lengths, stream.group, averages).reshape(-1)
    # What has a number for each document counts, too, but leaves a quarter for the sorting.
    held = stream.lengths.nbytes + ends.nbytes + weights.nbytes
    budget = max(memory - held, memory // 4) // _BYTES_A_WORD
    for first, last in _ranges(often[:count], max(budget, 1)):
        if last > first + 1:
            size = int(often[first:last].sum())
            gathered = iter([_gathered(stream, ends, first, last, size)])
        else:  # a word so common that it may not fit; and there is nothing to sort
            gathered = _of_one_word(stream, ends, first)
        for found in gathered:
            lists[first:last] += _invert(found, last - first, stream, weights, spools)
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


def _tally(stream: Stream, ends: Array, fields: Spool) -> Array:
    """How often each word occurs; notes the field of each place on the way."""
    often = np.zeros(stream.vocabulary + 1, np.int64)
    width = len(stream.group.fields)
    for words, pieces in _with_pieces(stream, ends):
        often += np.bincount(words, minlength=len(often))
        fields.append((pieces % width).astype(np.uint8))
    return often


def _with_pieces(stream: Stream, ends: Array) -> Iterator[tuple[Array, Array]]:
    """The stream block by block, and the number of each place's piece."""
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
        last = min(max(last, first + 1), first + _MOST_WORDS, len(often))
        yield first, last
        first = last


def _gathered(stream: Stream, ends: Array, first: int, last: int, size: int) -> list[Array]:
    """Where the words from `first` to `last` stand, `size` times together, in that order.

    Three arrays: places, words (from 0 on), pieces.
    """
    places, numbers, of = (np.empty(size, dtype) for dtype in (np.uint32, np.uint16, np.uint32))
    at = done = 0
    for words, pieces in _with_pieces(stream, ends):
        inside = np.flatnonzero((words >= first) & (words < last))
        some = slice(done, done + len(inside))
        places[some] = inside + at
        numbers[some] = words[inside] - np.uint32(first)
        of[some] = pieces[inside]
        at += len(words)
        done += len(inside)
    return [places, numbers, of]


def _of_one_word(stream: Stream, ends: Array, word: int) -> Iterator[list[Array]]:
    """The same for one word, block by block; the places of a document stay together."""
    places = pieces = np.zeros(0, np.uint32)
    at = 0
    for words, of in _with_pieces(stream, ends):
        inside = np.flatnonzero(words == word)
        places = np.concatenate((places, (inside + at).astype(np.uint32)))
        pieces = np.concatenate((pieces, of[inside]))
        documents = pieces // np.uint32(len(stream.group.fields))
        cut = int(documents.searchsorted(documents[-1])) if len(documents) else 0
        yield [places[:cut], np.zeros(cut, np.uint16), pieces[:cut]]
        places, pieces = places[cut:], pieces[cut:]
        at += len(words)
    yield [places, np.zeros(len(places), np.uint16), pieces]


def _invert(
    found: list[Array], vocabulary: int, stream: Stream, weights: Array, spools: dict[str, Spool]
) -> Array:
    """Sort the places of so many words and append their lists; how long these are.

    `found` is emptied on the way: what is not needed any more is let go of at once. numpy sorts
    16 bits stably by counting, which is quickest.
    """
    pieces, words, places = found.pop(), found.pop(), found.pop()
    if not len(words):
        return np.zeros(vocabulary, np.int64)
    order = np.argsort(words, kind="stable")
    spools["places"].append(places[order])
    del places
    words, pieces = words[order], pieces[order]
    del order
    fresh = np.empty(len(words), np.bool_)
    fresh[0] = True
    np.not_equal(words[1:], words[:-1], out=fresh[1:])
    documents = pieces // np.uint32(len(stream.group.fields))
    fresh[1:] |= documents[1:] != documents[:-1]
    starts = np.flatnonzero(fresh)
    spools["documents"].append(documents[starts])
    del documents, fresh
    spools["counts"].append(np.diff(starts, append=len(words)))
    spools["weights"].append(np.add.reduceat(weights[pieces], starts))
    return np.bincount(words[starts], minlength=vocabulary)
