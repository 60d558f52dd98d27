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
    """The keys of the documents in their order, each once, close together in memory."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("Q", [0])
        # Where keys are, by their hashes: a set of bytes would take ten times as much.
        self._known = array("I", bytes(4 << 10))  # numbers from 1 on; 0: free

    def add(self, key: bytes) -> bool:
        """Add one at the end; False if it is there already."""
        at = self._place(key)
        if self._known[at]:
            return False
        self._text += key
        self._ends.append(len(self._text))
        self._known[at] = len(self)
        if len(self) * 2 > len(self._known):
            self._known = array("I", bytes(8 * len(self._known)))
            for number, known in enumerate(self, 1):
                self._known[self._place(known)] = number
        return True

    def _place(self, key: bytes) -> int:
        """Where a key is in the table, or where it would be: the next free place."""
        known, last = self._known, len(self._known) - 1
        at = hash(key) & last
        while known[at] and self[known[at] - 1] != key:
            at = (at + 1) & last
        return at

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._text[self._ends[number] : self._ends[number + 1]])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[bytes]:
        return (bytes(self._text[start:stop]) for start, stop in pairwise(self._ends))


class _Series:
    """Numbers that come one by one; all but the last ones are in a spool."""

    def __init__(self, code: str, scratch: Scratch) -> None:
        self.waiting = array(code)
        self._spool = scratch.spool(np.dtype(code))

    def flush(self) -> Spool:
        """Put all into the spool."""
        self._spool.append(np.frombuffer(self.waiting, self._spool.dtype))
        self.waiting = array(self.waiting.typecode)
        return self._spool


class _Gatherer:
    """The stream of one group while its documents come in."""

    def __init__(self, group: Group, numbers: _Numbers, scratch: Scratch) -> None:
        self.group = group
        self._numbers = numbers
        self._stream = _Series("I", scratch)
        self._lengths = _Series("I", scratch)

    def add(self, texts: Iterable[str]) -> None:
        """Take in one document: the texts of the fields, in their order."""
        waiting, lengths = self._stream.waiting, self._lengths.waiting
        number = self._numbers.__getitem__
        for text in texts:
            if not text:
                lengths.append(0)
                continue
            before = len(waiting)
            waiting.extend(map(number, surfaces(text)))
            if self._numbers.has_odd and len(waiting) > before:
                self._mend(before, text)
            length = len(waiting) - before
            lengths.append(length)
            if length:
                waiting.append(_SEPARATOR)
        if len(waiting) > _BATCH:
            self._stream.flush()
            self._lengths.flush()

    def _mend(self, before: int, text: str) -> None:
        """Where a written form was not one word: look closely, and leave out what is none."""
        waiting = self._stream.waiting
        if max(waiting[before:]) < _SEVERAL:
            return
        if _SEVERAL in waiting[before:]:
            del waiting[before:]
            waiting.extend(map(self._numbers.__getitem__, written(text)))
        kept = [one for one in waiting[before:] if one != _NOTHING]
        waiting[before:] = array("I", kept)

    def stream(self, ranks: Array, scratch: Scratch) -> inversion.Stream:
        """What was gathered, with the words numbered as they are sorted."""
        ranked = scratch.spool(np.uint32)
        separator = len(ranks) - 1
        words = self._stream.flush()
        for block in words.blocks():
            ranked.append(ranks[np.minimum(block, separator)])
        words.close()
        lengths = self._lengths.flush().whole().reshape(-1, len(self.group.fields))
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
        self._waiting: list[bytes] = []  # what is stored next
        self._waiting_size = 0
        self._keys = Keys()
        self._stored_at = self._series("Q", 0)
        self._digests = self._series("Q")
        self._values: dict[str, dict[str, int]] = {name: {} for name in COLUMNS}
        self._codes = {name: self._series("i") for name in COLUMNS}
        self._ends = {name: self._series("I", 0) for name in SEVERAL}
        self._size = 0  # of what is stored
        self._counts = dict.fromkeys(SEVERAL, 0)

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
        if not self._keys.add(entry.key.encode("utf-8", "surrogatepass")):
            return
        stored = entry.to_json().encode("utf-8", "surrogatepass")
        self._waiting.append(stored)
        self._waiting_size += len(stored)
        self._size += len(stored)
        self._stored_at.waiting.append(self._size)
        self._digests.waiting.append(digest_of(stored))
        for gatherer in self._groups:
            gatherer.add(words(entry, gatherer.group))
        for name, value in zip(SINGLE, single(entry), strict=True):
            known = self._values[name]
            code = known.setdefault(value, len(known)) if value else -1
            self._codes[name].waiting.append(code)
        for name, values in zip(SEVERAL, several(entry), strict=True):
            known = self._values[name]
            codes = [known.setdefault(value, len(known)) for value in values]
            self._codes[name].waiting.extend(codes)
            self._counts[name] += len(codes)
            self._ends[name].waiting.append(self._counts[name])
        if self._waiting_size > _BATCH:
            self._flush()

    def _series(self, code: str, *first: int) -> _Series:
        made = _Series(code, self._scratch)
        made.waiting.extend(first)
        return made

    def _flush(self) -> None:
        self._stored.append(np.frombuffer(b"".join(self._waiting), np.uint8))
        self._waiting, self._waiting_size = [], 0
        for one in (self._stored_at, self._digests, *self._codes.values(), *self._ends.values()):
            one.flush()

    def finish(self) -> Written:
        """Sort, invert, write; what that does not need is let go of before."""
        self._flush()
        ordered, ranks = _ranked(self._numbers.words)
        self._numbers.clear()
        self._numbers.words.clear()
        streams = [gatherer.stream(ranks, self._scratch) for gatherer in self._groups]
        content = Content(
            ordered,
            streams,
            {name: self._column(name) for name in COLUMNS},
            self._stored,
            self._stored_at.flush(),
            self._keys,
            self._digests.flush(),
        )
        averages = _averages(streams) if self._averages is None else self._averages
        seal = content.write(self._out, averages, self._scratch, self._memory)
        return Written(seal, len(self._keys), averages)

    def _column(self, name: str) -> ColumnContent:
        """Codes numbered as their values are sorted, so that equal segments are equal files."""
        values, ranks = _ranked(self._values[name])
        ranks[-1] = -1
        codes = self._scratch.spool(np.int32)
        for block in self._codes[name].flush().blocks():
            codes.append(ranks[block])
        return ColumnContent(values, codes, self._ends[name].flush() if name in SEVERAL else None)


class Written(NamedTuple):
    """A segment that was written, and by which average lengths of fields it was weighed."""

    seal: Seal
    documents: int
    averages: dict[str, float]


@dataclass(eq=False)
class ColumnContent:
    """A column: its values, sorted, and the numbers of those that the documents have."""

    values: list[str]
    codes: Spool
    ends: Spool | None


@dataclass(eq=False)
class Content:
    """All that a segment holds, before it is inverted."""

    vocabulary: list[str]
    streams: list[inversion.Stream]
    columns: dict[str, ColumnContent]
    stored: Spool
    stored_at: Spool
    keys: Keys
    digests: Spool

    def write(self, out: Writer, averages: dict[str, float], scratch: Scratch, memory: int) -> Seal:
        """Invert and write everything."""
        write_words(out, "vocabulary", map(_encoded, self.vocabulary))
        write_stems(out, self.vocabulary)
        for stream in self.streams:
            inversion.write(stream, averages, out, scratch, memory)
        for name, column in self.columns.items():
            write_words(out, name, map(_encoded, column.values))
            out.add_spool(f"{name}.codes", column.codes)
            if column.ends is not None:
                out.add_spool(f"{name}.ends", column.ends)
        out.add_spool("stored", self.stored)
        out.add_spool("stored_at", self.stored_at)
        write_keys(out, self.keys)
        out.add_spool("digests", self.digests)
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
    text = bytearray()
    for word in ordered:
        text += word
        text += b"\n"
        at.append(len(text))
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


def write_keys(out: Writer, keys: Keys) -> None:
    """The keys of the documents, and how to find one."""
    numbers = np.fromiter((key_number(key) for key in keys), np.uint64, len(keys))
    order = np.argsort(numbers, kind="stable")
    out.add("keys.numbers", numbers[order])
    out.add("keys.documents", order.astype(np.uint32))
    write_words(out, "keys", keys)


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
