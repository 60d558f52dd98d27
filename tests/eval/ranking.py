"""The product's suggestions over the texts of a folder: each text is a point without a side."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from briefing.model import Library, Point, PointId, Progress, Topic, TopicId
from briefing.suggest import Ask, Suggester, find_neighbours
from briefing.suggest.suggester import Ranked
from tests.eval.data import Row, Run

_TOPIC = TopicId("judged")
# Weight of the bearing against relevance, chosen on groups that are not reported on.
BEARING = 0.15
BEARING_READ = 2.0  # the same where texts are read together
DEPTH = 100


def suggester_of(rows: Sequence[Row], model: str) -> Suggester:
    """A library of these texts; `model` is "default" or "semantic"."""
    points = tuple(Point(PointId(row["_id"]), _TOPIC, row["text"]) for row in rows)
    topics = (Topic(_TOPIC, "Judged", "", ("", "")),)
    made = Suggester.build(Library(Path("/nowhere"), topics=topics, points=points))
    find_neighbours(made.matcher, progress=_tell("neighbours"))
    if model == "semantic":
        made = made.with_meaning(progress=_tell("meanings"))
    return made


def _tell(what: str) -> Progress:
    def tell(done: int, of: int) -> None:
        if done % 500 == 0 or done == of:
            print(f"\r  {what}: {done} of {of}    ", end="", file=sys.stderr, flush=True)
        if done == of:
            print(file=sys.stderr)

    return tell


def rank(made: Suggester, queries: Sequence[Row]) -> dict[str, tuple[Ranked, ...]]:
    """What is found for each query; its own text, known as `doc`, is left out."""
    found = {}
    tell = _tell("queries")
    for count, query in enumerate(queries, 1):
        own = frozenset({PointId(query["doc"])}) if "doc" in query else frozenset()
        found[query["_id"]] = made.rank(Ask(query["text"], _TOPIC, without=own), DEPTH)
        tell(count, len(queries))
    return found


def run_of(name: str, ranked: dict[str, tuple[Ranked, ...]], bearing: float) -> Run:
    """A run: relevance plus so much of the log odds that a text answers the query."""
    return _run(name, ranked, lambda row: row.relevance + bearing * row.odds)


def run_of_own(name: str, ranked: dict[str, tuple[Ranked, ...]]) -> Run:
    """A run by each text's own relevance, without what those like it share."""
    return _run(name, ranked, lambda row: row.own)


def _run(name: str, ranked: dict[str, tuple[Ranked, ...]], score: Callable[[Ranked], float]) -> Run:
    found = {}
    for query, rows in ranked.items():
        scored = [(row.point, score(row)) for row in rows]
        found[query] = sorted(scored, key=lambda one: (-one[1], one[0]))
    return Run(name, found)
