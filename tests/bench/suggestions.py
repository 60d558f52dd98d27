"""What suggestions cost beside a library of any size, in processor time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from briefing.model import Library, Point, PointId, Side, Topic, TopicId
from briefing.suggest import Ask, Bearing, Learned, Suggester, decide
from tests.bench.corpus import Corpus
from tests.bench.figures import Figure, spread

T = TypeVar("T")

_GROUP = "Suggestions"
_SIDES = {"for": Side.FOR, "against": Side.AGAINST}
_GOAL = 15.0  # ms


def measure(points: int, passages: int) -> Iterator[Figure]:
    """A passage of a paragraph's length, of this many points; nothing beyond numpy is needed."""
    library = library_of(points)
    with TemporaryDirectory() as folder:
        seconds, suggester = _timed(lambda: Suggester.build(library, cache=Path(folder)))
        yield Figure(_GROUP, f"reading {points:,} points", seconds, "s")
        seconds, _ = _timed(lambda: Suggester.build(library, cache=Path(folder)))
        yield Figure(_GROUP, "the same at the next start", seconds, "s")
    edited = replace(library.points[0], explanation_md="Other words.")
    changed = replace(library, points=(edited, *library.points[1:]))
    seconds, _ = _timed(lambda: Suggester.build(changed, before=suggester))
    yield Figure(_GROUP, "after an edit in a file of 1,000 points", seconds, "s")
    accepted = decide(edited.claim, edited.id, True, Bearing.ANSWERS)
    seconds, _ = _timed(lambda: suggester.with_learned(Learned((accepted,))))
    yield Figure(_GROUP, "learning from a decision", seconds * 1000, "ms")
    some = range(0, points, max(1, points // 200))
    seconds, _ = _timed(lambda: [suggester.matcher.find_near(row) for row in some])
    yield Figure(_GROUP, "neighbours of all points", seconds / len(some) * points, "s")
    asks = [Ask(" ".join(text.split()[:120]), topic, side=Side.FOR) for text, topic in _texts()]
    suggester.suggest(asks[0])
    times = []
    for ask in asks[1 : passages + 1]:
        begin = time.process_time()
        suggester.suggest(ask)
        times.append(time.process_time() - begin)
    yield from spread(_GROUP, f"a passage, {points:,} points", times, _GOAL)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begin = time.process_time()
    made = work()
    return time.process_time() - begin, made


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
