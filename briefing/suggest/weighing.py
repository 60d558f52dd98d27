"""What a point does to a passage: what speaks for each bearing, weighed from the surest down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.model import Side
from briefing.suggest.precedents import Precedent
from briefing.suggest.sides import chance_of, logit
from briefing.suggest.terms import STOP, words
from briefing.suggest.values import Bearing, Ground, Reason, SideEstimate, Surety, side_words

# A stated side is rarely wrong about a whole point; single passages often quote the other side.
STATED = 0.95
_HEADING = 1.5  # log odds
_WORDING = 0.45  # at most: alone, it is right two times of three, too little to say "answers"
_JUDGED = 1.1  # the same where a model read both texts together: right nearly four times of five
_SURE = 0.62  # how sure a bearing must be to be told


@dataclass(frozen=True, slots=True)
class Tip:
    """Log odds that a point answers a text, from the two texts alone."""

    odds: float = 0.0
    is_judged: bool = False  # by reading them together, not by their words

    @property
    def kept(self) -> float:
        """The log odds, no surer than such a model can be."""
        most = _JUDGED if self.is_judged else _WORDING
        return max(min(self.odds, most), -most)

    def reason(self) -> Reason | None:
        """What is told of it; None where it is not worth telling."""
        sure = chance_of(abs(self.kept))
        does = "speaking against" if self.odds > 0 else "agreeing with"
        if self.is_judged and sure >= _SURE:
            return Reason(Ground.WORDING, f"Reads as {does} the passage ({round(100 * sure)} %)")
        if not self.is_judged and abs(self.kept) == _WORDING:
            words_ = f"Worded as {does} the passage (some {round(100 * sure)} %)"
            return Reason(Ground.WORDING, words_)
        return None


@dataclass(frozen=True, slots=True)
class Weighed:
    """Log odds that a point answers (above 0) or supports, and what they rest on."""

    odds: float
    by_sides: float  # what of them the two sides say
    passage: SideEstimate
    own: PointSide
    precedent: Precedent | None
    heading: str  # what the point says it answers, if the passage speaks of that
    tip: Tip

    @property
    def chance(self) -> float:
        """How probable it is that the point answers the passage."""
        return chance_of(self.odds)

    @property
    def bearing(self) -> Bearing:
        """What the point does to the passage, if that is sure enough."""
        if self.chance >= _SURE:
            return Bearing.ANSWERS
        return Bearing.SUPPORTS if self.chance <= 1 - _SURE else Bearing.RELATED

    def reasons(self) -> Iterator[Reason]:
        """What they rest on in words, the surest first."""
        if self.precedent is not None:
            yield _of_precedent(self.precedent)
        if self.by_sides:
            yield _of_sides(self.passage, self.own)
        if self.heading:
            said = f"Its heading says what it answers: “{self.heading}”"
            yield Reason(Ground.HEADING, said)
        told = self.tip.reason()
        if told is not None and not self.by_sides:
            yield told


@dataclass(frozen=True, slots=True)
class PointSide:
    """The side of a point, and the names of the sides in its topic."""

    side: SideEstimate
    names: tuple[str, str]

    def name(self, side: Side) -> str:
        """How the topic calls a side."""
        return side_words(side, self.names)


def weigh(
    heading: str,
    passage: SideEstimate,
    own: PointSide,
    precedent: Precedent | None,
    asked_words: frozenset[str],
    tip: Tip = Tip(),
) -> Weighed:
    """Weigh all that is known of a point. `heading` is what it says it answers; mostly ""."""
    met = heading if heading and _meets(heading, asked_words) else ""
    by_sides = _from_sides(passage, own.side)
    odds = (precedent.odds if precedent is not None else 0.0) + by_sides
    odds += (_HEADING if met else 0.0) + tip.kept
    return Weighed(odds, by_sides, passage, own, precedent, met, tip)


def _from_sides(passage: SideEstimate, point: SideEstimate) -> float:
    if passage.side is None or point.side is None:
        return 0.0
    here, there = passage.chance(Side.FOR), point.chance(Side.FOR)
    return logit(here * (1 - there) + (1 - here) * there)


def _of_precedent(precedent: Precedent) -> Reason:
    verb = "Answers" if precedent.bearing is Bearing.ANSWERS else "Supports"
    if precedent.by_hand:
        return Reason(Ground.LINK, f"{verb} words like these elsewhere: “{precedent.words} …”")
    said = f"You accepted it at a passage like this: “{precedent.words} …”"
    return Reason(Ground.ACCEPTED, said)


def _of_sides(passage: SideEstimate, own: PointSide) -> Reason:
    assert passage.side is not None and own.side.side is not None
    same = passage.side is own.side.side
    stated = Surety.STATED
    if passage.surety is stated and own.side.surety is stated:
        words_ = f"Is {own.name(own.side.side)}; the passage is " + (
            "too" if same else own.name(passage.side)
        )
        return Reason(Ground.SIDES, words_)
    here = passage.words() if passage.surety is not stated else f"is {passage.side.value}"
    there = own.name(own.side.side) if own.side.surety is stated else own.side.words()
    verb = "Is" if own.side.surety is stated else "It"
    return Reason(Ground.ESTIMATE, f"{verb} {there}; the passage {here}")


def _meets(heading: str, asked_words: frozenset[str]) -> bool:
    """Whether what a heading names is spoken of in the passage."""
    named = {one for one in words(heading) if one not in STOP and len(one) > 2}
    return bool(named) and len(named & asked_words) * 2 >= len(named)
