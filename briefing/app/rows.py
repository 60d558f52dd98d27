"""Rows for lists: search hits, and the points, quotations and sources of a topic."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.app.cards import speaker_line
from briefing.app.entries import BETWEEN_SOURCES
from briefing.app.navigation import Destination, Room
from briefing.app.reading import side_words
from briefing.app.variants import leading_point, points_under
from briefing.app.workspace import Workspace
from briefing.index import Entry, Hit, Kind
from briefing.model import Evidence, Point, Side, Source
from briefing.text.dates import day_first
from briefing.text.words import counted, dotted

# What rows say that stands in no file.
VARIANT = "Variant of another card"
CUT_AGAIN = "Also cut by others"
ALONE = "Belongs to no point"
UNUSED = "Not used yet"
_DATED = (Kind.ARTICLE, Kind.SOURCE, Kind.EVENT)  # whose context ends with their date

Runs = tuple[tuple[str, bool], ...]  # text, and whether it is a hit


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `head` and `foot` are small print; `quote` and `point` name what Ctrl+C
    copies and + adds, or are empty.
    """

    goal: Destination
    head: str
    title: Runs
    text: Runs = ()
    foot: str = ""
    quote: str = ""
    point: str = ""
    source: str = ""
    variants: int = 0  # other cuts of the same words, which open under this row
    level: int = 0  # 1 for what opened under another row

    @property
    def folded(self) -> str:
        """What opens under the row, in words."""
        return counted(self.variants, "variant") if self.variants else ""

    def spoken(self) -> str:
        """The row in words, for a screen reader and for filtering."""
        title = "".join(text for text, _ in self.title)
        body = "".join(text for text, _ in self.text)
        return ". ".join(one for one in (self.head, title, body, self.foot) if one)


def hit_row(workspace: Workspace, hit: Hit) -> Row:
    """A search hit as a row."""
    entry = hit.entry
    topic = workspace.topics.get(entry.topic)
    side = side_words(Side(entry.side), topic) if entry.side else ""
    head = dotted(entry.kind.singular.capitalize(), side, entry.theme)
    foot = _context(entry) or _sources(entry)
    title, text = hit.title, hit.snippet
    quote = point = source = ""
    variants = 0
    if entry.kind is Kind.QUOTE:
        quote = entry.id
        owner = workspace.owner.get(entry.id)
        point = owner.id if owner else ""
        evidence = workspace.quotes.get(entry.id)
        title, text = _quoted(hit.snippet), hit.note
        foot = speaker_line(evidence) if evidence else entry.speaker
        variants = len(workspace.cuts.under(workspace.cuts.leader(entry.id)))
        cut = cut_words(workspace, evidence) if evidence else ""
        head = f"{head} · {cut}" if cut else head
    elif entry.kind is Kind.POINT:
        point = entry.id
        found = workspace.points.get(entry.id)
        evidence_of = workspace.evidence_of(found) if found else ()
        quote = evidence_of[0].id if evidence_of else ""
        variants = len(points_under(workspace, leading_point(workspace, found))) if found else 0
    elif entry.kind is Kind.SOURCE:
        source = entry.id
    return Row(hit_goal(hit), head, title, text, foot, quote, point, source, variants)


def _context(entry: Entry) -> str:
    """Where a hit stands, with its date as people write dates: what is indexed has the file's."""
    if entry.kind in _DATED and entry.date and entry.context.endswith(entry.date):
        return entry.context.removesuffix(entry.date) + day_first(entry.date)
    return entry.context


def _sources(entry: Entry) -> str:
    """The sources of a hit in one line: an entry has a line for each name, a gap between two."""
    each = (dotted(*map(str.strip, one.split("\n"))) for one in entry.source.split(BETWEEN_SOURCES))
    return "; ".join(filter(None, each))


def cut_words(workspace: Workspace, evidence: Evidence) -> str:
    """What a list says of a quotation that several people cut: that, or whose words it repeats."""
    if evidence.variant_of:
        return VARIANT
    return CUT_AGAIN if workspace.is_cut_again(evidence.id) else ""


