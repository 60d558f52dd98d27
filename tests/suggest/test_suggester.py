"""Suggestions over small libraries made here: bearings, reasons, notes, decisions, bad input."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from briefing.app.suggesting import Adviser
from briefing.model import (
    Article,
    ArticleId,
    Cancelled,
    Library,
    Link,
    PassageTarget,
    Point,
    PointId,
    PointTarget,
    Relation,
    Selector,
    Side,
    Topic,
    TopicId,
    UserError,
)
from briefing.suggest import Ask, Bearing, Ground, Learned, Suggester, decide, find_neighbours
from briefing.suggest.kept import load_arrays, save_arrays

TOPIC = TopicId("uniforms")
CLAIMS = (
    ("f1", Side.FOR, "School uniforms reduce bullying about clothes."),
    ("f2", Side.FOR, "Uniforms save parents money on clothes."),
    ("f3", Side.FOR, "Uniforms keep pupils focused on lessons, not on fashion."),
    ("f4", Side.FOR, "Intruders are seen at once where all pupils wear uniforms."),
    (
        "a1",
        Side.AGAINST,
        "Bullying of pupils finds other targets than cheap clothes: phones.",
    ),
    ("a2", Side.AGAINST, "Parents have to buy uniforms and ordinary clothes: it costs them more."),
    ("a3", Side.AGAINST, "Uniforms take away the freedom of pupils to express themselves."),
    ("a4", Side.AGAINST, "AT: safety. Intruders can buy uniforms too."),
)
PASSAGE = "Uniforms end the bullying of pupils whose clothes are cheap."


def library(*points: Point, motion: str = "Schools should have uniforms") -> Library:
    topic = Topic(TOPIC, "Uniforms", motion, ("Order", "Freedom"))
    return Library(Path("/nowhere"), topics=(topic,), points=points)


def points() -> tuple[Point, ...]:
    return tuple(Point(PointId(name), TOPIC, claim, side) for name, side, claim in CLAIMS)


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    made = Suggester.build(library(*points()))
    find_neighbours(made.matcher)
    return made


def test_the_other_side_answers_and_the_same_side_supports(suggester: Suggester) -> None:
    found = suggester.suggest(Ask(PASSAGE, TOPIC, side=Side.FOR))
    assert found.answers[0].point == "a1"
    assert found.supports[0].point == "f1"
    assert {one.point[0] for one in found.answers} == {"a"}
    turned = suggester.suggest(Ask(PASSAGE, TOPIC, side=Side.AGAINST))
    assert turned.answers[0].point == "f1"


def test_every_suggestion_says_why(suggester: Suggester) -> None:
    found = suggester.suggest(Ask(PASSAGE, TOPIC, side=Side.FOR))
    first = found.answers[0]
    grounds = [reason.ground for reason in first.reasons]
    assert grounds == [Ground.SIDES, Ground.TERMS]
    assert "against the motion (Freedom)" in first.reasons[0].words
    assert "“bullying”" in first.reasons[1].words
    assert first.bearing is Bearing.ANSWERS and 0.9 < first.confidence <= 1


def test_without_a_side_nothing_is_claimed_to_answer(suggester: Suggester) -> None:
    found = suggester.suggest(Ask(PASSAGE, TOPIC))
    assert not found.answers or found.side.side is not None
    assert found.all()


def test_what_stands_there_already_is_not_suggested(suggester: Suggester) -> None:
    ask = Ask(PASSAGE, TOPIC, side=Side.FOR, without=frozenset({PointId("a1")}))
    assert "a1" not in {one.point for one in suggester.suggest(ask).all()}


def test_a_heading_tells_what_a_point_answers() -> None:
    unsided = tuple(replace(point, side=None) for point in points())
    made = Suggester.build(library(*unsided))
    found = made.suggest(Ask("Uniforms bring safety: intruders are seen at once.", TOPIC))
    assert [one.point for one in found.answers] == ["a4"]
    assert found.answers[0].reasons[0].ground is Ground.HEADING


def test_a_link_at_a_passage_like_this_outweighs_the_sides() -> None:
    link = Link(
        Relation.SUPPORTS,
        PassageTarget(ArticleId("x"), Selector("Uniforms end the bullying of pupils in clothes.")),
    )
    linked = (replace(points()[4], links=(link,)), *points()[:4], *points()[5:])
    made = Suggester.build(library(*linked))
    found = made.suggest(Ask(PASSAGE, TOPIC))
    assert found.supports[0].point == "a1"
    assert found.supports[0].reasons[0].ground is Ground.LINK


def test_what_answers_a_point_answers_a_passage_that_says_the_same() -> None:
    link = Link(Relation.ANSWERS, PointTarget(PointId("f1")))
    unsided = [replace(point, side=None) for point in points()]
    unsided[6] = replace(unsided[6], links=(link,))
    made = Suggester.build(library(*unsided))
    found = made.suggest(Ask("Uniforms at school reduce the bullying about clothes.", TOPIC))
    assert [one.point for one in found.answers] == ["a3"]
    assert found.answers[0].reasons[0].ground is Ground.LINK


def test_a_link_elsewhere_says_nothing_of_a_passage_that_shares_only_such_words() -> None:
    selector = Selector("Those who ask for more should begin with what is left of it at last.")
    link = Link(Relation.ANSWERS, PassageTarget(ArticleId("x"), selector))
    linked = (replace(points()[4], links=(link,)), *points()[:4], *points()[5:])
    found = Suggester.build(library(*linked)).suggest(Ask(f"Whales sing. {selector.exact}", TOPIC))
    assert not found.all()


def test_no_suggestion_rests_on_words_of_every_subject(suggester: Suggester) -> None:
    found = suggester.suggest(Ask("They find other things that take money away.", TOPIC))
    named = [one.reasons[-1].words for one in found.all()]
    assert named and all("“money”" in one for one in named)


def test_dismissed_stays_dismissed_at_this_passage_only(suggester: Suggester) -> None:
    dismissed = decide(PASSAGE, PointId("a1"), False, Bearing.ANSWERS)
    taught = suggester.with_learned(Learned((dismissed,)))
    here = taught.suggest(Ask("  " + PASSAGE.upper(), TOPIC, side=Side.FOR))
    there = taught.suggest(Ask("Bullying about clothes ends.", TOPIC, side=Side.FOR))
    assert "a1" not in {one.point for one in here.all()}
    assert "a1" in {one.point for one in there.all()}


def test_an_accepted_suggestion_comes_back_at_a_passage_like_it(suggester: Suggester) -> None:
    accepted = decide(PASSAGE, PointId("a3"), True, Bearing.ANSWERS)
    taught = suggester.with_learned(Learned((accepted,)))
    found = taught.suggest(Ask("Uniforms end bullying of pupils with cheap clothes.", TOPIC))
    assert found.answers[0].point == "a3"
    assert found.answers[0].reasons[0].ground is Ground.ACCEPTED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no words"),
        ("— … !!", "no words"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14", "Hardly any"),
        ("Ceci est un paragraphe en langue française, dont aucun mot ne figure là.", "Hardly any"),
    ],
)
def test_bad_passages_are_answered_in_words(suggester: Suggester, text: str, words: str) -> None:
    found = suggester.suggest(Ask(text, TOPIC, side=Side.FOR))
    assert not found.all() and words in found.note


def test_an_empty_library_says_so() -> None:
    assert "no points yet" in Suggester.build(library()).suggest(Ask(PASSAGE)).note


def test_a_library_of_one_side_says_so() -> None:
    made = Suggester.build(library(*points()[:4]))
    found = made.suggest(Ask(PASSAGE, TOPIC, side=Side.FOR))
    assert found.supports and not found.answers
    assert "for the motion (Order)" in found.note


def test_a_library_of_two_points_is_enough() -> None:
    made = Suggester.build(library(points()[0], points()[4]))
    found = made.suggest(Ask(PASSAGE, TOPIC, side=Side.FOR))
    assert [one.point for one in found.answers] == ["a1"]
    assert [one.point for one in found.supports] == ["f1"]
    assert not made.suggest(Ask("Whales sing in the sea at night.", TOPIC, side=Side.FOR)).all()


def test_a_very_long_passage_is_no_trouble(suggester: Suggester) -> None:
    found = suggester.suggest(Ask(PASSAGE * 20_000, TOPIC, side=Side.FOR))
    assert found.answers[0].point == "a1"


def test_an_article_is_covered_passage_by_passage(suggester: Suggester) -> None:
    asks = [Ask(PASSAGE, TOPIC, side=Side.FOR), Ask("Nothing of this at all.", TOPIC)]
    told: list[tuple[int, int]] = []
    covered = suggester.cover(asks, lambda done, of: told.append((done, of)))
    assert [one.is_unanswered for one in covered] == [False, True]
    assert told == [(1, 2), (2, 2)]
    with pytest.raises(Cancelled):
        suggester.cover(asks, stop=lambda: True)


def test_the_cache_is_used_and_may_be_broken(tmp_path: Path) -> None:
    made = Suggester.build(library(*points()), cache=tmp_path)
    find_neighbours(made.matcher, made.stock.keys, tmp_path)
    again = Suggester.build(library(*points()), cache=tmp_path)
    assert again.matcher.near is not None and made.matcher.near is not None
    assert again.matcher.near.tolist() == made.matcher.near.tolist()
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:40])
    ask = Ask(PASSAGE, TOPIC, side=Side.FOR)
    assert Suggester.build(library(*points()), cache=tmp_path).suggest(ask).answers
    with pytest.raises(Cancelled):
        Suggester.build(library(*points()), cache=tmp_path, stop=lambda: True)


def test_decisions_are_kept_outside_the_library_and_can_be_forgotten(tmp_path: Path) -> None:
    adviser = Adviser(Path("/nowhere"), tmp_path / "cache", tmp_path / "data")
    ask = Ask(PASSAGE, TOPIC, side=Side.FOR)
    with pytest.raises(UserError):
        adviser.suggest(ask)
    adviser.prepare(library(*points()))
    adviser.refine()
    first = adviser.suggest(ask).answers[0]
    adviser.dismiss(ask, first)
    assert first.point not in {one.point for one in adviser.suggest(ask).all()}
    later = Adviser(Path("/nowhere"), tmp_path / "cache", tmp_path / "data")
    later.prepare(library(*points()))
    assert first.point not in {one.point for one in later.suggest(ask).all()}
    later.undo(ask, first.point)
    assert later.suggest(ask).answers[0].point == first.point
    later.accept(ask, first)
    assert later.path.exists()
    later.forget()
    assert not later.path.exists() and not later.learned.decisions


def test_two_windows_lose_nothing_of_what_was_decided_in_either(tmp_path: Path) -> None:
    here, there = (Adviser(Path("/nowhere"), tmp_path / "c", tmp_path / "d") for _ in range(2))
    for window in (here, there):
        window.prepare(library(*points()))
    asks = [Ask(PASSAGE, TOPIC, side=side) for side in (Side.FOR, Side.AGAINST)]
    first, second = here.suggest(asks[0]).answers[0], there.suggest(asks[1]).answers[0]
    assert first.point != second.point
    here.dismiss(asks[0], first)
    there.dismiss(asks[1], second)
    later = Adviser(Path("/nowhere"), tmp_path / "c", tmp_path / "d")
    assert {one.point for one in later.learned.decisions} == {first.point, second.point}


@pytest.mark.parametrize(("offset", "byte"), [(8, 99), (6, 1), (4, 99)])
def test_a_damaged_cache_is_done_without(tmp_path: Path, offset: int, byte: int) -> None:
    """What a directory of a zip says of compression, encryption, and versions."""
    path = tmp_path / "kept.npz"
    save_arrays(path, {"keys": np.arange(3, dtype=np.uint64)})
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + offset + 2] = byte
    path.write_bytes(data)
    assert load_arrays(path, ["keys"]) is None


def test_articles_are_asked_by_passage() -> None:
    article = Article(ArticleId("art"), TOPIC, "On uniforms", side=Side.FOR, text_md=PASSAGE)
    assert Ask(PASSAGE, article.topic, article.side).side is Side.FOR
