"""A document for the clipboard: rich text that Word and mail programs keep, and plain text."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.exporters.base import (
    Block,
    Document,
    HeadingBlock,
    PointBlock,
    QuoteBlock,
    TextBlock,
    as_html,
    legal,
)
from briefing.text.runs import Runs, lines_of, text_of, to_html

_READ = '<span style="background-color:#ffe69a">'


def rich_text(document: Document) -> str:
    """The blocks as simple HTML; looks stand on the elements, as word processors want them."""
    return "\n".join(html for block in document.blocks for html in _rich(block))


def _rich(block: Block) -> Iterator[str]:
    if isinstance(block, HeadingBlock):
        level = min(max(block.level, 2), 4)
        yield f"<h{level}>{_inline(block.runs)}</h{level}>"
    elif isinstance(block, TextBlock):
        yield f"<p>{as_html(block.marker + ' ' if block.marker else '')}{_inline(block.runs)}</p>"
    elif isinstance(block, PointBlock):
        yield f"<h4>{as_html(block.claim)}</h4>"
        for text in block.explanation:
            yield from _rich(text)
        yield from (f"<p><i>{as_html(one)}</i></p>" for one in block.remarks)
    elif isinstance(block, QuoteBlock):
        lines = "".join(f"<p>{_inline(tuple(line))}</p>" for line in lines_of(block.runs))
        yield f"<blockquote>{lines}</blockquote>"
        yield from (f"<p>[{as_html(one)}]</p>" for one in block.remarks)
        if block.cite:
            yield f"<p>— {_inline(block.cite)}</p>"
    else:
        yield f"<h4>{as_html(block.title)}</h4>"
        yield from (f"<p>{_inline(entry)}</p>" for entry in block.entries)


def _inline(runs: Runs) -> str:
    html = legal(to_html(runs))
    return html.replace("<mark>", _READ).replace("</mark>", "</span>")


def plain_text(document: Document) -> str:
    """The blocks as words only."""
    return "\n\n".join(text for block in document.blocks for text in _plain(block))


def _plain(block: Block) -> Iterator[str]:
    if isinstance(block, HeadingBlock):
        yield legal(text_of(block.runs))
    elif isinstance(block, TextBlock):
        yield legal((block.marker + " " if block.marker else "") + text_of(block.runs))
    elif isinstance(block, PointBlock):
        yield legal(block.claim)
        yield from (legal(text_of(one.runs)) for one in block.explanation)
        yield from map(legal, block.remarks)
    elif isinstance(block, QuoteBlock):
        brackets = "".join(f" [{one}]" for one in block.remarks)
        cite = f"\n— {text_of(block.cite)}" if block.cite else ""
        yield legal(f"“{text_of(block.runs)}”{brackets}{cite}")
    else:
        yield "\n".join([block.title, *(legal(text_of(one)) for one in block.entries)])
