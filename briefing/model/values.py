"""The values of a library: frozen, slotted, without behaviour beyond simple look-ups.

Terms are those of docs/glossary.md. Text fields named `*_md` hold Markdown; all other text is
plain. Values cross threads as they are; to change one, make a new one with `dataclasses.replace`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from briefing.model.ids import (
    ArticleId,
    CaseId,
    ClaimId,
    EvidenceId,
    NoteId,
    PointId,
    SourceId,
    TopicId,
)


class Side(Enum):
    """Where an article or point stands towards the motion."""

    FOR = "for"
    AGAINST = "against"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.AGAINST if self is Side.FOR else Side.FOR


class Relation(Enum):
    """What a point does to the passage or point that its link names."""

    ANSWERS = "answers"
    SUPPORTS = "supports"
    UNDERCUTS = "undercuts"

    @property
    def is_counter(self) -> bool:
        """Whether the link attacks its target (its conclusion or its inference)."""
        return self is not Relation.SUPPORTS


class Verdict(Enum):
    """The outcome of a fact check."""

    SUPPORTED = "supported"
    NEEDS_CONTEXT = "needs context"
    DISPUTED = "disputed"
    INACCURATE = "inaccurate"
    UNVERIFIED = "unverified"


class ArticleKind(Enum):
    """How an article relates to the text it stands for."""

    ARTICLE = "article"
    DIGEST = "digest"
    BACKGROUND = "background"


class MarkKind(Enum):
    """What a debater did to some words of a quotation."""

    UNDERLINE = "underline"
    EMPHASIS = "emphasis"
    HIGHLIGHT = "highlight"


@dataclass(frozen=True, slots=True)
class Selector:
    """A text-quote selector (W3C Web Annotation): exact words, and context to part repeats."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands on disk: a file and the 1-based line on which it begins."""

    path: Path
    line: int = 1


@dataclass(frozen=True, slots=True)
class Topic:
    """A folder that holds one motion and everything said about it."""

    id: TopicId
    title: str
    motion: str
    side_names: tuple[str, str]  # (for, against)
    themes: tuple[str, ...] = ()  # in the order in which they are shown
    language: str = "en"
    background_md: str = ""

    def side_name(self, side: Side | None) -> str:
        """The topic's own name for `side`; "" for no side."""
        if side is None:
            return ""
        return self.side_names[0] if side is Side.FOR else self.side_names[1]


@dataclass(frozen=True, slots=True)
class Article:
    """A text to read. `text_md` is its body without the front matter."""

    id: ArticleId
    topic: TopicId
    title: str
    kind: ArticleKind = ArticleKind.ARTICLE
    side: Side | None = None
    authors: tuple[str, ...] = ()
    venue: str = ""
    date: str = ""  # ISO 8601, or "c. 2024-08/2024-09" where uncertain
    url: str = ""
    source: SourceId | None = None
    full_text_of: ArticleId | None = None
    note: str = ""
    text_md: str = ""
    place: Place | None = field(default=None, compare=False)


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


@dataclass(frozen=True, slots=True)
class ClaimTarget:
    """A link's target: a named claim of an article."""

    article: ArticleId
    claim: ClaimId


@dataclass(frozen=True, slots=True)
class PassageTarget:
    """A link's target: a passage of an article, found by its words."""

    article: ArticleId
    selector: Selector


@dataclass(frozen=True, slots=True)
class PointTarget:
    """A link's target: another point."""

    point: PointId


@dataclass(frozen=True, slots=True)
class Note:
    """The user's own remark on a passage of an article."""

    id: NoteId
    article: ArticleId
    passage: Selector
    text_md: str
    date: str = ""  # when it was written, ISO 8601
    place: Place | None = field(default=None, compare=False)


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


@dataclass(frozen=True, slots=True)
class Name:
    """A person's or institution's name, as CSL has it. Institutions have only `literal`."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A CSL-style record of where something was published."""

    id: SourceId
    topic: TopicId
    type: str = "document"
    title: str = ""
    authors: tuple[Name, ...] = ()
    container: str = ""
    publisher: str = ""
    date: str = ""  # ISO 8601, to the known precision; "" for no date
    url: str = ""
    accessed: str = ""
    page: str = ""
    volume: str = ""
    issue: str = ""
    caution: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline. `date` is ISO 8601, an interval "a/b", or either after "c. "."""

    date: str
    text_md: str
    topic: TopicId
    sources: tuple[SourceId, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry."""

    term: str
    meaning_md: str
    topic: TopicId
    aliases: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure, always with the date it held and what to beware of."""

    label: str
    value: str
    as_of: str
    topic: TopicId
    caution: str = ""
    sources: tuple[SourceId, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A case item: the user's own heading."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Prose:
    """A case item: the user's own sentences, in Markdown."""

    text_md: str


@dataclass(frozen=True, slots=True)
class PointItem:
    """A case item: a point of the library, by reference."""

    point: PointId


CaseItem = Heading | Prose | PointItem


@dataclass(frozen=True, slots=True)
class Case:
    """An ordered outline of points for one speech or one side."""

    id: CaseId
    title: str
    topic: TopicId | None = None
    side: Side | None = None
    items: tuple[CaseItem, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a library's files, in words, with the way to mend it."""

    path: Path
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.mend}"


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was read from a library folder. Sequences keep the order of the files.

    Of a large library the sequences make their values when they are asked for: taking one is quick,
    going through all is for the worker.
    """

    root: Path
    title: str = ""
    topics: tuple[Topic, ...] = ()
    articles: Sequence[Article] = ()
    claims: Sequence[Claim] = ()
    points: Sequence[Point] = ()
    quotes: Sequence[Evidence] = ()  # evidence that belongs to no point
    sources: Sequence[Source] = ()
    timeline: Sequence[Event] = ()
    glossary: Sequence[Term] = ()
    figures: Sequence[Figure] = ()
    cases: tuple[Case, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: Sequence[Note] = ()
    fingerprint: str = field(default="", compare=False)  # another one whenever a file is
