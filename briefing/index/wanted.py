"""What of a query shows in a text as a hit."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.index.evaluate import Evaluator, Leaf, leaves
from briefing.index.forms import Spans, fuzzy_spans, is_pattern, pattern, word_spans
from briefing.index.highlight import Slot, Wanted
from briefing.index.query import Fuzzy, Near, Node, Phrase, Wildcard, Word
from briefing.index.snapshot import Part, Snapshot
from briefing.index.spelling import american


def wanted(snapshot: Snapshot, evaluator: Evaluator, node: Node | None) -> Wanted:
    """The hits of a query. What is only filtered by (theme, topic) is not shown as one."""
    singles: list[Slot] = []
    sequences: list[tuple[Slot, ...]] = []
    for leaf in leaves(node):
        if leaf.within in ("theme", "topic"):
            continue
        others = evaluator.others(leaf) if isinstance(leaf, Word) else ()
        for one in (leaf, *others):
            slots = _slots(snapshot, evaluator, one)
            if len(slots) == 1 or isinstance(one, Near):
                singles += slots
            else:
                sequences.append(tuple(slots))
    return Wanted(_together(singles), tuple(sequences))


def _slots(snapshot: Snapshot, evaluator: Evaluator, leaf: Leaf) -> list[Slot]:
    match leaf:
        case Phrase():
            heads = [_patterned(token) or Slot(frozenset((token,))) for token in leaf.tokens[:-1]]
            last = leaf.tokens[-1]
            return [*heads, _patterned(last) or _last(last, frozenset((last,)), leaf.prefix)]
        case Near():
            return [_patterned(token) or Slot(_family(snapshot, token)) for token in leaf.tokens]
        case Fuzzy():
            spans = (
                (part, fuzzy_spans(part.segment, leaf.token, leaf.edits)) for part in snapshot.parts
            )
            return [Slot(_named(spans))]
        case Wildcard():
            return [Slot(patterns=(pattern(leaf.pattern),))]
        case _:
            if leaf.exact:
                return [Slot(frozenset((token,))) for token in leaf.tokens]
            if len(leaf.tokens) == 1 and not leaf.prefix:
                halves = None
                if not any(word_spans(part.segment, leaf.tokens[0]) for part in snapshot.parts):
                    halves = evaluator.split(leaf.tokens[0])
                if halves:
                    return [Slot(_family(snapshot, half)) for half in halves]
            forms = [_family(snapshot, token) for token in leaf.tokens]
            return [*map(Slot, forms[:-1]), _last(leaf.tokens[-1], forms[-1], leaf.prefix)]


def _patterned(token: str) -> Slot | None:
    return Slot(patterns=(pattern(token),)) if is_pattern(token) else None


def _last(token: str, words: frozenset[str], prefix: bool) -> Slot:
    return Slot(words, tuple({token, american(token)}) if prefix else ())


def _family(snapshot: Snapshot, token: str) -> frozenset[str]:
    spans = ((part, word_spans(part.segment, token)) for part in snapshot.parts)
    return _named(spans) | {token}


def _named(spans: Iterable[tuple[Part, Spans]]) -> frozenset[str]:
    return frozenset(part.segment.words.word(first) for part, many in spans for first, _, _ in many)


def _together(slots: list[Slot]) -> Slot:
    return Slot(
        frozenset().union(*(slot.words for slot in slots)),
        tuple(prefix for slot in slots for prefix in slot.prefixes),
        tuple(one for slot in slots for one in slot.patterns),
    )
