"""What is asked of the suggestions, and what they answer: frozen, so that it crosses threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from briefing.model import PointId, Relation, Side, TopicId

FEW = 3  # of each list that stand there before "more" is asked for


class Bearing(Enum):
    """What a suggested point probably does to the passage."""

    ANSWERS = "answers"
    SUPPORTS = "supports"
    RELATED = "related"  # speaks of the same things; what it does to them is not sure enough

    @property
    def relation(self) -> Relation | None:
        """The relation of the link that accepting makes; None: the user has to say."""
        return {
            Bearing.ANSWERS: Relation.ANSWERS,
            Bearing.SUPPORTS: Relation.SUPPORTS,
        }.get(self)


class Ground(Enum):
    """What a reason rests on, the surest first."""

    LINK = "link"  # a link by hand, at a passage like this
    ACCEPTED = "accepted"  # a suggestion that was accepted at a passage like this
    SIDES = "sides"  # both sides are known
    HEADING = "heading"  # "AT: …", "answers to …"
    ESTIMATE = "estimate"  # a side was estimated
    WORDING = "wording"  # how the two texts are worded
    TERMS = "terms"  # shared terms


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a point is suggested, in words for the reader."""

    ground: Ground
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A point that may answer or support a passage. Never an editor's link.

    `score` only orders; `confidence` (0 to 1) is how sure its bearing is.
    """

    point: PointId
    bearing: Bearing
    score: float
    confidence: float
    reasons: tuple[Reason, ...] = ()


class Surety(Enum):
    """Where a side comes from."""

    STATED = "stated"  # by the article's file, or by the user
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SideEstimate:
    """The side of an article or passage: `side` with `confidence` from 0.5 to 1, or None."""

    side: Side | None = None
    confidence: float = 0.5
    surety: Surety = Surety.UNKNOWN

    def chance(self, side: Side) -> float:
        """How probable it is that the text is on `side`, 0 to 1."""
        if self.side is None:
            return 0.5
        return self.confidence if self.side is side else 1 - self.confidence

    def words(self, names: Mapping[Side, str] | None = None) -> str:
        """As the reader is told: "reads as for, 78 %"; "" where nothing is known."""
        if self.side is None:
            return ""
        name = (names or {}).get(self.side) or self.side.value
        if self.surety is Surety.STATED:
            return name
        return f"reads as {name}, {round(self.confidence * 100)} %"


def side_words(side: Side, names: tuple[str, str]) -> str:
    """A side within a sentence, with the topic's own name for it: "for the motion (River)"."""
    said = side.words(names[0] if side is Side.FOR else names[1])
    return said[0].lower() + said[1:]


@dataclass(frozen=True, slots=True)
class Ask:
    """A passage, or any words, for which points are wanted.

    `side` is the side that its article or point states. `article_side` may hold an estimate in its
    stead. `without` names the points that stand there already, and the point that is asked about.
    `also` holds an editor's words for what the passage claims: they help to find, and no more.
    """

    text: str
    topic: TopicId | None = None
    side: Side | None = None
    article_side: SideEstimate | None = None
    without: frozenset[PointId] = frozenset()
    also: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The points suggested for a passage, in balanced lists, each best first.

    `note` says in words why there is nothing, or nothing of one kind; "" where all is as usual.
    """

    answers: tuple[Suggestion, ...] = ()
    supports: tuple[Suggestion, ...] = ()
    related: tuple[Suggestion, ...] = ()
    side: SideEstimate = SideEstimate()
    note: str = ""

    def all(self) -> tuple[Suggestion, ...]:
        """All of them: what answers, what supports, what is related."""
        return (*self.answers, *self.supports, *self.related)


@dataclass(frozen=True, slots=True)
class Covered:
    """How well the library covers a passage of an article."""

    index: int  # of the passage
    answers: int
    supports: int
    related: int

    @property
    def is_unanswered(self) -> bool:
        """Whether nothing in the library seems to answer the passage."""
        return self.answers == 0
