"""What is left of many things to choose from, as one types."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.ui.dialogs.linking import Goal, _fitting

GOALS = [
    Goal("Treaties bind", "Passage 1 of “A”", article="a", index=0),
    Goal("In 12 years", "Passage 12 of “A”", article="a", index=11),
    Goal("TREATIES of 12 states", "Ann 2012", source="s"),
    Goal("Nothing", "against", point="p"),
]


def test_words_stand_anywhere_and_a_number_is_that_of_a_passage() -> None:
    assert _fitting(GOALS, []) == GOALS
    assert _fitting(GOALS, ["treaties"]) == [GOALS[0], GOALS[2]]
    assert _fitting(GOALS, ["ann", "treat"]) == [GOALS[2]]
    assert _fitting(GOALS, ["12"]) == [GOALS[1], GOALS[2]]
    assert _fitting(GOALS, ["1"]) == [GOALS[0], GOALS[2]]


@given(st.text("ates 12", max_size=6), st.text("ates 12", max_size=3))
def test_more_letters_leave_fewer_unless_a_number_grows(text: str, more: str) -> None:
    """What lets the list be narrowed from what it showed, and not from all."""
    before = _fitting(GOALS, text.split())
    if not text.strip().isdigit():
        whole = _fitting(GOALS, (text + more).split())
        assert whole == _fitting(before, (text + more).split())
