"""Queries as trees of frozen nodes. `parsing.parse` makes them from what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word. Several tokens ("CBU-105") must stand side by side."""

    tokens: tuple[str, ...]
    prefix: bool = False  # also words that begin with the last token
    guessed: bool = False  # the prefix was not asked for with *: the word is still being typed
    within: str = ""  # "who", "source", "theme", "topic"; "" for all text
    exact: bool = False  # only as it is written: no other forms of the word
    mark: str = ""  # a mark of entries that the word names ("unanswered"): they match as well


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another exactly so; with `*` and `?` in them they are patterns."""

    tokens: tuple[str, ...]
    prefix: bool = False
    within: str = ""
    is_open: bool = False  # no mark closes it: words, if nothing has the phrase


@dataclass(frozen=True, slots=True)
class Near:
    """Words that must stand within `distance` words of one another, in any order.

    The first and the last of them are at most so many places apart, in one field. Each word is
    meant in all its forms.
    """

    tokens: tuple[str, ...]
    distance: int = 10
    within: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that become the token by so many insertions, deletions, changes, or swaps."""

    token: str
    edits: int = 1  # 1 or 2
    within: str = ""


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words of a folded pattern: `*` stands for any letters, `?` for one."""

    pattern: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Boost:
    """A part that counts `gain` times as much as others."""

    part: Node
    gain: float


@dataclass(frozen=True, slots=True)
class Stock:
    """A query of Whoosh's own (`whoosh.query.Query`), answered by Whoosh's matchers."""

    query: object


@dataclass(frozen=True, slots=True)
class OneOf:
    """A column that must have one of some values (see `fields.COLUMNS`)."""

    field: str  # "side", "kind", "flags" …
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InArticle:
    """Articles and their passages, by words of their ids, or by a part that titles match."""

    ids: tuple[str, ...]  # in small letters
    title: Node | None = None  # looked for within "title"
    is_open: bool = False  # the last id is still being typed: it may be the beginning of one


@dataclass(frozen=True, slots=True)
class Named:
    """Entries by their id, whatever their kind; they come before all others."""

    id: str


@dataclass(frozen=True, slots=True)
class Years:
    """A year from `first` to `last`, both included; None for open ends."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    """All parts. `implicit` if the user only wrote words side by side."""

    parts: tuple[Node, ...]
    implicit: bool = True


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Node


Filter = OneOf | InArticle | Years  # these choose, and give no scores
Node = Word | Phrase | Near | Fuzzy | Wildcard | Filter | Named | And | Or | Not | Boost | Stock


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as understood. `odd` are the places in the text that were not (start, end)."""

    node: Node | None
    notices: tuple[str, ...] = ()
    odd: tuple[tuple[int, int], ...] = ()


Sides = Mapping[str, str]  # a name of a side to "for" or "against"
Titles = Mapping[str, str]  # a topic's id to its title
