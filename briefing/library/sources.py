"""Sources: from CSL-JSON, and as CSL-JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from briefing.library.context import Context
from briefing.model import Name, Source, SourceId, TopicId
from briefing.text.dates import is_date

_ID = re.compile(r"[\w.:-]{1,200}")
_CAUTION = re.compile(r"caution:[ \t]*", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_source_id(text: str) -> bool:
    """Whether `text` can be the id of a source: reference managers also make ids with capitals."""
    return _ID.fullmatch(text) is not None


def read_sources(context: Context, path: Path, topic: TopicId, text: str) -> list[Source]:
    """The sources of a topic, from the `text` of its `sources.json`."""
    records = _records(context, path, text)
    sources: list[Source] = []
    suspicious = "\\ud" in text.lower()  # only an escape can smuggle a surrogate in
    position, line = 0, 1
    for record in records:
        if not isinstance(record, dict):
            context.fault(path, line, "this is not a source", "write `{…}` records only")
            continue
        id_ = _text(record.get("id"))
        if suspicious and _SURROGATE.search(json.dumps(record, ensure_ascii=False)):
            record = _mended(record)
            what = f"the source `{id_}` has half a character (a lone surrogate)"
            context.fault(path, line, what, "write the character itself")
            id_ = _text(record.get("id"))
        found = text.find(f'"{id_}"', position) if id_ else -1
        if found >= 0:
            line += text.count("\n", position, found)
            position = found
        sources.append(_source(context, path, topic, record, id_, line))
    return sources


def _records(context: Context, path: Path, text: str) -> list[Any]:
    try:
        records = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        context.fault(path, error.lineno, f"this is not JSON ({error.msg})", "mend or restore it")
        return []
    except (ValueError, RecursionError):
        context.fault(path, 1, "this JSON cannot be read", "export the sources again as CSL-JSON")
        return []
    if not isinstance(records, list):
        context.fault(
            path, 1, "the sources are not an array", "put the records between `[` and `]`"
        )
        return []
    return records


def _mended(value: Any) -> Any:
    """`value` with every lone surrogate replaced."""
    written = _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
    return json.loads(written)


def _source(
    context: Context, path: Path, topic: TopicId, record: dict[str, Any], id_: str, line: int
) -> Source:
    if not id_:
        context.fault(path, line, "this source has no id", 'add `"id": "…"`')
    elif not _ID.fullmatch(id_):
        mend = "use letters, digits, `.`, `:`, `-` and `_` only"
        context.fault(path, line, f"`{id_}` cannot be the id of a source", mend)
    id_ = context.take("source", id_ or f"line-{line}", path, line)
    if not _text(record.get("title")):
        context.fault(path, line, f"the source `{id_}` has no title", 'add `"title": "…"`')
    issued = _date(record.get("issued"))
    accessed = _date(record.get("accessed"))
    context.date(issued, path, line)
    context.date(accessed, path, line)
    caution, note = _note(_text(record.get("note")))
    return Source(
        SourceId(id_),
        topic,
        _text(record.get("type")) or "document",
        _text(record.get("title")),
        tuple(filter(None, map(_name, _list(record.get("author"))))),
        _text(record.get("container-title")),
        _text(record.get("publisher")),
        issued,
        _text(record.get("URL")),
        accessed,
        _text(record.get("page")),
        _text(record.get("volume")),
        _text(record.get("issue")),
        caution,
        note,
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(value: object) -> Name | None:
    if not isinstance(value, dict):
        return None
    name = Name(*(_text(value.get(key)) for key in ("family", "given", "literal")))
    particle = _text(value.get("non-dropping-particle"))
    if particle and name.family:
        name = Name(f"{particle} {name.family}", name.given, name.literal)
    return name if name != Name() else None


def _date(value: object) -> str:
    """A CSL date as ISO 8601, or what it says literally."""
    if not isinstance(value, dict):
        return _text(value)
    days = [_day(parts) for parts in _list(value.get("date-parts"))]
    if not days or not all(days):
        return _text(value.get("raw")) or _text(value.get("literal"))
    return ("c. " if value.get("circa") else "") + "/".join(days[:2])


def _day(parts: object) -> str:
    numbers = [_text(part).strip() for part in _list(parts)]
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
