"""Rows for lists: search hits, and the points, quotations and sources of a topic."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.app.cards import speaker_line
from briefing.app.navigation import Destination, Room
from briefing.app.reading import side_words
from briefing.app.workspace import Workspace
from briefing.index import Hit, Kind
from briefing.model import Evidence, Point, Side, Source
from briefing.text.dates import day_first
from briefing.text.words import counted

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
    head = " · ".join(one for one in (entry.kind.singular.capitalize(), side, entry.theme) if one)
    foot = entry.context or entry.source
    title, text = hit.title, hit.snippet
    quote = point = source = ""
    if entry.kind is Kind.QUOTE:
        quote = entry.id
        owner = workspace.owner.get(entry.id)
        point = owner.id if owner else ""
        evidence = workspace.quotes.get(entry.id)
        title, text = _quoted(hit.snippet), hit.note
        foot = speaker_line(evidence) if evidence else entry.speaker
        cut = cut_words(workspace, evidence) if evidence else ""
        head = f"{head} · {cut}" if cut else head
    elif entry.kind is Kind.POINT:
        point = entry.id
        found = workspace.points.get(entry.id)
        evidence_of = workspace.evidence_of(found) if found else ()
        quote = evidence_of[0].id if evidence_of else ""
    elif entry.kind is Kind.SOURCE:
        source = entry.id
    return Row(hit_goal(hit), head, title, text, foot, quote, point, source)


def cut_words(workspace: Workspace, evidence: Evidence) -> str:
    """What a list says of a quotation that several people cut: that, or whose words it repeats."""
    if evidence.variant_of:
        return "Variant of another card"
    return "Also cut by others" if workspace.is_cut_again(evidence.id) else ""


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
    head = " · ".join(
        one for one in (side_words(point.side, workspace.topic_of(point)), point.theme) if one
    )
    foot = ", ".join(
        (
            _some(len(evidence), "quotation"),
            _some(len(seen) - answers, "supporting point"),
            _some(answers, "answer"),
        )
    )
    if evidence and (cut := cut_words(workspace, evidence[0])):
        head = f"{head} · {cut}"
    words = f"“{evidence[0].quote}” — {evidence[0].speaker}" if evidence else ""
    return Row(
        Destination(Room.POINT, point.id),
        head,
        ((point.claim, False),),
        ((words, False),) if words else (),
        foot,
        quote=evidence[0].id if evidence else "",
        point=point.id,
    )


def quote_row(workspace: Workspace, evidence: Evidence) -> Row:
    """A quotation as a row."""
    owner = workspace.owner.get(evidence.id)
    side = side_words(owner.side, workspace.topic_of(owner)) if owner else "Belongs to no point"
    cut = cut_words(workspace, evidence)
    head = " · ".join(one for one in (side, evidence.voice, cut) if one)
    remark = evidence.label or evidence.caution
    return Row(
        Destination(Room.QUOTE, evidence.id),
        head,
        ((f"“{evidence.quote}”", False),),
        ((f"Note: {remark}", False),) if remark else (),
        speaker_line(evidence),
        quote=evidence.id,
        point=owner.id if owner else "",
    )


def source_row(source: Source, uses: int) -> Row:
    """A source as a row."""
    head = " · ".join(
        one for one in (source.container or source.publisher, day_first(source.date)) if one
    )
    foot = "Not used yet" if not uses else f"Used {uses} times" if uses > 1 else "Used once"
    return Row(
        Destination(Room.SOURCE, source.id),
        head or "No date",
        ((source.title or source.id, False),),
        ((f"Caution: {source.caution}", False),) if source.caution else (),
        foot,
        source=source.id,
    )


def _some(number: int, noun: str) -> str:
    return counted(number, noun) if number else f"no {noun}s"
