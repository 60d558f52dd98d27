"""What every importer takes and gives back, and the row of the table `ALL`.

An importer is one module in this folder with a function

    read(data: bytes, name: str, options: Options) -> Intake

and one row in `ALL` of the package's `__init__`. It runs in a process of its own (`worker`), with
a limit of time and memory, so it may crash or hang and harm only its own file; but it must not
print, write files, or keep anything between two files.

* What cannot be read at all raises `UserError` in words: what it is, and what to do instead. A
  file that needs a password raises `NeedsPassword`; it is then asked for and comes in `options`.
* Whatever can be read comes back in an `Intake`, and nothing is left out in silence: lines that
  were left out are `dropped`, doubts about the whole file are `notices`, doubts about one point
  are `flagged`, and text that is not understood stays as a note (the explanation of a point,
  `Evidence.note_md`, `Source.note`).
* **Articles** come as `Imported`. **Points** come as values of the model in `groups`: a group is
  what stands under one path of headings. A file of points becomes one file of the library.
* **Ids are local to the file.** Every point, piece of evidence, source and article gets any id that
  is unique in the file ("p1", "e1", "s1", a citation key …). `app/importing` gives new ids that
  last and carries every reference along: `Evidence.source`, `Point.sources`, `Point.also`,
  `PointTarget`, `ClaimTarget.article`, `Imported.source`, `[@id]` in Markdown. `topic` stays empty.
* **Which importer reads a file** is decided by `sniff`, which gets a `Glance` at it: the first
  bytes, the names in a zip. `by_ending(...)` is enough for formats that have no first bytes of
  their own; others stand in `sniffing`. `SURE` wins over any
  ending, so a PDF named .html is read as a PDF.
* A **folder or zip** that is one thing (a vault of notes, a pack) is read by an importer with
  `holds` and `read_folder`: it gets `Files`, which counts what it unpacks and never follows names
  out of the folder.
* Zips are opened with `archive.Archive` only, and XML parts parsed with `markup.parse` only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from briefing.model import (
    Case,
    Claim,
    Event,
    Evidence,
    Figure,
    Point,
    Source,
    SourceId,
    Term,
    UserError,
)

# Larger than any article; a text file beyond it is something else.
MOST_BYTES = 16 * 1024 * 1024
# Of any file: pictures make documents large.
MOST_BYTES_OF_FILE = 256 * 1024 * 1024

# How sure an importer is that a file is its own.
NO = 0.0
MAYBE = 0.2  # readable, if nobody knows better (plain text)
ENDING = 0.5  # the ending says so, and nothing speaks against it
LIKELY = 0.7  # the first lines look like it
SURE = 1.0  # the first bytes or the parts of the zip say so


class NeedsPassword(UserError):
    """The file is encrypted, and no password or a wrong one was given."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of the file that was not taken over. Formats without lines number none: 0."""

    line: int
    text: str
    more: int = 0  # stands for so many that are not listed

    @property
    def said(self) -> str:
        """The words, and where they stand."""
        if self.more:
            return f"and {self.more:,} more"
        return f"“{self.text}” (line {self.line})" if self.line else f"“{self.text}”"


