"""A plain Word document as an article: headings, paragraphs, lists, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from briefing.importers.base import Imported
from briefing.importers.blocks import Block, Kind, Span, heading, levelled, to_markdown, words
from briefing.importers.byline import take_byline
from briefing.importers.docx_text import Paragraph
from briefing.importers.naming import from_file_name, is_same_title
from briefing.text.citations import names

_NOBODY = re.compile(
    r"microsoft|windows|user|admin|office|python|libreoffice|unknown|owner|student|author|preferred",
    re.IGNORECASE,
)
_MOST_WORDS_OF_TITLE = 30
_MOST_OF_CELL = 400  # characters


def make_article(
    paragraphs: list[Paragraph],
    notes: dict[tuple[str, str], str],
    properties: dict[str, str],
    name: str,
) -> Imported:
    """The article that a document is; `properties` are those of the file."""
    filled = [one for one in paragraphs if one.text.strip() or one.notes]
    title, rest = _title(filled, properties)
    byline, taken = take_byline([one.text for one in rest[:-1]])
    return Imported(
        title=title or from_file_name(name),
        text_md=_markdown(rest[taken:], notes),
        authors=byline.authors or _creator(properties),
        venue=byline.venue,
        date=byline.date,
        note=byline.note,
    )


def _title(filled: list[Paragraph], properties: dict[str, str]) -> tuple[str, list[Paragraph]]:
    """A paragraph in the style Title, or the first heading above everything, or the property."""
    for at, one in enumerate(filled[:5]):
        is_first_heading = at == 0 and one.level == 0
        if (one.role == "title" or is_first_heading) and len(filled) > 1:
            return _line(one.text), filled[:at] + filled[at + 1 :]
    first = filled[0]
    short = len(first.text.split()) <= _MOST_WORDS_OF_TITLE and not first.text.rstrip().endswith(
        (".", ":", ",")
    )
    stands_out = first.share("bold") > 0.9 or all(
        look.size > 26 for text, look in first.runs if text.strip()
    )
    stated = properties.get("title", "")
    if short and len(filled) > 2 and (stands_out or is_same_title(first.text, stated)):
        return _line(first.text), filled[1:]
    return stated, filled


def _creator(properties: dict[str, str]) -> tuple[str, ...]:
    """The creator of the file, if that is a person's name."""
    creator = properties.get("creator", "")
    people = names.parse(creator) if creator and not _NOBODY.search(creator) else ()
    if any(person.literal for person in people):
        return ()
    return tuple(names.full(person) for person in people)


def _markdown(filled: list[Paragraph], notes: dict[tuple[str, str], str]) -> str:
    blocks: list[Block] = []
    for table, group in groupby(filled, lambda one: one.cell[0] if one.cell is not None else 0):
        those = list(group)
        blocks += _table(those) if table else map(_block, those)
    found = levelled(tuple(blocks))
    hanging = [said for one in filled for key in one.notes if (said := notes.get(key))]
    if hanging:
        found += (heading("Notes"), *(_item(words(_line(one))) for one in hanging))
    return to_markdown(found)


def _block(one: Paragraph) -> Block:
    if one.level is not None:
        return heading(_line(one.text), one.level + 1)
    spans = tuple(Span(text, look.bold, look.italic) for text, look in one.runs)
    return _item(spans) if one.is_item else Block(Kind.PARAGRAPH, spans)


def _item(spans: tuple[Span, ...]) -> Block:
    return Block(Kind.ITEM, spans, 1, "-")


def _table(cells: list[Paragraph]) -> Iterator[Block]:
    """The rows of a table; one that only lays out long texts becomes paragraphs."""
    rows: dict[int, dict[int, list[str]]] = {}
    number = 0
    for one in cells:
        assert one.cell is not None
        number, row, column = one.cell
        rows.setdefault(row, {}).setdefault(column, []).append(_line(one.text))
    width = 1 + max(column for row in rows.values() for column in row)
    if width == 1 or any(len(one.text) > _MOST_OF_CELL for one in cells):
        yield from map(_block, cells)
        return
    for place in sorted(rows):
        row_cells = (" ".join(rows[place].get(column, ())) for column in range(width))
        yield Block(Kind.ROW, cells=tuple(row_cells), table=number)


def _line(text: str) -> str:
    return " ".join(text.split())
