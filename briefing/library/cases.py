"""Cases: from their files, and as files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from briefing.library.articles import line_of
from briefing.library.context import Context, read_side
from briefing.model import (
    Case,
    CaseId,
    CaseItem,
    Heading,
    Place,
    PointId,
    PointItem,
    Prose,
    TopicId,
)
from briefing.text import front_matter
from briefing.text.records import clean, one_line

_HEADING = re.compile(r"(#{2,6})[ \t]+(.*?)[ \t]*", re.DOTALL)
_POINT = re.compile(r"!\[\[([^\[\]]*)\]\][ \t]*")
_STRUCTURE = r"(?=\\*(?:#{2,6}[ \t]|!\[\[[^\[\]\n]*\]\][ \t]*$))"
_ESCAPED = re.compile(r"^\\" + _STRUCTURE, re.MULTILINE)
_NEEDS_ESCAPE = re.compile("^" + _STRUCTURE, re.MULTILINE)


def read_case(context: Context, path: Path, id_: str, text: str) -> Case:
    """The case whose file has this `text`."""
    front = front_matter.read(text)
    context.problems(path, front.problems)
    title = front.text("title")
    if not title:
        context.fault(path, 1, "the case has no title", "add `title: …` to its front matter")
    topic = front.text("topic")
    if topic:
        context.refer("topic", topic, path, line_of(front, "topic"))
    side = read_side(front.text("side"), context, path, line_of(front, "side"))
    items = []
    body = text[front.body :].replace("\r\n", "\n")
    for item, line in read_items(body, front.body_line):
        items.append(item)
        if isinstance(item, PointItem):
            context.refer("point", item.point, path, line)
        elif isinstance(item, Prose):
            context.refer_in(item.text_md, path, line)
    return Case(CaseId(id_), title or id_, TopicId(topic) or None, side, tuple(items), Place(path))


def read_items(body: str, line: int = 1) -> Iterable[tuple[CaseItem, int]]:
    """The items of a case, each with the line on which it begins."""
    prose: list[str] = []
    begin = line

    def written() -> Iterable[tuple[CaseItem, int]]:
        text = clean("\n".join(prose))
        if text:
            skipped = next(n for n, each in enumerate(prose) if each.strip(" \t"))
            yield Prose(_ESCAPED.sub("", text)), begin + skipped
        prose.clear()

    for number, raw in enumerate(body.split("\n"), start=line):
        heading, point = _HEADING.fullmatch(raw), _POINT.fullmatch(raw)
        if heading is None and point is None:
            if not prose:
                begin = number
            prose.append(raw)
            continue
        yield from written()
        if heading is not None:
            yield Heading(heading[2], len(heading[1])), number
        elif point is not None:
            yield PointItem(PointId(point[1].strip())), number
    yield from written()


def render_items(items: Iterable[CaseItem]) -> str:
    """The body of a case file. Two texts in a row become one."""
    blocks: list[str] = []
    for item in items:
        if isinstance(item, Heading):
            blocks.append(f"{'#' * min(max(item.level, 2), 6)} {one_line(item.text)}")
        elif isinstance(item, PointItem):
            blocks.append(f"![[{item.point}]]")
        else:
            text = clean(item.text_md)
            if text:
                blocks.append(_NEEDS_ESCAPE.sub(r"\\", text))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def case_values(case: Case) -> dict[str, str]:
    """The front matter of `case`; values that need not be written are empty."""
    return {
        "title": case.title,
        "topic": case.topic or "",
        "side": case.side.value if case.side else "",
    }
