"""Rich text from the clipboard: what its formatting means is kept, all the rest is cleaned away.

Word, browsers and office programs put HTML on the clipboard. Kept as Markdown: paragraphs,
headings, lists, quotations, bold, italic and web links; for a quotation: underlined, bold and
highlighted words as marks. Styles, fonts, colours, comments, scripts and pictures go.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import groupby

from briefing.model import Mark, MarkKind
from briefing.text.cleaning import fit
from briefing.text.escaping import escape_inline, escape_starts
from briefing.text.marking import joined
from briefing.text.quotation import normal

_BLOCKS = {"p", "div", "li", "blockquote", "tr", "dt", "dd", "pre", "section", "article"} | {
    f"h{level}" for level in range(1, 7)
}
_HIDDEN = {"head", "style", "script", "title", "xml", "template", "noscript", "svg", "math"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "source", "area", "base"}
_NO_COLOUR = re.compile(r"transparent|none|inherit|initial|white|#fff(?:fff)?\b|rgba?\(255, ?255")
_MOST = 5_000_000  # characters of HTML
_GAPS = {"item": "\n", "quote": "\n>\n"}  # between two of a kind


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    underline: bool = False
    highlight: bool = False
    href: str = ""


@dataclass(slots=True)
class _Block:
    kind: str = "p"  # "p", "item", "quote", or "h1" to "h6"
    depth: int = 0  # of a list item
    number: int = 0  # of an item of a numbered list
    runs: list[tuple[str, _Look]] = field(default_factory=list)
    has_words: bool = False

    def add(self, text: str, look: _Look) -> None:
        self.runs.append((text, look))
        self.has_words = self.has_words or not text.isspace()


class _Reader(HTMLParser):
    """Collects blocks of runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = [_Block()]
        self._stack: list[tuple[str, _Look, bool]] = []  # tag, look before it, whether hidden
        self._open: Counter[str] = Counter()  # how often each tag stands in the stack
        self._look = _Look()
        self._hidden = 0
        self._lists: list[int | None] = []  # the next number, None for bullets
        self._quotes = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        style = values.get("style", "").lower()
        if tag == "br":
            self._add("\n")
        if tag in _VOID:
            return
        is_hidden = tag in _HIDDEN or "mso-list:ignore" in style or "display:none" in style
        self._stack.append((tag, self._look, is_hidden))
        self._open[tag] += 1
        self._hidden += is_hidden
        if tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        self._quotes += tag == "blockquote"
        self._pre += tag == "pre"
        if tag in _BLOCKS:
            self._begin(tag, values)
        elif tag in ("td", "th") and self.blocks[-1].has_words:
            self._add(" | ")
        self._look = _styled(self._look, tag, style, values)

    def handle_endtag(self, tag: str) -> None:
        if not self._open[tag]:
            return
        while self._stack:
            name, look, is_hidden = self._stack.pop()
            self._open[name] -= 1
            self._look = look
            self._hidden -= is_hidden
            if name in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._quotes -= name == "blockquote"
            self._pre -= name == "pre"
            if name == tag:
                break
        if tag in _BLOCKS:
            self._begin("p", {})

    def handle_data(self, data: str) -> None:
        self._add(data if self._pre else re.sub(r"[ \t\r\n\f]+", " ", data))

    def _add(self, text: str) -> None:
        if not self._hidden and text:
            self.blocks[-1].add(text, self._look)

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        block = _Block()
        if tag.startswith("h") and tag != "hr":
            block.kind = tag
        elif tag == "li" and self._lists:
            block.kind, block.depth = "item", len(self._lists) - 1
            number = self._lists[-1]
            if number is not None:
                block.number, self._lists[-1] = number, number + 1
        elif "msolistparagraph" in values.get("class", "").lower().replace(" ", ""):
            block.kind = "item"
        elif self._quotes:
            block.kind = "quote"
        elif self.blocks[-1].kind == "item" and not self.blocks[-1].has_words:
            return  # a paragraph right inside an item is the item
        self.blocks.append(block)


