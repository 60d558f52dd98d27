"""Reading a library folder: everything that can be read, and a fault for all the rest."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from briefing.library.articles import read_article, read_topic
from briefing.library.cases import read_case
from briefing.library.claims import ClaimsReader
from briefing.library.context import Context
from briefing.library.notes import NotesReader
from briefing.library.points import PointsReader, split
from briefing.library.root import CLAIMS, need_library, not_opened
from briefing.library.sources import read_sources
from briefing.model import (
    Article,
    ArticleId,
    Cancelled,
    Case,
    Claim,
    Event,
    Evidence,
    Fault,
    Figure,
    Library,
    Note,
    Place,
    Point,
    Progress,
    Source,
    SourceId,
    Stop,
    SystemTrouble,
    Term,
    Topic,
    TopicId,
    is_id,
)
from briefing.text import front_matter, tables
from briefing.text.references import referenced

FORMAT = 1
_RENAME = "rename it: lower-case letters, digits, `.`, `-` and `_`, 80 at most"

# Looking for the nearest id takes about a millisecond; a broken library must not take minutes.
_MOST_HINTS = 50


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
    collecting = gc.isenabled()
    gc.disable()  # all that is made here stays: looking for garbage is a third of the time
    try:
        return Reader(root, progress, stop).library()
    finally:
        if collecting:
            gc.enable()


class Reader:
    """One reading of one library."""

    def __init__(
        self, root: Path, progress: Progress | None = None, stop: Stop | None = None
    ) -> None:
        self.root = root
        self.context = Context()
        self._progress = progress
        self._stop = stop
        self._done = 0
        self._total = 0
        self._topics: list[Topic] = []
        self._articles: list[Article] = []
        self._claims: list[Claim] = []
        self._points: list[Point] = []
        self._quotes: list[Evidence] = []
        self._sources: list[Source] = []
        self._timeline: list[Event] = []
        self._glossary: list[Term] = []
        self._figures: list[Figure] = []
        self._cases: list[Case] = []
        self._notes: list[Note] = []

    def library(self) -> Library:
        """Read everything."""
        names = self._root_names()
        title = self._title()
        folders = [
            (Path(name), self._names(Path(name)))
            for name in names
            if (self.root / name / "topic.md").is_file()
        ]
        cases = self._names(Path("cases")) if "cases" in names else []
        plan = [(folder, self._plan(folder, inside)) for folder, inside in folders]
        self._total = sum(len(files) for _, files in plan) + len(cases)
        for folder, files in plan:
            self._topic(folder, files)
        self._read_cases(cases)
        self._resolve()
        faults = sorted(self.context.faults, key=_order)
        return Library(
            self.root,
            title,
            tuple(self._topics),
            tuple(self._articles),
            tuple(self._claims),
            tuple(self._points),
            tuple(self._quotes),
            tuple(self._sources),
            tuple(self._timeline),
            tuple(self._glossary),
            tuple(self._figures),
            tuple(self._cases),
            tuple(faults),
            tuple(self._notes),
        )

    def _root_names(self) -> list[str]:
        try:
            names = sorted(entry.name for entry in os.scandir(self.root))
        except OSError as error:
            raise not_opened(self.root, error) from error
        need_library(self.root)
        return self._without_twins(Path(), [name for name in names if name[0] not in ".~"])

    def _title(self) -> str:
        path = Path("library.md")
        front = front_matter.read(self._text(path) or "")
        self.context.problems(path, front.problems)
        number = front.text("briefing")
        entry = front.find("briefing")
        line = entry.line if entry else 1
        if not number.isdecimal():
            what = "library.md does not give the number of its format"
            self.context.fault(path, line, what, f"add `briefing: {FORMAT}` to its front matter")
        elif int(number[:9]) > FORMAT:
            what = f"this library has format {number}, and this program knows {FORMAT} at most"
            self.context.fault(path, line, what, "use a newer Briefing; this one only reads it")
        return front.text("title") or self.root.resolve().name

    def _names(self, folder: Path) -> list[str]:
        """The names in a folder that are not to be ignored, sorted."""
        try:
            entries = os.scandir(self.root / folder)
            names = [entry.name for entry in entries if entry.name[0] not in ".~"]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            what = f"the folder cannot be read ({error.strerror or type(error).__name__})"
            self.context.fault(folder, 1, what, "allow Briefing to read it")
            return []
        return self._without_twins(folder, sorted(names))

    def _without_twins(self, folder: Path, names: list[str]) -> list[str]:
        """Fault names that are one name on Windows and macOS; all of them are read."""
        seen: dict[str, str] = {}
        for name in names:
            other = seen.setdefault(name.casefold(), name)
            if other != name:
                what = f"`{name}` and `{other}` are one name on Windows and macOS"
                self.context.fault(folder / name, 1, what, "rename one of them")
        return names

    def _plan(self, folder: Path, names: list[str]) -> list[Path]:
        """The files of a topic, in the order in which they are read."""
        files = [folder / "topic.md"]
        for sub in ("articles", "points", "notes"):
            if sub in names:
                inside = [name for name in self._names(folder / sub) if name.endswith(".md")]
                files += [folder / sub / name for name in inside]
        rest = ("sources.json", "timeline.md", "glossary.md", "figures.md")
        return files + [folder / name for name in rest if name in names]

    def _topic(self, folder: Path, files: list[Path]) -> None:
        context = self.context
        if not is_id(folder.name):
            context.fault(folder, 1, f"`{folder.name}` cannot be the id of a topic", _RENAME)
        texts = ((path, self._next(path)) for path in files)
        _, text = next(texts)
        topic = read_topic(context, folder / "topic.md", folder.name, text or "")
        self._topics.append(topic)
        for path, text in texts:
            if text is not None:
                self._file_of_topic(path, topic, text)

    def _file_of_topic(self, path: Path, topic: Topic, text: str) -> None:
        """Read any file of a topic but its `topic.md`."""
        context = self.context
        sub = path.parent.name if len(path.parts) == 3 else ""
        if sub == "articles":
            self._article_or_claims(path, topic.id, text)
        elif sub == "points":
            points, quotes = PointsReader(context, path, topic).read(text)
            self._points += points
            self._quotes += quotes
        elif sub == "notes":
            self._notes += NotesReader(context, path).read(text)
        elif path.name == "sources.json":
            self._sources += read_sources(context, path, topic.id, text)
        else:
            self._list(path, topic.id, text)

    def _article_or_claims(self, path: Path, topic: TopicId, text: str) -> None:
        context = self.context
        if path.name.endswith(CLAIMS):
            article = ArticleId(path.name.removesuffix(CLAIMS))
            if not (self.root / path.with_name(f"{article}.md")).is_file():
                what = f"there is no article `{article}` beside its claims"
                context.fault(path, 1, what, "name the file after an article in this folder")
            self._claims += ClaimsReader(context, path, article).read(text)
            return
        if not is_id(path.stem):
            context.fault(path, 1, f"`{path.stem}` cannot be the id of an article", _RENAME)
        id_ = context.take("article", path.stem, path, 1)
        self._articles.append(read_article(context, path, topic, id_, text))

    def _list(self, path: Path, topic: TopicId, text: str) -> None:
        front = front_matter.read(text)
        body, line = text[front.body :], front.body_line
        if path.name == "timeline.md":
            self._read_timeline(path, topic, body, line)
        elif path.name == "glossary.md":
            terms, problems = tables.glossary(body, line)
            self.context.problems(path, problems)
            for term in terms:
                self.context.refer_in(term.meaning, path, term.line)
                name, *aliases = term.names
                place = Place(path, term.line)
                self._glossary.append(Term(name, term.meaning, topic, tuple(aliases), place))
        else:
            self._read_figures(path, topic, body, line)

    def _read_timeline(self, path: Path, topic: TopicId, body: str, line: int) -> None:
        events, problems = tables.timeline(body, line)
        self.context.problems(path, problems)
        for event in events:
            self.context.date(event.date, path, event.line)
            self.context.refer_in(event.text, path, event.line)
            sources = tuple(map(SourceId, referenced(event.text)))
            place = Place(path, event.line)
            self._timeline.append(Event(event.date, event.text, topic, sources, place))

    def _read_figures(self, path: Path, topic: TopicId, body: str, line: int) -> None:
        rows, problems = tables.rows(body, 5, line)
        self.context.problems(path, problems)
        for (label, value, as_of, sources, caution), number in rows:
            for each in split(sources):
                self.context.refer("source", each, path, number)
            ids = tuple(map(SourceId, split(sources)))
            place = Place(path, number)
            self._figures.append(Figure(label, value, as_of, topic, caution, ids, place))

    def _read_cases(self, names: list[str]) -> None:
        for name in names:
            path = Path("cases", name)
            text = self._next(path) if name.endswith(".md") else None
            if text is None:
                continue
            if not is_id(path.stem):
                self.context.fault(path, 1, f"`{path.stem}` cannot be the id of a case", _RENAME)
            id_ = self.context.take("case", path.stem, path, 1)
            self._cases.append(read_case(self.context, path, id_, text))

    def _next(self, path: Path) -> str | None:
        """The text of the next file, unless the work is to stop."""
        if self._stop is not None and self._stop():
            raise Cancelled
        text = self._text(path)
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)
        return text

    def _text(self, path: Path) -> str | None:
        """The text of a file; None, and a fault, if it has none."""
        try:
            with open(self.root / path, "rb") as file:  # noqa: PTH123 - half the time of Path.open
                data = file.read()
            return decode(self.context, path, data)
        except OSError as error:
            what = f"the file cannot be read ({error.strerror or type(error).__name__})"
            self.context.fault(path, 1, what, "allow Briefing to read it, or restore it")
        except SystemTrouble as error:
            self.context.fault(path, 1, str(error), "save it as UTF-8 text")
        return None

    def _resolve(self) -> None:
        """Fault every mention of something that is not there."""
        taken = {kind: set[str]() for kind in ("source", "evidence", "point", "article")}
        for kind, id_ in self.context.taken:
            taken.setdefault(kind, set()).add(id_)
        taken["claim"] = {claim.ref for claim in self._claims}
        taken["topic"] = {topic.id for topic in self._topics}
        missing = [each for each in self.context.references if each.id not in taken[each.kind]]
        for number, (kind, id_, path, line) in enumerate(missing):
            where = "sources.json" if kind == "source" else "the library"
            what = f"there is no {kind} `{id_}` in {where}"
            near = "" if number >= _MOST_HINTS else _nearest(id_, taken[kind])
            mend = f"did you mean `{near}`?" if near else "add it, or correct the id"
            self.context.fault(path, line, what, mend)


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


def _nearest(id_: str, taken: set[str]) -> str:
    """The id in `taken` that is most like `id_`; "" if none is."""
    import difflib

    close = difflib.get_close_matches(id_, sorted(taken), 1, 0.75) if len(taken) < 500 else []
    return close[0] if close else ""


def _order(fault: Fault) -> tuple[str, int, str]:
    return fault.path.as_posix(), fault.line, fault.what
