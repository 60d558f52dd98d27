"""Markdown to HTML, and the passages of an article.

A passage is a paragraph, a heading, a list item, a table row or a code block: the smallest thing
that a point can be linked to. The same walk that renders the text finds the passages, so that what
is on screen and what links mean cannot differ.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from briefing.text.prose import prose_to_html

if TYPE_CHECKING:
    from briefing.text.markdown_setup import Converter

# How a source reference is labelled on screen, given its id; None shows the id itself.
Label = Callable[[str], str]

# Python-Markdown's inline patterns are quadratic and worse in unmatched delimiters: a paragraph of
# 60 kB of "*a_" takes minutes. No prose has so many in one block; such a block is shown literally.
_MOST_DELIMITERS = 400
_DELIMITERS = re.compile(r"[*_\[\]`<\\]")

# So are its headings: each one copies the rest of its block. No block of prose has so many of them.
_MOST_HEADINGS = 200
_HEADING = re.compile(r"^ {0,3}(?:#|[=-]+[ \t]*$)", re.MULTILINE)

# Lists and quotations that begin in one line, each inside the one before: nobody can read that.
_TOO_DEEP = re.compile(r"^(?:[ \t]*(?:>|[*+-][ \t]|\d{1,9}\.[ \t])){100}", re.MULTILINE)

# Hidden delimiters pass python-markdown as private-use characters.
_HIDE = {ord(char): 0xE000 + place for place, char in enumerate("*_[]`<\\#=-")}
_UNHIDE = {hidden: escape(chr(char)) for char, hidden in _HIDE.items()}

_ANCHOR = re.compile(r'<a name="p(\d+)"></a>')
# What the screen shows but the author did not write: reference labels and footnote marks.
_NOTED = re.compile(r'<span class="cite">.*?</span>|<sup id="fnref[^>]*>.*?</sup>', re.DOTALL)
_WAY_BACK = re.compile(r'(?:&#160;)?<a class="footnote-backref".*?</a>', re.DOTALL)
_CLOSES = re.compile(r"(?:<[^>]*>)*[.,;:!?…)\]}’”»\"']")
# python-markdown puts fenced code where a paragraph's words were.
_FENCED = re.compile(r'<p>(<a name="p\d+"></a>)<pre>(.*?</pre>)\s*</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"\n[ \t]*\n")
_DEFINITION = re.compile(r"^ {0,3}\[\^?[^\]\n]+\]:[^\n]*(?:\n[ \t]+\S[^\n]*)*", re.MULTILINE)
# A link definition disappears: what stands around it may belong together.
_STARTS_FRESH = re.compile(r"[^\s>*+\-:|\d`~[]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of an article: its place in reading order, its kind, its words without marks."""

    index: int
    kind: str  # "paragraph", "heading", "item", "row", "code"
    level: int  # of a heading, 1 to 6; else 0
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML in which every passage begins with an anchor `p<index>`, and the passages."""

    html: str
    passages: tuple[Passage, ...]


def render(markdown: str, first: int = 0, label: Label | None = None) -> Rendered:
    """Render Markdown; passages are numbered from `first`. Raw HTML is shown, not obeyed."""
    html = _convert(markdown, first, label)
    return Rendered(html, _passages_of(html))


def to_html(markdown: str, label: Label | None = None) -> str:
    """Render Markdown that is not an article: no passage anchors."""
    return _ANCHOR.sub("", _convert(markdown, 0, label))


@lru_cache(maxsize=1000)  # all texts of a file of points: after an edit, most are as they were
def to_plain(markdown: str) -> str:
    """The words of a Markdown text, one line per passage, without marks and source references."""
    return "\n".join(passage.text for passage in passages(markdown))


@lru_cache(maxsize=64)
def passages(markdown: str) -> tuple[Passage, ...]:
    """The passages of an article, in reading order."""
    return tuple(passage for piece in pieces(markdown) for passage in piece.passages)


def pieces(markdown: str, label: Label | None = None) -> Iterator[Rendered]:
    """Render a long text piece by piece; its passages are numbered throughout."""
    first = 0
    for chunk in chunks(markdown):
        piece = render(chunk, first, label)
        first += len(piece.passages)
        yield piece


def chunks(markdown: str, size: int = 6000) -> Iterator[str]:
    """Cut a long text into pieces that render alone as they would together.

    Pieces end at an empty line before an unindented paragraph or heading, and each piece carries
    the link definitions of the whole text. `size` is in characters; a piece may be longer.
    """
    text = markdown.replace("\r\n", "\n")
    if len(text) <= size:
        yield text
        return
    definitions = "\n".join(
        match[0] for match in _DEFINITION.finditer(text) if "[^" not in match[0]
    )
    tail = f"\n\n{definitions}\n" if definitions else ""
    # Footnotes and fences reach across pieces: such texts are rendered in one go.
    if re.search(r"^\[\^[^\]]+\]:|^(```|~~~)", text, re.MULTILINE):
        yield text
        return
    start = 0
    for match in _BLANK.finditer(text):
        if match.end() - start >= size and _STARTS_FRESH.match(text, match.end()):
            yield text[start : match.end()] + tail
            start = match.end()
    if text[start:].strip():
        yield text[start:] + tail


def _convert(markdown: str, first: int, label: Label | None) -> str:
    plain = prose_to_html(markdown, first, label)
    if plain is not None:
        return plain
    if _TOO_DEEP.search(markdown):
        return _literal(markdown, first)
    try:
        html = _converter().html(_defuse(markdown), first, label).translate(_UNHIDE)
    except RecursionError:  # lists in lists in lists, over many lines
        return _literal(markdown, first)
    return _FENCED.sub(r"<pre>\1\2", html)


def _literal(markdown: str, first: int) -> str:
    """A text as it stands, one passage for each of its blocks."""
    blocks = (block for block in _BLANK.split(markdown.replace("\r\n", "\n")) if block.strip())
    return "\n".join(
        f'<p><a name="p{number}"></a>{escape(block.strip())}</p>'
        for number, block in enumerate(blocks, first)
    )


def _defuse(markdown: str) -> str:
    """Hide the delimiters of blocks that have too many of them to be meant."""
    if not _is_too_much(markdown):
        return markdown
    blocks = re.split(r"(\n[ \t]*\n)", markdown.replace("\r\n", "\n"))
    return "".join(block.translate(_HIDE) if _is_too_much(block) else block for block in blocks)


def _is_too_much(text: str) -> bool:
    return (
        len(_DELIMITERS.findall(text)) > _MOST_DELIMITERS
        or len(_HEADING.findall(text)) > _MOST_HEADINGS
    )


def _passages_of(html: str) -> tuple[Passage, ...]:
    pieces = _ANCHOR.split(_without_apparatus(html))
    found = []
    for before, number, after in zip(pieces[0::2], pieces[1::2], pieces[2::2], strict=False):
        opening = re.search(r"<(p|h[1-6]|li|tr|pre|dt|dd)\b[^>]*>(?:\s|<t[hd][^>]*>)*$", before)
        tag = opening[1] if opening else "p"
        # What follows the last closing tag belongs to the next passage's own opening tags.
        text = unescape(_SPACE.sub(" ", _TAG.sub(" " if tag == "tr" else "", after))).strip()
        found.append(Passage(int(number), _KINDS.get(tag, "paragraph"), _level(tag), text))
    return tuple(found)


def _without_apparatus(html: str) -> str:
    """What the author wrote. The blank before a reference goes with it where a sentence ends."""
    *parts, last = _NOTED.split(_WAY_BACK.sub("", html))
    kept = [last]
    for part in reversed(parts):
        words = part.rstrip() if _CLOSES.match(kept[-1]) else part
        if words:  # else two references stand side by side, and what follows both decides
            kept.append(words)
    return "".join(reversed(kept))


_KINDS = {"li": "item", "dt": "item", "dd": "item", "tr": "row", "pre": "code"} | {
    f"h{level}": "heading" for level in range(1, 7)
}


def _level(tag: str) -> int:
    return int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0


_of_thread = threading.local()


def _converter() -> Converter:
    """This thread's converter (it keeps state), made late: importing it takes a frame or two."""
    from briefing.text.markdown_setup import Converter

    if not hasattr(_of_thread, "converter"):
        _of_thread.converter = Converter()
    converter: Converter = _of_thread.converter
    return converter
