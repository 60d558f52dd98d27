"""The arrays give what Whoosh's own matchers give: documents, order and scores."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as whoosh_query

from briefing.index import Entry, Index, Kind, places
from briefing.index.fields import TEXT, words
from briefing.index.query import (
    And,
    Boost,
    Fuzzy,
    InArticle,
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
from briefing.index.words import folded, stem

from . import stock
from .conftest import ENTRIES

WORDS = ("dud", "duds", "rate", "rates", "rating", "cluster", "clusters", "munition", "of", "ratio")
TOKENS = (*WORDS, "dude", "cl", "ra", "zebra")


class Chance(random.Random):
    """Random indexes and queries."""

    def text(self) -> str:
        return " ".join(self.choices(WORDS, k=self.randrange(8)))

    def entry(self) -> Entry:
        kind = self.choice((Kind.QUOTE, Kind.POINT, Kind.SOURCE, Kind.ARTICLE, Kind.PASSAGE))
        in_article = kind in (Kind.ARTICLE, Kind.PASSAGE)
        return Entry(
            kind=kind,
            id=f"e{self.randrange(12)}",
            topic=self.choice(("mines", "tariffs", "")),
            title=self.text(),
            text=self.text(),
            notes=self.text(),
            speaker=self.choice(("", "Rate Dudley", "Cluster")),
            source=self.text(),
            side=self.choice(("for", "against", "")),
            theme=self.choice(("", "legal", "dud rate")),
            year=self.choice((None, 2020, 2022, 2024)),
            article=self.choice(("nagl", "rice")) if in_article else "",
            flags=self.choice(((), ("quote",), ("quote", "caution"), ("unanswered",))),
        )

    def rounds(self) -> list[stock.Round]:
        """A build and some updates; a key stands once in each."""
        found = []
        for place in range(self.randrange(1, 5)):
            changed = {one.key: one for one in (self.entry() for _ in range(self.randrange(8)))}
            gone = [f"{self.choice(('quote', 'point'))}:e{self.randrange(12)}" for _ in range(3)]
            removed = [key for key in gone if key not in changed] if place else []
            found.append((list(changed.values()), removed))
        return found

    def leaf(self) -> Node:
        token = self.choice(TOKENS)
        within = self.choice(("", "", "", "who", "theme", "quote"))
        some = tuple(self.choices(TOKENS, k=self.randrange(1, 4)))
        return self.choice(
            (
                Word((token,), self.random() < 0.5, within=within),
                Word((token,), True, True),
                Word((token,), exact=True),
                Word((token,), self.random() < 0.5, mark="unanswered"),
                InArticle(self.choice(((), ("rice",))), Word((token,), within="title")),
                Word(some[:2], self.random() < 0.5),
                Phrase(some, self.random() < 0.5, within),
                Fuzzy(token, self.choice((1, 2))),
                Wildcard(self.choice(("d?d", "ra*s", "*ster*", "?at*", "clus*"))),
                OneOf("side", ("for", "none")),
                OneOf("flags", ("caution",)),
                OneOf("kind", ("quote",)),
                Years(self.choice((None, 2021)), self.choice((None, 2022))),
            )
        )

    def node(self, depth: int = 0) -> Node:
        if depth > 2 or self.random() < 0.4:
            return self.leaf()
        parts = tuple(self.node(depth + 1) for _ in range(self.randrange(1, 5)))
        return self.choice(
            (
                And(parts, implicit=self.random() < 0.5),
                And(parts[:2]),
                Or(parts),
                Or(tuple(Word((token,)) for token in self.choices(TOKENS, k=5))),
                Not(parts[0]),
                Boost(parts[0], self.choice((0.5, 3.0))),
            )
        )


def _built(folder: Path, rounds: list[stock.Round]) -> Index:
    index = Index(folder)
    (entries, _), *others = rounds
    index.build(entries, "first")
    for changed, removed in others:
        index.update(changed, removed, "next")
    return index


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1 << 32))
def test_scores_are_those_of_whoosh(seed: int) -> None:
    chance = Chance(seed)
    rounds = chance.rounds()
    with TemporaryDirectory() as folder:
        index = _built(Path(folder) / "index", rounds)
        opened = index._open()
        other = stock.Stock(rounds, opened.manifest.averages)
        for node in (chance.node() for _ in range(25)):
            expected = other.scores(node)
            found = opened._evaluator.scores(node)
            keys = [opened.snapshot.entry(int(one)).key for one in found.documents]
            assert sorted(keys) == sorted(expected), node
            for key, score in zip(keys, found.scores.tolist(), strict=True):
                assert score == pytest.approx(expected[key], rel=1e-5, abs=1e-9), node
            _same_order(index, node, expected)
        other.close()


def _same_order(index: Index, node: Node, expected: dict[str, float]) -> None:
    """Hits stand in the order of their scores, which the best of many words have exactly."""
    ranked = index._open().rank(node, (), (), 5)
    loose = ranked.is_loose
    values = [float(ranked.scores[at]) for at in ranked.best]
    assert values == sorted(values, reverse=True)
    if loose:
        return
    weights = {Kind.QUOTE: 1.3, Kind.POINT: 1.2, Kind.SOURCE: 0.8, Kind.PASSAGE: 0.85}
    weights[Kind.ARTICLE] = 1.0
    whole = {
        key: score * next(w for kind, w in weights.items() if key.startswith(kind.value))
        for key, score in expected.items()
    }
    assert values == pytest.approx(sorted(whole.values(), reverse=True)[:5], rel=1e-5, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1 << 32))
def test_near_words_are_those_of_reading_every_text(seed: int) -> None:
    chance = Chance(seed)
    rounds = chance.rounds()
    entries: dict[str, Entry] = {}
    for changed, removed in rounds:
        for key in removed:
            entries.pop(key, None)
        entries |= {entry.key: entry for entry in changed}
    with TemporaryDirectory() as folder:
        index = _built(Path(folder) / "index", rounds)
        for _ in range(10):
            tokens = tuple(chance.choices(WORDS, k=chance.randrange(2, 4)))
            distance = chance.randrange(1, 7)
            expected = {key for key, one in entries.items() if _is_near(one, tokens, distance)}
            for dense in (0, 1 << 30):  # by searching for places, and bit by bit
                with patch.object(places, "_DENSE", dense):
                    found = index.find(Near(tokens, distance), limit=99)
                assert {hit.key for hit in found.hits} == expected, (tokens, distance, dense)


def _is_near(entry: Entry, tokens: tuple[str, ...], distance: int) -> bool:
    wanted = {stem(token) for token in tokens}
    for text in words(entry, TEXT):
        found = [stem(word) for word in folded(text)]
        for start in range(len(found)):
            if wanted <= set(found[start : start + distance + 1]):
                return True
    return False


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1 << 32))
def test_how_an_index_came_about_makes_no_difference(seed: int) -> None:
    """One build of all that is left gives the same hits as builds and updates."""
    rounds = Chance(seed).rounds()
    with TemporaryDirectory() as folder:
        index = _built(Path(folder) / "index", rounds)
        left = [index._open().snapshot.entry(n) for n in _live(index)]
        fresh = Index(Path(folder) / "fresh")
        fresh.build(left, "fresh")
        assert fresh.digests() == index.digests()
        for query in ("dud rate", "dud OR cluster OR of", '"dud rate"', "clus*", "side:for dud"):
            one = {hit.key: hit.snippet for hit in index.search(query).hits}
            other = {hit.key: hit.snippet for hit in fresh.search(query).hits}
            assert one == other, query


def _live(index: Index) -> list[int]:
    mask = index._open().snapshot.everything
    return [number for number, is_live in enumerate(mask.tolist()) if is_live]


def test_any_query_of_whooshs_is_answered_by_its_matchers(index: Index) -> None:
    def keys(query: object) -> set[str]:
        return {hit.id for hit in index.find(Stock(query)).hits}

    assert keys(whoosh_query.Term("quote", "munition")) == {"q2"}
    assert keys(whoosh_query.Phrase("quote", ["cluster", "munitions"])) == {"q1"}
    assert keys(whoosh_query.Regex("quote", "m.nit")) == {"q1", "q2"}
    assert keys(whoosh_query.Every("text")) >= {"c1", "a@7"}
    both = And((Stock(whoosh_query.Prefix("quote", "mun")), OneOf("side", ("for",))))
    assert {hit.id for hit in index.find(both).hits} == {"q2"}


def test_whooshs_own_searcher_works_on_our_segments(index: Index) -> None:
    from briefing.index.codec import searcher

    with searcher(index._open().snapshot) as found:
        results = found.search(whoosh_query.Term("quote", "munitions"))
        assert len(results) == 1
        reader = found.reader()
        assert b"munitions" in set(reader.lexicon("quote"))
        assert reader.doc_count() == len(ENTRIES)
        assert reader.doc_frequency("side", "for") == 3
        assert list(reader.expand_prefix("quote", "mun")) == [b"munition", b"munitions"]
