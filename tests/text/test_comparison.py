from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.text.comparison import Change, Fidelity, SourceText, compare
from tests.bench import quotes

TEXT = SourceText(
    "The treaty was signed in Oslo in 2008 by ninety-four states. It bans the use, the mak-\ning "
    "and the keeping of such weapons.12 Critics say that it does not tie the hands of those who "
    "must defend a long border, unless they are few. It costs 1,500 dollars, or 2.35% of all. He "
    "said “the ﬁrst [of them] is naïve”, and then he was able to see that it is not able to work."
)


@pytest.mark.parametrize(
    "quotation",
    [
        "It bans the use, the making and the keeping of such weapons. Critics say",
        "[i]t bans the use … the keeping of such weapons",
        "signed in Oslo in 2008 by ninety four states",
        "by ninety‑four states. … It costs 1500 dollars",
        "[the law] bans the use",
        "ban[ning] the use, the making",
        "the first of them is nai\u0308ve",
        "the first [of them] is naïve",
        "“THE FI\u00adRST OF THEM”",
        "Critics [the foes] say [sic] that it does not tie[3] the hands",
        "It costs … 2.35% of all",
        "bans the use, the making [p. 12] and the keeping",
        "… the keeping of such weapons …",
        "naïve",
        "Ｉｔ ｂａｎｓ the use -- the making —and the keeping",
        "\u202aHe said «the first»\u202c",
        "does \u200bnot tie (my italics) the hands (citations omitted) of [emphasis ours] those",
    ],
)
def test_what_makes_no_difference(quotation: str) -> None:
    assert compare(quotation, TEXT).fidelity is Fidelity.EXACT


@pytest.mark.parametrize(
    ("quotation", "fidelity", "change", "words"),
    [
        ("signed in Oslo in 2009 by ninety-four", Fidelity.DIFFERS, Change.ADDED, "2009"),
        ("signed in Oslo in 2009 by ninety-four", Fidelity.DIFFERS, Change.LEFT_OUT, "2008"),
        ("in Oslo by ninety-four states", Fidelity.OMITS, Change.LEFT_OUT, "in 2008"),
        ("that it does tie the hands of those", Fidelity.OMITS, Change.LEFT_OUT, "not"),
        ("that it … tie the hands of those", Fidelity.CLIPPED, Change.OMITTED, "does not"),
        ("that it [does] tie the hands of those", Fidelity.CLIPPED, Change.OMITTED, "does not"),
        ("It costs 1,500 euros, or 2.35% of all", Fidelity.DIFFERS, Change.ADDED, "euros"),
        ("It costs 1,500 dollars, or 2.53% of all", Fidelity.DIFFERS, Change.ADDED, "2.53"),
        ("see that it is notable to work", Fidelity.DIFFERS, Change.ADDED, "notable"),
        ("It costs 15,00 dollars, or 2.35% of", Fidelity.DIFFERS, Change.ADDED, "15,00"),
        ("It costs 1,500 dollars, or 2.35 of all", Fidelity.OMITS, Change.LEFT_OUT, "%"),
        ("signed in Oslo in 2008 and bans the use", Fidelity.DIFFERS, Change.ADDED, "and"),
    ],
)
def test_what_is_said(quotation: str, fidelity: Fidelity, change: Change, words: str) -> None:
    found = compare(quotation, TEXT)
    assert found.fidelity is fidelity
    assert (change, words) in [(piece.change, piece.text) for piece in found.pieces]


@pytest.mark.parametrize("quotation", ["", " … ", "Nothing of this stands here", "[x]", "?"])
def test_what_is_not_there(quotation: str) -> None:
    assert compare(quotation, TEXT).fidelity is Fidelity.NOT_FOUND


def test_an_empty_source() -> None:
    assert compare("some words of it", SourceText("")).fidelity is Fidelity.NOT_FOUND


def test_parts_far_apart_are_told_with_the_number_of_words_between() -> None:
    middle = " ".join(f"word{number}" for number in range(400))
    source = SourceText(f"The one side of the matter {middle} and the other side of it.")
    found = compare("one side of the matter … the other side of it", source)
    assert found.fidelity is Fidelity.FAR_APART
    assert found.gaps == (401,)


def test_a_change_at_the_beginning_is_told_of_the_nearest_words() -> None:
    source = SourceText("They fund the programme and praise the colour of the flag there.")
    found = compare("the color of the flag there", source)
    assert [piece.text for piece in found.pieces] == ["the", "color", "colour", "of the flag there"]


def test_a_denial_in_a_longer_omission_is_told() -> None:
    source = SourceText("The treaty may bind those who sign. He did not say that it works. It is.")
    assert compare("The treaty may … works", source).hidden == ("not",)
    assert compare("The treaty may bind those who sign … It is", source).hidden == ()


def test_where_it_stands() -> None:
    found = compare("ninety four states. It bans", TEXT)
    assert TEXT.words.text[found.start : found.end] == "ninety-four states. It bans"


def test_other_scripts() -> None:
    source = SourceText(
        "今日は天気がいいですね。明日は雨が降るでしょう。 Договор был подписан в Осло."
    )
    assert compare("明日は雨が降る", source).fidelity is Fidelity.EXACT
    assert compare("明日は雪が降る", source).fidelity is Fidelity.DIFFERS
    assert compare("договор был подписан", source).fidelity is Fidelity.EXACT


def test_distortions_are_found_and_faithful_quotations_pass() -> None:
    counted, wrong = quotes.count(seed=1, each=40)
    kinds = {one.kind for one in counted}
    assert kinds == {*quotes.DISTORTIONS, *quotes.FAITHFUL}
    assert sum(one.number for one in counted if not one.is_faithful) >= 600
    told = "\n".join(f"{one.kind}: {one.quotation}" for one in wrong)
    assert quotes.share(counted, is_faithful=False) >= 0.98, told
    assert quotes.share(counted, is_faithful=True) >= 0.99, told
    assert all(one.right >= 0.9 * one.number for one in counted), told


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(quotation: str, source: str) -> None:
    found = compare(quotation, SourceText(source))
    assert (found.start < 0) == (found.fidelity is Fidelity.NOT_FOUND)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "b", "not", "the", "of", "…", "[x]", "12", "1,000", "don't", "it's"]),
        max_size=40,
    )
)
def test_a_text_holds_each_of_its_own_parts(words: list[str]) -> None:
    own = [word for word in words if word not in ("…", "[x]")]
    source = SourceText(" ".join(own))
    part = own[len(own) // 3 :]
    if part:
        assert compare(" ".join(part), source).fidelity is Fidelity.EXACT


def test_a_text_of_one_word_again_and_again_takes_no_time() -> None:
    source = SourceText("the same " * 20_000)
    begin = time.process_time()
    compare("the same " * 200 + "other the same", source)
    compare("same same the the " * 50, source)
    assert time.process_time() - begin < 5
