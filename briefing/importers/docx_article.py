"""A plain Word document as an article: headings, paragraphs, lists, tables, notes."""

from __future__ import annotations

import re

from briefing.importers.base import Imported
from briefing.importers.byline import take_byline
from briefing.importers.docx_text import Paragraph
from briefing.importers.naming import from_file_name, is_same_title
from briefing.text.citations import names
from briefing.text.escaping import escape

_NOBODY = re.compile(
    r"microsoft|windows|user|admin|office|python|libreoffice|unknown|owner|student|author|preferred",
    re.IGNORECASE,
)
_MOST_WORDS_OF_TITLE = 30


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
    words = first.text.split()
    short = len(words) <= _MOST_WORDS_OF_TITLE and not first.text.rstrip().endswith((".", ":", ","))
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
    levels = [one.level for one in filled if one.level is not None]
    top = min(levels, default=0)
    parts: list[str] = []
    previous: Paragraph | None = None
    at = 0
    while at < len(filled):
        one = filled[at]
        end = at + 1
        if one.cell is not None:
            while end < len(filled) and _same_table(filled[end], one):
                end += 1
            text = _table(filled[at:end])
        elif one.level is not None:
            text = f"{'#' * min(one.level - top + 2, 6)} {escape(_line(one.text))}"
        elif one.is_item:
            text = f"- {escape(_line(one.text))}"
        else:
            text = "  \n".join(
                escape(part.strip()) for part in one.text.split("\n") if part.strip()
            )
        is_next_item = previous is not None and previous.is_item and one.is_item
        parts.append(("\n" if is_next_item else "\n\n" if parts else "") + text)
        previous, at = (one if one.level is None and one.cell is None else None), end
    hanging = [notes.get(key, "") for one in filled for key in one.notes]
    parts = [part for part in parts if part.strip()]
    listed = [f"- {escape(_line(words))}" for words in hanging if words]
    if listed:
        parts.append("\n\n## Notes\n\n" + "\n".join(listed))
    return "".join(parts) + "\n" if parts else ""


def _same_table(one: Paragraph, other: Paragraph) -> bool:
    return one.cell is not None and other.cell is not None and one.cell[0] == other.cell[0]


def _table(cells: list[Paragraph]) -> str:
    """A table in Markdown; one that only lays out long texts becomes paragraphs."""
    rows: dict[int, dict[int, list[str]]] = {}
    for one in cells:
        assert one.cell is not None
        _, row, column = one.cell
        rows.setdefault(row, {}).setdefault(column, []).append(_line(one.text))
    width = 1 + max(column for row in rows.values() for column in row)
    if width == 1 or any(len(one.text) > 400 for one in cells):
        return "\n\n".join(escape(_line(one.text)) for one in cells)
    lines = []
    for number in sorted(rows):
        words = [" ".join(rows[number].get(column, ())) for column in range(width)]
        lines.append("| " + " | ".join(escape(one) for one in words) + " |")
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())
