"""Markdown: what any editor, wiki or converter reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.exporters.base import (
    Block,
    Document,
    HeadingBlock,
    Options,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
    legal,
)
from briefing.text.escaping import escape_inline, escape_starts
from briefing.text.runs import Run, Runs, merged, plain


def make(document: Document, _options: Options) -> bytes:
    """The document as UTF-8 Markdown with LF line ends."""
    parts = [f"# {_line(plain(document.title))}"]
    parts += [_text(plain(line)) for line in document.lines]
    for block in document.blocks:
        beside = isinstance(block, PointBlock | QuoteBlock) and block.is_beside
        parts += (_quoted(part) if beside else part for part in _block(block))
    return ("\n\n".join(_joined_lists(parts)) + "\n").encode("utf-8")


def _joined_lists(parts: list[str]) -> Iterator[str]:
    # Items that follow each other stand on lines next to each other.
    item = re.compile(r"\s*(?:- |\d+\. )")
    held: list[str] = []
    for part in parts:
        if item.match(part):
            held.append(part)
            continue
        if held:
            yield "\n".join(held)
            held = []
        yield part
    if held:
        yield "\n".join(held)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, HeadingBlock):
        yield f"{'#' * min(max(block.level, 1), 6)} {_line(block.runs)}"
    elif isinstance(block, TextBlock):
        yield _paragraph(block)
    elif isinstance(block, PointBlock) and block.is_brief:
        yield f"- {_line((Run(block.claim, bold=True), Run(f' ({block.words})')))}"
    elif isinstance(block, PointBlock):
        yield f"### {_line(plain(block.claim))}"
        if block.words:
            yield f"*{_text(plain(block.words))}*"
        yield from (_paragraph(text) for text in block.explanation)
        yield from (f"*{_text(plain(remark))}*" for remark in block.remarks)
    elif isinstance(block, QuoteBlock):
        yield from _quote(block)
    else:
        yield from _sources(block)


def _paragraph(block: TextBlock) -> str:
    indent = "    " * max(block.depth - 1, 0)
    if block.is_literal:
        code = legal("".join(run.text for run in block.runs))
        return "\n".join("    " + line for line in code.split("\n"))
    text = _text(block.runs)
    if block.is_note:
        text = f"*{_text(tuple(Run(run.text) for run in block.runs))}*"
    if block.marker:
        marker = "-" if block.marker == "•" else block.marker
        return f"{indent}{marker} " + text.replace("\n", "\n" + indent + "    ")
    if block.depth:
        return "    " * block.depth + text.replace("\n", "\n" + "    " * block.depth)
    return _quoted(text) if block.is_quoted else text


def _quote(block: QuoteBlock) -> Iterator[str]:
    if block.tag:
        yield f"### {_line(plain(block.tag))}"
    yield _quoted(_text(block.runs))
    if block.remarks:
        yield _text(plain(" ".join(f"[{remark}]" for remark in block.remarks)))
    if block.cite:
        yield "— " + _text(block.cite)
    yield from (_paragraph(note) for note in block.notes)


def _quoted(text: str) -> str:
    # A line that ends with two blanks keeps its break within the quotation.
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _sources(block: SourcesBlock) -> Iterator[str]:
    yield f"## {_line(plain(block.title))}"
    yield from (f"- {_line(entry)}" for entry in block.entries)


def _line(runs: Runs) -> str:
    return _text(runs).replace("  \n", " ").replace("\n", " ")


def _text(runs: Runs) -> str:
    """Inline Markdown: every special character of the words is escaped."""
    text = "".join(_run(run) for run in merged(runs))
    text = escape_starts(text).replace("|", "&#124;")
    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", text)


def _run(run: Run) -> str:
    body = escape_inline(legal(run.text))
    inner = body.strip()
    if not inner:
        return body
    start, end = body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]
    if run.italic:
        inner = f"*{inner}*"
    if run.bold or run.emphasis:
        inner = f"**{inner}**"
    if run.underline:
        inner = f"<u>{inner}</u>"
    if run.highlight:
        inner = f"<mark>{inner}</mark>"
    return start + inner + end
