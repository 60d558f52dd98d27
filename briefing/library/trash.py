"""The trash of a library: what was deleted stays in its folder `.trash` until it is forgotten.

Each entry is a folder: `about.json` says what it was and where each piece stood; the pieces lie
beside it as they were written, so that any editor can read them.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from briefing.library import files, splicing
from briefing.library.journal import digest
from briefing.library.opened import Opened, encode
from briefing.library.source_keeping import add_source_text, source_text
from briefing.model import Library, SourceId, TopicId, UserError, new_id
from briefing.text.records import outline_of

TRASH = ".trash"
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that was written in the file at `path`: the file as a whole, or a record of it."""

    path: Path
    kind: str  # "file", "record" of a Markdown file, "quote" before them, "source" of sources.json
    data: bytes


@dataclass(frozen=True, slots=True)
class Discarded:
    """An entry of the trash. `links` are the links of other points that went with it."""

    id: str
    what: str  # "point", "article", "case", "source", "note", "quotation"
    title: str
    when: str  # ISO 8601, UTC
    pieces: tuple[Piece, ...]
    links: tuple[tuple[str, str, str], ...] = ()  # point, relation, target


def throw_away(
    root: Path,
    what: str,
    title: str,
    pieces: Sequence[Piece],
    links: Iterable[tuple[str, str, str]] = (),
) -> str:
    """Keep pieces in the trash; returns the id of the entry. Removing them is up to the caller."""
    now = datetime.now(UTC)
    id_ = f"{now:%Y%m%d-%H%M%S}-{new_id('t')}"
    folder = root / TRASH / id_
    listed = []
    for number, piece in enumerate(pieces, 1):
        name = f"{number}-{piece.path.name[-60:]}"  # as long as names may be, with the number
        listed.append({"path": piece.path.as_posix(), "kind": piece.kind, "file": name})
        files.write_file(folder / name, piece.data, None)
    about = {
        "what": what,
        "title": title,
        "when": now.isoformat(timespec="seconds"),
        "pieces": listed,
        "links": [list(link) for link in links],
    }
    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    files.write_file(folder / _ABOUT, encode(text), None)
    return id_


def discarded(root: Path) -> tuple[Discarded, ...]:
    """What lies in the trash, the latest first. What cannot be read is left out."""
    try:
        folders = sorted((root / TRASH).iterdir(), reverse=True)
    except OSError:
        return ()
    return tuple(filter(None, map(_read, folders)))


def _read(folder: Path) -> Discarded | None:
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        pieces = tuple(_piece(folder, one) for one in about["pieces"])
        links = tuple((str(a), str(b), str(c)) for a, b, c in about.get("links", ()))
        what, title, when = (str(about.get(key, "")) for key in ("what", "title", "when"))
        return Discarded(folder.name, what, title, when, pieces, links)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _piece(folder: Path, about: Mapping[str, Any]) -> Piece:
    path = PurePosixPath(about["path"])
    name = PurePosixPath(about["file"]).name
    # On Windows a backslash stands between folders, too.
    if not path.parts or path.is_absolute() or ".." in path.parts or set(str(path)) & set(":\\"):
        raise ValueError("a piece of the trash names a place outside the library")
    return Piece(Path(*path.parts), str(about["kind"]), (folder / name).read_bytes())


def restore(library: Library, entry: Discarded) -> None:
    """Put the pieces of an entry back where they stood; a record goes to the end of its file.

    UserError if a file of that name is there by now. The entry leaves the trash. Links of other
    points are up to the caller.
    """
    for piece in entry.pieces:
        if piece.kind == "file":
            files.write_file(library.root / piece.path, piece.data, None)
        elif piece.kind == "source":
            text = piece.data.decode("utf-8", "replace")
            add_source_text(library, TopicId(piece.path.parts[0]), text)
        else:
            opened = Opened(library.root, piece.path, new=True)
            record = splicing.plain(piece.data.decode("utf-8", "replace"))
            if piece.kind == "quote":
                opened.text = _before_records(opened.text, record)
            else:
                opened.text = splicing.append(opened.text, [record])
            opened.write()
    forget(library.root, entry)


def _before_records(text: str, quote: str) -> str:
    """A quotation of no point goes before the first point, whose own it would be else."""
    records = outline_of(text).records
    at = records[0].start if records else len(text)
    ends = splicing.newline_of(text)
    return splicing.append(text[:at], [quote]) + (ends if records else "") + text[at:]


def forget(root: Path, entry: Discarded) -> None:
    """Remove an entry from the trash for good."""
    folder = root / TRASH / entry.id
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise UserError(f"“{entry.title}” is not in the trash any more.") from error
    for path in paths:
        files.remove_file(path, digest(files.read_file(path)))
    with contextlib.suppress(OSError):  # a folder without a file is no entry
        folder.rmdir()


def source_piece(library: Library, id_: SourceId, topic: str) -> Piece:
    """A source as a piece for the trash."""
    return Piece(Path(topic, "sources.json"), "source", encode(source_text(library, id_)))


def file_piece(root: Path, path: Path) -> Piece:
    """A whole file as a piece for the trash."""
    return Piece(path, "file", files.read_file(root / path))


def record_piece(root: Path, path: Path, id_: str) -> Piece:
    """The record of a Markdown file that has this id, as a piece for the trash."""
    opened = Opened(root, path)
    for record in outline_of(opened.text).records:
        if record.id == id_:
            return Piece(path, "record", encode(opened.text[record.start : record.end]))
    raise files.changed(opened.path)
