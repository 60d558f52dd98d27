"""Making a case: each operation returns a new case; and how long a case takes to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from briefing.model import (
    Case,
    CaseItem,
    Evidence,
    Heading,
    Mark,
    Point,
    PointId,
    PointItem,
    Prose,
    Side,
    UserError,
)
from briefing.text.marking import spoken_parts
from briefing.text.passages import to_plain
from briefing.text.words import count_words, reading_time

# -- changing -------------------------------------------------------------------------------------


def insert(case: Case, item: CaseItem, after: int | None = None) -> Case:
    """The case with `item` behind item number `after` (-1: first); without it, at the end."""
    place = len(case.items) if after is None else after + 1
    if not 0 <= place <= len(case.items):
        raise IndexError(f"a case of {len(case.items)} items has no place after {after}")
    return replace(case, items=(*case.items[:place], item, *case.items[place:]))


def add_point(case: Case, point: PointId, after: int | None = None) -> Case:
    """The case with a point; a point may stand in it only once."""
    if holds(case, point):
        raise UserError(
            f"“{case.title}” already holds this point. Move it if it should stand elsewhere."
        )
    return insert(case, PointItem(point), after)


def holds(case: Case, point: PointId) -> bool:
    """Whether the case holds the point."""
    return PointItem(point) in case.items


def remove(case: Case, index: int) -> Case:
    """The case without item number `index`."""
    _check(case, index)
    return replace(case, items=case.items[:index] + case.items[index + 1 :])


def move(case: Case, index: int, to: int) -> Case:
    """The case with item number `index` moved so that it becomes number `to`."""
    _check(case, index)
    _check(case, to)
    items = list(case.items)
    items.insert(to, items.pop(index))
    return replace(case, items=tuple(items))


def edit(case: Case, index: int, item: CaseItem) -> Case:
    """The case with item number `index` replaced."""
    _check(case, index)
    return replace(case, items=(*case.items[:index], item, *case.items[index + 1 :]))


def rename(case: Case, title: str) -> Case:
    """The case under another title."""
    title = " ".join(title.split())
    if not title:
        raise UserError("A case needs a title.")
    return replace(case, title=title)


def _check(case: Case, index: int) -> None:
    if not 0 <= index < len(case.items):
        raise IndexError(f"a case of {len(case.items)} items has no item {index}")


# -- speaking time --------------------------------------------------------------------------------


def spoken_quote(quote: str, marks: Iterable[Mark]) -> str:
    """The words of a quotation that are read aloud: the highlighted ones, or all if none are."""
    return " ".join(spoken_parts(quote, marks))


def item_words(
    item: CaseItem,
    points: Mapping[str, Point],
    quotes: Mapping[str, Evidence] | None = None,
) -> int:
    """How many words of one item are said; none for a point that is not in the library."""
    if isinstance(item, Heading):
        return count_words(item.text)
    if isinstance(item, Prose):
        return count_words(to_plain(item.text_md))
    point = points.get(item.point)
    if point is None:
        return 0
    evidence = point.evidence_with(quotes or {})
    said = sum(count_words(spoken_quote(one.quote, one.marks)) for one in evidence)
    return count_words(point.claim) + said


# -- outline --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One row of the case pane."""

    index: int
    kind: str  # "heading", "prose", "point", "lost" for a point that is not in the library
    text: str
    level: int = 0  # of a heading; other rows stand under the heading before them
    side: Side | None = None
    point: PointId | None = None
    words: int = 0


@dataclass(frozen=True, slots=True)
class CaseOutline:
    """A case as its pane shows it."""

    title: str
    rows: tuple[OutlineRow, ...]
    words: int

    def seconds(self, words_per_minute: int) -> int:
        """How long the case takes to say."""
        return reading_time(self.words, words_per_minute)


def outline(
    case: Case, points: Mapping[str, Point], quotes: Mapping[str, Evidence] | None = None
) -> CaseOutline:
    """The rows of a case, each with its words."""
    rows = []
    for index, item in enumerate(case.items):
        words = item_words(item, points, quotes)
        if isinstance(item, Heading):
            rows.append(OutlineRow(index, "heading", item.text, level=item.level, words=words))
        elif isinstance(item, Prose):
            text = " ".join(to_plain(item.text_md).split())
            rows.append(OutlineRow(index, "prose", text, words=words))
        elif (point := points.get(item.point)) is not None:
            rows.append(
                OutlineRow(
                    index, "point", point.claim, side=point.side, point=point.id, words=words
                )
            )
        else:
            lost = f"“{item.point}” is not in this library"
            rows.append(OutlineRow(index, "lost", lost, point=item.point))
    return CaseOutline(case.title, tuple(rows), sum(row.words for row in rows))