def _quoted(runs: Runs) -> Runs:
    return (("“", False), *runs, ("”", False)) if runs else ()


def hit_goal(hit: Hit) -> Destination:
    """Where a hit leads."""
    entry = hit.entry
    match entry.kind:
        case Kind.QUOTE:
            return Destination(Room.QUOTE, entry.id)
        case Kind.POINT:
            return Destination(Room.POINT, entry.id)
        case Kind.PASSAGE:
            return Destination(Room.ARTICLE, entry.article, entry.place or 0)
        case Kind.ARTICLE:
            return Destination(Room.ARTICLE, entry.id)
        case Kind.SOURCE:
            return Destination(Room.SOURCE, entry.id)
        case Kind.EVENT:
            return Destination(Room.TIMELINE, entry.topic, detail=entry.id)
        case Kind.FIGURE:
            return Destination(Room.FIGURES, entry.topic, detail=entry.id)
        case _:
            return Destination(Room.GLOSSARY, entry.topic, detail=entry.id)


def point_row(workspace: Workspace, point: Point) -> Row:
    """A point as a row."""
    seen = workspace.beside_point(point.id)
    answers = sum(one.is_counter for one in seen)
    evidence = workspace.evidence_of(point)
    foot = ", ".join(
        (
            _some(len(evidence), "quotation"),
            _some(len(seen) - answers, "supporting point"),
            _some(answers, "answer"),
        )
    )
    head, title, text = point_words(workspace, point)
    variants = len(points_under(workspace, point))
    return Row(
        Destination(Room.POINT, point.id),
        head,
        ((title, False),),
        ((text, False),) if text else (),
        foot,
        quote=evidence[0].id if evidence else "",
        point=point.id,
        variants=variants,
    )


def point_words(workspace: Workspace, point: Point) -> tuple[str, ...]:
    """What the row of a point says, but how many of what there are: head, title and text."""
    evidence = next(iter(workspace.evidence_of(point)), None)
    cut = cut_words(workspace, evidence) if evidence is not None else ""
    head = dotted(side_words(point.side, workspace.topic_of(point)), point.theme, cut)
    text = f"“{evidence.quote}” — {evidence.speaker}" if evidence is not None else ""
    return head, point.claim, text


def quote_row(workspace: Workspace, evidence: Evidence) -> Row:
    """A quotation as a row."""
    head, title, remark, foot = quote_words(workspace, evidence)
    owner = workspace.owner.get(evidence.id)
    variants = len(workspace.cuts.under(evidence.id))
    return Row(
        Destination(Room.QUOTE, evidence.id),
        head,
        ((title, False),),
        ((f"Note: {remark}", False),) if remark else (),
        foot,
        quote=evidence.id,
        point=owner.id if owner else "",
        variants=variants,
    )


def quote_words(workspace: Workspace, evidence: Evidence) -> tuple[str, ...]:
    """What the row of a quotation says: head, title, remark and foot."""
    owner = workspace.owner.get(evidence.id)
    side = side_words(owner.side, workspace.topic_of(owner)) if owner else ALONE
    head = dotted(side, evidence.voice, cut_words(workspace, evidence))
    remark = evidence.label or evidence.caution
    return head, f"“{evidence.quote}”", remark, speaker_line(evidence)


def source_row(source: Source, uses: int) -> Row:
    """A source as a row."""
    head, title, caution, foot = source_words(source, uses)
    return Row(
        Destination(Room.SOURCE, source.id),
        head or "No date",
        ((title, False),),
        ((f"Caution: {caution}", False),) if caution else (),
        foot or (f"Used {uses} times" if uses > 1 else "Used once"),
        source=source.id,
    )


def source_words(source: Source, uses: int) -> tuple[str, ...]:
    """What the row of a source says, but how often it is used: head, title, caution and foot."""
    head = dotted(source.container or source.publisher, day_first(source.date))
    return head, source.title or source.id, source.caution, "" if uses else UNUSED


def _some(number: int, noun: str) -> str:
    return counted(number, noun) if number else f"no {noun}s"
