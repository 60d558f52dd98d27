"""The lines under a title that say who wrote a text, where it was published, and when.

    By Jane Roe
    By Jane Roe and John Doe | The Examiner | March 3, 2025
    Published 3 March 2025

Only what stands there beyond doubt becomes a field; a line of which a part is left goes into the
note as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.text.citations import names
from briefing.text.dates import is_date
from briefing.text.worded_dates import WORDED, read_worded

# "By", "Von", "Par" or "Por" before names; other words only with a colon: "De" begins titles, too.
_BY = re.compile(
    r"(?:(?:[Ww]ritten |WRITTEN |Words )?(?:[Bb]y|BY|Von|VON|Par|PAR|Por|POR)(?: ?:)?"
    r"|(?i:authors?|autor(?:e|es|en|in|a|as)?|auteurs?|autrice|text|texte|texto|tekst|di|door) ?:)"
    r" +(\S.{2,160})"
)
_BETWEEN = re.compile(r"\s*[,|·•—–]\s*|\s+-\s+")
_AND = re.compile(r"\s(?:and|&|und|et|y|e|en)\s")
_DATE = re.compile(
    r"(?:(?:first )?(?:published|posted|updated|on|date|publié|publicado|vom|am|le|el|il)"
    r":?\s+)*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:{WORDED}|(?P<iso>\d{{4}}-\d\d-\d\d))\.?",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:Mc|MC)?[^\W\d_]+")
_SMALL = re.compile(r"\b(?:And|Und|Et|Y|En|Von|Van|Der|Den|De|Del|Da|Di|Du|Dos)\b(?=\s)")
_MOST_LINES = 3
_MOST_OF_VENUE = 8  # words


@dataclass(frozen=True, slots=True)
class Byline:
    """What the lines say; `date` as libraries write it."""

    authors: tuple[str, ...] = ()
    venue: str = ""
    date: str = ""
    note: str = ""  # a line of which not every part has a field


def take_byline(lines: Sequence[str]) -> tuple[Byline, int]:
    """Read the first lines under a title, and say how many of them were read."""
    found, taken = Byline(), 0
    for line in lines[:_MOST_LINES]:
        text = " ".join(line.split())
        if not found.authors and (people := _people(text)) is not None:
            found = replace(people, date=people.date or found.date)
        elif not found.date and (when := _DATE.fullmatch(text)) and (date := _iso(when)):
            found = replace(found, date=date)
        else:
            break
        taken += 1
    return found, taken


def _people(line: str) -> Byline | None:
    """A line that begins with "By" and names people, perhaps with venue and date behind them."""
    matched = _BY.fullmatch(line)
    if matched is None:
        return None
    said, date = matched[1], ""
    for when in _DATE.finditer(said):
        if when.end() == len(said) and (date := _iso(when)):
            said = said[: when.start()].rstrip(" ,|·•—–-")
            break
    parts = [part for part in _BETWEEN.split(said) if part]
    # "Ana Poe, Jo Doe and Jane Roe, The Examiner": after "and" comes the last of the names.
    last = next((at for at, part in enumerate(parts) if _AND.search(part)), 0)
    people = names.parse(_as_said(", ".join(parts[: last + 1])))
    if not people or any(person.literal for person in people):
        return None
    rest = parts[last + 1 :]
    is_venue = len(rest) == 1 and len(rest[0].split()) <= _MOST_OF_VENUE
    return Byline(
        tuple(names.full(person) for person in people),
        rest[0] if is_venue else "",
        date,
        "" if is_venue or not rest else line,
    )


def _as_said(text: str) -> str:
    """Names as one says them: in capitals only where they begin, with an English "and"."""
    if text.isupper():
        text = _WORD.sub(lambda word: word[0].capitalize(), text)
        text = _SMALL.sub(lambda word: word[0].lower(), text)
    return _AND.sub(" and ", text)


def _iso(when: re.Match[str]) -> str:
    """The date as libraries write it; "" for the 31st of February."""
    if when["iso"]:
        return when["iso"] if is_date(when["iso"]) else ""
    return read_worded(when)
