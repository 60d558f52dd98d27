"""What is added to the lists of a topic reads as it was given, below what was there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.library import add_to_lists, create_library, create_topic, read_library
from briefing.model import Event, Figure, SourceId, Term, TopicId

TOPIC = TopicId("prices")
_line = st.text(
    st.characters(categories=("L", "N"), include_characters=" |*_.,;()'’“”"), max_size=30
).map(lambda text: " ".join(f"x{text}x".split()))
_text = st.lists(_line, min_size=1, max_size=3).map("\n".join)
_date = st.sampled_from(["2024", "2024-07-18", "2019/2021", "c. 1990"])
_events = st.lists(st.builds(lambda date, text: Event(date, text, TOPIC), _date, _text), max_size=3)
_word = _line.map(lambda text: text.replace(" / ", " "))
_terms = st.lists(
    st.builds(lambda names, text: Term(names[0], text, TOPIC, tuple(names[1:])),
              st.lists(_word, min_size=1, max_size=2), _text),
    max_size=3,
)  # fmt: skip
_figures = st.lists(
    st.builds(lambda one, two, date: Figure(one, two, date, TOPIC, "x", (SourceId("r1"),)),
              _line, _line, _date),
    max_size=3,
)  # fmt: skip


@given(_events, _terms, _figures)
@settings(deadline=None, max_examples=25)
def test_what_is_added_twice_stands_there_in_order(
    tmp_path_factory: pytest.TempPathFactory,
    events: list[Event],
    terms: list[Term],
    figures: list[Figure],
) -> None:
    root: Path = tmp_path_factory.mktemp("lists")
    create_library(root, "Mine")
    assert create_topic(root, "Prices should rise", "Prices").id == TOPIC
    add_to_lists(root, TOPIC, events, terms, figures)
    add_to_lists(root, TOPIC, events, terms, figures)
    library = read_library(root)
    assert list(library.timeline) == events * 2
    assert list(library.glossary) == terms * 2
    assert list(library.figures) == figures * 2
