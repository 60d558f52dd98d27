"""The same words cut by several people are one row, and every cut can be reached from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.app.editing import Editor
from briefing.app.editing.cutting_first import stand_first
from briefing.app.navigation import Room
from briefing.app.reading import Seen
from briefing.app.topic_rows import TopicRows
from briefing.app.unfolding import Unfolded, variant_rows
from briefing.app.variants import together
from briefing.app.workspace import Workspace
from briefing.model import Relation, UserError
from briefing.model.errors import BriefingError

# Evidence ids, and of what each is a variant ("" nothing).
Wanted = list[tuple[str, str, str]]


def library(root: Path, wanted: Wanted) -> Workspace:
    """Two topics with a point for each (evidence, variant-of, side); every third stands alone."""
    lines: dict[str, list[str]] = {"one": [], "two": []}
    for number, (id_, first, side) in enumerate(wanted):
        topic = "two" if number % 5 == 4 else "one"
        lines[topic] += [f"## Claim of {id_} {{#p{id_}}}", f"- side: {side}", ""]
        lines[topic] += [f"### Somebody {{#{id_}}}", *([f"- variant-of: {first}"] if first else [])]
        lines[topic] += ["", "> The words that everybody quotes.", ""]
    (root / "library.md").parent.mkdir(parents=True, exist_ok=True)
    (root / "library.md").write_text("---\ntitle: L\nformat: 1\n---\n", "utf-8")
    for topic, text in lines.items():
        (root / topic / "points").mkdir(parents=True, exist_ok=True)
        (root / topic / "topic.md").write_text(f"---\ntitle: {topic}\nmotion: M\n---\n", "utf-8")
        (root / topic / "points" / "a.md").write_text("\n".join(text) + "\n", "utf-8")
    return Workspace(root)


_ids = st.sampled_from(["qa", "qb", "qc", "qd", "qe", "qf", "qg"])
_first = st.one_of(st.just(""), _ids, st.just("gone"))
_side = st.sampled_from(["for", "for", "for", "against"])
_wanted = st.lists(
    st.tuples(_ids, _first, _side), min_size=1, max_size=7, unique_by=lambda one: one[0]
)


@given(wanted=_wanted)
@settings(deadline=None, max_examples=40)
def test_every_cut_is_a_row_or_opens_under_exactly_one(
    tmp_path_factory: pytest.TempPathFactory, wanted: Wanted
) -> None:
    """However the files name variants: missing ones, circles, themselves, other topics."""
    workspace = library(tmp_path_factory.mktemp("lib"), wanted)
    for room in (Room.POINTS, Room.QUOTES):
        seen: list[str] = []
        for topic in ("one", "two"):
            rows = TopicRows(workspace, room, topic)
            assert len(rows) + rows.folded == sum(one.topic == topic for one in _all(workspace))
            for row in rows:
                under = variant_rows(workspace, row)
                assert len(under) == row.variants
                seen += [row.goal.id, *(one.goal.id for one in under)]
        every = workspace.points if room is Room.POINTS else workspace.quotes
        assert sorted(seen) == sorted(every)
    point = workspace.points[f"p{wanted[0][0]}"]
    beside = [Seen(one, Relation.SUPPORTS) for one in _all(workspace)]
    shown = together(workspace, beside)
    there = [one.point.id for each in shown for one in (each, *each.others)]
    assert sorted(there) == sorted(workspace.points) and point.id in there


def _all(workspace: Workspace):  # type: ignore[no-untyped-def]
    return list(workspace.library.points)


def test_another_cut_is_let_stand_first_and_back(tmp_path: Path) -> None:
    wanted = [("qa", "", "for"), ("qb", "qa", "for"), ("qc", "qa", "for"), ("qd", "", "for")]
    editor = Editor(library(tmp_path, wanted))
    workspace = editor.workspace
    before = (tmp_path / "one" / "points" / "a.md").read_text("utf-8")

    def shown() -> dict[str, set[str]]:
        found = []
        for one in (editor.workspace, Workspace(tmp_path)):  # kept up to date, and made anew
            rows = TopicRows(one, Room.QUOTES, "one")
            under = {row.quote: variant_rows(one, row) for row in rows}
            found.append({quote: {each.quote for each in some} for quote, some in under.items()})
            assert [row.point for row in TopicRows(one, Room.POINTS, "one")] == [
                f"p{quote}" for quote in found[-1]
            ]
        assert found[0] == found[1]
        return found[0]

    assert shown() == {"qa": {"qb", "qc"}, "qd": set()}
    stand_first(editor, "qc")
    assert shown() == {"qc": {"qa", "qb"}, "qd": set()}
    assert [one.id for one in workspace.cuts_of(workspace.quotes["qb"])] == ["qc", "qa"]
    assert TopicRows(workspace, Room.QUOTES, "one").matching("somebody")[0].quote == "qc"
    stand_first(editor, "qb")
    assert shown() == {"qb": {"qa", "qc"}, "qd": set()}
    with pytest.raises(UserError):
        stand_first(editor, "qd")
    editor.undo()
    assert set(shown()) == {"qc", "qd"}
    editor.undo()
    assert shown() == {"qa": {"qb", "qc"}, "qd": set()}
    assert (tmp_path / "one" / "points" / "a.md").read_text("utf-8") == before
    assert issubclass(UserError, BriefingError)


def test_a_quotation_under_no_point_stands_first(tmp_path: Path) -> None:
    editor = Editor(library(tmp_path, [("qa", "", "for"), ("qb", "qa", "for")]))
    file = tmp_path / "one" / "points" / "a.md"
    alone = "### Somebody {#qz}\n- variant-of: qa\n\n> The words that everybody quotes.\n\n"
    file.write_text(alone + file.read_text("utf-8"), "utf-8")
    editor.workspace.reread([file.relative_to(tmp_path)])
    stand_first(editor, "qz")
    assert editor.workspace.quotes["qz"].variant_of is None
    assert editor.workspace.quotes["qa"].variant_of == "qz"
    # Among points the first cut that has one leads.
    assert [one.point for one in TopicRows(editor.workspace, Room.POINTS, "one")] == ["pqa"]


def test_a_filter_finds_a_variant_whose_first_cut_says_something_else(tmp_path: Path) -> None:
    workspace = library(tmp_path, [("qa", "", "for"), ("qb", "qa", "for")])
    rows = TopicRows(workspace, Room.POINTS, "one")
    assert [row.point for row in rows] == ["pqa"]
    assert [row.point for row in rows.matching("claim of qb")] == ["pqb"]
    assert [row.point for row in rows.matching("claim of")] == ["pqa"]


@given(st.lists(st.integers(0, 3), max_size=8), st.integers(0, 8))
def test_unfolded_rows_are_counted_right(more: list[int], size: int) -> None:
    rows = [f"r{number}" for number in range(max(size, len(more)))]
    opened = {at: [f"{rows[at]}.{n}" for n in range(count)] for at, count in enumerate(more)}
    expected = [one for at, row in enumerate(rows) for one in (row, *opened.get(at, ()))]
    unfolded = Unfolded(rows, opened)  # type: ignore[arg-type]
    assert list(unfolded) == expected
    for index, row in enumerate(expected):
        place, under = unfolded.place_of(index)
        assert (rows[place] if under < 0 else opened[place][under]) == row
