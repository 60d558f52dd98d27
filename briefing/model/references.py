"""What arguments rest on: sources, the timeline, the glossary, key figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.model.ids import SourceId, TopicId
from briefing.model.values import Place


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
