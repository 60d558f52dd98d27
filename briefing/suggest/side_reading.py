"""The sides of passages and points: stated, or read from what a topic's own points say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from briefing.model import Side, TopicId
from briefing.suggest import notes
from briefing.suggest.cues import reports_others
from briefing.suggest.matching import Matcher
from briefing.suggest.sides import SideModel, estimate
from briefing.suggest.stock import Stock
from briefing.suggest.values import Ask, SideEstimate, Surety
from briefing.suggest.weighing import STATED, PointSide

SENTENCE = 30  # terms
_REPORTED = 0.6  # how much an article's side says of a passage that reports what others say
_UNKNOWN = SideEstimate()
_STATED_SIDES = {side: SideEstimate(side, STATED, Surety.STATED) for side in Side}


class Judge(Protocol):
    """A model that reads two texts together and tells whether one answers the other."""

    def odds(self, text: str, others: Sequence[str]) -> list[float]:
        """Log odds that each of `others` answers `text`; below 0: supports."""
        ...


@dataclass(frozen=True, slots=True)
class SideReader:
    """What a library's topics say of the sides of texts."""

    matcher: Matcher
    stock: Stock
    models: Mapping[TopicId, SideModel | None]
    names: Mapping[TopicId, tuple[str, str]]  # of the sides
    motions: Mapping[TopicId, str]
    judge: Judge | None

    def of_text(self, text: str, topic: TopicId | None) -> SideEstimate:
        """The side that a text reads as."""
        model = self.models.get(topic) if topic is not None else None
        asked = self.matcher.ask(text)
        if self.matcher.familiar(asked) < notes.FAMILIAR:
            return _UNKNOWN  # it speaks of something else
        known = _UNKNOWN if model is None else estimate(model.odds(asked))
        if known.side is None and asked.length <= SENTENCE:
            return self.against_motion(text, topic)
        return known

    def against_motion(self, text: str, topic: TopicId | None) -> SideEstimate:
        """The side of a short text, read together with what the topic moves."""
        motion = self.motions.get(topic, "") if topic is not None else ""
        if self.judge is None or not motion or motion.rstrip().endswith("?"):
            return _UNKNOWN
        return estimate(-self.judge.odds(motion, [text])[0])

    def of_passage(self, ask: Ask, topic: TopicId | None) -> SideEstimate:
        """The side of the passage that is asked about."""
        given = ask.article_side or _UNKNOWN
        if ask.side is not None:
            given = _STATED_SIDES[ask.side]
        if given.side is None:
            return self.of_text(ask.text, topic)
        if reports_others(ask.text):
            return replace(given, confidence=min(given.confidence, _REPORTED))
        return given

    def of_point(self, row: int) -> PointSide:
        """The side of a point, as it states it or reads."""
        topic, stated = self.stock.topics[row], self.stock.side(row)
        names = self.names.get(topic, ("", ""))
        if stated is not None:
            return PointSide(_STATED_SIDES[stated], names)
        model = self.models.get(topic)
        if model is None:
            return PointSide(_UNKNOWN, names)
        return PointSide(estimate(model.odds(self.matcher.row(row))), names)
