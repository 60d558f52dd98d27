"""What records of sources and rows of tables have in common: names, dates, sides, ids."""

from __future__ import annotations

import re
from collections.abc import Container

from briefing.model import Name, Side
from briefing.text.citations import names
from briefing.text.dates import is_date, month_of

_SIDES = {
    **dict.fromkeys(
        ("for", "pro", "aff", "affirmative", "prop", "proposition", "government", "yes", "+",
         "dafür"),
        Side.FOR,
    ),
    **dict.fromkeys(
        ("against", "con", "contra", "neg", "negative", "opp", "opposition", "no", "-", "dagegen"),
        Side.AGAINST,
    ),
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.\s?(\d{1,2})\.\s?| ([A-Za-z]{3,9})\.? )(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_ID = re.compile(r"[^\w.:-]+")
MOST_LISTED = 200


def new_id(wanted: str, taken: Container[str], number: int) -> str:
    """An id made of `wanted`, unlike all in `taken`."""
    bare = _ID.sub("-", wanted).strip("-.")[:150] or f"s{number}"
    made, again = bare, 2
    while made in taken:
        # The number of the record is hardly ever taken, whatever the file repeats.
        made, again = f"{bare}-{again if again < 50 else number + again}", again + 1
    return made


def person(text: str) -> Name | None:
    """A name as reference managers write it: "Family, Given", "Family, Jr, Given", or a body."""
    text = " ".join(text.split()).strip(" ,")
    if not text:
        return None
    if text.startswith("{") and text.endswith("}"):
        return Name(literal=text.strip("{}").strip())
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        found = names.parse(text)
        return found[0] if len(found) == 1 else Name(literal=text)
    if len(parts) == 2:
        return Name(family=parts[0], given=parts[1]) if parts[1] else Name(literal=parts[0])
    return Name(family=parts[0], given=", ".join((parts[2], parts[1])))


def date_of(year: str, month: str = "", day: str = "") -> str:
    """An ISO 8601 date to the precision that is given; "" if there is no year."""
    found = re.search(r"\d{4}", year)
    if found is None:
        return ""
    known = f"{found[0]}"
    number = _month(month)
    if number:
        known += f"-{number:02d}"
        if (only := re.fullmatch(r"\D*(\d{1,2})\D*", day)) and is_date(
            f"{known}-{int(only[1]):02d}"
        ):
            known += f"-{int(only[1]):02d}"
    return known if is_date(known) else found[0]


def _month(text: str) -> int:
    bare = text.strip().strip("{}\"'. ").casefold()
    if bare.isascii() and bare.isdigit():
        return int(bare) if 1 <= int(bare) <= 12 else 0
    return month_of(bare)


def iso_date(text: str) -> str:
    """A date as tables and records write it ("2024/7/18", "18.7.2024", "July 18, 2024", with or
    without a time) as ISO 8601; "" for what is none.
    """
    bare = " ".join(text.split())
    if is_date(bare):
        return bare
    if found := _YEAR_FIRST.fullmatch(bare):
        parts = [part for part in found.groups() if part]
    elif found := _DAY_FIRST.fullmatch(bare):
        parts = [found[4], found[2] or str(month_of(found[3])), found[1]]
    elif found := _MONTH_FIRST.fullmatch(bare):
        parts = [found[3], str(month_of(found[1])), found[2]]
    else:
        return ""
    date = "-".join(part.zfill(2) for part in parts)
    return date if is_date(date) else ""


def side_of(word: str) -> Side | None:
    """The side that a word stands for, as debaters of all kinds call it; None for any other."""
    return _SIDES.get(word.strip().casefold())


def names_of(text: str) -> tuple[Name, ...]:
    """Names as our exports write them: "Family, Given; Institution"."""
    found = []
    for one in filter(None, (part.strip() for part in text.split(";"))):
        family, comma, given = one.partition(",")
        found.append(Name(family.strip(), given.strip()) if comma else Name(literal=one))
    return tuple(found)
