"""The stance model: its file, the arrays of ONNX files, and reading two texts with fake layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from briefing.model import Library, Point, PointId, Side, Topic, TopicId
from briefing.resources import resources
from briefing.suggest import Ask, Suggester, layers, stance
from briefing.suggest.embedding import find_embedder
from briefing.suggest.layers import Base, Embeddings
from briefing.suggest.onnx_file import read_arrays, with_arrays
from briefing.suggest.stance import StanceModel
from briefing.suggest.weighing import Tip
from briefing.suggest.wordpiece import WordPieces

KINDS = st.sampled_from([np.float32, np.int8, np.uint8, np.int64])
SHAPES = arrays.array_shapes(min_dims=1, max_dims=3, max_side=5)


@settings(max_examples=40, deadline=None)
@given(KINDS.flatmap(lambda kind: arrays.arrays(kind, SHAPES)), st.text(min_size=1, max_size=9))
def test_arrays_come_back_from_a_model(array: np.ndarray, name: str) -> None:
    model = with_arrays(with_arrays(b"", {name: array}), {name + "+": array[:0]})
    found = read_arrays(model, frozenset({name}))
    assert list(found) == [name]
    assert found[name].dtype == array.dtype and found[name].shape == array.shape
    assert found[name].tobytes() == array.tobytes()


def test_a_model_cut_short_is_told() -> None:
    model = with_arrays(b"", {"one": np.arange(900, dtype=np.float32)})
    for end in (1, 2, 9, len(model) // 2, len(model) - 1):
        with pytest.raises(ValueError, match="cut short"):
            read_arrays(model[:end], frozenset({"one"}))


def test_the_file_fits_the_graph_it_carries() -> None:
    with np.load(resources() / "models" / stance.FILE) as file:
        own = {name: file[name] for name in file.files}
    graph = own["layers"].tobytes()
    wide = {"qkv": (384, 1152), "out": (384, 384), "up": (384, 1536), "down": (1536, 384)}
    base: dict[str, np.ndarray] = {}
    for layer in range(3):
        for part, shape in wide.items():
            base[f"{layer}.{part}"] = np.zeros(shape, np.float32)
    upper = stance.layers_from(own, base)
    assert all(name.encode() in graph for name in layers.as_bytes(upper))
    graph = (resources() / "models" / layers.GRAPH).read_bytes()
    assert all(name.encode() in graph for name in upper)
    assert {name: upper[f"1.{name}"].shape for name in wide} == wide
    assert own["kinds"].shape == (2, 384) and own["head"].shape == (5 * 384,)
    assert (resources() / "models" / stance.FILE).stat().st_size < 2_500_000


class Layers:
    """A session that leaves the states as they are, and counts the texts that it reads."""

    def __init__(self) -> None:
        self.texts = 0

    def run(self, names: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        assert names is None
        self.texts += len(given["states"])
        return [given["states"] * given["mask"][..., None]]


WORDS = ["[UNK]", "[CLS]", "[SEP]", "yes", "no"]


@pytest.fixture
def model() -> StanceModel:
    # "yes" is (1, 0), "no" is (-1, 0): two texts agree where the products of their means do.
    pieces = np.array([(0, 0), (0, 0), (0, 0), (127, 0), (-127, 0)], np.int8)
    norm = (np.array([1, 0], np.float32), np.zeros(2, np.float32))
    embeddings = Embeddings(
        pieces, np.ones((5, 1), np.float32), np.zeros((99, 2), np.float32), norm
    )
    head = np.array([0, 0, 0, 0, 0, 0, 90, 0, 0, 0], np.float32)
    kinds = np.zeros((2, 2), np.float32)
    base = Base(WordPieces(WORDS), embeddings)
    return StanceModel(base, Layers(), Layers(), kinds, head, 0.0, 1.0)


def test_agreement_supports_and_its_opposite_answers(model: StanceModel) -> None:
    one, other, both, unknown = model.odds("yes yes", ["yes", "no no no", "yes no", "hm"])
    assert one < -1 and other > 1
    assert both == unknown == 0
    assert one >= -2 and other <= 2  # never surer than it can be


def test_what_was_read_is_not_read_again(model: StanceModel) -> None:
    others = ["yes " * count for count in range(1, 20)]
    first = model.odds("no", others)
    read = model.lower.texts
    assert model.odds("no", others) == pytest.approx(first)
    assert model.lower.texts == read == 20
    assert model.odds("no", []) == []


def test_another_thread_may_take_away_what_was_read(model: StanceModel) -> None:
    first = model.odds("no", ["yes", "no"])
    begin = model.lower.run

    def run(names: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        model.read.clear()
        return begin(names, given)

    model.lower.run = run
    assert model.odds("no", ["yes", "no", "yes no"])[:2] == pytest.approx(first)


def test_the_order_and_the_company_of_texts_changes_nothing(model: StanceModel) -> None:
    others = ["yes", "no no", "yes no no", "no", "yes yes yes no"] * 3
    alone = [model.odds("yes", [other])[0] for other in others]
    assert model.odds("yes", others) == pytest.approx(alone, abs=1e-4)


def test_a_tip_is_told_only_where_it_says_something() -> None:
    against, along = Tip(5.0, True).reason(), Tip(-0.6, True).reason()
    assert against is not None and against.words == "Reads as speaking against the passage (75 %)"
    assert along is not None and "agreeing with" in along.words
    assert Tip(0.3, True).reason() is None and Tip(0.3).reason() is None
    assert Tip(5.0).kept < Tip(5.0, True).kept


def test_without_the_extra_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for find in (layers.find_base, find_embedder, stance.find_stance):
        find.cache_clear()
    monkeypatch.setattr(layers, "is_installed", lambda: False)
    assert stance.find_stance() is None and find_embedder() is None
    for find in (layers.find_base, find_embedder, stance.find_stance):
        find.cache_clear()


class Judge:
    """Says that texts with "not" in them speak against those without, and keeps what it read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def odds(self, text: str, others: Sequence[str]) -> list[float]:
        self.asked.append((text, list(others)))
        return [1.0 if ("not" in text) != ("not" in other) else -1.0 for other in others]


