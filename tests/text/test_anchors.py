from __future__ import annotations

import pytest

from briefing.model import Selector
from briefing.text.anchors import Found, count, find, normalise

TEXTS = [
    "The treaty was signed in Oslo in 2008 by ninety-four states.",
    "It bans the use, the making and the keeping of such weapons.",
    "Critics say that it ties the hands of those who must defend a long border.",
    "It bans nothing else.",
]


def test_exact_words_are_found():
    assert find(Selector("signed in Oslo"), TEXTS) == Found(0, exact=True)


@pytest.mark.parametrize(
    "words",
    [
        "the  use,\n the making",
        "ninety‑four states",
        "ninety–four\u00a0states",
        "nine\u00adty-four states",
    ],
)
def test_space_and_dashes_make_no_difference(words: str):
    found = find(Selector(words), TEXTS)
    assert found is not None and found.exact


def test_quotation_marks_make_no_difference():
    assert find(Selector("a “stable” peace isn’t near"), ['a "stable" peace isn\'t near']) == Found(
        0, exact=True
    )


def test_of_repeated_words_the_context_decides():
    repeated = ["First, it is legal.", "Then, it is legal.", "Last, it is legal."]
    assert count(Selector("it is legal"), repeated) == 3
    assert find(Selector("it is legal", prefix="Then,"), repeated) == Found(1, exact=True)
    assert count(Selector("it is legal", prefix="Then,"), repeated) == 1


def test_the_words_after_decide_too():
    texts = ["It may help or hurt.", "It may help or heal."]
    assert find(Selector("It may help", suffix="or heal"), texts) == Found(1, exact=True)


def test_context_that_was_edited_away_does_not_lose_the_words():
    assert find(Selector("bans the use", prefix="Clearly it"), TEXTS) == Found(1, exact=True)


def test_nearly_the_same_words_are_found_and_said_to_be_near():
    words = "Critics say that it binds the hands of those who must defend a long border"
    assert find(Selector(words), TEXTS) == Found(2, exact=False)


@pytest.mark.parametrize("words", ["It bans everything", "", "   ", "\u200b", "hands tied border"])
def test_too_little_or_too_different_is_lost(words: str):
    assert find(Selector(words), TEXTS) is None


def test_words_in_another_order_are_another_sentence():
    words = "a long border defend must who those of hands the ties it that say Critics"
    assert find(Selector(words), TEXTS) is None


def test_a_summary_that_scatters_the_words_is_no_match():
    scattered = "Critics, " + "and many more, " * 30 + "say that it ties the hands"
    assert (
        find(Selector("Critics say that it ties the hands of those who defend"), [scattered])
        is None
    )


def test_there_may_be_no_text_at_all():
    assert find(Selector("anything at all here"), []) is None


def test_normalising_twice_changes_nothing():
    text = " „A“ –\tb … c\u00ad"
    assert normalise(normalise(text)) == normalise(text) == '"A" - b ... c'
