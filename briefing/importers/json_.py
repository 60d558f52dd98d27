"""Our own JSON (docs/json-format.md): points, quotations, sources, articles."""

from __future__ import annotations

from dataclasses import replace

from briefing.importers.base import Group, Imported, Intake, Options
from briefing.importers.csl_json import parsed
from briefing.importers.decoding import decode
from briefing.model import (
    Article,
    Claim,
    ClaimTarget,
    Library,
    Link,
    PassageTarget,
    Point,
    PointId,
    PointTarget,
    TopicId,
    UserError,
)
from briefing.text.json_values import Unreadable, library_from_json


def read(data: bytes, name: str, options: Options) -> Intake:
    """What the file holds; UserError says where it departs from the format."""
    text, notices = decode(data, name, options.encoding)
    try:
        library = library_from_json(parsed(text, name))
    except Unreadable as trouble:
        raise UserError(
            f"“{name}” cannot be read: {trouble}. Export it again, with an up-to-date version."
        ) from trouble
    places = {claim.ref: claim for claim in library.claims}
    known = {point.id for point in library.points}
    points = [_point(point, places, known) for point in library.points]
    topic = library.topics[0] if len(library.topics) == 1 else None
    return Intake(
        articles=tuple(_article(article, library) for article in library.articles),
        groups=_groups(points),
        quotes=tuple(replace(one, topic=TopicId("")) for one in library.quotes),
        sources=tuple(replace(one, topic=TopicId("")) for one in library.sources),
        title=topic.title if topic else "",
        motion=topic.motion if topic else "",
        notices=notices + tuple(_left(library)),
    )


def _groups(points: list[Point]) -> tuple[Group, ...]:
    """Neighbours of one theme stand together."""
    groups: list[tuple[str, list[Point]]] = []
    for point in points:
        if not groups or groups[-1][0] != point.theme:
            groups.append((point.theme, []))
        groups[-1][1].append(point)
    return tuple(Group((theme,) if theme else (), tuple(those)) for theme, those in groups)


def _point(point: Point, places: dict[str, Claim], known: set[PointId]) -> Point:
    """The point without what only its old library can say."""
    links = []
    for link in point.links:
        target = link.target
        if isinstance(target, PointTarget) and target.point not in known:
            continue
        if isinstance(target, ClaimTarget):
            claim = places.get(f"{target.article}#{target.claim}")
            if claim is None or claim.passage is None:
                continue
            link = Link(link.relation, PassageTarget(target.article, claim.passage))
        links.append(link)
    own = tuple(replace(one, topic=TopicId("")) for one in point.evidence)
    return replace(point, topic=TopicId(""), evidence=own, links=tuple(links))


def _article(article: Article, library: Library) -> Imported:
    return Imported(
        article.title,
        article.text_md,
        article.authors,
        article.venue,
        article.date,
        article.url,
        id=article.id,
        source=article.source,
        note=article.note,
    )


def _left(library: Library) -> list[str]:
    """What this way does not bring: a pack does."""
    said = []
    if any(claim.checks for claim in library.claims):
        said.append("Fact checks are not taken over from JSON: hand out a pack for that.")
    if library.timeline or library.glossary or library.figures or library.cases:
        said.append(
            "Timeline, glossary, figures and cases are not taken over from JSON: hand out a pack."
        )
    return said
