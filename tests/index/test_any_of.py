"""The best of many words are the best of adding everything up."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from briefing.index import Entry, Index, Kind, any_of
from briefing.index.arrays import Array
from briefing.index.query import Or, Word

BARE = [f"w{chr(97 + n)}{chr(97 + n % 7)}" for n in range(26)]
WORDS = [form for word in BARE for form in (word, word + "s")]  # forms of one word
WEIGHTS = [1.0 / (1 + n) for n in range(52)]


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
    left: list[int] = []
    fewer = 0
    inner = any_of._narrowed

    def noted(few: Array, *others: Any) -> Array:
        nonlocal fewer
        found = inner(few, *others)
        left.append(len(few))
        fewer += len(found) < len(few)
        return found

    monkeypatch.setattr(any_of, "_narrowed", noted)
    monkeypatch.setattr(any_of, "_FEW", 8)
    monkeypatch.setattr(any_of, "_READ", 20)
    for seed in range(40):
        _compare(many, random.Random(seed))
    assert len(left) > 10, "few documents were left over, and only those looked at"
    assert fewer > 5, "and still fewer when more words were looked up"


def test_where_too_many_can_be_the_best_everything_is_added_up(
    many: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(any_of, "_MOST", 0)
    monkeypatch.setattr(any_of, "_LONG", 0)
    for seed in range(5):
        _compare(many, random.Random(seed))


def test_words_in_one_field_and_beginnings_are_words_like_others(many: Index) -> None:
    opened = many._open()
    words = (
        Word(("wa",), prefix=True, guessed=True),
        Word(("waa",)),
        Word(("waas",)),  # the same forms, weighed another way
        Word(("wbb",), within="notes"),
        Word(("wcc",), exact=True),
    )
    found = opened._evaluator.best_of_any(Or(words), np.ones(opened.snapshot.count), 4)
    assert found is not None
    sums = [opened._evaluator._single(word) for word in words]
    tells = [(opened._evaluator._tells(one), one) for one in sums if one is not None]
    whole = any_of.everything(opened.snapshot, tells)
    scores = dict(zip(whole.documents.tolist(), whole.scores.tolist(), strict=True))
    assert np.flatnonzero(found.marks).tolist() == whole.documents.tolist()
    own = dict(zip(found.found.documents.tolist(), found.found.scores.tolist(), strict=True))
    assert set(sorted(scores, key=lambda at: -scores[at])[:4]) <= own.keys()
    assert own == pytest.approx({at: scores[at] for at in own})


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
