"""How points are worded: what is kept of them says the same as their texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import Library, Point, PointId, Topic, TopicId
from briefing.suggest import Suggester
from briefing.suggest.wording import WordingModel, read_wording

TOPIC = TopicId("uniforms")
WORDS = "ban bans school war of not never without peace it safe cannot good".split()  # noqa: SIM905
SAID = st.lists(st.sampled_from(WORDS), max_size=100).map(" ".join)


@pytest.fixture(scope="module")
def model() -> WordingModel:
    found = read_wording()
    assert found is not None, "the file is shipped"
    return found


def odds_of(made: Suggester, text: str) -> list[float]:
    return [tip.odds for tip in made._tips(text, range(len(made.points)))]


@settings(max_examples=30, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=4), SAID)
def test_what_is_kept_says_what_the_text_says(
    model: WordingModel, claims: list[str], text: str
) -> None:
    points = tuple(Point(PointId(f"p{row}"), TOPIC, claim) for row, claim in enumerate(claims))
    topic = Topic(TOPIC, "Uniforms", "", ("", ""))
    made = Suggester.build(Library(Path("/nowhere"), topics=(topic,), points=points))
    # The vocabulary of a library lacks what only the passage says: no point has it either.
    read = model.odds(model.read(text), map(model.read, claims))
    assert odds_of(made, text) == pytest.approx(read, abs=1e-5)


def test_a_term_turned_speaks_for_disagreement(model: WordingModel) -> None:
    said = "Uniforms end bullying at school."
    same, turned = (model.read(one) for one in (said, "Uniforms do not end bullying at school."))
    along, against = model.odds(model.read(said), [same, turned])
    assert along < against


def test_in_a_language_without_a_model_nothing_is_told() -> None:
    points = (Point(PointId("p"), TOPIC, "Uniformen beenden nicht alles."),)
    topic = Topic(TOPIC, "Uniformen", "", ("", ""), language="de")
    made = Suggester.build(Library(Path("/nowhere"), topics=(topic,), points=points))
    assert made.wording is None and odds_of(made, "Uniformen beenden alles.") == [0.0]
