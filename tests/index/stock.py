"""The query language by Whoosh's own matchers, one document at a time, on an index of its own.

Nothing here knows our arrays: the entries are written by Whoosh's writer into its own format (in
memory, a segment for each round of changes), queries become trees of Whoosh's matchers, and only
the formula of the scores is ours.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from rapidfuzz.distance import OSA

from briefing.index import Entry
from briefing.index.codec import schema
from briefing.index.fields import GROUPS, SEVERAL, SINGLE, TEXT, group_of, several, single, words
from briefing.index.forms import pattern
from briefing.index.query import (
    And,
    Boost,
    Fuzzy,
    InArticle,
    Node,
    Not,
    OneOf,
    Or,
    Phrase,
    Wildcard,
    Word,
    Years,
)
from briefing.index.spelling import american
from briefing.index.words import folded, stem

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import fields
    from whoosh.filedb.filestore import RamStorage
    from whoosh.matching import (
        FilterMatcher,
        IntersectionMatcher,
        ListMatcher,
        NullMatcher,
        UnionMatcher,
        WrappingMatcher,
    )
    from whoosh.query import Or as AnyOf
    from whoosh.query import Term
    from whoosh.query.spans import SpanNear2

_OTHER, _UNFINISHED, _DAMPING, _PHRASE, _BESIDE = 0.7, 0.35, 1.2, 1.5, 0.6
_BY_EDITS = (1.0, 0.6, 0.35)

Round = tuple[Sequence[Entry], Sequence[str]]  # entries that change, keys that go
Forms = dict[str, float]


class Stock:
    """A Whoosh index of some rounds of changes."""

    def __init__(self, rounds: Iterable[Round], averages: dict[str, float]) -> None:
        self._averages = averages
        self._counts: dict[Hashable, int] = {}  # how many documents have what was asked for
        self.entries: dict[str, Entry] = {}
        own = schema().copy()
        own.add("key", fields.ID(unique=True, stored=True))
        for name in SEVERAL:
            own.remove(name)
            own.add(name, fields.KEYWORD(commas=True))
        self._index = RamStorage().create_index(own)
        for changed, removed in rounds:
            self._write(changed, removed)
        self._searcher = self._index.searcher()
        live = self.entries.values()
        texts = (text for entry in live for group in GROUPS for text in words(entry, group))
        self._words = sorted({word for text in texts for word in folded(text)})

    def _write(self, changed: Sequence[Entry], removed: Sequence[str]) -> None:
        writer = self._index.writer()
        for key in removed:
            writer.delete_by_term("key", key)
            self.entries.pop(key, None)
        for entry in changed:
            values = {"key": entry.key}
            for group in GROUPS:
                values |= dict(zip(group.fields, words(entry, group), strict=True))
            values |= dict(zip(SINGLE, single(entry), strict=True))
            values |= {n: ",".join(v) for n, v in zip(SEVERAL, several(entry), strict=True)}
            writer.update_document(**{name: value for name, value in values.items() if value})
            self.entries[entry.key] = entry
        writer.commit(merge=False)

    def close(self) -> None:
        """Let go."""
        self._searcher.close()

    def scores(self, node: Node) -> dict[str, float]:
        """All matches with their scores."""
        found = {}
        for leaf, _ in self._searcher.leaf_searchers():
            matcher = self._matcher(node, leaf)
            while matcher.is_active():
                key = leaf.stored_fields(matcher.id())["key"]
                found[key] = matcher.score()
                matcher.next()
        return found

    def _matcher(self, node: Node, leaf: Any) -> Any:
        match node:
            case Word() if node.mark:
                marked = self._matcher(OneOf("flags", (node.mark,)), leaf)
                return _union([self._matcher(replace(node, mark=""), leaf), marked])
            case Word() | Fuzzy() | Wildcard():
                slots = self._slots(node)
                if len(slots) > 1:
                    return self._sequence(slots, node, 1.0, leaf)
                key = (tuple(slots[0].items()), node.within)
                make = partial(self._sums, slots[0], node.within)
                return self._damped(key, make, 1.0, leaf)
            case Phrase():
                return self._sequence(self._slots(node), node, _PHRASE, leaf)
            case And():
                return self._and(node, leaf)
            case Or():
                return _union([self._matcher(part, leaf) for part in node.parts])
            case Not():
                everything = ListMatcher(list(leaf.reader().all_doc_ids()))
                return Scaled(self._without(everything, node.part, leaf), 0.0)
            case Boost():
                return Scaled(self._matcher(node.part, leaf), node.gain)
            case OneOf():
                return Scaled(self._terms([(node.field, v) for v in node.values], leaf), 0.0)
            case InArticle():
                named = {one.article for one in self.entries.values() if one.article in node.ids}
                titles = self.scores(node.title) if node.title is not None else {}
                named |= {self.entries[k].article for k in titles if k.startswith("article:")}
                terms = [("article", name) for name in sorted(named)]
                return Scaled(self._terms(terms, leaf), 0.0)
            case Years():
                years = range(node.first or 0, (node.last or 9999) + 1)
                wanted = {one.year for one in self.entries.values() if one.year is not None}
                terms = [("year", f"{year:04d}") for year in sorted(wanted & set(years))]
                return Scaled(self._terms(terms, leaf), 0.0)
        raise AssertionError(node)

    def _terms(self, terms: list[tuple[str, str]], leaf: Any) -> Any:
        reader = leaf.reader()
        return _union([reader.postings(*term) for term in terms if term in reader])

    def _and(self, node: And, leaf: Any) -> Any:
        negative = [part.part for part in node.parts if isinstance(part, Not)]
        positive = [part for part in node.parts if not isinstance(part, Not)]
        if not positive:
            return _both([self._matcher(part, leaf) for part in node.parts])
        found = _both([self._matcher(part, leaf) for part in positive])
        for part in negative:
            found = self._without(found, part, leaf)
        typed = [part for part in node.parts if isinstance(part, Word) and not part.within]
        if len(typed) < 2 or not node.implicit:
            return found
        beside: dict[int, int] = {}
        for left, right in itertools.pairwise(typed):
            pair = [self._settled(left)[-1], self._settled(right)[0]]
            for document in set(_ids(_union(self._orders(pair, TEXT.fields, leaf)))):
                beside[document] = beside.get(document, 0) + 1
        return Raised(found, beside, _BESIDE / (len(typed) - 1))

    def _without(self, matcher: Any, part: Node, leaf: Any) -> Any:
        """Not AndNotMatcher and InverseMatcher: they let some documents through."""
        gone = frozenset(_ids(self._matcher(part, leaf)))
        return FilterMatcher(matcher, gone, exclude=True) if matcher.is_active() else matcher

    def _settled(self, word: Word) -> list[Forms]:
        return self._slots(replace(word, prefix=word.prefix and not word.guessed))

    # -- what words stand for

    def _slots(self, node: Word | Phrase | Fuzzy | Wildcard) -> list[Forms]:
        match node:
            case Fuzzy():
                far = {w: OSA.distance(node.token, w) for w in self._words}
                return [{w: _BY_EDITS[d] for w, d in far.items() if d <= node.edits}]
            case Wildcard():
                fits = pattern(node.pattern).fullmatch
                return [{word: 1.0 for word in self._words if fits(word)}]
            case Phrase():
                last = {node.tokens[-1]: 1.0}
                last |= dict.fromkeys(self._starting(node.tokens[-1]), 1.0) if node.prefix else {}
                return [*({token: 1.0} for token in node.tokens[:-1]), last]
        heads = [self._forms(token, exact=node.exact) for token in node.tokens[:-1]]
        return [*heads, self._forms(node.tokens[-1], node.prefix, node.guessed, node.exact)]

    def _starting(self, prefix: str) -> list[str]:
        return [word for word in self._words if word.startswith((prefix, american(prefix)))]

    def _forms(
        self, token: str, prefix: bool = False, guessed: bool = False, exact: bool = False
    ) -> Forms:
        share = _UNFINISHED if guessed else 1.0
        forms = dict.fromkeys(self._starting(token), share) if prefix else {}
        if not exact and (not prefix or guessed):
            forms |= {word: _OTHER for word in self._words if stem(word) == stem(token)}
        return forms | {token: 1.0}

    # -- scores

    def _fields(self, within: str) -> tuple[str, ...]:
        return (within,) if within else TEXT.fields

    def _sums(self, forms: Forms, within: str, leaf: Any) -> Any:
        reader = leaf.reader()
        return _union(
            [
                Weighed(reader.postings(name, form), self._norms(leaf, name, within), fit)
                for name in self._fields(within)
                for form, fit in forms.items()
                if (name, form) in reader
            ]
        )

    def _norms(self, leaf: Any, name: str, within: str) -> Any:
        group = group_of(name)
        number = group.number(name)
        weight = group.weights[number]

        def norm(document: int) -> float:
            entry = self.entries[leaf.stored_fields(document)["key"]]
            length = len(folded(words(entry, group)[number]))
            average = self._averages.get(name, 0.0) or 1.0
            gain = 1.0 if within else weight.gain
            return gain / (1.0 - weight.shortness + weight.shortness * length / average)

        return norm

    def _damped(self, key: Hashable, make: Any, gain: float, leaf: Any) -> Any:
        count = self._counts.get(key)
        if count is None:
            count = sum(len(set(_ids(make(one)))) for one, _ in self._searcher.leaf_searchers())
            self._counts[key] = count
        size = len(self.entries)
        tells = gain * math.log1p((size - count + 0.5) / (count + 0.5))
        return Damped(make(leaf), tells)

    def _orders(self, slots: list[Forms], names: Sequence[str], leaf: Any, gain: Any = None) -> Any:
        """Whoosh's matchers for words that follow one another, field by field."""
        found = []
        reader = leaf.reader()
        for name in names:
            parts = [[Term(name, f) for f in forms if (name, f) in reader] for forms in slots]
            if all(parts):
                query = SpanNear2([AnyOf(one) for one in parts], slop=1, ordered=True)
                found.append(Counted(query.matcher(leaf), gain(name) if gain else 1.0))
        return found

    def _sequence(self, slots: list[Forms], node: Any, gain: float, leaf: Any) -> Any:
        def weight(name: str) -> float:
            return 1.0 if node.within else TEXT.weights[TEXT.number(name)].gain

        names = self._fields(node.within)
        key = (tuple(tuple(one.items()) for one in slots), node.within)
        return self._damped(
            key,
            lambda one: _union(self._orders(slots, names, one, weight)),
            gain * len(slots),
            leaf,
        )


