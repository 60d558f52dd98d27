"""Word documents with the style ids of Verbatim 6, so that debaters can go on working in them.

A point becomes a tag, each of its quotations a cite line and a body, for Verbatim's commands work
by just these three. Verbatim has no style for analytics: own words become tags, and the paragraphs
after them plain text; the explanation of a card follows it as an analytic. On request own words get
the styles `Analytic` and `Undertag` that Verbatim's successors know.
"""

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
from briefing.exporters.docx_parts import ANALYTIC_STYLES, verbatim_styles
from briefing.exporters.ooxml import package, paragraph, run_xml, runs_xml
from briefing.text.runs import Run, Runs, merged, paragraphs_of, plain, text_of
from briefing.text.words import short

_HEADING_STYLES = {1: "Heading1", 2: "Heading2"}
_CITE = '<w:rStyle w:val="Style13ptBold"/>'
OPTIONS = (
    Option(
        "analytics",
        "Own words and notes",
        (
            ("tags", "As tags and plain text (Verbatim's own way)"),
            ("styles", "In the styles Analytic and Undertag"),
        ),
    ),
    Option(
        "highlight",
        "Highlighting",
        (("cyan", "Cyan"), ("yellow", "Yellow"), ("green", "Green"), ("magenta", "Magenta")),
    ),
    Option(
        "shrink",
        "Small letters",
        (
            ("marked", "Where the card has them"),
            ("8", "All that is not underlined, 8 points"),
            ("6", "All that is not underlined, 6 points"),
        ),
    ),
    PAPER,
)


def make(document: Document, options: Options) -> bytes:
    """The document as a .docx package; the same document gives the same bytes."""
    writer = _Writer(options)
    body = "".join(writer.document(document))
    styles = verbatim_styles(ANALYTIC_STYLES if writer.has_styles else "")
    return package(body, styles, document.language, options["paper"])