def _styled(look: _Look, tag: str, style: str, values: dict[str, str]) -> _Look:
    if tag in ("b", "strong"):
        look = replace(look, bold=True)
    elif tag in ("i", "em", "cite"):
        look = replace(look, italic=True)
    elif tag in ("u", "ins"):
        look = replace(look, underline=True)
    elif tag == "mark":
        look = replace(look, highlight=True)
    elif tag == "a" and re.match(r"https?://", values.get("href", "")):
        look = replace(look, href=values["href"])
    for name, _, value in (one.partition(":") for one in style.split(";")):
        name, value = name.strip(), value.strip()
        if name == "font-weight":
            look = replace(look, bold=value in ("bold", "bolder", "600", "700", "800", "900"))
        elif name == "font-style":
            look = replace(look, italic=value in ("italic", "oblique"))
        elif name in ("text-decoration", "text-decoration-line") and tag != "a":
            look = replace(look, underline="underline" in value)
        elif name in ("background", "background-color", "mso-highlight"):
            look = replace(look, highlight=bool(value) and not _NO_COLOUR.search(value))
    return look


def _read(html: str) -> list[_Block]:
    reader = _Reader()
    start = html.find("<!--StartFragment-->")
    end = html.find("<!--EndFragment-->")
    fragment = html[start if start >= 0 else 0 : end if end >= 0 else None][:_MOST]
    # A tag that is never closed: the parser would look for its end from every sign on.
    end = fragment.rfind(">") + 1
    reader.feed(fragment[:end] + fragment[end:].replace("<", "&lt;"))
    reader.close()
    return [block for block in reader.blocks if block.has_words]


def to_markdown(html: str) -> str:
    """Rich text as Markdown."""
    parts: list[str] = []
    before = ""
    for block in _read(html):
        text = _inline(block)
        if block.kind.startswith("h"):
            text = f"{'#' * max(int(block.kind[1]), 2)} {' '.join(text.split())}"
        elif block.kind == "item":
            mark = f"{block.number}. " if block.number else "- "
            text = "    " * block.depth + mark + text.replace("\n", "\n    ")
        elif block.kind == "quote":
            text = "> " + text.replace("\n", "\n> ")
        else:
            text = escape_starts(text)
        gap = _GAPS.get(block.kind, "\n\n") if block.kind == before else "\n\n"
        parts.append(f"{gap}{text}" if parts else text)
        before = block.kind
    return fit("".join(parts))


def _inline(block: _Block) -> str:
    pieces: list[str] = []
    for text, look in _merged(block.runs):
        words = text.strip()
        if not words:
            pieces.append(text)
            continue
        head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        marked = escape_inline(words)
        if look.italic:
            marked = f"*{marked}*"
        if look.bold and not block.kind.startswith("h"):
            marked = f"**{marked}**"
        if look.href:
            address = look.href.replace(" ", "%20").replace(")", "%29")
            marked = f"[{marked}]({address})"
        pieces.append(f"{head}{marked}{tail}")
    return _tidied("".join(pieces))


def _merged(runs: list[tuple[str, _Look]]) -> list[tuple[str, _Look]]:
    """Neighbours that look alike in Markdown, which knows neither underline nor highlight."""
    alike = groupby(runs, lambda run: replace(run[1], underline=False, highlight=False))
    return [("".join(text for text, _ in group), look) for look, group in alike]


def _tidied(text: str) -> str:
    """No white space around line ends, one blank between words."""
    text = text.replace("\xa0", " ")
    return re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t]{2,}", " ", text)).strip()


def to_quotation(html: str) -> tuple[str, tuple[Mark, ...]]:
    """Rich text as the words of a quotation and the marks on them; a paragraph, an empty line."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0
    for block in _read(html):
        words, own = _quoted(block)
        if words and parts:
            parts.append("\n\n")
            length += 2
        marks += (Mark(one.start + length, one.end + length, one.kind) for one in own)
        parts.append(words)
        length += len(words)
    return "".join(parts), joined(normal(marks, length))


def _quoted(block: _Block) -> tuple[str, tuple[Mark, ...]]:
    """The words of one paragraph and the marks on them."""
    parts: list[str] = []
    marks: list[Mark] = []
    end, last = 0, " "
    for text, look in block.runs:
        words = fit(text.replace("\xa0", " "))
        if last in "\n ":
            words = words.lstrip(" ")
        if not words:
            continue
        start, end, last = end, end + len(words), words[-1]
        parts.append(words)
        for is_set, kind in (
            (look.underline, MarkKind.UNDERLINE),
            (look.bold and not block.kind.startswith("h"), MarkKind.EMPHASIS),
            (look.highlight, MarkKind.HIGHLIGHT),
        ):
            if is_set:
                marks.append(Mark(start, end, kind))
    words = "".join(parts).rstrip()
    return words, normal(marks, len(words))
