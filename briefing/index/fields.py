"""Which fields an entry is indexed by, and what stands in each of them.

A *group* is some fields whose words share one vocabulary and one list of places. `TEXT` is what a
plain word is looked for in; `LABELS` are only searched when they are named (`theme:legal`).
A *column* holds values that are compared whole: what filters and facets are made from.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.index.entry import Entry, Kind


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a hit in a field counts, and how much a long field is held against it (BM25F)."""

    gain: float
    shortness: float


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that are inverted together. Their order is that of the numbers in the files."""

    name: str
    fields: tuple[str, ...]
    weights: tuple[Weight, ...]

    def number(self, field: str) -> int:
        """The number of a field in this group; ValueError if it is not one of them."""
        return self.fields.index(field)


_PLAIN = Weight(1.0, 0.0)
TEXT = Group(
    "text",
    ("title", "quote", "who", "text", "source", "notes"),
    (
        Weight(3.0, 0.4),
        Weight(2.5, 0.4),
        Weight(2.5, 0.3),
        Weight(1.0, 0.6),
        Weight(0.8, 0.5),
        Weight(0.4, 0.6),
    ),
)
LABELS = Group("labels", ("theme", "topic"), (_PLAIN, _PLAIN))
GROUPS = (TEXT, LABELS)

# Columns with one value at most for each entry, and columns with any number of them.
SINGLE = ("kind", "side", "year", "date", "topic_id", "article", "theme_name", "speaker")
SEVERAL = ("flags", "verdicts")
COLUMNS = (*SINGLE, *SEVERAL)
_DIGITS = frozenset("0123456789")


def group_of(field: str) -> Group:
    """The group that a worded field belongs to; "" stands for all text."""
    return LABELS if field in LABELS.fields else TEXT


def words(entry: Entry, group: Group) -> tuple[str, ...]:
    """The texts of the fields of `group`, in their order; "" for what there is not."""
    if group is LABELS:
        return entry.theme, entry.topic
    quote = entry.kind is Kind.QUOTE
    who = " \n ".join(part for part in (entry.speaker, entry.role, entry.authors) if part)
    return (
        "" if quote else entry.title,
        entry.text if quote else "",
        who,
        "" if quote else entry.text,
        entry.source,
        entry.notes,
    )


def single(entry: Entry) -> tuple[str, ...]:
    """The values of the columns `SINGLE`, in their order; "" for none."""
    return (
        entry.kind.value,
        entry.side or "none",
        f"{entry.year:04d}" if entry.year is not None else "",
        _from_year(entry.date),
        entry.topic,
        entry.article,
        entry.theme,
        entry.speaker,
    )


def _from_year(date: str) -> str:
    """A date without what stands before its year ("c. 2024-08"): so dates sort as they follow."""
    return date.lstrip("".join(set(date) - _DIGITS))


def several(entry: Entry) -> tuple[tuple[str, ...], ...]:
    """The values of the columns `SEVERAL`, in their order."""
    return entry.flags, entry.verdicts
