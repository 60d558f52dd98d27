"""The search index of one library: built into a folder, asked from any thread."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.index import manifest as manifests
from briefing.index.entry import Entry, Hit, Kind, Results, Runs
from briefing.index.errors import IndexBroken
from briefing.index.evaluate import Evaluator, Scores
from briefing.index.highlight import Text, Wanted, runs, snippet, spans
from briefing.index.lexicon import Lexicon
from briefing.index.query import And, Parsed, Sides, Word, parse
from briefing.model import BriefingError, Cancelled, Progress, Stop

if TYPE_CHECKING:
    from briefing.index.engine import Cache, Engine

_WORDS = "words.tsv"
_DIGESTS = "entries.json"
_MOST_TEXTS = 4000
# What is ready to be used ranks above what must be read first.
_KIND_WEIGHT = {
    Kind.QUOTE: 1.3,
    Kind.POINT: 1.2,
    Kind.PASSAGE: 0.85,
    Kind.SOURCE: 0.8,
    Kind.EVENT: 0.85,
    Kind.FIGURE: 0.85,
}
_LOOSE = "Nothing has all of these words: here is what has most of them."


class State(Enum):
    """Whether an index can be asked."""

    READY = "ready"
    MISSING = "missing"
    OLD = "old"
    BROKEN = "broken"


@dataclass(eq=False)
class _Reader:
    """An open index. Whoosh's readers must not be shared: only one thread at a time has one."""

    token: int
    engine: Engine
    evaluator: Evaluator
    texts: dict[str, Text]

    def text(self, text: str) -> Text:
        """A shown text with its words; those of recent hits are kept."""
        found = self.texts.get(text)
        if found is None:
            if len(self.texts) >= _MOST_TEXTS:
                self.texts.clear()
            found = self.texts[text] = Text(text)
        return found


