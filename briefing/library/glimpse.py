"""A glimpse of a library: one article, read in a moment whatever the size of the library."""

from __future__ import annotations

import os
from pathlib import Path

from briefing.library.articles import read_article, read_topic
from briefing.library.context import Context
from briefing.library.root import CLAIMS, is_ignored, is_text, need_library, not_opened
from briefing.model import Library


def glimpse_library(root: Path, wanted: str = "") -> Library:
    """The library at `root` with one article and its topic, and nothing else.

    The article is `wanted`, or the first one if there is no such article; none if there is none.
    UserError if `root` is no library.
    """
    need_library(root)
    path = _article(root, wanted)
    if path is None:
        return Library(root, root.name)
    folder = path.parent.parent
    context = Context()  # its faults are found again when the whole library is read
    text = _text(folder / "topic.md")
    topic = read_topic(context, Path(folder.name, "topic.md"), folder.name, text)
    short = Path(folder.name, "articles", path.name)
    article = read_article(context, short, topic.id, path.stem, _text(path))
    return Library(root, root.name, (topic,), (article,))


def _article(root: Path, wanted: str) -> Path | None:
    try:
        topics = sorted(path.parent for path in root.glob("*/topic.md"))
        topics = [path for path in topics if not is_ignored(path.name) and is_text(path.name)]
        if wanted:
            for topic in topics:
                path = topic / "articles" / f"{wanted}.md"
                if path.is_file():
                    return path
        for topic in topics:
            first = min(_names(topic / "articles"), default="")
            if first:
                return topic / "articles" / first
    except OSError as error:
        raise not_opened(root, error) from error
    return None


def _names(folder: Path) -> list[str]:
    """The file names of the articles in a folder: there may be thousands of them."""
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    names = [name for name in names if name.endswith(".md") and not name.endswith(CLAIMS)]
    return [name for name in names if not is_ignored(name) and is_text(name)]


def _text(path: Path) -> str:
    """What can be read of a file; the full reading tells what is wrong with it."""
    try:
        return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except OSError:
        return ""
