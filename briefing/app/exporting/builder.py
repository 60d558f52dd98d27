"""Turns values of a library into the blocks of a document, and remembers what they named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from briefing.app.exporting.part import part_of
from briefing.app.reading import Seen, relation_words, side_words
from briefing.exporters import (
    Block,
    Document,
    HeadingBlock,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
)
from briefing.model import Article, Case, Evidence, Library, Point, Relation, Source, Topic
from briefing.text.citations import Style, cite_runs, cite_sort_key, remarks, short_cite
from briefing.text.dates import day_first
from briefing.text.flow import FlowBlock, flow
from briefing.text.runs import Run, marked_runs, plain
from briefing.text.words import dotted


@dataclass(frozen=True, slots=True)
class Taste:
    """What a document says of each thing, whatever its format."""

    style: Style = Style.DEBATE
    explanations: bool = True  # a point's explanation, strength, caution and sources
    quotations: bool = True
    sources: bool = True  # the list of sources at the end


class Builder:
    """Turns values of one library into blocks and remembers which sources they named."""

    def __init__(self, library: Library, taste: Taste) -> None:
        self.library = library
        self.taste = taste
        self.topics: dict[str, Topic] = {topic.id: topic for topic in library.topics}
        self.sources: dict[str, Source] = {source.id: source for source in library.sources}
        self.points: dict[str, Point] = {point.id: point for point in library.points}
        self.quotes: dict[str, Evidence] = {quote.id: quote for quote in library.every_quote()}
        self._named: dict[str, Source] = {}
        self._shown: dict[str, Point] = {}
        self._quoted: dict[str, Evidence] = {}

    def document(
        self,
        title: str,
        lines: Iterable[str],
        blocks: Iterable[Block],
        topic: Topic | None,
        *,
        articles: Iterable[Article] = (),
        cases: Iterable[Case] = (),
        whole: Topic | None = None,
    ) -> Document:
        """The finished document, with the list of all sources it names; and the same as values.

        With `whole` the values are all that the library holds on that topic.
        """
        listed = list(blocks)
        if self._named and self.taste.sources:
            listed.append(SourcesBlock("Sources", tuple(self._entries())))
        values = part_of(
            self.library,
            topics=[topic] if topic else [],
            points=self._shown.values(),
            quotes=self._quoted.values(),
            articles=articles,
            cases=cases,
            sources=self._named.values(),
            whole=whole.id if whole else None,
        )
        return Document(
            title,
            tuple(line for line in lines if line),
            tuple(listed),
            topic.language if topic else "en",
            topic.side_names if topic else ("For", "Against"),
            values,
        )

    def _entries(self) -> Iterator[tuple[Run, ...]]:
        for source in sorted(self._named.values(), key=cite_sort_key):
            caution = (Run(f" [{source.caution}]"),) if source.caution else ()
            yield (*cite_runs(None, source, self.taste.style), *caution)

    def name(self, source: Source) -> None:
        """Have a source listed at the end."""
        self._named[source.id] = source

    def label(self, source: str) -> str:
        """How a reference inside a text names its source."""
        found = self._source(source)
        return short_cite(None, found) or source if found else source

    def _source(self, source: str | None) -> Source | None:
        found = self.sources.get(source) if source else None
        if found is not None:
            self._named[found.id] = found
        return found

    def text(self, markdown: str, *, is_note: bool = False) -> Iterator[Block]:
        """The blocks of a Markdown text."""
        for block in flow(markdown, self.label):
            yield text_block(block, is_note=is_note)

    def point_by_id(self, point: str) -> Iterator[Block]:
        """A point of the library; a line that says so where there is none."""
        found = self.points.get(point)
        if found is None:
            lost = f"The point “{point}” is not in this library."
            yield TextBlock(plain(lost), is_note=True)
            return
        yield from self.point(found)

    def point(
        self, point: Point, seen: Seen | None = None, *, brief: bool = False
    ) -> Iterator[Block]:
        """A point, then its evidence; if `brief`, only its name."""
        relation = seen.relation if seen else None
        self._shown[point.id] = point
        explained = self.taste.explanations and not brief
        yield PointBlock(
            claim=point.claim,
            words=self._words(point, relation),
            explanation=tuple(_paragraphs(self.text(point.explanation_md))) if explained else (),
            remarks=tuple(self._remarks(point)) if explained else (),
            is_beside=seen is not None,
            id=point.id,
            side=point.side,
            theme=point.theme,
            relation=relation,
            is_brief=brief,
        )
        if brief or not self.taste.quotations:
            return
        for evidence in self.evidence_of(point):
            yield replace(self.quote(evidence), is_beside=seen is not None)

    def evidence_of(self, point: Point) -> tuple[Evidence, ...]:
        """A point's evidence: its own, then what it borrows from other points."""
        return point.evidence_with(self.quotes)

    def _words(self, point: Point, relation: Relation | None) -> str:
        side = side_words(point.side, self.topics.get(point.topic))
        return dotted(relation_words(relation), side, point.theme)

    def _remarks(self, point: Point) -> Iterator[str]:
        if point.strength:
            yield f"Strength: {point.strength}"
        if point.caution:
            yield f"Caution: {point.caution}"
        if point.as_of:
            yield f"As of {day_first(point.as_of)}"
        if labels := "; ".join(self.label(source) for source in point.sources):
            yield f"Sources: {labels}"

    def quote(self, evidence: Evidence, tag: str = "") -> QuoteBlock:
        """A piece of evidence with its citation and what must be read with it."""
        self._quoted[evidence.id] = evidence
        source = self._source(evidence.source)
        said = [*remarks(evidence)]
        if source is not None and source.caution:
            said.append(f"source: {source.caution}")
        return QuoteBlock(
            runs=marked_runs(evidence.quote, evidence.marks),
            who=", ".join(part for part in (evidence.speaker, evidence.role) if part),
            short=short_cite(evidence, source),
            cite=cite_runs(evidence, source, self.taste.style),
            remarks=tuple(said),
            notes=tuple(_paragraphs(self.text(evidence.note_md, is_note=True))),
            tag=tag,
        )


def _paragraphs(blocks: Iterable[Block]) -> Iterator[TextBlock]:
    """Blocks that stand inside a point: headings among them become bold paragraphs."""
    for block in blocks:
        if isinstance(block, HeadingBlock):
            yield TextBlock(tuple(Run(run.text, bold=True) for run in block.runs))
        elif isinstance(block, TextBlock):
            yield block


def text_block(block: FlowBlock, *, is_note: bool = False) -> Block:
    """A block of Markdown as a block of a document."""
    if block.kind == "heading":
        return HeadingBlock(block.runs, max(block.level, 2), block.passage)
    return TextBlock(
        block.runs,
        marker=block.marker if block.kind == "item" else "",
        depth=block.depth,
        is_note=is_note,
        is_quoted=block.quoted,
        is_literal=block.kind == "code",
        passage=block.passage,
    )