class _Writer:
    """Writes blocks one after the other and knows whether a card is open."""

    def __init__(self, options: Options) -> None:
        self.has_styles = options["analytics"] == "styles"
        self._highlight = options["highlight"]
        # Debaters print what is not underlined smaller; readers still can read 8 points.
        self._shrinks_rest = options["shrink"] != "marked"
        size = 2 * int(options["shrink"]) if self._shrinks_rest else 16
        self._shrunk = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        self._late: list[TextBlock] = []  # explanation of a card, which follows it
        self._notes: list[TextBlock] = []  # of a tag, until its first cite is written
        self._tag_open = False  # a point's tag stands, and no quotation under it yet
        self._in_card = False  # plain text here would be taken for a quotation's
        self._in_analytic = False

    def document(self, document: Document) -> Iterator[str]:
        """All paragraphs."""
        yield self._heading("Heading1", plain(document.title))
        for line in document.lines:
            yield self._note_paragraph(plain(line))
        for block in document.blocks:
            if not isinstance(block, QuoteBlock):
                yield from self._close_point()
            yield from self._block(block)
        yield from self._close_point()

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, HeadingBlock):
            yield self._heading(_HEADING_STYLES.get(block.level, "Heading3"), block.runs)
        elif isinstance(block, TextBlock):
            yield from self._passage(block) if block.passage >= 0 else self._own_words(block)
        elif isinstance(block, PointBlock):
            yield from self._point(block)
        elif isinstance(block, QuoteBlock):
            yield from self._quote(block)
        else:
            yield from self._sources(block)

    def _heading(self, style: str, runs: Runs) -> str:
        self._in_card = self._in_analytic = False
        # Verbatim begins a page with every pocket, hat and block; a case is read in one piece.
        extra = "" if style == "Heading4" else '<w:pageBreakBefore w:val="0"/>'
        return paragraph(runs_xml(runs, highlight=self._highlight), style, extra=extra)

    def _passage(self, block: TextBlock) -> Iterator[str]:
        """A passage of an article: plain text, under a block of its own after a card."""
        if self._in_card or self._in_analytic:
            yield self._heading("Heading3", plain(short(text_of(block.runs), 60)))
        yield self._text(block, "Analytic" if self.has_styles else "")

    def _own_words(self, block: TextBlock) -> Iterator[str]:
        if self.has_styles:
            yield self._text(block, "Undertag" if block.is_note else "Analytic")
        elif self._in_analytic or (block.is_note and not self._in_card):
            yield self._text(block, "")
        else:
            yield self._heading("Heading4", _with_marker(block))
            self._in_analytic = True

    def _point(self, block: PointBlock) -> Iterator[str]:
        yield self._heading("Heading4", plain(block.claim))
        if block.words:
            self._notes.append(TextBlock(plain(block.words), is_note=True))
        self._late += block.explanation
        self._late += (TextBlock(plain(one), is_note=True) for one in block.remarks)
        self._tag_open = True

    def _close_point(self) -> Iterator[str]:
        """What is still to be said of the point that was written last."""
        late, self._late = self._late, []
        if self._tag_open:  # no quotation: an analytic, its notes below it
            yield self._joined([*self._notes, *late])
            self._notes = []
            self._tag_open, self._in_analytic = False, True
        elif late:
            yield self._heading("Heading4", plain("Explanation"))
            yield self._joined(late)
            self._in_analytic = True

    def _joined(self, notes: list[TextBlock]) -> str:
        """Notes as one paragraph: several might be taken for a cite and the quotation below it."""
        runs: list[Run] = []
        for note in notes:
            runs += [Run("\n")] if runs else []
            runs += (Run(one.text, one.bold, note.is_note) for one in _with_marker(note))
        style = "Undertag" if self.has_styles else ""
        # Undertags are italic, but nobody likes to read a long explanation in italics.
        return paragraph(runs_xml(runs, upright=self.has_styles), style)

    def _quote(self, block: QuoteBlock) -> Iterator[str]:
        if not self._tag_open:
            yield self._heading(
                "Heading4", plain(block.tag or block.who or block.short or "Quotation")
            )
        if self.has_styles:
            self._notes += [*self._late, *block.notes]
            self._late = []
        else:
            self._late += block.notes
        yield self._joined(self._notes)
        self._notes = []
        self._tag_open, self._in_card = False, True
        yield self._cite(block)
        marked = any(run.underline or run.emphasis or run.highlight for run in block.runs)
        for one in paragraphs_of(block.runs):
            yield paragraph("".join(self._body_run(run, marked=marked) for run in one))

    def _cite(self, block: QuoteBlock) -> str:
        """One paragraph: the short cite in its own style, then everything else.

        What must be read with the quotation stands at its end: there it cannot be lost.
        """
        runs = merged(block.cite)
        said = tuple(Run(f" [{remark}]") for remark in block.remarks)
        if block.short and not any(run.bold for run in runs):
            head = run_xml(block.short, _CITE)
            return paragraph(head + runs_xml((*((Run(" – "), *runs) if runs else ()), *said)))
        inner = (run_xml(run.text, _CITE) if run.bold else runs_xml((run,)) for run in runs)
        return paragraph("".join(inner) + runs_xml(said))

    def _body_run(self, run: Run, *, marked: bool) -> str:
        highlight = f'<w:highlight w:val="{self._highlight}"/>' if run.highlight else ""
        if run.emphasis:
            return run_xml(run.text, f'<w:rStyle w:val="Emphasis"/>{highlight}')
        if run.underline:
            return run_xml(run.text, f'<w:rStyle w:val="StyleUnderline"/>{highlight}')
        if run.highlight:
            return run_xml(run.text, highlight)
        is_small = run.shrink or (marked and self._shrinks_rest)
        return run_xml(run.text, self._shrunk if is_small else "")

    def _sources(self, block: SourcesBlock) -> Iterator[str]:
        yield self._heading("Heading2", plain(block.title))
        style = "Analytic" if self.has_styles else ""
        for entry in block.entries:
            yield paragraph(runs_xml(entry), style)

    def _note_paragraph(self, runs: Runs) -> str:
        if self.has_styles:
            return paragraph(runs_xml(runs), "Undertag")
        return paragraph(runs_xml(Run(one.text, one.bold, True) for one in runs))

    def _text(self, block: TextBlock, style: str) -> str:
        inner = runs_xml(_with_marker(block), highlight=self._highlight)
        return paragraph(inner, style, indent=block.depth or int(block.is_quoted))


def _with_marker(block: TextBlock) -> Runs:
    return (Run(f"{block.marker}\t"), *block.runs) if block.marker else block.runs
