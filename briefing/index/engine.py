"""The one module that speaks to Whoosh: documents in, posting lists out.

Imported late: Whoosh takes 0.2 s to import, which no one should wait for who does not search.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path
from typing import Any

from briefing.index.entry import Entry, Kind
from briefing.index.errors import IndexBusy
from briefing.index.words import tokens

with warnings.catch_warnings():  # Whoosh has escapes that newer Pythons complain about
    warnings.simplefilter("ignore")
    from whoosh import fields, index
    from whoosh.analysis import Token, Tokenizer
    from whoosh.filedb.filestore import FileStorage

# How much a hit in a field counts, and how much a long field is held against it.
WEIGHTS: dict[str, tuple[float, float]] = {
    "title": (3.0, 0.4),
    "quote": (2.5, 0.4),
    "who": (2.5, 0.3),
    "text": (1.0, 0.6),
    "source": (0.8, 0.5),
    "notes": (0.4, 0.6),
}
ALL_TEXT = tuple(WEIGHTS)
WORDED = (*ALL_TEXT, "theme", "topic")
_LOCK_WAIT = 5.0
_SMALL = 5000  # documents
_MOST_ENTRIES = 4000
_MOST_CACHED = 2_000_000  # postings, about 200 bytes each at worst


class FoldedWords(Tokenizer):  # type: ignore[misc]
    """Whoosh's view of `words.tokens`. Its name and module stand in every index."""

    def __call__(self, value: str, start_pos: int = 0, **_: Any) -> Iterator[Any]:
        """Yield Whoosh tokens with positions."""
        token = Token(positions=True)
        for position, found in enumerate(tokens(value)):
            token.text = found.text
            token.pos = start_pos + position
            token.boost = 1.0
            token.stopped = False
            yield token


def _schema() -> Any:
    words = {
        name: fields.TEXT(analyzer=FoldedWords(), phrase=True, stored=False) for name in WORDED
    }
    exact = {
        name: fields.ID(stored=False) for name in ("kind", "side", "year", "topic_id", "article")
    }
    return fields.Schema(
        key=fields.ID(unique=True, stored=False), entry=fields.STORED, **words, **exact
    )


def _document(entry: Entry) -> dict[str, str]:
    quote = entry.kind is Kind.QUOTE
    values = {
        "key": entry.key,
        "kind": entry.kind.value,
        "side": entry.side or "none",
        "year": f"{entry.year:04d}" if entry.year is not None else "",
        "topic_id": entry.topic,
        "article": entry.article,
        "title": "" if quote else entry.title,
        "quote": entry.text if quote else "",
        "text": "" if quote else entry.text,
        "who": " \n ".join(part for part in (entry.speaker, entry.role, entry.authors) if part),
        "source": entry.source,
        "notes": entry.notes,
        "theme": entry.theme,
        "topic": entry.topic,
        "entry": entry.to_json(),
    }
    return {name: value for name, value in values.items() if value}


def create(folder: Path) -> None:
    """Make an empty Whoosh index in an existing, empty folder."""
    FileStorage(str(folder)).create_index(_schema())


def write(
    folder: Path,
    entries: Iterable[Entry],
    removed: Iterable[str] = (),
    each: Callable[[], None] = lambda: None,
    fresh: bool = False,
) -> None:
    """Add or replace entries, take out those with the keys in `removed`; all or nothing."""
    opened = index.open_dir(str(folder))
    try:
        writer = opened.writer(timeout=_LOCK_WAIT, delay=0.05, limitmb=64)
    except index.LockError as error:
        raise IndexBusy("another program is writing the search index; try again") from error
    try:
        for key in removed:
            writer.delete_by_term("key", key)
        for entry in entries:
            each()
            document = _document(entry)
            (writer.add_document if fresh else writer.update_document)(**document)
        writer.commit()
    except BaseException:  # all or nothing, also for a stop; it is raised again
        _abandon(writer)
        raise


def _abandon(writer: Any) -> None:
    """Give up a write. Where even that fails (a full disk), at least let go of the lock."""
    if writer.is_closed:
        return
    try:
        writer.cancel()
    except Exception:  # Whoosh raises what it likes; the first error is the one that is told
        writer.writelock.release()


def words_of(folder: Path) -> Iterator[str]:
    """All words that occur in the text of an index (some more than once)."""
    reader = index.open_dir(str(folder)).reader()
    try:
        for name in WORDED:
            for word in reader.lexicon(name):
                yield word.decode("utf-8")
    finally:
        reader.close()


