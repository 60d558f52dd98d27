"""Answers a parsed query from whole posting lists: documents and their scores.

Scores are BM25F: a word's occurrences are added up over its forms and over the fields, each with
its weight, before they are damped; rare words tell more than common ones. What is deleted counts
nowhere, so that scores do not depend on how the index came about.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from briefing.index.any_of import Best, best_of_any, damped
from briefing.index.arrays import Array
from briefing.index.entry import Kind
from briefing.index.fields import TEXT, group_of
from briefing.index.forms import (
    Spans,
    exact_spans,
    fuzzy_spans,
    is_pattern,
    wildcard_spans,
    word_spans,
)
from briefing.index.places import found_places, near_places
from briefing.index.query import (
    And,
    Boost,
    Filter,
    Fuzzy,
    InArticle,
    Named,
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
from briefing.index.spelling import otherwise
from briefing.index.sums import NONE, SpansOf, Sums, add, chosen, joined
from briefing.index.words import folded

_ARTICLES = OneOf("kind", (Kind.ARTICLE.value,))
_EXACT_PHRASE = 1.5
_IN_ORDER = 0.6  # what words side by side gain when they stand side by side in the text, too
_EVERYWHERE = 0.25  # two words that so large a share has each tell nothing by standing together
_LONGEST = 80  # letters of words that may be two run together
_FIRST = 1e6  # what a document scores that was asked for by its id
_FEW = 1000  # documents
_RARER = 2  # so many times more postings than candidates, and only candidates are looked up
_SHARE = 8  # a list above one document in so many is long


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
                return self._whole(self._sums(node, self.slots(node)[0]))
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
            case Named():
                documents = self.named(node.id)
                return Found(documents, np.full(len(documents), _FIRST))
            case Not() | OneOf() | InArticle() | Years():
                documents = np.flatnonzero(self.mask(node))
                return Found(documents, np.zeros(len(documents)))

    def mask(self, node: Node) -> Array:
        """All documents that match, as a mask; scores are not computed where none are needed."""
        match node:
            case OneOf():
                return self._snapshot.having(node.field, node.values)
            case InArticle():
                return self._of_articles(node)
            case Years():
                return self._snapshot.between(node.first, node.last)
            case Not():
                return self._snapshot.everything & ~self.mask(node.part)
            case _:
                hits = np.zeros(self._snapshot.count, np.bool_)
                hits[self.scores(node).documents] = True
                return hits

    def named(self, id_: str) -> Array:
        """The documents with an id, of all kinds; only those of sources may have capitals."""
        keys = (f"{kind.value}:{one}" for one in {id_, id_.lower()} for kind in Kind)
        found = {self._snapshot.document(key) for key in keys} - {-1}
        return np.array(sorted(found), np.int64)

    def best_of_any(self, node: Or, weights: Array, limit: int) -> Best | None:
        """Documents with any of some words; None if the parts are not all single words."""
        sums = [self._single(part) for part in node.parts]
        if limit <= 0 or not all(sums):
            return None
        words = [(self._tells(one), one) for one in sums if one is not None]
        words.sort(key=lambda one: -one[0])
        return best_of_any(self._snapshot, words, weights, limit)

    # -- words

    def slots(self, leaf: Leaf) -> list[SpansOf]:
        """What stands for each word of a leaf, in each part of the index."""
        match leaf:
            case Phrase():
                heads = [_patterned(token) or _exactly(token) for token in leaf.tokens[:-1]]
                end = leaf.tokens[-1]
                return [*heads, _patterned(end) or _typed(end, leaf.prefix, exact=True)]
            case Near():
                return [_patterned(token) or _typed(token) for token in dict.fromkeys(leaf.tokens)]
            case Fuzzy():
                return [lambda part: fuzzy_spans(part.segment, leaf.token, leaf.edits)]
            case Wildcard():
                return [lambda part: wildcard_spans(part.segment, leaf.pattern)]
            case Word():
                last = _typed(leaf.tokens[-1], leaf.prefix, leaf.guessed, leaf.exact)
                heads = [_typed(token, exact=leaf.exact) for token in leaf.tokens[:-1]]
                if heads or leaf.exact or self._sums(leaf, last).size:
                    return [*heads, last]
                halves = self.split(leaf.tokens[0])
                return [_typed(half) for half in halves] if halves else [last]

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words of the index that `word` runs together ("selfdestruct"), if there are any."""
        parts = self._snapshot.parts
        for at in range(3, len(word) - 3) if len(word) <= _LONGEST else ():
            first, second = word[:at], word[at:]
            if any(part.segment.words.find(first) >= 0 for part in parts) and any(
                word_spans(part.segment, second) for part in parts
            ):
                return first, second
        return None

    def others(self, node: Word) -> list[Word]:
        """How a word stands in texts of the index otherwise than it was typed."""
        return (
            [] if node.exact else [one for one in _others(node) if len(self._other(one).documents)]
        )

    def _other(self, node: Word) -> Found:
        """What has a word just so. Little has, and it is asked for again as one types."""
        parts = self._snapshot.parts
        if not all(
            any(part.segment.words.find(token) >= 0 for part in parts) for token in node.tokens[:-1]
        ):
            return NONE
        cache, key = self._snapshot.cache, ("otherwise", node)
        found = cache.get(key)
        if found is None:
            slots = [_exactly(token) for token in node.tokens[:-1]]
            slots.append(_typed(node.tokens[-1], node.prefix, node.guessed, node.exact))
            if len(slots) > 1:
                found = self._sequence(slots, node.within, 1.0)
            else:
                sums = self._sums(node, slots[0])
                found = self._whole(sums) if sums.size else NONE
            cache.keep(key, found)
        return found

    def _word(self, node: Word) -> Found:
        if node.mark:
            marked = self.scores(OneOf("flags", (node.mark,)))
            return self._or([self._word(replace(node, mark="")), marked])
        others = self.others(node)
        if others:
            return self._or([self._as_typed(node), *map(self._other, others)])
        return self._as_typed(node)

    def _as_typed(self, node: Word) -> Found:
        single = self._single_as_typed(node)
        if single is not None:
            return self._whole(single)
        return self._sequence(self.slots(node), node.within, 1.0)

    def _sums(self, leaf: Leaf, spans_of: SpansOf) -> Sums:
        return Sums(self._snapshot, leaf, spans_of, leaf.within)

    def _single(self, node: Node) -> Sums | None:
        """The sums of what is looked for as one word."""
        if isinstance(node, Word) and (node.mark or self.others(node)):
            return None
        return self._single_as_typed(node)

    def _single_as_typed(self, node: Node) -> Sums | None:
        if isinstance(node, Word) and len(node.tokens) == 1:
            own = _typed(node.tokens[0], node.prefix, node.guessed, node.exact)
            sums = self._sums(node, own)
            if sums.size:
                return sums
        if isinstance(node, Word | Fuzzy | Wildcard):
            slots = self.slots(node)
            if len(slots) == 1:
                return self._sums(node, slots[0])
        return None

    def _whole(self, sums: Sums) -> Found:
        """Scores of all documents that have a word."""
        return self._damped(sums.everywhere(), 1.0)

    def _tells(self, sums: Sums) -> float:
        return rarity(sums.count(), self._snapshot.size)

    def _damped(self, found: Found, gain: float) -> Found:
        tells = gain * rarity(len(found.documents), self._snapshot.size)
        return Found(found.documents, damped(tells, found.scores))

    # -- words in order, and near one another

    def _sequence(self, slots: Sequence[SpansOf], within: str, gain: float) -> Found:
        """Documents in which words of the slots follow one another, in any one field."""
        found = []
        for part in self._snapshot.parts:
            spans = [spans_of(part) for spans_of in slots]
            places, documents = found_places(part.lists(group_of(within)), spans)
            found.append(_counted(part, places, documents, within))
        return self._damped(joined(found), gain * len(slots))

    def _near(self, node: Near) -> Found:
        slots = self.slots(node)
        if len(slots) == 1:
            return self._whole(self._sums(node, slots[0]))
        found = []
        for part in self._snapshot.parts:
            spans = [spans_of(part) for spans_of in slots]
            lists = part.lists(group_of(node.within))
            places, documents = near_places(lists, spans, node.distance)
            found.append(_counted(part, places, documents, node.within))
        return self._damped(joined(found), 1.0 * len(slots))

    def _of_articles(self, node: InArticle) -> Array:
        """A mask of some articles and their passages."""
        names, codes = self._snapshot.values("article")
        wanted = np.zeros(len(names) + 1, np.bool_)  # the last: what is of no article
        ids = set(node.ids)
        words = [set(folded(id_)) for id_ in ids - set(map(str.lower, names))]
        for number, name in enumerate(names):
            known, said = name.lower(), set(folded(name))
            wanted[number] = (
                known in ids
                or any(some and some <= said for some in words)
                or (node.is_open and known.startswith(node.ids[-1:] or "\n"))
            )
        if node.title is not None:
            named = self.mask(node.title) & self.mask(_ARTICLES)
            wanted[codes[named]] = True
            wanted[-1] = False
        return np.asarray(wanted[codes] & self._snapshot.everything)

    # -- joining

    def _and(self, node: And) -> Found:
        filters = [part for part in node.parts if isinstance(part, Not | Filter)]
        wanted = [part for part in node.parts if not isinstance(part, Not | Filter)]
        allowed = self._allowed(filters) if filters else None
        found: Found | None = None
        sums = []
        for part in wanted:
            single = self._single(part)
            if single is not None:
                sums.append(single)
                continue
            scores = self.scores(part)
            found = scores if found is None else self._both(found, scores)
        sums.sort(key=lambda one: one.size)
        if allowed is not None and found is None:
            count = int(np.count_nonzero(allowed))
            if not sums or sums[0].size > _RARER * count:
                found = Found(np.flatnonzero(allowed), np.zeros(count))
        # The rarest word first: what it leaves over is all that the others are asked for.
        for single in sums:
            if found is None:
                found = self._whole(single)
            elif single.size > _RARER * len(found.documents):
                found = self._among(single, found)
            else:
                found = self._both(found, self._whole(single))
            if not len(found.documents):
                return found
        assert found is not None
        if allowed is not None:
            found = chosen(found, allowed[found.documents])
        return self._side_by_side(node, found)

    def _among(self, sums: Sums, found: Found) -> Found:
        """Those documents that have a word, too."""
        own = sums.at(found.documents)
        kept = own.nonzero()[0]
        scores = found.scores[kept] + damped(self._tells(sums), own[kept])
        return Found(found.documents[kept], scores)

    def _allowed(self, filters: Sequence[Node]) -> Array:
        """A mask of the documents that all of some filters let through."""
        return np.asarray(np.logical_and.reduce([self.mask(part) for part in filters]))

    def _both(self, one: Found, other: Found) -> Found:
        small, large = (one, other) if len(one.documents) < len(other.documents) else (other, one)
        if len(small.documents) * 16 < len(large.documents):
            at = np.searchsorted(large.documents, small.documents)
            at[at == len(large.documents)] = 0
            kept = large.documents[at] == small.documents
            documents, scores = chosen(small, kept)
            return Found(documents, scores + large.scores[at.compress(kept)])
        marks = np.zeros(self._snapshot.count, np.bool_)
        marks[small.documents] = True
        documents, scores = chosen(large, marks[large.documents])
        marks[small.documents] = False
        marks[documents] = True
        return Found(documents, chosen(small, marks[small.documents]).scores + scores)

    def _or(self, parts: Sequence[Found]) -> Found:
        """Documents of any part. Within one part no document stands twice."""
        parts = [part for part in parts if len(part.documents)]
        if len(parts) < 2:
            return parts[0] if parts else NONE
        total = np.zeros(self._snapshot.count)
        marks = np.zeros(self._snapshot.count, np.bool_)
        for part in parts:
            add(total, part.documents, part.scores)
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
        wanted = np.zeros(self._snapshot.count, np.bool_)
        wanted[found.documents] = True
        beside = np.zeros(len(found.documents))
        for left, right in itertools.pairwise(slots):
            for part in self._snapshot.parts:
                documents = self._beside(part, left[-1](part), right[0](part), wanted)
                beside[found.documents.searchsorted(documents + part.base)] += 1.0
        share = _IN_ORDER / (len(words) - 1)
        return Found(found.documents, found.scores * (1.0 + share * beside))

    def _beside(self, part: Part, left: Spans, right: Spans, wanted: Array) -> Array:
        """Wanted documents of a part in which some words stand right before others; each once."""
        lists = part.lists(TEXT)
        fewest = min(sum(lists.size(a, b) for a, b, _ in spans) for spans in (left, right))
        if fewest > max(_FEW, _EVERYWHERE * part.segment.count):
            return np.zeros(0, np.int64)
        own = wanted[part.base : part.base + part.segment.count]
        _, documents = found_places(lists, [left, right], own)
        return np.unique(documents).astype(np.int64)


