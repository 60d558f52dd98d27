"""Word documents with the style ids of Verbatim 6, so that debaters can go on working in them.

A point becomes a tag, its explanation undertags, each quotation a cite line and a body. Own words
between points are analytics: no reader can mistake them for words of a quotation.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from briefing.exporters.base import (
    Block,
    Document,
    HeadingBlock,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
    legal,
    plain_runs,
)
from briefing.exporters.docx_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELS,
    PACKAGE_RELS,
    SETTINGS,
    STYLES,
)
from briefing.text.runs import Run, Runs, merged

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEADING_STYLES = {2: "Heading2", 3: "Heading3"}
# Debaters print what is not underlined smaller; readers still can read 8 points.
_SHRUNK = 16
_UPRIGHT = '<w:i w:val="0"/><w:iCs w:val="0"/>'


def make(document: Document) -> bytes:
    """The document as a .docx package; the same document gives the same bytes."""
    body = "".join(_document(document))
    language = quoteattr(document.language)
    main = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" '
        'w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELS,
        "word/document.xml": main,
        "word/styles.xml": STYLES.replace("@LANGUAGE@", language),
        "word/settings.xml": SETTINGS,
        "word/_rels/document.xml.rels": DOCUMENT_RELS,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, text.encode("utf-8"))
    return stream.getvalue()


def _document(document: Document) -> Iterator[str]:
    yield _heading("Heading1", plain_runs(document.title))
    for line in document.lines:
        yield _paragraph(plain_runs(line), "Undertag")
    is_first_quote = False
    for block in document.blocks:
        if isinstance(block, QuoteBlock):
            yield from _quote(block, has_tag=is_first_quote)
            is_first_quote = False
        else:
            yield from _block(block)
            is_first_quote = isinstance(block, PointBlock)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, HeadingBlock):
        yield _heading(_HEADING_STYLES.get(block.level, "Heading3"), block.runs)
    elif isinstance(block, TextBlock):
        yield _text(block, "Analytic")
    elif isinstance(block, PointBlock):
        yield _heading("Heading4", plain_runs(block.claim))
        if block.words:
            yield _paragraph(plain_runs(block.words), "Undertag")
        yield from (_text(text, "Undertag", upright=True) for text in block.explanation)
        yield from (_paragraph(plain_runs(remark), "Undertag") for remark in block.remarks)
    elif isinstance(block, SourcesBlock):
        yield _heading("Heading2", plain_runs(block.title))
        yield from (_paragraph(entry, "Analytic") for entry in block.entries)


def _heading(style: str, runs: Runs) -> str:
    # Verbatim begins a page with every pocket, hat and block; a case is read in one piece.
    keep = "" if style == "Heading4" else '<w:pageBreakBefore w:val="0"/>'
    inner = _runs(runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{inner}</w:p>' if inner else ""


def _text(block: TextBlock, style: str, *, upright: bool = False) -> str:
    runs = block.runs
    if block.marker:
        runs = (Run(f"{block.marker}\t"), *runs)
    indent = block.depth or int(block.is_quoted)
    return _paragraph(runs, "Undertag" if block.is_note else style, indent, upright=upright)


def _paragraph(runs: Runs, style: str = "", indent: int = 0, *, upright: bool = False) -> str:
    # Undertags are italic, but nobody likes to read a long explanation in italics.
    inner = _runs(runs, upright=upright)
    if not inner:
        return ""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if indent:
        properties += f'<w:ind w:left="{360 * indent}" w:hanging="360"/>'
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def _quote(block: QuoteBlock, *, has_tag: bool) -> Iterator[str]:
    if not has_tag:
        yield _heading("Heading4", plain_runs(block.who or block.short or "Quotation"))
    yield from (_paragraph(plain_runs(f"[{remark}]"), "Undertag") for remark in block.remarks)
    yield from (_text(note, "Undertag") for note in block.notes)
    yield _cite(block)
    marked = any(run.underline or run.emphasis or run.highlight for run in block.runs)
    for paragraph in _paragraphs(block.runs):
        inner = "".join(_body_run(run, marked=marked) for run in paragraph)
        yield f"<w:p>{inner}</w:p>" if inner else ""


def _cite(block: QuoteBlock) -> str:
    """One paragraph: the short cite in its own style, then everything else."""
    runs = merged(block.cite)
    bold = next((run for run in runs if run.bold), None)
    if bold is None and block.short:
        head = _run(block.short, '<w:rStyle w:val="Style13ptBold"/>')
        return f"<w:p>{head}{_runs((Run(' – '), *runs)) if runs else ''}</w:p>"
    inner = "".join(
        _run(run.text, '<w:rStyle w:val="Style13ptBold"/>') if run.bold else _runs((run,))
        for run in runs
    )
    return f"<w:p>{inner}</w:p>" if inner else ""


def _paragraphs(runs: Runs) -> list[list[Run]]:
    """The runs cut at line breaks; empty paragraphs are left out."""
    result: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        result[-1].append(replace(run, text=first))
        result += [[replace(run, text=text)] for text in others]
    return [part for part in result if any(run.text for run in part)]


def _body_run(run: Run, *, marked: bool) -> str:
    highlight = '<w:highlight w:val="cyan"/>' if run.highlight else ""
    if run.emphasis:
        return _run(run.text, f'<w:rStyle w:val="Emphasis"/>{highlight}')
    if run.underline:
        return _run(run.text, f'<w:rStyle w:val="StyleUnderline"/>{highlight}')
    if run.highlight:
        return _run(run.text, highlight)
    shrink = f'<w:sz w:val="{_SHRUNK}"/><w:szCs w:val="{_SHRUNK}"/>' if marked else ""
    return _run(run.text, shrink)


def _runs(runs: Iterable[Run], *, upright: bool = False) -> str:
    return "".join(_run(run.text, _looks(run, upright=upright)) for run in merged(runs))


def _looks(run: Run, *, upright: bool = False) -> str:
    # The order of the elements is the schema's; Word refuses files that have another.
    return "".join(
        (
            "<w:b/><w:bCs/>" if run.bold or run.emphasis else "",
            "<w:i/><w:iCs/>" if run.italic else _UPRIGHT if upright else "",
            '<w:highlight w:val="cyan"/>' if run.highlight else "",
            '<w:u w:val="single"/>' if run.underline else "",
        )
    )


def _run(text: str, properties: str) -> str:
    text = legal(text)
    if not text:
        return ""
    inner = "<w:br/>".join(
        "<w:tab/>".join(_t(piece) for piece in line.split("\t"))
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def _t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
