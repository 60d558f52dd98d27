"""What of a library can be found, and as what: each value as entries of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.app.link_marks import LinkMarks
from briefing.app.reading import claims_for
from briefing.index import Entry, Kind
from briefing.model import (
    Article,
    Claim,
    Event,
    Evidence,
    Figure,
    Library,
    Point,
    Source,
    SourceId,
    Term,
)
from briefing.text.anchors import find
from briefing.text.citations import names
from briefing.text.dates import day_first, year_of
from briefing.text.passages import passages, to_plain
from briefing.text.words import dotted

BETWEEN_SOURCES = " \n "
_SOME = 100  # points, articles


def entries(library: Library, linking: Iterable[Point] = ()) -> Iterator[Entry]:
    """Everything of a library that can be found. `linking` are points elsewhere that link to it."""
    catalogue = _Catalogue(library, linking)
    for point in library.points:
        yield catalogue.point(point)
        for evidence in point.evidence:
            yield catalogue.quote(evidence, point)
    for evidence in library.quotes:
        yield catalogue.quote(evidence, None)
    for article in library.articles:
        yield catalogue.article(article)
        yield from catalogue.passages(article)
    for source in library.sources:
        yield catalogue.source(source)
    for number, term in enumerate(library.glossary, 1):
        yield _term(term, number)
    for number, event in enumerate(library.timeline, 1):
        yield catalogue.event(event, number)
    for number, figure in enumerate(library.figures, 1):
        yield catalogue.figure(figure, number)


def how_many(library: Library) -> int:
    """About how many entries a library has: what values hold is counted in some of them."""
    points, articles = library.points, library.articles
    some = points[:: max(1, len(points) // _SOME)]
    read = articles[:: max(1, len(articles) // _SOME)]
    per_point = 1 + sum(len(point.evidence) for point in some) / max(1, len(some))
    per_article = 1 + sum(len(passages(one.text_md)) for one in read) / max(1, len(read))
    kept = (library.quotes, library.sources, library.glossary, library.timeline, library.figures)
    return round(per_point * len(points) + per_article * len(articles)) + sum(map(len, kept))


class _Catalogue:
    """Look-ups that several kinds of entries need.

    What topics and their sides are called stands in no entry: a topic of 100,000 points may get
    other names, and nothing has to be indexed anew.
    """

    def __init__(self, library: Library, linking: Iterable[Point]) -> None:
        self._sources: dict[str, Source] = {one.id: one for one in library.sources}
        self._claims: dict[str, list[Claim]] = {}
        self._links = LinkMarks(library, linking)
        for claim in library.claims:
            self._claims.setdefault(claim.article, []).append(claim)

    def _published(self, ids: Iterable[SourceId]) -> str:
        found = (self._sources[one] for one in ids if one in self._sources)
        return BETWEEN_SOURCES.join(_where(source) for source in found)

    def point(self, point: Point) -> Entry:
        """A claim with its explanation."""
        return Entry(
            kind=Kind.POINT,
            id=point.id,
            topic=point.topic,
            title=point.claim,
            text=to_plain(point.explanation_md),
            notes=_lines(point.strength, point.caution),
            source=self._published(point.sources),
            side=point.side.value if point.side else "",
            theme=point.theme,
            year=year_of(point.as_of),
            date=point.as_of,
            flags=(
                *_flags(
                    quote=bool(point.evidence or point.also),
                    caution=bool(point.caution),
                    sourced=bool(point.sources),
                ),
                *self._links.of_point(point),
            ),
        )

    def quote(self, evidence: Evidence, point: Point | None) -> Entry:
        """A quotation. It takes side and theme from its point."""
        source = self._sources.get(evidence.source) if evidence.source else None
        date = evidence.date or (source.date if source else "")
        side = point.side if point else None
        topic = evidence.topic or (point.topic if point else "")
        return Entry(
            kind=Kind.QUOTE,
            id=evidence.id,
            topic=topic,
            title=evidence.speaker,
            text=evidence.quote,
            notes=_lines(
                evidence.occasion, evidence.label, evidence.caution, to_plain(evidence.note_md)
            ),
            context=point.claim if point else "",
            speaker=evidence.speaker,
            role=evidence.role,
            authors=_authors(source) if source else "",
            source=_where(source) if source else "",
            side=side.value if side else "",
            theme=point.theme if point else "",
            year=year_of(date),
            date=date,
            flags=_flags(
                quote=True,
                caution=bool(evidence.caution or evidence.label),
                sourced=source is not None,
            ),
        )

    def article(self, article: Article) -> Entry:
        """An article by its title and authors."""
        return Entry(
            kind=Kind.ARTICLE,
            id=article.id,
            topic=article.topic,
            title=article.title,
            text=article.note,
            context=dotted(article.venue, article.date),
            authors=", ".join(article.authors),
            source=article.venue,
            side=article.side.value if article.side else "",
            year=year_of(article.date),
            date=article.date,
            article=article.id,
        )

    def passages(self, article: Article) -> Iterator[Entry]:
        """The passages of an article, each with the claims that editors found in it."""
        found = passages(article.text_md)
        claims = self._claims_by_place(article, [passage.text for passage in found])
        for passage in found:
            made = claims.get(passage.index, ())
            checks = [check for claim in made for check in claim.checks]
            yield Entry(
                kind=Kind.PASSAGE,
                id=f"{article.id}@{passage.index}",
                topic=article.topic,
                text=passage.text,
                notes=_lines(
                    *(claim.text for claim in made), *(to_plain(check.text_md) for check in checks)
                ),
                context=article.title,
                authors=", ".join(article.authors),
                side=article.side.value if article.side else "",
                year=year_of(article.date),
                date=article.date,
                article=article.id,
                place=passage.index,
                verdicts=tuple(dict.fromkeys(check.verdict.value for check in checks)),
                flags=(*_flags(checked=bool(checks)), *self._links.of_claims(made)),
            )

    def _claims_by_place(self, article: Article, texts: list[str]) -> dict[int, list[Claim]]:
        """Claims by passage; those whose words are lost stand at the article's beginning."""
        found: dict[int, list[Claim]] = {}
        for claim, selector in claims_for(article, self._claims):
            place = find(selector, texts) if selector is not None else None
            found.setdefault(place.index if place is not None else 0, []).append(claim)
        return found

    def source(self, source: Source) -> Entry:
        """A source by its title, authors and container."""
        return Entry(
            kind=Kind.SOURCE,
            id=source.id,
            topic=source.topic,
            title=source.title or source.container,
            text=source.note,
            notes=source.caution,
            context=dotted(source.container, source.publisher, source.date),
            authors=_authors(source),
            source=_lines(source.container, source.publisher, source.url),
            year=year_of(source.date),
            date=source.date,
            flags=_flags(caution=bool(source.caution)),
        )

    def event(self, event: Event, number: int) -> Entry:
        """A line of the timeline."""
        return Entry(
            kind=Kind.EVENT,
            id=f"{event.topic}@{number}",
            topic=event.topic,
            text=to_plain(event.text_md),
            context=event.date,
            source=self._published(event.sources),
            year=year_of(event.date),
            date=event.date,
        )

    def figure(self, figure: Figure, number: int) -> Entry:
        """A key figure."""
        return Entry(
            kind=Kind.FIGURE,
            id=f"{figure.topic}@{number}",
            topic=figure.topic,
            title=figure.label,
            text=figure.value,
            notes=figure.caution,
            context=f"as of {day_first(figure.as_of)}" if figure.as_of else "",
            source=self._published(figure.sources),
            year=year_of(figure.as_of),
            date=figure.as_of,
            flags=_flags(caution=bool(figure.caution)),
        )


def _term(term: Term, number: int) -> Entry:
    return Entry(
        kind=Kind.TERM,
        id=f"{term.topic}@{number}",
        topic=term.topic,
        title=" / ".join((term.term, *term.aliases)),
        text=to_plain(term.meaning_md),
    )


def _where(source: Source) -> str:
    return _lines(source.title, source.container, source.publisher)


def _authors(source: Source) -> str:
    return ", ".join(names.full(name) for name in source.authors)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _flags(**flags: bool) -> tuple[str, ...]:
    return tuple(name for name, there in flags.items() if there)
