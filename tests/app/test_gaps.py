from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from briefing.app.gaps import Gap, GapKind, find_gaps
from briefing.app.navigation import Room
from briefing.app.review import MOST_ROWS, gaps_report
from briefing.library import read_library
from briefing.model import (
    Article,
    ArticleId,
    Cancelled,
    Claim,
    ClaimId,
    ClaimTarget,
    Evidence,
    EvidenceId,
    Library,
    Link,
    PassageTarget,
    Point,
    PointId,
    Relation,
    Selector,
    Side,
    Source,
    SourceId,
    Topic,
    TopicId,
)
from briefing.resources import seeds

T = TopicId("t")
TOPIC = Topic(T, "Treaties", "Treaties bind.", ("Bound", "Free"))
TEXT = "The treaty binds all.\n\nIt is old now."
ARTICLE = Article(ArticleId("a"), T, "An article", text_md=TEXT)


def library(**values: object) -> Library:
    return Library(Path("none"), topics=(TOPIC,), articles=(ARTICLE,), **values)  # type: ignore[arg-type]


def gaps(made: Library, kind: GapKind, age: int = 10) -> list[Gap]:
    return [one for one in find_gaps(made, TOPIC, 2026, age) if one.kind is kind]


def claim(id_: str, words: str, **values: object) -> Claim:
    selector = Selector(words)
    return Claim(ClaimId(id_), ArticleId("a"), f"Claim {id_}", passage=selector, **values)  # type: ignore[arg-type]


def point(id_: str, **values: object) -> Point:
    return Point(PointId(id_), T, f"Point {id_}", **values)  # type: ignore[arg-type]


def answering(*claims: str) -> tuple[Link, ...]:
    return tuple(
        Link(Relation.ANSWERS, ClaimTarget(ArticleId("a"), ClaimId(one))) for one in claims
    )


def test_claims_that_nothing_answers() -> None:
    supports = Link(Relation.SUPPORTS, ClaimTarget(ArticleId("a"), ClaimId("c2")))
    made = library(
        claims=(
            claim("c1", "treaty binds all"),
            claim("c2", "It is old"),
            claim("c3", "old now", same_as=("a#c1",)),
        ),
        points=(point("p", links=(*answering("c1"), supports)),),
    )
    (gap,) = gaps(made, GapKind.UNANSWERED)
    assert gap.title == "Claim c2"
    assert (gap.goal.room, gap.goal.id, gap.goal.spot) == (Room.ARTICLE, "a", 1)


def test_words_that_are_lost() -> None:
    gone = PassageTarget(ArticleId("a"), Selector("words that nobody wrote here"))
    there = PassageTarget(ArticleId("a"), Selector("It is old"))
    made = library(
        claims=(claim("c1", "quite other words than those"),),
        points=(point("p", links=(Link(Relation.ANSWERS, gone), Link(Relation.ANSWERS, there))),),
    )
    rooms = [(one.goal.room, one.goal.id) for one in gaps(made, GapKind.LOST)]
    assert rooms == [(Room.ARTICLE, "a"), (Room.POINT, "p")]


def test_points_without_evidence() -> None:
    own = Evidence(EvidenceId("q1"), "Words", topic=T)
    made = library(
        points=(
            point("p1", evidence=(own,)),
            point("p2"),
            point("p3", also=(EvidenceId("q1"),)),
            point("p4", also=(EvidenceId("gone"),)),
        )
    )
    assert [one.point for one in gaps(made, GapKind.NO_EVIDENCE)] == ["p2", "p4"]


def test_evidence_without_a_source_or_old() -> None:
    source = Source(SourceId("s"), T, title="A source", date="2010-05")
    quotes = (
        Evidence(EvidenceId("none"), "Words", topic=T, date="2025"),
        Evidence(EvidenceId("unknown"), "Words", topic=T, date="2017", source=SourceId("x")),
        Evidence(EvidenceId("old"), "Words", topic=T, source=SourceId("s")),
        Evidence(EvidenceId("dated"), "Words", topic=T, date="2016-12-31", source=SourceId("s")),
        Evidence(EvidenceId("span"), "Words", topic=T, date="1963/2020", source=SourceId("s")),
        Evidence(EvidenceId("else"), "Words", topic=TopicId("other"), date="1900"),
    )
    made = library(quotes=quotes, sources=(source,))
    assert [one.quote for one in gaps(made, GapKind.NO_SOURCE)] == ["none", "unknown"]
    assert [one.quote for one in gaps(made, GapKind.OLD)] == ["old", "dated"]
    assert [one.quote for one in gaps(made, GapKind.OLD, age=16)] == ["old"]
    assert gaps(made, GapKind.OLD, age=17) == []


def test_one_sided_topics_and_themes() -> None:
    points = [point(f"f{n}", side=Side.FOR, theme="legal") for n in range(8)]
    points += [point(f"a{n}", side=Side.AGAINST, theme="military") for n in range(4)]
    found = gaps(library(points=tuple(points)), GapKind.ONE_SIDED)
    assert [(one.title, one.about) for one in found] == [
        ("Against the motion (Free): 0 points of 8", "Theme “legal”")
    ]
    found = gaps(library(points=tuple(points[:8])), GapKind.ONE_SIDED)
    assert [one.about for one in found] == ["The whole topic “Treaties”", "Theme “legal”"]


def test_sources_used_once() -> None:
    sources = tuple(Source(SourceId(f"s{n}"), T, title=f"Source {n}") for n in range(3))
    quotes = (
        Evidence(EvidenceId("q0"), "Words", topic=T, source=SourceId("s0")),
        Evidence(EvidenceId("q1"), "Words", topic=T, source=SourceId("s1")),
    )
    made = library(
        quotes=quotes, sources=sources, points=(point("p", explanation_md="So it is [@s1]."),)
    )
    assert [one.source for one in gaps(made, GapKind.USED_ONCE)] == ["s0"]


def test_the_starter_library_has_the_gaps_that_it_has() -> None:
    made = read_library(seeds())
    found = find_gaps(made, made.topics[0], 2026)
    counts = Counter(one.kind for one in found)
    assert counts[GapKind.LOST] == 0
    assert counts[GapKind.NO_SOURCE] == 0
    assert counts[GapKind.UNANSWERED] > 0
    report = gaps_report(found)
    assert sum(number for _, _, number in report.kinds) == len(report.rows) == len(found)
    assert report.chosen("unanswered", "passage 10")
    assert not report.chosen("unanswered", "passage 10 nonsense")


def test_looking_can_be_stopped_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    find_gaps(library(), TOPIC, 2026, progress=lambda done, total: told.append((done, total)))
    assert told
    with pytest.raises(Cancelled):
        find_gaps(library(), TOPIC, 2026, stop=lambda: True)


@pytest.mark.slow
def test_a_hundred_thousand_points_take_seconds_not_minutes() -> None:
    link = Link(Relation.ANSWERS, PassageTarget(ArticleId("a"), Selector("It is old now")))
    evidence = Evidence(EvidenceId("q"), "Words", topic=T)
    one = point("p", evidence=(evidence,), links=(link,), side=Side.FOR)
    made = library(points=(one,) * 100_000)
    begin = time.process_time()
    report = gaps_report(find_gaps(made, TOPIC, 2026))
    assert time.process_time() - begin < 20
    assert len(report.rows) > 100_000 > MOST_ROWS
