"""Sources as CSL-JSON records, and CSL-JSON records as sources.

The fields are those of CSL 1.0.2 (https://docs.citationstyles.org), as reference managers write
them; how they are read is said in docs/file-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefing.model import Name, Source, SourceId, TopicId
from briefing.text.dates import is_date

_ID = re.compile(r"[\w.:-]{1,200}")
_CAUTION = re.compile(r"caution:[ \t]*", re.IGNORECASE)


def is_source_id(text: str) -> bool:
    """Whether `text` can be the id of a source: reference managers also make ids with capitals."""
    return _ID.fullmatch(text) is not None


def source_of(record: Mapping[str, Any], id_: SourceId, topic: TopicId) -> Source:
    """A CSL-JSON record as a source; what is missing or of another type is left empty."""
    caution, note = _note(as_text(record.get("note")))
    return Source(
        id_,
        topic,
        as_text(record.get("type")) or "document",
        as_text(record.get("title")),
        tuple(filter(None, map(_name, _list(record.get("author"))))),
        as_text(record.get("container-title")),
        as_text(record.get("publisher")),
        date_of(record.get("issued")),
        as_text(record.get("URL")),
        date_of(record.get("accessed")),
        as_text(record.get("page")),
        as_text(record.get("volume")),
        as_text(record.get("issue")),
        caution,
        note,
    )


def as_text(value: object) -> str:
    """A JSON value as text; "" for what is neither a string nor a number."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(value: object) -> Name | None:
    if not isinstance(value, dict):
        return None
    name = Name(*(as_text(value.get(key)) for key in ("family", "given", "literal")))
    particle = as_text(value.get("non-dropping-particle"))
    if particle and name.family:
        name = Name(f"{particle} {name.family}", name.given, name.literal)
    return name if name != Name() else None


def date_of(value: object) -> str:
    """A CSL date as ISO 8601, or what it says literally."""
    if not isinstance(value, dict):
        return as_text(value)
    days = [_day(parts) for parts in _list(value.get("date-parts"))]
    if not days or not all(days):
        return as_text(value.get("raw")) or as_text(value.get("literal"))
    return ("c. " if value.get("circa") else "") + "/".join(days[:2])


def _day(parts: object) -> str:
    numbers = [as_text(part).strip() for part in _list(parts)]
    if not numbers or not all(number.isdecimal() for number in numbers):
        return ""
    year, *rest = numbers[:3]
    return "-".join([year.zfill(4), *(number.zfill(2) for number in rest)])


def _note(text: str) -> tuple[str, str]:
    """The cautions in a note, and the rest of it."""
    cautions, rest = [], []
    for line in text.splitlines():
        match = _CAUTION.match(line)
        if match is not None:
            cautions.append(line[match.end() :].strip())
        else:
            rest.append(line)
    return "\n".join(cautions), "\n".join(rest).strip()


def csl(source: Source) -> dict[str, object]:
    """`source` as a CSL-JSON record; what is empty is left out."""
    cautions = [f"caution: {line}" for line in source.caution.splitlines() if line.strip()]
    record: dict[str, object] = {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": [_csl_name(name) for name in source.authors],
        "container-title": source.container,
        "publisher": source.publisher,
        "issued": _csl_date(source.date),
        "accessed": _csl_date(source.accessed),
        "URL": source.url,
        "page": source.page,
        "volume": source.volume,
        "issue": source.issue,
        "note": "\n".join([*cautions, *([source.note] if source.note else [])]),
    }
    return {key: value for key, value in record.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    pairs = (("family", name.family), ("given", name.given), ("literal", name.literal))
    return {key: value for key, value in pairs if value}


def _csl_date(date: str) -> dict[str, object]:
    if not date:
        return {}
    if not is_date(date):
        return {"raw": date}
    days = date.removeprefix("c. ").split("/")
    value: dict[str, object] = {"date-parts": [[int(n) for n in day.split("-")] for day in days]}
    if date.startswith("c. "):
        value["circa"] = True
    return value
