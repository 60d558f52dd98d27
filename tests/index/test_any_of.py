"""The best of many words are the best of adding everything up."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from briefing.index import Entry, Index, Kind, any_of
from briefing.index.arrays import Array
from briefing.index.query import Or, Word
from briefing.index.snapshot import Found

WORDS = [f"w{chr(97 + n)}{chr(97 + n % 7)}" for n in range(26)]
WEIGHTS = [1.0 / (1 + n) for n in range(26)]


def _entry(number: int, chance: random.Random) -> Entry:
    return Entry(
        chance.choice((Kind.QUOTE, Kind.POINT, Kind.PASSAGE)),
        f"e{number}",
        chance.choice(("mines", "tariffs")),
        text=" ".join(chance.choices(WORDS, WEIGHTS, k=chance.randrange(5, 40))),
        notes=" ".join(chance.choices(WORDS, k=3)),
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two segments, with something deleted in the first."""
    chance = random.Random(7)
    index = Index(tmp_path_factory.mktemp("many"))
    index.build([_entry(number, chance) for number in range(900)], "first")
    changed = [_entry(number, chance) for number in range(800, 1000)]
    index.update(changed, ["quote:e5", "point:e6", "passage:e7"], "second")
    return index


def test_nothing_that_is_left_out_could_have_been_among_the_best(
    many: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed: list[int] = []
    inner = any_of._narrowed

    def noted(few: Array, *others: Any) -> Found:
        narrowed.append(len(few))
        return inner(few, *others)

    monkeypatch.setattr(any_of, "_narrowed", noted)
    for seed in range(20):
        _compare(many, random.Random(seed))
    assert len(narrowed) > 5, "few documents were left over, and only those looked at"


def _compare(many: Index, chance: random.Random) -> None:
    opened = many._open()
    kinds = chance.choice(((), (Kind.QUOTE,), (Kind.POINT, Kind.PASSAGE)))
    topics = chance.choice(((), ("mines",)))
    words = [*chance.sample(WORDS, chance.randrange(3, 12)), "unknown"]
    node = Or(tuple(Word((word,), chance.random() < 0.1) for word in words))
    ranked = opened.rank(node, kinds, topics, 5)

    snapshot = opened.snapshot
    total = np.zeros(snapshot.count)
    for part in node.parts:
        found = opened._evaluator.scores(part)
        total[found.documents] += found.scores
    within = snapshot.having("topic_id", topics) if topics else snapshot.everything
    wanted = snapshot.having("kind", [one.value for one in kinds]) if kinds else within
    gain = np.array([{"quote": 1.3, "point": 1.2}.get(one, 0.85) for one in _kinds(many)])
    expected = np.sort(total * gain * within * wanted)[::-1][:5]
    assert [float(ranked.scores[at]) for at in ranked.best] == pytest.approx(expected)
    assert ranked.documents.tolist() == np.flatnonzero((total > 0) & within & wanted).tolist()
    assert sum(count for _, count in ranked.totals) == np.count_nonzero((total > 0) & within)


def _kinds(index: Index) -> list[str]:
    snapshot = index._open().snapshot
    names, codes = snapshot.values("kind")
    return [names[code] for code in codes.tolist()]
