"""Runs: stretches of text that look alike, of which citations and exports are made."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefing.model import Mark, MarkKind


@dataclass(frozen=True, slots=True)
class Run:
    """Some text and how it looks. `emphasis` is a debater's emphasis, not the same as bold."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    emphasis: bool = False
    highlight: bool = False
    shrink: bool = False


Runs = tuple[Run, ...]

_TAGS = (
    ("highlight", "mark"),
    ("underline", "u"),
    ("emphasis", "strong"),
    ("bold", "b"),
    ("italic", "i"),
)


def plain(text: str) -> Runs:
    """`text` as one plain run; nothing for no text."""
    return (Run(text),) if text else ()


def text_of(runs: Iterable[Run]) -> str:
    """The words of the runs, without their looks."""
    return "".join(run.text for run in runs)


def merged(runs: Iterable[Run]) -> Runs:
    """The same runs with empty ones dropped and neighbours that look alike made one."""
    result: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if result and replace(result[-1], text="") == replace(run, text=""):
            result[-1] = replace(run, text=result[-1].text + run.text)
        else:
            result.append(run)
    return tuple(result)


def marked_runs(quote: str, marks: Iterable[Mark]) -> Runs:
    """A quotation as runs; marks may overlap, and whatever lies outside the text is ignored."""
    marks = tuple(marks)
    cuts = {0, len(quote)}
    for mark in marks:
        cuts |= {min(max(mark.start, 0), len(quote)), min(max(mark.end, 0), len(quote))}
    edges = sorted(cuts)
    runs = []
    for start, end in itertools.pairwise(edges):
        kinds = {mark.kind for mark in marks if mark.start <= start and end <= mark.end}
        runs.append(
            Run(
                quote[start:end],
                underline=MarkKind.UNDERLINE in kinds,
                emphasis=MarkKind.EMPHASIS in kinds,
                highlight=MarkKind.HIGHLIGHT in kinds,
                shrink=MarkKind.SHRINK in kinds,
            )
        )
    return merged(runs)


def to_html(runs: Iterable[Run]) -> str:
    """The runs as an HTML fragment; line breaks become <br>."""
    parts = []
    for run in merged(runs):
        text = html.escape(run.text, quote=False).replace("\n", "<br>")
        for look, tag in reversed(_TAGS):
            if getattr(run, look):
                text = f"<{tag}>{text}</{tag}>"
        parts.append(text)
    return "".join(parts)
