"""Claims with their fact checks, the lists of a topic, and cases: what comes besides points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from briefing.importers import Extras
from briefing.library import add_to_lists, save_case, save_claims
from briefing.model import (
    ArticleId,
    Case,
    CaseId,
    CaseItem,
    Claim,
    Event,
    FactCheck,
    Figure,
    Library,
    PointId,
    PointItem,
    Prose,
    SourceId,
    Term,
    TopicId,
)
from briefing.text.references import referenced


@dataclass(frozen=True, slots=True)
class Ids:
    """What the things of a file are called in the library, by their ids in the file."""

    topic: TopicId
    articles: Mapping[str, ArticleId]
    points: Mapping[str, PointId]
    sources: Mapping[str, SourceId]
    in_text: Callable[[str], str]  # Markdown with the ids of sources in it


def new_in(extras: Extras, ids: Ids, library: Library) -> Extras:
    """What is new in the library, under the ids that it will have there."""
    claims = {one.ref for one in library.claims} if extras.claims else set()
    come = (_claim(one, ids) for one in extras.claims if one.article in ids.articles)
    topic = ids.topic
    events = {(one.date, one.text_md) for one in library.timeline if one.topic == topic}
    terms = {one.term.casefold() for one in library.glossary if one.topic == topic}
    figures = {(one.label, one.value) for one in library.figures if one.topic == topic}
    titles = {one.title for one in library.cases}
    return Extras(
        tuple(one for one in come if one.ref not in claims),
        tuple(
            one
            for one in (_event(each, ids) for each in extras.timeline)
            if (one.date, one.text_md) not in events
        ),
        tuple(_term(one, ids) for one in extras.glossary if one.term.casefold() not in terms),
        tuple(_figure(one, ids) for one in extras.figures if (one.label, one.value) not in figures),
        tuple(_case(one, ids) for one in extras.cases if one.title not in titles),
    )


def sources_of(extras: Extras) -> set[str]:
    """The sources that are named."""
    checks = [check for claim in extras.claims for check in claim.checks]
    texts = (
        *(one.note_md for one in extras.claims),
        *(one.text_md for one in checks),
        *(one.text_md for one in extras.timeline),
        *(one.meaning_md for one in extras.glossary),
        *(one.caution for one in extras.figures),
        *(item.text_md for one in extras.cases for item in one.items if isinstance(item, Prose)),
    )
    named = (
        *(one.sources for one in checks),
        *(one.sources for one in extras.timeline),
        *(one.sources for one in extras.figures),
        *(referenced(text) for text in texts),
    )
    return {source for sources in named for source in sources}


def write_extras(library: Library, topic: TopicId, extras: Extras) -> None:
    """Write them into a library that has their articles and points already."""
    for article in dict.fromkeys(one.article for one in extras.claims):
        there = tuple(one for one in library.claims if one.article == article)
        new = tuple(one for one in extras.claims if one.article == article)
        save_claims(library, article, (*there, *new))
    add_to_lists(library.root, topic, extras.timeline, extras.glossary, extras.figures)
    for case in extras.cases:
        save_case(library.root, case)


def _claim(claim: Claim, ids: Ids) -> Claim:
    def elsewhere(ref: str) -> str:
        article, _, name = ref.partition("#")
        return f"{ids.articles.get(article, article)}#{name}"

    return replace(
        claim,
        article=ids.articles[claim.article],
        same_as=tuple(map(elsewhere, claim.same_as)),
        checks=tuple(_check(one, ids) for one in claim.checks),
        note_md=ids.in_text(claim.note_md),
    )


def _check(check: FactCheck, ids: Ids) -> FactCheck:
    return replace(check, text_md=ids.in_text(check.text_md), sources=_named(check.sources, ids))


def _event(event: Event, ids: Ids) -> Event:
    text = ids.in_text(event.text_md)
    return replace(event, topic=ids.topic, text_md=text, sources=_named(event.sources, ids))


def _term(term: Term, ids: Ids) -> Term:
    return replace(term, topic=ids.topic, meaning_md=ids.in_text(term.meaning_md))


def _figure(figure: Figure, ids: Ids) -> Figure:
    caution = ids.in_text(figure.caution)
    return replace(figure, topic=ids.topic, caution=caution, sources=_named(figure.sources, ids))


def _case(case: Case, ids: Ids) -> Case:
    items = tuple(item for one in case.items if (item := _item(one, ids)) is not None)
    return replace(case, id=CaseId(""), topic=ids.topic, items=items, place=None)


def _item(item: CaseItem, ids: Ids) -> CaseItem | None:
    """The item; None for a point that did not come in."""
    if isinstance(item, PointItem):
        return PointItem(ids.points[item.point]) if item.point in ids.points else None
    return replace(item, text_md=ids.in_text(item.text_md)) if isinstance(item, Prose) else item


def _named(sources: tuple[SourceId, ...], ids: Ids) -> tuple[SourceId, ...]:
    return tuple(ids.sources.get(one, one) for one in sources)
