"""OpenDocument texts (.odt, .ott): headings, lists, tables, footnotes.

The element names are those of the OpenDocument 1.3 schema. What tracked changes deleted stands
outside the text there, and stays out; what they inserted is text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.importers import markup
from briefing.importers.archive import Archive
from briefing.importers.base import Imported, Intake, Options
from briefing.importers.blocks import Block, Kind, Span, levelled, paragraph, tidy, to_markdown
from briefing.importers.decoding import about_direction, cleaned
from briefing.importers.naming import from_file_name
from briefing.model import UserError
from briefing.text.dates import is_date

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _OFFICE, _TABLE = _NS % "text", _NS % "office", _NS % "table"
_STYLE, _META = _NS % "style", _NS % "meta"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PARAGRAPHS = (_TEXT + "p", _TEXT + "h")
_SKIPPED = frozenset(
    (_TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "sequence-decls",
     _OFFICE + "forms", _TEXT + "ruby-text", _TEXT + "index-title-template",
     _TEXT + "bibliography-source", _TEXT + "table-of-content-source")
)  # fmt: skip
_MOST_SPACES = 200


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says: its name for people, and its marks (None: as around it)."""

    name: str = ""
    parent: str = ""
    strong: bool | None = None
    emphasis: bool | None = None


@dataclass(slots=True)
class _Reading:
    styles: dict[str, _Look]
    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    tables: int = 0
    strong: bool = False
    emphasis: bool = False

    def say(self, text: str | None) -> None:
        if text:
            self.spans.append(Span(text.replace("\n", " "), self.strong, self.emphasis))

    def flush(self, block: Block) -> None:
        """What was said becomes a block like `block`."""
        spans, self.spans = tidy(self.spans), []
        if spans:
            self.blocks.append(replace(block, spans=spans))


def read_odt(data: bytes, name: str, options: Options) -> Intake:
    """The text of an OpenDocument file as an article."""
    archive = Archive(data, name)
    _refuse_locked(archive, name)
    content = markup.parse(archive.read("content.xml"), name, "content.xml")
    styles = _styles(content)
    if archive.find("styles.xml"):
        styles = {**_styles(markup.parse(archive.read("styles.xml"), name, "styles.xml")), **styles}
    body = next(iter(content.iter(_OFFICE + "text")), None)
    if body is None:
        raise UserError(f"“{name}” is an OpenDocument file without text (a table or drawing).")
    reading = _Reading(styles)
    _walk(reading, body)
    title, blocks = _title(reading.blocks)
    meta = _about(archive, name)
    text_md = to_markdown(levelled(tuple(blocks + reading.notes)))
    if not text_md.strip() and not title:
        raise UserError(f"“{name}” holds no text. Check that the article was saved into it.")
    article = Imported(
        title=meta.get("title") or title or from_file_name(name),
        text_md=text_md,
        authors=(meta["author"],) if meta.get("author") else (),
        date=meta.get("date", ""),
        notices=about_direction(text_md),
    )
    return Intake(articles=(article,))


def _refuse_locked(archive: Archive, name: str) -> None:
    part = archive.find("META-INF/manifest.xml")
    if part is not None and b"encryption-data" in archive.read(part):
        raise UserError(
            f"“{name}” is locked with a password. Open it in LibreOffice, save it without one, and "
            "import that."
        )
    if archive.find("content.xml") is None:
        raise UserError(f"“{name}” is damaged or no OpenDocument text: its content is missing.")


# -- blocks ---------------------------------------------------------------------------------------


