"""From an HTML tree to blocks: an iterative walk, so that no depth of nesting matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.importers.blocks import Block, Kind, Span, tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that stand for themselves; what is not named here runs on within a line.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_STRONG = frozenset(("b", "strong"))
_EMPHASIS = frozenset(("i", "em", "cite", "dfn", "var"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
NEVER_SHOWN = frozenset(
    [
        "applet",
        "area",
        "audio",
        "base",
        "button",
        "canvas",
        "datalist",
        "embed",
        "frame",
        "frameset",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "meta",
        "noembed",
        "noframes",
        "object",
        "param",
        "progress",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
    ]
)

# The name of an element as it is known in HTML: without a namespace, in lower case.
Drop = Callable[["HtmlElement"], bool]


def tag_of(element: HtmlElement) -> str:
    """The element's name in lower case, without a namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, the element it stands in, and how many of its characters are links."""

    block: Block
    element: HtmlElement
    linked: int


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int


@dataclass(slots=True)
class _Walk:
    """What is known at one place of the walk."""

    at: HtmlElement
    placed: list[Placed] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    mark: str | None = None  # of an item whose words are still to come
    heading: int = 0
    strong: int = 0
    emphasis: int = 0
    quoted: int = 0
    code: int = 0
    cells: list[str] | None = None  # of the row that is being read
    cell: list[str] | None = None
    tables: int = 0
    links: int = 0
    linked: int = 0  # characters in links since the last block

    def say(self, text: str | None) -> None:
        if not text:
            return
        if self.links:
            self.linked += len(text.strip())
        if self.cell is not None:
            self.cell.append(text)
            return
        if not self.code:
            text = text.replace("\n", " ")
        self.spans.append(Span(text, self.strong > 0, self.emphasis > 0))

    def flush(self) -> None:
        """What was said so far becomes a block."""
        if self.cell is not None:
            self.cell.append(" ")
            return
        spans, self.spans = self.spans, []
        if self.code:
            text = "".join(span.text for span in spans)
            if text.strip():
                self._add(Block(Kind.CODE, (Span(text),), len(self.lists), quoted=self.quoted))
            return
        spans = list(tidy(spans))
        if not spans:
            self.linked = 0
            return
        depth = len(self.lists)
        if self.heading:
            block = Block(Kind.HEADING, tuple(spans), self.heading, quoted=self.quoted)
        elif self.mark is not None:
            block = Block(Kind.ITEM, tuple(spans), depth, self.mark, self.quoted)
            self.mark = None
        else:
            block = Block(Kind.PARAGRAPH, tuple(spans), depth, quoted=self.quoted)
        self._add(block)

    def _add(self, block: Block) -> None:
        self.placed.append(Placed(block, self.at, self.linked))
        self.linked = 0


def blocks_of(root: HtmlElement, drop: Drop | None = None) -> list[Block]:
    """The blocks of a tree, in its order. Elements for which `drop` holds are left out."""
    return [placed.block for placed in placed_blocks(root, drop)]


def placed_blocks(root: HtmlElement, drop: Drop | None = None) -> list[Placed]:
    """The blocks of a tree, each with the block element that it stands in."""
    from lxml import etree

    walk = _Walk(root)
    parents: list[HtmlElement] = []
    skipped: HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None:
                walk.say(element.tail)
            continue
        tag = tag_of(element)
        if event == "start":
            if skipped is None and (tag in NEVER_SHOWN or (drop is not None and drop(element))):
                skipped = element
                if tag in BLOCKS:
                    walk.flush()
            elif skipped is None:
                _begin(walk, element, tag, parents)
            continue
        if skipped is None:
            _end(walk, element, tag, parents)
        elif skipped is element:
            skipped = None
        if skipped is None and element is not root:
            walk.say(element.tail)
    walk.flush()
    return walk.placed


def _begin(walk: _Walk, element: HtmlElement, tag: str, parents: list[HtmlElement]) -> None:
    if tag in BLOCKS:
        walk.flush()
        parents.append(element)
        walk.at = element
    if tag in HEADINGS:
        walk.heading = HEADINGS[tag]
    elif tag in _STRONG:
        walk.strong += 1
    elif tag in _EMPHASIS:
        walk.emphasis += 1
    elif tag == "blockquote":
        walk.quoted += 1
    elif tag == "pre":
        walk.code += 1
    elif tag in _LISTS:
        walk.mark = None
        walk.lists.append(_List(tag == "ol", _start(element)))
    elif tag in ("li", "dt", "dd"):
        _begin_item(walk, element, tag)
    elif tag == "br":
        _break(walk)
    elif tag == "a" and element.get("href") is not None:
        walk.links += 1
    elif tag == "q":
        walk.say("“")
    elif tag in ("sup", "sub"):
        _raised(walk, element, tag)
    elif tag == "table":
        walk.tables += 1
    elif tag == "tr" and walk.cells is None and _is_data_row(element):
        walk.cells = []
    elif tag in ("td", "th") and walk.cells is not None and walk.cell is None:
        walk.cell = []
    elif tag == "img" and walk.cell is None:
        _picture(walk, element)
    walk.say(element.text)


