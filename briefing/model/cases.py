"""What the user adds of their own: notes, and cases (outlines of points for a speech)."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.model.ids import ArticleId, CaseId, NoteId, PointId, TopicId
from briefing.model.values import Place, Selector, Side


@dataclass(frozen=True, slots=True)
class Note:
    """The user's own remark on a passage of an article."""

    id: NoteId
    article: ArticleId
    passage: Selector
    text_md: str
    date: str = ""  # when it was written, ISO 8601
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A case item: the user's own heading."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Prose:
    """A case item: the user's own sentences, in Markdown."""

    text_md: str


@dataclass(frozen=True, slots=True)
class PointItem:
    """A case item: a point of the library, by reference."""

    point: PointId


CaseItem = Heading | Prose | PointItem


@dataclass(frozen=True, slots=True)
class Case:
    """An ordered outline of points for one speech or one side."""

    id: CaseId
    title: str
    topic: TopicId | None = None
    side: Side | None = None
    items: tuple[CaseItem, ...] = ()
    place: Place | None = field(default=None, compare=False)
