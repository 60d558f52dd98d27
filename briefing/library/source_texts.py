"""Stored texts of sources: what quotations are held against, beside what is read.

A text stands in the folder `texts` of its topic. It is no article: nobody reads it in the window,
it is not searched, and it is opened only when quotations are checked.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.library.context import Context
from briefing.library.opened import Opened
from briefing.library.points import split
from briefing.library.reading import decode
from briefing.library.root import is_ignored, is_text
from briefing.library.splicing import with_body
from briefing.model import Library, Source, SourceId, UserError, slug
from briefing.text import front_matter
from briefing.text.records import clean

FOLDER = "texts"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The stored text of one source or several: where it stands, and its Markdown."""

    path: Path  # relative to the library's root
    sources: tuple[SourceId, ...]
    title: str
    text_md: str


def read_source_texts(root: Path) -> Iterator[SourceText]:
    """The stored texts of the library at `root`; files that cannot be read are passed over."""
    for path in text_paths(root):
        found = _read(root, path)
        if found is not None:
            yield found


def text_paths(root: Path) -> Iterator[Path]:
    """Where stored texts stand, relative to the root."""
    for folder in sorted(root.glob(f"*/{FOLDER}")):
        if is_ignored(folder.parent.name) or not (folder.parent / "topic.md").is_file():
            continue
        for name in _names(folder):
            if name.endswith(".md") and not is_ignored(name) and is_text(name):
                yield Path(folder.parent.name, FOLDER, name)


def _read(root: Path, path: Path) -> SourceText | None:
    try:
        text = decode(Context(), path, (root / path).read_bytes())
    except OSError:
        return None
    if text is None:
        return None
    front = front_matter.read(text)
    sources = tuple(map(SourceId, split(front.text("source"))))
    return SourceText(path, sources, front.text("title"), text[front.body :]) if sources else None


def faults_of_texts(context: Context, root: Path, sources: Container[str]) -> None:
    """Note what is wrong with the stored texts of the library at `root`."""
    for path in text_paths(root):
        try:
            text = decode(context, path, (root / path).read_bytes())
        except OSError as error:
            context.unreadable(path, error)
            continue
        if text is None:
            continue
        front = front_matter.read(text)
        context.problems(path, front.problems)
        entry = front.find("source")
        if entry is None or not split(front.text("source")):
            what = "this text does not say of which source it is"
            context.fault(path, 1, what, "add `source: ID` to its front matter")
            continue
        for id_ in split(front.text("source")):
            if id_ not in sources:
                what = f"there is no source `{id_}` in sources.json"
                context.fault(path, entry.line, what, "add it, or correct the id")


def save_source_text(library: Library, source: Source, text_md: str) -> Path:
    """Store the text of a source, in the place of the one that is stored already; its path."""
    if not clean(text_md):
        raise UserError("There are no words in this text. Choose another file.")
    path, is_new = _place(library.root, source)
    opened = Opened(library.root, path, new=is_new)
    if opened.is_new:
        values = {"source": str(source.id), "title": source.title, "url": source.url}
        opened.text = front_matter.with_values("", values)
    opened.text = with_body(opened.text, clean(text_md) + "\n")
    opened.write()
    return path


def _place(root: Path, source: Source) -> tuple[Path, bool]:
    """Where the text of this source alone stands, or a new place for it."""
    folder = Path(source.topic, FOLDER)
    taken = {name.casefold() for name in _names(root / folder)}
    name, number = slug(str(source.id)), 2
    path = folder / f"{name}.md"
    while path.name.casefold() in taken:
        there = _read(root, path)
        if there is not None and there.sources == (source.id,):
            return path, False
        path, number = folder / f"{name}-{number}.md", number + 1
    return path, True


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
