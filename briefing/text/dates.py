"""Dates as the library writes them: ISO 8601 to the known precision, intervals, "c. "."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def is_date(text: str) -> bool:
    """Whether `text` is a date: `2024`, `2024-07`, `2024-07-18`, `1963/1972`, any after `c. `."""
    begin, slash, end = text.removeprefix("c. ").partition("/")
    if not _is_day(begin):
        return False
    if not slash:
        return True
    shorter = min(len(begin), len(end))
    return _is_day(end) and begin[:shorter] <= end[:shorter]


def _is_day(text: str) -> bool:
    """Whether `text` is one calendar date, to any precision."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = match.groups(default="1")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
