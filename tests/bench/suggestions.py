"""How long one passage takes to be answered beside a library of any size, in processor time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from briefing.model import Library, Point, PointId, Side, Topic, TopicId
from briefing.suggest import Ask, Suggester
from tests.bench.corpus import Corpus
from tests.bench.figures import Figure, spread

_GROUP = "Suggestions"
_SIDES = {"for": Side.FOR, "against": Side.AGAINST}
_GOAL = 15.0  # ms


def measure(points: int, passages: int) -> Iterator[Figure]:
    """A passage of a paragraph's length, of this many points; nothing beyond numpy is needed."""
    library = library_of(points)
    begin = time.process_time()
    suggester = Suggester.build(library)
    yield Figure(_GROUP, f"reading {points:,} points", time.process_time() - begin, "s")
    asks = [Ask(" ".join(text.split()[:120]), topic, side=Side.FOR) for text, topic in _texts()]
    suggester.suggest(asks[0])
    times = []
    for ask in asks[1 : passages + 1]:
        begin = time.process_time()
        suggester.suggest(ask)
        times.append(time.process_time() - begin)
    yield from spread(_GROUP, f"a passage, {points:,} points", times, _GOAL)


def library_of(points: int) -> Library:
    """The corpus of the engine's benchmark as the points of a library."""
    made = tuple(
        Point(
            PointId(entry.id),
            TopicId(entry.topic),
            entry.title,
            _SIDES.get(entry.side),
            theme=entry.theme,
            explanation_md=entry.text,
        )
        for entry in Corpus(points)
    )
    names = sorted({point.topic for point in made})
    topics = tuple(Topic(one, one, "", ("", "")) for one in names)
    return Library(Path("/nowhere"), topics=topics, points=made)


def _texts() -> Iterator[tuple[str, TopicId]]:
    """Passages that are not among the points."""
    for entry in Corpus(200, seed=8):
        yield entry.text, TopicId(entry.topic)
