"""A web page as an article: saved pages (.html) and web archives of one page (.mhtml)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.importers.base import (
    MOST_BYTES_OF_FILE,
    Dropped,
    Imported,
    Intake,
    Options,
    shortened,
)
from briefing.importers.blocks import Block, levelled, paragraph, to_markdown, without_title
from briefing.importers.decoding import cleaned, decode_page
from briefing.importers.html import main_text, metadata
from briefing.importers.naming import from_file_name
from briefing.model import UserError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_CHARACTERS = 24 * 2**20
# Beyond it the second opinion takes too long for what it adds.
_MOST_FOR_OPINION = 4 * 2**20
_MOST_LISTED = 40
_FEWEST = 200  # characters of an article that is worth the name
_UNSEEN = re.compile(r"(?is)<!--.*?-->|<(script|style|head|template|noscript)\b.*?(?:</\1\s*>|\Z)")
_PARTS = re.compile(r"(?i)</?(?:p|div|li|h[1-6]|tr|td|br|blockquote|section)\b[^<>]{0,2000}>")
_TAGS = re.compile(r"<[^<>]{0,5000}>")
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(data: bytes, name: str, options: Options) -> Intake:
    """The article of a saved web page, without what stands around it. Nothing is fetched."""
    text, notices = decode_page(data, name, options.encoding)
    article = article_of(text, name)
    return Intake(articles=(_with_notices(article, notices),))


def read_mhtml(data: bytes, name: str, options: Options) -> Intake:
    """The article of a page that a browser saved with all its parts in one file."""
    from email import message_from_bytes, policy

    if len(data) > MOST_BYTES_OF_FILE:
        raise UserError(f"“{name}” is too large to be read.")
    message = message_from_bytes(data, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body.strip():
            continue
        charset = options.encoding or _known(part.get_content_charset() or "")
        text, notices = decode_page(body, name, charset)
        address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location", ""))
        article = article_of(text, name, address if address.startswith("http") else "")
        return Intake(articles=(_with_notices(article, notices),))
    raise UserError(
        f"“{name}” holds no web page: it is no web archive, or a damaged one. Save the page again "
        "as “Web page, complete” or as text, and import that."
    )


def article_of(text: str, name: str, address: str = "") -> Imported:
    """The article in the HTML `text`. `address` is where the page was, if that is known."""
    if len(text) > _MOST_CHARACTERS:
        raise UserError(f"“{name}” is too large for an article ({len(text) // 2**20} MB of HTML).")
    tree = parse(text)
    if tree is None:
        raise UserError(f"“{name}” holds no text. Check that the page was saved into it.")
    about, opinion = metadata.read(tree, text if len(text) < _MOST_FOR_OPINION else "")
    found = main_text.find(tree, opinion)
    notices: tuple[str, ...] = ()
    if _length(found.blocks) < _FEWEST:
        # A page this short has hardly anything around its text, or is no article at all.
        everything = main_text.whole(tree)
        if _length(everything.blocks) < 2 * _FEWEST or not found.blocks:
            found = everything
            if _length(found.blocks):
                notices = ("The page has hardly any text; all of it was taken.",)
    if not _length(found.blocks) or _has_lost(tree, text):
        found = main_text.Found(tuple(_without_tags(text)), ())
        notices = ("The page is too deeply nested to be understood; its bare words were taken.",)
    if not _length(found.blocks):
        raise UserError(_nothing(text, name))
    title = about.title or from_file_name(name)
    blocks = levelled(without_title(found.blocks, title))
    left_out = [Dropped(0, _short(line)) for line in found.left_out]
    return Imported(
        title=title,
        text_md=to_markdown(blocks),
        authors=about.authors,
        venue=about.site,
        date=about.date,
        url=about.url or address,
        dropped=shortened(left_out, _MOST_LISTED),
        notices=notices,
    )


def parse(text: str) -> HtmlElement | None:
    """The tree of an HTML page; None if there is nothing in it."""
    import lxml.html
    from lxml import etree

    data = cleaned(_XML.sub("", text)).encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        tree: HtmlElement = lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    return tree


def _has_lost(tree: HtmlElement, text: str) -> bool:
    """Whether the parser gave up somewhere: it does, below some hundred levels."""
    words = sum(len(block.text) for block in _without_tags(text))
    return words > 2 * sum(len(piece) for piece in tree.itertext()) + _FEWEST


def _without_tags(text: str) -> Iterator[Block]:
    """The words of HTML that no parser can make a tree of."""
    from html import unescape

    bare = _UNSEEN.sub(" ", text)
    for part in _PARTS.split(bare):
        if words := " ".join(unescape(_TAGS.sub("", part)).split()):
            yield paragraph(cleaned(words))


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _short(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= 80 else f"{line[:77]}…"


def _nothing(text: str, name: str) -> str:
    if re.search(r"<script", text, re.IGNORECASE):
        return (
            f"“{name}” holds no text: the page shows its text with JavaScript only, and nothing is "
            "fetched. Open it in a browser, copy the article, and import it as plain text."
        )
    return f"“{name}” holds no text. Check that the page was saved into it."


def _with_notices(article: Imported, notices: tuple[str, ...]) -> Imported:
    return replace(article, notices=notices + article.notices) if notices else article


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name if encoding else ""
    except LookupError:
        return ""