def _walk(reading: _Reading, element: Any, depth: int = 0) -> None:
    """The blocks in `element`; lxml ends a tree that is nested more than 256 deep."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag in _PARAGRAPHS:
            _paragraph(reading, child, depth)
        elif tag == _TEXT + "list":
            _list(reading, child, depth + 1)
        elif tag == _TABLE + "table":
            _table(reading, child)
        elif tag != _TEXT + "note":
            _walk(reading, child, depth)


def _paragraph(reading: _Reading, element: Any, depth: int, mark: str = "") -> None:
    look = _look(reading.styles, element)
    name = look.name.casefold()
    inner: list[Any] = []
    reading.strong, reading.emphasis = bool(look.strong), bool(look.emphasis)
    is_heading = element.tag == _TEXT + "h"
    block = Block(Kind.PARAGRAPH, level=depth)
    if mark:
        block = Block(Kind.ITEM, level=depth, mark=mark)
    if is_heading or name in ("title", "subtitle"):
        level = element.get(_TEXT + "outline-level") or "1"
        block = Block(Kind.HEADING, level=min(6, int(level) if level.isdigit() else 1))
        reading.strong = reading.emphasis = False
    elif "quotation" in name or name in ("quote", "block text", "quotations"):
        block = Block(Kind.PARAGRAPH, quoted=1)
    elif name.startswith("preformatted"):
        reading.strong = reading.emphasis = False
    _inline(reading, element, inner)
    reading.strong = reading.emphasis = False
    reading.flush(block)
    for one in inner:  # a text box or a note anchored in the paragraph
        _walk(reading, one)


def _inline(reading: _Reading, element: Any, inner: list[Any]) -> None:
    reading.say(element.text)
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            pass
        elif tag == _TEXT + "s":
            count = child.get(_TEXT + "c") or "1"
            reading.say(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
        elif tag == _TEXT + "tab":
            reading.say("\t")
        elif tag == _TEXT + "line-break":
            reading.spans.append(Span("\n", reading.strong, reading.emphasis))
        elif tag == _TEXT + "note":
            _note(reading, child)
        elif tag.rpartition("}")[2] in ("text-box", "object", "image"):
            inner.append(child)
        else:
            look = _look(reading.styles, child) if tag == _TEXT + "span" else _Look()
            before = reading.strong, reading.emphasis
            reading.strong = before[0] if look.strong is None else look.strong
            reading.emphasis = before[1] if look.emphasis is None else look.emphasis
            _inline(reading, child, inner)
            reading.strong, reading.emphasis = before
        reading.say(child.tail)


def _note(reading: _Reading, element: Any) -> None:
    """A foot- or endnote: its mark stays in the text, its words come after it."""
    citation = element.find(_TEXT + "note-citation")
    body = element.find(_TEXT + "note-body")
    mark = "".join(citation.itertext()).strip() if citation is not None else "*"
    reading.say(f"[{mark}]")
    if body is not None:
        inner = _Reading(reading.styles)
        _walk(inner, body)
        words = " ".join(block.text for block in inner.blocks)
        reading.notes += [paragraph(f"[{mark}] {words}"), *inner.notes]


def _list(reading: _Reading, element: Any, depth: int) -> None:
    number = 0
    for item in element:
        if item.tag not in (_TEXT + "list-item", _TEXT + "list-header"):
            continue
        number += 1
        mark = "-"
        for child in item:
            if child.tag in _PARAGRAPHS:
                _paragraph(reading, child, depth, mark)
                mark = ""
            elif child.tag == _TEXT + "list":
                _list(reading, child, depth + 1)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                _walk(reading, child, depth)


def _table(reading: _Reading, element: Any) -> None:
    reading.tables += 1
    rows = [row for row in element.iter(_TABLE + "table-row") if _table_of(row) is element]
    for row in rows:
        cells = []
        for cell in row.iter(_TABLE + "table-cell"):
            if _row_of(cell) is not row:
                continue
            inner = _Reading(reading.styles)
            _walk(inner, cell)
            cells.append(inner)
            reading.notes += inner.notes
        if len(cells) > 1 and all(sum(len(b.text) for b in one.blocks) < 600 for one in cells):
            texts = tuple(" ".join(block.text for block in one.blocks) for one in cells)
            if any(texts):
                reading.blocks.append(Block(Kind.ROW, cells=texts, table=reading.tables))
        else:
            reading.blocks += [block for one in cells for block in one.blocks]


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(_TABLE + "table"), None)


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(_TABLE + "table-row"), None)


def _title(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The first block, if it is the only heading of its level, above all others."""
    if not blocks or blocks[0].kind is not Kind.HEADING:
        return "", blocks
    same = [b for b in blocks if b.kind is Kind.HEADING and b.level <= blocks[0].level]
    if len(same) == 1:
        return " ".join(blocks[0].text.split()), blocks[1:]
    return "", blocks


# -- styles and metadata --------------------------------------------------------------------------


def _styles(root: Any) -> dict[str, _Look]:
    found = {}
    for style in root.iter(_STYLE + "style"):
        look = style.find(_STYLE + "text-properties")
        weight = look.get(_FO + "font-weight") if look is not None else None
        slant = look.get(_FO + "font-style") if look is not None else None
        name = style.get(_STYLE + "name") or ""
        found[name] = _Look(
            (style.get(_STYLE + "display-name") or name).replace("_20_", " "),
            style.get(_STYLE + "parent-style-name") or "",
            None
            if weight is None
            else weight == "bold" or (weight.isdigit() and int(weight) > 500),
            None if slant is None else slant in ("italic", "oblique"),
        )
    return found


def _look(styles: dict[str, _Look], element: Any) -> _Look:
    """The style of an element with what it inherits. The name is that of the first named style."""
    name = element.get(_TEXT + "style-name") or ""
    shown, strong, emphasis = "", None, None
    for look in _chain(styles, name):
        strong = look.strong if strong is None else strong
        emphasis = look.emphasis if emphasis is None else emphasis
        if not shown or not _is_automatic(shown):
            shown = shown or look.name
        if _is_automatic(shown):
            shown = look.name
    return _Look(shown or name.replace("_20_", " "), "", strong, emphasis)


def _is_automatic(name: str) -> bool:
    return name[:1] in "PTL" and name[1:].isdigit()


def _chain(styles: dict[str, _Look], name: str) -> Iterator[_Look]:
    for _ in range(20):  # styles may be their own ancestors in damaged files
        look = styles.get(name)
        if look is None:
            return
        yield look
        name = look.parent


def _about(archive: Archive, name: str) -> dict[str, str]:
    part = archive.find("meta.xml")
    if part is None:
        return {}
    root = markup.parse(archive.read(part), name, part)

    def first(*tags: str) -> str:
        for tag in tags:
            for one in root.iter(tag):
                if text := cleaned(" ".join("".join(one.itertext()).split())):
                    return text
        return ""

    day = first(_DC + "date", _META + "creation-date")[:10]
    return {
        "title": first(_DC + "title"),
        "author": first(_META + "initial-creator", _DC + "creator"),
        "date": day if is_date(day) else "",
    }
