"""Markdown as a flow of plain blocks, for formats that are neither Markdown nor HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from briefing.text.passages import Label, pieces
from briefing.text.runs import Run, Runs, merged, text_of

_INLINE = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold"}
_BLOCKS = {"p", "li", "tr", "pre", "dt", "dd", "div", "hr", *(f"h{n}" for n in range(1, 7))}
_ANCHOR = re.compile(r"p(\d+)")
_AROUND_BREAKS = re.compile(r" *([\n\t]) *")


@dataclass(frozen=True, slots=True)
class FlowBlock:
    """A paragraph, heading, list item, table row or code block with its words."""

    kind: str  # "paragraph", "heading", "item", "row", "code"
    runs: Runs
    level: int = 0  # of a heading
    depth: int = 0  # how many lists it stands in
    marker: str = ""  # of an item: "•" or "3."
    quoted: bool = False  # inside a block quotation
    passage: int = -1  # the number of the passage that begins here


def flow(markdown: str, label: Label | None = None) -> tuple[FlowBlock, ...]:
    """The blocks of a Markdown text; source references are written with `label`."""
    return tuple(_blocks(markdown, label))


def _blocks(markdown: str, label: Label | None) -> Iterator[FlowBlock]:
    for piece in pieces(markdown, label):
        reader = _Reader()
        reader.feed(piece.html)
        reader.close()
        reader.end_block()
        yield from reader.found


class _Reader(HTMLParser):
    """Reads what python-markdown writes: well-formed, without surprises."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[FlowBlock] = []
        self._runs: list[Run] = []
        self._look: list[str] = []
        self._kind, self._level, self._passage = "paragraph", 0, -1
        self._lists: list[int] = []  # the next number of each open list; 0 for bullets
        self._marker = ""
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS or tag in ("ul", "ol", "blockquote"):
            self.end_block()
        if tag in ("ul", "ol"):
            start = values.get("start", "1")
            self._lists.append(int(start) if tag == "ol" and start.isdigit() else int(tag == "ol"))
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "li":
            self._begin_item()
        elif tag in ("pre", "tr"):
            self._kind = "code" if tag == "pre" else "row"
        elif re.fullmatch("h[1-6]", tag):
            self._kind, self._level = "heading", int(tag[1])
        elif tag in _INLINE:
            self._look.append(_INLINE[tag])
        elif tag == "br":
            self._runs.append(Run("\n"))
        elif tag == "img":
            self._add(values.get("alt", ""))
        elif tag in ("td", "th") and text_of(self._runs).strip():
            self._runs.append(Run("\t"))
        elif values.get("class") == "cite":
            # On screen a source reference is set apart by its looks; here by a space.
            if not text_of(self._runs).endswith((" ", "\n")):
                self._add(" ")
        elif tag == "a" and (number := _ANCHOR.fullmatch(values.get("name", ""))):
            self._passage = int(number[1])

    def _begin_item(self) -> None:
        self._kind = "item"
        number = self._lists[-1] if self._lists else 0
        self._marker = f"{number}." if number else "•"
        if number:
            self._lists[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag in ("ul", "ol", "blockquote"):
            self.end_block()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._kind = "item" if self._lists else "paragraph"
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag in _INLINE and self._look:
            self._look.pop()

    def handle_data(self, data: str) -> None:
        self._add(data if self._kind == "code" else re.sub(r"[ \t\r\n]+", " ", data))

    def _add(self, text: str) -> None:
        look = set(self._look)
        self._runs.append(Run(text, bold="bold" in look, italic="italic" in look))

    def end_block(self) -> None:
        """Finish the block that is being read; blocks without words are left out."""
        runs = _trimmed(merged(self._runs), is_literal=self._kind == "code")
        self._runs = []
        if not runs:
            return
        self.found.append(
            FlowBlock(
                self._kind,
                runs,
                level=self._level,
                depth=len(self._lists),
                marker=self._marker,
                quoted=self._quotes > 0,
                passage=self._passage,
            )
        )
        # A second paragraph of an item is indented like it but has no marker of its own.
        self._kind = "item" if self._lists and self._kind == "item" else "paragraph"
        self._level, self._passage, self._marker = 0, -1, ""


def _trimmed(runs: Runs, *, is_literal: bool) -> Runs:
    """The runs without blanks at their ends and, unless they are code, around line breaks."""
    if not text_of(runs).strip():
        return ()
    result = list(runs)
    if not is_literal:
        result = [replace(run, text=_AROUND_BREAKS.sub(r"\1", run.text)) for run in result]
        result[0] = replace(result[0], text=result[0].text.lstrip(" \n"))
    result[-1] = replace(result[-1], text=result[-1].text.rstrip(" \n"))
    return merged(result)
