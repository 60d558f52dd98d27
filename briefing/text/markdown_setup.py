"""How python-markdown is set up: passage anchors, source references, no raw HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from briefing.text.passages import REFERENCE

if TYPE_CHECKING:
    import re

_PASSAGE_TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "pre", "dt", "dd"}
_CONTAINERS = {"p", "pre", "ul", "ol", "table", "blockquote", "dl", "h1", "h2", "h3", "h4"}


def make_converter() -> Markdown:
    """A python-markdown converter for library texts."""
    return Markdown(
        # Classes, not names: for a name python-markdown searches all installed packages.
        extensions=[
            TableExtension(),
            FootnoteExtension(),
            DefListExtension(),
            SaneListExtension(),
            FencedCodeExtension(),
            _Briefing(),
        ],
        output_format="html",
    )


class _Briefing(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - python-markdown's name
        # Raw HTML is text to us: an article may not style, hide or load anything.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_References(REFERENCE.pattern, md), "reference_ids", 175)
        md.treeprocessors.register(_Anchors(md), "passage_anchors", 5)


class _References(InlineProcessor):
    """`[@r17; @r20]` becomes links to sources."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        label = getattr(self.md, "reference_label", None)
        holder = Element("span", {"class": "cite"})
        holder.text = "["
        ids = [one.strip().removeprefix("@") for one in m[1].split(";")]
        for position, one in enumerate(ids):
            link = SubElement(holder, "a", {"href": f"source:{one}"})
            link.text = _atomic(label(one) if label else one)
            link.tail = "]" if position == len(ids) - 1 else "; "
        return holder, m.start(0), m.end(0)


def _atomic(text: str) -> str:
    from markdown.util import AtomicString

    return AtomicString(text)


class _Anchors(Treeprocessor):
    """Gives every passage an anchor, numbered in reading order."""

    def run(self, root: Element) -> None:
        number: int = getattr(self.md, "passage_count", 0)
        stack: list[Element] = [root]
        ordered: list[Element] = []
        while stack:
            element = stack.pop()
            if _is_passage(element):
                ordered.append(element)
            if element.tag != "tr":
                stack.extend(reversed([child for child in element if isinstance(child.tag, str)]))
        for element in ordered:
            _anchor(element, number)
            number += 1
        self.md.passage_count = number  # type: ignore[attr-defined]


def _is_passage(element: Element) -> bool:
    tag: Any = element.tag
    if tag not in _PASSAGE_TAGS:
        return False
    if tag in ("li", "dd"):  # a loose item's words stand in its own paragraphs
        first = next(iter(element), None)
        has_words = bool((element.text or "").strip())
        return has_words or first is None or first.tag not in _CONTAINERS
    return True


def _anchor(element: Element, number: int) -> None:
    target = element
    if element.tag == "tr":
        target = next(iter(element), element)
    anchor = Element("a", {"name": f"p{number}"})
    anchor.text = ""
    anchor.tail = target.text
    target.text = None
    target.insert(0, anchor)
