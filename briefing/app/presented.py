"""What can be presented: an article's passages, the rows of a case, the two sides of a topic."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from briefing.app.case_rows import case_rows
from briefing.app.presenting import (
    Show,
    ShowPassage,
    ShowPoint,
    Step,
    Stop,
    make_stop,
    opened_steps,
    start_show,
)
from briefing.app.reading import Beside, Reading, Seen
from briefing.model import Article, ArticleId, Side, TopicId, UserError
from briefing.text.passages import Passage

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace
    from briefing.model import Case, Point, Topic

Value = TypeVar("Value")
MOST_POINTS = 300  # of a topic; nobody shows a class more


@dataclass(frozen=True, slots=True)
class Material:
    """An article that is presented, and what all that is presented has.

    `reading` are its passages; what is no article makes passages of its own.
    """

    reading: Reading

    def show(self, workspace: Workspace, index: int, exact: bool = False) -> Show:
        """A show that begins at passage `index`; see `start_show`."""
        return start_show(workspace, self.reading, index, exact)

    def again(self, workspace: Workspace) -> Material | None:
        """The same as the library has it now; None if it is gone, or has nothing to show."""
        reading = workspace.read(self.reading.article.id)
        return None if reading is None or not reading.passages else Material(reading)

    def where(self, show: Show) -> str:
        """Where a show of it stands."""
        return f"Passage {show.passage + 1} of {len(self.reading.passages)}"


@dataclass(frozen=True, slots=True)
class Staged(Material):
    """What is no article: its stops are made beforehand. `noun` is what one of them is called."""

    stops: tuple[Stop, ...]
    noun: str

    def show(self, workspace: Workspace, index: int, exact: bool = False) -> Show:
        """A show that begins at the stop of passage `index`, or at the next one."""
        places = [stop.index for stop in self.stops]
        return Show(self.stops, min(bisect_left(places, index), len(places) - 1))

    def where(self, show: Show) -> str:
        """Where a show of it stands."""
        return f"{self.noun} {show.stop + 1} of {len(self.stops)}"


def _made(
    make: Callable[[Workspace, Value], Staged], workspace: Workspace, value: Value
) -> Staged | None:
    """What is made of a case or topic; None if there is nothing to show of it any more."""
    try:
        return make(workspace, value)
    except UserError:
        return None


# -- cases ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StagedCase(Staged):
    """A case: each heading, each text and each point is a stop; its passages are the rows."""

    case: Case

    def again(self, workspace: Workspace) -> Material | None:
        """The case as it is saved now."""
        if workspace.is_glimpse:
            return self
        case = workspace.cases.get(self.case.id)
        return None if case is None else _made(case_material, workspace, case)


def case_material(workspace: Workspace, case: Case) -> StagedCase:
    """A case to be presented row by row; UserError if it has none."""
    rows = case_rows(workspace, case, 1)
    passages = tuple(
        Beside(Passage(index, "heading" if row.level else "paragraph", row.level, row.text))
        for index, row in enumerate(rows)
    )
    stops = []
    for row, beside in zip(rows, passages, strict=True):
        steps: tuple[Step, ...] = (ShowPassage(),)
        if row.kind == "point":
            seen = Seen(workspace.points[row.point], None)
            steps = (ShowPoint(seen), *opened_steps(workspace, seen))
        if row.kind != "lost":
            stops.append(Stop(beside, steps))
    if not stops:
        raise UserError("This case is empty. Add points to it first, with + on their cards.")
    reading = Reading(_titled(case.title, case.topic), passages)
    return StagedCase(reading, tuple(stops), "Part", case)


# -- topics ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StagedTopic(Staged):
    """A topic: the motion, then the points of both sides, theme by theme."""

    topic: Topic

    def again(self, workspace: Workspace) -> Material | None:
        """The topic as the library has it now."""
        if workspace.is_glimpse:
            return self
        topic = workspace.topics.get(self.topic.id)
        return None if topic is None else _made(topic_material, workspace, topic)


def topic_material(workspace: Workspace, topic: Topic) -> StagedTopic:
    """A topic's two sides to be presented; UserError if it has no points, or far too many."""
    count = workspace.counts.of("points", topic.id)
    if not count:
        raise UserError("This topic has no points yet. Its articles can be presented.")
    if count > MOST_POINTS:
        raise UserError(
            f"This topic has {count:,} points, too many to show one by one. Put those that you "
            "want to show into a case, and present that."
        )
    by_theme: dict[str, list[Point]] = {theme: [] for theme in topic.themes}
    for part in workspace.catalogue.parts:
        if part.topic == topic.id and part.count("points"):
            for point in part.values("points"):
                by_theme.setdefault(point.theme, []).append(point)
    by_theme[""] = by_theme.pop("", [])  # last
    passages = [Beside(Passage(0, "heading", 1, topic.motion))]
    for theme, points in by_theme.items():
        if points:
            words = theme[:1].upper() + theme[1:] or ("Other points" if topic.themes else "Points")
            passage = Passage(len(passages), "heading", 2, words)
            passages.append(Beside(passage, _in_turn(points)))
    stops = tuple(make_stop(workspace, beside) for beside in passages)
    reading = Reading(_titled(topic.title, topic.id), tuple(passages))
    return StagedTopic(reading, stops, "Part", topic)


def _in_turn(points: Iterable[Point]) -> tuple[Seen, ...]:
    """The points of both sides in turn, so that neither has the first word all along."""
    sides: dict[Side | None, list[Point]] = {Side.FOR: [], Side.AGAINST: [], None: []}
    for point in points:
        sides[point.side].append(point)
    neither = sides.pop(None)
    pairs = zip_longest(*sides.values())
    ordered = [point for pair in pairs for point in pair if point is not None]
    return tuple(Seen(point, None) for point in (*ordered, *neither))


def _titled(title: str, topic: str | None) -> Article:
    """What stands for the article where there is none: a title, and whose sides are meant."""
    return replace(Article(ArticleId(""), TopicId(topic or ""), ""), title=title)
