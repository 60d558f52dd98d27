"""What the suggestions read of a library: its points as text, and what their links address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.model import Claim, ClaimTarget, Library, PassageTarget, Point, PointId
from briefing.suggest.values import Bearing

# Markdown that is no words: targets of links, source references, tags.
_NO_WORDS = re.compile(r"\]\([^)\s]*\)|\[@[^\]]*\]|<[^<>]{1,200}>|https?://\S+")


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
    """Words that a point answers or supports, by a link made by hand."""

    text: str
    point: PointId
    bearing: Bearing


def addressed(library: Library) -> Iterator[Addressed]:
    """What the links of a library address: claims and passages of articles, and other points."""
    claims: dict[str, Claim] = {one.ref: one for one in library.claims}
    points = {one.id: one for one in library.points}
    for point in library.points:
        for link in point.links:
            bearing = Bearing.ANSWERS if link.relation.is_counter else Bearing.SUPPORTS
            target = link.target
            if isinstance(target, PassageTarget):
                yield Addressed(target.selector.exact, point.id, bearing)
            elif isinstance(target, ClaimTarget):
                claim = claims.get(f"{target.article}#{target.claim}")
                if claim is not None:
                    yield Addressed(_words_of(claim), point.id, bearing)
            elif target.point in points:
                other = points[target.point]
                said = f"{other.claim}\n{_NO_WORDS.sub(' ', other.explanation_md)}"
                yield Addressed(said.strip(), point.id, bearing)


def _words_of(claim: Claim) -> str:
    """A claim in the editor's words, and in those of its article."""
    exact = claim.passage.exact if claim.passage else ""
    located = claim.locator.exact if claim.locator else ""
    return f"{claim.text}\n{exact}\n{located}".strip()


def first_source(point: Point) -> str:
    """The source that a point rests on first: so that one source does not fill a list."""
    for one in point.evidence:
        if one.source:
            return str(one.source)
    return str(point.sources[0]) if point.sources else ""