class Cache:
    """Posting lists that were read. Threads may share one: lists are dropped, but not changed."""

    def __init__(self) -> None:
        self.postings: dict[tuple[str, str], dict[int, float]] = {}
        self.positions: dict[tuple[str, str], dict[int, tuple[int, ...]]] = {}
        self._held = 0

    def count(self, found: Sized) -> None:
        """Make room once it is full. All at once: what is needed next is soon back."""
        self._held += len(found) + 8
        if self._held > _MOST_CACHED:
            self.postings.clear()
            self.positions.clear()
            self._held = 0


class Engine:
    """Posting lists of one state of an index. For one thread only."""

    def __init__(self, folder: Path, cache: Cache | None = None) -> None:
        self._cache = cache or Cache()
        self._reader = index.open_dir(str(folder)).reader()
        self.size: int = self._reader.doc_count_all()
        self._average = {name: self._average_length(name) for name in WORDED}
        self._entries: dict[int, Entry] = {}
        self._everything: frozenset[int] | None = None
        self._kinds: dict[int, Kind] | None = None

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _average_length(self, name: str) -> float:
        return float(self._reader.field_length(name) / max(1, self._reader.doc_count_all()))

    def documents(self, name: str, value: str) -> frozenset[int]:
        """The documents whose exact field `name` is `value`."""
        if (name, value) not in self._reader:
            return frozenset()
        return frozenset(self._reader.postings(name, value).all_ids())

    def years(self, first: int | None, last: int | None) -> frozenset[int]:
        """The documents with a year in a range."""
        found: set[int] = set()
        for raw in self._reader.lexicon("year"):
            year = int(raw)
            if (first is None or year >= first) and (last is None or year <= last):
                found |= self.documents("year", raw.decode())
        return frozenset(found)

    @property
    def everything(self) -> frozenset[int]:
        """All documents that are not deleted."""
        if self._everything is None:
            self._everything = frozenset(self._reader.all_doc_ids())
        return self._everything

    def kind(self, document: int) -> Kind:
        """What a document is."""
        if self._kinds is None:
            self._kinds = {d: kind for kind in Kind for d in self.documents("kind", kind.value)}
        return self._kinds[document]

    def entry(self, document: int) -> Entry:
        """The entry that was put in."""
        found = self._entries.get(document)
        if found is None:
            if len(self._entries) >= _MOST_ENTRIES:
                self._entries.clear()
            found = Entry.from_json(self._reader.stored_fields(document)["entry"])
            self._entries[document] = found
        return found

    def postings(self, name: str, word: str) -> dict[int, float]:
        """Documents with `word` in field `name`: how often, made even for the field's length."""
        cached = self._cache.postings.get((name, word))
        if cached is not None:
            return cached
        found: dict[int, float] = {}
        if (name, word) in self._reader:
            matcher = self._reader.postings(name, word)
            while matcher.is_active():
                document = matcher.id()
                found[document] = float(matcher.weight()) / self._norm(name, document)
                matcher.next()
        self._cache.count(found)
        self._cache.postings[name, word] = found
        return found

    def positions(self, name: str, word: str) -> dict[int, tuple[int, ...]]:
        """Documents with `word` in field `name`, and at which places."""
        cached = self._cache.positions.get((name, word))
        if cached is not None:
            return cached
        found: dict[int, tuple[int, ...]] = {}
        if (name, word) in self._reader:
            matcher = self._reader.postings(name, word)
            while matcher.is_active():
                found[matcher.id()] = tuple(matcher.value_as("positions"))
                matcher.next()
        self._cache.count(found)
        self._cache.positions[name, word] = found
        return found

    def warm(self, stop: Callable[[], bool]) -> None:
        """Read all posting lists ahead, if the index is small enough for that."""
        if self.size > _SMALL:
            return
        for name in WORDED:
            for number, raw in enumerate(self._reader.lexicon(name)):
                if stop():
                    return
                if number % 20 == 0:
                    time.sleep(0)  # whoever draws the window goes first
                self._read_ahead(name, raw.decode("utf-8"))

    def _read_ahead(self, name: str, word: str) -> None:
        """Both lists of a word at once: a word occurs as often as it has places."""
        if (name, word) in self._cache.postings and (name, word) in self._cache.positions:
            return
        places = self.positions(name, word)
        often = {document: len(at) / self._norm(name, document) for document, at in places.items()}
        self._cache.count(often)
        self._cache.postings[name, word] = often

    def _norm(self, name: str, document: int) -> float:
        """How much longer than others this document's field is, as far as that counts."""
        _, shortness = WEIGHTS.get(name, (1.0, 0.0))
        length = float(self._reader.doc_field_length(document, name))
        return 1.0 - shortness + shortness * length / (self._average[name] or 1.0)


def rarity(count: int, size: int) -> float:
    """How much a word tells that `count` of `size` documents have (BM25's idf, never negative)."""
    return math.log1p((size - count + 0.5) / (count + 0.5))
