"""What is known of many points at once: read file by file, put together again after an edit."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.app.suggesting import Adviser
from briefing.app.workspace import Workspace
from briefing.library import read_library
from briefing.model import Cancelled, Library, Side
from briefing.resources import seeds
from briefing.suggest import Ask, Suggester, find_neighbours, stocking
from briefing.suggest.bags import count_terms
from briefing.suggest.matching import Matcher
from briefing.suggest.postings import best_of, by_column
from briefing.suggest.sides import learn_sides

PASSAGE = "Unexploded bomblets go on killing civilians for decades after a war."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeds(), tmp_path / "library"))


def files_of(root: Path) -> list[Path]:
    return sorted(root.glob("*/points/*.md"))


def said(made: Suggester, library: Library) -> list[object]:
    """All that is suggested for some passages; how terms are numbered moves the last digits."""
    topic = library.topics[0].id
    asks = [Ask(PASSAGE, topic, side=Side.FOR)]
    asks += [Ask(claim.text, topic, side=Side.AGAINST) for claim in list(library.claims)[:5]]
    found = [one for ask in asks for one in made.suggest(ask).all()]
    return [replace(one, score=round(one.score, 3)) for one in found]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The points that are read as text."""
    points: list[str] = []
    text_of = stocking.text_of
    monkeypatch.setattr(stocking, "text_of", lambda one: points.append(one.id) or text_of(one))
    return points


def test_after_an_edit_only_its_file_is_read_and_all_is_as_if_read_anew(
    root: Path, read: list[str]
) -> None:
    before = Suggester.build(read_library(root))
    everything, file = len(read), files_of(root)[0]
    more = (
        "## Bomblets kill civilians {#one-more}\n\n- side: against\n\nFor decades after a war.\n\n"
    )
    file.write_text(more + file.read_text(encoding="utf-8"), encoding="utf-8")
    library = read_library(root)
    read.clear()
    after = Suggester.build(library, before=before)
    assert "one-more" in read and len(read) < everything / 2
    assert said(after, library) == said(Suggester.build(library), library)
    assert "one-more" in {one.point for one in after.suggest(Ask(PASSAGE, side=Side.FOR)).all()}
    file.unlink()
    read.clear()
    library = read_library(root)
    without = Suggester.build(library, before=after)
    assert not read and said(without, library) == said(Suggester.build(library), library)


def test_a_link_alone_costs_neither_arrays_nor_neighbours(root: Path) -> None:
    before = Suggester.build(read_library(root))
    find_neighbours(before.matcher)
    file = files_of(root)[0]
    text = file.read_text(encoding="utf-8")
    target = read_library(root).points[-1].id
    text = text.replace("\n- answers:", f"\n- supports: {target}\n- answers:", 1)
    file.write_text(text, encoding="utf-8")
    library = read_library(root)
    after = Suggester.build(library, before=before)
    assert after.stock.links.refs.count(target) == before.stock.links.refs.count(target) + 1
    assert after.matcher is before.matcher and after.sides is before.sides
    assert after.stock.bags is before.stock.bags


def test_the_next_start_reads_no_point(root: Path, tmp_path: Path, read: list[str]) -> None:
    library = read_library(root)
    first = said(Suggester.build(library, cache=tmp_path / "cache"), library)
    read.clear()
    assert said(Suggester.build(library, cache=tmp_path / "cache"), library) == first
    assert not read


def test_what_was_read_before_a_stop_is_kept(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stocking, "_A_STEP", 5)
    library, asked = read_library(seeds()), iter([False, False, False, True])
    with pytest.raises(Cancelled):
        Suggester.build(library, cache=tmp_path, stop=lambda: next(asked))
    done = set(read)
    read.clear()
    whole = Suggester.build(library, cache=tmp_path)
    assert done and not done & set(read)
    assert said(whole, library) == said(Suggester.build(library), library)


def test_a_decision_made_while_the_library_is_read_again_counts(root: Path) -> None:
    workspace = Workspace(root)
    adviser = Adviser(root, root / "cache", root / "data")
    adviser.prepare(workspace.library)
    ask = Ask(PASSAGE, next(iter(workspace.library.topics)).id, side=Side.FOR)
    first = adviser.suggest(ask).answers[0]
    file = files_of(root)[0]
    file.write_text(file.read_text(encoding="utf-8") + "\n## More. {#more}\n", encoding="utf-8")
    workspace.reread([file.relative_to(root)])
    adviser.prepare(workspace.library, lambda done, of: adviser.dismiss(ask, first))
    assert first.point not in {one.point for one in adviser.suggest(ask).all()}


@given(st.lists(st.floats(-5, 100, width=32), min_size=1, max_size=60), st.integers(1, 30))
def test_the_best_are_the_best(values: list[float], most: int) -> None:
    scores = np.array(values, np.float32)
    found = np.sort(scores[best_of(scores, most)])
    assert found.tolist() == np.sort(scores)[-most:].tolist()


@given(st.lists(st.integers(0, 300_000) | st.integers(0, 3), max_size=40))
def test_terms_are_put_in_order_of_their_columns(columns: list[int]) -> None:
    array = np.array(columns, np.int32)
    assert by_column(array).tolist() == np.argsort(array, kind="stable").tolist()


def test_a_long_text_and_a_frequent_term_are_counted_in_full() -> None:
    vocabulary: dict[str, int] = {}
    bags = count_terms(["war " * 300 + "peace", "peace"], vocabulary)
    assert bags.counts.tolist() == [300, 1, 1]
    later = count_terms(["peace treaty"], vocabulary)
    matcher = Matcher(bags)
    assert matcher.ask("peace treaty").known == 0.5, "what only other texts have is not known"
    assert bags.columns[-1] == later.columns[0]


def test_sides_are_learnt_with_each_point_left_out() -> None:
    """By the measure of each point against the others: told apart by words, not by themselves."""
    for_, against = "order uniform calm", "freedom choice self"
    alike = [f"{for_} {n}" for n in "abcdef"] + [f"{against} {n}" for n in "ghijkl"]
    sides = np.array([1] * 6 + [-1] * 6, np.int8)
    rows = np.arange(12)
    told = learn_sides(count_terms(alike, {}), rows, sides)
    assert told is not None and told.slope > 0
    strangers = [" ".join(f"{word}{n}" for word in "pqrst") for n in range(12)]
    untold = learn_sides(count_terms(strangers, {}), rows, sides)
    assert untold is not None and untold.slope == 0, "its own words say nothing of its side"
    assert learn_sides(count_terms(alike, {}), rows[:8], sides[:8]) is None
