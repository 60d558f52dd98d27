"""What text formats have in common: blocks of words with marks, and Markdown made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from briefing.importers.naming import is_same_title
from briefing.text.escaping import escape_inline, escape_starts


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CODE = "code"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are marked alike."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, piece of code or row of a table.

    `level` is a heading's level (1 to 6), or how deep in lists the block stands (0: in none; a
    paragraph of level 1 continues an item). `mark` is an item's own mark, such as "3.".
    """

    kind: Kind
    spans: tuple[Span, ...] = ()
    level: int = 0
    mark: str = ""
    quoted: int = 0  # in how many block quotations it stands
    cells: tuple[str, ...] = ()  # of a row
    table: int = 0  # which table a row belongs to

    @property
    def text(self) -> str:
        """The words without marks."""
        if self.kind is Kind.ROW:
            return " ".join(cell for cell in self.cells if cell)
        return "".join(span.text for span in self.spans)


_SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")
_AROUND_BREAK = re.compile(r" *\n *")
_DEEPEST_LIST = 6
_DEEPEST_QUOTE = 3
_WIDE = 4  # how far Markdown indents what belongs to a list item


def words(text: str, *, strong: bool = False, emphasis: bool = False) -> tuple[Span, ...]:
    """`text` as the one span of a block."""
    return (Span(text, strong, emphasis),)


def paragraph(text: str) -> Block:
    """A paragraph without marks."""
    return Block(Kind.PARAGRAPH, words(text))


def heading(text: str, level: int = 2) -> Block:
    """A heading without marks."""
    return Block(Kind.HEADING, words(text), min(max(level, 1), 6))


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with single spaces, without empty ones, those marked alike joined."""
    joined: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if not span.text.strip() and joined:
            span = replace(span, strong=joined[-1].strong, emphasis=joined[-1].emphasis)
        last = joined[-1] if joined else None
        if last and (last.strong, last.emphasis) == (span.strong, span.emphasis):
            joined[-1] = replace(last, text=last.text + span.text)
        else:
            joined.append(span)
    kept: list[Span] = []
    ends_in_space = True
    for span in joined:
        text = _AROUND_BREAK.sub("\n", _SPACE.sub(" ", span.text))
        if ends_in_space:
            text = text.lstrip(" \n")
        if text:
            kept.append(replace(span, text=text))
            ends_in_space = text[-1] in " \n"
    while kept:
        text = kept[-1].text.rstrip(" \n")
        if text:
            kept[-1] = replace(kept[-1], text=text)
            break
        kept.pop()
    return tuple(kept)


def without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks without the heading that only repeats the article's title."""
    for at, block in enumerate(blocks[:6]):
        if block.kind is Kind.HEADING and is_same_title(block.text, title):
            return blocks[:at] + blocks[at + 1 :]
    return blocks


def levelled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Headings from level 2 on: level 1 is the article's title."""
    levels = [block.level for block in blocks if block.kind is Kind.HEADING]
    if not levels:
        return blocks
    shift = 2 - min(levels)
    return tuple(
        replace(block, level=min(6, block.level + shift)) if block.kind is Kind.HEADING else block
        for block in blocks
    )


def to_markdown(blocks: Sequence[Block]) -> str:
    """Blocks as Markdown, ending with a line end; "" for none."""
    pieces: list[str] = []
    before: Block | None = None
    for block in _squared(blocks):
        text = _CODERS[block.kind](block)
        if not text:
            continue
        if block.kind is Kind.ROW and not _same(before, block):
            text += "\n|" + " --- |" * len(block.cells)  # below the first row of a table
        if before is not None:
            pieces.append(_gap(before, block))
        pieces.append(_prefixed(block, text))
        before = block
    return "".join(pieces) + "\n" if pieces else ""


