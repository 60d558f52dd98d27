"""Kialo's text form: numbered claims, each Pro or Con the one above it.

Pro and Con are relative to the node above, as the links of points are; right under the thesis they
are the side. The format has no quotations and no undercuts (these become Con).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.exporters.base import Document, Option, Options, legal
from briefing.exporters.tree import Node, tree
from briefing.model import Side

OPTIONS = (Option("evidence", "Quotations as claims that support", (("no", "No"), ("yes", "Yes"))),)
_SPECIAL = re.compile(r"([\\()\[\]])")
_LOOKS_LIKE = re.compile(r"-> *See |(?:Pro|Con):", re.IGNORECASE)


def make(document: Document, options: Options) -> bytes:
    """The discussion as UTF-8 text with LF line ends."""
    values = document.values
    motion = values.topics[0].motion if len(values.topics) == 1 else document.title
    roots = tree(values)
    numbers = dict(_numbers(roots, "1."))
    lines = [f"Discussion Title: {_line(document.title)}", "", f"1. {_text(motion)}"]
    for node in roots:
        side = {Side.FOR: "Pro: ", Side.AGAINST: "Con: ", None: ""}[node.side]
        lines += _node(node, side, numbers, options)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _numbers(nodes: list[Node], above: str) -> Iterator[tuple[str, str]]:
    stack = [(nodes, above)]
    while stack:
        level, prefix = stack.pop()
        for place, node in enumerate(level, 1):
            number = f"{prefix}{place}."
            yield node.key, number
            stack.append((node.below, number))


def _node(node: Node, word: str, numbers: dict[str, str], options: Options) -> Iterator[str]:
    """The lines of a node and of all below it, in the order of their numbers."""
    stack: list[tuple[Node, str] | str] = [(node, word)]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            yield top
            continue
        node, word = top
        number = numbers[node.key]
        yield f"{number} {word}{_text(node.text)}"
        leaves = [*_leaves(node, numbers, with_evidence=options["evidence"] == "yes")]
        first = len(node.below) + 1
        stack += reversed([f"{number}{place}. {leaf}" for place, leaf in enumerate(leaves, first)])
        stack += reversed([(one, _word(one)) for one in node.below])


def _leaves(node: Node, numbers: dict[str, str], *, with_evidence: bool) -> Iterator[str]:
    for relation, key in node.also:
        yield f"{'Con' if relation.is_counter else 'Pro'}: -> See {numbers[key]}"
    if with_evidence and node.point is not None:
        for quote in node.point.evidence:
            who = f" ({_text(quote.speaker)})" if quote.speaker else ""
            yield f"Pro: “{_text(quote.quote)}”{who}"


def _word(node: Node) -> str:
    return "Con: " if node.relation is not None and node.relation.is_counter else "Pro: "


def _text(text: str) -> str:
    """One line of words, its brackets escaped as Kialo does; it is never a cross-reference."""
    escaped = _SPECIAL.sub(r"\\\1", _line(text))
    return f"\\{escaped}" if _LOOKS_LIKE.match(escaped) else escaped


def _line(text: str) -> str:
    return " ".join(legal(text).split())
