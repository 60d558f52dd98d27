"""A web page in one file, for people who do not have the program: to read, filter, search, print.

It asks for nothing from anywhere: style and script are in the page, and its own content policy
forbids the browser to load anything else. Without scripts it can be read all the same.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from briefing.exporters.base import (
    Block,
    Document,
    HeadingBlock,
    Option,
    Options,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
    as_html,
    legal,
)
from briefing.model import Side
from briefing.resources import resources
from briefing.text.runs import Runs, lines_of, text_of, to_html

OPTIONS = (
    Option("points", "Points at first", (("closed", "Closed: claims only"), ("open", "Open"))),
)
_FOLDER = "export"


def make(document: Document, options: Options) -> bytes:
    """The page as UTF-8."""
    style = _resource("reader.css")
    script = _resource("reader.js")
    page = _Page(document, is_open=options["points"] == "open")
    body = "\n".join(page.body())
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{_attribute(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{as_html(document.title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
    ).encode()


def _resource(name: str) -> str:
    return (resources() / _FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """How a content policy names the one style or script that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _attribute(text: str) -> str:
    return escape(legal(text), quote=True)


def _inline(runs: Runs) -> str:
    return legal(to_html(runs))


class _Page:
    """Writes the blocks one after the other; a passage and what stands beside it make a row."""

    def __init__(self, document: Document, *, is_open: bool) -> None:
        self._document = document
        self._is_open = is_open
        self._ids: set[str] = set()  # of points that stand in full already
        self._parts: list[tuple[str, str]] = []  # anchor and title of each part

    def body(self) -> Iterator[str]:
        """Tools, contents, text."""
        text = list(self._text())
        document = self._document
        yield '<a class="skip" href="#text">To the text</a>'
        yield from self._tools()
        yield '<div class="page">\n<header class="head">'
        yield f'<h1>{as_html(document.title)}</h1>\n<div class="lines">'
        yield from (f"<p>{as_html(line)}</p>" for line in document.lines)
        yield "</div></header>"
        if len(self._parts) > 1:
            items = (f'<li><a href="#{key}">{title}</a></li>' for key, title in self._parts)
            yield f'<nav aria-label="Contents"><ul>{"".join(items)}</ul></nav>'
        yield '<main id="text">'
        yield from text
        yield "</main>"
        yield (
            '<p class="keys">Keys: / search · n, N next and previous hit · j, k next and previous '
            "passage or point · o, c open and close all · d dark or light · Esc all again</p>"
        )
        yield "</div>"

    # -- tools ------------------------------------------------------------------------------------

    def _tools(self) -> Iterator[str]:
        yield '<div class="tools" role="search"><form id="tools" hidden>'
        yield (
            '<input type="search" id="query" placeholder="Search …" autocomplete="off" '
            'aria-label="Search the text, the points and the quotations">'
        )
        points = [one for one in self._document.blocks if isinstance(one, PointBlock)]
        names = dict(zip(Side, self._document.side_names, strict=True))
        sides = {one.side for one in points}
        choices = [(side.value, side.words(names[side])) for side in Side if side in sides]
        yield from _select("side", "Side", "Both sides", choices)
        are_counters = {one.relation.is_counter for one in points if one.relation}
        kinds = ((True, "counter", "▼ Counterpoints"), (False, "supports", "▲ Supporting points"))
        choices = [(value, words) for kind, value, words in kinds if kind in are_counters]
        yield from _select("relation", "Relation", "All relations", choices)
        themes = dict.fromkeys(one.theme for one in points if one.theme)
        yield from _select("theme", "Theme", "All themes", [(one, one) for one in themes])
        if points:
            yield '<button type="button" id="open" aria-pressed="false">Open all</button>'
        else:
            yield '<button type="button" id="open" hidden>Open all</button>'
        yield '<button type="button" id="look">Light / dark</button>'
        yield '<button type="button" id="print">Print</button>'
        yield '<output id="said" role="status" aria-live="polite"></output></form></div>'

    # -- text -------------------------------------------------------------------------------------

    def _text(self) -> Iterator[str]:
        blocks = self._document.blocks
        place = 0
        while place < len(blocks):
            block = blocks[place]
            end = place + 1
            if isinstance(block, HeadingBlock | TextBlock):
                while end < len(blocks) and _is_beside(blocks[end]):
                    end += 1
            elif isinstance(block, PointBlock):
                while end < len(blocks) and isinstance(blocks[end], QuoteBlock):
                    end += 1
            yield from self._group(block, blocks[place + 1 : end])
            place = end

    def _group(self, block: Block, rest: tuple[Block, ...]) -> Iterator[str]:
        if isinstance(block, PointBlock):
            yield f'<div class="text">{self._card(block, rest)}</div>'
        elif isinstance(block, QuoteBlock):
            tag = f"<h3>{as_html(block.tag)}</h3>" if block.tag else ""
            yield f'<div class="text" data-unit>{tag}{_figure(block)}</div>'
        elif isinstance(block, SourcesBlock):
            yield from self._sources(block)
        elif rest:
            cards = "\n".join(self._cards(rest))
            yield (
                f'<section class="row"><div class="passage" data-unit>{self._plain(block)}</div>'
                f'<div class="cards">{cards}</div></section>'
            )
        else:
            yield f'<div class="text" data-unit>{self._plain(block)}</div>'

    def _plain(self, block: HeadingBlock | TextBlock) -> str:
        if isinstance(block, HeadingBlock):
            level = min(max(block.level, 1) + 1, 6)
            key = ""
            if block.level == 1:
                key = f' id="{self._part(as_html(text_of(block.runs)))}"'
            return f"<h{level}{key}>{_inline(block.runs)}</h{level}>"
        return _text(block)

    def _part(self, title: str) -> str:
        key = f"part{len(self._parts) + 1}"
        self._parts.append((key, title))
        return key

    def _cards(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        place = 0
        while place < len(blocks):
            end = place + 1
            while end < len(blocks) and isinstance(blocks[end], QuoteBlock):
                end += 1
            block = blocks[place]
            if isinstance(block, PointBlock):
                yield self._card(block, blocks[place + 1 : end])
            place = end

    def _card(self, block: PointBlock, quotes: tuple[Block, ...]) -> str:
        relation = block.relation
        kind = "" if relation is None else " counter" if relation.is_counter else " support"
        said, *others = block.words.split(" · ")
        words = " · ".join((f"<b>{as_html(said)}</b>", *map(as_html, others)))
        facts = {
            "side": block.side.value if block.side else "",
            "relation": relation.value if relation else "",
            "theme": block.theme,
            "ref": block.id if block.is_brief else "",
        }
        data = "".join(f' data-{key}="{_attribute(one)}"' for key, one in facts.items() if one)
        key = ""
        if block.id and not block.is_brief and block.id not in self._ids:
            self._ids.add(block.id)
            key = f' id="point-{_attribute(block.id)}"'
        inside = [_text(one) for one in block.explanation]
        inside += [f'<p class="remark">{as_html(one)}</p>' for one in block.remarks]
        inside += [_figure(one) for one in quotes if isinstance(one, QuoteBlock)]
        if block.is_brief:
            inside = [f'<p><a href="#point-{_attribute(block.id)}">To the point</a></p>']
        is_open = " open" if self._is_open and not block.is_brief else ""
        return (
            f'<details class="card{kind}" data-unit{key}{data}{is_open}>'
            f'<summary><span class="words">{words}</span> '
            f'<span class="claim">{as_html(block.claim)}</span></summary>'
            f'<div class="inside">{"".join(inside)}</div></details>'
        )

    def _sources(self, block: SourcesBlock) -> Iterator[str]:
        key = self._part(as_html(block.title))
        yield f'<h2 id="{key}">{as_html(block.title)}</h2>\n<ul class="sources">'
        yield from (f"<li data-unit>{_inline(entry)}</li>" for entry in block.entries)
        yield "</ul>"


def _is_beside(block: Block) -> bool:
    return (isinstance(block, PointBlock | QuoteBlock) and block.is_beside) or (
        isinstance(block, PointBlock) and block.is_brief
    )


def _select(key: str, label: str, everything: str, choices: list[tuple[str, str]]) -> Iterator[str]:
    if len(choices) < 2:
        return
    options = "".join(
        f'<option value="{_attribute(value)}">{as_html(words)}</option>' for value, words in choices
    )
    yield (
        f'<select id="{key}" aria-label="{label}"><option value="">{everything}</option>'
        f"{options}</select>"
    )


def _text(block: TextBlock) -> str:
    if block.is_literal:
        return f"<pre>{as_html(text_of(block.runs))}</pre>"
    kinds = [
        name for name, holds in (("note", block.is_note), ("quoted", block.is_quoted)) if holds
    ]
    marker = ""
    if block.marker:
        kinds.append("item")
        marker = f'<span class="marker">{as_html(block.marker)}</span>'
    indent = "".join('<div class="item">' for _ in range(max(block.depth - 1, 0)))
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    close = "</div>" * max(block.depth - 1, 0)
    return f"{indent}<p{kind}>{marker}{_inline(block.runs)}</p>{close}"


def _figure(block: QuoteBlock) -> str:
    lines = "".join(f"<p>{_inline(tuple(line))}</p>" for line in lines_of(block.runs))
    parts = [f"<blockquote>{lines}</blockquote>"]
    parts += [f'<p class="remark">[{as_html(one)}]</p>' for one in block.remarks]
    if block.cite:
        parts.append(f"<figcaption>— {_inline(block.cite)}</figcaption>")
    parts += [_text(one) for one in block.notes]
    parts.append('<button type="button" class="copy" hidden>Copy with citation</button>')
    return f"<figure>{''.join(parts)}</figure>"
