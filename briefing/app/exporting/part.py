"""The part of a library that is handed out: what was chosen, and what that refers to."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.model import (
    Article,
    Case,
    Claim,
    Evidence,
    Library,
    Point,
    Prose,
    Source,
    SourceId,
    Topic,
    TopicId,
)
from briefing.text.references import referenced


def part_of(
    library: Library,
    *,
    topics: Iterable[Topic] = (),
    articles: Iterable[Article] = (),
    points: Iterable[Point] = (),
    quotes: Iterable[Evidence] = (),
    cases: Iterable[Case] = (),
    sources: Iterable[Source] = (),
    whole: TopicId | None = None,
) -> Library:
    """A library of these values, with the claims of the articles and all sources they name.

    Evidence that a chosen point borrows stands among the quotations. With `whole`, everything of
    that topic is in it, whatever else is chosen.
    """
    if whole is not None:
        return _whole(library, whole)
    chosen_points, chosen_articles = _ids(points), _ids(articles)
    own = {
        one.id for point in library.points if point.id in chosen_points for one in point.evidence
    }
    loose = {one.id: one for one in quotes if one.id not in own}
    kept = tuple(one for one in library.points if one.id in chosen_points)
    texts = tuple(one for one in library.articles if one.id in chosen_articles)
    claims = tuple(one for one in library.claims if one.article in chosen_articles)
    of = {one.topic for one in kept} | {one.topic for one in texts} | _ids(topics)
    of |= {one.topic for one in loose.values()}
    placed = tuple(cases)
    named = _sources_of(kept, texts, claims, tuple(loose.values()), placed) | _ids(sources)
    return Library(
        library.root,
        library.title,
        topics=tuple(one for one in library.topics if one.id in of),
        articles=texts,
        claims=claims,
        points=kept,
        quotes=tuple(loose.values()),
        sources=tuple(one for one in library.sources if one.id in named),
        cases=placed,
    )


def _whole(library: Library, topic: TopicId) -> Library:
    articles = tuple(one for one in library.articles if one.topic == topic)
    texts = {one.id for one in articles}
    return Library(
        library.root,
        library.title,
        topics=tuple(one for one in library.topics if one.id == topic),
        articles=articles,
        claims=tuple(one for one in library.claims if one.article in texts),
        points=tuple(one for one in library.points if one.topic == topic),
        quotes=tuple(one for one in library.quotes if one.topic == topic),
        sources=tuple(one for one in library.sources if one.topic == topic),
        timeline=tuple(one for one in library.timeline if one.topic == topic),
        glossary=tuple(one for one in library.glossary if one.topic == topic),
        figures=tuple(one for one in library.figures if one.topic == topic),
        cases=tuple(one for one in library.cases if one.topic == topic),
    )


def _ids(values: Iterable[Point | Article | Topic | Source]) -> set[str]:
    return {one.id for one in values}


def _sources_of(
    points: tuple[Point, ...],
    articles: tuple[Article, ...],
    claims: tuple[Claim, ...],
    quotes: tuple[Evidence, ...],
    cases: Iterable[Case],
) -> set[str]:
    found: set[SourceId | None] = {one.source for one in articles}
    texts = [one.text_md for one in articles]
    for point in points:
        found.update(point.sources)
        texts.append(point.explanation_md)
    for evidence in (*quotes, *(one for point in points for one in point.evidence)):
        found.add(evidence.source)
        texts.append(evidence.note_md)
    for claim in claims:
        texts.append(claim.note_md)
        for check in claim.checks:
            found.update(check.sources)
            texts.append(check.text_md)
    for case in cases:
        texts += (item.text_md for item in case.items if isinstance(item, Prose))
    return {one for one in found if one} | {one for text in texts for one in referenced(text)}
