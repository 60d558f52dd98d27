"""The lists of a topic: made row by row, filtered as if all rows were there."""

from __future__ import annotations

import random

import pytest

from briefing.app.navigation import Room
from briefing.app.topic_rows import MOST_FOUND, TopicRows
from briefing.app.workspace import Workspace
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
    spoken = {row: row.spoken().casefold() for row in rows}
    chance = random.Random(3)
    words = sorted({word for text in spoken.values() for word in text.split()})
    queries = [" ".join(chance.sample(words, chance.choice((1, 1, 2)))) for _ in range(120)]
    queries += [word[: chance.randrange(1, len(word) + 1)] for word in chance.sample(words, 60)]
    queries += ["against (humanitarian)", "2 quotations", "no answers", "zzz", "  ", "“the", "july"]
    for query in queries:
        wanted = query.casefold().split()
        expected = [row for row, text in spoken.items() if all(one in text for one in wanted)]
        assert list(rows.matching(query)) == expected[:MOST_FOUND], query


def test_a_filter_that_is_not_wanted_any_more_ends(workspace: Workspace) -> None:
    with pytest.raises(Cancelled):
        TopicRows(workspace, Room.POINTS, TOPIC).matching("the", stop=lambda: True)
