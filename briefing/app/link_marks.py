"""What `answers:`, `supports:`, `has:answer` and the like look for: marks of entries."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from briefing.model import (
    Claim,
    ClaimTarget,
    Library,
    Link,
    PassageTarget,
    Point,
    PointTarget,
    Relation,
)

_ANSWERS = "answers:"
_RELATIONS = {
    Relation.ANSWERS: (_ANSWERS,),
    Relation.UNDERCUTS: (_ANSWERS, "undercuts:"),
    Relation.SUPPORTS: ("supports:",),
}


class LinkMarks:
    """The links of a library, seen from both ends. `also` are points that link into it."""

    def __init__(self, library: Library, also: Iterable[Point] = ()) -> None:
        answered = {
            _name(link)
            for point in chain(library.points, also)
            for link in point.links
            if link.relation.is_counter
        }
        twins = {one.ref for one in library.claims if any(ref in answered for ref in one.same_as)}
        self._answered = answered | twins

    def of_point(self, point: Point) -> tuple[str, ...]:
        """What a point answers and supports, and whether something answers it."""
        marks = ["answered" if point.id in self._answered else "unanswered"]
        for link in point.links:
            names = {_name(link)}
            if not isinstance(link.target, PointTarget):
                names.add(link.target.article)
            marks += [
                f"{relation}{name.lower()}"
                for relation in _RELATIONS[link.relation]
                for name in sorted(names)
            ]
        return tuple(dict.fromkeys(marks))

    def of_claims(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """Whether what a passage claims is answered; nothing if it claims nothing."""
        found = [claim.ref in self._answered for claim in claims]
        if not found:
            return ()
        return ("answered",) if all(found) else ("unanswered",)


def _name(link: Link) -> str:
    """How a link's target is asked for: a point's id, "article#claim", or the article."""
    match link.target:
        case PointTarget():
            return link.target.point
        case ClaimTarget():
            return link.target.ref
        case PassageTarget():
            return link.target.article


def answered_by(flags: Iterable[str]) -> set[str]:
    """The names of what a point with these marks answers."""
    return {flag.removeprefix(_ANSWERS) for flag in flags if flag.startswith(_ANSWERS)}
