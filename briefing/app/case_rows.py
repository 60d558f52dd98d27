"""The rows of a case as its pane shows them: words, small print and speaking times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.app.cases import OutlineRow, outline
from briefing.app.reading import side_words
from briefing.app.workspace import Workspace
from briefing.model import Case, Prose
from briefing.text.words import counted, format_time, reading_time

_SPOKEN = {"heading": "Heading", "prose": "Own text", "point": "Point", "lost": "Missing point"}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row: `edited` is what its editor begins with, `time` how long it takes to say."""

    kind: str  # "heading", "prose", "point", or "lost" for a point that is not in the library
    text: str
    foot: str = ""
    time: str = ""
    level: int = 0
    point: str = ""
    edited: str = ""

    def spoken(self) -> str:
        """The row in words, for a screen reader."""
        parts = (_SPOKEN[self.kind], self.text, self.foot, f"{self.time} to say")
        return ". ".join(part for part in parts if part)


def case_rows(workspace: Workspace, case: Case, rate: int) -> tuple[CaseRow, ...]:
    """The rows of a case at so many words a minute. A heading has the time of its section."""
    rows = outline(case, workspace.points, workspace.quotes).rows
    return tuple(_row(workspace, case, rows, row, rate) for row in rows)


def case_time(workspace: Workspace, case: Case, rate: int) -> str:
    """How long the whole case takes to say."""
    words = outline(case, workspace.points, workspace.quotes).words
    return format_time(reading_time(words, rate))


def _row(
    workspace: Workspace, case: Case, rows: Sequence[OutlineRow], row: OutlineRow, rate: int
) -> CaseRow:
    words = _section_words(rows, row) if row.kind == "heading" else row.words
    time = format_time(reading_time(words, rate))
    if row.kind == "point":
        return CaseRow("point", row.text, _foot(workspace, row), time, point=row.point or "")
    if row.kind == "lost":
        foot = "It was removed or renamed, or stands in another library. Delete removes the row."
        return CaseRow("lost", row.text, foot, point=row.point or "")
    item = case.items[row.index]
    if isinstance(item, Prose):
        return CaseRow("prose", _paragraphs(item.text_md), time=time, edited=item.text_md)
    return CaseRow("heading", row.text, time=time, level=row.level, edited=row.text)


def _paragraphs(text_md: str) -> str:
    """A text as it is shown: its files' line breaks inside paragraphs and lists do not count."""
    return "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=[-*] )", text_md))


def _foot(workspace: Workspace, row: OutlineRow) -> str:
    point = workspace.points[row.point or ""]
    count = len(workspace.evidence_of(point))
    quotations = counted(count, "quotation") if count else "no quotation"
    return f"{side_words(point.side, workspace.topic_of(point))} · {quotations}"


def _section_words(rows: Sequence[OutlineRow], heading: OutlineRow) -> int:
    """The words of a heading and of everything under it."""
    total = heading.words
    for row in rows[heading.index + 1 :]:
        if row.kind == "heading" and row.level <= heading.level:
            break
        total += row.words
    return total
