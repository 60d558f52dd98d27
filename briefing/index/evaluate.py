"""Answers a parsed query from whole posting lists: documents and their scores.

Scores are BM25F: a word's occurrences are added up over its forms and over the fields, each with
its weight, before they are damped; rare words tell more than common ones. What is deleted counts
nowhere, so that scores do not depend on how the index came about.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from briefing.index.arrays import Array
from briefing.index.fields import TEXT, group_of
from briefing.index.forms import (
    Spans,
    exact_spans,
    fuzzy_spans,
    wildcard_spans,
    word_spans,
)
from briefing.index.places import found_places, near_places, of_spans
from briefing.index.query import (
    And,
    Boost,
    Fuzzy,
    Near,
    Node,
    Not,
    OneOf,
    Or,
    Phrase,
    Stock,
    Wildcard,
    Word,
    Years,
)
from briefing.index.snapshot import Found, Part, Snapshot

_DAMPING = 1.2
_EXACT_PHRASE = 1.5
_IN_ORDER = 0.6  # what words side by side gain when they stand side by side in the text, too
_EVERYWHERE = 0.25  # two words that so large a share has each tell nothing by standing together
_FEW = 1000  # documents

_NONE = Found(np.zeros(0, np.int64), np.zeros(0))
SpansOf = Callable[[Part], Spans]


class Evaluator:
    """Evaluates queries against one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def scores(self, node: Node) -> Found:
        """All documents that match, strictly, with scores (0 for what only filters)."""
        match node:
            case Word():
                return self._word(node)
            case Phrase():
                return self._sequence(self.slots(node), node.within, _EXACT_PHRASE)
            case Near():
                return self._near(node)
            case Fuzzy() | Wildcard():
                slots = self.slots(node)
                return self._damped(self._sums(node, slots[0], node.within), 1.0)
            case And():
                return self._and(node)
            case Or():
                return self._or([self.scores(part) for part in node.parts])
            case Boost():
                found = self.scores(node.part)
                return Found(found.documents, found.scores * node.gain)
            case Stock():
                from briefing.index.codec import ask

                return ask(self._snapshot, node.query)
            case Not() | OneOf() | Years():
                documents = np.flatnonzero(self.mask(node))
                return Found(documents, np.zeros(len(documents)))

    def mask(self, node: Node) -> Array:
        """All documents that match, as a mask; scores are not computed where none are needed."""
        match node:
            case OneOf():
                return self._snapshot.having(node.field, node.values)
            case Years():
                return self._snapshot.between(node.first, node.last)
            case Not():
                return self._snapshot.everything & ~self.mask(node.part)
            case _:
                hits = np.zeros(self._snapshot.count, np.bool_)
                hits[self.scores(node).documents] = True
                return hits

    def loose(self, node: And) -> Found:
        """Documents with most of the words of an implicit And; all else in it stays strict."""
        words = [self.scores(part) for part in node.parts if isinstance(part, Word)]
        counts = np.zeros(self._snapshot.count, np.int16)
        for found in words:
            counts[found.documents] += 1
        for part in node.parts:
            if not isinstance(part, Word):
                counts[~self.mask(part)] = 0
        most = int(counts.max(initial=0))
        if not most:
            return _NONE
        enough = most if most <= 2 else most - 1
        total = self._or(words)
        kept = counts[total.documents] >= enough
        documents = total.documents[kept]
        return Found(documents, total.scores[kept] + 100.0 * counts[documents])

    # -- words

    def slots(self, leaf: Leaf) -> list[SpansOf]:
        """What stands for each word of a leaf, in each part of the index."""
        match leaf:
            case Phrase():
                heads = [_exactly(token) for token in leaf.tokens[:-1]]
                return [*heads, _typed(leaf.tokens[-1], leaf.prefix, exact=True)]
            case Near():
                return [_typed(token) for token in dict.fromkeys(leaf.tokens)]
            case Fuzzy():
                return [lambda part: fuzzy_spans(part.segment, leaf.token, leaf.edits)]
            case Wildcard():
                return [lambda part: wildcard_spans(part.segment, leaf.pattern)]
            case Word():
                last = _typed(leaf.tokens[-1], leaf.prefix, leaf.guessed, leaf.exact)
                heads = [_typed(token, exact=leaf.exact) for token in leaf.tokens[:-1]]
                if heads or leaf.exact or len(self._sums(leaf, last, leaf.within).documents):
                    return [*heads, last]
                halves = self.split(leaf.tokens[0])
                return [_typed(half) for half in halves] if halves else [last]

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words of the index that `word` runs together ("selfdestruct"), if there are any."""
        parts = self._snapshot.parts
        for at in range(3, len(word) - 3):
            first, second = word[:at], word[at:]
            if any(part.segment.words.find(first) >= 0 for part in parts) and any(
                word_spans(part.segment, second) for part in parts
            ):
                return first, second
        return None

    def _word(self, node: Word) -> Found:
        slots = self.slots(node)
        if len(slots) > 1:
            return self._sequence(slots, node.within, 1.0)
        return self._damped(self._sums(node, slots[0], node.within), 1.0)

    def _sums(self, key: Hashable, spans_of: SpansOf, within: str) -> Found:
        """For each document what the occurrences of some words weigh together."""
        cached = self._snapshot.cache.get(key)
        if cached is None:
            field = group_of(within).number(within) if within else -1
            cached = _joined(
                [_part_sums(part, spans_of(part), within, field) for part in self._snapshot.parts]
            )
            self._snapshot.cache.keep(key, cached)
        return cached

    def _damped(self, found: Found, gain: float) -> Found:
        tells = gain * rarity(len(found.documents), self._snapshot.size)
        return Found(found.documents, tells * found.scores / (_DAMPING + found.scores))

    # -- words in order, and near one another

    def _sequence(self, slots: Sequence[SpansOf], within: str, gain: float) -> Found:
        """Documents in which words of the slots follow one another, in any one field."""
        found = []
        for part in self._snapshot.parts:
            spans = [spans_of(part) for spans_of in slots]
            places = found_places(part.lists(group_of(within)), spans)
            found.append(_counted(part, places, within))
        return self._damped(_joined(found), gain * len(slots))

    def _near(self, node: Near) -> Found:
        slots = self.slots(node)
        if len(slots) == 1:
            return self._damped(self._sums(node, slots[0], node.within), 1.0)
        found = []
        for part in self._snapshot.parts:
            spans = [spans_of(part) for spans_of in slots]
            places = near_places(part.lists(group_of(node.within)), spans, node.distance)
            found.append(_counted(part, places, node.within))
        return self._damped(_joined(found), 1.0 * len(slots))

    # -- joining

    def _and(self, node: And) -> Found:
        found: Found | None = None
        filters = [part for part in node.parts if isinstance(part, Not | OneOf | Years)]
        for part in node.parts:
            if isinstance(part, Not | OneOf | Years):
                continue
            scores = self.scores(part)
            found = scores if found is None else self._both(found, scores)
            if not len(found.documents):
                return found
        for part in filters:
            if found is None:
                return self._filtered(filters)
            negative = isinstance(part, Not)
            hits = self.mask(part.part if isinstance(part, Not) else part)[found.documents]
            kept = ~hits if negative else hits
            found = Found(found.documents[kept], found.scores[kept])
        return self._side_by_side(node, found or _NONE)

    def _filtered(self, filters: Iterable[Node]) -> Found:
        hits = self._snapshot.everything.copy()
        for part in filters:
            hits &= self.mask(part)
        documents = np.flatnonzero(hits)
        return Found(documents, np.zeros(len(documents)))

    def _both(self, one: Found, other: Found) -> Found:
        small, large = (one, other) if len(one.documents) < len(other.documents) else (other, one)
        if len(small.documents) * 16 < len(large.documents):
            at = np.searchsorted(large.documents, small.documents)
            at[at == len(large.documents)] = 0
            kept = large.documents[at] == small.documents
            scores = small.scores[kept] + large.scores[at[kept]]
            return Found(small.documents[kept], scores)
        marks = np.zeros(self._snapshot.count, np.bool_)
        marks[small.documents] = True
        in_large = marks[large.documents]
        documents = large.documents[in_large]
        marks[small.documents] = False
        marks[documents] = True
        scores = small.scores[marks[small.documents]] + large.scores[in_large]
        return Found(documents, scores)

    def _or(self, parts: Sequence[Found]) -> Found:
        """Documents of any part. Within one part no document stands twice."""
        parts = [part for part in parts if len(part.documents)]
        if len(parts) < 2:
            return parts[0] if parts else _NONE
        total = np.zeros(self._snapshot.count)
        marks = np.zeros(self._snapshot.count, np.bool_)
        for part in parts:
            total[part.documents] += part.scores
            marks[part.documents] = True
        documents = np.flatnonzero(marks)
        return Found(documents, total[documents])

    def _side_by_side(self, node: And, found: Found) -> Found:
        """Raise documents that have the typed words next to one another, in the typed order."""
        words = [part for part in node.parts if isinstance(part, Word) and not part.within]
        if len(words) < 2 or not node.implicit or not len(found.documents):
            return found
        slots = [
            self.slots(replace(word, prefix=word.prefix and not word.guessed)) for word in words
        ]
        beside = np.zeros(self._snapshot.count)
        for left, right in itertools.pairwise(slots):
            for part in self._snapshot.parts:
                documents = self._beside(part, left[-1](part), right[0](part))
                beside[documents + part.base] += 1.0
        share = _IN_ORDER / (len(words) - 1)
        return Found(found.documents, found.scores * (1.0 + share * beside[found.documents]))

    def _beside(self, part: Part, left: Spans, right: Spans) -> Array:
        """Documents of a part in which some words stand right before others; each one once."""
        lists = part.lists(TEXT)
        fewest = min(sum(lists.size(a, b) for a, b, _ in spans) for spans in (left, right))
        if fewest > max(_FEW, _EVERYWHERE * part.segment.count):
            return np.zeros(0, np.int64)
        places = found_places(lists, [left, right])
        return np.unique(lists.documents_at(places))


Leaf = Word | Phrase | Near | Fuzzy | Wildcard


def rarity(count: int, size: int) -> float:
    """How much a word tells that `count` of `size` documents have (BM25's idf, never negative)."""
    return math.log1p((size - count + 0.5) / (count + 0.5))


def leaves(node: Node | None) -> list[Leaf]:
    """The words and phrases that a query wants (not those that it excludes)."""
    found: list[Leaf] = []
    todo = [node] if node is not None else []
    while todo:
        at = todo.pop()
        if isinstance(at, Word | Phrase | Near | Fuzzy | Wildcard):
            found.append(at)
        elif isinstance(at, And | Or):
            todo.extend(reversed(at.parts))
        elif isinstance(at, Boost):
            todo.append(at.part)
    return found


def _exactly(token: str) -> SpansOf:
    return lambda part: exact_spans(part.segment, token)


def _typed(token: str, prefix: bool = False, guessed: bool = False, exact: bool = False) -> SpansOf:
    return lambda part: word_spans(part.segment, token, prefix, guessed, exact)


def _part_sums(part: Part, spans: Spans, within: str, field: int) -> Found:
    """The sums of one part; documents are numbered as in the whole index."""
    lists = part.lists(group_of(within))
    documents: list[Array] = []
    weights: list[Array] = []
    norms = part.norms(within) if within and spans else None
    for first, last, share in spans:
        if norms is None:
            having, gained = lists.postings(first, last)
            weights.append(gained if share == 1.0 else gained * np.float32(share))
        else:
            having = lists.occurrences(first, last, field)
            weights.append(norms[having] * np.float32(share))
        documents.append(having)
    one_list = norms is None and len(spans) == 1 and spans[0][1] - spans[0][0] == 1
    found = _summed(part, documents, weights, one_list)
    if part.live is not None:
        live = part.live[found.documents]
        found = Found(found.documents[live], found.scores[live])
    return Found(found.documents + part.base, found.scores)


def _summed(part: Part, documents: list[Array], weights: list[Array], one_list: bool) -> Found:
    """Add up weights by document. One list of one word has each document once, in order."""
    total = sum(map(len, documents))
    if not total:
        return _NONE
    if one_list:
        return Found(documents[0].astype(np.int64), weights[0].astype(np.float64))
    having = documents[0] if len(documents) == 1 else np.concatenate(documents)
    gained = weights[0] if len(weights) == 1 else np.concatenate(weights)
    if total * 16 > part.segment.count:
        sums = np.bincount(having, gained, part.segment.count)
        found = np.flatnonzero(sums)
        return Found(found, sums[found])
    found, places = np.unique(having, return_inverse=True)
    return Found(found.astype(np.int64), np.bincount(places, gained))


def _counted(part: Part, places: Array, within: str) -> Found:
    """What matches at some places weigh together, by document."""
    lists = part.lists(group_of(within))
    if not len(places):
        return _NONE
    fields = lists.fields.take(places)
    if within:
        places = places[fields == lists.group.number(within)]
        gains = np.ones(len(places))
    else:
        gains = np.array([weight.gain for weight in lists.group.weights])[fields]
    found, at = np.unique(lists.documents_at(places), return_inverse=True)
    sums = np.bincount(at, gains) if len(found) else np.zeros(0)
    if part.live is not None:
        live = part.live[found]
        found, sums = found[live], sums[live]
    return Found(found + part.base, sums)


def _joined(parts: Sequence[Found]) -> Found:
    """Results of parts, one after another; parts are in order."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _NONE
    documents, scores = zip(*parts, strict=True)
    return Found(np.concatenate(documents), np.concatenate(scores))


__all__ = ["Evaluator", "Leaf", "leaves", "of_spans", "rarity"]
