"""Plain prose to HTML without a Markdown parser.

Most articles are headings and paragraphs without a single mark. They come out here exactly as from
python-markdown (a property test compares), in a tenth of the time and without its import, which is
a good part of the time until the first window is painted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from briefing.text.references import REFERENCE, ids_in

# Anything that python-markdown might read as a mark, an entity, or the edge of a block.
_MARKED = re.compile(r"[\\`*_\[\]<>&|~{}\x00-\x09\x0b-\x1f\x7f]|!\[|  \n|://", re.ASCII)
_HEADING = re.compile(r"(#{1,6}) ([^#\n]*[^#\s])")
# A paragraph's lines begin with a letter, an opening quotation mark or bracket: never a list's
# number, a rule, a definition's colon or a second line of dashes.
_PARAGRAPH = re.compile(r"(?:[^\W\d_]|[“‘\"'(–—…])[^\n]*(?:\n(?:[^\W_]|[“‘\"'(–—…])[^\n]*)*")
_ITEM = re.compile(r"\n\d+\.")


def prose_to_html(text: str, first: int, label: Callable[[str], str] | None) -> str | None:
    """HTML with passage anchors numbered from `first`; None for text that needs the parser."""
    if "\u2028" in text or "\u2029" in text or "\x85" in text:
        return None
    lines: list[str] = []
    for block in re.split(r"\n{2,}", text.strip("\n")):
        html = _block(block, first + len(lines), label)
        if html is None:
            return None
        lines.append(html)
    return "\n".join(lines)


def _block(block: str, number: int, label: Callable[[str], str] | None) -> str | None:
    anchor = f'<a name="p{number}"></a>'
    heading = _HEADING.fullmatch(block)
    words = heading[2].strip() if heading else block
    if not words or words != words.strip() or _MARKED.search(REFERENCE.sub("", words)):
        return None
    if not heading and (not _PARAGRAPH.fullmatch(words) or _ITEM.search(words)):
        return None
    # References to sources are the one mark that prose may have.
    inner = REFERENCE.sub(lambda match: _reference(match[1], label), words)
    tag = f"h{len(heading[1])}" if heading else "p"
    return f"<{tag}>{anchor}{inner}</{tag}>"


def _reference(ids: str, label: Callable[[str], str] | None) -> str:
    links = []
    for source in ids_in(ids):
        words = label(source) if label else source
        links.append(f'<a href="source:{source}">{escape(words, quote=False)}</a>')
    return f'<span class="cite">[{"; ".join(links)}]</span>'
