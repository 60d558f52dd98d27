"""Whole files at once: a new file of points under headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefing.library.opened import Opened, require_id
from briefing.library.points import (
    evidence_fields,
    evidence_text,
    join_headings,
    point_fields,
)
from briefing.model import Evidence, Point, Side, TopicId, UserError, free_name
from briefing.text import front_matter
from briefing.text.records import render

_HEAD = 4096  # bytes in which front matter of ours ends

Filed = Sequence[tuple[Sequence[str], Sequence[Point]]]


def points_text(
    filed: Filed, quotes: Sequence[Evidence] = (), values: Mapping[str, str] | None = None
) -> str:
    """The text of a file of points: under each path of headings the points that stand there.

    `values` is the front matter; its `side` and `theme` hold for the points that have them.
    Points that stand under the same headings as those before them continue that part.
    """
    values = values or {}
    side = next((one for one in Side if one.value == values.get("side")), None)
    theme = values.get("theme", "")
    pieces = [front_matter.with_values("", values)] if any(values.values()) else []
    pieces += [evidence_record(one) for one in quotes]
    before: Sequence[str] | None = ()
    for headings, points in filed:
        if tuple(headings) != before:
            pieces.append(f"# {join_headings(headings)}".rstrip() + "\n")
            before = tuple(headings)
        for point in points:
            fields = point_fields(point, side, theme)
            pieces.append(render(2, point.claim, point.id, fields, point.explanation_md))
            pieces += [evidence_record(one) for one in point.evidence]
    return "\n".join(pieces)


def evidence_record(one: Evidence) -> str:
    """Evidence as a part of a file of points."""
    return render(3, one.speaker, one.id, evidence_fields(one), evidence_text(one))


def write_points(root: Path, topic: TopicId, name: str, text: str) -> Path:
    """Write a new file of points, under `name` or one that is free; where it is now."""
    if not (root / topic / "topic.md").is_file():
        raise UserError(f"There is no topic {topic} in the library.")
    require_id(name)
    taken = {path.name.casefold() for path in (root / topic / "points").glob("*")}
    free = free_name(name, lambda one: f"{one}.md".casefold() in taken)
    path = Path(topic, "points", f"{free}.md")
    opened = Opened.create(root, path)
    opened.text = text
    opened.write()
    return path


def imported_before(root: Path) -> dict[str, Path]:
    """The files of points that were imported: the digest of what they came from, and where."""
    found = {}
    for path in sorted(root.glob("*/points/*.md")):
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD).decode("utf-8", errors="replace")
        except OSError:
            continue
        digest = front_matter.read(head).text("imported-digest") if "imported-" in head else ""
        if digest:
            found[digest] = path.relative_to(root)
    return found
