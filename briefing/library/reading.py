"""Reading files of a library: everything that can be read, and a fault for all the rest."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from briefing.library import scanning
from briefing.library.articles import line_of, read_article, read_topic
from briefing.library.cases import read_case
from briefing.library.claims import ClaimsReader
from briefing.library.context import Context
from briefing.library.journal import digest
from briefing.library.notes import NotesReader
from briefing.library.parts import Part, describe
from briefing.library.points import PointsReader, split
from briefing.library.root import CLAIMS
from briefing.library.scanning import Listed, Stamp
from briefing.library.sources import read_sources
from briefing.model import (
    ArticleId,
    Event,
    Figure,
    Library,
    Place,
    Progress,
    SourceId,
    Stop,
    Term,
    TopicId,
    is_id,
)
from briefing.text import front_matter, tables
from briefing.text.references import referenced

FORMAT = 1
_FIGURES = ("figure", "value", "as of", "sources", "caution")
_RENAME = "rename it: lower-case letters, digits, `.`, `-` and `_`, 80 at most"

# A file may be changed again without a new time of change: file systems count in steps of up to
# two seconds. What was changed so shortly before it was read is looked into once more.
_RESTLESS_NS = 2_500_000_000

Values = dict[str, list[Any]]  # by shelf


def is_library(path: Path) -> bool:
    """Whether the folder at `path` is a library: it has a `library.md` with a format number."""
    try:
        with (path / "library.md").open(encoding="utf-8", errors="replace") as file:
            return front_matter.read(file.read(65_536)).find("briefing") is not None
    except OSError:
        return False


def read_library(root: Path, progress: Progress | None = None, stop: Stop | None = None) -> Library:
    """Everything in the library at `root`; what is wrong with its files is in `faults`.

    `progress` is told how many files of how many are read; reading ends with Cancelled as soon
    as `stop` says so. UserError if `root` is no library.
    """
    from briefing.library.catalogue import Catalogue

    return Catalogue.read(root, None, progress, stop).library


def read_part(
    root: Path, listed: Listed, setting: str = "", taken: dict[tuple[str, str], Place] | None = None
) -> Part:
    """Read one file. A file that cannot be read is a part with a fault and without values.

    `setting` is what its reading depends upon in other files (the themes of the topic; whether
    there is an article beside its claims); `taken` are ids of files before it, if they matter.
    """
    context = Context() if taken is None else Context(taken=taken)
    path = Path(listed.name)
    text, found_digest = None, ""
    try:
        data, listed = read_bytes(root, listed)
        found_digest = digest(data)
        text = decode(context, path, data)
    except OSError as error:
        context.unreadable(path, error)
    values: Values = {}
    # A topic is one by its folder, even if its file is unreadable.
    if text is not None or listed.kind == scanning.TOPIC:
        values = _values(context, path, listed, setting, text or "")
    head = describe(values)
    if listed.kind == scanning.LIBRARY:
        head.title = _title(context, path, text or "")
    part = Part(root, listed, setting, found_digest, head)
    part.hold(values, context)
    part.is_doubtful = is_restless(listed.stamp)
    return part


def is_restless(stamp: Stamp | None) -> bool:
    """Whether a file was changed so lately that another change may not show in its stamp."""
    return stamp is not None and abs(time.time_ns() - stamp.mtime_ns) < _RESTLESS_NS


def read_bytes(root: Path, listed: Listed) -> tuple[bytes, Listed]:
    """The bytes of a file, and its entry with the stamp that it had when they were read."""
    with open(root / listed.name, "rb") as file:  # noqa: PTH123 - half the time of Path.open
        found = os.fstat(file.fileno())
        return file.read(), listed._replace(stamp=Stamp(found.st_size, found.st_mtime_ns))


def _title(context: Context, path: Path, text: str) -> str:
    front = front_matter.read(text)
    context.problems(path, front.problems)
    number = front.text("briefing")
    line = line_of(front, "briefing")
    if not number.isdecimal():
        what = "library.md does not give the number of its format"
        context.fault(path, line, what, f"add `briefing: {FORMAT}` to its front matter")
    elif int(number[:9]) > FORMAT:
        what = f"this library has format {number}, and this program knows {FORMAT} at most"
        context.fault(path, line, what, "use a newer Briefing; this one only reads it")
    return front.text("title")


def _values(context: Context, path: Path, listed: Listed, setting: str, text: str) -> Values:
    """The values of a file of any kind, by shelf."""
    kind, topic = listed.kind, TopicId(listed.topic)
    if kind == scanning.POINTS:
        themes = frozenset(setting.split("\n")) if setting else frozenset()
        points, quotes = PointsReader(context, path, topic, themes).read(text)
        return {"points": points, "quotes": quotes}
    if kind == scanning.ARTICLE:
        if not is_id(path.stem):
            context.fault(path, 1, f"`{path.stem}` cannot be the id of an article", _RENAME)
        id_ = context.take("article", path.stem, path, 1)
        return {"articles": [read_article(context, path, topic, id_, text)]}
    if kind == scanning.CLAIMS_OF:
        article = ArticleId(path.name.removesuffix(CLAIMS))
        if not listed.has_article:
            what = f"there is no article `{article}` beside its claims"
            context.fault(path, 1, what, "name the file after an article in this folder")
        return {"claims": ClaimsReader(context, path, article).read(text)}
    if kind == scanning.TOPIC:
        if not is_id(topic):
            context.fault(path.parent, 1, f"`{topic}` cannot be the id of a topic", _RENAME)
        return {"topics": [read_topic(context, path, topic, text)]}
    if kind == scanning.NOTES:
        return {"notes": NotesReader(context, path).read(text)}
    if kind == scanning.SOURCES:
        return {"sources": read_sources(context, path, topic, text)}
    if kind == scanning.CASE:
        if not is_id(path.stem):
            context.fault(path, 1, f"`{path.stem}` cannot be the id of a case", _RENAME)
        id_ = context.take("case", path.stem, path, 1)
        return {"cases": [read_case(context, path, id_, text)]}
    if kind == scanning.LIBRARY:
        return {}
    return _list(context, path, kind, topic, text)


def _list(context: Context, path: Path, kind: str, topic: TopicId, text: str) -> Values:
    front = front_matter.read(text)
    body, line = text[front.body :], front.body_line
    if kind == scanning.TIMELINE:
        return {"timeline": _timeline(context, path, topic, body, line)}
    if kind == scanning.FIGURES:
        return {"figures": _figures(context, path, topic, body, line)}
    terms, problems = tables.glossary(body, line)
    context.problems(path, problems)
    found = []
    for term in terms:
        context.refer_in(term.meaning, path, term.line)
        name, *aliases = term.names
        found.append(Term(name, term.meaning, topic, tuple(aliases), Place(path, term.line)))
    return {"glossary": found}


def _timeline(context: Context, path: Path, topic: TopicId, body: str, line: int) -> list[Event]:
    events, problems = tables.timeline(body, line)
    context.problems(path, problems)
    found = []
    for event in events:
        context.date(event.date, path, event.line)
        context.refer_in(event.text, path, event.line)
        sources = tuple(map(SourceId, referenced(event.text)))
        found.append(Event(event.date, event.text, topic, sources, Place(path, event.line)))
    return found


def _figures(context: Context, path: Path, topic: TopicId, body: str, line: int) -> list[Figure]:
    rows, problems = tables.rows(body, len(_FIGURES), line, _FIGURES)
    context.problems(path, problems)
    found = []
    for (label, value, as_of, sources, caution), number in rows:
        for each in split(sources):
            context.refer("source", each, path, number)
        context.refer_in(caution, path, number)
        ids = tuple(map(SourceId, split(sources)))
        found.append(Figure(label, value, as_of, topic, caution, ids, Place(path, number)))
    return found


def decode(context: Context, path: Path, data: bytes) -> str | None:
    """`data` as text; None, and a fault, if it is not UTF-8 text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        context.fault(path, line, "the file is not UTF-8 text", "save it with the encoding UTF-8")
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        context.fault(path, line, "the file has a NUL byte", "remove it, or restore the file")
        return None
    if "\r" in text:
        rest = text.replace("\r\n", "")
        if "\r" in rest:
            what = "the file has carriage returns that do not end a line"
            context.fault(path, 1, what, "save it with the line ends LF or CRLF")
    return text
