from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.app import cases
from briefing.model import (
    Case,
    CaseId,
    CaseItem,
    Evidence,
    EvidenceId,
    Heading,
    Mark,
    MarkKind,
    Point,
    PointId,
    PointItem,
    Prose,
    Side,
    TopicId,
    UserError,
)

QUOTE = Evidence(
    EvidenceId("q1"),
    "One two three four five.",
    marks=(Mark(4, 13, MarkKind.HIGHLIGHT), Mark(0, 24, MarkKind.UNDERLINE)),
)
OTHER = Evidence(EvidenceId("q2"), "Six seven.")
POINT = Point(
    PointId("p1"), TopicId("t"), "Dams fail.", Side.FOR, explanation_md="Long.", evidence=(QUOTE,)
)
BORROWER = Point(PointId("p2"), TopicId("t"), "They do.", also=(OTHER.id,))
POINTS = {POINT.id: POINT, BORROWER.id: BORROWER}
CASE = Case(
    CaseId("c"),
    "Speech",
    items=(
        Heading("First of all"),
        Prose("We *say* so."),
        PointItem(POINT.id),
        PointItem(PointId("x")),
    ),
)

_items = st.one_of(
    st.builds(Heading, text=st.text(max_size=5)),
    st.builds(Prose, text_md=st.text(max_size=5)),
    st.builds(PointItem, point=st.integers(0, 99).map(lambda number: PointId(f"p{number}"))),
)
_cases = st.lists(_items, min_size=1, max_size=8).map(
    lambda items: Case(CaseId("c"), "Speech", items=tuple(items))
)


@given(_cases, st.data())
def test_moving_loses_nothing_and_goes_where_it_was_sent(case: Case, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(case.items) - 1))
    to = data.draw(st.integers(0, len(case.items) - 1))
    moved = cases.move(case, index, to)
    assert Counter(moved.items) == Counter(case.items)
    assert moved.items[to] == case.items[index]
    assert cases.move(moved, to, index) == case
    rest = list(case.items)
    del rest[index]
    others = list(moved.items)
    del others[to]
    assert others == rest


@given(_cases, st.data())
def test_removing_takes_one_item_and_inserting_puts_it_back(
    case: Case, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(case.items) - 1))
    less = cases.remove(case, index)
    assert len(less.items) == len(case.items) - 1
    assert cases.insert(less, case.items[index], after=index - 1) == case


@given(_cases, _items, st.data())
def test_editing_changes_one_item(case: Case, item: CaseItem, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(case.items) - 1))
    edited = cases.edit(case, index, item)
    assert edited.items[index] == item
    assert cases.edit(edited, index, case.items[index]) == case


def test_points_are_added_once() -> None:
    case = cases.add_point(CASE, BORROWER.id)
    assert case.items[-1] == PointItem(BORROWER.id)
    assert cases.add_point(CASE, BORROWER.id, after=0).items[1] == PointItem(BORROWER.id)
    assert cases.add_point(CASE, BORROWER.id, after=-1).items[0] == PointItem(BORROWER.id)
    with pytest.raises(UserError, match="already holds"):
        cases.add_point(case, BORROWER.id)


def test_places_that_do_not_exist() -> None:
    for wrong in (lambda: cases.remove(CASE, 9), lambda: cases.move(CASE, 0, -1)):
        with pytest.raises(IndexError):
            wrong()
    with pytest.raises(IndexError):
        cases.insert(CASE, Heading("x"), after=9)


def test_renaming() -> None:
    assert cases.rename(CASE, "  Second \n speech ").title == "Second speech"
    with pytest.raises(UserError):
        cases.rename(CASE, "  ")


def test_only_what_is_said_is_counted() -> None:
    # 3 (heading) + 3 (prose) + 2 (claim) + 2 (highlighted); the lost point says nothing
    assert cases.outline(CASE, POINTS).words == 10
    assert cases.item_words(PointItem(BORROWER.id), POINTS) == 2
    assert cases.item_words(PointItem(BORROWER.id), POINTS, {OTHER.id: OTHER}) == 4


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((), "One two three"),
        (((0, 3),), "One"),
        (((0, 3), (8, 13)), "One three"),
        (((0, 5), (5, 7)), "One two"),
        (((0, 7), (4, 99)), "One two three"),
    ],
)
def test_spoken_quote(spans: tuple[tuple[int, int], ...], expected: str) -> None:
    marks = [Mark(start, end, MarkKind.HIGHLIGHT) for start, end in spans]
    assert cases.spoken_quote("One two three", marks) == expected


def test_outline() -> None:
    shown = cases.outline(CASE, POINTS)
    assert [row.kind for row in shown.rows] == ["heading", "prose", "point", "lost"]
    assert [row.words for row in shown.rows] == [3, 3, 4, 0]
    assert shown.rows[1].text == "We say so."
    assert shown.rows[2].side is Side.FOR
    assert shown.words == 10
    assert shown.seconds(60) == 10
