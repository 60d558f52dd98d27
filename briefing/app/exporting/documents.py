"""Documents to hand out, of a case, an article, points, search results or a topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.app.exporting.builder import Builder, Taste, text_block
from briefing.app.reading import Reading, side_words
from briefing.exporters import Block, Document, HeadingBlock, TextBlock
from briefing.model import (
    Article,
    ArticleKind,
    Case,
    Evidence,
    Heading,
    Library,
    Point,
    PointItem,
    Side,
    Topic,
)
from briefing.text.dates import day_first
from briefing.text.flow import flow
from briefing.text.runs import Run, plain
from briefing.text.words import dotted


def case_document(library: Library, case: Case, taste: Taste) -> Document:
    """A case as a document: its own headings and sentences, its points with their evidence."""
    build = Builder(library, taste)
    topic = next((one for one in library.topics if one.id == case.topic), None)
    blocks: list[Block] = []
    for item in case.items:
        if isinstance(item, Heading):
            blocks.append(HeadingBlock(plain(item.text), item.level))
        elif isinstance(item, PointItem):
            blocks += build.point_by_id(item.point)
        else:
            blocks += build.text(item.text_md)
    lines = [topic.motion, side_words(case.side, topic) if case.side else ""] if topic else []
    return build.document(case.title, lines, blocks, topic, cases=[case])


def points_document(
    library: Library, points: Iterable[Point], title: str, taste: Taste
) -> Document:
    """A list of points as a document."""
    build = Builder(library, taste)
    chosen = list(points)
    topic = _only(build, {point.topic for point in chosen})
    blocks: list[Block] = []
    # A point alone stands for itself, without the headings that it is filed under.
    above: tuple[str, ...] = chosen[0].headings if len(chosen) == 1 else ()
    for point in chosen:
        blocks += _headings(above, point.headings)
        above = point.headings
        blocks += build.point(point)
    return build.document(title, [topic.motion] if topic else [], blocks, topic)


def _headings(before: tuple[str, ...], now: tuple[str, ...]) -> Iterator[HeadingBlock]:
    """The headings that stand above a point and not above the one before it."""
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    for level, words in enumerate(now[same:], same + 1):
        if words:
            yield HeadingBlock(plain(words), min(level, 3))


def quotes_document(
    library: Library, quotes: Iterable[Evidence], title: str, taste: Taste
) -> Document:
    """Quotations without their points, as a document."""
    build = Builder(library, taste)
    chosen = list(quotes)
    topic = _only(build, {quote.topic for quote in chosen})
    return build.document(title, [], [build.quote(quote) for quote in chosen], topic)


def _only(build: Builder, topics: set[str]) -> Topic | None:
    known = [build.topics[one] for one in topics if one in build.topics]
    return known[0] if len(topics) == 1 and known else None


# -- articles -------------------------------------------------------------------------------------


def article_document(library: Library, reading: Reading, taste: Taste) -> Document:
    """An article with the points that stand beside each passage."""
    build = Builder(library, taste)
    article = reading.article
    topic = build.topics.get(article.topic)
    blocks = list(_article_blocks(build, reading))
    lines = article_lines(article, topic)
    return build.document(article.title, lines, blocks, topic, articles=[article])


def _article_blocks(build: Builder, reading: Reading, *, brief: bool = False) -> Iterator[Block]:
    beside = {one.passage.index: one.seen for one in reading.passages}
    for block in flow(reading.article.text_md, build.label):
        yield text_block(block)
        for seen in beside.get(block.passage, ()):
            yield from build.point(seen.point, seen, brief=brief)
    unplaced = {point.id: point for lost in reading.lost for point in lost.points}
    if unplaced:
        yield HeadingBlock(plain("Points whose passage was not found"), 2)
        for point in unplaced.values():
            yield from build.point(point, brief=brief)


def article_lines(article: Article, topic: Topic | None) -> list[str]:
    """What is said of an article below its title."""
    by = "; ".join(article.authors)
    where = dotted(by, article.venue, day_first(article.date))
    kind = "Digest by the editors, not the original text" * (article.kind is ArticleKind.DIGEST)
    side = side_words(article.side, topic) if article.side else ""
    return [
        where,
        article.url,
        kind,
        side,
        article.note,
        f"Motion: {topic.motion}" if topic else "",
    ]


# -- a whole topic --------------------------------------------------------------------------------


def topic_document(
    library: Library, topic: Topic, readings: Iterable[Reading], taste: Taste
) -> Document:
    """Everything on a motion: background, points by side and theme, articles, context, sources.

    The articles name the points beside their passages; in full these stand only once.
    """
    build = Builder(library, taste)
    blocks: list[Block] = []
    if topic.background_md:
        blocks.append(HeadingBlock(plain("Background"), 1))
        blocks += build.text(topic.background_md)
    points = [one for one in library.points if one.topic == topic.id]
    for side in (Side.FOR, Side.AGAINST, None):
        blocks += _side_blocks(build, topic, side, [one for one in points if one.side is side])
    loose = [one for one in library.quotes if one.topic == topic.id]
    if loose and taste.quotations:
        blocks.append(HeadingBlock(plain("Quotations without a point"), 1))
        blocks += [build.quote(one) for one in loose]
    for reading in readings:
        article = reading.article
        blocks.append(HeadingBlock(plain(article.title), 1))
        said = [line for line in article_lines(article, None) if line]
        blocks += [TextBlock(plain(line), is_note=True) for line in said]
        blocks += _article_blocks(build, reading, brief=True)
    blocks += _context_blocks(build, topic)
    return build.document(topic.title, [f"Motion: {topic.motion}"], blocks, topic, whole=topic)


def _side_blocks(
    build: Builder, topic: Topic, side: Side | None, points: list[Point]
) -> Iterator[Block]:
    if not points:
        return
    yield HeadingBlock(plain(side_words(side, topic) if side else "Without a side"), 1)
    order = {theme: place for place, theme in enumerate(topic.themes)}
    themes = dict.fromkeys(one.theme for one in points)
    for theme in sorted(themes, key=lambda one: order.get(one, len(order))):
        if theme:
            yield HeadingBlock(plain(theme[:1].upper() + theme[1:]), 2)
        for point in points:
            if point.theme == theme:
                yield from build.point(point)


def _context_blocks(build: Builder, topic: Topic) -> Iterator[Block]:
    library = build.library
    events = [one for one in library.timeline if one.topic == topic.id]
    if events:
        yield HeadingBlock(plain("Timeline"), 1)
    for event in events:
        texts = [one for one in build.text(event.text_md) if isinstance(one, TextBlock)]
        runs = texts[0].runs if texts else ()
        yield TextBlock((Run(day_first(event.date), bold=True), Run(" "), *runs))
    terms = [one for one in library.glossary if one.topic == topic.id]
    if terms:
        yield HeadingBlock(plain("Glossary"), 1)
    for term in terms:
        names = " / ".join((term.term, *term.aliases))
        first, *rest = [*build.text(term.meaning_md)] or [TextBlock(())]
        runs = first.runs if isinstance(first, TextBlock | HeadingBlock) else ()
        yield TextBlock((Run(names, bold=True), Run(": "), *runs))
        yield from rest
    figures = [one for one in library.figures if one.topic == topic.id]
    if figures:
        yield HeadingBlock(plain("Figures"), 1)
    for figure in figures:
        labels = "; ".join(build.label(one) for one in figure.sources)
        facts = dotted(figure.as_of, labels, figure.caution)
        yield TextBlock(
            (Run(f"{figure.label}: "), Run(figure.value, bold=True), Run(f" ({facts})"))
        )


# -- search results -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A search result: its kind ("quote", "point" …), its id, and its words as they were shown."""

    kind: str
    id: str
    words: str = ""
    context: str = ""


