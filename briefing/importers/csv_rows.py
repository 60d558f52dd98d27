"""Rows of a table of quotations as points, quotations and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from briefing.importers.base import Dropped, Flagged
from briefing.importers.records import names_of, side_of
from briefing.model import (
    Evidence,
    EvidenceId,
    Link,
    Name,
    Point,
    PointId,
    PointTarget,
    Relation,
    Source,
    SourceId,
    TopicId,
)
from briefing.text.csl import is_source_id
from briefing.text.worded_dates import read_date

_LINK = re.compile(r"(answers|supports|undercuts) (\S+)")


@dataclass(slots=True)
class _Draft:
    """A point whose rows are still being read."""

    point: Point
    evidence: dict[Evidence, None] = field(default_factory=dict)  # each once, in order
    wanted: str = ""  # links as they are written


class Rows:
    """Takes rows one after the other."""

    def __init__(
        self, uses: tuple[str, ...], names: tuple[str, ...] = (), *, ours: bool = False
    ) -> None:
        self._uses = uses
        self._names = names or ("",) * len(uses)
        self._is_ours = ours
        self._drafts: dict[str, _Draft] = {}
        self.loose: dict[Evidence, None] = {}  # each once, in order
        self.sources: dict[tuple[str, ...], Source] = {}
        self.flagged: list[Flagged] = []
        self.dropped: list[Dropped] = []
        self.title = ""
        self.motion = ""
        self._quotes: dict[str, Evidence] = {}
        self._owned: dict[EvidenceId, PointId] = {}
        self._source_ids: set[str] = set()

    def take(self, line: int, row: list[str]) -> None:
        """One row; what it says twice is kept once."""
        cells = {use: cell for use, cell in zip(self._uses, row, strict=True) if use}
        self.title = self.title or cells.get("topic", "").strip()
        self.motion = self.motion or cells.get("motion", "").strip()
        claim = " ".join(cells.get("tag", "").split())
        draft = self._draft(claim, cells) if claim else None
        quote = self._quote(line, cells)
        source = self._source(cells)
        left = [] if self._is_ours else self._left(row, quote, source, draft)
        if quote is not None and left:
            quote = replace(quote, note_md="\n\n".join(filter(None, (quote.note_md, *left))))
        if draft is not None:
            self._file(draft, quote, source, left)
        elif quote is not None:
            if quote.id not in self._owned:
                self.loose[quote] = None
        elif source is None:
            words = " | ".join(cell for cell in row if cell.strip())
            self.dropped.append(Dropped(line, words[:200]))

    def _left(
        self, row: list[str], quote: Evidence | None, source: Source | None, draft: _Draft | None
    ) -> list[str]:
        """What a row says that found no place: its other columns, and what was not understood."""
        kept = _words(_said(quote, source, draft.point if draft is not None else None))
        left = []
        for use, name, cell in zip(self._uses, self._names, row, strict=True):
            is_placed = bool(use) and _words(cell) <= kept
            if use in ("date", "published", "accessed"):
                is_placed = bool(read_date(cell)) and (quote is not None or source is not None)
            elif use == "as of":
                is_placed = draft is not None and bool(read_date(cell))
            elif use == "side":
                is_placed = draft is not None and side_of(cell) is not None
            if cell.strip() and not is_placed and use not in ("topic", "motion", "links"):
                left.append(f"{name.strip()}: {cell.strip()}" if name.strip() else cell.strip())
        return left

    def _draft(self, claim: str, cells: dict[str, str]) -> _Draft:
        """The point of that claim, which may have come with an earlier row."""
        theme = cells.get("theme", "")
        side, theme = side_of(cells.get("side", "")), theme if self._is_ours else _theme(theme)
        key = cells.get("id") or f"{claim.casefold()}|{side}|{theme}"
        draft = self._drafts.get(key)
        if draft is None:
            point = Point(
                PointId(cells.get("id") or f"p{len(self._drafts) + 1}"),
                TopicId(""),
                claim,
                side=side,
                theme=theme,
                explanation_md=cells.get("explanation", ""),
                strength=_one_line(cells.get("strength", "")),
                caution=_one_line(cells.get("caution", "")),
                as_of=self._as_of(cells.get("as of", "")),
            )
            draft = self._drafts[key] = _Draft(point, wanted=cells.get("links", ""))
            if cells.get("side", "").strip() and side is None:
                what = f"its side “{cells['side'].strip()}” is neither for nor against"
                self.flagged.append(Flagged(point.id, what))
        return draft

    def _as_of(self, cell: str) -> str:
        # What is left of a row goes into its note, but for rows of our own: those have no rest.
        return read_date(cell) or (cell if self._is_ours else "")

    def _file(
        self, draft: _Draft, quote: Evidence | None, source: Source | None, left: list[str]
    ) -> None:
        """Put what a row brings to its point."""
        if quote is not None:
            owner = self._owned.setdefault(quote.id, draft.point.id)
            if owner != draft.point.id:
                draft.point = replace(draft.point, also=(*draft.point.also, quote.id))
            else:
                draft.evidence[quote] = None
            return
        if source is not None and source.id not in draft.point.sources:
            draft.point = replace(draft.point, sources=(*draft.point.sources, source.id))
        if left:
            words = "\n\n".join(filter(None, (draft.point.explanation_md, *left)))
            draft.point = replace(draft.point, explanation_md=words)

    def _quote(self, line: int, cells: dict[str, str]) -> Evidence | None:
        words = cells.get("quotation", "").strip("\n")
        if not words.strip():
            return None
        id_ = cells.get("quotation id", "")
        known = self._quotes.get(id_)
        if known is not None and known.quote == words:
            return known
        if not id_ or known is not None:
            id_ = f"q{line}"
        source = self._source(cells)
        speaker = cells.get("speaker", "")
        if not speaker and not self._is_ours:
            speaker = cells.get("author", "")
        own = self._quotes[id_] = Evidence(
            EvidenceId(id_),
            words,
            speaker=_one_line(speaker),
            role=_one_line(cells.get("role", "")),
            voice=_one_line(cells.get("voice", "")),
            date=read_date(cells.get("date", "")),
            occasion=_one_line(cells.get("occasion", "")),
            source=source.id if source else None,
            page=_one_line(cells.get("page", "")),
            translated=_one_line(cells.get("translated", "")),
            label=_one_line(cells.get("label", "")),
            caution=_one_line(cells.get("quotation caution", "")),
            note_md=cells.get("note", "") if cells.get("note", "").strip() else "",
        )
        return own

    def _source(self, cells: dict[str, str]) -> Source | None:
        known = ("title", "publication", "publisher", "url", "published", "source id")
        if not any(cells.get(name, "").strip() for name in known):
            return None
        date = read_date(cells.get("published", "") or cells.get("date", ""))
        if cells.get("source id") and not cells.get("published"):
            date = ""
        author = cells.get("author", "").strip()
        as_written = self._is_ours or "," in author or ";" in author
        names = names_of(author) if as_written else _plain_name(author)
        facts = tuple(cells.get(name, "").strip() for name in (*known, "author", "volume", "issue"))
        if facts in self.sources:
            return self.sources[facts]
        source = Source(
            SourceId(self._free(cells.get("source id", "").strip())),
            TopicId(""),
            type=cells.get("source type", "").strip() or "document",
            title=cells.get("title", ""),
            authors=names,
            container=cells.get("publication", ""),
            publisher=cells.get("publisher", ""),
            date=date,
            url=cells.get("url", "").strip(),
            accessed=read_date(cells.get("accessed", "")),
            page=cells.get("pages", ""),
            volume=cells.get("volume", ""),
            issue=cells.get("issue", ""),
        )
        self.sources[facts] = source
        return source

    def _free(self, wanted: str) -> str:
        id_ = wanted if is_source_id(wanted) else ""
        number = len(self._source_ids) + 1
        while not id_ or id_ in self._source_ids:
            id_, number = f"s{number}", number + 1
        self._source_ids.add(id_)
        return id_

    def points(self) -> list[Point]:
        """The points in the order of their first rows."""
        known = {draft.point.id for draft in self._drafts.values()}
        return [
            replace(
                draft.point,
                evidence=tuple(draft.evidence),
                links=tuple(self._links(draft, known)),
            )
            for draft in self._drafts.values()
        ]

    def _links(self, draft: _Draft, known: set[PointId]) -> Iterator[Link]:
        for one in filter(None, (part.strip() for part in draft.wanted.split("; "))):
            found = _LINK.fullmatch(one)
            if found and PointId(found[2]) in known:
                yield Link(Relation(found[1]), PointTarget(PointId(found[2])))


_IN_QUOTE = (
    *("quote", "speaker", "role", "voice", "occasion", "page", "translated", "label", "caution"),
    "note_md",
)
_IN_SOURCE = (*("id", "type", "title", "container", "publisher", "url", "page", "volume", "issue"),)
_IN_POINT = ("claim", "explanation_md", "strength", "caution", "as_of", "theme")


def _said(quote: Evidence | None, source: Source | None, point: Point | None) -> str:
    """All words of these three."""
    parts = [
        getattr(one, name)
        for one, names in ((quote, _IN_QUOTE), (source, _IN_SOURCE), (point, _IN_POINT))
        if one is not None
        for name in names
    ]
    for name in source.authors if source is not None else ():
        parts += [name.given, name.family, name.literal]
    return "\n".join(parts)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).strip("\r")


def _plain_name(author: str) -> tuple[Name, ...]:
    """A name such as “Mary Stone” as a person; one word, or many, as an institution."""
    parts = author.split()
    if 2 <= len(parts) <= 3 and all(part[:1].isupper() for part in parts):
        return (Name(parts[-1], " ".join(parts[:-1])),)
    return (Name(literal=author),) if author else ()


def _theme(text: str) -> str:
    first = re.split(r"[,;]", text)[0]
    return " ".join(first.split())
