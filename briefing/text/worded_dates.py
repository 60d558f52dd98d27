"""Dates as people and tables write them: "12 May 2023", "Sept. 2024", "12. Mai 2023", "18.7.2024".

What cannot be told for sure is no date: "7/8/2024" is another day on each side of the Atlantic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.text.dates import MONTHS, is_date, joined

# German, French, Spanish, Italian, Portuguese, Dutch: what is not written as in English.
_OTHERS = (
    "januar janvier enero gennaio janeiro januari jänner",
    "februar février febrero febbraio fevereiro februari feber",
    "märz mars marzo março maart",
    "avril abril aprile",
    "mai mayo maggio maio mei",
    "juni juin junio giugno junho",
    "juli juillet julio luglio julho",
    "août agosto augustus",
    "septembre septiembre settembre setembro",
    "oktober octobre octubre ottobre outubro",
    "novembre noviembre novembro",
    "dezember décembre diciembre dicembre dezembro",
)
_SHORTEST = 3  # letters of a month that is cut short: "Sept.", "janv."


def _beginnings(names: str, number: int) -> Iterator[tuple[str, int]]:
    for name in names.split():
        for end in range(min(_SHORTEST, len(name)), len(name) + 1):
            yield name[:end], number


_ENGLISH = {
    word: number
    for at, name in enumerate(MONTHS, 1)
    for word, number in _beginnings(name.casefold(), at)
}
_NUMBERS = {
    word: number
    for at, names in enumerate(_OTHERS, 1)
    for word, number in _beginnings(names, at)
    if word != "jui"  # juin or juillet
} | _ENGLISH

_MONTH = r"[^\W\d_]{3,10}"
# A date in words, as a part of a pattern: what it matches is one if `read_worded` says so.
WORDED = (
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?P<m>{_MONTH})\.?,?\s+(?:de\s+)?"
    r"(?P<y>\d{4})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<y2>\d{{4}}))"
)
_ALONE = re.compile(WORDED, re.IGNORECASE)
_YEAR_WORDED = re.compile(rf"(\d{{4}}),?\s+({_MONTH})\.?(?:\s+(\d{{1,2}}))?")
_IN_TEXT = re.compile(rf"\b{WORDED}\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:[T ,;+Z].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


def month_of(word: str) -> int:
    """The number of a month by its name in any of seven languages, or by how that begins; or 0."""
    bare = word.rstrip(".").casefold()
    return _NUMBERS.get(bare) or _NUMBERS.get(bare[:_SHORTEST], 0)


def read_worded(found: re.Match[str]) -> str:
    """What `WORDED` matched, as ISO 8601; "" for other words and the 31st of February."""
    number = _NUMBERS.get((found["m"] or found["m2"]).casefold())
    year, day = found["y"] or found["y2"], found["d"] or found["d2"]
    return joined(year, number, day) if number else ""


def dates_in(text: str) -> Iterator[str]:
    """The dates in words that stand in running text, as ISO 8601, of this century and the last.

    Without a day only English months count: there was a spacecraft called “Mars 2020”. Before
    these, a number with a stop is no day: “No. 12. March 2020”.
    """
    for found in _IN_TEXT.finditer(text):
        is_english = (found["m"] or found["m2"]).casefold() in _ENGLISH
        if is_english and found["d"] and text[found.end("d")] == ".":
            date = joined(found["y"], month_of(found["m"]))
        elif is_english or found["d"] or found["d2"]:
            date = read_worded(found)
        else:
            date = ""
        if date[:2] in ("19", "20"):
            yield date


def read_date(text: str) -> str:
    """A text that is a date and nothing else, as the library writes it; "" for what is none.

    "2024/7/18", "18.7.2024", "July 18, 2024", "2024, July 18", with or without a time, and whatever
    `is_date` knows.
    """
    bare = " ".join(text.split())
    if is_date(bare):
        return bare
    if (found := _YEAR_WORDED.fullmatch(bare)) and (month := _NUMBERS.get(found[2].casefold())):
        return joined(found[1], month, found[3])
    if found := _YEAR_FIRST.fullmatch(bare):
        return joined(*found.groups())
    if found := _DAY_FIRST.fullmatch(bare):
        return joined(found[3], found[2], found[1])
    found = _ALONE.fullmatch(bare)
    return read_worded(found) if found is not None else ""
