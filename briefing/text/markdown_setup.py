"""How python-markdown is set up: passage anchors, source references, no raw HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import DelimiterProcessor, InlineProcessor
from markdown.treeprocessors import Treeprocessor

from briefing.text.passages import Label
from briefing.text.references import REFERENCE, ids_in

if TYPE_CHECKING:
    import re

_PASSAGE_TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "pre", "dt", "dd"}
_CONTAINERS = {"p", "pre", "ul", "ol", "table", "blockquote", "dl", "h1", "h2", "h3", "h4"}


class Converter(Markdown):
    """Makes HTML of library texts. It keeps state: one for each thread."""

    def __init__(self) -> None:
        super().__init__(
            # Classes, not names: for a name python-markdown searches all installed packages.
            extensions=[
                TableExtension(),
                FootnoteExtension(),
                DefListExtension(),
                SaneListExtension(),
                FencedCodeExtension(),
            ],
            output_format="html",
        )
        self.first = 0
        self.label: Label | None = None
        # Raw HTML is text to us: an article may not style, hide or load anything.
        self.preprocessors.deregister("html_block")
        self.inlinePatterns.deregister("html")
        self.inlinePatterns.register(_Emphasis(self), "em_strong", 60)
        self.inlinePatterns.register(_References(self), "reference_ids", 175)
        self.treeprocessors.register(_Anchors(self), "passage_anchors", 5)

    def html(self, text_md: str, first: int, label: Label | None) -> str:
        """A text as HTML; its passages are numbered from `first` on, `label` names its sources."""
        self.reset()
        self.first, self.label = first, label
        return self.convert(text_md)


class _Emphasis(DelimiterProcessor):
    """`*emphasis*` at its place.

    Python-Markdown (3.11) pairs all stars and lines of a text at the first one, and then takes the
    next star or line that it meets for the next pair: of `a*b *c* snake_case *d*` it lost letters.
    """

    def __init__(self, converter: Converter) -> None:
        super().__init__("*", "strong,em", converter)
        self.add("_", "strong,em", smart=True)
        self._length = 0

    # The stub of python-markdown says what its older patterns give back.
    def handleMatch(  # type: ignore[override]  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The pair that begins here; none if what stands here belongs to none."""
        if not self.regions:
            self._length = len(data)
        else:
            # What comes after the pairs that are done moved as much as these changed.
            first = self.regions[self.cache_index][0]
            if m.start() != first + len(data) - self._length:
                return None, m.start(), m.end()
            self.cache_pos = first
        return super().handleMatch(m, data)


class _References(InlineProcessor):
    """`[@r17; @r20]` becomes links to sources."""

    def __init__(self, converter: Converter) -> None:
        super().__init__(REFERENCE.pattern, converter)
        self._converter = converter

    # The stub of python-markdown says what its older patterns give back.
    def handleMatch(  # type: ignore[override]  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        label = self._converter.label
        holder = Element("span", {"class": "cite"})
        holder.text = "["
        ids = ids_in(m[1])
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

    def __init__(self, converter: Converter) -> None:
        super().__init__(converter)
        self._converter = converter

    def run(self, root: Element) -> None:
        stack: list[Element] = [root]
        ordered: list[Element] = []
        while stack:
            element = stack.pop()
            if _is_passage(element):
                ordered.append(element)
            if element.tag != "tr":
                stack.extend(reversed([child for child in element if isinstance(child.tag, str)]))
        for number, element in enumerate(ordered, self._converter.first):
            _anchor(element, number)


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