def _others(node: Word) -> Iterator[Word]:
    """A word as it may be written otherwise: in one word with all its forms, in several exactly.

    What is not typed to its end is no abbreviation.
    """
    for tokens in otherwise(node.tokens):
        if len(tokens) == 1:
            yield replace(node, tokens=tokens)
        elif not all(len(token) == 1 and token.isalpha() for token in tokens):
            yield replace(node, tokens=tokens, exact=not node.prefix)
        elif not node.prefix or node.guessed:
            yield replace(node, tokens=tokens, prefix=False, guessed=False, exact=True)


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


def _patterned(token: str) -> SpansOf | None:
    """The words that a token with signs for letters stands for; None for one without."""
    if not is_pattern(token):
        return None
    return lambda part: wildcard_spans(part.segment, token)


def _exactly(token: str) -> SpansOf:
    return lambda part: exact_spans(part.segment, token)


def _typed(token: str, prefix: bool = False, guessed: bool = False, exact: bool = False) -> SpansOf:
    return lambda part: word_spans(part.segment, token, prefix, guessed, exact)


def _counted(part: Part, places: Array, documents: Array, within: str) -> Found:
    """What matches at some places, in some documents, weigh together, by document."""
    lists = part.lists(group_of(within))
    if not len(places):
        return NONE
    fields = lists.fields.take(places)
    if within:
        documents = documents[fields == lists.group.number(within)]
        gains = np.ones(len(documents))
    else:
        gains = np.array([weight.gain for weight in lists.group.weights])[fields]
    found, sums = _added_up(documents, gains, part.segment.count)
    if part.live is not None:
        found, sums = chosen(Found(found, sums), part.live[found])
    return Found(found + part.base, sums)


def _added_up(documents: Array, gains: Array, count: int) -> tuple[Array, Array]:
    """Each document once, in order, with the sum of its gains."""
    if len(documents) * _SHARE > count:
        sums = np.bincount(documents, gains, count)
        found = np.flatnonzero(sums > 0.0)  # several times as quick as looking for numbers
        return found, sums[found]
    having, at = np.unique(documents, return_inverse=True)
    return having.astype(np.int64), np.bincount(at, gains, len(having))