def found_document(library: Library, found: Sequence[Found], title: str, taste: Taste) -> Document:
    """The results of a search, in their order under a heading for each kind."""
    build = Builder(library, taste)
    owners: dict[str, Point] = {one.id: point for point in library.points for one in point.evidence}
    blocks: list[Block] = []
    for kind in dict.fromkeys(one.kind for one in found):
        hits = [one for one in found if one.kind == kind]
        if kind == "source":
            for hit in hits:
                if hit.id in build.sources:
                    build.name(build.sources[hit.id])
            continue
        blocks.append(HeadingBlock(plain(_KINDS.get(kind, kind.capitalize()))))
        for hit in hits:
            if kind == "point" and hit.id in build.points:
                blocks += build.point(build.points[hit.id])
            elif kind == "quote" and hit.id in build.quotes:
                owner = owners.get(hit.id)
                tag = owner.claim if owner else ""
                blocks.append(build.quote(build.quotes[hit.id], tag))
            else:
                runs = (Run(hit.words), Run(f" ({hit.context})" if hit.context else ""))
                blocks.append(TextBlock(runs))
    return build.document(title, [], blocks, _only(build, {one.id for one in library.topics}))


_KINDS = {
    "quote": "Quotations",
    "point": "Points",
    "passage": "Passages",
    "article": "Articles",
    "term": "Glossary terms",
    "event": "Events",
    "figure": "Figures",
}

__all__ = [
    "Found",
    "article_document",
    "article_lines",
    "case_document",
    "found_document",
    "points_document",
    "quotes_document",
    "topic_document",
]
