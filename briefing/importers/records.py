"""What records of sources and rows of tables have in common: names, dates, sides, ids."""

from __future__ import annotations

import re
from collections.abc import Container

from briefing.model import Name, Side
from briefing.text.citations import names
from briefing.text.dates import joined
from briefing.text.worded_dates import month_of

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
_ID = re.compile(r"[^\w.:-]+")


def new_id(wanted: str, taken: Container[str], number: int) -> str:
    """An id made of `wanted`, unlike all in `taken`."""
    bare = _ID.sub("-", wanted).strip("-.")[:150] or f"s{number}"
    made, again = bare, 2
    while made in taken:
        # The number of the record is hardly ever taken, whatever the file repeats.
        made, again = f"{bare}-{again if again < 50 else number + again}", again + 1
    return made


def address_of(doi: str) -> str:
    """The address of what has that DOI; some records give it instead."""
    return f"https://doi.org/{doi}" if doi and not doi.startswith("http") else doi


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
    if len(parts) == 3:
        return Name(family=parts[0], given=", ".join((parts[2], parts[1])))
    return Name(literal=text)  # a body and where it is


def date_of(year: str, month: str = "", day: str = "") -> str:
    """An ISO 8601 date to the precision that is given; "" if there is no year."""
    found = re.search(r"\d{4}", year)
    if found is None:
        return ""
    known = (found[0], _month(month))
    only = re.fullmatch(r"\D*(\d{1,2})\D*", day)
    return joined(*known, only and only[1]) or joined(*known) or found[0]


def _month(text: str) -> int:
    bare = text.strip().strip("{}\"'. ").casefold()
    if bare.isascii() and bare.isdigit():
        return int(bare) if 1 <= int(bare) <= 12 else 0
    return month_of(bare)


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
