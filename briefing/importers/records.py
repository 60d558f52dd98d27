"""What records of reference managers have in common: names, dates, types, ids."""

from __future__ import annotations

import re
from collections.abc import Container

from briefing.model import Name
from briefing.text.citations import names
from briefing.text.dates import MONTHS, is_date

_MONTHS = {month[:3].casefold(): number for number, month in enumerate(MONTHS, 1)}
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
    return _MONTHS.get(bare[:3], 0)
