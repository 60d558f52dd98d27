"""Selectors name one passage, and go along when the text is edited."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import Selector, UserError
from briefing.text.anchors import count, find
from briefing.text.cleaning import fit, fit_line, is_blank
from briefing.text.selecting import Edited, selector_for

words = st.lists(
    st.sampled_from(["a", "treaty", "binds", "only", "those", "who", "sign", "it"]), min_size=1
)
texts = st.lists(words.map(" ".join), min_size=1, max_size=8)


@given(texts, st.data())
@settings(deadline=None)
def test_a_selector_finds_its_passage_or_there_is_none(texts, data):
    index = data.draw(st.integers(0, len(texts) - 1))
    try:
        selector = selector_for(texts, index)
    except UserError:
        assert texts.count(texts[index]) > 1 or any(texts[index] in one for one in texts)
        return
    assert find(selector, texts).index == index


def test_long_passages_are_named_by_their_beginning_and_words_by_themselves():
    long = "Treaties bind " + "very " * 60 + "few."
    selector = selector_for([long, "Other."], 0)
    assert 100 < len(selector.exact) < 200
    assert selector_for([long, "Other."], 0, "few.") == Selector("few.")
    twice = ["A word and a word more.", "Other."]
    found = selector_for(twice, 0, "word more")
    assert count(found, twice) == 1


def test_two_passages_with_the_same_words_cannot_be_told_apart():
    with pytest.raises(UserError, match="exactly the same words"):
        selector_for(["Same.", "Same."], 1)


def test_selectors_follow_a_rewritten_passage_and_are_lost_with_a_deleted_one():
    before = ["Heading", "Treaties bind only those states who sign them.", "Other words here."]
    selector = Selector(before[1])
    after = [
        "Heading",
        "New.",
        "Treaties bind only the states that sign them.",
        "Other words here.",
    ]
    moved, is_found = Edited(before, after).carried(selector)
    assert is_found and moved.exact == after[2]
    same, is_found = Edited(before, ["Heading", "Other words here."]).carried(selector)
    assert (same, is_found) == (selector, False)
    assert Edited(before, after).carried(Selector("Other words")) == (Selector("Other words"), True)


def test_what_no_file_can_hold_is_taken_out():
    assert fit("a\0b\r\nc\rd\u2028e\ud800\x07") == "ab\nc\nd\ne"
    assert (
        fit("\u202eעברית\u200f \U0001f468\u200d\U0001f469")
        == "\u202eעברית\u200f \U0001f468\u200d\U0001f469"
    )
    assert fit_line("  a\n\tb ") == "a b"
    assert is_blank(" \u200b\n") and not is_blank(" . ")
