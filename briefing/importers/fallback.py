"""Tags in files without tag styles: known by their looks and by the cite below."""

from __future__ import annotations

from dataclasses import replace

from briefing.importers import cites
from briefing.importers.docx_text import Paragraph

_MOST_WORDS = 60
_FEWEST_WORDS_OF_BODY = 40


def with_fallback_tags(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], int]:
    """The paragraphs, with tags where bold lines stand above a cite and a marked body; how many."""
    filled = [at for at, one in enumerate(paragraphs) if one.text.strip()]
    usual = _usual_size(paragraphs)
    result = list(paragraphs)
    found = 0
    for number, at in enumerate(filled):
        below = [paragraphs[one] for one in filled[number + 1 : number + 4]]
        if _is_tag(paragraphs[at], below, usual):
            result[at] = replace(paragraphs[at], role="tag")
            found += 1
    return result, found


def _is_tag(one: Paragraph, below: list[Paragraph], usual: int) -> bool:
    """Wholly bold, short, larger than the text or bold as nothing below; then cite; then body."""
    if len(one.text.split()) > _MOST_WORDS or one.share("bold") < 0.9:
        return False
    if len(below) < 2 or one.role in ("pocket", "hat", "block"):
        return False
    size = max((look.size for text, look in one.runs if text.strip()), default=0)
    cite = next((at for at, each in enumerate(below[:2]) if cites.is_cite(each)), None)
    if cite is None or cite + 1 >= len(below) or cites.is_cite(one):
        return False
    body = below[cite + 1 :]
    is_marked = any(
        each.share("underline", "emphasis", "highlight") > 0.03
        and len(each.text.split()) >= _FEWEST_WORDS_OF_BODY
        for each in body
    )
    return size > usual or is_marked


def _usual_size(paragraphs: list[Paragraph]) -> int:
    """The size in which most characters are set."""
    counts: dict[int, int] = {}
    for paragraph in paragraphs:
        for text, look in paragraph.runs:
            counts[look.size] = counts.get(look.size, 0) + len(text)
    return max(counts, key=lambda size: counts[size], default=22)
