"""Answers a parsed query from whole posting lists: documents and their scores.

Scores are BM25F: a word's occurrences are added up over its forms and over the fields, each with
its weight, before they are damped; rare words tell more than common ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.index.highlight import Wanted
from briefing.index.lexicon import Lexicon
from briefing.index.query import And, Node, Not, OneOf, Or, Phrase, Word, Years

if TYPE_CHECKING:
    from briefing.index.engine import Engine

Scores = dict[int, float]
Forms = dict[str, float]  # words of the index that a typed word stands for, and how well

_OTHER_FORM = 0.7  # "munition" for "munitions"
_UNFINISHED = 0.35  # "munitions" for "muni"
_DAMPING = 1.2
_EXACT_PHRASE = 1.5
_IN_ORDER = 0.6  # what words side by side gain when they stand side by side in the text, too
_MOST_IN_ORDER = 400


class Evaluator:
    """Evaluates queries against one engine."""

    def __init__(self, engine: Engine, lexicon: Lexicon, text_weights: dict[str, float]) -> None:
        self._engine = engine
        self._lexicon = lexicon
        self._weights = text_weights

    def scores(self, node: Node) -> Scores:
        """All documents that match, strictly, with scores (0 for what only filters)."""
        match node:
            case Word():
                return self._word(node)
            case Phrase():
                return self._sequence(
                    [{t: 1.0} for t in node.tokens[:-1]] + [self._last(node)],
                    node.within,
                    _EXACT_PHRASE,
                )
            case And():
                return self._and(node)
            case Or():
                return _sum(self.scores(part) for part in node.parts)
            case Not():
                return dict.fromkeys(self._engine.everything - self.scores(node.part).keys(), 0.0)
            case OneOf():
                return {
                    d: 0.0
                    for value in node.values
                    for d in self._engine.documents(node.field, value)
                }
            case Years():
                return dict.fromkeys(self._engine.years(node.first, node.last), 0.0)

    def loose(self, node: And) -> Scores:
        """Documents with most of the words of an implicit And; all else in it stays strict."""
        words = [self.scores(part) for part in node.parts if isinstance(part, Word)]
        strict = [self.scores(part) for part in node.parts if not isinstance(part, Word)]
        counts: dict[int, int] = {}
        for found in words:
            for document in found:
                counts[document] = counts.get(document, 0) + 1
        for found in strict:
            counts = {d: n for d, n in counts.items() if d in found}
        if not counts:
            return {}
        most = max(counts.values())
        enough = most if most <= 2 else most - 1
        total = _sum(words)
        return {d: total[d] + 100.0 * n for d, n in counts.items() if n >= enough}

    def wanted(self, node: Node | None) -> Wanted:
        """What of a query shows in a text as a hit."""
        words: set[str] = set()
        sequences: list[tuple[frozenset[str], ...]] = []
        for leaf in leaves(node):
            if leaf.within in ("theme", "topic"):
                continue
            forms = self._sequence_forms(leaf)
            if len(forms) == 1:
                words.update(forms[0])
            else:
                sequences.append(tuple(map(frozenset, forms)))
        return Wanted(frozenset(words), tuple(sequences))

    def _sequence_forms(self, leaf: Word | Phrase) -> list[Forms]:
        if isinstance(leaf, Phrase):
            return [{t: 1.0} for t in leaf.tokens[:-1]] + [self._last(leaf)]
        if len(leaf.tokens) == 1:
            forms = self._forms(leaf.tokens[0], leaf.prefix, leaf.guessed)
            halves = self._lexicon.split(leaf.tokens[0]) if not forms else None
            return [self._forms(half) for half in halves] if halves else [forms]
        last = self._forms(leaf.tokens[-1], leaf.prefix, leaf.guessed)
        return [self._forms(t) for t in leaf.tokens[:-1]] + [last]

    def _last(self, node: Phrase) -> Forms:
        last = node.tokens[-1]
        if not node.prefix:
            return {last: 1.0}
        return {last: 1.0, **dict.fromkeys(self._lexicon.starting(last), 1.0)}

    def _forms(self, token: str, prefix: bool = False, guessed: bool = False) -> Forms:
        forms: Forms = {}
        if prefix:
            forms = dict.fromkeys(self._lexicon.starting(token), _UNFINISHED if guessed else 1.0)
        if not prefix or guessed:
            forms.update(dict.fromkeys(self._lexicon.family(token), _OTHER_FORM))
        if token in self._lexicon:
            forms[token] = 1.0
        return forms

    def _fields(self, within: str) -> dict[str, float]:
        return {within: 1.0} if within else self._weights

    def _word(self, node: Word) -> Scores:
        sequence = self._sequence_forms(node)
        if len(sequence) > 1:
            return self._sequence(sequence, node.within, 1.0)
        found: Scores = {}
        for name, weight in self._fields(node.within).items():
            for form, likeness in sequence[0].items():
                gain = weight * likeness
                for document, often in self._engine.postings(name, form).items():
                    found[document] = found.get(document, 0.0) + gain * often
        return self._damped(found, 1.0)

    def _damped(self, found: Scores, gain: float) -> Scores:
        from briefing.index.engine import rarity

        tells = gain * rarity(len(found), self._engine.size)
        return {d: tells * often / (_DAMPING + often) for d, often in found.items()}

    def _sequence(self, forms: Sequence[Forms], within: str, gain: float) -> Scores:
        """Documents in which words of `forms` follow one another, in any one field."""
        found: Scores = {}
        for name, weight in self._fields(within).items():
            for document, count in self._in_order(name, forms).items():
                found[document] = found.get(document, 0.0) + weight * count
        return self._damped(found, gain * len(forms))

    def _in_order(
        self, name: str, forms: Sequence[Forms], only: Iterable[int] | None = None
    ) -> dict[int, int]:
        """How often words of `forms` follow one another in field `name`, by document."""
        candidates: set[int] | None = set(only) if only is not None else None
        for form in forms:
            having: set[int] = set()
            for word in form:
                having.update(self._engine.postings(name, word))
            candidates = having if candidates is None else candidates & having
            if not candidates:
                return {}
        starts: dict[int, set[int]] | None = None
        for offset, form in enumerate(forms):
            here = self._places(name, form, candidates or set(), offset)
            if starts is None:
                starts = here
            else:
                both = {d: places & here[d] for d, places in starts.items() if d in here}
                starts = {d: places for d, places in both.items() if places}
        return {document: len(places) for document, places in (starts or {}).items()}

    def _places(
        self, name: str, form: Forms, documents: set[int], offset: int
    ) -> dict[int, set[int]]:
        """Where words of `form` stand in field `name`, each place less `offset`."""
        places: dict[int, set[int]] = {}
        for word in form:
            if documents.isdisjoint(self._engine.postings(name, word)):
                continue
            for document, at in self._engine.positions(name, word).items():
                if document in documents:
                    places.setdefault(document, set()).update(place - offset for place in at)
        return places

    def _and(self, node: And) -> Scores:
        found: Scores | None = None
        # The rarest part first would be quicker still; parts are few and their lists are cached.
        for part in node.parts:
            if isinstance(part, Not):
                found = self._without(found, part)
                continue
            scores = self.scores(part)
            if found is None:
                found = scores
            else:
                small, large = (found, scores) if len(found) < len(scores) else (scores, found)
                found = {d: s + large[d] for d, s in small.items() if d in large}
            if not found:
                return {}
        return self._side_by_side(node, found or {})

    def _without(self, found: Scores | None, node: Not) -> Scores:
        if found is None:
            return self.scores(node)
        gone = self.scores(node.part)
        return {d: s for d, s in found.items() if d not in gone}

    def _side_by_side(self, node: And, found: Scores) -> Scores:
        """Raise documents that have the typed words next to one another, in the typed order."""
        words = [part for part in node.parts if isinstance(part, Word) and not part.within]
        if len(words) < 2 or not node.implicit or not 0 < len(found) <= _MOST_IN_ORDER:
            return found
        forms = [
            self._sequence_forms(replace(word, prefix=word.prefix and not word.guessed))
            for word in words
        ]
        raised = dict(found)
        share = _IN_ORDER / (len(words) - 1)
        for left, right in itertools.pairwise(forms):
            beside: set[int] = set()
            for name in self._weights:
                beside.update(self._in_order(name, [left[-1], right[0]], found))
            for document in beside:
                raised[document] += share * found[document]
        return raised


def leaves(node: Node | None) -> list[Word | Phrase]:
    """The words and phrases that a query wants (not those that it excludes)."""
    found: list[Word | Phrase] = []
    todo = [node] if node is not None else []
    while todo:
        at = todo.pop()
        if isinstance(at, (Word, Phrase)):
            found.append(at)
        elif isinstance(at, (And, Or)):
            todo.extend(reversed(at.parts))
    return found


def _sum(many: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for scores in many:
        for document, score in scores.items():
            total[document] = total.get(document, 0.0) + score
    return total