def _end(walk: _Walk, element: HtmlElement, tag: str, parents: list[HtmlElement]) -> None:
    if tag == "q":
        walk.say("”")
    if tag in BLOCKS:
        walk.flush()
        if parents and parents[-1] is element:
            parents.pop()
        walk.at = parents[-1] if parents else walk.at
    if tag in HEADINGS:
        walk.heading = 0
    elif tag in _STRONG:
        walk.strong -= 1
    elif tag in _EMPHASIS:
        walk.emphasis -= 1
    elif tag == "blockquote":
        walk.quoted -= 1
    elif tag == "pre":
        walk.code -= 1
    elif tag == "a" and element.get("href") is not None:
        walk.links -= 1
    elif tag in _LISTS and walk.lists:
        walk.lists.pop()
        walk.mark = None
    elif tag == "li":
        walk.mark = None
    elif tag in ("td", "th") and walk.cell is not None and _row_of(element) is not None:
        _end_cell(walk)
    elif tag == "tr" and walk.cells is not None and _is_data_row(element):
        _end_row(walk)


def _begin_item(walk: _Walk, element: HtmlElement, tag: str) -> None:
    if tag == "li" and walk.lists:
        inner = walk.lists[-1]
        value = element.get("value", "")
        if value.isascii() and value.isdigit() and len(value) < 9:
            inner.number = int(value)
        walk.mark = f"{inner.number}." if inner.ordered else "-"
        inner.number += 1


def _start(element: HtmlElement) -> int:
    value = element.get("start", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def _break(walk: _Walk) -> None:
    if walk.cell is not None:
        walk.cell.append(" ")
    elif walk.code:
        walk.spans.append(Span("\n"))
    elif walk.spans and walk.spans[-1].text.rstrip(" \t").endswith("\n"):
        walk.flush()  # two breaks part paragraphs
    else:
        walk.spans.append(Span("\n", walk.strong > 0, walk.emphasis > 0))


def _raised(walk: _Walk, element: HtmlElement, tag: str) -> None:
    """A figure of a power or formula must not run into the one before it."""
    text = (element.text or "").strip()
    if tag == "sup" and text.isdigit() and walk.spans and walk.spans[-1].text[-1:].isdigit():
        walk.say("^")


def _picture(walk: _Walk, element: HtmlElement) -> None:
    """A formula's picture is words; other pictures are not."""
    alt = element.get("alt") or ""
    if "math" in (element.get("class") or "") or "latex" in (element.get("class") or ""):
        walk.say(alt)


def _row_of(element: HtmlElement) -> HtmlElement | None:
    parent = element.getparent()
    return parent if parent is not None and tag_of(parent) == "tr" else None


def _is_data_row(row: HtmlElement) -> bool:
    """Whether a row holds short cells side by side, rather than the layout of a page."""
    cells = [cell for cell in row if tag_of(cell) in ("td", "th")]
    if not 2 <= len(cells) <= 60 or _in_cell(row):
        return False
    for cell in cells:
        for inner in cell.iter():
            if tag_of(inner) in ("table", "ul", "ol", "blockquote", "pre", *HEADINGS):
                return False
        if len(cell.text_content()) > 600:
            return False
    return True


def _in_cell(row: HtmlElement) -> bool:
    return any(tag_of(parent) in ("td", "th") for parent in row.iterancestors())


def _end_cell(walk: _Walk) -> None:
    if walk.cells is not None and walk.cell is not None:
        walk.cells.append(" ".join("".join(walk.cell).split()))
    walk.cell = None


def _end_row(walk: _Walk) -> None:
    cells, walk.cells = walk.cells or [], None
    if sum(bool(cell) for cell in cells) > 1:
        walk._add(Block(Kind.ROW, cells=tuple(cells), table=walk.tables, quoted=walk.quoted))
    elif any(cells):
        walk.say(next(cell for cell in cells if cell))
        walk.flush()
