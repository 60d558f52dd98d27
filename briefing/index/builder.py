"""Entries in, one segment file out: the bulk writer.

A written word is looked up in one dictionary, folded only when it is new, and its number is put
into the stream; inverting comes at the end (`inversion`). The dictionary of written forms is
emptied when it has grown large, so that memory depends on the vocabulary, not on the library.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, pairwise
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import numpy as np

from briefing.index import inversion
from briefing.index.arrays import Array, Scratch, Spool, Writer
from briefing.index.entry import Entry
from briefing.index.fields import COLUMNS, GROUPS, SEVERAL, SINGLE, Group, several, single, words
from briefing.index.manifest import Seal
from briefing.index.words import stem, surfaces, word_of, written

MEMORY = 192 << 20  # bytes; what a build may take beside the vocabulary
_MOST_SURFACES = 400_000
_BATCH = 1 << 19  # words of the stream that are gathered before they go to the spool
_SEPARATOR = 0xFFFFFFFF
_NOTHING = 0xFFFFFFFE  # of a written form of which folding leaves nothing
_SEVERAL = 0xFFFFFFFD  # of one that is more than one word


class _Numbers(dict[str, int]):
    """Written forms and the numbers of their words; words get their numbers as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {}
        self.has_odd = False  # there are forms that are no one word

    def __missing__(self, surface: str) -> int:
        word = word_of(surface)
        if not word:
            self.has_odd = True
            number = _NOTHING if word is not None else _SEVERAL
        else:
            number = self.words.setdefault(word, len(self.words))
        if len(self) >= _MOST_SURFACES:
            self.clear()
        self[surface] = number
        return number


