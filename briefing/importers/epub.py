"""E-books (EPUB 2 and 3): the chapters in the order of the spine.

A book of several chapters becomes one article for each: a chapter is what one reads, and quotes
from, at one time. Files of a book that hold hardly any words (covers, title pages) are left out,
and told. Books with digital rights management cannot be read, and are refused with that reason.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.importers import markup
from briefing.importers.archive import Archive, is_inside
from briefing.importers.base import Dropped, Imported, Intake, Options
from briefing.importers.blocks import Block, Kind, levelled, to_markdown, without_title
from briefing.importers.decoding import cleaned, decode_page
from briefing.importers.html.page import parse
from briefing.importers.html.walk import blocks_of, tag_of
from briefing.importers.naming import from_file_name
from briefing.model import UserError
from briefing.text.dates import is_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CONTAINER = "META-INF/container.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml")
_FEWEST = 15  # words of a chapter
_MOST_CHAPTERS = 500
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class _Book:
    title: str
    authors: tuple[str, ...]
    publisher: str
    date: str
    url: str
    pages: tuple[str, ...]  # names of the parts, in reading order
    missing: tuple[str, ...]
    labels: dict[str, str]  # what the table of contents calls a part


def read_epub(data: bytes, name: str, options: Options) -> Intake:
    """The chapters of a book as articles; UserError for books under lock."""
    archive = Archive(data, name)
    _refuse_locked(archive, name)
    book = _book(archive, name)
    notices = [f"The book names a part that it does not hold: {one}." for one in book.missing[:20]]
    chapters: list[tuple[str, tuple[Block, ...]]] = []
    dropped: list[Dropped] = []
    for part in book.pages[:_MOST_CHAPTERS]:
        text, said = decode_page(archive.read(part), part, options.encoding)
        notices += [f"{part}: {one}" for one in said]
        tree = parse(_as_html(text))
        if tree is None:
            continue
        blocks = tuple(blocks_of(tree, _is_no_text))
        words = " ".join(block.text for block in blocks)
        if len(words.split()) < _FEWEST and len(words) < 80 and len(book.pages) > 1:
            dropped += [Dropped(0, f"{part}: {words[:80]}")] if words else []
        elif blocks:
            chapters.append((_chapter_title(part, blocks, book), blocks))
    if len(book.pages) > _MOST_CHAPTERS:
        notices.append(f"Only the first {_MOST_CHAPTERS} parts of the book were read.")
    if not chapters and dropped:
        dropped, chapters = [], _all_of(archive, book)
    if not chapters:
        raise UserError(f"“{name}” holds no text: it may consist of pictures only.")
    articles = tuple(_articles(chapters, book, name))
    if len(articles) > 1:
        notices.append(f"The book came in as {len(articles)} articles, one for each chapter.")
    return Intake(articles=articles, notices=tuple(notices), dropped=tuple(dropped))


def _articles(
    chapters: list[tuple[str, tuple[Block, ...]]], book: _Book, name: str
) -> Iterator[Imported]:
    """One article for each chapter; a chapter without a heading goes on with the one before."""
    title = book.title or from_file_name(name)
    if len(chapters) == 1:
        label, blocks = chapters[0]
        parts = [(title, without_title(blocks, title))]
    else:
        parts = []
        for label, blocks in chapters:
            if label or not parts:
                shown = f"{label} — {title}" if label else title
                parts.append((shown, without_title(blocks, label)))
            else:
                before, already = parts[-1]
                parts[-1] = (before, already + blocks)
    for shown, blocks in parts:
        yield Imported(
            title=shown,
            text_md=to_markdown(levelled(blocks)),
            authors=book.authors,
            venue=book.publisher if len(parts) == 1 else (book.title or book.publisher),
            date=book.date,
            url=book.url,
        )


def _all_of(archive: Archive, book: _Book) -> list[tuple[str, tuple[Block, ...]]]:
    """The words of a book that has hardly any."""
    found: list[Block] = []
    for part in book.pages:
        tree = parse(_as_html(decode_page(archive.read(part), part)[0]))
        found += blocks_of(tree, _is_no_text) if tree is not None else []
    return [("", tuple(found))] if found else []


def _chapter_title(part: str, blocks: tuple[Block, ...], book: _Book) -> str:
    if label := book.labels.get(part):
        return label
    headings = [block for block in blocks[:8] if block.kind is Kind.HEADING]
    return " ".join(headings[0].text.split()) if headings else ""


def _is_no_text(element: HtmlElement) -> bool:
    kind = element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type") or ""
    if kind in ("pagebreak", "toc", "page-list", "landmarks"):
        return True
    return tag_of(element) == "nav" or element.get("hidden") is not None


def _as_html(text: str) -> str:
    """XHTML as HTML reads it: `<a id="x"/>` and `<title/>` are closed there, and not here."""
    text = re.sub(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", "", text, count=1, flags=re.S | re.I)
    return re.sub(
        r"<(?!(?:br|hr|img|meta|link|input|col|area|base|wbr|source|track|embed|param)\b)"
        r"([A-Za-z][\w:-]{0,30})((?:\s[^<>]{0,2000})?)/>",
        r"<\1\2></\1>",
        text,
    )


# -- the package ----------------------------------------------------------------------------------


def _refuse_locked(archive: Archive, name: str) -> None:
    """UserError if chapters are encrypted; hidden fonts alone do not matter."""
    part = archive.find("META-INF/encryption.xml")
    if part is None:
        return
    root = markup.parse(archive.read(part), name, part)
    for one in root.iter():
        if tag_of(one) != "encrypteddata":
            continue
        ways = [each.get("Algorithm") or "" for each in one.iter()
                if tag_of(each) == "encryptionmethod"]  # fmt: skip
        if not ways or any(way not in _FONTS for way in ways):
            raise UserError(
                f"“{name}” is locked with digital rights management (DRM): only the program of the "
                "shop that it was bought from can open it. Copy the passage there, and import that."
            )


def _book(archive: Archive, name: str) -> _Book:
    root_file = _root_file(archive, name)
    package = markup.parse(archive.read(root_file), name, root_file)
    base = posixpath.dirname(root_file)
    items = {one.get("id"): one for one in _all(package, "item")}
    pages: list[str] = []
    missing: list[str] = []
    for reference in _all(package, "itemref"):
        item = items.get(reference.get("idref"))
        href = item.get("href") if item is not None else None
        if (
            item is None
            or not href
            or (item.get("media-type") or _PAGES[0]).split(";")[0] not in _PAGES
        ):
            continue
        part = _part(archive, base, href)
        if part is None:
            missing.append(_unquote(href))
        elif part not in pages and "nav" not in (item.get("properties") or "").split():
            pages.append(part)
    if not pages:
        pages = [one for one in archive.names if one.lower().endswith((".xhtml", ".html", ".htm"))]
    if not pages:
        raise UserError(f"“{name}” is no e-book that can be read: it names no chapters.")
    dates = [_text(one) for one in _all(package, "date")]
    day = next((found[0] for one in dates if (found := _DAY.match(one))), "")
    links = [_text(one) for one in (*_all(package, "source"), *_all(package, "identifier"))]
    return _Book(
        title=next((text for one in _all(package, "title") if (text := _text(one))), ""),
        authors=tuple(dict.fromkeys(filter(None, map(_creator, _all(package, "creator"))))),
        publisher=next(filter(None, map(_text, _all(package, "publisher"))), ""),
        date=day if is_date(day) else "",
        url=next((one for one in links if one.startswith(("http://", "https://"))), ""),
        pages=tuple(pages),
        missing=tuple(missing),
        labels=_labels(archive, package, base, name),
    )


def _root_file(archive: Archive, name: str) -> str:
    part = archive.find(_CONTAINER)
    if part is not None:
        container = markup.parse(archive.read(part), name, part)
        for one in _all(container, "rootfile"):
            found = _part(archive, "", one.get("full-path") or "")
            if found is not None:
                return found
    found = next((one for one in archive.names if one.lower().endswith(".opf")), None)
    if found is None:
        raise UserError(f"“{name}” is no e-book that can be read: its table of parts is missing.")
    return found


def _creator(element: Any) -> str:
    """A name with the given name first."""
    name = _text(element)
    family, comma, given = name.partition(", ")
    is_person = comma and given and "," not in given and len(name.split()) <= 5
    return f"{given} {family}" if is_person else name


def _labels(archive: Archive, package: Any, base: str, name: str) -> dict[str, str]:
    """What the table of contents calls the parts, the first name of each."""
    labels: dict[str, str] = {}
    for item in _all(package, "item"):
        kind = item.get("media-type") or ""
        is_nav = "nav" in (item.get("properties") or "").split()
        if kind != "application/x-dtbncx+xml" and not is_nav:
            continue
        part = _part(archive, base, item.get("href") or "")
        if part is None:
            continue
        tree = parse(_as_html(decode_page(archive.read(part), part)[0]))
        for href, text in _entries(tree) if tree is not None else ():
            if "#" in href and not is_nav:
                continue
            found = _part(archive, posixpath.dirname(part), href.partition("#")[0])
            if found is not None and text:
                labels.setdefault(found, text)
    return labels


def _entries(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for point in tree.iter("navpoint"):  # NCX of EPUB 2
        label = next((_text(one) for one in point.iter("text")), "")
        source = next((one.get("src") or "" for one in point.iter("content")), "")
        yield source, label
    for link in tree.iter("a"):
        yield link.get("href") or "", _text(link)


def _part(archive: Archive, base: str, href: str) -> str | None:
    """The part that a reference means: percent-encoded, relative to `base`, inside the book."""
    bare = href.partition("#")[0]
    for path in dict.fromkeys((_unquote(bare), bare)):
        joined = posixpath.normpath(posixpath.join(base, path.replace("\\", "/")))
        if bare and is_inside(joined) and (found := archive.find(joined)) is not None:
            return found
    return None


def _unquote(href: str) -> str:
    """`href` without percent-encoding, which hides letters, blanks and dots."""
    data = _PERCENT.sub(lambda found: bytes([int(found[1], 16)]), href.encode("utf-8", "replace"))
    return data.decode("utf-8", "replace")


def _all(root: Any, tag: str) -> Iterator[Any]:
    return (one for one in root.iter() if tag_of(one) == tag)


def _text(element: Any) -> str:
    return cleaned(" ".join("".join(element.itertext()).split()))
