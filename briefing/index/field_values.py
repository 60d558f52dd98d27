"""The fields of the query language, and what stands behind the colon of those that choose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from briefing.index.entry import Kind
from briefing.index.query import Node, OneOf, Or, Years
from briefing.index.words import folded

# Every field: what its value is ("words" in a field of the index, one of some values of a column,
# a year, an id, an article), and where that is looked for.
FIELDS: Mapping[str, tuple[str, str]] = {
    "by": ("words", "who"),
    "speaker": ("words", "who"),
    "author": ("words", "who"),
    "source": ("words", "source"),
    "title": ("words", "title"),
    **dict.fromkeys(("claim", "tag"), ("words", "title")),
    **dict.fromkeys(("quote", "card"), ("words", "quote")),
    "text": ("words", "text"),
    **dict.fromkeys(("note", "caution", "label"), ("words", "notes")),
    "theme": ("words", "theme"),
    "topic": ("words", "topic"),
    "side": ("choice", "side"),
    "kind": ("choice", "kind"),
    "has": ("choice", "flags"),
    "is": ("choice", "flags"),
    "verdict": ("choice", "verdicts"),
    **dict.fromkeys(("year", "date"), ("year", "year")),
    "article": ("article", "title"),
    "answers": ("id", "flags"),
    "undercuts": ("id", "flags"),
    "supports": ("id", "flags"),
}
_SIDES = {"for": "for", "pro": "for", "against": "against", "con": "against", "none": "none"}
_KINDS = {
    **{kind.value: kind.value for kind in Kind},
    **{name: kind.value for kind in Kind for name in (kind.singular, kind.plural)},
    **{kind.plural.split()[-1]: kind.value for kind in Kind},
    **dict.fromkeys(("quotes", "card", "cards", "evidence"), "quote"),
    **dict.fromkeys(("claim", "claims"), "point"),
    **dict.fromkeys(("key figure", "key figures"), "figure"),
    "glossary": "term",
    "timeline": "event",
}
# The words after `has:` and `is:`, and the marks of entries that they ask for.
_HAS = {
    **dict.fromkeys(("quote", "quotation", "evidence"), "quote"),
    **dict.fromkeys(("caution", "label", "warning"), "caution"),
    **dict.fromkeys(("answer", "answers", "counterpoint"), "answered"),
    **dict.fromkeys(("check", "verdict"), "checked"),
    "source": "sourced",
}
_IS = {"answered": "answered", "unanswered": "unanswered", "checked": "checked"}
_VERDICTS = {
    **{one: one for one in ("supported", "disputed", "inaccurate", "unverified")},
    **dict.fromkeys(("needs context", "needs", "context"), "needs context"),
}
_CHOICES = {"kind": _KINDS, "has": _HAS, "is": _IS, "verdict": _VERDICTS}

_NOT_A = {
    "article": "names no article",
    **dict.fromkeys(("year", "date"), "is not a year (write year:2024 or year:2022..2024)"),
    "side": "is not a side (write side:for or side:against)",
    "kind": "is not a kind (write kind:quote, kind:point, kind:source …)",
    "has": "is nothing to have (write has:quote, has:caution, has:answer, has:source, has:check)",
    "is": "is nothing to be (write is:unanswered, is:answered or is:checked)",
    "verdict": "is not a verdict (supported, needs-context, disputed, inaccurate, unverified)",
}
_NO_WORDS = "has no words to look for"
_YEARS = re.compile(r"(\d{4})?\s*+(\.\.\.?|…|[-–—])?\s*+(\d{4})?")
_SINCE = re.compile(r"([<>])(=?)\s*(\d{4})")


def chosen(
    name: str, values: Sequence[str], sides: Mapping[str, str], unfinished: bool
) -> Node | None:
    """The entries that a field with some values of its own chooses; None if one is no such value.

    `unfinished`: the last value is still being typed, so it may be the beginning of one.
    """
    kind, column = FIELDS[name]
    if kind == "year":
        return _any_years(values)
    if kind == "id":
        return OneOf(column, tuple(f"{name}:{one.lower()}" for one in values)) if values else None
    if name != "side":
        return _choice(column, values, _CHOICES[name], unfinished)
    names = {" ".join(folded(key)): side for key, side in sides.items()}
    return _choice(column, values, names | _SIDES, unfinished)


def not_a(name: str) -> str:
    """Why what stands behind the colon of a field is none of its values."""
    return _NOT_A.get(name, _NO_WORDS)


def _choice(
    column: str, values: Sequence[str], known: Mapping[str, str], unfinished: bool
) -> Node | None:
    found: list[str] = []
    for value in values:
        wanted = " ".join(folded(value))
        if not wanted:
            continue
        if wanted in known:
            found.append(known[wanted])
            continue
        near = {known[name] for name in known if unfinished and name.startswith(wanted)}
        if column == "side" and not near:  # one word of a longer name, if it is one side's alone
            near = {known[name] for name in known if wanted in name.split()}
            near = near if len(near) == 1 else set()
        if not near:
            return None
        found.extend(sorted(near))
    return OneOf(column, tuple(dict.fromkeys(found))) if found else None


def _any_years(values: Sequence[str]) -> Node | None:
    found = [_years(value) for value in values]
    some = tuple(years for years in found if years is not None)
    if not some or len(some) < len(found):
        return None
    return some[0] if len(some) == 1 else Or(some)


def _years(typed: str) -> Years | None:
    since = _SINCE.fullmatch(typed)
    if since:
        year = int(since[3])
        later, or_same = since[1] == ">", bool(since[2])
        return Years(year + (not or_same), None) if later else Years(None, year - (not or_same))
    match = _YEARS.fullmatch(typed)
    if match is None or not (match[1] or match[3]) or bool(match[1] and match[3]) > bool(match[2]):
        return None
    first, last = (int(year) if year else None for year in (match[1], match[3]))
    if not match[2]:
        return Years(first, first)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Years(first, last)
