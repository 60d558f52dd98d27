from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.app.navigation import Destination, History, Room, goal_of


def article(name: str, spot: int = -1) -> Destination:
    return Destination(Room.ARTICLE, name, spot)


def walked(*names: str) -> History:
    history = History()
    for name in names:
        history.visit(article(name))
    return history


def test_at_the_start_there_is_nowhere_to_go():
    history = History()
    assert history.current is None
    assert not history.can_go_back and not history.can_go_forward
    assert history.back() is None and history.forward() is None


def test_back_and_forward_walk_the_same_way():
    history = walked("a", "b", "c")
    assert history.back() == article("b")
    assert history.back() == article("a")
    assert history.back() is None and history.current == article("a")
    assert history.forward() == article("b")
    assert history.forward() == article("c")
    assert history.forward() is None


def test_a_new_step_forgets_what_lay_ahead():
    history = walked("a", "b", "c")
    history.back()
    history.visit(article("d"))
    assert not history.can_go_forward
    assert history.back() == article("b")


def test_the_same_place_twice_is_one_step():
    history = walked("a", "a", "a")
    assert not history.can_go_back


def test_the_place_in_an_article_is_kept():
    history = walked("a")
    history.leave_at(12)
    history.visit(Destination(Room.POINT, "c01"))
    assert history.back() == article("a", 12)


def test_leaving_nowhere_changes_nothing():
    history = History()
    history.leave_at(3)
    assert history.current is None


def test_the_way_back_has_an_end():
    history = History(longest=3)
    for name in "abcdef":
        history.visit(article(name))
    steps = []
    while (place := history.back()) is not None:
        steps.append(place.id)
    assert steps == ["e", "d"]


@given(st.lists(st.sampled_from(["back", "forward", *"abcd"]), max_size=60))
def test_back_undoes_forward_wherever_one_is(steps: list[str]):
    history = History()
    for step in steps:
        if step == "back":
            history.back()
        elif step == "forward":
            history.forward()
        else:
            history.visit(article(step))
    here = history.current
    if history.can_go_back:
        history.back()
        assert history.forward() == here
    if history.can_go_forward:
        history.forward()
        assert history.back() == here
    assert history.current == here


def test_a_link_names_a_place() -> None:
    assert goal_of("article", "a.b/12") == Destination(Room.ARTICLE, "a.b", 12)
    assert goal_of("article", "a.b/-1") == Destination(Room.ARTICLE, "a.b", -1)
    assert goal_of("article", "a.b") == Destination(Room.ARTICLE, "a.b")
    assert goal_of("source", "r1") == Destination(Room.SOURCE, "r1")
    assert goal_of("https", "//example.org") is None


@given(st.text(max_size=8))
def test_a_link_that_somebody_wrote_never_raises(target: str) -> None:
    assert goal_of("article", f"a/{target}") is not None
