"""What can be handed out at the moment, each with its name, its counts, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.app.exporting.builder import Taste
from briefing.app.exporting.documents import (
    Found,
    article_document,
    case_document,
    found_document,
    points_document,
    quotes_document,
    topic_document,
)
from briefing.app.workspace import Workspace
from briefing.exporters import Document, LibraryFile
from briefing.model import (
    Article,
    Case,
    Evidence,
    Point,
    PointItem,
    SystemTrouble,
    Topic,
    UserError,
)
from briefing.text.words import counted, dotted

if TYPE_CHECKING:
    from briefing.index import Hit


@dataclass(frozen=True, slots=True)
class Offer:
    """What the user is looking at. `where` says beside what the points stand."""

    point: Point | None = None
    points: tuple[Point, ...] = ()
    where: str = ""
    article: Article | None = None
    found: tuple[Found, ...] = ()
    query: str = ""
    case: Case | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to hand out. `count` tells how much it is; `is_topic` whether it can be a pack."""

    kind: str  # "point", "points", "article", "search", "case", "topic", "quotation"
    words: str
    name: str  # what the file is called
    count: str
    make: Callable[[Taste], Document]
    is_topic: bool = False


def subjects(workspace: Workspace, offer: Offer) -> list[Subject]:
    """All that can be handed out of what the user is looking at: what one made comes first."""
    return list(_subjects(workspace, offer))


def _subjects(workspace: Workspace, offer: Offer) -> Iterator[Subject]:
    if offer.case is not None:
        yield case_subject(workspace, offer.case)
    if offer.article is not None:
        yield article_subject(workspace, offer.article)
    if len(offer.points) > 1 or (offer.points and offer.point is None):
        yield points_subject(workspace, offer.points, offer.where)
    if offer.point is not None:
        yield point_subject(workspace, offer.point)
    if offer.found:
        yield found_subject(workspace, offer.found, offer.query)
    if offer.topic is not None:
        yield topic_subject(workspace, offer.topic)


def point_subject(workspace: Workspace, point: Point) -> Subject:
    """One point with its evidence."""
    return Subject(
        "point",
        f"This point: {point.claim}",
        point.claim,
        _count(workspace, (point,)),
        lambda taste: points_document(workspace.library, [point], point.claim, taste),
    )


def points_subject(workspace: Workspace, points: tuple[Point, ...], where: str) -> Subject:
    """Points that stand together somewhere."""
    title = f"Points: {where}" if where else "Points"
    return Subject(
        "points",
        f"The {counted(len(points), 'point')} shown ({where or 'points pane'})",
        title,
        _count(workspace, points),
        lambda taste: points_document(workspace.library, points, title, taste),
    )


def article_subject(workspace: Workspace, article: Article) -> Subject:
    """An article with the points beside its passages."""

    def make(taste: Taste) -> Document:
        reading = workspace.read(article.id)
        if reading is None:
            raise UserError(f"“{article.title}” is not in this library any more.")
        return article_document(workspace.library, reading, taste)

    return Subject(
        "article",
        f"This article with its points: {article.title}",
        article.title,
        _count(workspace, _beside(workspace, article)),
        make,
    )


def _beside(workspace: Workspace, article: Article) -> tuple[Point, ...]:
    reading = workspace.read(article.id)
    if reading is None:
        return ()
    found = {one.point.id: one.point for place in reading.passages for one in place.seen}
    return (*found.values(), *(point for lost in reading.lost for point in lost.points))


def found_subject(workspace: Workspace, found: tuple[Found, ...], query: str) -> Subject:
    """What a search found."""
    title = f"Search: {query}" if query else "Search results"
    return Subject(
        "search",
        f"The {counted(len(found), 'search result')} for “{query}”",
        title,
        counted(len(found), "result"),
        lambda taste: found_document(workspace.library, found, title, taste),
    )


def case_subject(workspace: Workspace, case: Case) -> Subject:
    """A case with its own words and its points."""
    placed = [item.point for item in case.items if isinstance(item, PointItem)]
    points = tuple(workspace.points[one] for one in placed if one in workspace.points)
    return Subject(
        "case",
        f"This case: {case.title}",
        case.title,
        _count(workspace, points),
        lambda taste: case_document(workspace.library, case, taste),
    )


def quotation_subject(workspace: Workspace, quote: Evidence) -> Subject:
    """One quotation without its point."""
    return Subject(
        "quotation",
        f"This quotation: {quote.speaker}",
        quote.speaker or "Quotation",
        counted(1, "quotation"),
        lambda taste: quotes_document(
            workspace.library, [quote], quote.speaker or "Quotation", taste
        ),
    )


def topic_subject(workspace: Workspace, topic: Topic) -> Subject:
    """Everything on a motion."""
    library = workspace.library

    def make(taste: Taste) -> Document:
        articles = (one.id for one in library.articles if one.topic == topic.id)
        readings = [one for one in map(workspace.read, articles) if one is not None]
        document = topic_document(workspace.library, topic, readings, taste)
        return replace(document, files=tuple(topic_files(workspace, topic)))

    return Subject(
        "topic",
        f"The whole topic: {topic.title}",
        topic.title,
        _count_topic(workspace, topic),
        make,
        is_topic=True,
    )


def _count_topic(workspace: Workspace, topic: Topic) -> str:
    """How much a topic is; of a large library with several topics that would take too long."""
    library = workspace.library
    if len(library.points) > _MANY:
        return counted(len(library.points), "point") if len(library.topics) == 1 else ""
    articles = sum(one.topic == topic.id for one in library.articles)
    points = tuple(one for one in library.points if one.topic == topic.id)
    return f"{counted(articles, 'article')} · {_count(workspace, points)}"


def _count(workspace: Workspace, points: tuple[Point, ...]) -> str:
    unique = {one.id: one for one in points}
    quotes = {each.id for one in unique.values() for each in workspace.evidence_of(one)}
    return dotted(counted(len(unique), "point"), counted(len(quotes), "quotation"))


def topic_files(workspace: Workspace, topic: Topic) -> Iterator[LibraryFile]:
    """The files of a topic and of its cases as they are on disk, in order of their paths."""
    root = workspace.root
    folder = root / topic.id
    wanted = [folder / name for name in _RIGHT_IN_TOPIC]
    wanted += [path for name in ("articles", "points") for path in (folder / name).glob("*.md")]
    wanted += [
        root / case.place.path
        for case in workspace.library.cases
        if case.topic == topic.id and case.place is not None
    ]
    for path in sorted(wanted):
        relative = path.relative_to(root).as_posix()
        if any(part[0] in ".~" for part in Path(relative).parts) or not path.is_file():
            continue
        try:
            yield LibraryFile(relative, path.read_bytes())
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise SystemTrouble(f"{path} cannot be read: {reason}.") from error


# Points that are gone through at once while a dialog opens.
_MANY = 3_000
_RIGHT_IN_TOPIC = ("topic.md", "sources.json", "timeline.md", "glossary.md", "figures.md")


def hits(found: Iterable[Hit]) -> tuple[Found, ...]:
    """Hits of the index as search results to hand out."""
    return tuple(
        Found(
            hit.entry.kind.value,
            hit.entry.id,
            hit.entry.text or hit.entry.title,
            hit.entry.context,
        )
        for hit in found
    )
