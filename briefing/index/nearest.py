"""Nearest matches: what is shown when nothing has all the typed words; and which follow them best.

Two steps. Words that the index does not know are widened to words that look like them, and all
words together choose some candidates, none of them being needed (BM25F). Then the candidates'
own words are read, and those come first in which the typed words stand in the typed order, side
by side or with little between them: a quotation is found through misspellings, words left out,
and words that are too common to tell anything by themselves.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from briefing.index.any_of import nearest_of_any
from briefing.index.arrays import Array
from briefing.index.evaluate import Evaluator, rarity
from briefing.index.fields import TEXT
from briefing.index.forms import Spans, exact_spans, near_words, numbered, word_spans
from briefing.index.places import found_places, often
from briefing.index.query import And, Filter, Fuzzy, Node, Or, Phrase, Wildcard, Word
from briefing.index.snapshot import Found, Part, Snapshot
from briefing.index.sums import NONE, SpansOf, Sums, chosen

CANDIDATES = 200
ORDERED = 60  # of the best that have all words, how many are read for their order
_CHOOSING = ("who", "theme", "topic")  # fields that say whose, or about what, and not what is said
_MOST_WORDS = 60  # typed words whose order is looked at: one bit each
_MOST_MISSPELT = 12  # words that are compared with the whole vocabulary
_FARTHEST = 4  # typed neighbours may stand so far apart
_BY_DISTANCE = (1.0, 0.6, 0.45, 0.35)
_BY_EDITS = (1.0, 0.8, 0.5)
_LONGER = 0.7  # what a word counts of which the typed one is the beginning
_MOST_ALIKE = 60
_LEAST = 0.25  # what even the most common word tells
_WHOLE = 0.5  # the share of the best score below which nothing is called near
_IN_ORDER = 0.8  # how much order tells, beside the words themselves, when all are there
_AS_TYPED = 0.6  # how much a word as it was typed tells beside its other forms
_REMEMBERED = 6  # words, from which on a misremembered one among them is thought of
_CLOSELY = 0.5  # of what the whole order of the words could tell
_CLOSER = 1.5  # times as closely as what has all words
_MOST_CLOSER = 3
_LONGEST_LIST = 200_000  # places that are looked at for a run


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed word: what stands for it, and what it tells."""

    word: Word
    spans_of: SpansOf
    sums: Sums
    tells: float


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a query that may be taken as a whole, and the parts that stay strict."""

    words: tuple[Word, ...]
    strict: tuple[Node, ...]

    @property
    def may_relax(self) -> bool:
        """Whether the words may be taken loosely: there is nothing but filters beside them."""
        return all(map(_is_filter, self.strict))


def plain(node: Node) -> Plain | None:
    """The words of a query without operators, in order; None if there are none."""
    words: list[Word] = []
    strict: list[Node] = []
    for part in _flat(node):
        if isinstance(part, Word) and not part.within and not part.exact:
            last = len(part.tokens) - 1
            words += [
                Word((token,), part.prefix and n == last, part.guessed and n == last)
                for n, token in enumerate(part.tokens)
            ]
        elif isinstance(part, Phrase) and part.is_open and not part.within:
            last = len(part.tokens) - 1
            words += [
                Word((token,), part.prefix and n == last, part.prefix and n == last)
                for n, token in enumerate(part.tokens)
            ]
        else:
            strict.append(part)
    if not words or (isinstance(node, Word) and len(words) > 1):
        return None  # a word with a hyphen is one
    return Plain(tuple(words), tuple(strict))


def _is_filter(node: Node) -> bool:
    """Whether a part only chooses: by a column, or by words of a speaker, theme or topic."""
    if isinstance(node, Or):
        return all(map(_is_filter, node.parts))
    return isinstance(node, Filter) or (
        isinstance(node, Word | Phrase | Fuzzy | Wildcard) and node.within in _CHOOSING
    )


def _flat(node: Node) -> Iterator[Node]:
    if isinstance(node, And) and node.implicit:
        for part in node.parts:
            yield from _flat(part)
    else:
        yield node


class Nearest:
    """The words of one query against one snapshot."""

    def __init__(self, snapshot: Snapshot, evaluator: Evaluator, query: Plain) -> None:
        self._snapshot = snapshot
        self._evaluator = evaluator
        self._query = query

    def found(self) -> Found:
        """The documents nearest to the words, none of which is needed; strict parts stay so."""
        typed = [one for one in self._widened() if one.sums.size]
        once = {one.word.tokens: one for one in typed}.values()
        words = sorted(((one.tells, one.sums) for one in once), key=lambda word: -word[0])
        wanted = self._snapshot.everything
        for part in self._query.strict:
            wanted = wanted & self._evaluator.mask(part)
        able = nearest_of_any(self._snapshot, words, wanted.astype(np.float64), CANDIDATES)
        documents, scores = _largest(chosen(able, wanted[able.documents]), CANDIDATES)
        if not len(documents):
            return NONE
        scores = scores + _Order(self._snapshot, typed, documents).in_order()
        near = scores >= _WHOLE * float(scores.max())
        return Found(documents[near], scores[near])

    def raised(self, documents: Array, scores: Array) -> Array:
        """The scores of documents that have all words, raised by how well they follow them."""
        typed = [self._typed(word) for word in self._query.words[:_MOST_WORDS]]
        order = _Order(self._snapshot, typed, documents)
        everything = sum(one.tells for one in typed) or 1.0
        bonus = (_IN_ORDER * order.in_order() + _AS_TYPED * order.as_typed()) / everything
        return np.asarray(scores * (1.0 + bonus))

    def closer(self, documents: Array) -> Array:
        """The documents that lack some word, but have the others far more in order than any of
        some: a long query is remembered, and other long texts have all of its words by chance.
        """
        words = self._query.words[:_MOST_WORDS]
        near = self.found().documents
        near = near[~np.isin(near, documents)]
        if len(words) < _REMEMBERED or words[-1].guessed or not len(near):
            return np.zeros(0, np.int64)
        typed = [self._typed(word) for word in words]
        tells = np.array([one.tells for one in typed])
        here = 0.0
        if len(documents):
            here = float(_Order(self._snapshot, typed, documents).in_order().max())
        there = _Order(self._snapshot, typed, near).in_order()
        least = max(_CLOSELY * float(((tells[:-1] + tells[1:]) / 2.0).sum()), _CLOSER * here)
        best = np.argsort(-there, kind="stable")[:_MOST_CLOSER]
        return np.sort(near[best[there[best] >= least]])

    def runs(self) -> Array:
        """Documents in which the words stand in one run, just as they were typed."""
        words = self._query.words
        found = [np.zeros(0, np.int64)]
        for part in self._snapshot.parts:
            lists = part.lists(TEXT)
            slots = [_as_typed(part, word) for word in words]
            if min(often(lists, spans) for spans in slots) > _LONGEST_LIST:
                continue
            _, documents = found_places(lists, slots)
            if part.live is not None:
                documents = documents[part.live[documents]]
            found.append(documents.astype(np.int64) + part.base)
        return np.unique(np.concatenate(found))

    def _widened(self) -> list[Typed]:
        """The typed words; those that nothing has, with the words that look like them."""
        left = _MOST_MISSPELT
        known: dict[Word, Typed] = {}
        made = []
        words = self._query.words[:_MOST_WORDS]
        for number, word in enumerate(words):
            one = known.get(word) or self._typed(word)
            if not one.sums.size and left:
                left -= 1
                around = [other.tokens[0] for other in words[max(0, number - 1) : number + 2]]
                one = self._typed(word, self._alike(word, around))
            known[word] = one
            made.append(one)
        return made

    def _typed(self, word: Word, spans_of: SpansOf | None = None) -> Typed:
        forms = _once(spans_of or _forms(word))
        key = ("alike", word) if spans_of else word
        sums = Sums(self._snapshot, key, forms)
        tells = rarity(sums.count(), self._snapshot.size) if sums.size else 0.0
        return Typed(word, forms, sums, max(tells, _LEAST))

    def _alike(self, word: Word, around: Sequence[str]) -> SpansOf:
        """What a word may stand for that nothing has: it is misspelt, or only the half of one, or
        two in one, or with its neighbour (`around` has them and itself) one in two.
        """
        token = word.tokens[0]
        halves = self._evaluator.split(token)
        wholes = [one + other for one, other in itertools.pairwise(around)]

        def spans_of(part: Part) -> Spans:
            found = {number: _BY_EDITS[far] for number, far in alike(part, token)}
            for half in halves or ():
                found |= dict.fromkeys((n for n, _, _ in exact_spans(part.segment, half)), 0.5)
            for whole in wholes:
                found |= dict.fromkeys((n for n, _, _ in exact_spans(part.segment, whole)), 1.0)
            first, last = part.segment.words.starting(token) if len(token) > 3 else (0, 0)
            longer = ((first, last, _LONGER),) if first < last else ()
            return numbered(found.items()) + longer

        return spans_of


class _Order:
    """The words of some documents, read beside the typed ones."""

    def __init__(self, snapshot: Snapshot, typed: Sequence[Typed], documents: Array) -> None:
        self._typed = typed
        self._count = len(documents)
        # One bit for each typed word: the narrower, the quicker.
        self._type = np.min_scalar_type((1 << min(len(typed), _MOST_WORDS)) - 1).type
        streams = [self._read(part, documents) for part in snapshot.parts]
        beyond = np.zeros(_FARTHEST, self._type)  # so that every place has others after it
        streams.append((beyond, beyond, np.full(_FARTHEST, -1)))
        self._bits, exact, self._owners = map(np.concatenate, zip(*streams, strict=True))
        # Most places have none of the typed words: only the others are looked at again.
        self._places = np.flatnonzero(self._bits | exact)
        self._exact = exact[self._places]
        own = self._own = self._owners[self._places]
        self._starts = np.flatnonzero(np.concatenate((own[:1] >= 0, own[1:] != own[:-1])))

    def _read(self, part: Part, documents: Array) -> tuple[Array, Array, Array]:
        """For each place of the documents of a part: which typed words stand there."""
        first, last = np.searchsorted(documents, (part.base, part.base + part.segment.count))
        own = documents[first:last] - part.base
        lists = part.lists(TEXT)
        starts, ends = lists.starts[own], lists.starts[own + 1]
        owners = np.repeat(np.arange(first, last), ends - starts)
        words = lists.words.slices(starts, ends)
        forms = np.zeros(len(part.segment.words) + 1, self._type)  # the last ends each text
        exact = np.zeros(len(forms), self._type)
        for n, one in enumerate(self._typed[:_MOST_WORDS]):
            bit = self._type(1 << n)
            for start, stop, _ in one.spans_of(part):
                forms[start:stop] |= bit
            for start, stop, _ in _as_typed(part, one.word):
                exact[start:stop] |= bit
        at = words.astype(np.int64)
        return forms[at], exact[at], owners

    def in_order(self) -> Array:
        """For each document, what the pairs of typed neighbours tell that it has in order."""
        typed = self._typed[:_MOST_WORDS]
        tells = np.array([one.tells for one in typed])
        pairs = (tells[:-1] + tells[1:]) / 2.0
        numbers = np.arange(len(pairs), dtype=self._type)
        beside = self._places[:, None] + np.arange(1, _FARTHEST + 1)
        both = self._bits[self._places][:, None] & (self._bits[beside] >> 1)
        both[self._owners[beside] != self._own[:, None]] = 0
        masks = self._by_document(both)
        hits = (masks[:, :, None] >> numbers) & 1
        best = (np.array(_BY_DISTANCE)[:, None] * hits).max(axis=1)
        return np.asarray(best @ pairs)

    def as_typed(self) -> Array:
        """For each document, what the words tell that it has just as they were typed."""
        tells = np.array([one.tells for one in self._typed[:_MOST_WORDS]])
        masks = self._by_document(self._exact)
        hits = (masks[:, None] >> np.arange(len(tells), dtype=self._type)) & 1
        return np.asarray(hits @ tells)

    def _by_document(self, bits: Array) -> Array:
        """The bits of all places of each document that have a typed word, together."""
        found = np.zeros((self._count, *bits.shape[1:]), self._type)
        if len(bits):
            found[self._own[self._starts]] = np.bitwise_or.reduceat(bits, self._starts)
        return found


def may_be_misspelt(token: str) -> bool:
    """Whether a word is compared with others; numbers look like too many others."""
    return len(token) > 2 and token.isalpha()


def alike(part: Part, token: str) -> list[tuple[int, int]]:
    """Words that a misspelt one may stand for, with their edits: one, or two if none has one."""
    if not may_be_misspelt(token):
        return []
    near = near_words(part.segment, token, 1)
    if not near and len(token) > 4:
        near = near_words(part.segment, token, 2)
    return sorted(near, key=lambda one: one[1])[:_MOST_ALIKE]


def _once(spans_of: SpansOf) -> SpansOf:
    """The same, asked once for each part."""
    known: dict[int, Spans] = {}

    def of(part: Part) -> Spans:
        found = known.get(part.base)
        if found is None:
            found = known[part.base] = spans_of(part)
        return found

    return of


def _forms(word: Word) -> SpansOf:
    return lambda part: word_spans(part.segment, word.tokens[0], word.prefix, word.guessed)


def _as_typed(part: Part, word: Word) -> Spans:
    if word.prefix:
        first, last = part.segment.words.starting(word.tokens[0])
        return ((first, last, 1.0),) if first < last else ()
    return exact_spans(part.segment, word.tokens[0])


def _largest(found: Found, count: int) -> Found:
    """The documents with the largest scores; some more, if more have just as much."""
    if len(found.scores) <= count:
        return found
    least = np.partition(found.scores, len(found.scores) - count)[len(found.scores) - count]
    kept = np.flatnonzero(found.scores >= least)[: 2 * count]
    return Found(found.documents[kept], found.scores[kept])