class Index:
    """The index in `folder`. Searching is safe from any thread; one thread at a time may write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        # Held while Whoosh's files and the manifest differ, so that no search opens them then.
        self._changing = threading.RLock()
        self._manifest: manifests.Manifest | None = None
        self._lexicon: Lexicon | None = None
        self._cache: Cache | None = None
        self._token = 0  # counts what this object has opened or written
        self._free: list[_Reader] = []

    @property
    def fingerprint(self) -> str:
        """What the index was made from; "" if it cannot be used."""
        try:
            return manifests.read(self._folder).fingerprint
        except manifests.Unusable:
            return ""

    def state(self) -> State:
        """A cheap look: manifest and file sizes."""
        try:
            manifests.read(self._folder)
        except manifests.Unusable as error:
            return State(error.reason)
        return State.READY

    def verify(self) -> State:
        """A thorough look: the checksum of every file."""
        try:
            manifests.verify(self._folder, manifests.read(self._folder))
        except manifests.Unusable as error:
            return State(error.reason)
        return State.READY

    def build(
        self,
        entries: Collection[Entry],
        fingerprint: str,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> None:
        """Index `entries` from scratch; until it is done, the index of before answers."""
        previous = self._previous()
        with _mended("build"):
            from briefing.index import engine

            build = manifests.new_build(self._folder)
            try:
                engine.create(build)
                each = _Steps(len(entries), progress, stop)
                engine.write(build, _distinct(entries), each=each, fresh=True)
                self._finish(build, {e.key: digest(e) for e in entries}, fingerprint)
            except BaseException:  # a stop, too, leaves no half build; it is raised again
                shutil.rmtree(build, ignore_errors=True)
                raise
        manifests.clean(self._folder, build.name, previous)

    def update(
        self,
        entries: Collection[Entry],
        removed: Collection[str],
        fingerprint: str,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> None:
        """Put changed entries in and take the keys in `removed` out; raises IndexBroken."""
        with _mended("update"), self._changing:
            from briefing.index import engine

            found = self._usable()
            build = self._folder / found.build
            known = self.digests()
            each = _Steps(len(entries), progress, stop)
            if entries or removed:
                engine.write(build, _distinct(entries), removed, each=each)
            kept = {key: value for key, value in known.items() if key not in set(removed)}
            self._finish(build, kept | {e.key: digest(e) for e in entries}, fingerprint)

    def digests(self) -> dict[str, str]:
        """The key of every entry in the index, with a digest of what it holds."""
        with _mended("read"):
            found = self._usable()
            path = self._folder / found.build / _DIGESTS
            return {str(k): str(v) for k, v in json.loads(path.read_text(encoding="utf-8")).items()}

    def search(
        self,
        query: str,
        kinds: Collection[Kind] = (),
        topics: Collection[str] = (),
        limit: int = 50,
        sides: Sides | None = None,
        typing: bool = False,
    ) -> Results:
        """Find entries. No text can raise; only an unusable index does (IndexBroken).

        `sides` names the sides of the topics ("Deterrence": "for"). `typing` takes the last word
        as the beginning of one.
        """
        parsed = parse(query, sides, typing)
        if parsed.node is None:
            return Results(notice=" ".join(parsed.notices))
        try:
            return self._answer(parsed, kinds, topics, limit)
        except IndexBroken:
            # Another program may have put a new build in the place of the one we had open.
            self.close()
            return self._answer(parsed, kinds, topics, limit)

    def warm(self, stop: Stop | None = None) -> None:
        """Read ahead what searches need, so that the first ones are as fast as all others."""
        with _mended("read"), self._borrowed() as reader:
            reader.engine.warm(stop or _never)

    def close(self) -> None:
        """Let go of all files. The index may be used again; it opens them anew."""
        with self._lock:
            self._token += 1
            self._manifest = self._lexicon = self._cache = None
            readers, self._free = self._free, []
        for reader in readers:
            _close(reader)

    def _answer(
        self, parsed: Parsed, kinds: Collection[Kind], topics: Collection[str], limit: int
    ) -> Results:
        with _mended("search"), self._borrowed() as reader:
            scores, loose = _found(reader.evaluator, parsed)
            if topics:
                within = frozenset[int]().union(
                    *(reader.engine.documents("topic_id", topic) for topic in topics)
                )
                scores = {d: s for d, s in scores.items() if d in within}
            kind = reader.engine.kind
            totals: dict[Kind, int] = {}
            ranked: list[tuple[float, int]] = []
            for document, score in scores.items():
                what = kind(document)
                totals[what] = totals.get(what, 0) + 1
                if not kinds or what in kinds:
                    ranked.append((-score * _KIND_WEIGHT.get(what, 1.0), document))
            wanted = reader.evaluator.wanted(parsed.node)
            hits = tuple(
                _hit(reader, wanted, document, -rank)
                for rank, document in nsmallest(max(0, limit), ranked)
            )
        notices = (*parsed.notices, _LOOSE) if loose and totals else parsed.notices
        counted = tuple((what, totals[what]) for what in Kind if what in totals)
        return Results(hits, counted, " ".join(notices), loose and bool(totals))

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[_Reader]:
        """An open index that nobody else has until it is given back; damaged ones are not kept."""
        reader = None
        with self._lock:
            while self._free and reader is None:
                free = self._free.pop()
                if free.token == self._token:
                    reader = free
                else:
                    _close(free)
        reader = reader or self._opened()
        try:
            yield reader
        except BaseException:  # whatever it was, this reader is not lent again; it is raised again
            _close(reader)
            raise
        with self._lock:
            keep = reader.token == self._token
            if keep:
                self._free.append(reader)
        if not keep:
            _close(reader)

    def _opened(self) -> _Reader:
        from briefing.index.engine import WEIGHTS, Cache, Engine

        with self._changing:
            with self._lock:
                found = self._usable()
                if self._lexicon is None or found != self._manifest:
                    words = self._folder / found.build / _WORDS
                    self._lexicon = Lexicon.from_text(words.read_text(encoding="utf-8"))
                    self._manifest, self._cache = found, None
                    self._token += 1  # another program may have changed it: older readers go
                self._cache = cache = self._cache or Cache()
                lexicon, token = self._lexicon, self._token
            engine = Engine(self._folder / found.build, cache)
        weights = {name: weight for name, (weight, _) in WEIGHTS.items()}
        return _Reader(token, engine, Evaluator(engine, lexicon, weights), {})

    def _usable(self) -> manifests.Manifest:
        try:
            found = manifests.read(self._folder)
            manifests.verify(self._folder, found, small_only=True)
        except manifests.Unusable as error:
            raise IndexBroken(f"the search index cannot be used: {error}") from error
        return found

    def _previous(self) -> str:
        try:
            return manifests.read(self._folder).build
        except manifests.Unusable:
            return ""

    def _finish(self, build: Path, digests: dict[str, str], fingerprint: str) -> None:
        from briefing.index import engine

        lexicon = Lexicon.of(engine.words_of(build), self._lexicon)
        text = json.dumps(digests, ensure_ascii=False)
        (build / _WORDS).write_text(lexicon.to_text(), encoding="utf-8", newline="\n")
        (build / _DIGESTS).write_text(text, encoding="utf-8", newline="\n")
        manifests.write(self._folder, build.name, fingerprint)
        self.close()


def _close(reader: _Reader) -> None:
    with contextlib.suppress(Exception):  # closing what is damaged may fail; it is gone anyhow
        reader.engine.close()


def _never() -> bool:
    return False


def digest(entry: Entry) -> str:
    """Changes whenever the entry does."""
    return blake2b(entry.to_json().encode("utf-8"), digest_size=8).hexdigest()


def _found(evaluator: Evaluator, parsed: Parsed) -> tuple[Scores, bool]:
    """The matches, and whether they are only the nearest there are."""
    assert parsed.node is not None
    scores = evaluator.scores(parsed.node)
    node = parsed.node
    if scores or not isinstance(node, And) or not node.implicit:
        return scores, False
    if sum(isinstance(part, Word) for part in node.parts) < 2:
        return scores, False
    return evaluator.loose(node), True


def _hit(reader: _Reader, wanted: Wanted, document: int, score: float) -> Hit:
    entry = reader.engine.entry(document)
    title = _marked(reader, wanted, entry.title)
    speaker = _marked(reader, wanted, entry.speaker or entry.authors)
    body = _snippet(reader, wanted, entry.text)
    note: Runs = ()
    if entry.notes and not any(hit for _, hit in (*title, *body, *speaker)):
        note = _snippet(reader, wanted, entry.notes)
    return Hit(entry, score, title, body, speaker, note if any(hit for _, hit in note) else ())


def _marked(reader: _Reader, wanted: Wanted, text: str) -> Runs:
    return runs(text, spans(reader.text(text), wanted)) if text else ()


def _snippet(reader: _Reader, wanted: Wanted, text: str) -> Runs:
    if not text:
        return ()
    shown = reader.text(text)
    return snippet(shown, spans(shown, wanted))


def _distinct(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Each key once; a library with a doubled id must not break the index."""
    seen: set[str] = set()
    for entry in entries:
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry


@dataclass
class _Steps:
    """Counts entries as they are written, and stops where the user wishes."""

    total: int
    progress: Progress | None
    stop: Stop | None
    done: int = 0

    def __call__(self) -> None:
        if self.stop is not None and self.stop():
            raise Cancelled
        self.done += 1
        if self.progress is not None and (self.done % 20 == 0 or self.done == self.total):
            self.progress(self.done, self.total)


@contextlib.contextmanager
def _mended(what: str) -> Iterator[None]:
    """The funnel: whatever Whoosh raises over damaged files means that the index is to be rebuilt.

    Whoosh raises struct.error, zlib.error, TermNotFound, EOFError, UnpicklingError, TypeError …
    """
    try:
        yield
    except (BriefingError, MemoryError):
        raise
    except OSError as error:
        reason = f"{error.strerror or error} ({error.filename})" if error.filename else str(error)
        raise IndexBroken(f"cannot {what} the search index: {reason}") from error
    except Exception as error:
        raise IndexBroken(f"cannot {what} the search index: {error!r}") from error
