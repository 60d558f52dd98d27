"""The show as a state machine, the speech timer, the vote by hands."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.app.presenting import (
    Show,
    ShowCheck,
    ShowClaim,
    ShowPassage,
    ShowQuotation,
    ShowReason,
    SpeechTimer,
    Stop,
    Vote,
    make_stop,
    progress_words,
    start_show,
)
from briefing.app.reading import Beside, Reading, Seen
from briefing.app.workspace import Workspace
from briefing.model import Article, Point, Relation, Side
from briefing.resources import seeds
from briefing.text.passages import Passage


def _point(number: int, side: Side | None) -> Point:
    return Point(f"p{number}", "t", f"Claim {number}", side, explanation_md="Because.")


class _Library:
    """What `make_stop` asks of a workspace."""

    def evidence_of(self, point: Point) -> tuple:
        return point.evidence


sides = st.sampled_from([Side.FOR, Side.AGAINST, None])
point_counts = st.lists(st.lists(sides, max_size=5), min_size=1, max_size=6)


def _reading(counts: list[list[Side | None]]) -> Reading:
    passages = tuple(
        Beside(
            Passage(index, "paragraph", 0, f"Passage {index}"),
            tuple(
                Seen(_point(100 * index + n, side), Relation.ANSWERS) for n, side in enumerate(here)
            ),
        )
        for index, here in enumerate(counts)
    )
    return Reading(Article("a", "t", "An article"), passages)


def _pages(seed: int):
    """A layout in which each step takes one to three pages."""
    return lambda stop, step: 1 + (seed + 7 * stop + 3 * step) % 3


def _walk(show: Show, pages) -> list[Show]:
    states = [show]
    while (after := states[-1].forward(pages)) != states[-1]:
        states.append(after)
        assert len(states) < 10_000
    return states


@given(point_counts, st.integers(0, 20), st.integers(0, 2), st.booleans())
def test_previous_undoes_next(counts, index, seed, exact):
    pages = _pages(seed)
    states = _walk(start_show(_Library(), _reading(counts), index, exact), pages)
    for before, after in itertools.pairwise(states):
        assert after.back(pages) == before
    beginning = replace(states[0], stop=0, step=0, page=0)
    assert beginning.back(pages) == beginning


@given(point_counts, st.integers(0, 2))
def test_every_point_is_revealed_once_and_in_order(counts, seed):
    reading = _reading(counts)
    states = _walk(start_show(_Library(), reading, 0), _pages(seed))
    claims = []
    for before, after in zip([None, *states], states, strict=False):
        step = after.current.steps[after.step]
        new = before is None or (before.stop, before.step) != (after.stop, after.step)
        if new and isinstance(step, ShowClaim):
            claims.append(step.seen.point.id)
    assert claims == [one.point.id for beside in reading.passages for one in beside.seen]


@given(
    point_counts,
    st.integers(-3, 20),
    st.lists(
        st.sampled_from(
            ["forward", "back", "first", "last", "forward_stop", "back_stop", "dark", "fit"]
        ),
        max_size=60,
    ),
)
def test_no_key_leaves_the_show(counts, index, keys):
    pages = _pages(1)
    show = start_show(_Library(), _reading(counts), index, exact=True)
    for key in keys:
        if key in ("forward", "back", "last"):
            show = getattr(show, key)(pages)
        elif key == "dark":
            show = show.toggle_dark()
        elif key == "fit":
            pages = _pages(len(keys) % 3)
            show = show.fitted(pages)
        else:
            show = getattr(show, key)()
        assert 0 <= show.stop < len(show.stops)
        assert 0 <= show.step < len(show.current.steps)
        assert 0 <= show.page < pages(show.stop, show.step)


def test_a_show_begins_at_the_passage_or_the_next_with_points():
    reading = _reading([[], [Side.FOR], [], [Side.AGAINST], []])
    passages = [start_show(_Library(), reading, index).passage for index in range(5)]
    assert passages == [1, 1, 3, 3, 3]


def test_a_passage_that_is_chosen_is_shown_even_without_points():
    reading = _reading([[], [Side.FOR], [], [Side.AGAINST]])
    show = start_show(_Library(), reading, 2, exact=True)
    assert show.passage == 2
    assert show.current.steps == (ShowPassage(),)
    assert show.forward_stop().passage == 3
    assert show.back_stop().passage == 1


def test_an_article_without_points_is_shown_passage_by_passage():
    show = start_show(_Library(), _reading([[], [], []]), 1)
    after = show.forward(lambda stop, step: 1)
    assert (show.passage, after.passage, show.back_stop().passage) == (1, 2, 0)


def test_black_out_is_ended_by_any_key_without_moving():
    show = start_show(_Library(), _reading([[Side.FOR, Side.AGAINST]]), 0).forward(_pages(2))
    dark = show.toggle_dark()
    assert dark.is_dark
    assert dark.forward(_pages(2)) == dark.back(_pages(2)) == dark.toggle_dark() == show


def test_first_goes_to_the_passage_then_to_the_beginning():
    def one_page(stop: int, step: int) -> int:
        return 1

    show = start_show(_Library(), _reading([[Side.FOR], [], [Side.FOR]]), 2).last(one_page)
    assert show.step == 2
    assert (show.first().passage, show.first().step) == (2, 0)
    assert show.first().first().passage == 0


def test_columns_keep_the_order_of_the_cards():
    reading = _reading([[Side.FOR, None, Side.AGAINST, Side.FOR]])
    stop = make_stop(_Library(), reading.passages[0])
    names = {
        side: [seen.point.id for _, seen in stop.column(side)]
        for side in (Side.FOR, Side.AGAINST, None)
    }
    assert names == {Side.FOR: ["p0", "p3"], Side.AGAINST: ["p2"], None: ["p1"]}


def test_progress_counts_steps_and_names_pages():
    show = Show((Stop(Beside(Passage(0, "paragraph", 0, "x")), (ShowPassage(), ShowPassage())),))
    assert progress_words(show, lambda stop, step: 1) == "1/2"
    assert progress_words(replace(show, step=1, page=1), lambda stop, step: 3) == (
        "page 2 of 3 · 2/2"
    )


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(seeds())


def test_the_starter_topic_opens_to_quotations_reasons_and_checks(workspace):
    kinds = set()
    for article in workspace.library.articles:
        reading = workspace.read(article.id)
        for beside in reading.passages:
            stop = make_stop(workspace, beside)
            kinds |= {type(step) for step in stop.steps}
            quotations = [one for one in stop.steps if isinstance(one, ShowQuotation)]
            expected = [e.id for one in beside.seen for e in workspace.evidence_of(one.point)]
            assert [one.evidence.id for one in quotations] == expected
            checks = [one.check for one in stop.steps if isinstance(one, ShowCheck)]
            assert [one.verdict for one in checks] == list(beside.verdicts)
    assert kinds == {ShowPassage, ShowClaim, ShowQuotation, ShowReason, ShowCheck}


# -- the timer ------------------------------------------------------------------------------------


def test_the_timer_counts_down_stops_and_goes_over():
    timer = SpeechTimer(minutes=1)
    running = timer.toggle(100.0)
    assert running.is_shown
    assert (running.words(100.0), running.words(100.4), running.words(101.0)) == (
        "1:00",
        "1:00",
        "0:59",
    )
    stopped = running.toggle(130.0)
    assert stopped.words(999.0) == "0:30 (stopped)"
    again = stopped.toggle(1000.0)
    assert again.words(1030.0) == "0:00"
    assert again.words(1042.5) == "over by 0:12"
    assert stopped.reset().words(0.0) == "1:00 (ready)"
    assert not stopped.reset().reset().is_shown


@given(st.lists(st.floats(0, 600), max_size=8), st.integers(-5, 90))
def test_time_only_passes_while_the_timer_runs(waits, minutes):
    timer, now, ran = SpeechTimer().with_minutes(minutes), 0.0, 0.0
    for wait in waits:
        timer = timer.toggle(now)
        ran += wait if timer.is_running else 0.0
        now += wait
    assert 1 <= timer.minutes <= 60
    assert timer.remaining(now) == pytest.approx(timer.minutes * 60 - ran, abs=1e-6)


# -- the vote -------------------------------------------------------------------------------------


def test_a_vote_is_typed_and_its_swing_said():
    vote = Vote()
    for count in ((1, 0), (2, 0), (1, 5), (1, 5)):
        for digit in count:
            vote = vote.typed(digit)
        vote = vote.moved(1)
    assert vote.counts == (10, 20, 15, 15)
    assert vote.swing_words(("Deterrence", "Humanitarian")) == (
        "Swing: 17 percentage points to Deterrence"
    )
    assert Vote((1, 1, 1, 1)).swing_words(("A", "B")) == "No swing"
    assert Vote((0, 0, 3, 4)).swing_words(("A", "B")) == ""


@given(st.lists(st.tuples(st.sampled_from(["typed", "added", "moved", "erased"]), st.integers())))
def test_a_vote_holds_four_small_numbers(keys):
    vote = Vote()
    for name, number in keys:
        vote = vote.typed(number % 10) if name == "typed" else vote
        vote = vote.added(number) if name == "added" else vote
        vote = vote.moved(number) if name == "moved" else vote
        vote = vote.erased() if name == "erased" else vote
        assert all(0 <= count <= 999 for count in vote.counts)
        assert 0 <= vote.field <= 3
