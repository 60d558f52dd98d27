"""What all Word documents share: runs and paragraphs as WordprocessingML, and the package."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from briefing.exporters.base import legal, zipped
from briefing.exporters.docx_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELS,
    PACKAGE_RELS,
    SETTINGS,
)
from briefing.text.runs import Run, merged

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_UPRIGHT = '<w:i w:val="0"/><w:iCs w:val="0"/>'
# Width and height in twentieths of a point.
_PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}


def package(body: str, styles: str, language: str, paper: str) -> bytes:
    """A .docx with this body; the same body gives the same bytes."""
    width, height = _PAPERS[paper]
    main = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" '
        'w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELS,
        "word/document.xml": main,
        "word/styles.xml": styles.replace("@LANGUAGE@", quoteattr(legal(language))),
        "word/settings.xml": SETTINGS,
        "word/_rels/document.xml.rels": DOCUMENT_RELS,
    }
    return zipped({name: text.encode("utf-8") for name, text in parts.items()})


def paragraph(inner: str, style: str = "", *, indent: int = 0, extra: str = "") -> str:
    """A paragraph of finished runs; nothing for no runs."""
    if not inner:
        return ""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + extra
    if indent:
        properties += f'<w:ind w:left="{360 * indent}" w:hanging="360"/>'
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def runs_xml(runs: Iterable[Run], *, highlight: str = "yellow", upright: bool = False) -> str:
    """Runs with direct looks; `upright` undoes the italics of the paragraph's style."""
    return "".join(
        run_xml(run.text, _looks(run, highlight, upright=upright)) for run in merged(runs)
    )


def _looks(run: Run, highlight: str, *, upright: bool) -> str:
    # The order of the elements is the schema's; Word refuses files that have another.
    return "".join(
        (
            "<w:b/><w:bCs/>" if run.bold or run.emphasis else "",
            "<w:i/><w:iCs/>" if run.italic else _UPRIGHT if upright else "",
            f'<w:highlight w:val="{highlight}"/>' if run.highlight else "",
            '<w:u w:val="single"/>' if run.underline or run.emphasis else "",
        )
    )


def run_xml(text: str, properties: str) -> str:
    """A run; line breaks and tabs become elements, characters that XML forbids are left out."""
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
