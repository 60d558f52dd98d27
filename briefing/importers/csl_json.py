"""CSL-JSON: the sources of Zotero and other reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing.importers.base import Dropped, Intake, Options, shortened
from briefing.importers.decoding import decode
from briefing.importers.records import address_of
from briefing.model import Source, SourceId, TopicId, UserError
from briefing.text.csl import as_text, is_source_id, source_of
from briefing.text.worded_dates import read_date

_USED = {
    "id", "type", "title", "author", "container-title", "publisher", "issued", "accessed", "URL",
    "page", "volume", "issue", "note",
}  # fmt: skip
# What reference managers add for themselves, and what says the same as something else.
_IDLE = {"citation-key", "language", "title-short", "container-title-short", "journalAbbreviation"}


def read(data: bytes, name: str, options: Options) -> Intake:
    """The sources of a file; UserError if it is no JSON or holds none."""
    text, notices = decode(data, name, options.encoding)
    records = _records(parsed(text, name))
    if records is None:
        raise UserError(
            f"“{name}” is JSON, but no list of sources. Export the sources from the reference "
            "manager as CSL-JSON, and import that."
        )
    sources: dict[str, Source] = {}
    dropped: list[Dropped] = []
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict) or not (record.get("title") or record.get("author")):
            words = json.dumps(record, ensure_ascii=False)[:80]
            dropped.append(Dropped(0, f"record {number} is no source: {words}"))
            continue
        source = _source(record, number, sources)
        sources[source.id] = source
    if not sources:
        raise UserError(f"“{name}” holds no sources: no record of it has a title or an author.")
    return Intake(sources=tuple(sources.values()), notices=notices, dropped=shortened(dropped))


def parsed(text: str, name: str) -> Any:
    """The JSON in `text`; UserError, in words, for what is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UserError(
            f"“{name}” is not JSON: line {error.lineno}, {error.msg}. Export it again from the "
            "program that made it."
        ) from error
    except (RecursionError, ValueError) as error:
        raise UserError(f"“{name}” cannot be read: its JSON is nested too deeply.") from error


def _records(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for key in ("items", "references", "data"):
            if isinstance(value.get(key), list):
                return list(value[key])
        if _USED & value.keys() - {"id", "note", "title", "type"}:
            return [value]
        # Some programs write an object of records under their ids.
        if value and all(isinstance(one, dict) for one in value.values()):
            return [{"id": key, **one} for key, one in value.items()]
    return None


def _source(record: dict[str, Any], number: int, taken: dict[str, Source]) -> Source:
    wanted = as_text(record.get("id")) or as_text(record.get("citation-key"))
    id_ = wanted if is_source_id(wanted) else ""
    if not id_ or id_ in taken:
        id_ = as_text(record.get("citation-key"))
    if not is_source_id(id_) or id_ in taken:
        id_ = f"s{number}"
        while id_ in taken:
            id_ += "x"
    if not record.get("URL") and record.get("DOI"):
        record = {**record, "URL": address_of(as_text(record["DOI"]))}
    found = source_of(record, SourceId(id_), TopicId(""))
    note = [found.note] if found.note else []
    note += _rest(record)
    date, accessed = read_date(found.date), read_date(found.accessed)
    if found.date and not date:
        note.append(f"Date: {found.date}")
    return replace(found, date=date, accessed=accessed, note="\n".join(note))


def _rest(record: dict[str, Any]) -> Iterator[str]:
    """What a source has no place for, as lines of its note."""
    for key, value in record.items():
        if key in _USED or key in _IDLE or not value:
            continue
        if key == "DOI" and as_text(value) in as_text(record.get("URL")):
            continue
        words = as_text(value)
        if not words and isinstance(value, list):
            words = "; ".join(filter(None, map(_person, value)))
        if words:
            yield f"{key}: {' '.join(words.split())}"


def _person(value: Any) -> str:
    if not isinstance(value, dict):
        return as_text(value)
    parts = (as_text(value.get(key)) for key in ("literal", "family", "given"))
    return ", ".join(part for part in parts if part)
