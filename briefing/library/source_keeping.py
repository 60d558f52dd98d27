"""Writing the sources of a topic: a record more, another, or one less, and no byte around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from briefing.library import files
from briefing.library.context import Context
from briefing.library.opened import Opened
from briefing.library.shelves import find
from briefing.library.sources import read_sources
from briefing.library.splicing import newline_of
from briefing.model import Library, Source, SourceId, TopicId, UserError
from briefing.text.csl import as_text, csl, is_source_id


class Record(NamedTuple):
    """A record of a JSON array, and the offsets between which it stands."""

    value: Any
    start: int
    end: int


def add_source(library: Library, source: Source) -> Source:
    """Write a new source into the `sources.json` of its topic; every other byte stays."""
    if find(library.sources, source.id) is not None:
        raise UserError(f"There is a source {source.id} already. Choose another id.")
    if not is_source_id(source.id):
        raise UserError(
            f"“{source.id}” cannot be the id of a source. Use letters, digits, `.`, `:`, `-`, `_`."
        )
    path = append_records(library.root, source.topic, [csl(source)])
    written = read_sources(Context(), path, source.topic, Opened(library.root, path).text)
    return next(each for each in written if each.id == source.id)


def add_sources(library: Library, topic: TopicId, sources: Iterable[Source]) -> None:
    """Write new sources into the `sources.json` of a topic; every other byte stays."""
    new = [csl(one) for one in sources]
    if new:
        append_records(library.root, topic, new)


def append_records(root: Path, topic: TopicId, new: Sequence[Mapping[str, object]]) -> Path:
    """Write CSL-JSON records below those of a topic; the file, relative to the root.

    UserError, and nothing is written, if the file cannot be understood or has one of the ids.
    """
    path = Path(topic, "sources.json")
    opened = Opened(root, path, new=True)
    opened.text = opened.text or "[]\n"
    context = Context()
    there = {one.id for one in read_sources(context, path, topic, opened.text)}
    end = opened.text.rfind("]")
    if end < 0 or (context.faults and not there):
        raise UserError(f"{context.faults[0]}. Nothing was written.")
    if any(as_text(one.get("id")) in there for one in new):
        raise files.changed(opened.path)
    opened.text = _with_records(opened.text, end, new)
    opened.write()
    return path


def _with_records(text: str, end: int, records: Sequence[Mapping[str, object]]) -> str:
    """`text`, a JSON array that ends at `end`, with records more, indented like the others."""
    newline = newline_of(text)
    match = re.search(r"\n([ \t]+)\{", text)
    indent = match[1] if match else "  "
    written = f",{newline}".join(
        newline.join(
            indent + line for line in json.dumps(record, ensure_ascii=False, indent=2).split("\n")
        )
        for record in records
    )
    before = text[:end].rstrip()
    comma = "" if before.endswith("[") else ","
    return f"{before}{comma}{newline}{written}{newline}{text[end:]}"


def save_source(library: Library, source: Source) -> Source:
    """Write what changed of a source into its record; what Briefing does not know stays.

    UserError if the record is not what it was when the library was read.
    """
    old = find(library.sources, source.id)
    if old is None:
        return add_source(library, source)
    opened, record = _open(library, old)
    value = dict(record.value)
    before, after = csl(old), csl(source)
    for key in {*before, *after}:
        if before.get(key) == after.get(key):
            continue
        if key in after:
            value[key] = after[key]
        else:
            value.pop(key, None)
    if value != record.value:
        line = opened.text.rfind("\n", 0, record.start) + 1
        indent = opened.text[line : record.start]
        newline = newline_of(opened.text)
        written = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
        text = (newline + (indent if not indent.strip() else "")).join(written)
        opened.text = opened.text[: record.start] + text + opened.text[record.end :]
        opened.write()
    return source


def delete_source(library: Library, id_: SourceId) -> None:
    """Remove the record of a source."""
    old = find(library.sources, id_)
    if old is None:
        raise UserError(f"There is no source {id_} in the library.")
    opened, record = _open(library, old)
    text = opened.text
    after = re.compile(r"\s*,").match(text, record.end)
    if after is not None:  # with the comma that follows it, and the line that it leaves empty
        start, end = record.start, after.end()
        start = len(text[:start].rstrip(" \t\r\n"))
    else:
        start, end = len(text[: record.start].rstrip(" \t\r\n").removesuffix(",")), record.end
    opened.text = text[:start] + text[end:]
    opened.write()


def source_text(library: Library, id_: SourceId) -> str:
    """The record of a source as it stands in its file."""
    old = find(library.sources, id_)
    if old is None:
        raise UserError(f"There is no source {id_} in the library.")
    opened, record = _open(library, old)
    return opened.text[record.start : record.end]


def add_source_text(library: Library, topic: TopicId, text: str) -> None:
    """Write a record, as `source_text` gave it, into the `sources.json` of a topic."""
    try:
        record = json.loads(text)
        id_ = str(record["id"])
    except (ValueError, TypeError, KeyError) as error:
        raise UserError("This source cannot be read any more.") from error
    if find(library.sources, id_) is not None:
        raise UserError(f"There is a source {id_} already.")
    append_records(library.root, topic, [record])


def _open(library: Library, old: Source) -> tuple[Opened, Record]:
    """The file of a source, and its record there; UserError if it was changed outside."""
    path = Path(old.topic, "sources.json")
    opened = Opened(library.root, path)
    there = read_sources(Context(), path, old.topic, opened.text)
    records = _records(opened.text) if there else []  # else it may be no JSON any more
    if len(there) == len(records):
        for source, record in zip(there, records, strict=True):
            if source == old:
                return opened, record
    raise files.changed(opened.path)


_GAP = re.compile(r"[\s,:]*")


def records_of(text: str) -> list[Record]:
    """The records of a JSON array, each with its place. ValueError for what is no such array."""
    try:
        is_array = isinstance(json.loads(text.removeprefix("\ufeff")), list)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not is_array:
        raise ValueError("no array")
    return _records(text)


def _records(text: str) -> list[Record]:
    found: list[Record] = []
    position = _past_gap(text, text.find("[") + 1)
    while position < len(text) and text[position] != "]":
        value, end = _DECODER.raw_decode(text, position)
        if isinstance(value, dict):
            found.append(Record(value, position, end))
        position = _past_gap(text, end)
    return found


_DECODER = json.JSONDecoder()


def place_of_id(text: str, record: Record) -> tuple[int, int]:
    """Between which offsets of `text` the value of a record's "id" stands; (0, 0) if it has none.

    JSON lets a key stand twice: the last one counts.
    """
    found = (0, 0)
    position = _past_gap(text, record.start + 1)
    while text[position] != "}":
        key, end = _DECODER.raw_decode(text, position)
        begin = _past_gap(text, end)
        _, end = _DECODER.raw_decode(text, begin)
        if key == "id":
            found = (begin, end)
        position = _past_gap(text, end)
    return found


def _past_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap is not None else position
