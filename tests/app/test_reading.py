from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.app.reading import Reading, Seen, kind_words, read, relation_words, side_words
from briefing.model import (
    Article,
    ArticleId,
    ArticleKind,
    Claim,
    ClaimId,
    Point,
    PointId,
    Relation,
    Selector,
    Side,
    Topic,
    TopicId,
)
from briefing.text.passages import passages

TEXT = """\
# One

First words here.

## Inner

Second words here.

Third words here.

# Two

Fourth words here.
"""
ARTICLE = Article(ArticleId("a"), TopicId("t"), "A", text_md=TEXT)
TOPIC = Topic(TopicId("t"), "T", "M", ("Deterrence", "Against"))
ANSWERS, SUPPORTS, UNDERCUTS = Relation.ANSWERS, Relation.SUPPORTS, Relation.UNDERCUTS


def point(name: str) -> Point:
    return Point(PointId(name), TopicId("t"), f"Claim {name}")


def made(*links: tuple[str, str, Relation]) -> Reading:
    """A reading with links: words, point, relation."""
    given = tuple((Selector(words), point(name), relation) for words, name, relation in links)
    return read(ARTICLE, passages(TEXT), (), {}, given)


def test_answers_come_first_and_keep_their_order():
    reading = made(
        ("First words", "s1", SUPPORTS),
        ("First words", "c1", ANSWERS),
        ("First words", "c2", UNDERCUTS),
        ("First words", "s2", SUPPORTS),
    )
    assert [one.point.id for one in reading.passages[1].seen] == ["c1", "c2", "s1", "s2"]


def test_a_point_stands_once_however_often_it_is_linked():
    reading = made(
        ("First words", "c", ANSWERS), ("words here.", "c", ANSWERS), ("First", "c", UNDERCUTS)
    )
    assert len(reading.passages[1].seen) == 1


def test_a_point_may_answer_and_support_the_same_passage():
    reading = made(("First words", "p", ANSWERS), ("First words", "p", SUPPORTS))
    assert [one.is_counter for one in reading.passages[1].seen] == [True, False]


def test_a_heading_gathers_its_section():
    reading = made(
        ("First words", "p1", ANSWERS), ("Second words", "p2", SUPPORTS), ("Fourth", "p4", ANSWERS)
    )
    assert {one.point.id for one in reading.section(0).seen} == {"p1", "p2"}
    assert {one.point.id for one in reading.section(2).seen} == {"p2"}
    assert {one.point.id for one in reading.section(5).seen} == {"p4"}
    assert reading.section(1) is reading.passages[1]


def test_the_words_of_a_section_are_its_heading_and_what_stands_under_it():
    reading = made()
    below = [one.passage.text for one in reading.passages[2:5]]
    assert reading.words_of_section(2).split("\n") == below
    assert reading.words_of_section(1) == reading.passages[1].passage.text
    assert reading.words_of_section(0, most=1).split("\n") == [reading.passages[0].passage.text]


def test_a_heading_with_points_of_its_own_shows_those():
    reading = made(("Inner", "own", ANSWERS), ("Second words", "below", ANSWERS))
    assert [one.point.id for one in reading.section(2).seen] == ["own"]


@pytest.mark.parametrize(
    ("start", "step", "found"), [(0, 1, 1), (1, 1, 4), (4, 1, None), (4, -1, 1), (1, -1, None)]
)
def test_the_next_passage_with_points(start: int, step: int, found: int | None):
    reading = made(("First words", "p", ANSWERS), ("Third words", "q", SUPPORTS))
    assert reading.next_with_points(start, step) == found


def test_what_is_not_found_is_lost_with_its_points():
    reading = made(("words that stand nowhere in it", "p", ANSWERS))
    assert [(one.words, [p.id for p in one.points]) for one in reading.lost] == [
        ("words that stand nowhere in it", ["p"])
    ]
    assert not any(one.seen for one in reading.passages)


def test_a_claim_without_words_is_lost_under_its_own():
    claim = Claim(ClaimId("x"), ArticleId("a"), "It is asserted.")
    by_claim = {"a#x": (Seen(point("p"), ANSWERS),)}
    reading = read(ARTICLE, passages(TEXT), ((claim, None),), by_claim, ())
    assert [(one.words, one.claim) for one in reading.lost] == [("It is asserted.", claim)]
    assert [one.id for one in reading.lost[0].points] == ["p"]


def test_relation_and_side_are_said_in_words_and_shape():
    assert relation_words(ANSWERS) == "▼ Answers this"
    assert relation_words(UNDERCUTS, "the claim") == "▼ Undercuts the claim"
    assert relation_words(SUPPORTS) == "▲ Supports this"
    assert relation_words(None) == ""
    assert side_words(Side.FOR, TOPIC) == "For the motion (Deterrence)"
    assert side_words(Side.AGAINST, TOPIC) == "Against the motion"
    assert side_words(None, TOPIC) == "Takes no side"
    assert side_words(Side.AGAINST, None) == "Against the motion"


def test_kinds_of_articles_are_told_apart():
    assert kind_words(ARTICLE) == ""
    assert kind_words(replace(ARTICLE, kind=ArticleKind.DIGEST)) == "digest"
    assert kind_words(replace(ARTICLE, full_text_of=ArticleId("b"))) == "full text"
