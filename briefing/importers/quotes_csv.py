"""CSV of quotations: delimiter and columns are guessed, shown, and may be corrected.

A row with a tag is a point with its quotation as evidence; rows with the same tag are one point. A
row without one is a quotation that belongs to no point.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from briefing.importers.base import Columns, Dropped, Group, Intake, Options, shortened
from briefing.importers.csv_columns import USES, guess, has_header, is_ours, unguarded
from briefing.importers.csv_rows import Rows
from briefing.importers.decoding import decode
from briefing.model import Point, UserError

_DELIMITERS = ",;\t|"
_MOST_ROWS = 200_000
_LOOKED_AT = 60
_SHOWN = 5


@dataclass(slots=True)
class _Table:
    """Rows of equal length, and what was wrong with them."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)  # with their line
    short: int = 0
    long: list[Dropped] = field(default_factory=list)


def read(data: bytes, name: str, options: Options) -> Intake:
    """The quotations of a table; UserError if it is none."""
    text, notices = decode(data, name, options.encoding)
    text, delimiter = _delimiter(text)
    delimiter = options.delimiter or delimiter
    table = _table(text, delimiter, name)
    rows = [row for _, row in table.rows[: _LOOKED_AT + 1]]
    is_named = has_header(rows) if options.has_header is None else options.has_header
    header = rows[0] if is_named else None
    names = tuple(header) if header else tuple(f"Column {n + 1}" for n in range(len(rows[0])))
    body = table.rows[1:] if header else table.rows
    uses = _uses(names, [row for _, row in body[:_LOOKED_AT]], options)
    sample = tuple(tuple(row) for _, row in body[:_SHOWN])
    columns = Columns(names, uses, USES, sample, delimiter, header is not None)
    if "quotation" not in uses and "tag" not in uses:
        known = ", ".join(one for one in names[:12] if one.strip())
        unknown = f"No column is known to hold quotations or tags; there are: {known}."
        return Intake(notices=(*notices, unknown), columns=columns)
    ours = is_ours(names)
    reader = Rows(uses, names if header else (), ours=ours)
    for line, row in body:
        reader.take(line, [unguarded(cell) for cell in row] if ours else row)
    points = reader.points()
    said = [*notices]
    if table.short:
        said.append(f"{table.short} rows have fewer cells than the first; the rest is empty.")
    return Intake(
        groups=tuple(_groups(points)),
        quotes=tuple(reader.loose),
        sources=tuple(reader.sources.values()),
        title=reader.title,
        motion=reader.motion,
        notices=tuple(said),
        dropped=shortened((*table.long, *reader.dropped)),
        flagged=tuple(reader.flagged),
        columns=columns,
    )


def _groups(points: list[Point]) -> Iterator[Group]:
    by_theme: dict[str, list[Point]] = {}
    for point in points:
        by_theme.setdefault(point.theme, []).append(point)
    for theme, those in by_theme.items():
        yield Group((theme,) if theme else (), tuple(those))


def _uses(names: tuple[str, ...], rows: list[list[str]], options: Options) -> tuple[str, ...]:
    if not options.columns:
        return guess(names, rows)
    wanted = [one if one in USES else "" for one in options.columns[: len(names)]]
    return tuple(wanted + [""] * (len(names) - len(wanted)))


def _delimiter(text: str) -> tuple[str, str]:
    """The table without a line `sep=;`, and its delimiter: what cuts the first rows most evenly."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first[4]
    if first.lower().startswith("sep=") and first[4:] == "\t":
        return rest, "\t"
    best, score = ",", 0.0
    for delimiter in _DELIMITERS:
        lengths = [len(row) for row in _rows(text[:65_536], delimiter, 40) if row]
        if not lengths:
            continue
        usual = max(set(lengths), key=lengths.count)
        even = lengths.count(usual) / len(lengths)
        if usual > 1 and even * min(usual, 4) > score:
            best, score = delimiter, even * min(usual, 4)
    return text, best


def _rows(text: str, delimiter: str, most: int) -> Iterator[list[str]]:
    with suppress(csv.Error):
        yield from islice(_reader(text, delimiter), most)


def _reader(text: str, delimiter: str) -> Any:
    """A reader of the standard library, with its `line_num`; cells may be of any length."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _table(text: str, delimiter: str, name: str) -> _Table:
    reader = _reader(text, delimiter)
    table = _Table()
    width = 0
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(table.rows) >= _MOST_ROWS:
                raise UserError(f"“{name}” has more than {_MOST_ROWS:,} rows. Cut it in pieces.")
            width = width or len(row)
            if len(row) > width:
                extra = [cell for cell in row[width:] if cell.strip()]
                if extra:
                    table.long.append(Dropped(reader.line_num, " | ".join(extra)))
            table.short += len(row) < width
            table.rows.append((reader.line_num, (row + [""] * width)[:width]))
    except csv.Error as trouble:
        raise UserError(
            f"“{name}” is no table that can be read: line {reader.line_num}, {trouble}."
        ) from trouble
    if not table.rows:
        raise UserError(f"“{name}” holds no rows that could be imported.")
    return table
