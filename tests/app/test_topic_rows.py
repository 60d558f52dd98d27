"""The lists of a topic: made row by row, filtered as if all rows were there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from briefing.app.navigation import Room
from briefing.app.rows import Row
from briefing.app.topic_rows import MOST_FOUND, TopicRows
from briefing.app.workspace import Workspace
from briefing.library.parts import Part
from briefing.model import Cancelled
from briefing.resources import seeds

TOPIC = "cluster-munitions"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(seeds())


def test_every_value_of_the_topic_has_one_row(workspace: Workspace) -> None:
    library = workspace.library
    rows = TopicRows(workspace, Room.POINTS, TOPIC)
    assert [row.point for row in rows] == [one.id for one in library.points]
    assert len(TopicRows(workspace, Room.QUOTES, TOPIC)) == len(workspace.quotes)
    assert {row.quote for row in TopicRows(workspace, Room.QUOTES, TOPIC)} == set(workspace.quotes)
    sources = TopicRows(workspace, Room.SOURCES, TOPIC)
    assert [row.source for row in sources] == [one.id for one in library.sources]
    assert rows[2:4] == (rows[2], rows[3])
    assert len(TopicRows(workspace, Room.POINTS, "nowhere")) == 0


@pytest.mark.parametrize("room", (Room.POINTS, Room.QUOTES, Room.SOURCES))
def test_the_filter_finds_what_looking_at_every_row_would(workspace: Workspace, room: Room) -> None:
    rows = TopicRows(workspace, room, TOPIC)
    said = {row: _said(room, row) for row in rows}
    chance = random.Random(3)
    words = sorted({word for text in said.values() for word in text.split()})
    queries = [" ".join(chance.sample(words, chance.choice((1, 1, 2)))) for _ in range(120)]
    queries += [word[: chance.randrange(1, len(word) + 1)] for word in chance.sample(words, 60)]
    queries += ["against (humanitarian)", "takes no", "not used", "zzz", "  ", "“the", "july", "ž"]
    for query in queries:
        wanted = [one.strip("“”()[].,:;·—") for one in query.lower().split()]
        expected = [row for row, text in said.items() if all(one in text for one in wanted)]
        fresh = TopicRows(workspace, room, TOPIC).matching(query)
        assert list(fresh) == expected[:MOST_FOUND], query
        assert list(rows.matching(query)) == list(fresh), query  # whatever was looked for before


def _said(room: Room, row: Row) -> str:
    """What a row says, but how many answers, quotations and uses there are."""
    text = "".join(text for text, _ in row.text)
    texts = [
        row.head.removeprefix("No date"),
        row.title[0][0],
        text.removeprefix("Note: ").removeprefix("Caution: "),
    ]
    if room is Room.QUOTES or row.foot == "Not used yet":
        texts.append(row.foot)
    return "\n".join(texts).lower()


def test_a_word_that_grows_letter_by_letter_is_looked_for_in_what_was_found(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = TopicRows(workspace, Room.QUOTES, TOPIC)
    found = rows.matching("lithuania")
    monkeypatch.setattr(Part, "written", None)  # nothing stored is to be read any more
    assert len(rows.matching("lithuania with")) < len(found)
    with pytest.raises(TypeError):
        rows.matching("lithu")


def test_written_otherwise_than_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Capitals of any script, signs that JSON escapes, another point's quotation, no side."""
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    points = (
        '## The «ЄС» said "ÉLAN\\VITAL" and left. {#c1}\n\n- side: for\n\n### Ann {#q1}\n\n'
        "- date: 1999-10-03/1999-11-04\n\n> Straße and so on.\n\n"
        "## Borrows. {#c2}\n\n- evidence: q1\n"
    )
    for name, text in {
        "library.md": "---\nbriefing: 1\ntitle: L\n---\n",
        "t/topic.md": "---\ntitle: T\nmotion: M.\nfor: Pro\n---\n",
        "t/points/a.md": points,
    }.items():
        path = tmp_path / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    Workspace(tmp_path / "library")
    workspace = Workspace.remembered(tmp_path / "library")  # what is stored, not what was just read
    assert workspace is not None

    def found(room: Room, words: str) -> list[str]:
        return [row.goal.id for row in TopicRows(workspace, room, "t").matching(words)]

    assert found(Room.POINTS, "«єс» élan\\vital") == ["c1"]
    assert found(Room.POINTS, "straße ann") == ["c1", "c2"]
    assert found(Room.POINTS, "(pro)") == ["c1"]
    assert found(Room.POINTS, "takes no side") == ["c2"]
    assert found(Room.QUOTES, "3 october–4 november") == ["q1"]
    assert found(Room.QUOTES, "december") == []


def test_a_filter_that_is_not_wanted_any_more_ends(workspace: Workspace) -> None:
    with pytest.raises(Cancelled):
        TopicRows(workspace, Room.POINTS, TOPIC).matching("the", stop=lambda: True)