def _squared(blocks: Sequence[Block]) -> Iterable[Block]:
    """Rows of one table get the same number of cells: Markdown loses those beyond the first row."""
    most: dict[int, int] = {}
    for block in blocks:
        if block.kind is Kind.ROW:
            most[block.table] = max(most.get(block.table, 0), len(block.cells))
    for block in blocks:
        if block.kind is Kind.ROW:
            missing = most[block.table] - len(block.cells)
            block = replace(block, cells=block.cells + ("",) * missing)
        yield block


def _gap(before: Block, block: Block) -> str:
    tight = block.kind is before.kind and before.quoted == block.quoted
    if tight and block.kind is Kind.ROW and _same(before, block):
        return "\n"
    # Without an empty line a list of another kind would go on as words of the item above it.
    deeper = block.level > before.level
    if tight and block.kind is Kind.ITEM and (deeper or _is_bullet(before) == _is_bullet(block)):
        return "\n"
    if before.quoted and block.quoted:
        return "\n" + "> " * min(before.quoted, block.quoted, _DEEPEST_QUOTE) + "\n"
    return "\n\n"


def _is_bullet(block: Block) -> bool:
    return not block.mark[:1].isdigit()


def _same(before: Block | None, block: Block) -> bool:
    return before is not None and before.kind is Kind.ROW and before.table == block.table


def _prefixed(block: Block, text: str) -> str:
    quote = "> " * min(block.quoted, _DEEPEST_QUOTE)
    if block.kind is Kind.HEADING or block.kind is Kind.ROW:
        indent = ""
    elif block.kind is Kind.ITEM:
        indent = " " * _WIDE * (min(max(block.level, 1), _DEEPEST_LIST) - 1)
    else:
        indent = " " * _WIDE * min(block.level, _DEEPEST_LIST)
    if not quote and not indent:
        return text
    return "\n".join((quote + indent + line).rstrip() for line in text.split("\n"))


def _as_paragraph(block: Block) -> str:
    return escape_starts(_inline(block.spans, "\n"))


def _as_heading(block: Block) -> str:
    # A heading is marked as a whole: marks within it say nothing.
    text = escape_inline(" ".join(block.text.split())).replace("|", "&#124;")
    if text.endswith("#"):
        text = text[:-1] + "\\#"
    return f"{'#' * min(max(block.level, 1), 6)} {text}" if text else ""


def _as_item(block: Block) -> str:
    text = escape_starts(_inline(block.spans, "\n" + " " * _WIDE))
    if not text:
        return ""
    mark = block.mark or "-"
    return f"{mark} {text}"


def _as_code(block: Block) -> str:
    text = block.text.strip("\n")
    if not text.strip():
        return ""
    return "\n".join(" " * _WIDE + line for line in text.expandtabs(4).split("\n"))


def _as_row(block: Block) -> str:
    cells = [escape_inline(" ".join(cell.split())).replace("|", "&#124;") for cell in block.cells]
    return "| " + " | ".join(cells) + " |"


_CODERS = {
    Kind.PARAGRAPH: _as_paragraph,
    Kind.HEADING: _as_heading,
    Kind.ITEM: _as_item,
    Kind.CODE: _as_code,
    Kind.ROW: _as_row,
}


def _inline(spans: Iterable[Span], newline: str) -> str:
    """Spans as inline Markdown; a forced line break is two blanks at the end of the line."""
    text = "".join(_marked(span) for span in tidy(spans))
    text = text.replace("|", "&#124;")
    return text.replace("\n", "  " + newline)


def _marked(span: Span) -> str:
    mark = ("**" if span.strong else "") + ("*" if span.emphasis else "")
    core = span.text.strip(" \n")
    # Marks around nothing but signs would not be read as marks.
    if not mark or "\n" in core or not re.search(r"\w", core):
        return escape_inline(span.text)
    begin = span.text[: len(span.text) - len(span.text.lstrip(" \n"))]
    end = span.text[len(span.text.rstrip(" \n")) :]
    return f"{begin}{mark}{escape_inline(core)}{mark[::-1]}{end}"
