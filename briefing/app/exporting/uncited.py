"""Which of the quotations that are handed out cannot be cited in full, and what they lack."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model import Evidence, Library, Source
from briefing.text.words import counted, short

_NAMED = 4  # in words; the others are counted


def uncited(handed_out: Library) -> tuple[tuple[Evidence, str], ...]:
    """The quotations whose citation lacks something, each with what it is.

    A cite that was written out by whoever cut the card is taken for complete.
    """
    sources: dict[str, Source] = {one.id: one for one in handed_out.sources}
    return tuple(_lacking(handed_out, sources))


def _lacking(handed_out: Library, sources: dict[str, Source]) -> Iterator[tuple[Evidence, str]]:
    for one in handed_out.every_quote():
        source = sources.get(one.source or "")
        lacks = []
        if not one.speaker and source is None:
            lacks.append("speaker or source")
        if not one.date and not (source and source.date):
            lacks.append("date")
        if lacks and not one.cite.strip():
            yield one, ", no ".join(lacks)


def uncited_words(handed_out: Library) -> str:
    """What to say after handing it out; "" if every quotation can be cited."""
    found = uncited(handed_out)
    if not found:
        return ""
    total = sum(1 for _ in handed_out.every_quote())
    named: dict[str, list[str]] = {}
    for one, lack in found[:_NAMED]:
        named.setdefault(f"no {lack}", []).append(f"“{short(one.quote, 50)}”")
    groups = "; ".join(f"{lack}: {', '.join(quotes)}" for lack, quotes in named.items())
    rest = len(found) - _NAMED
    more = f", and {rest:,} more" if rest > 0 else ""
    words = f"{len(found):,} of {counted(total, 'quotation')} cannot be cited in full"
    return f"{words} ({groups}{more})."
