"""Documents to hand out, built from a case, an article or points: no format is chosen here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefing.app.reading import Reading, Seen, relation_words, side_words
from briefing.exporters import (
    Block,
    Document,
    HeadingBlock,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
)
from briefing.model import (
    Article,
    ArticleKind,
    Case,
    Evidence,
    Heading,
    Library,
    Point,
    PointItem,
    Relation,
    Source,
    Topic,
)
from briefing.text.citations import Style, cite_runs, cite_sort_key, remarks, short_cite
from briefing.text.dates import day_first
from briefing.text.flow import FlowBlock, flow
from briefing.text.runs import Run, marked_runs, plain


def case_document(library: Library, case: Case, style: Style) -> Document:
    """A case as a document: its own headings and sentences, its points with their evidence."""
    build = _Builder(library, style)
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
    return build.document(case.title, lines, blocks, topic)


def points_document(
    library: Library, points: Iterable[Point], title: str, style: Style
) -> Document:
    """A list of points as a document."""
    build = _Builder(library, style)
    chosen = list(points)
    topics = {point.topic for point in chosen}
    topic = build.topics.get(next(iter(topics))) if len(topics) == 1 else None
    blocks = [block for point in chosen for block in build.point(point)]
    return build.document(title, [topic.motion] if topic else [], blocks, topic)


def quotes_document(
    library: Library, quotes: Iterable[Evidence], title: str, style: Style
) -> Document:
    """Quotations without their points, as a document."""
    build = _Builder(library, style)
    return build.document(title, [], [build.quote(quote) for quote in quotes], None)


def article_document(library: Library, reading: Reading, style: Style) -> Document:
    """An article with the points that stand beside each passage."""
    build = _Builder(library, style)
    article = reading.article
    topic = build.topics.get(article.topic)
    beside = {one.passage.index: one.seen for one in reading.passages}
    blocks: list[Block] = []
    for block in flow(article.text_md, build.label):
        blocks.append(_text_block(block))
        for seen in beside.get(block.passage, ()):
            blocks += build.point(seen.point, seen)
    unplaced = {point.id: point for lost in reading.lost for point in lost.points}
    if unplaced:
        blocks.append(HeadingBlock(plain("Points whose passage was not found"), 2))
        blocks += [block for point in unplaced.values() for block in build.point(point)]
    return build.document(article.title, _article_lines(article, topic), blocks, topic)


def _article_lines(article: Article, topic: Topic | None) -> list[str]:
    by = "; ".join(article.authors)
    where = " · ".join(part for part in (by, article.venue, day_first(article.date)) if part)
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


class _Builder:
    """Turns values of one library into blocks and remembers which sources they named."""

    def __init__(self, library: Library, style: Style) -> None:
        self._style = style
        self.topics = {topic.id: topic for topic in library.topics}
        self._sources = {source.id: source for source in library.sources}
        self._points = {point.id: point for point in library.points}
        self._quotes = {quote.id: quote for quote in library.quotes}
        for point in library.points:
            self._quotes |= {quote.id: quote for quote in point.evidence}
        self._named: dict[str, Source] = {}

    def document(
        self, title: str, lines: Iterable[str], blocks: Iterable[Block], topic: Topic | None
    ) -> Document:
        """The finished document, with the list of all sources it names."""
        listed = list(blocks)
        if self._named:
            entries = []
            for source in sorted(self._named.values(), key=cite_sort_key):
                caution = (Run(f" [{source.caution}]"),) if source.caution else ()
                entries.append((*cite_runs(None, source, self._style), *caution))
            listed.append(SourcesBlock("Sources", tuple(entries)))
        language = topic.language if topic else "en"
        return Document(title, tuple(line for line in lines if line), tuple(listed), language)

    def label(self, source: str) -> str:
        """How a reference inside a text names its source."""
        found = self._source(source)
        return short_cite(None, found) or source if found else source

    def _source(self, source: str | None) -> Source | None:
        found = self._sources.get(source) if source else None  # type: ignore[call-overload]
        if found is not None:
            self._named[found.id] = found
        return found

    def text(self, markdown: str, *, is_note: bool = False) -> Iterator[Block]:
        """The blocks of a Markdown text."""
        for block in flow(markdown, self.label):
            yield _text_block(block, is_note=is_note)

    def point_by_id(self, point: str) -> Iterator[Block]:
        """A point of the library; a line that says so where there is none."""
        found = self._points.get(point)  # type: ignore[call-overload]
        if found is None:
            lost = f"The point “{point}” is not in this library."
            yield TextBlock(plain(lost), is_note=True)
            return
        yield from self.point(found)

    def point(self, point: Point, seen: Seen | None = None) -> Iterator[Block]:
        """A point, then its evidence."""
        relation = seen.relation if seen else None
        yield PointBlock(
            claim=point.claim,
            words=self._words(point, relation),
            explanation=tuple(_paragraphs(self.text(point.explanation_md))),
            remarks=tuple(self._remarks(point)),
            is_beside=seen is not None,
        )
        borrowed = (self._quotes[one] for one in point.also if one in self._quotes)
        for evidence in (*point.evidence, *borrowed):
            yield replace(self.quote(evidence), is_beside=seen is not None)

    def _words(self, point: Point, relation: Relation | None) -> str:
        side = side_words(point.side, self.topics.get(point.topic))
        return " · ".join(part for part in (relation_words(relation), side, point.theme) if part)

    def _remarks(self, point: Point) -> Iterator[str]:
        if point.strength:
            yield f"Strength: {point.strength}"
        if point.caution:
            yield f"Caution: {point.caution}"
        if point.as_of:
            yield f"As of {day_first(point.as_of)}"
        if labels := "; ".join(self.label(source) for source in point.sources):
            yield f"Sources: {labels}"

    def quote(self, evidence: Evidence) -> QuoteBlock:
        """A piece of evidence with its citation and what must be read with it."""
        source = self._source(evidence.source)
        said = [*remarks(evidence)]
        if source is not None and source.caution:
            said.append(f"source: {source.caution}")
        return QuoteBlock(
            runs=marked_runs(evidence.quote, evidence.marks),
            who=", ".join(part for part in (evidence.speaker, evidence.role) if part),
            short=short_cite(evidence, source),
            cite=cite_runs(evidence, source, self._style),
            remarks=tuple(said),
            notes=tuple(_paragraphs(self.text(evidence.note_md, is_note=True))),
        )


def _paragraphs(blocks: Iterable[Block]) -> Iterator[TextBlock]:
    """Blocks that stand inside a point: headings among them become bold paragraphs."""
    for block in blocks:
        if isinstance(block, HeadingBlock):
            yield TextBlock(tuple(Run(run.text, bold=True) for run in block.runs))
        elif isinstance(block, TextBlock):
            yield block


def _text_block(block: FlowBlock, *, is_note: bool = False) -> Block:
    if block.kind == "heading":
        return HeadingBlock(block.runs, max(block.level, 2))
    return TextBlock(
        block.runs,
        marker=block.marker if block.kind == "item" else "",
        depth=block.depth,
        is_note=is_note,
        is_quoted=block.quoted,
        is_literal=block.kind == "code",
    )
