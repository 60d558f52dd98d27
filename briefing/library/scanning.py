"""Which files a library has, and whether they are what they were: names, sizes and times.

Nothing is opened. A library of a thousand files takes some hundredths of a second, so it is
looked through again and again while a window shows it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from briefing.library.root import CLAIMS, is_ignored, is_text, need_library, not_opened
from briefing.model import Fault, is_device

LIBRARY, TOPIC, ARTICLE, CLAIMS_OF, POINTS = "library", "topic", "article", "claims", "points"
SOURCES, TIMELINE, GLOSSARY, FIGURES = "sources", "timeline", "glossary", "figures"
NOTES, CASE = "notes", "case"
# The system's own folders on a stick, which nobody may look into.
_SYSTEM = ("System Volume Information", "lost+found")
_FOLDERS = {"points": POINTS, "notes": NOTES}  # with one kind of file each, in this order
_IN_TOPIC = ("topic.md", "articles", *_FOLDERS, "texts")
_LISTS = {
    "sources.json": SOURCES,
    "timeline.md": TIMELINE,
    "glossary.md": GLOSSARY,
    "figures.md": FIGURES,
}


class Stamp(NamedTuple):
    """By what it is seen that a file was changed."""

    size: int
    mtime_ns: int


class Listed(NamedTuple):
    """A file of the library: its name from the root on, with `/`, what it is, and its topic."""

    name: str
    kind: str
    topic: str
    stamp: Stamp | None  # None: the system does not tell
    has_article: bool = False  # claims only: whether the article stands beside them


@dataclass(slots=True)
class Listing:
    """The files of a library in the order in which they are read."""

    files: list[Listed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)  # folders that cannot be looked into

    def hides(self, name: str) -> bool:
        """Whether a file of that name may be there without being listed."""
        return any(name.startswith(f"{folder}/") for folder in self.unseen)


def scan(root: Path) -> Listing:
    """The files of the library at `root`. UserError if there is no library (any more)."""
    listing = Listing()
    try:
        entries = {entry.name: entry for entry in os.scandir(root)}
    except OSError as error:
        raise not_opened(root, error) from error
    need_library(root)
    listing.files.append(Listed("library.md", LIBRARY, "", _stamp_of(root / "library.md")))
    names = _names(Path(), entries, listing)
    _in_capitals(Path(), names, ("cases",), listing)
    for name in names:
        try:
            is_topic = name not in _SYSTEM and (root / name / "topic.md").is_file()
        except OSError as error:
            _cannot_read(listing, name, error)
            continue
        if is_topic:
            _no_device(Path(), name, listing)
            listing.files += _topic(root, name, listing)
    if "cases" in names:
        for entry in _markdown(root, "cases", listing):
            listing.files.append(_listed("cases", entry, CASE, ""))
    return listing


def _topic(root: Path, folder: str, listing: Listing) -> Iterator[Listed]:
    inside = {entry.name: entry for entry in _inside(root, folder, listing)}
    _in_capitals(Path(folder), inside, (*_IN_TOPIC, *_LISTS), listing)
    yield Listed(f"{folder}/topic.md", TOPIC, folder, _stamp_of(root / folder / "topic.md"))
    if "articles" in inside:
        path = f"{folder}/articles"
        entries = _markdown(root, path, listing)
        there = {entry.name for entry in entries}
        for entry in entries:
            if entry.name.endswith(CLAIMS):
                article = entry.name.removesuffix(CLAIMS) + ".md"
                listed = _listed(path, entry, CLAIMS_OF, folder)
                yield listed._replace(has_article=article in there)
            else:
                yield _listed(path, entry, ARTICLE, folder)
    for name, kind in _FOLDERS.items():
        for entry in _markdown(root, f"{folder}/{name}", listing) if name in inside else ():
            yield _listed(f"{folder}/{name}", entry, kind, folder)
    for name, kind in _LISTS.items():
        if name in inside:
            yield _listed(folder, inside[name], kind, folder)


def _inside(root: Path, folder: str, listing: Listing) -> list[os.DirEntry[str]]:
    """The entries of a folder that are not to be ignored, by name."""
    try:
        entries = {entry.name: entry for entry in os.scandir(root / folder)}
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        _cannot_read(listing, folder, error)
        return []
    return [entries[name] for name in _names(Path(folder), entries, listing)]


def _markdown(root: Path, folder: str, listing: Listing) -> list[os.DirEntry[str]]:
    """The Markdown files of a folder."""
    entries = {entry.name: entry for entry in _inside(root, folder, listing)}
    for name in entries:
        if name[-3:] != ".md" and name[-3:].lower() == ".md":
            what = f"`{name}` is not read, because its ending is not `.md`"
            listing.faults.append(Fault(Path(folder, name), 1, what, "rename it"))
        elif name.endswith(".md"):
            _no_device(Path(folder), name, listing)
    return [entry for name, entry in entries.items() if name.endswith(".md")]


def _no_device(folder: Path, name: str, listing: Listing) -> None:
    if is_device(name):
        what = f"nothing can be called `{name}` on Windows, which keeps that name for a device"
        listing.faults.append(Fault(folder / name, 1, what, "rename it"))


def _in_capitals(
    folder: Path, found: Iterable[str], known: Collection[str], listing: Listing
) -> None:
    """Note what would be read if it had small letters: elsewhere it may be, but not here."""
    for name in found:
        small = name.lower()
        if small != name and small in known:
            what = f"`{name}` is not `{small}` on every system, and is not read"
            listing.faults.append(Fault(folder / name, 1, what, f"rename it `{small}`"))


def _cannot_read(listing: Listing, folder: str, error: OSError) -> None:
    reason = error.strerror or type(error).__name__
    what = f"the folder cannot be read ({reason}), and its files are left alone"
    listing.faults.append(Fault(Path(folder), 1, what, "allow Briefing to read it"))
    listing.unseen.append(folder)


def _names(folder: Path, found: Iterable[str], listing: Listing) -> list[str]:
    """Those of the names in a folder that are not to be ignored, in order.

    Names that are one name on Windows and macOS are faults, but all of them are read; what cannot
    be named in a file of the library is left out.
    """
    names = sorted(name for name in found if not is_ignored(name))
    seen: dict[str, str] = {}
    for name in names:
        if not is_text(name):
            shown = name.encode("utf-8", "replace").decode()
            what = "the name of this file is not UTF-8 text, and it is not read"
            listing.faults.append(Fault(folder / shown, 1, what, "rename it"))
            continue
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            what = f"`{name}` and `{other}` are one name on Windows and macOS"
            listing.faults.append(Fault(folder / name, 1, what, "rename one of them"))
    return [name for name in names if is_text(name)]


def _listed(folder: str, entry: os.DirEntry[str], kind: str, topic: str) -> Listed:
    try:
        found = entry.stat()
    except OSError:
        return Listed(f"{folder}/{entry.name}", kind, topic, None)
    stamp = Stamp(found.st_size, found.st_mtime_ns)
    return Listed(f"{folder}/{entry.name}", kind, topic, stamp)


def _stamp_of(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_size, found.st_mtime_ns)


def listed_at(root: Path, name: str) -> Listed | None:
    """What `scan` lists of one file; None if it is not there or is to be ignored."""
    names = name.split("/")
    folder, last = names[0], names[-1]
    if any(not one or is_ignored(one) for one in names):
        return None
    path = root / name
    stamp = _stamp_of(path)
    if stamp is None:
        return None
    if name == "library.md":
        return Listed(name, LIBRARY, "", stamp)
    if len(names) == 2 and folder == "cases" and last.endswith(".md"):
        return Listed(name, CASE, "", stamp)
    if len(names) == 2 and last == "topic.md":
        return Listed(name, TOPIC, folder, stamp)
    if len(names) == 2 and last in _LISTS:
        return Listed(name, _LISTS[last], folder, stamp)
    if len(names) != 3 or not last.endswith(".md"):
        return None
    if names[1] in _FOLDERS:
        return Listed(name, _FOLDERS[names[1]], folder, stamp)
    if names[1] != "articles":
        return None
    if not last.endswith(CLAIMS):
        return Listed(name, ARTICLE, folder, stamp)
    article = path.with_name(last.removesuffix(CLAIMS) + ".md")
    return Listed(name, CLAIMS_OF, folder, stamp, article.is_file())
