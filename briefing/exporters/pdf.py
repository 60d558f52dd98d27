"""PDF: own paging, embedded fonts, text that can be searched, no lone lines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

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
    legal,
)
from briefing.model import SystemTrouble
from briefing.resources import resources
from briefing.text.runs import Run, Runs, merged, plain

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable

_FAMILIES = {"Serif": "SourceSerif4", "Sans": "SourceSans3"}
_LOOKS = {"": "Regular", "-Bold": "Bold", "-Italic": "RegularItalic", "-BoldItalic": "BoldItalic"}
_HIGHLIGHT = "#ffe08a"
_QUIET = "#444444"
# How far points beside an article are set apart from its text.
_BESIDE = 2


OPTIONS = (
    PAPER,
    Option("size", "Letters", (("normal", "Normal"), ("large", "Large"), ("small", "Small"))),
)
_SCALES = {"normal": 1.0, "large": 1.3, "small": 0.88}


def make(document: Document, options: Options) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    from reportlab.lib.pagesizes import A4, LETTER
    from reportlab.lib.units import mm

    from briefing.exporters.pdf_pages import Pages

    coverage = _register_fonts()
    styles = _styles(_SCALES[options["size"]])
    story = [
        flowable for part in _document(document) for flowable in _flowables(part, styles, coverage)
    ]
    stream = io.BytesIO()
    pages = Pages(
        stream,
        running_title=legal(document.title),
        pagesize=LETTER if options["paper"] == "letter" else A4,
        leftMargin=24 * mm,
        rightMargin=24 * mm,
        topMargin=20 * mm,
        bottomMargin=22 * mm,
        title=legal(document.title),
        author="",
        lang=document.language,
        # The same input gives the same bytes: no date, no random id.
        invariant=1,
        initialFontName="Serif",
    )
    pages.build(story)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph to be set: the style's name, runs, and how deep it stands in the outline."""

    style: str
    runs: Runs
    bullet: str = ""
    depth: int = 0
    outline: int = -1


def _document(document: Document) -> Iterator[_Part]:
    yield _Part("title", plain(document.title), outline=0)
    yield from (_Part("line", plain(line)) for line in document.lines)
    for block in document.blocks:
        beside = isinstance(block, PointBlock | QuoteBlock) and block.is_beside
        for part in _block(block):
            yield replace(part, depth=part.depth + _BESIDE) if beside else part


def _block(block: Block) -> Iterator[_Part]:
    if isinstance(block, HeadingBlock):
        level = min(max(block.level, 1), 4)
        yield _Part(f"heading{level}", block.runs, outline=level)
    elif isinstance(block, TextBlock):
        yield _text(block)
    elif isinstance(block, PointBlock):
        if block.is_brief:
            yield _Part("brief", (Run(block.claim, bold=True), Run(f" ({block.words})")))
            return
        yield _Part("claim", plain(block.claim), outline=5)
        yield _Part("words", plain(block.words))
        yield from (_text(text) for text in block.explanation)
        yield from (_Part("remark", plain(remark)) for remark in block.remarks)
    elif isinstance(block, QuoteBlock):
        if block.tag:
            yield _Part("claim", plain(block.tag), outline=5)
        yield _Part("quote", block.runs)
        if block.remarks:
            joined = " ".join(f"[{remark}]" for remark in block.remarks)
            yield _Part("caution", plain(joined))
        yield _Part("cite", block.cite)
        yield from (_Part("caution", note.runs, bullet=note.marker) for note in block.notes)
    elif isinstance(block, SourcesBlock):
        yield _Part("heading1", plain(block.title), outline=1)
        yield from (_Part("source", entry) for entry in block.entries)


def _text(block: TextBlock) -> _Part:
    style = "remark" if block.is_note else "quote" if block.is_quoted else "body"
    return _Part(style, block.runs, bullet=block.marker, depth=block.depth)


def _flowables(
    part: _Part, styles: dict[str, ParagraphStyle], coverage: dict[str, frozenset[int]]
) -> Iterator[Flowable]:
    from reportlab.platypus import Paragraph

    style = styles[part.style]
    markup = _markup(part.runs, style.fontName, coverage)
    if not markup.strip():
        return
    if part.depth:
        style = style.clone(
            f"{part.style}{part.depth}",
            leftIndent=style.leftIndent + 16 * part.depth,
            bulletIndent=style.leftIndent + 16 * (part.depth - 1) + 3,
            bulletFontName=style.fontName,
        )
    # Paragraphs take a bullet only where there is one; None sets it apart from an empty one.
    paragraph: Any = Paragraph(markup, style, bulletText=part.bullet or None)
    if part.outline >= 0:
        paragraph.outline = (part.outline, legal("".join(run.text for run in part.runs)))
    yield paragraph


