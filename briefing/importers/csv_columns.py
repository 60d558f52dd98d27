"""What the columns of a table hold: by their names, else by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.text.worded_dates import read_date

# What a column can be, and the names it goes by, in the languages of debating schools.
_NAMES: dict[str, tuple[str, ...]] = {
    "quotation": (
        "quotation", "quote", "quotes", "text", "card", "evidence", "body", "content", "zitat",
        "citation text", "citazione", "cita", "passage", "excerpt", "highlight",
    ),
    "tag": (
        "tag", "claim", "point", "argument", "headline", "heading", "thesis", "these", "statement",
        "these/aussage", "aussage", "afirmación", "argumento",
    ),
    "explanation": ("explanation", "analysis", "reasoning", "warrant", "impact", "erklärung"),
    "speaker": ("speaker", "said by", "who", "person", "sprecher", "name"),
    "author": (
        "author", "authors", "by", "writer", "autor", "autorin", "auteur", "autore", "verfasser",
    ),
    "role": ("role", "position", "qualifications", "quals", "affiliation", "funktion"),
    "voice": ("voice", "kind of speaker"),
    "date": ("date", "year", "datum", "jahr", "fecha", "año", "année", "when", "data", "spoken"),
    "published": ("published", "publication date", "issued", "date published"),
    "occasion": ("occasion", "event", "anlass"),
    "title": ("title", "source", "source title", "book", "work", "titel", "quelle", "titre"),
    "publication": (
        "publication", "journal", "newspaper", "container", "magazine", "outlet", "zeitung",
        "medium", "website", "site",
    ),
    "publisher": ("publisher", "verlag"),
    "url": ("url", "link", "web", "address", "href", "uri"),
    "accessed": ("accessed", "retrieved", "access date", "date accessed"),
    "page": ("page", "p", "p.", "seite", "página", "location"),
    "pages": ("pages", "seiten"),
    "volume": ("volume", "vol"),
    "issue": ("issue", "number", "no"),
    "side": ("side", "stance", "pro/con", "pro or con", "aff/neg", "for/against"),
    "theme": (
        "theme", "topic area", "category", "categories", "subject", "thema", "kategorie", "tags",
        "keywords", "labels", "group", "genre",
    ),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks", "notiz", "bemerkung"),
    "strength": ("strength",),
    "caution": ("caution", "warning"),
    "label": ("label",),
    "translated": ("translated", "translator", "translation"),
    "quotation caution": ("quotation caution",),
    "as of": ("as of", "as-of"),
    "id": ("point id",),
    "quotation id": ("quotation id", "quote id"),
    "source id": ("source id", "citation key", "cite key"),
    "source type": ("source type",),
    "side name": ("side name",),
    "links": ("links",),
    "topic": ("topic",),
    "motion": ("motion", "resolution"),
}  # fmt: skip
USES = ("", *_NAMES)
_BY_NAME = {name: use for use, names in _NAMES.items() for name in names}
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")  # though one cannot tell which
_SIDES = {"for", "against", "pro", "con", "aff", "neg", "affirmative", "negative", "prop", "opp"}
_FORMULA = re.compile(r"'+[=+\-@\t\r]")
# Enough of our own names to know a table of our own making.
_OURS = {"side name", "tag", "quotation id", "quotation caution", "source id", "accessed"}


def is_ours(names: Sequence[str]) -> bool:
    """Whether the table was exported by this program."""
    return set(names) >= _OURS


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if _FORMULA.match(cell) else cell


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[_?*:]+", " ", name.casefold()).split())


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns."""
    first = [_plain(cell) for cell in rows[0]]
    if any(cell in _BY_NAME for cell in first):
        return True
    if len(rows) < 2 or any(len(cell) > 40 or _URL.match(cell) or cell.isdigit() for cell in first):
        return False
    below = rows[1 : 1 + 30]
    usual = sum(len(cell) for row in below for cell in row) / max(len(below), 1)
    return all(first) and usual > 2 * sum(map(len, first))


def guess(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A use for each column, each use once; "" for those that nothing can be made of."""
    ours = is_ours(names)
    uses: list[str] = []
    for name in names:
        use = _BY_NAME.get(_plain(name), "")
        if ours and name == "point":
            use = "id"
        elif not ours and use == "topic":
            use = "theme"
        uses.append(use if use not in uses else "")
    for place in range(len(names)):
        if not uses[place] and not _BY_NAME.get(_plain(names[place])):
            cells = [row[place].strip() for row in rows if row[place].strip()]
            use = _by_content(cells)
            uses[place] = use if use not in uses else ""
    if "quotation" not in uses and "tag" not in uses:
        _longest(uses, rows)
    return tuple(uses)


def _by_content(cells: list[str]) -> str:
    """What most cells of a column look like."""
    if not cells:
        return ""
    most = len(cells) * 0.8
    if sum(bool(_URL.fullmatch(cell)) for cell in cells) >= most:
        return "url"
    if sum(bool(_DATE.fullmatch(cell) or read_date(cell)) for cell in cells) >= most:
        return "date"
    if sum(cell.casefold() in _SIDES for cell in cells) >= most:
        return "side"
    names = sum(bool(_NAME_LIKE.fullmatch(cell)) for cell in cells)
    return "author" if names >= most else ""


_NAME_LIKE = re.compile(
    r"(?:[^\W\d_a-zß][\w.'’-]*)(?: (?:[^\W\d_a-zß][\w.'’-]*|de|van|von|der|la)){1,4}"
)


def _longest(uses: list[str], rows: Sequence[Sequence[str]]) -> None:
    """Where no name tells, the column with the most words holds the quotations."""
    lengths = [
        sum(len(row[place]) for row in rows) / max(len(rows), 1) if not uses[place] else 0
        for place in range(len(uses))
    ]
    if lengths and max(lengths) >= 30:
        uses[lengths.index(max(lengths))] = "quotation"
