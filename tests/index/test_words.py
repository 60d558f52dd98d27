from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.index.highlight import Text
from briefing.index.spelling import otherwise
from briefing.index.words import cut, fold, folded, stem, surfaces, tokens, word_of, written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kasčiūnas, Nausėda", "kasciunas nauseda"),
        ("Łódź Ångström Œuvre straße", "lodz angstrom oeuvre strasse"),
        ("NATO’s NATO's don’t don't O'Brien", "nato nato dont dont obrien"),
        ("self‐destruct self-destruct", "self destruct self destruct"),
        ("1,200 and 1200; 2.5% of 2,5", "1200 and 1200 2.5 of 2.5"),
        ("CBU-105/B", "cbu 105 b"),
        ("Kasc\u030ciu\u0304nas", "kasciunas"),
        ("“quoted” — words…", "quoted words"),
        ("", ""),
    ],
)
def test_words_of_a_text(text: str, words: str) -> None:
    assert " ".join(folded(text)) == words


@pytest.mark.parametrize(
    "same",
    [
        "munition munitions",
        "defence defense defences",
        "organise organize organising organization organisation",
        "labour labor",
        "centre center centres",
        "withdraw withdrawing withdraws",
        "cancelled canceled",
        "programme programs",
        "manoeuvre maneuvers manoeuvred manoeuvring",
        "kilometre kilometers",
        "rigour rigor",
        "practise practice practising",
        "judgement judgment",
        "fulfilment fulfillment",
        "dialogue dialog",
        "leukaemia leukemia",
        "sceptic skeptics",
        "grey gray",
    ],
)
def test_forms_of_a_word_share_a_stem(same: str) -> None:
    assert len({stem(word) for word in same.split()}) == 1


@pytest.mark.parametrize(
    "different", ["four for", "killed kiln", "our or", "hour hor", "were wer", "m864 m483"]
)
def test_other_words_do_not(different: str) -> None:
    first, second = different.split()
    assert stem(first) != stem(second)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("F-16", "f16"),
        ("f16", "f 16"),
        ("co-operate", "cooperate"),
        ("U.S.A.", "usa"),
        ("us", "u s"),
        ("10,000", "10 000"),
        ("25", "twenty five"),
        ("twenty-five", "25"),
        ("percent", "per cent"),
        ("per-cent", "percent"),
    ],
)
def test_a_word_may_be_written_otherwise(typed: str, other: str) -> None:
    assert [" ".join(tokens) for tokens in otherwise(folded(typed))] == [other]


@pytest.mark.parametrize("typed", ["U.S.", "9/11", "5-10", "it", "20", "forties", "weapon"])
def test_what_would_be_something_else_is_not_looked_for(typed: str) -> None:
    assert otherwise(folded(typed)) == ()


def test_what_nobody_sees_does_not_part_a_word() -> None:
    assert folded("mu\u00adni\u2060tions") == ("munitions",)


@given(st.text())
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        assert token.text
        assert fold(text[token.start : token.end]) == token.text
        at = token.end


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folded(text)
    assert folded(" ".join(once)) == once


ODD = st.lists(
    st.sampled_from(
        [
            *("dog's", "'s", "''", "'", "`", "’", "rock''n", "'the", "dogs'", "1,200", "2.5", "."),
            *("a_b", "“so”", "—", " ", "Don’t", "‘it", "x", "é", "e\u0301", "’tis’", "-", "ʼ", "²"),
        ]
    ),
    max_size=12,
).map("".join)


@settings(deadline=None)
@given(ODD | st.text())
def test_the_quick_way_finds_the_same_words(text: str) -> None:
    found: list[str] = []
    for surface in surfaces(text):
        word = word_of(surface)
        if word is None:
            found = list(map(fold, written(text)))
            break
        found.append(word)
    assert tuple(filter(None, found)) == folded(text)


@settings(deadline=None)
@given(ODD | st.text(st.characters(codec="ascii")) | st.text())
def test_a_text_is_cut_at_its_words(text: str) -> None:
    assert "".join(cut(text)) == text
    assert cut(text)[1::2] == written(text)


@settings(deadline=None)
@given(ODD | st.text(st.characters(codec="ascii")) | st.text())
def test_words_of_a_shown_text_are_where_they_stand(odd: str) -> None:
    text = f"{odd} {'two words ' * 20} {odd}"  # long enough for the quick way
    shown = Text(text)
    found = [(word, *shown.span(n)) for n, word in enumerate(shown.words) if word]
    assert found == [tuple(token) for token in tokens(text)]
