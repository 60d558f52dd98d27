"""“Did you mean …?”: a query with the words mended that the index does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefing.index.fields import LABELS, group_of
from briefing.index.nearest import may_be_misspelt
from briefing.index.query import And, Boost, Near, Node, Not, OneOf, Or, Parsed, Phrase, Word
from briefing.index.words import tokens

_MOST = 6  # words
_MARKS = re.compile(r"[\"“”„«»‟＂()]")


def mended(
    query: str,
    parsed: Parsed,
    knows: Callable[[str], bool],
    suggest: Callable[[str], Sequence[str]],
) -> str:
    """The mended query; "" if there is nothing to mend, or a word that nothing looks like."""
    wanted = _words(parsed.node) if parsed.node is not None else set()
    result, at, count = "", 0, 0
    for word in tokens(query):
        if word.text not in wanted or not may_be_misspelt(word.text) or knows(word.text):
            continue
        if any(start <= word.start and word.end <= end for start, end in parsed.odd):
            continue
        instead = suggest(word.text) if count < _MOST else ()
        if instead:
            count += 1
            result += query[at : word.start] + _cased(query[word.start : word.end], instead[0])
            at = word.end
    return result + query[at:] if count else ""


def without_marks(query: str, parsed: Parsed) -> str:
    """A query of words and phrases alone, as words; "" if it is another or has no phrase."""
    node = parsed.node
    parts = node.parts if isinstance(node, And) and node.implicit else (node,)
    if not all(isinstance(part, Word | Phrase) and not part.within for part in parts):
        return ""
    if not any(isinstance(part, Phrase) for part in parts):
        return ""
    return " ".join(_MARKS.sub(" ", query).split())


def asked_ids(node: Node) -> list[str]:
    """The ids whose answers, undercuts or supports a query asks for."""
    match node:
        case OneOf(field="flags"):
            return [value.partition(":")[2] for value in node.values if ":" in value]
        case And() | Or():
            return [one for part in node.parts for one in asked_ids(part)]
        case Boost() | Not():
            return asked_ids(node.part)
    return []


def _words(node: Node) -> set[str]:
    """The plain words of a query: those that are not patterns, and not values of filters."""
    match node:
        case Word() | Phrase() | Near() if group_of(node.within) is LABELS:
            return set()  # a theme or topic: the words of texts tell nothing of it
        case Word() if not node.prefix:
            return set(node.tokens)
        case Phrase() | Near():
            return set(node.tokens)
        case And() | Or():
            return {word for part in node.parts for word in _words(part)}
        case Boost() | Not():
            return _words(node.part)
    return set()


def _cased(typed: str, word: str) -> str:
    """The word in capitals as it was typed."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word.capitalize() if typed[:1].isupper() else word
