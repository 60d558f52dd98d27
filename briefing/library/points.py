"""Points and evidence: from records, and as records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.library.context import Context, read_side
from briefing.library.links import read_target, render_target
from briefing.model import (
    ClaimTarget,
    Evidence,
    EvidenceId,
    Link,
    Mark,
    Place,
    Point,
    PointId,
    PointTarget,
    Relation,
    Side,
    SourceId,
    TopicId,
)
from briefing.text import front_matter, quotation
from briefing.text.front_matter import FrontMatter
from briefing.text.records import Section, field_problems, one_line, outline

_RELATIONS = {relation.value: relation for relation in Relation}
LINKS = frozenset(_RELATIONS)
_POINT_LISTS = LINKS | {"sources", "evidence", "differs-from"}
POINT_FIELDS = _POINT_LISTS | {"side", "theme", "strength", "caution", "as-of"}
EVIDENCE_FIELDS = frozenset(
    ("role", "voice", "date", "occasion", "source", "page", "translated", "label", "caution")
) | {"cite", "variant-of"}
_BETWEEN_HEADINGS = "›"


class PointsReader:
    """Reads the records of one file under `points/`."""

    def __init__(
        self, context: Context, path: Path, topic: TopicId, themes: frozenset[str] = frozenset()
    ) -> None:
        self.context = context
        self.path = path
        self.topic = topic
        self.themes = themes  # those of the topic; none: any will do
        self.side: Side | None = None
        self.theme = ""

    def read(self, text: str) -> tuple[list[Point], list[Evidence]]:
        """The points of the file, and the evidence that belongs to none."""
        front = self.front(text)
        sections = outline(text, front.body, front.body_line)
        quotes = [self.evidence(part) for part in sections.orphans]
        return [self.point(record) for record in sections.records], quotes

    def front(self, text: str) -> FrontMatter:
        """The front matter of the file, of which the side and theme are remembered."""
        front = front_matter.read(text)
        self.context.problems(self.path, front.problems)
        for entry in front.entries:
            if entry.key == "side":
                self.side = read_side(front.text("side"), self.context, self.path, entry.line)
            elif entry.key == "theme":
                self.theme = self._theme(front.text("theme"), entry.line)
        return front

    def _theme(self, theme: str, line: int) -> str:
        if theme == "none":
            return ""
        if theme and self.themes and theme not in self.themes:
            what = f"the topic has no theme `{theme}`"
            mend = f"use one of {', '.join(sorted(self.themes))}, or add it to topic.md"
            self.context.fault(self.path, line, what, mend)
        return theme

    def point(self, record: Section) -> Point:
        """The point that `record` is."""
        context, path = self.context, self.path
        context.problems(path, field_problems(record, POINT_FIELDS, _POINT_LISTS))
        id_ = context.checked_id("point", record.id, record.heading, path, record.line)
        if not record.heading:
            what = f"the point `{id_}` has no claim"
            context.fault(path, record.line, what, "write its claim between `##` and its id")
        context.refer_in(record.text, path, record.text_line)
        side, theme = self.side, self.theme
        texts = {"strength": "", "caution": "", "as-of": ""}
        sources: list[SourceId] = []
        also: list[EvidenceId] = []
        links: list[Link] = []
        differs: list[PointId] = []
        for entry in record.fields:
            name, value = entry.name, entry.value
            if name in LINKS:
                link = self._link(name, value, entry.line)
                if link is not None:
                    links.append(link)
            elif name == "sources":
                for each in split(value):
                    context.refer("source", each, path, entry.line)
                    sources.append(SourceId(each))
            elif name == "evidence":
                for each in split(value):
                    context.refer("evidence", each, path, entry.line)
                    also.append(EvidenceId(each))
            elif name == "differs-from":  # a point that is gone differs still
                differs += map(PointId, split(value))
            elif name == "side":
                side = read_side(value, context, path, entry.line)
            elif name == "theme":
                theme = self._theme(value, entry.line)
            elif name in texts:
                texts[name] = value
                if name == "as-of":
                    context.date(value, path, entry.line)
        return Point(
            PointId(id_),
            self.topic,
            record.heading,
            side,
            theme,
            record.text,
            tuple([self.evidence(part) for part in record.parts]),
            tuple(also),
            tuple(sources),
            tuple(links),
            texts["strength"],
            texts["caution"],
            texts["as-of"],
            Place(path, record.line),
            split_headings(record.under),
            tuple(differs),
        )

    def _link(self, name: str, value: str, line: int) -> Link | None:
        context, path = self.context, self.path
        target = read_target(value)
        if target is None:
            if value:
                what = f"`{value}` does not name what the point {name}"
                mend = 'write `article#claim`, the id of a point, or `article "exact words"`'
                context.fault(path, line, what, mend)
            return None
        if isinstance(target, PointTarget):
            context.refer("point", target.point, path, line)
        elif isinstance(target, ClaimTarget):
            context.refer("claim", target.ref, path, line)
        else:
            context.refer("article", target.article, path, line)
            context.quote(target.article, target.selector, path, line)
        return Link(_RELATIONS[name], target)

    def evidence(self, part: Section) -> Evidence:
        """The evidence that `part` is."""
        context, path = self.context, self.path
        context.problems(path, field_problems(part, EVIDENCE_FIELDS, frozenset()))
        id_ = context.checked_id("evidence", part.id, part.heading, path, part.line)
        values = {entry.name: entry.value for entry in part.fields}
        for entry in part.fields:
            if entry.name == "date":
                context.date(entry.value, path, entry.line)
            elif entry.name == "source" and entry.value:
                context.refer("source", entry.value, path, entry.line)
            elif entry.name == "variant-of" and entry.value:
                context.refer("evidence", entry.value, path, entry.line)
            elif entry.name == "cite":
                context.problems(path, quotation.read_line(entry.value, entry.line).problems)
        quote = quotation.read(part.text, part.text_line)
        context.problems(path, quote.problems)
        if not quote.text.strip():
            what = f"the evidence `{id_}` has no quotation"
            mend = "put the quotation right after the fields, each line after `> `"
            context.fault(path, part.line, what, mend)
        if quote.note:
            begin = part.text.find(quote.note, quotation.note_begin(part.text))
            context.refer_in(quote.note, path, part.text_line + part.text.count("\n", 0, begin))
        return Evidence(
            EvidenceId(id_),
            quote.text,
            quote.marks,
            part.heading,
            values.get("role", ""),
            values.get("voice", ""),
            values.get("date", ""),
            values.get("occasion", ""),
            SourceId(values["source"]) if values.get("source") else None,
            values.get("page", ""),
            values.get("translated", ""),
            values.get("label", ""),
            values.get("caution", ""),
            quote.note,
            self.topic,
            Place(path, part.line),
            *_cite(values.get("cite", "")),
            EvidenceId(values["variant-of"]) if values.get("variant-of") else None,
        )


def _cite(value: str) -> tuple[str, tuple[Mark, ...]]:
    """The words of a cite, and the marks of its short cite."""
    cite = quotation.read_line(value) if value else None
    return (cite.text, cite.marks) if cite is not None else ("", ())


def split_headings(text: str) -> tuple[str, ...]:
    """The path of headings that a level-1 heading gives: "1NC › Offcase › T"."""
    return tuple(part.strip() for part in text.split(_BETWEEN_HEADINGS)) if text else ()


def join_headings(headings: Sequence[str]) -> str:
    """A path of headings in one line; "" stands for a level that is missing."""
    parts = (one_line(part).replace(_BETWEEN_HEADINGS, ">") for part in headings)
    return f" {_BETWEEN_HEADINGS} ".join(parts).strip()


def split(value: str) -> list[str]:
    """The values of a field that holds several, separated by commas."""
    return [each for each in (part.strip() for part in value.split(",")) if each]


def field_lines(pairs: list[tuple[str, str]]) -> list[str]:
    """Fields as they are written; those without a value are left out."""
    values = ((name, one_line(value)) for name, value in pairs)
    return [f"- {name}: {value}" for name, value in values if value]


def point_fields(point: Point, side: Side | None, theme: str) -> list[str]:
    """The fields of `point` in a file whose front matter gives `side` and `theme`."""
    pairs: list[tuple[str, str]] = []
    if point.side is not side:
        pairs.append(("side", point.side.value if point.side else "none"))
    if point.theme != theme:
        pairs.append(("theme", point.theme or "none"))
    pairs += [(link.relation.value, render_target(link.target)) for link in point.links]
    pairs += [
        ("sources", ", ".join(point.sources)),
        ("evidence", ", ".join(point.also)),
        ("differs-from", ", ".join(point.differs)),
        ("strength", point.strength),
        ("caution", point.caution),
        ("as-of", point.as_of),
    ]
    return field_lines(pairs)


def evidence_fields(evidence: Evidence) -> list[str]:
    """The fields of `evidence`."""
    return field_lines(
        [
            ("role", evidence.role),
            ("voice", evidence.voice),
            ("date", evidence.date),
            ("occasion", evidence.occasion),
            ("source", evidence.source or ""),
            ("page", evidence.page),
            ("translated", evidence.translated),
            ("label", evidence.label),
            ("caution", evidence.caution),
            ("cite", quotation.render_line(one_line(evidence.cite), evidence.cite_marks)),
            ("variant-of", evidence.variant_of or ""),
        ]
    )


def evidence_text(evidence: Evidence) -> str:
    """The quotation of `evidence` and the note after it."""
    quote = evidence.quote.replace("\r\n", "\n").replace("\r", "\n")
    return quotation.render(quote, evidence.marks, evidence.note_md)
