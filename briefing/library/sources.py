"""Sources: from CSL-JSON, and as CSL-JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from briefing.library.context import Context
from briefing.model import Source, SourceId, TopicId
from briefing.text.csl import as_text, is_source_id, source_of

_NEAR = 50_000  # characters: more than any record has
_SURROGATE = re.compile("[\ud800-\udfff]")


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
        id_ = as_text(record.get("id"))
        if suspicious and _SURROGATE.search(json.dumps(record, ensure_ascii=False)):
            record = _mended(record)
            what = f"the source `{id_}` has half a character (a lone surrogate)"
            context.fault(path, line, what, "write the character itself")
            id_ = as_text(record.get("id"))
        found = _place_of(record.get("id"), text, position)
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


def _place_of(id_: object, text: str, position: int) -> int:
    """Where an id stands after the one before it; -1 if it is not seen near it.

    To the end of the file it is not looked for: with numbers for ids, or escapes in them, that
    would be done for every record.
    """
    end = position + _NEAR
    if isinstance(id_, int | float):
        places = [text.find(f'"id":{blank}{id_}', position, end) for blank in ("", " ")]
        return max(places)
    return text.find(f'"{id_}"', position, end) if id_ else -1


def _mended(value: Any) -> Any:
    """`value` with every lone surrogate replaced."""
    written = _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
    return json.loads(written)


def _source(
    context: Context, path: Path, topic: TopicId, record: dict[str, Any], id_: str, line: int
) -> Source:
    if not id_:
        context.fault(path, line, "this source has no id", 'add `"id": "…"`')
    elif not is_source_id(id_):
        mend = "use letters, digits, `.`, `:`, `-` and `_` only"
        context.fault(path, line, f"`{id_}` cannot be the id of a source", mend)
    id_ = context.take("source", id_ or f"line-{line}", path, line)
    if not as_text(record.get("title")):
        context.fault(path, line, f"the source `{id_}` has no title", 'add `"title": "…"`')
    source = source_of(record, SourceId(id_), topic)
    context.date(source.date, path, line)
    context.date(source.accessed, path, line)
    return source
