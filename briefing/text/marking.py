"""Marks on a quotation: set, taken away, and what is shown of it. The words are never touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefing.model import Mark, MarkKind
from briefing.text.quotation import normal


def toggled(
    marks: Sequence[Mark], start: int, end: int, kind: MarkKind, length: int
) -> tuple[Mark, ...]:
    """The marks with characters `start` to `end` marked, or unmarked if all of them were."""
    if start >= end:
        return normal(marks, length)
    if is_marked(marks, start, end, kind):
        return normal(tuple(_without(marks, start, end, (kind,))), length)
    return joined(normal((*marks, Mark(start, end, kind)), length))


def cleared(marks: Sequence[Mark], start: int, end: int, length: int) -> tuple[Mark, ...]:
    """The marks with none on characters `start` to `end`."""
    return normal(tuple(_without(marks, start, end, tuple(MarkKind))), length)


def is_marked(marks: Iterable[Mark], start: int, end: int, kind: MarkKind) -> bool:
    """Whether all characters from `start` to `end` have marks of this kind."""
    position = start
    for mark in sorted((one for one in marks if one.kind is kind), key=lambda one: one.start):
        if mark.start <= position < mark.end:
            position = mark.end
    return position >= end


def _without(
    marks: Iterable[Mark], start: int, end: int, kinds: Sequence[MarkKind]
) -> Iterable[Mark]:
    for mark in marks:
        if mark.kind not in kinds or mark.end <= start or mark.start >= end:
            yield mark
            continue
        if mark.start < start:
            yield replace(mark, end=start)
        if mark.end > end:
            yield replace(mark, start=end)


def joined(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks of one kind that touch become one; they are `normal` already."""
    result: list[Mark] = []
    last: dict[MarkKind, int] = {}  # where the last mark of a kind stands: only that can touch
    for mark in marks:
        at = last.get(mark.kind)
        if at is not None and result[at].end == mark.start:
            result[at] = replace(result[at], end=mark.end)
        else:
            last[mark.kind] = len(result)
            result.append(mark)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Look:
    """How a quotation is shown. All of it is display: files and copies keep every word.

    `shrunk` makes words small that are neither underlined, emphasised nor highlighted;
    `condensed` puts its paragraphs into one, with ¶ between them; `spoken` shows only the words
    that are read aloud, with … for what is left out.
    """

    shrunk: bool = False
    condensed: bool = False
    spoken: bool = False


FULL = Look()
PILCROW = " ¶ "
GAP = " … "


def spoken_parts(quote: str, marks: Iterable[Mark]) -> tuple[str, ...]:
    """The stretches that are read aloud, in order; the whole quotation if nothing is highlighted.

    Stretches with nothing but white space between them are one.
    """
    spans: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda one: one.start):
        start, end = max(mark.start, 0), min(mark.end, len(quote))
        if mark.kind is not MarkKind.HIGHLIGHT or start >= end:
            continue
        if spans and (start <= spans[-1][1] or not quote[spans[-1][1] : start].strip()):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(quote[start:end] for start, end in spans) or (quote,)