CLAIMS = (
    "Uniforms do not end the bullying of pupils whose clothes are cheap.",
    "Uniforms end the bullying of pupils whose clothes are cheap.",
    "Parents have to buy uniforms and ordinary clothes: it costs them more.",
    "Intruders are seen at once where all children are dressed alike.",
    "Lessons go better where nobody thinks of fashion.",
    "A school of character needs no rules on dress.",
    "Religious families ask for exceptions, and get them.",
    "Teachers lose time on checking socks and skirts.",
    "Shops in poor towns live from the trade in jumpers.",
)
PASSAGE = "Bullying of pupils whose clothes are cheap comes to its end by uniforms."
TOPIC = TopicId("uniforms")


def judged(motion: str, *claims: str) -> tuple[Suggester, Judge]:
    points = tuple(Point(PointId(f"p{row}"), TOPIC, claim) for row, claim in enumerate(claims))
    topic = Topic(TOPIC, "Uniforms", motion, ("", ""))
    made = Suggester.build(Library(Path("/nowhere"), topics=(topic,), points=points))
    judge = Judge()
    return replace(made, judge=judge), judge


def test_points_without_a_side_are_read_against_the_motion() -> None:
    made, judge = judged("Uniforms are good.", *CLAIMS)
    found = made.suggest(Ask(PASSAGE, TOPIC, side=Side.FOR))
    assert [one.point for one in found.answers] == ["p0"]
    assert found.supports[0].point == "p1"
    assert "reads as against" in found.answers[0].reasons[0].words
    assert {text for text, _ in judge.asked} == {"Uniforms are good."}


@pytest.mark.parametrize("motion", ["", "Are uniforms good?"])
def test_without_a_motion_points_are_read_with_the_passage(motion: str) -> None:
    more = [claim.replace("cheap", word) for claim in CLAIMS[:2] for word in ("old", "red", "wet")]
    made, judge = judged(motion, *CLAIMS, *more)
    found = made.suggest(Ask(PASSAGE, TOPIC, side=Side.FOR))
    assert found.answers[0].point == "p0"
    assert "Reads as speaking against" in found.answers[0].reasons[0].words
    assert sum(len(others) for _, others in judge.asked) == 5  # no more: it takes time


def test_a_short_text_reads_as_a_side() -> None:
    made, _ = judged("Uniforms are good.", *CLAIMS)
    side = made.side_of("Uniforms do not end bullying.", TOPIC)
    assert side.side is Side.AGAINST and side.confidence == pytest.approx(0.73, abs=0.01)
    assert made.side_of(" ".join(CLAIMS), TOPIC).side is None
