"""One segment, opened: vocabulary, posting lists, columns, stored entries. Nothing is copied.

A segment never changes, so threads may share one, and it may be kept open across updates.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from briefing.index.arrays import Array, Damaged, File, Section
from briefing.index.bits import Bits
from briefing.index.builder import key_number
from briefing.index.entry import Entry
from briefing.index.fields import COLUMNS, GROUPS, SEVERAL, Group
from briefing.index.manifest import Seal
from briefing.model.once import once

_LAST = "\U0010ffff"


def key_numbers(keys: Iterable[str]) -> Array:
    """By what some keys are looked up, in any segment."""
    return np.array([key_number(key.encode("utf-8", "surrogatepass")) for key in keys], np.uint64)


class Words:
    """A sorted list of words, read where it lies."""

    def __init__(self, text: Section, at: Section) -> None:
        self._text = text.whole().data
        self._at = at.whole().data
        self._all: list[str] | None = None
        self.letters: tuple[Array, Array] | None = None  # what `forms` notes of each word

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._text[self._at[number] : self._at[number + 1] - 1])

    def word(self, number: int) -> str:
        """The word of a number."""
        return self[number].decode("utf-8", "surrogatepass")

    def find(self, word: str) -> int:
        """The number of `word`; -1 if it is not there."""
        known = self._all
        if known is not None:  # signs have the same order as their bytes, and are compared in C
            number = bisect_left(known, word)
            return number if number < len(known) and known[number] == word else -1
        wanted = word.encode("utf-8", "surrogatepass")
        number = bisect_left(self, wanted)
        return number if number < len(self) and self[number] == wanted else -1

    def starting(self, prefix: str) -> tuple[int, int]:
        """The range of the numbers of the words that begin with `prefix`."""
        known = self._all
        if known is not None:
            first = bisect_left(known, prefix)
            return first, bisect_left(known, prefix + _LAST, first)
        wanted = prefix.encode("utf-8", "surrogatepass")
        first = bisect_left(self, wanted)
        beyond = wanted + _LAST.encode()
        return first, bisect_left(self, beyond, first)

    @property
    def text(self) -> Array:
        """All words as bytes, each followed by a line break."""
        return np.frombuffer(self._text, np.uint8)

    @property
    def at(self) -> Array:
        """Where each word begins in `text`; one more number for the end."""
        return np.frombuffer(self._at, np.uint32)

    def all(self) -> list[str]:
        """All words, kept once they have been asked for."""
        if self._all is None:
            self._all = [self.word(number) for number in range(len(self))]
        return self._all


class Lists:
    """The posting lists of one group of fields. Words are ranges of numbers: first, last + 1.

    A place is where a word stands in the stream of all documents' words.
    """

    def __init__(self, file: File, group: Group, documents: int) -> None:
        name = self._name = group.name
        self._file = file
        self.group = group
        self.count = documents
        self.words = file.section(f"{name}.words")
        self.fields = file.section(f"{name}.fields")
        self._places = file.section(f"{name}.places")
        self._documents = file.section(f"{name}.documents")
        self._counts = file.section(f"{name}.counts")
        self._weights = file.section(f"{name}.weights")
        self._place_starts = file.section(f"{name}.place_starts").whole().data
        self._list_starts = file.section(f"{name}.list_starts").whole().data
        self._heaviest: dict[int, float] = {}

    @once
    def lengths(self) -> Array:
        """How many words the fields have: documents × fields."""
        flat = self._file.section(f"{self._name}.lengths").whole()
        return flat.reshape(self.count, len(self.group.fields))

    @once
    def pieces(self) -> Array:
        """Where the piece of each document and field begins in the stream; one more for the end."""
        flat = self.lengths.reshape(-1).astype(np.int64)
        return np.concatenate(([0], np.cumsum(flat + (flat > 0))))

    @once
    def starts(self) -> Array:
        """Where each document begins in the stream; one more for the end."""
        return np.ascontiguousarray(self.pieces[:: len(self.group.fields)])

    @once
    def ends(self) -> Bits:
        """The places of the separators that end the pieces."""
        return Bits(np.unique(self.pieces[1:]) - 1, len(self.words))

    def postings(self, first: int, last: int) -> tuple[Array, Array]:
        """Documents with these words, and what their occurrences weigh, word after word."""
        start, stop = self._list_starts[first], self._list_starts[last]
        return self._documents.part(start, stop), self._weights.part(start, stop)

    def size(self, first: int, last: int) -> int:
        """How many postings these words have."""
        return int(self._list_starts[last] - self._list_starts[first])

    def heaviest(self, word: int) -> float:
        """What a word weighs in any document at most; kept once it has been asked for."""
        found = self._heaviest.get(word)
        if found is None:
            weights = self.postings(word, word + 1)[1]
            found = self._heaviest[word] = float(weights.max(initial=0.0))
        return found

    def often(self, first: int, last: int) -> int:
        """How many places these words have."""
        return int(self._place_starts[last] - self._place_starts[first])

    def places(self, first: int, last: int) -> Array:
        """Where these words stand, word after word, each in rising order."""
        return self._places.part(self._place_starts[first], self._place_starts[last])

    def each_document(self, first: int, last: int) -> Array:
        """The document of each place where these words stand."""
        start, stop = self._list_starts[first], self._list_starts[last]
        return np.repeat(self._documents.part(start, stop), self._counts.part(start, stop))

    def occurrences(self, first: int, last: int, field: int) -> Array:
        """The document of each place in one field where these words stand."""
        each = self.each_document(first, last)
        return np.asarray(each[self.fields.take(self.places(first, last)) == field])


class Column:
    """The values of one column, as numbers. Several values a document are told by `ends`."""

    def __init__(self, file: File, name: str) -> None:
        self.values = Words(file.section(f"{name}.text"), file.section(f"{name}.at"))
        self.codes = file.section(f"{name}.codes").whole()  # -1: no value
        self.ends = file.section(f"{name}.ends").whole() if name in SEVERAL else None

    @once
    def documents(self) -> Array:
        """The document of each code."""
        if self.ends is None:
            return np.arange(len(self.codes))
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))

    def having(self, wanted: Array, count: int) -> Array:
        """Which of `count` documents have one of the wanted codes (a mask over the codes)."""
        numbers = np.flatnonzero(wanted)
        if self.ends is None and len(numbers) and numbers[-1] - numbers[0] < len(numbers):
            # One value, or a range of them: comparing is quicker than looking up.
            return np.asarray((self.codes >= numbers[0]) & (self.codes <= numbers[-1]))
        # The last place of the mask is what -1 (no value) finds.
        hits = np.append(wanted, False)[self.codes]
        if self.ends is None:
            return np.asarray(hits)
        found = np.zeros(count, np.bool_)
        found[self.documents[hits]] = True
        return found


class Segment:
    """A segment file; raises Damaged when it is not what its seal says."""

    def __init__(self, path: Path, seal: Seal) -> None:
        file = self.file = File(path, seal)
        self.name = path.name
        self.seal = seal
        self.count = int(file.facts["documents"])
        self._opening = threading.RLock()
        self._lists: dict[str, Lists] = {}
        self._columns: dict[str, Column] = {}
        self.expanded: dict[Hashable, tuple[tuple[int, int, float], ...]] = {}  # see `forms`

    @once
    def words(self) -> Words:
        """The vocabulary of all texts."""
        return self._words("vocabulary")

    @once
    def stems(self) -> Words:
        """The stems of the vocabulary."""
        return self._words("stems")

    @once
    def keys(self) -> Words:
        """The keys of the documents, in their order (not sorted)."""
        return self._words("keys")

    @once
    def digests(self) -> Array:
        """A number for each document that changes with its entry."""
        return self.file.section("digests").whole()

    @once
    def _members(self) -> tuple[Array, Array]:
        starts = self.file.section("stems.starts").whole()
        return starts, self.file.section("stems.members").whole()

    @once
    def _stored_at(self) -> Array:
        return self.file.section("stored_at").whole()

    @once
    def _key_numbers(self) -> tuple[Array, Array]:
        numbers = self.file.section("keys.numbers").whole()
        return numbers, self.file.section("keys.documents").whole()

    def _words(self, name: str) -> Words:
        return Words(self.file.section(f"{name}.text"), self.file.section(f"{name}.at"))

    def lists(self, group: Group) -> Lists:
        """The posting lists of a group of fields."""
        found = self._lists.get(group.name)
        if found is None:
            with self._opening:
                found = self._lists.get(group.name)
                if found is None:
                    found = self._lists[group.name] = Lists(self.file, group, self.count)
        return found

    def column(self, name: str) -> Column:
        """The values of a column."""
        with self._opening:
            found = self._columns.get(name)
            if found is None:
                found = self._columns[name] = Column(self.file, name)
            return found

    def family(self, root: str) -> list[int]:
        """The numbers of the words with a stem."""
        stem = self.stems.find(root)
        if stem < 0:
            return []
        starts, members = self._members
        found: list[int] = members[int(starts[stem]) : int(starts[stem + 1])].tolist()
        return found

    def stored(self, document: int) -> bytes:
        """What is kept of a document's entry."""
        start, stop = self._stored_at[document : document + 2].tolist()
        return self.file.section("stored").part(start, stop).tobytes()

    def entry(self, document: int) -> Entry:
        """The entry of a document."""
        try:
            return Entry.from_json(self.stored(document).decode("utf-8", "surrogatepass"))
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(f"{self.name}: entry {document} cannot be read") from error

    def find(self, key: str) -> int:
        """The document with a key; -1 if there is none. Keys of a segment are unique."""
        wanted = key.encode("utf-8", "surrogatepass")
        numbers, documents = self._key_numbers
        number = np.uint64(key_number(wanted))
        at = int(np.searchsorted(numbers, number))
        while at < len(numbers) and numbers[at] == number:
            document = int(documents[at])
            if self.keys[document] == wanted:
                return document
            at += 1
        return -1

    def find_all(self, keys: Sequence[str], numbers: Array) -> Iterator[tuple[str, int]]:
        """Those of some keys that there are, with their documents; `numbers` are `key_numbers`."""
        known = self._key_numbers[0]
        if not len(known):
            return
        at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
        for place in np.flatnonzero(known[at] == numbers).tolist():
            document = self.find(keys[place])
            if document >= 0:
                yield keys[place], document

    def warm(self) -> Iterator[None]:
        """Open all that searches need, step by step."""
        yield from (
            None for _ in (self.words.all(), self.stems.all(), self._members, self._stored_at)
        )
        for group in GROUPS:
            lists = self.lists(group)
            yield from (None for _ in (lists.lengths, lists.pieces, lists.starts))
        for name in COLUMNS:
            self.column(name)
            yield
