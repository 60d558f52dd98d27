"""Small documents of every kind, made for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from briefing.importers import Imported, Intake, Options, worker

STORY = (
    "The old dam above the town of Ford has stood for ninety years, and for most of them nobody "
    "asked whether it would stand for ninety more.",
    "Engineers who walked along its crest last autumn found cracks that no report had mentioned, "
    "some of them wide enough to hold a hand.",
    "The council was told in a letter, which it filed, and the river went on rising behind the "
    "wall as if nobody had written anything.",
    "To mend the wall would cost more than the town takes in a year; to take it down would cost "
    "less, and give the fish their river back.",
)


def read(function: str, data: bytes, name: str = "dam", options: Options | None = None) -> Intake:
    """What an importer's function makes of `data`."""
    intake: Intake = worker._function(function)(data, name, options or Options())
    return intake


def article(function: str, data: bytes, name: str = "dam") -> Imported:
    """The one article in `data`."""
    (found,) = read(function, data, name).articles
    return found


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def page(body: str, head: str = "") -> bytes:
    """A web page, with what stands around articles."""
    links = "".join(f'<li><a href="/{n}">Another story of the day {n}</a></li>' for n in range(8))
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>"
        f"<nav><ul>{links}</ul></nav><div class='wrap'><main><article>{body}</article></main>"
        f"<aside class=related><h3>Related stories</h3><ul>{links}</ul></aside></div>"
        "<footer>© 2024 The Ford Courier. All rights reserved.</footer></body></html>"
    ).encode()


def paragraphs(texts: Sequence[str] = STORY) -> str:
    """Texts as paragraphs of HTML."""
    return "".join(f"<p>{text}</p>" for text in texts)


def epub(chapters: dict[str, str], *, parts: dict[str, str | bytes] | None = None,
         spine: Sequence[str] = ()) -> bytes:  # fmt: skip
    """An e-book: the name of each chapter's file (as its reference has it) and its HTML."""
    items = "".join(
        f'<item id="i{n}" href="{href}" media-type="application/xhtml+xml"/>'
        for n, href in enumerate(chapters)
    )
    order = spine or list(chapters)
    refs = "".join(f'<itemref idref="i{list(chapters).index(href)}"/>' for href in order)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>Of Dams</dc:title><dc:creator>Ada Okafor</dc:creator>"
        "<dc:publisher>Ford Press</dc:publisher><dc:date>2021-03-04T00:00:00Z</dc:date></metadata>"
        f"<manifest>{items}</manifest><spine>{refs}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="x"/></rootfiles></container>'
    )
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/book.opf": package,
    }
    for href, html in chapters.items():
        name = href.replace("%20", " ").replace("%C3%A9", "é")
        files.setdefault(
            f"OEBPS/{name}",
            '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
            f"<head><title/></head><body>{html}</body></html>",
        )
    return zipped({**files, **(parts or {})})


ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def odt(body: str, styles: str = "", meta: str = "") -> bytes:
    """An OpenDocument text."""
    content = (
        f"<office:document-content {ODT_NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    about = (
        f"<office:document-meta {ODT_NAMES}><office:meta>{meta}</office:meta>"
        "</office:document-meta>"
    )
    return zipped({"content.xml": content, "meta.xml": about})


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], **about: str) -> bytes:
    """A PDF: for each page lines of (from the left, from the bottom, size, text).

    A negative size is a bold one.
    """
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), initialFontName="Helvetica")
    canvas.setTitle(about.get("title", ""))
    canvas.setAuthor(about.get("author", ""))
    for lines in pages:
        for left, bottom, size, text in lines:
            canvas.setFont("Helvetica-Bold" if size < 0 else "Helvetica", abs(size))
            canvas.drawString(left, bottom, text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def set_in_lines(text: str, left: float, top: float, width: int = 60) -> list[
    tuple[float, float, float, str]
]:  # fmt: skip
    """A text in lines of print, 14 points apart, 11 points high."""
    import textwrap

    lines = textwrap.wrap(text, width)
    return [(left, top - 14 * at, 11, line) for at, line in enumerate(lines)]
