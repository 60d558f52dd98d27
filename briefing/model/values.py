"""The values that an article is shown with, and the library that holds all values.

All values are frozen, slotted, without behaviour beyond simple look-ups. Those that the first paint
does without are in `arguments`, `references` and `cases`: making a class takes a while.

Terms are those of docs/glossary.md. Text fields named `*_md` hold Markdown; all other text is
plain. Values cross threads as they are; to change one, make a new one with `dataclasses.replace`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.model.ids import ArticleId, SourceId, TopicId

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from briefing.model.arguments import Claim, Evidence, Point
    from briefing.model.cases import Case, Note
    from briefing.model.references import Event, Figure, Source, Term

T = TypeVar("T", bound="DataclassInstance")


class Side(Enum):
    """Where an article or point stands towards the motion."""

    FOR = "for"
    AGAINST = "against"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.AGAINST if self is Side.FOR else Side.FOR

    def words(self, name: str = "") -> str:
        """In words, with a topic's own name for it: "Against the motion (Humanitarian)"."""
        words = f"{self.value.capitalize()} the motion"
        return f"{words} ({name})" if name and name.lower() not in ("for", "against") else words


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
    SHRINK = "shrink"

    __hash__ = object.__hash__  # there is one of each; the hash of enums is slow


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

    def every_quote(self) -> Iterator[Evidence]:
        """All evidence: first what belongs to no point, then that of the points in their order."""
        yield from self.quotes
        for point in self.points:
            yield from point.evidence


def with_words(value: T, words: Mapping[str, str]) -> T:
    """The same value with other words in some of its fields, which all hold text."""
    fields: dict[str, Any] = {**words}
    return replace(value, **fields)