def _markup(runs: Runs, font: str, coverage: dict[str, frozenset[int]]) -> str:
    return "".join(_run(run, font, coverage) for run in merged(runs))


def _run(run: Run, font: str, coverage: dict[str, frozenset[int]]) -> str:
    text = "".join(_in_font(piece, name, font) for piece, name in _pieces(run.text, font, coverage))
    if run.italic:
        text = f"<i>{text}</i>"
    if run.bold or run.emphasis:
        text = f"<b>{text}</b>"
    if run.underline or run.emphasis:
        text = f"<u>{text}</u>"
    if run.highlight:
        text = f'<font backColor="{_HIGHLIGHT}">{text}</font>'
    return text


def _in_font(text: str, name: str, font: str) -> str:
    # Everything is escaped: reportlab's own mark-up could load pictures.
    body = escape(legal(text)).replace("\r", "").replace("\n", "<br/>").replace("\t", "  ")
    return body if name == font else f'<font name="{name}">{body}</font>'


def _pieces(text: str, font: str, coverage: dict[str, frozenset[int]]) -> list[tuple[str, str]]:
    """`text` cut where another font must help out with characters that `font` lacks."""
    look = font.partition("-")[2]
    # The same look in the other family comes before any other look.
    order = sorted(coverage, key=lambda name: (name != font, name.partition("-")[2] != look))

    def font_of(char: str) -> str:
        if char.isspace():
            return font
        return next((one for one in order if ord(char) in coverage.get(one, ())), font)

    return [("".join(chars), name) for name, chars in groupby(text, font_of)]


@lru_cache(maxsize=1)
def _register_fonts() -> dict[str, frozenset[int]]:
    """Make the fonts known to reportlab; which characters each one has."""
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    coverage: dict[str, frozenset[int]] = {}
    folder = resources() / "fonts"
    for family, files in _FAMILIES.items():
        for look, file in _LOOKS.items():
            path = folder / f"{files}-{file}.ttf"
            try:
                font = TTFont(f"{family}{look}", str(path))
            except (TTFError, OSError) as trouble:
                raise SystemTrouble(f"The font {path} cannot be read: {trouble}") from trouble
            registerFont(font)
            coverage[f"{family}{look}"] = frozenset(font.face.charToGlyph)
        registerFontFamily(
            family,
            normal=family,
            bold=f"{family}-Bold",
            italic=f"{family}-Italic",
            boldItalic=f"{family}-BoldItalic",
        )
    return coverage


@lru_cache(maxsize=3)
def _styles(scale: float) -> dict[str, ParagraphStyle]:
    from reportlab.lib.styles import ParagraphStyle

    # No lone lines: neither the first nor the last line of a paragraph stands by itself.
    base = ParagraphStyle(
        "body",
        fontName="Serif",
        fontSize=10.5,
        leading=14.5,
        spaceAfter=6,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )

    def style(name: str, **changes: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=base, **changes)

    heading = {"fontName": "Sans-Bold", "keepWithNext": 1, "spaceAfter": 4}
    small = {"fontName": "Sans", "fontSize": 9, "leading": 12}
    found = [
        base,
        style("heading1", **heading | {"fontSize": 17, "leading": 21, "spaceBefore": 18}),
        style("title", **heading | {"fontSize": 20, "leading": 25, "spaceAfter": 8}),
        style("line", **small | {"textColor": _QUIET, "spaceAfter": 3}),
        style("heading2", **heading | {"fontSize": 15, "leading": 19, "spaceBefore": 14}),
        style("heading3", **heading | {"fontSize": 13, "leading": 17, "spaceBefore": 12}),
        style("heading4", **heading | {"fontSize": 11, "leading": 15, "spaceBefore": 10}),
        style("claim", **heading | {"fontSize": 11.5, "leading": 15, "spaceBefore": 12}),
        style("words", **small | {"textColor": _QUIET, "keepWithNext": 1, "spaceAfter": 4}),
        style("brief", **small | {"spaceAfter": 5}),
        style("remark", **small | {"spaceAfter": 4}),
        style("quote", leftIndent=18, rightIndent=12, spaceBefore=4, spaceAfter=3, keepWithNext=1),
        style("caution", **small | {"leftIndent": 18, "spaceAfter": 5}),
        style("cite", **small | {"leftIndent": 18, "spaceAfter": 8}),
        style("source", **small | {"leftIndent": 14, "firstLineIndent": -14, "spaceAfter": 4}),
    ]
    for one in found:
        one.fontSize, one.leading = one.fontSize * scale, one.leading * scale
    return {one.name: one for one in found}
