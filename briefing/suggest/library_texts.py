"""What the suggestions read of a library: its points as text, and what their links address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from briefing.model import Claim, ClaimTarget, Library, PassageTarget, Point, PointId

# Markdown that is no words: targets of links, source references, tags.
_NO_WORDS = re.compile(r"\]\([^)\s]*\)|\[@[^\]]*\]|<[^<>]{1,200}>|https?://\S+")
_TOLD = 12  # words


def text_of(point: Point) -> str:
    """All that a point says: claim, theme, explanation, the reply to expect, quotations."""
    said = [point.claim, point.theme, point.strength]
    if point.explanation_md:
        said.append(_NO_WORDS.sub(" ", point.explanation_md))
    for one in point.evidence:
        said += [one.quote, one.speaker, one.role, one.occasion]
    return "\n".join(part for part in said if part)


def said_by(point: Point) -> str:
    """What a point claims and how it explains that: what says for what it stands."""
    return f"{point.claim} {_NO_WORDS.sub(' ', point.explanation_md)}".strip()


def language_of(library: Library) -> str:
    """The language of most topics of a library."""
    found = Counter(topic.language for topic in library.topics if topic.language)
    return found.most_common(1)[0][0] if found else "en"


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a link made by hand addresses: words, or `ref` where they stand elsewhere."""

    answers: bool
    text: str = ""
    ref: str = ""


def addresses(point: Point) -> Iterator[Addressed]:
    """What the links of a point address. The words of claims and points are found by `said_at`."""
    for link in point.links:
        target = link.target
        if isinstance(target, PassageTarget):
            yield Addressed(link.relation.is_counter, target.selector.exact)
        elif isinstance(target, ClaimTarget):
            yield Addressed(link.relation.is_counter, ref=target.ref)
        else:
            yield Addressed(link.relation.is_counter, ref=target.point)


def said_at(refs: Collection[str], library: Library, rows: Mapping[PointId, int]) -> dict[str, str]:
    """The words of claims and points that links address, as far as these are in the library."""
    found = {
        ref: said_by(library.points[rows[PointId(ref)]]) for ref in refs if PointId(ref) in rows
    }
    if any("#" in ref for ref in refs):
        found |= {one.ref: _words_of(one) for one in library.claims if one.ref in refs}
    return found


def _words_of(claim: Claim) -> str:
    """A claim in the editor's words, and in those of its article."""
    exact = claim.passage.exact if claim.passage else ""
    located = claim.locator.exact if claim.locator else ""
    return f"{claim.text}\n{exact}\n{located}".strip()


def beginning(text: str) -> str:
    """The first words of a passage, by which it is told."""
    return " ".join(text.split(None, _TOLD)[:_TOLD])


def first_source(point: Point) -> str:
    """The source that a point rests on first: so that one source does not fill a list."""
    for one in point.evidence:
        if one.source:
            return str(one.source)
    return str(point.sources[0]) if point.sources else ""