class Keys:
    """The keys of the documents in their order, close together in memory."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("Q", [0])

    def add(self, key: bytes) -> None:
        """Add one at the end."""
        self._text += key
        self._ends.append(len(self._text))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[bytes]:
        return (bytes(self._text[start:stop]) for start, stop in pairwise(self._ends))


class _Gatherer:
    """The stream of one group while its documents come in."""

    def __init__(self, group: Group, numbers: _Numbers, scratch: Scratch) -> None:
        self.group = group
        self.spool = scratch.spool(np.uint32)
        self._numbers = numbers
        self._waiting = array("I")
        self._lengths = array("I")

    def add(self, texts: Iterable[str]) -> None:
        """Take in one document: the texts of the fields, in their order."""
        waiting = self._waiting
        number = self._numbers.__getitem__
        for text in texts:
            if not text:
                self._lengths.append(0)
                continue
            before = len(waiting)
            waiting.extend(map(number, surfaces(text)))
            if self._numbers.has_odd and len(waiting) > before:
                self._mend(before, text)
            length = len(waiting) - before
            self._lengths.append(length)
            if length:
                waiting.append(_SEPARATOR)
        if len(waiting) > _BATCH:
            self._flush()

    def _mend(self, before: int, text: str) -> None:
        """Where a written form was not one word: look closely, and leave out what is none."""
        waiting = self._waiting
        if max(waiting[before:]) < _SEVERAL:
            return
        if _SEVERAL in waiting[before:]:
            del waiting[before:]
            waiting.extend(map(self._numbers.__getitem__, written(text)))
        kept = [one for one in waiting[before:] if one != _NOTHING]
        waiting[before:] = array("I", kept)

    def _flush(self) -> None:
        self.spool.append(np.frombuffer(self._waiting, np.uint32))
        self._waiting = array("I")

    def stream(self, ranks: Array, scratch: Scratch) -> inversion.Stream:
        """What was gathered, with the words numbered as they are sorted."""
        self._flush()
        ranked = scratch.spool(np.uint32)
        separator = len(ranks) - 1
        for block in self.spool.blocks():
            ranked.append(ranks[np.minimum(block, separator)])
        self.spool.close()
        lengths = np.frombuffer(self._lengths, np.uint32).reshape(-1, len(self.group.fields))
        return inversion.Stream(self.group, ranked, lengths, separator)


class Builder:
    """Writes one segment. Use it in a `with`: what is not finished leaves no file behind."""

    def __init__(self, path: Path, averages: dict[str, float] | None, memory: int) -> None:
        self._scratch = Scratch(path.parent)
        self._averages = averages
        self._memory = memory
        self._out = Writer(path)
        numbers = self._numbers = _Numbers()
        self._groups = [_Gatherer(group, numbers, self._scratch) for group in GROUPS]
        self._stored = self._scratch.spool(np.uint8)
        self._stored_at = array("Q", [0])
        self._waiting: list[bytes] = []  # what is stored next
        self._waiting_size = 0
        self._keys = Keys()
        self._seen: set[bytes] = set()
        self._digests = array("Q")
        self._values: dict[str, dict[str, int]] = {name: {} for name in COLUMNS}
        self._codes: dict[str, array[int]] = {name: array("i") for name in COLUMNS}
        self._ends: dict[str, array[int]] = {name: array("I", [0]) for name in SEVERAL}

    def __enter__(self) -> Builder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._scratch.__exit__()
        self._out.__exit__(kind, value, at)

    def add(self, entry: Entry) -> None:
        """Take in one entry; the first of those with the same key counts."""
        key = entry.key.encode("utf-8", "surrogatepass")
        if key in self._seen:
            return
        self._seen.add(key)
        self._keys.add(key)
        stored = entry.to_json().encode("utf-8", "surrogatepass")
        self._waiting.append(stored)
        self._waiting_size += len(stored)
        self._stored_at.append(self._stored_at[-1] + len(stored))
        if self._waiting_size > _BATCH:
            self._flush()
        self._digests.append(digest_of(stored))
        for gatherer in self._groups:
            gatherer.add(words(entry, gatherer.group))
        for name, value in zip(SINGLE, single(entry), strict=True):
            known = self._values[name]
            self._codes[name].append(known.setdefault(value, len(known)) if value else -1)
        for name, values in zip(SEVERAL, several(entry), strict=True):
            known = self._values[name]
            self._codes[name].extend(known.setdefault(value, len(known)) for value in values)
            self._ends[name].append(len(self._codes[name]))

    def _flush(self) -> None:
        self._stored.append(np.frombuffer(b"".join(self._waiting), np.uint8))
        self._waiting, self._waiting_size = [], 0

    def finish(self) -> Written:
        """Sort, invert, write; what that does not need is let go of before."""
        self._flush()
        self._seen.clear()
        ordered, ranks = _ranked(self._numbers.words)
        self._numbers.clear()
        self._numbers.words.clear()
        streams = [gatherer.stream(ranks, self._scratch) for gatherer in self._groups]
        columns = {}
        for name in COLUMNS:
            # Codes are numbered as their values are sorted, so that equal segments are equal files.
            values, codes = _ranked(self._values[name])
            codes[-1] = -1
            ends = np.frombuffer(self._ends[name], np.uint32) if name in SEVERAL else None
            own = np.frombuffer(self._codes.pop(name), np.int32)
            columns[name] = ColumnContent(values, codes[own].astype(np.int32), ends)
        content = Content(
            ordered,
            streams,
            columns,
            self._stored,
            np.frombuffer(self._stored_at, np.uint64),
            self._keys,
            np.frombuffer(self._digests, np.uint64),
        )
        averages = _averages(streams) if self._averages is None else self._averages
        seal = content.write(self._out, averages, self._scratch, self._memory)
        return Written(seal, len(self._keys), averages)


class Written(NamedTuple):
    """A segment that was written, and by which average lengths of fields it was weighed."""

    seal: Seal
    documents: int
    averages: dict[str, float]


@dataclass(eq=False)
class ColumnContent:
    """A column: its values, sorted, and the numbers of those that the documents have."""

    values: list[str]
    codes: Array
    ends: Array | None


@dataclass(eq=False)
class Content:
    """All that a segment holds, before it is inverted."""

    vocabulary: list[str]
    streams: list[inversion.Stream]
    columns: dict[str, ColumnContent]
    stored: Spool
    stored_at: Array
    keys: Keys
    digests: Array

    def write(self, out: Writer, averages: dict[str, float], scratch: Scratch, memory: int) -> Seal:
        """Invert and write everything."""
        write_words(out, "vocabulary", map(_encoded, self.vocabulary))
        write_stems(out, self.vocabulary)
        for stream in self.streams:
            inversion.write(stream, averages, out, scratch, memory)
        for name, column in self.columns.items():
            write_words(out, name, map(_encoded, column.values))
            out.add(f"{name}.codes", column.codes)
            if column.ends is not None:
                out.add(f"{name}.ends", column.ends)
        out.add_spool("stored", self.stored)
        out.add("stored_at", self.stored_at)
        write_keys(out, self.keys, self.digests)
        return out.finish({"documents": len(self.keys)})


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def digest_of(stored: bytes) -> int:
    """A number that changes whenever what is kept of an entry does."""
    return int.from_bytes(blake2b(stored, digest_size=8).digest(), "big")


def key_number(key: bytes) -> int:
    """By what a key is looked up."""
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "little")


def write_words(out: Writer, name: str, ordered: Iterable[bytes]) -> None:
    """A list of words, each followed by a line break: as text, and where each begins."""
    at = array("I", [0])
    parts = []
    for word in ordered:
        parts.append(word)
        at.append(at[-1] + len(word) + 1)
    text = b"\n".join([*parts, b""]) if parts else b""
    out.add(f"{name}.text", np.frombuffer(text, np.uint8))
    out.add(f"{name}.at", np.frombuffer(at, np.uint32))


def write_stems(out: Writer, ordered: list[str]) -> None:
    """The stems of a vocabulary, and for each of them the numbers of its words."""
    stems: dict[str, list[int]] = {}
    for number, word in enumerate(ordered):
        stems.setdefault(stem(word), []).append(number)
    roots = sorted(stems)
    write_words(out, "stems", (root.encode("utf-8", "surrogatepass") for root in roots))
    members = np.fromiter(chain.from_iterable(stems[root] for root in roots), np.uint32)
    out.add("stems.members", members)
    counts = np.fromiter((len(stems[root]) for root in roots), np.uint32, len(roots))
    out.add("stems.starts", np.concatenate(([0], np.cumsum(counts))).astype(np.uint32))


def write_keys(out: Writer, keys: Keys, digests: Array) -> None:
    """The keys of the documents and their digests, and how to find a key."""
    numbers = np.fromiter((key_number(key) for key in keys), np.uint64, len(keys))
    order = np.argsort(numbers, kind="stable")
    out.add("keys.numbers", numbers[order])
    out.add("keys.documents", order.astype(np.uint32))
    write_words(out, "keys", keys)
    out.add("digests", digests)


def _averages(streams: Iterable[inversion.Stream]) -> dict[str, float]:
    """How many words the fields have on average, in all documents; without those that have none."""
    found: dict[str, float] = {}
    for stream in streams:
        totals = stream.lengths.sum(axis=0, dtype=np.int64).tolist()
        for name, total in zip(stream.group.fields, totals, strict=True):
            if total:
                found[name] = total / len(stream.lengths)
    return found


def write(
    path: Path,
    entries: Iterable[Entry],
    averages: dict[str, float] | None,
    each: Callable[[], None] = lambda: None,
    memory: int = MEMORY,
) -> Written:
    """Write a segment of some entries, each key once.

    `averages` are the words in each field on average; None takes those of these very entries.
    """
    with Builder(path, averages, memory) as builder:
        for entry in entries:
            each()
            builder.add(entry)
        return builder.finish()


def _ranked(known: dict[str, int]) -> tuple[list[str], Array]:
    """The words in order, and for each number that a word had its new one; then one for no word."""
    ordered = sorted(known)
    ranks = np.empty(len(ordered) + 1, np.int64)
    ranks[[known[word] for word in ordered]] = np.arange(len(ordered))
    ranks[-1] = len(ordered)
    return ordered, ranks
