"""From paragraphs to points: the grammar of a debater's file.

    Pocket? Hat? Block?          headings; a new pocket clears hat and block
      Tag                        the claim of a point
        [undertag | note]*       explanation of the point
        cite                     one paragraph, seldom two
        [note]*                  note on the evidence
        body+                    the quotation
      Analytic                   a point without evidence

Everything else is kept as a note: no word is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from briefing.importers import cites
from briefing.importers.base import Flagged, Group, Intake
from briefing.importers.docx_styles import LEVELS, Look
from briefing.importers.docx_text import Paragraph
from briefing.model import (
    Evidence,
    EvidenceId,
    Mark,
    MarkKind,
    Name,
    Point,
    PointId,
    Source,
    SourceId,
    TopicId,
)
from briefing.text.citations import names
from briefing.text.escaping import escape

_STARTERS = frozenset((*LEVELS, "analytic"))
_LOOK_FOR_CITE = 4  # paragraphs after the tag
_LONG = 300  # characters of a body that is one even without a cite
_MARKED = re.compile(r"[ \t]*~+\s*(Marked[^~\n]{0,40}?)\s*~+", re.IGNORECASE)
_PILCROW = re.compile(r"[ \t]*\u00b6[ \t]*")
_KINDS = {
    "underline": MarkKind.UNDERLINE,
    "emphasis": MarkKind.EMPHASIS,
    "highlight": MarkKind.HIGHLIGHT,
    "small": MarkKind.SHRINK,
}


@dataclass(slots=True)
class Tally:
    """What was found, for the report."""

    cards: int = 0
    without_cite: int = 0
    analytics: int = 0
    notes: int = 0
    pilcrows: int = 0
    marked: int = 0
    hidden: int = 0
    colours: set[str] = field(default_factory=set)


class Cards:
    """Builds the points of one file."""

    def __init__(self, notes: dict[tuple[str, str], str]) -> None:
        self._notes = notes  # texts of footnotes, endnotes and comments
        self._groups: list[Group] = []
        self._points: list[Point] = []
        self._path = ["", "", ""]
        self._sources: dict[str, Source] = {}
        self._flagged: list[Flagged] = []
        self.tally = Tally()

    def build(self, paragraphs: list[Paragraph]) -> Intake:
        """Every paragraph in its place."""
        rest = [one for one in paragraphs if one.text.strip() or one.notes]
        at = 0
        while at < len(rest):
            one = rest[at]
            end = at + 1
            if one.role in LEVELS[:3]:
                self._heading(one)
            else:
                while end < len(rest) and rest[end].role not in _STARTERS:
                    end += 1
                if one.role == "tag":
                    self._tagged(one, rest[at + 1 : end])
                elif one.role == "analytic":
                    self._analytic(one, rest[at + 1 : end])
                else:
                    self._loose(rest[at:end])
            at = end
        self._close_group()
        return Intake(
            groups=tuple(self._groups),
            sources=tuple(self._sources.values()),
            flagged=tuple(self._flagged),
        )

    # -- headings ---------------------------------------------------------------------------------

    def _heading(self, paragraph: Paragraph) -> None:
        level = LEVELS.index(paragraph.role)
        text = _line(paragraph.text)
        self._close_group(only_if_filled=self._path[level:] == ["" for _ in self._path[level:]])
        self._path[level:] = [text, *("" for _ in self._path[level + 1 :])]
        if paragraph.notes:
            self._loose([replace(paragraph, runs=[], role="")])

    def _close_group(self, only_if_filled: bool = False) -> None:
        """End what stands under the current headings; a heading without points is kept, too."""
        headings = tuple(self._path)
        while headings and not headings[-1]:
            headings = headings[:-1]
        if self._points or (headings and not only_if_filled):
            self._groups.append(Group(headings, tuple(self._points)))
        self._points = []

    # -- points -----------------------------------------------------------------------------------

    def _loose(self, paragraphs: list[Paragraph]) -> None:
        """Text that belongs to no tag: a point without evidence, so that it is found again."""
        self.tally.notes += 1
        first, *others = paragraphs
        self._point(_line(first.text), self._text(others, first), ())

    def _analytic(self, tag: Paragraph, rest: list[Paragraph]) -> None:
        self.tally.analytics += 1
        self._point(_line(tag.text), self._text(rest, tag), ())

    def _tagged(self, tag: Paragraph, rest: list[Paragraph]) -> None:
        found = _find_cite(rest)
        if found is None:
            body = [one for one in rest if one.role != "undertag"]
            is_body = any(_is_marked(one) for one in body)
            if not is_body or sum(len(one.text) for one in body) <= _LONG:
                self._analytic(tag, rest)
                return
            before = [one for one in rest if one.role == "undertag"]
            self.tally.without_cite += 1
            self._card(tag, before, [], [], body)
            return
        start, end = found
        after = end
        while after < len(rest) - 1 and cites.is_note(rest[after]):
            after += 1
        body = rest[after:]
        late = [one for one in body if one.role == "undertag"]
        notes = rest[end:after] + late
        self._card(
            tag, rest[:start], rest[start:end], notes, [one for one in body if one not in late]
        )

    def _card(
        self,
        tag: Paragraph,
        before: list[Paragraph],
        cite: list[Paragraph],
        after: list[Paragraph],
        body: list[Paragraph],
    ) -> None:
        quote, marks, said = self._quote(body)
        if not quote.strip():
            # A cite and no words: kept as a note of the point, for there is nothing to quote.
            self._analytic(tag, before + cite + after)
            return
        self.tally.cards += 1
        cite_text, cite_marks, short = _cite(cite)
        read = cites.read(cite_text, short)
        note = self._text(after, *cite, *body)
        if said:
            note = "\n\n".join(filter(None, (note, *said)))
        evidence = Evidence(
            EvidenceId(f"e{self.tally.cards}"),
            quote,
            marks,
            speaker=read.full_name or read.author,
            role=read.role,
            date=read.date,
            source=self._source(cite_text, read),
            page=read.page,
            note_md=note,
            cite=cite_text,
            cite_marks=cite_marks,
        )
        point = self._point(_line(tag.text), self._text(before, tag), (evidence,))
        if not cite_text:
            self._flagged.append(Flagged(point.id, "no cite was found"))
        elif cites.REFERENCE.match(cite_text):
            self._flagged.append(Flagged(point.id, "an earlier card again, without its cite"))
        elif not read.author and not read.date:
            self._flagged.append(Flagged(point.id, "author and date were not found in the cite"))

    def _point(self, claim: str, explanation: str, evidence: tuple[Evidence, ...]) -> Point:
        number = len(self._points) + sum(len(one.points) for one in self._groups) + 1
        point = Point(
            PointId(f"p{number}"),
            TopicId(""),
            claim or "(no tag)",
            explanation_md=explanation,
            evidence=evidence,
        )
        self._points.append(point)
        return point

    # -- text -------------------------------------------------------------------------------------

    def _text(self, paragraphs: list[Paragraph], *also: Paragraph) -> str:
        """Paragraphs as Markdown, and below them the notes that hang on them or on `also`."""
        parts = [escape(_line(one.text)) for one in paragraphs if one.text.strip()]
        for kind, id_ in (note for one in (*also, *paragraphs) for note in one.notes):
            words = self._notes.get((kind, id_), "").strip()
            if words:
                parts.append(f"{kind.capitalize()}: {escape(_line(words))}")
        return "\n\n".join(parts)

    def _quote(self, body: list[Paragraph]) -> tuple[str, tuple[Mark, ...], list[str]]:
        """The quotation with its marks; pilcrows part paragraphs, marks of a reading are noted."""
        made = _Quote()
        known: dict[int, tuple[str, ...]] = {}  # by look: runs share the few there are
        for paragraph in body:
            made.begin_paragraph()
            for text, look in paragraph.runs:
                kinds = known.get(id(look))
                if kinds is None:
                    if look.highlight:
                        self.tally.colours.add(look.highlight)
                    self.tally.hidden += look.hidden
                    kinds = known[id(look)] = _kinds(look)
                made.add(text, kinds)
        self.tally.pilcrows += made.pilcrows
        quote, marks = made.finished()
        quote, marks, said = _without_read_marks(quote, marks)
        self.tally.marked += len(said)
        return quote, marks, said

    def _source(self, cite: str, read: cites.Said) -> SourceId | None:
        """The source that a cite names; cites with the same words share one."""
        if not cite or cites.REFERENCE.match(cite):
            return None
        key = " ".join(re.findall(r"\w+", cite.casefold()))
        if key not in self._sources:
            self._sources[key] = _make_source(f"s{len(self._sources) + 1}", cite, read)
        return self._sources[key].id


def _kinds(look: Look) -> tuple[str, ...]:
    """The marks that words of this look have."""
    marks = {
        "underline": look.underline,
        "emphasis": look.emphasis,
        "highlight": look.highlight,
        "small": look.small,
    }
    return tuple(kind for kind, is_there in marks.items() if is_there)


def _make_source(id_: str, cite: str, read: cites.Said) -> Source:
    """The record of a source from what its cite says."""
    year = read.date[:4]
    label = " ".join(filter(None, (read.author, year))) or cite[:120]
    people: tuple[Name, ...] = ()
    if read.full_name:
        people = names.parse(read.full_name)
    elif read.author:
        people = _authors(read.author)
    kind = "webpage" if read.url else "document"
    if read.container:
        kind = "article-newspaper" if read.url else "article"
    return Source(
        SourceId(id_),
        TopicId(""),
        type=kind,
        title=read.title or f"[{label}]",
        authors=people,
        container=read.container,
        date=read.date,
        url=read.url,
        accessed=read.accessed,
        page=read.page,
    )


def _authors(text: str) -> tuple[Name, ...]:
    """The authors of a short cite: last names of people, or a body as it stands."""
    text = re.sub(r"\bet\.?\s*al\.?", "", text).strip(" ,")
    parts = [one.strip() for one in re.split(r"\s*(?:,|&|\band\b|;)\s*", text) if one.strip()]
    if not parts:
        return ()
    if any(len(one.split()) > 4 for one in parts) or (len(parts) == 1 and parts[0].isupper()):
        return (Name(literal=text),)
    people: list[Name] = []
    for one in parts:
        words = one.split()
        people.append(Name(family=words[-1], given=" ".join(words[:-1])))
    return tuple(people)


def _find_cite(paragraphs: list[Paragraph]) -> tuple[int, int] | None:
    """Where the cite stands among the paragraphs below a tag: from, to (exclusive)."""
    for at, one in enumerate(paragraphs[:_LOOK_FOR_CITE]):
        if one.role in _STARTERS:
            return None
        if cites.is_cite(one):
            end = at + 1
            if end + 1 < len(paragraphs) and cites.continues(one, paragraphs[end]):
                end += 1
            return at, end
        if _is_marked(one) and len(one.text) > _LONG:
            return None  # the body has begun
    return None


def _is_marked(paragraph: Paragraph) -> bool:
    return any(look.is_marked for text, look in paragraph.runs if text.strip())


def _cite(paragraphs: list[Paragraph]) -> tuple[str, tuple[Mark, ...], str]:
    """The words of a cite in one line, its short cite as marks, and the short cite."""
    made = _Quote(gap=" ")
    short: list[str] = []
    styled = any(look.cite for one in paragraphs for _, look in one.runs)
    for one in paragraphs:
        made.begin_paragraph()
        for text, look in one.runs:
            is_short = look.cite if styled else look.bold
            words = text.replace("\n", " ").replace("\t", " ")
            made.add(words, ("emphasis",) if is_short else ())
            if is_short and text.strip():
                short.append(text.strip())
    text, marks = made.finished()
    begin = len(text) - len(text.lstrip())
    marks = tuple(_shifted(mark, -begin, len(text.strip())) for mark in marks)
    joined = " ".join(short)
    return text.strip(), tuple(one for one in marks if one.start < one.end), joined[:200]


def _shifted(mark: Mark, by: int, most: int) -> Mark:
    return Mark(max(mark.start + by, 0), min(mark.end + by, most), mark.kind)


class _Quote:
    """Gathers words and marks; neighbouring words with the same mark have one mark."""

    def __init__(self, gap: str = "\n\n") -> None:
        self._gap = gap
        self._pieces: list[str] = []
        self._length = 0
        self._open: dict[str, int] = {}
        self._kinds: tuple[str, ...] = ()
        self._marks: list[Mark] = []
        self.pilcrows = 0

    def begin_paragraph(self) -> None:
        """Part what follows from what was."""
        self._close(())
        if self._length:
            self._pieces.append(self._gap)
            self._length += len(self._gap)

    def add(self, text: str, kinds: tuple[str, ...]) -> None:
        """Words with marks of these kinds."""
        first, *others = _PILCROW.split(text) if "\u00b6" in text else (text,)
        self._add(first, kinds)
        for one in others:
            self.pilcrows += 1
            self.begin_paragraph()
            self._add(one, kinds)

    def _add(self, text: str, kinds: tuple[str, ...]) -> None:
        if not text:
            return
        if kinds != self._kinds:
            self._close(kinds)
            self._kinds = kinds
            for kind in kinds:
                if kind not in self._open:
                    self._open[kind] = self._length
        self._pieces.append(text)
        self._length += len(text)

    def _close(self, kinds: tuple[str, ...]) -> None:
        """End the marks that are not among `kinds`."""
        self._kinds = ()
        if not self._open:
            return
        for kind in [one for one in self._open if one not in kinds]:
            self._marks.append(Mark(self._open.pop(kind), self._length, _KINDS[kind]))

    def finished(self) -> tuple[str, tuple[Mark, ...]]:
        """The words and the marks on them."""
        self._close(())
        text = "".join(self._pieces)
        end = len(text.rstrip("\n"))
        return text[:end], tuple(one for one in self._marks if one.start < end)


def _without_read_marks(
    quote: str, marks: tuple[Mark, ...]
) -> tuple[str, tuple[Mark, ...], list[str]]:
    """The quotation without "~ Marked 10:32 ~" (how far it was read), and what those marks said."""
    said: list[str] = []
    while "~" in quote and (found := _MARKED.search(quote)):
        before = " ".join(quote[: found.start()].split()[-4:])
        said.append(f"{found[1]} (after “{escape(before)}”)" if before else found[1])
        gap = found.end() - found.start()
        quote = quote[: found.start()] + quote[found.end() :]
        moved = []
        for mark in marks:
            start = _moved(mark.start, found.start(), gap)
            end = _moved(mark.end, found.start(), gap)
            if start < end:
                moved.append(Mark(start, end, mark.kind))
        marks = tuple(moved)
    return quote, marks, said


def _moved(offset: int, at: int, gap: int) -> int:
    return offset if offset <= at else max(at, offset - gap)


def _line(text: str) -> str:
    """A paragraph in one line."""
    return " ".join(text.replace("\u00b6", " ").split())
