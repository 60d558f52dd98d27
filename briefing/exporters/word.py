"""Plain Word documents, for people who do not debate: headings, quotations, citations."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.exporters.base import (
    PAPER,
    Block,
    Document,
    HeadingBlock,
    Option,
    Options,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
)
from briefing.exporters.docx_parts import plain_styles
from briefing.exporters.ooxml import package, paragraph, runs_xml
from briefing.text.runs import Run, Runs, lines_of, plain

OPTIONS = (
    Option("marks", "Underlining and highlighting", (("yes", "Yes"), ("no", "No"))),
    PAPER,
)
# Points stand a step lower beside an article than by themselves.
_BESIDE = 1


def make(document: Document, options: Options) -> bytes:
    """The document as a .docx package; the same document gives the same bytes."""
    parts = [paragraph(runs_xml(plain(document.title)), "Title")]
    parts += [paragraph(runs_xml(plain(line)), "Subtitle") for line in document.lines]
    for block in document.blocks:
        parts += _block(block, with_marks=options["marks"] == "yes")
    return package("".join(parts), plain_styles(), document.language, options["paper"])


def _block(block: Block, *, with_marks: bool) -> Iterator[str]:
    if isinstance(block, HeadingBlock):
        yield paragraph(runs_xml(block.runs), f"Heading{min(max(block.level, 1), 4)}")
    elif isinstance(block, TextBlock):
        yield _text(block)
    elif isinstance(block, PointBlock):
        depth = _BESIDE if block.is_beside else 0
        if block.is_brief:
            yield _indented((Run(block.claim, bold=True), Run(f" ({block.words})")), "Note", depth)
            return
        yield _indented(plain(block.claim), "Heading4", depth)
        yield _indented(plain(block.words), "Note", depth)
        for text in block.explanation:
            yield _text(text, depth)
        for remark in block.remarks:
            yield _indented(plain(remark), "Note", depth)
    elif isinstance(block, QuoteBlock):
        yield from _quote(block, with_marks=with_marks)
    elif isinstance(block, SourcesBlock):
        yield paragraph(runs_xml(plain(block.title)), "Heading1")
        for entry in block.entries:
            yield paragraph(runs_xml(entry), "Bibliography")


def _quote(block: QuoteBlock, *, with_marks: bool) -> Iterator[str]:
    depth = _BESIDE if block.is_beside else 0
    if block.tag:
        yield _indented(plain(block.tag), "Heading4", depth)
    runs = block.runs if with_marks else tuple(Run(one.text) for one in block.runs)
    for line in lines_of(runs):
        yield _indented(tuple(line), "Quote", depth + 1 if depth else 0)
    for remark in block.remarks:
        yield _indented(plain(f"[{remark}]"), "Note", depth)
    yield _indented((Run("— "), *block.cite) if block.cite else (), "Citation", depth)
    for note in block.notes:
        yield _text(note, depth)


def _text(block: TextBlock, depth: int = 0) -> str:
    runs = (Run(f"{block.marker}\t"), *block.runs) if block.marker else block.runs
    style = "Note" if block.is_note else "Quote" if block.is_quoted else ""
    hanging = ' w:hanging="360"' if block.marker else ""
    steps = block.depth + depth
    extra = f'<w:ind w:left="{360 * steps}"{hanging}/>' if steps else ""
    return paragraph(runs_xml(runs), style, extra=extra)


def _indented(runs: Runs, style: str, depth: int) -> str:
    extra = f'<w:ind w:left="{360 * depth}"/>' if depth else ""
    return paragraph(runs_xml(runs), style, extra=extra)
