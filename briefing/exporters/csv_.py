"""CSV: a row for each quotation, and for each point without one. Formulas are _defused.

A spreadsheet takes a cell that begins with = + - @ for a formula, and formulas can call programs
(https://owasp.org/www-community/attacks/CSV_Injection). Such cells get an apostrophe before them;
so that this can be taken back without loss, cells that begin with apostrophes before such a
sign get one more.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from briefing.exporters.base import Document, Option, Options, legal
from briefing.model import (
    ClaimTarget,
    Evidence,
    Library,
    Link,
    Point,
    PointTarget,
    Source,
    SourceId,
    Topic,
)
from briefing.text.citations.names import inverted

COLUMNS = (
    "topic", "motion", "point", "side", "side name", "theme", "tag", "explanation", "links",
    "strength", "caution", "as of", "quotation id", "quotation", "speaker", "role", "voice", "date",
    "occasion", "page", "translated", "label", "quotation caution", "note", "source id",
    "source type", "author", "title", "publication", "publisher", "published", "url", "accessed",
    "volume", "issue", "pages",
)  # fmt: skip
OPTIONS = (
    Option(
        "separator",
        "Between columns",
        (("comma", "Comma"), ("semicolon", "Semicolon (many European Excels)"), ("tab", "Tab")),
    ),
)
_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def make(document: Document, options: Options) -> bytes:
    """The table as UTF-8 with a byte-order mark (Excel needs it) and CRLF line ends."""
    stream = io.StringIO()
    separator = _SIGNS[options["separator"]]
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(document.values):
        writer.writerow([_defused(legal(row.get(column, ""))) for column in COLUMNS])
    return ("\ufeff" + stream.getvalue()).encode("utf-8")


def _defused(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _rows(values: Library) -> Iterator[dict[str, str]]:
    topics = {one.id: one for one in values.topics}
    sources = {one.id: one for one in values.sources}
    known: dict[str, Evidence] = {one.id: one for one in values.every_quote()}
    used: set[str] = set()
    for point in values.points:
        head = _point(point, topics.get(point.topic))
        evidence = point.evidence_with(known)
        used.update(point.also)
        for quote in evidence:
            yield head | _quote(quote) | _source(sources, quote.source)
        if not evidence:
            first = next((one for one in point.sources if one in sources), None)
            yield head | _source(sources, first)
    for quote in values.quotes:
        if quote.id not in used:
            topic = topics.get(quote.topic)
            head = {"topic": topic.title, "motion": topic.motion} if topic else {}
            yield head | _quote(quote) | _source(sources, quote.source)


def _point(point: Point, topic: Topic | None) -> dict[str, str]:
    return {
        "topic": topic.title if topic else "",
        "motion": topic.motion if topic else "",
        "point": point.id,
        "side": point.side.value if point.side else "",
        "side name": topic.side_name(point.side) if topic else "",
        "theme": point.theme,
        "tag": point.claim,
        "explanation": point.explanation_md,
        "links": "; ".join(_link(link) for link in point.links),
        "strength": point.strength,
        "caution": point.caution,
        "as of": point.as_of,
    }


def _link(link: Link) -> str:
    target = link.target
    if isinstance(target, PointTarget):
        return f"{link.relation.value} {target.point}"
    if isinstance(target, ClaimTarget):
        return f"{link.relation.value} {target.ref}"
    return f"{link.relation.value} {target.article} “{target.selector.exact}”"


def _quote(quote: Evidence) -> dict[str, str]:
    return {
        "quotation id": quote.id,
        "quotation": quote.quote,
        "speaker": quote.speaker,
        "role": quote.role,
        "voice": quote.voice,
        "date": quote.date,
        "occasion": quote.occasion,
        "page": quote.page,
        "translated": quote.translated,
        "label": quote.label,
        "quotation caution": quote.caution,
        "note": quote.note_md,
    }


def _source(sources: dict[SourceId, Source], wanted: SourceId | None) -> dict[str, str]:
    source = sources.get(wanted) if wanted else None
    if source is None:
        return {}
    return {
        "source id": source.id,
        "source type": source.type,
        "author": "; ".join(map(inverted, source.authors)),
        "title": source.title,
        "publication": source.container,
        "publisher": source.publisher,
        "published": source.date,
        "url": source.url,
        "accessed": source.accessed,
        "volume": source.volume,
        "issue": source.issue,
        "pages": source.page,
    }
