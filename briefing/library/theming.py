"""Themes in the files of a topic's points: another name, and no byte around it."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.library.opened import Opened
from briefing.library.root import is_ignored, is_text
from briefing.model import Cancelled, Progress, Stop
from briefing.text import front_matter
from briefing.text.records import Field, outline_of


def rename_theme(
    root: Path,
    topic: Path,
    old: str,
    new: str,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> None:
    """Write `new` for the theme `old` in all points of the topic in folder `topic`.

    It stands in the front matter of a file or in a field of a point; "" takes it away.
    Raises Cancelled where `stop` says so: some files are written then.
    """
    found = sorted((root / topic / "points").glob("*.md"))
    paths = [one for one in found if not is_ignored(one.name) and is_text(one.name)]
    for number, path in enumerate(paths):
        if stop is not None and stop():
            raise Cancelled
        if progress is not None:
            progress(number, len(paths))
        opened = Opened(root, path.relative_to(root))
        opened.text = _renamed(opened.text, old, new)
        opened.write()


def _renamed(text: str, old: str, new: str) -> str:
    """The text of a file of points with another theme where `old` was."""
    of_file = front_matter.read(text).text("theme")
    # A point that says nothing has the theme of its file: one without a theme must say so there.
    instead = new if new or of_file in ("", "none", old) else "none"
    for record in reversed(outline_of(text).records):
        field = record.first("theme")
        if field is None or field.value != old:
            continue
        start, end = _place_of(field, text, record.start)
        if instead:
            text = f"{text[:start]}- theme: {instead}{text[end:]}"
        else:
            text = text[:start] + text[end:].removeprefix("\r").removeprefix("\n")
    return front_matter.with_values(text, {"theme": new}) if of_file == old else text


def _place_of(field: Field, text: str, start: int) -> tuple[int, int]:
    """Between which offsets a field stands, the first of its kind from `start` on."""
    lines = "\r?\n".join(map(re.escape, field.raw.split("\n")))
    found = re.compile(f"^{lines}", re.MULTILINE).search(text, start)
    assert found is not None, "the field was read from this text"
    return found.span()
