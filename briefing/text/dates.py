"""Dates to the known precision: as the library writes them, and as each citation style does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# MLA shortens the months that have more than four letters; so September becomes "Sept.".
_MLA_MONTHS = (
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)
_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, a month of a year, or a day."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """A moment, or an interval of two; `circa` when it is uncertain."""

    start: Moment
    end: Moment | None = None
    circa: bool = False


def parse(text: str) -> When | None:
    """Read "2024-07", "1963/1972" or "c. 2024-08/2024-09"; None if it is not such a date."""
    bare = text.strip()
    circa = False
    if marked := re.match(r"(?:c|ca|circa)\.?\s+", bare):
        circa, bare = True, bare[marked.end() :]
    first, slash, second = bare.partition("/")
    start, end = _moment(first), _moment(second) if slash else None
    if start is None or (slash and end is None):
        return None
    return When(start, end if end != start else None, circa)


def _moment(text: str) -> Moment | None:
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    return Moment(int(year), int(month or 0), int(day or 0))


def year_of(text: str) -> int | None:
    """The (first) year of a date; None for no date or words that are none."""
    when = parse(text)
    return when.start.year if when else None


def day_first(text: str) -> str:
    """18 July 2024; c. July–August 2024 (plain style)."""
    return _phrase(text, MONTHS, "c.", american=False)


def mla(text: str) -> str:
    """18 July 2024; circa Aug.–Sept. 2024; 1963–72."""
    return _phrase(text, _MLA_MONTHS, "circa", american=False)


def chicago(text: str) -> str:
    """July 18, 2024; ca. August–September 2024; 1963–72."""
    return _phrase(text, MONTHS, "ca.", american=True)


def apa(text: str) -> str:
    """2024, July 18; ca. 2024, August–September; 1963–1972."""
    when = parse(text)
    if when is None:
        return text.strip()
    start, end = when.start, when.end
    parts = [str(start.year), _month_day(start)]
    if end is not None:
        if end.year != start.year:
            ends = ", ".join(part for part in (str(end.year), _month_day(end)) if part)
            return _circa(when, "ca.") + ", ".join(p for p in parts if p) + "–" + ends
        closing = str(end.day) if end.month == start.month and end.day else _month_day(end)
        if parts[1] and closing:
            parts[1] += "–" + closing
    return _circa(when, "ca.") + ", ".join(part for part in takewhile(bool, parts))


def debate(text: str) -> str:
    """7-18-2024; c. 8-2024 to 9-2024."""
    when = parse(text)
    if when is None:
        return text.strip()
    ends = [_digits(when.start)] + ([_digits(when.end)] if when.end else [])
    return _circa(when, "c.") + " to ".join(ends)


def _digits(moment: Moment) -> str:
    return "-".join(str(part) for part in (moment.month, moment.day, moment.year) if part)


def _circa(when: When, word: str) -> str:
    return f"{word} " if when.circa else ""


def _month_day(moment: Moment) -> str:
    if not moment.month:
        return ""
    return MONTHS[moment.month - 1] + (f" {moment.day}" if moment.day else "")


def _phrase(text: str, months: tuple[str, ...], circa: str, *, american: bool) -> str:
    when = parse(text)
    if when is None:
        return text.strip()
    start, end = when.start, when.end
    if end is None:
        words = _one(start, months, american=american)
    elif start.year != end.year:
        if start.month or end.month:
            words = "–".join(_one(moment, months, american=american) for moment in (start, end))
        else:
            words = f"{start.year}–{_short_end(start.year, end.year)}"
    else:
        words = _within_year(start, end, months, american=american)
    return _circa(when, circa) + words


def _one(moment: Moment, months: tuple[str, ...], *, american: bool) -> str:
    if not moment.month:
        return str(moment.year)
    month = months[moment.month - 1]
    if not moment.day:
        return f"{month} {moment.year}"
    if american:
        return f"{month} {moment.day}, {moment.year}"
    return f"{moment.day} {month} {moment.year}"


def _within_year(start: Moment, end: Moment, months: tuple[str, ...], *, american: bool) -> str:
    if not (start.month and end.month):
        return str(start.year)
    first, last = months[start.month - 1], months[end.month - 1]
    if start.day and end.day:
        if american:
            closing = str(end.day) if first == last else f"{last} {end.day}"
            return f"{first} {start.day}–{closing}, {start.year}"
        opening = str(start.day) if first == last else f"{start.day} {first}"
        return f"{opening}–{end.day} {last} {start.year}"
    return f"{first}–{last} {start.year}"


def _short_end(start: int, end: int) -> str:
    # MLA and Chicago drop the century of the second year when it is the same.
    return f"{end % 100:02d}" if start // 100 == end // 100 else str(end)


def is_date(text: str) -> bool:
    """Whether `text` is a date: `2024`, `2024-07`, `2024-07-18`, `1963/1972`, any after `c. `."""
    begin, slash, end = text.removeprefix("c. ").partition("/")
    if not _is_day(begin):
        return False
    if not slash:
        return True
    shorter = min(len(begin), len(end))
    return _is_day(end) and begin[:shorter] <= end[:shorter]


def joined(*parts: str | int | None) -> str:
    """The date that year, month and day make, as far as they are given; "" for no such date."""
    date = "-".join(str(part).zfill(2) for part in takewhile(bool, parts))
    return date if is_date(date) else ""


def _is_day(text: str) -> bool:
    """Whether `text` is one calendar date, to any precision."""
    match = _ISO.fullmatch(text)
    if match is None:
        return False
    try:
        date(*map(int, match.groups(default="1")))
    except ValueError:  # the 30th of February
        return False
    return True
