"""What goes into an index (entries) and what comes out of it (hits)."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import Enum


class Kind(Enum):
    """What an entry is. The order is the order in which kinds are shown."""

    QUOTE = "quote"
    POINT = "point"
    PASSAGE = "passage"
    ARTICLE = "article"
    SOURCE = "source"
    TERM = "term"
    EVENT = "event"
    FIGURE = "figure"

    @property
    def singular(self) -> str:
        """The kind's name on the screen."""
        return {Kind.QUOTE: "quotation", Kind.TERM: "glossary term"}.get(self, self.value)

    @property
    def plural(self) -> str:
        """The kind's name for headings and counts."""
        return self.singular + "s"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    `title` and `text` are searched and shown with their hits marked; a quotation is the `text` of
    its entry. `speaker`, `role`, `authors` and `source` are searched, too. `notes` is searched but
    counts little, and is shown only where nothing else matches. `context` is only shown ("NATO's
    Collective Defense …, paragraph 7").
    """

    kind: Kind
    id: str
    topic: str = ""
    title: str = ""
    text: str = ""
    notes: str = ""
    context: str = ""
    speaker: str = ""
    role: str = ""
    authors: str = ""
    source: str = ""
    side: str = ""  # "for", "against" or ""
    theme: str = ""
    year: int | None = None
    date: str = ""
    article: str = ""
    place: int | None = None  # which passage of `article`
    verdicts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()  # "quote", "caution", "unanswered" … what `has:` may ask for

    @property
    def key(self) -> str:
        """Unique in an index: "point:c01"."""
        return f"{self.kind.value}:{self.id}"

    def to_json(self) -> str:
        """How the index keeps this entry."""
        values = {n: v for n in _NAMES if (v := getattr(self, n)) not in ("", None, ())}
        values["kind"] = self.kind.value
        return _TO_JSON(values)

    @classmethod
    def from_json(cls, text: str) -> Entry:
        """The entry that `to_json` wrote; raises ValueError or KeyError for anything else."""
        values = json.loads(text)
        known = {name: values[name] for name in _NAMES if name in values}
        known["kind"] = Kind(values["kind"])
        for name in ("verdicts", "flags"):
            known[name] = tuple(values.get(name, ()))
        return cls(**known)


_NAMES = tuple(f.name for f in fields(Entry))
_TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Run = tuple[str, bool]  # some text, and whether it is a hit
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, and why. Runs mark the hits.

    `snippet` is taken from the entry's text alone (a quotation is never mixed with what is said
    about it); `note` is there when only the notes have a hit.
    """

    entry: Entry
    score: float
    title: Runs
    snippet: Runs
    speaker: Runs = ()
    note: Runs = ()

    @property
    def key(self) -> str:
        """The entry's key."""
        return self.entry.key

    @property
    def kind(self) -> Kind:
        """The entry's kind."""
        return self.entry.kind

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.entry.id


class Sort(Enum):
    """The order of hits. Dates: the newest first; what has none comes last."""

    RELEVANCE = "relevance"
    DATE = "date"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: the best hits, how many there are of each kind, what to say of it.

    `totals` counts every kind, whatever kinds were asked for. `notice` is "" or sentences for the
    search field ("“year:abc” is not a year: searched as words."). `loose` says that nothing has
    all words, and that these hits have the most. `facets` has, for each column that was asked for,
    its values over all matches with their counts, the most frequent first. `meant` is "" or the
    query with its misspelt words mended; `odd` are the places in the query (start, end) that were
    not understood.
    """

    hits: tuple[Hit, ...] = ()
    totals: tuple[tuple[Kind, int], ...] = ()
    notice: str = ""
    loose: bool = False
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    meant: str = ""
    odd: tuple[tuple[int, int], ...] = ()

    @property
    def total(self) -> int:
        """How many entries match, of all kinds."""
        return sum(count for _, count in self.totals)
