"""An index opened at one state: what is asked of it, and how the answers are put into words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

import numpy as np

from briefing.index import manifest as manifests
from briefing.index.arrays import Array, Damaged
from briefing.index.entry import Entry, Hit, Kind, Results, Runs, Sort
from briefing.index.evaluate import Evaluator
from briefing.index.forms import near_words, word_spans
from briefing.index.highlight import Text, Wanted, runs, snippet, spans
from briefing.index.largest import best
from briefing.index.manifest import Manifest, Piece
from briefing.index.mending import asked_ids, mended
from briefing.index.nearest import ORDERED, Nearest, Plain, may_be_misspelt, plain
from briefing.index.query import Fuzzy, Named, Node, Or, Parsed
from briefing.index.segment import Segment, key_numbers
from briefing.index.snapshot import Found, Snapshot
from briefing.index.sorting import ordered
from briefing.index.sums import chosen
from briefing.index.wanted import wanted
from briefing.model.once import once

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
_KINDS = (*Kind, None)  # in the order of their numbers; the last is that of no kind
_WEIGHTS = np.array([_KIND_WEIGHT.get(kind, 1.0) if kind else 1.0 for kind in _KINDS])
_MANY_WORDS = 3  # of which any will do, before common ones are left for last
_LOOSE_WORD = "Nothing has this word: these are the nearest matches."
_CLOSER = "Not all of these have all words: some have the others nearly as they were typed."
_FEW = 50  # matches, among which what follows the words more closely is missed
_LOOSE = "Nothing has all of these words: these are the nearest matches."


class Ranked(NamedTuple):
    """Matches in the order of their numbers, with scores, and the places of the best of them."""

    documents: Array
    scores: Array
    best: list[int]
    totals: tuple[tuple[Kind, int], ...]
    is_loose: bool
    has_closer: bool = False  # not all have all words: some follow them more closely


class Opened:
    """One state of an index. Threads may share it; segments of `before` that stay are kept open."""

    def __init__(
        self,
        root: Path,
        manifest: Manifest,
        stamp: tuple[int, int, int],
        before: Opened | None = None,
    ) -> None:
        self.manifest = manifest
        self.stamp = stamp
        folder = root / manifest.build
        known = (
            {part.segment.name: part.segment for part in before.snapshot.parts} if before else {}
        )
        segments = []
        for piece in manifest.pieces:
            segment = known.get(piece.name)
            if segment is None or segment.seal != piece.seal:
                segment = Segment(folder / piece.name, piece.seal)
            if segment.count != piece.documents:
                raise Damaged(f"{piece.name} has {segment.count} documents")
            segments.append((segment, _gone(folder, piece)))
        self.snapshot: Snapshot = Snapshot(segments, manifest.averages)
        self._evaluator = Evaluator(self.snapshot)
        self._texts: dict[str, Text] = {}

    @once
    def _weights(self) -> Array:
        """What the score of each document is multiplied with."""
        return np.asarray(_WEIGHTS[self.snapshot.kinds] * self.snapshot.everything)

    def verify(self, stop: Callable[[], bool]) -> None:
        """Read every byte of every segment; Damaged if one is not what was written."""
        for part in self.snapshot.parts:
            if not part.segment.file.verify(stop):
                return

    def warm(self, stop: Callable[[], bool]) -> None:
        """Open what searches need, then look at every byte that was not looked at before."""
        self.snapshot.warm(stop)
        for part in self.snapshot.parts:
            if not part.segment.file.is_sure and not part.segment.file.verify(stop):
                return

    def digests(self) -> dict[str, str]:
        """Keys of the entries that count, with their digests."""
        found: dict[str, str] = {}
        for part in self.snapshot.parts:
            keys, digests = part.segment.keys.all(), part.segment.digests.tolist()
            gone = set(part.gone.tolist())
            found.update(
                (key, f"{digest:016x}")
                for number, (key, digest) in enumerate(zip(keys, digests, strict=True))
                if number not in gone
            )
        return found

    def entries(self, keys: Collection[str]) -> dict[str, Entry]:
        """The entries that count of some keys, as they are stored."""
        found: dict[str, Entry] = {}
        listed = list(keys)
        numbers = key_numbers(listed)
        for part in self.snapshot.parts:
            for key, number in part.segment.find_all(listed, numbers):
                if part.live is None or part.live[number]:
                    found[key] = part.segment.entry(number)
        return found

    def answer(
        self,
        node: Node,
        kinds: Collection[Kind],
        topics: Collection[str],
        limit: int,
        facets: Collection[str],
        sort: Sort = Sort.RELEVANCE,
        named: str = "",
    ) -> Results:
        """The best hits, and how many matches there are of each kind.

        What has the id `named`, if anything has, comes before all other matches.
        """
        if named and len(self._evaluator.named(named)):
            node = Or((Named(named), node))
        ranked = self.first(node, kinds, topics, limit, sort)
        is_loose = ranked.is_loose and bool(ranked.totals)
        return Results(
            self.hits(self._as_read(node) if is_loose else node, ranked),
            ranked.totals,
            _notice(node) if is_loose else _CLOSER if ranked.has_closer else "",
            is_loose,
            self.counts(ranked, facets),
        )

    def first(
        self,
        node: Node,
        kinds: Collection[Kind],
        topics: Collection[str],
        limit: int,
        sort: Sort = Sort.RELEVANCE,
    ) -> Ranked:
        """All matches, and which of them are shown first."""
        query = plain(node) if sort is Sort.RELEVANCE else None
        most = max(limit, ORDERED) if query is not None and len(query.words) > 1 else limit
        ranked = self.rank(node, kinds, topics, most)
        if query is not None:
            ranked = self._with_closer(query, ranked, kinds, topics)
            return self._in_order(query, ranked, limit)
        if sort is Sort.RELEVANCE:
            return ranked
        return ranked._replace(best=ordered(self.snapshot, ranked.documents, sort, limit))

    def _with_closer(
        self, query: Plain, ranked: Ranked, kinds: Collection[Kind], topics: Collection[str]
    ) -> Ranked:
        """The matches of a long query, if they are few, and what follows it far more closely."""
        few = bool(ranked.totals) and len(ranked.documents) <= _FEW
        if ranked.is_loose or not few or len(query.words) < 2 or not query.may_relax:
            return ranked
        nearest = Nearest(self.snapshot, self._evaluator, query)
        if len(nearest.runs()):
            return ranked  # remembered word for word
        more = nearest.closer(ranked.documents)
        if topics:
            more = more[self.snapshot.having("topic_id", topics)[more]]
        kind = self.snapshot.kinds[more]
        totals = dict(ranked.totals)
        for one in (_KINDS[number] for number in kind.tolist()):
            if one is not None:
                totals[one] = totals.get(one, 0) + 1
        if kinds:
            more = more[_of(kinds)[kind]]
        if not len(more):
            return ranked
        documents = np.union1d(ranked.documents, more)
        scores = np.full(len(documents), ranked.scores.max(initial=1.0))
        scores[np.searchsorted(documents, ranked.documents)] = ranked.scores
        in_order = tuple((one, totals[one]) for one in Kind if one in totals)
        return Ranked(documents, scores, list(range(len(documents))), in_order, False, True)

    def _in_order(self, query: Plain, ranked: Ranked, limit: int) -> Ranked:
        """The best matches again, those first that follow the typed words most closely."""
        if len(query.words) < 2 or ranked.is_loose or len(ranked.best) < 2:
            return ranked._replace(best=ranked.best[:limit])
        nearest = Nearest(self.snapshot, self._evaluator, query)
        scores = ranked.scores.copy()
        chosen = np.sort(np.array(ranked.best))
        if len(query.words) > 2:
            runs = np.flatnonzero(np.isin(ranked.documents, nearest.runs()))[:ORDERED]
            scores[runs] += scores.max()
            chosen = np.union1d(chosen, runs)
        scores[chosen] = nearest.raised(ranked.documents[chosen], scores[chosen])
        return ranked._replace(scores=scores, best=chosen[best(scores[chosen], limit)].tolist())

    def count(self, node: Node) -> int:
        """How many entries match, strictly."""
        return len(self._evaluator.scores(node).documents)

    def rank(
        self, node: Node, kinds: Collection[Kind], topics: Collection[str], limit: int
    ) -> Ranked:
        """All matches of some kinds and topics, and which of them are the best."""
        if isinstance(node, Or) and len(node.parts) >= _MANY_WORDS:
            ranked = self._best_of_any(node, kinds, topics, limit)
            if ranked is not None:
                return ranked
        found, is_loose = self._matches(node)
        if topics:
            found = chosen(found, self.snapshot.having("topic_id", topics)[found.documents])
        kind = self.snapshot.kinds[found.documents]
        totals = _totals(np.bincount(kind, minlength=len(_KINDS)))
        found = Found(found.documents, found.scores * _WEIGHTS[kind])
        if kinds:
            found = chosen(found, _of(kinds)[kind])
        return Ranked(*found, best(found.scores, limit), totals, is_loose)

    def _best_of_any(
        self, node: Or, kinds: Collection[Kind], topics: Collection[str], limit: int
    ) -> Ranked | None:
        """The same for any of many words; only what can be among the best has its score."""
        snapshot = self.snapshot
        weights = self._weights
        within = snapshot.having("topic_id", topics) if topics else None
        if within is not None:
            weights = weights * within
        wanted = _of(kinds)[snapshot.kinds] if kinds else None
        if wanted is not None:
            weights = weights * wanted
        one = self._evaluator.best_of_any(node, weights, limit)
        if one is None:
            return None
        marks = one.marks if within is None else one.marks & within
        often = np.zeros(len(_KINDS), np.int64)
        for number, mask in snapshot.of_kinds:
            often[number] = np.count_nonzero(marks & mask)
        documents = np.flatnonzero(marks if wanted is None else marks & wanted)
        few = chosen(one.found, weights[one.found.documents] > 0.0)
        places = np.searchsorted(documents, few.documents)
        scores = np.zeros(len(documents))
        scores[places] = few.scores * weights[few.documents]
        first = places[best(scores[places], limit)].tolist()
        return Ranked(documents, scores, first, _totals(often), False)

    def _matches(self, node: Node) -> tuple[Found, bool]:
        """The matches, and whether they are only the nearest there are."""
        found = self._evaluator.scores(node)
        query = plain(node) if not len(found.documents) else None
        if query is None or not query.may_relax:
            return found, False
        return Nearest(self.snapshot, self._evaluator, query).found(), True

    def hits(self, node: Node, ranked: Ranked) -> tuple[Hit, ...]:
        """The best, with what shows why they were found."""
        if not ranked.best:
            return ()
        marks = wanted(self.snapshot, self._evaluator, node)
        return tuple(
            self._hit(marks, int(ranked.documents[at]), float(ranked.scores[at]))
            for at in ranked.best
        )

    def counts(
        self, ranked: Ranked, facets: Collection[str]
    ) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
        """The values of some columns over all matches."""
        return tuple(
            (column, tuple(self.snapshot.counts(column, ranked.documents))) for column in facets
        )

    def forget(self) -> None:
        """Empty the caches of texts and entries, as if nothing had been shown yet."""
        self._texts.clear()
        self.snapshot.forget()

    def suggest(self, word: str, most: int) -> tuple[str, ...]:
        """Words within two edits: the fewest edits first, then the most frequent."""
        from briefing.index.fields import TEXT

        found: dict[str, tuple[int, int]] = {}
        for part in self.snapshot.parts:
            lists = part.lists(TEXT)
            for number, far in near_words(part.segment, word, 1 if len(word) < 5 else 2):
                name = part.segment.words.word(number)
                often = found.get(name, (far, 0))[1] + lists.size(number, number + 1)
                found[name] = (far, often)
        ranked = sorted(
            (far - 0.15 * np.log1p(often), -often, name)
            for name, (far, often) in found.items()
            if often and name != word
        )
        return tuple(name for _, _, name in ranked[:most])

    def meant(self, query: str, parsed: Parsed) -> str:
        """The query with words that the index does not know mended; "" if none can be."""
        return mended(query, parsed, self._knows, lambda word: self.suggest(word, 1))

    def unknown(self, node: Node) -> tuple[str, ...]:
        """The ids after `answers:` and the like that nothing has."""
        asked = {one: one.partition("#")[0] for one in asked_ids(node)}
        return tuple(one for one, of in asked.items() if not len(self._evaluator.named(of)))

    def _as_read(self, node: Node) -> Node:
        """The words that nearest matches show as hits: typed ones, or such as look like them."""
        query = plain(node)
        if query is None:
            return node
        return Or(
            tuple(
                word
                if self._knows(word.tokens[0]) or not may_be_misspelt(word.tokens[0])
                else Fuzzy(word.tokens[0], 2 if len(word.tokens[0]) > 4 else 1)
                for word in query.words
            )
        )

    def _knows(self, word: str) -> bool:
        return any(word_spans(part.segment, word) for part in self.snapshot.parts)

    def _hit(self, marks: Wanted, document: int, score: float) -> Hit:
        entry = self.snapshot.entry(document)
        title = self._marked(marks, entry.title)
        speaker = self._marked(marks, entry.speaker or entry.authors)
        body = self._snippet(marks, entry.text)
        note: Runs = ()
        if entry.notes and not any(hit for _, hit in (*title, *body, *speaker)):
            note = self._snippet(marks, entry.notes)
        shown = note if any(hit for _, hit in note) else ()
        return Hit(entry, score, title, body, speaker, shown)

    def _text(self, text: str) -> Text:
        """A shown text with its words; those of recent hits are kept."""
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            found = self._texts[text] = Text(text)
        return found

    def _marked(self, marks: Wanted, text: str) -> Runs:
        return runs(text, spans(self._text(text), marks)) if text else ()

    def _snippet(self, marks: Wanted, text: str) -> Runs:
        if not text:
            return ()
        shown = self._text(text)
        return snippet(shown, spans(shown, marks))


def _of(kinds: Collection[Kind]) -> Array:
    """Which numbers of kinds are those of some kinds."""
    return np.array([kind in kinds for kind in _KINDS])


def _totals(often: Array) -> tuple[tuple[Kind, int], ...]:
    counts = zip(_KINDS, often.tolist(), strict=True)
    return tuple([(kind, count) for kind, count in counts if count and kind is not None])


def _notice(node: Node) -> str:
    query = plain(node)
    return _LOOSE if query is not None and len(query.words) > 1 else _LOOSE_WORD


def _gone(folder: Path, piece: Piece) -> Array:
    """The numbers of the deleted documents of a segment."""
    if not piece.gone:
        return np.zeros(0, np.uint32)
    data = (folder / piece.gone).read_bytes()
    if len(data) != piece.gone_seal.size or manifests.checksum(data) != piece.gone_seal.check:
        raise Damaged(f"{piece.gone} is damaged")
    gone = np.frombuffer(data, "<u4")
    if len(gone) != piece.gone_count or (len(gone) and int(gone[-1]) >= piece.documents):
        raise Damaged(f"{piece.gone} does not fit its segment")
    return gone
