"""What is argued: claims and their fact checks, points, their evidence and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.model.ids import ArticleId, ClaimId, EvidenceId, PointId, SourceId, TopicId
from briefing.model.values import MarkKind, Place, Relation, Selector, Side, Verdict


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A verdict on a claim, with its reasons."""

    verdict: Verdict
    text_md: str
    sources: tuple[SourceId, ...] = ()
    aspect: str = ""  # which part of the claim, when it has several checks


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that an article makes, in an editor's words, and where the article makes it."""

    id: ClaimId  # unique within its article
    article: ArticleId
    text: str
    types: tuple[str, ...] = ()  # factual, causal, value, policy
    passage: Selector | None = None  # in the article's own text
    locator: Selector | None = None  # in the full text, when the article is a digest of it
    same_as: tuple[str, ...] = ()  # "article#claim" of the same claim elsewhere
    checks: tuple[FactCheck, ...] = ()
    note_md: str = ""
    place: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> str:
        """How links name this claim: "article#claim"."""
        return f"{self.article}#{self.id}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked words of a quotation: characters `start` to `end` (exclusive) of its text."""

    start: int
    end: int
    kind: MarkKind

    def __reduce__(self) -> tuple[type[Mark], tuple[int, int, MarkKind]]:
        """How it is sent between processes: quickly, for a quotation may have a hundred."""
        return Mark, (self.start, self.end, self.kind)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation with its source. `quote` is exact; what is omitted shows as an ellipsis."""

    id: EvidenceId
    quote: str
    marks: tuple[Mark, ...] = ()
    speaker: str = ""
    role: str = ""
    voice: str = ""  # kind of speaker: government, military, advocacy, court, treaty, expert …
    date: str = ""
    occasion: str = ""
    source: SourceId | None = None
    page: str = ""
    translated: str = ""  # by whom, when the words are a translation
    label: str = ""  # must be read with the quotation ("about landmines, not cluster munitions")
    caution: str = ""  # why to be careful with it
    note_md: str = ""
    topic: TopicId = TopicId("")
    place: Place | None = field(default=None, compare=False)
    cite: str = ""  # the cite as a debater wrote it, in one line
    cite_marks: tuple[Mark, ...] = ()  # its short cite: author and date, emphasised
    variant_of: EvidenceId | None = None  # the same words, cut by somebody else


@dataclass(frozen=True, slots=True)
class ClaimTarget:
    """A link's target: a named claim of an article."""

    article: ArticleId
    claim: ClaimId

    @property
    def ref(self) -> str:
        """As `Claim.ref`."""
        return f"{self.article}#{self.claim}"


@dataclass(frozen=True, slots=True)
class PassageTarget:
    """A link's target: a passage of an article, found by its words."""

    article: ArticleId
    selector: Selector


@dataclass(frozen=True, slots=True)
class PointTarget:
    """A link's target: another point."""

    point: PointId


Target = ClaimTarget | PassageTarget | PointTarget


@dataclass(frozen=True, slots=True)
class Link:
    """What a point does, and to what. The point owns its links."""

    relation: Relation
    target: Target


@dataclass(frozen=True, slots=True)
class Point:
    """One argument: a claim in one sentence, its explanation and its evidence."""

    id: PointId
    topic: TopicId
    claim: str
    side: Side | None = None
    theme: str = ""
    explanation_md: str = ""
    evidence: tuple[Evidence, ...] = ()
    also: tuple[EvidenceId, ...] = ()  # evidence that stands under another point
    sources: tuple[SourceId, ...] = ()
    links: tuple[Link, ...] = ()
    strength: str = ""  # how strong, and the reply to expect
    caution: str = ""
    as_of: str = ""
    place: Place | None = field(default=None, compare=False)
    # The headings it is filed under in its file, outermost first ("1NC", "Offcase", "T").
    headings: tuple[str, ...] = field(default=(), compare=False)
    differs: tuple[PointId, ...] = ()  # points that sound alike, and somebody said that they differ

    def evidence_with(self, known: Mapping[str, Evidence]) -> tuple[Evidence, ...]:
        """Its own evidence, then what it borrows from other points and is among `known`, by id."""
        return (*self.evidence, *(known[one] for one in self.also if one in known))
