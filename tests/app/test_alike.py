"""Points that say nearly the same: which pairs are found, and what is remembered of them."""

from __future__ import annotations

import pytest

from briefing.app.alike import Alike, Pair, find_alike
from briefing.app.editing.points import like_points
from briefing.model import Cancelled, Evidence, EvidenceId, Point, PointId, TopicId

QUOTE = "Sanctions rarely change what a government does, and often harm those who did nothing."


def point(id_: str, claim: str, *quotes: str, of: str = "") -> Point:
    evidence = tuple(
        Evidence(EvidenceId(f"{id_}q{n}"), one, variant_of=EvidenceId(of) if of else None)
        for n, one in enumerate(quotes)
    )
    return Point(PointId(id_), TopicId("t"), claim, evidence=evidence)


def test_claims_that_differ_in_little_are_a_pair_whatever_their_order_of_words():
    points = [
        point("a", "Sanctions harm civilians more than governments."),
        point("b", "Trade brings peace to neighbours."),
        point("c", "Sanctions harm civilians more than a government."),
        point("d", "More than governments, sanctions harm civilians!"),
        point("e", "Sanctions work."),
    ]
    found = find_alike(points)
    assert {one.key for one in found} == {"a c", "a d", "c d"}
    assert found[0] == Pair("a", "d", Alike.CLAIM, 100)
    assert {one.key for one in found} == {
        f"{one.id} {other.id}"
        for one in points
        for other in like_points(points, one.claim)
        if one.id < other.id
    }, "what the form of a new point warns of"


def test_the_same_quotation_under_two_claims_is_a_pair_but_not_cuts_of_the_same_words():
    points = [
        point("a", "Sanctions fail.", QUOTE),
        point("b", "The innocent pay for it.", QUOTE.upper()),
        point("c", "Sanctions fail.", QUOTE[:60], of="aq0"),
        point("d", "Something else.", "Too short to count"),
        point("e", "Again something else.", "Too short to count"),
    ]
    assert find_alike(points) == (Pair("a", "b", Alike.QUOTE),)


def test_many_points_are_compared_in_no_time_and_it_can_be_stopped():
    points = [
        point(f"p{n}", f"Claim number {n * 7919} of word{n} and term{n % 911}.")
        for n in range(3000)
    ]
    points.append(point("twin", points[0].claim))
    told: list[tuple[int, int]] = []
    (pair,) = (one for one in find_alike(points, lambda *far: told.append(far)) if one.ratio == 100)
    assert pair.key == "p0 twin"
    assert told[-1][1] == len(points)
    with pytest.raises(Cancelled):
        find_alike(points, stop=lambda: True)
