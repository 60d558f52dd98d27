"""Our own JSON (docs/json-format.md): points, quotations, sources, articles."""

from __future__ import annotations

from dataclasses import replace

from briefing.importers.base import Extras, Group, Imported, Intake, Options
from briefing.importers.csl_json import parsed
from briefing.importers.decoding import decode
from briefing.model import (
    Article,
    ArticleId,
    Claim,
    ClaimTarget,
    Link,
    PassageTarget,
    Point,
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
    articles = {one.id for one in library.articles}
    points = [_point(point, places, articles) for point in library.points]
    topic = library.topics[0] if len(library.topics) == 1 else None
    return Intake(
        articles=tuple(map(_article, library.articles)),
        groups=_groups(points),
        quotes=tuple(replace(one, topic=TopicId("")) for one in library.quotes),
        sources=tuple(replace(one, topic=TopicId("")) for one in library.sources),
        title=topic.title if topic else "",
        motion=topic.motion if topic else "",
        notices=notices,
        extras=Extras(
            tuple(library.claims),
            tuple(replace(one, topic=TopicId("")) for one in library.timeline),
            tuple(replace(one, topic=TopicId("")) for one in library.glossary),
            tuple(replace(one, topic=TopicId("")) for one in library.figures),
            tuple(library.cases),
        ),
    )


def _groups(points: list[Point]) -> tuple[Group, ...]:
    """Neighbours of one theme stand together."""
    groups: list[tuple[str, list[Point]]] = []
    for point in points:
        if not groups or groups[-1][0] != point.theme:
            groups.append((point.theme, []))
        groups[-1][1].append(point)
    return tuple(Group((theme,) if theme else (), tuple(those)) for theme, those in groups)


def _point(point: Point, places: dict[str, Claim], articles: set[ArticleId]) -> Point:
    """The point; a claim of an article that is not in the file is named by its passage."""
    links = []
    for link in point.links:
        target = link.target
        if isinstance(target, ClaimTarget) and target.article not in articles:
            claim = places.get(target.ref)
            if claim is not None and claim.passage is not None:
                link = Link(link.relation, PassageTarget(target.article, claim.passage))
        links.append(link)
    own = tuple(replace(one, topic=TopicId("")) for one in point.evidence)
    return replace(point, topic=TopicId(""), evidence=own, links=tuple(links))


def _article(article: Article) -> Imported:
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