def shortened(dropped: Sequence[Dropped], most: int = 200) -> tuple[Dropped, ...]:
    """The first of what was left out, and how much more it is."""
    rest = sum(one.more or 1 for one in dropped[most:])
    return (*dropped[:most], Dropped(0, "", rest)) if rest else tuple(dropped)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A point or article to look at, and why. `id` is its id in the file."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A text as it came in. Everything that was left out or guessed is said."""

    title: str
    text_md: str
    authors: tuple[str, ...] = ()
    venue: str = ""
    date: str = ""
    url: str = ""
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[str, ...] = ()
    id: str = ""  # local to the file, where something refers to the article
    source: SourceId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Points that stand under one path of headings, such as (pocket, hat, block).

    "" stands for a level that is missing above others. A heading without points is a group
    without points.
    """

    headings: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a table were understood, so that it can be shown and corrected."""

    names: tuple[str, ...]
    uses: tuple[str, ...]  # what each column was taken for; "" for nothing
    possible: tuple[str, ...]  # every use there is
    rows: tuple[tuple[str, ...], ...] = ()  # the first few
    delimiter: str = ","
    has_header: bool = True  # the first row names the columns


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of a pack: its path inside the topic's folder, with `/`, and what it holds."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Extras:
    """What belongs to no point: claims of articles with their fact checks, lists, cases."""

    claims: tuple[Claim, ...] = ()
    timeline: tuple[Event, ...] = ()
    glossary: tuple[Term, ...] = ()
    figures: tuple[Figure, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not (self.claims or self.timeline or self.glossary or self.figures or self.cases)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about a file. Importers ignore what does not concern them."""

    password: str = ""
    encoding: str = ""  # instead of the one that would be found out
    columns: tuple[str, ...] = ()  # the use of each column, instead of a guess
    delimiter: str = ""  # between the cells of a row
    has_header: bool | None = None  # whether the first row names the columns


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that came out of one file."""

    articles: tuple[Imported, ...] = ()
    groups: tuple[Group, ...] = ()
    quotes: tuple[Evidence, ...] = ()  # evidence that belongs to no point
    sources: tuple[Source, ...] = ()
    extras: Extras = Extras()
    pack: tuple[Packed, ...] = ()  # a whole topic, taken over as it is
    pack_topic: str = ""  # its id
    title: str = ""  # of the file of points; else it is named after the file
    motion: str = ""  # the thesis that the points are about, where the file says it
    notices: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    columns: Columns | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        """All points, in the order of the file."""
        return tuple(point for group in self.groups for point in group.points)

    @property
    def is_empty(self) -> bool:
        """Whether nothing came in."""
        is_filled = self.articles or self.groups or self.quotes or self.sources or self.pack
        return not is_filled and self.extras.is_empty


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known of a file before it is read."""

    name: str
    head: bytes  # the first 4 KB
    members: tuple[str, ...] = ()  # the names in a zip

    @property
    def suffix(self) -> str:
        """The ending in lower case, with its dot."""
        dot = self.name.rfind(".")
        return self.name[dot:].lower() if dot > 0 else ""

    @property
    def text(self) -> str:
        """The first bytes as text, for a look at it; "" for what is surely no text."""
        if self.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return self.head.decode("utf-16", "replace").lstrip("\ufeff")
        if b"\x00" in self.head or self.is_binary:
            return ""
        return self.head.decode("utf-8", "replace").lstrip("\ufeff")

    @property
    def is_binary(self) -> bool:
        """Whether the first bytes are those of a well-known format that is no text."""
        return self.head.startswith(tuple(BINARY))


# The container of old Office files, and of new ones with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of well-known files, and what they are.
BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, OpenDocument, EPUB or ZIP file",
    b"PK\x05\x06": "an empty ZIP file",
    OLE: "an old Word file (.doc), or one with a password",
    b"{\\rtf": "a Rich Text file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"7z\xbc\xaf": "a compressed file (7z)",
    b"Rar!": "a compressed file (RAR)",
    b"SQLite format 3": "a database",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}


class Files(Protocol):
    """A folder or a zip as importers see it. Names have `/`, and stay inside."""

    name: str
    names: Sequence[str]
    unread: Sequence[str]  # a line each for the folders in it that cannot be looked into

    def read(self, name: str) -> bytes:
        """The bytes of one file; UserError beyond the limits."""
        ...


Sniff = Callable[[Glance], float]


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that can be read. `read` raises UserError in words for what it cannot read.

    `read` (of bytes, a file's name, and options) and `read_folder` (of `Files` and options) name a
    function that gives an `Intake`, as "module:function" of this package, so that the table costs
    nothing: the module is imported by the worker when the first such file comes.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: str = ""
    sniff: Sniff | None = None  # None: by its ending
    holds: Callable[[Sequence[str]], bool] | None = None  # whether a folder or zip is one of these
    read_folder: str = ""

    def how_sure(self, glance: Glance) -> float:
        """How likely the file is of this format."""
        if self.sniff is not None:
            return self.sniff(glance)
        return by_ending(*self.suffixes)(glance) if self.read else NO


def by_ending(*suffixes: str) -> Sniff:
    """For text formats: the ending, unless the first bytes are those of something else."""

    def sniff(glance: Glance) -> float:
        return ENDING if glance.suffix in suffixes and not glance.is_binary else NO

    return sniff


def by_first_bytes(*starts: bytes) -> Sniff:
    """For formats with first bytes of their own, which may stand a little further in."""

    def sniff(glance: Glance) -> float:
        return SURE if glance.head[:1024].lstrip().startswith(starts) else NO

    return sniff
