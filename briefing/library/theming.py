"""Themes in the files of a topic's points: another name, and no byte around it."""

from __future__ import annotations

from pathlib import Path

from briefing.library import splicing
from briefing.library.opened import Opened
from briefing.library.root import is_ignored, is_text
from briefing.model import Cancelled, Progress, Stop
from briefing.text import front_matter
from briefing.text.records import outline_of


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
        text = opened.text
        for record in reversed(outline_of(text).records):
            field = record.first("theme")
            if field is None or field.value != old:
                continue
            raw = field.raw.replace("\n", splicing.newline_of(text))
            start = text.index(raw, record.start)
            end = start + len(raw)
            if new:
                text = f"{text[:start]}- theme: {new}{text[end:]}"
            else:
                text = text[:start] + text[end:].removeprefix("\r").removeprefix("\n")
        if front_matter.read(text).text("theme") == old:
            text = front_matter.with_values(text, {"theme": new})
        opened.text = text
        opened.write()
