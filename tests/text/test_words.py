from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.words import (
    count_words,
    counted,
    format_minutes,
    format_time,
    reading_time,
    short,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n— … !", 0),
        ("The dam broke.", 3),
        ("Don't use a well-known river’s name", 6),
        ("1,500 people; 3.5 metres, 2024-07-18", 5),
        ("either/or and self‑made", 3),
        ("end.Next", 1),
        ("either – or", 2),
        ("我们喜欢河流", 3),
        ("NATO 北约 said", 3),
        ("Élodie naïve café", 3),
    ],
)
def test_count(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("words", "rate", "seconds"), [(0, 250, 0), (250, 250, 60), (1, 250, 1), (100, 0, 6000)]
)
def test_reading_time(words: int, rate: int, seconds: int) -> None:
    assert reading_time(words, rate) == seconds


@pytest.mark.parametrize(
    ("seconds", "clock", "words"),
    [
        (0, "0:00", "0 min"),
        (5, "0:05", "under 1 min"),
        (245, "4:05", "4 min"),
        (359, "5:59", "6 min"),
        (3600, "1:00:00", "1 h"),
        (3900, "1:05:00", "1 h 5 min"),
    ],
)
def test_formats(seconds: int, clock: str, words: str) -> None:
    assert (format_time(seconds), format_minutes(seconds)) == (clock, words)


@given(st.text(), st.text())
def test_words_of_two_lines_add_up(one: str, other: str) -> None:
    together = count_words(one + " | " + other)
    # A pair of lone wide characters, one from each line, may make one word together.
    assert 0 <= count_words(one) + count_words(other) - together <= 1


@given(st.integers(0, 10**6), st.integers(1, 1000))
def test_a_faster_reader_needs_no_longer(words: int, rate: int) -> None:
    assert reading_time(words, rate + 1) <= reading_time(words, rate)


def test_a_text_is_cut_short_between_words():
    assert short("  A short \n text ") == "A short text"
    assert short("One two three", 8) == "One two …"
    assert short("Unbreakable", 4) == "Unbr …"


def test_things_are_counted_in_words():
    assert [counted(number, "point") for number in (0, 1, 1200)] == [
        "0 points",
        "1 point",
        "1,200 points",
    ]