class Scaled(WrappingMatcher):  # type: ignore[misc]
    def __init__(self, child: Any, gain: float) -> None:
        super().__init__(child)
        self._gain = gain

    def score(self) -> float:
        return self._gain * self.child.score() if self._gain else 0.0


class Weighed(WrappingMatcher):  # type: ignore[misc]
    def __init__(self, child: Any, norm: Any, fit: float) -> None:
        super().__init__(child)
        self._norm, self._fit = norm, fit

    def score(self) -> float:
        return float(self._fit * self._norm(self.id()) * self.child.weight())


class Damped(WrappingMatcher):  # type: ignore[misc]
    def __init__(self, child: Any, tells: float) -> None:
        super().__init__(child)
        self._tells = tells

    def score(self) -> float:
        often = self.child.score()
        return float(self._tells * often / (_DAMPING + often))


class Counted(WrappingMatcher):  # type: ignore[misc]
    """How many places of a document match."""

    def __init__(self, child: Any, gain: float) -> None:
        super().__init__(child)
        self._gain = gain

    def score(self) -> float:
        return float(self._gain * len({span.start for span in self.child.spans()}))


class Raised(WrappingMatcher):  # type: ignore[misc]
    def __init__(self, child: Any, beside: dict[int, int], share: float) -> None:
        super().__init__(child)
        self._beside, self._share = beside, share

    def score(self) -> float:
        return float(self.child.score() * (1 + self._share * self._beside.get(self.id(), 0)))


def _union(matchers: list[Any]) -> Any:
    found = NullMatcher()
    for matcher in matchers:
        found = UnionMatcher(found, matcher) if found.is_active() else matcher
    return found


def _both(matchers: list[Any]) -> Any:
    found = matchers[0]
    for matcher in matchers[1:]:
        if not found.is_active() or not matcher.is_active():
            return NullMatcher()
        found = IntersectionMatcher(found, matcher)
    return found


def _ids(matcher: Any) -> list[int]:
    found = []
    while matcher.is_active():
        found.append(matcher.id())
        matcher.next()
    return found
