from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import Mark, MarkKind
from briefing.text.quoted_words import words_of_source
from briefing.text.turning_words import clips, sentence_began, sentence_goes_on, turns_in


def highlighted(text: str) -> tuple[str, list[Mark]]:
    """`text` with the words in braces highlighted."""
    words, marks = "", []
    for part in re.split(r"(\{[^}]*\})", text):
        if part.startswith("{"):
            marks.append(Mark(len(words), len(words) + len(part) - 2, MarkKind.HIGHLIGHT))
        words += part.strip("{}")
    return words, marks


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("{The treaty does} not {work}", ["not"]),
        ("{The treaty works}, unless it is broken.", ["unless"]),
        ("However, {the treaty works}.", ["However"]),
        ("{The treaty} can{not} work", ["cannot"]),
        ("I do not believe that {the treaty works}", ["not"]),
        ("No, {the treaty works}", ["No"]),
        ("{They were}, never, {seen}", ["never"]),
        ("{It was} not {only legal but wise}.", ["not"]),
        ("There is no {doubt that it fails}", ["no"]),
        ("{It is good} only when asked", ["only"]),
        ("{They} don’t {know}", ["don’t"]),
        ("If {the treaty works}, fine", ["If"]),
        ("{Nobody} is there. {It works} without {harm}", ["without"]),
    ],
)
def test_the_word_that_turns_the_sense_is_missed(text: str, dropped: list[str]) -> None:
    assert [clip.word for clip in clips(*highlighted(text))] == dropped


@pytest.mark.parametrize(
    "text",
    [
        "The treaty does not work",
        "{The treaty does not work}",
        "{The treaty works}, but nobody keeps it",
        "{It was} not only {legal} but wise.",
        "The state did not act. {The treaty works.}",
        "{The treaty works} and critics do not see it",
        "Mr. Smith does not know. {He is U.S. born} and not there",
        "There is no doubt that {it works}",
        "{It works}, whether or not they like it",
    ],
)
def test_nothing_is_missed(text: str) -> None:
    assert not clips(*highlighted(text))


@pytest.mark.parametrize(
    ("text", "language", "dropped"),
    [
        ("{Der Vertrag bindet} nicht {alle}", "de", ["nicht"]),
        ("{Le traité ne lie} pas {tous}", "fr-CA", ["pas"]),
        ("{El tratado} no {obliga a todos}", "es", ["no"]),
        ("{Die} Not {ist groß}", "de", []),
        ("{De} not {var} no {sant}", "sv", []),
    ],
)
def test_other_languages(text: str, language: str, dropped: list[str]) -> None:
    words, marks = highlighted(text)
    assert [clip.word for clip in clips(words, marks, language)] == dropped


def test_other_marks_are_not_read_aloud() -> None:
    assert not clips("It does not work", [Mark(0, 7, MarkKind.UNDERLINE)])


def test_turns() -> None:
    assert turns_in(["it", "isn't", "only", "if", "not", "only"]) == ["isn't", "only"]


def test_a_sentence_that_began() -> None:
    words = words_of_source("No. 4 is it. It has not been shown that bombs fail, if they are new.")
    text = words.text
    assert sentence_began(words, text.index("shown")) == "It has not been"
    assert sentence_began(words, text.index("It has")) == ""
    assert sentence_began(words, text.index("bombs")) == ""
    assert sentence_began(words, 0) == ""
    assert sentence_goes_on(text, text.index(", if")) == "if they are new"


def test_a_sentence_that_goes_on() -> None:
    text = "The treaty works, but only in peace. It is old."
    assert sentence_goes_on(text, 16) == "but only in peace"
    assert sentence_goes_on(text, 11).startswith("works, but")
    assert not sentence_goes_on(text, len(text))


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(0, 90), st.integers(0, 90))
def test_any_marks(text: str, start: int, end: int) -> None:
    for clip in clips(text, [Mark(start, end, MarkKind.HIGHLIGHT)]):
        assert text[clip.start : clip.end] == clip.word
