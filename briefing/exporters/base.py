"""What every exporter is given: a document as blocks and as values; and how its file is written."""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from briefing.model import Library, Relation, Side, UserError
from briefing.text.runs import Runs

# Characters that XML forbids; no format gains anything by them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading: level 1 begins a part of a long document, level 2 divides it, and so on."""

    runs: Runs
    level: int = 2
    passage: int = -1  # the number of the passage of an article that this is


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph or list item. `marker` is a bullet or number; `depth` how far it is indented."""

    runs: Runs
    marker: str = ""
    depth: int = 0
    is_note: bool = False  # an aside of the program's or the editor's: smaller, italic
    is_quoted: bool = False
    is_literal: bool = False  # code: line breaks and spaces count
    passage: int = -1  # the number of the passage of an article that this is


@dataclass(frozen=True, slots=True)
class PointBlock:
    """A point's claim, where it stands in words, and what must be known about it.

    Its quotations follow it as `QuoteBlock`s. A brief one only names a point that stands elsewhere
    in the document in full.
    """

    claim: str
    words: str  # "▼ Answers this · Against the motion (Humanitarian) · theme"
    explanation: tuple[TextBlock, ...] = ()
    remarks: tuple[str, ...] = ()  # strength, caution, as-of, sources
    is_beside: bool = False  # stands beside a passage of an article: set apart from its text
    id: str = ""
    side: Side | None = None
    theme: str = ""
    relation: Relation | None = None  # towards what it stands beside
    is_brief: bool = False


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A quotation with its marks, who said it, and where; belongs to the point before it."""

    runs: Runs
    who: str  # "Mary Stone, water minister"
    short: str  # "Stone 24"
    cite: Runs
    remarks: tuple[str, ...] = ()  # translation, label, caution: to be read with the quotation
    notes: tuple[TextBlock, ...] = ()
    is_beside: bool = False
    tag: str = ""  # what it shows, for a quotation without its point


@dataclass(frozen=True, slots=True)
class SourcesBlock:
    """The list of all sources that the document names."""

    title: str
    entries: tuple[Runs, ...]


Block = HeadingBlock | TextBlock | PointBlock | QuoteBlock | SourcesBlock

_NOTHING = Library(Path())


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A file of the library as it is on disk; `path` is relative, with forward slashes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """What is handed out, without a format.

    Formats for people are made of the blocks; formats for programs of `values`, a library that
    holds only what is handed out; a pack of `files`, which only a whole topic has.
    """

    title: str
    lines: tuple[str, ...] = ()  # motion, side, reading time …
    blocks: tuple[Block, ...] = ()
    language: str = "en"
    side_names: tuple[str, str] = ("For", "Against")
    values: Library = field(default=_NOTHING, compare=False)
    files: tuple[LibraryFile, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen about a format. The first of its values is the default."""

    name: str
    title: str
    values: tuple[tuple[str, str], ...]  # the value, and its words on the screen

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return {value for value, _ in self.values} == {"yes", "no"}


Options = Mapping[str, str]
PAPER = Option("paper", "Paper", (("a4", "A4"), ("letter", "US Letter")))


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format to hand documents out in."""

    name: str  # on the command line
    title: str  # on the screen
    suffix: str  # with its dot
    render: Callable[[Document, Options], bytes]
    options: tuple[Option, ...] = ()
    # A second file beside the first, for what the format cannot say: what is added to the name.
    beside: tuple[str, Callable[[Document, Options], bytes]] | None = None
    needs_files: bool = False  # only a whole topic can be handed out in this format

    def chosen(self, given: Options) -> dict[str, str]:
        """All options with their values: those given, else the defaults. UserError in words."""
        result = {option.name: option.values[0][0] for option in self.options}
        for name, value in given.items():
            option = next((one for one in self.options if one.name == name), None)
            if option is None:
                known = ", ".join(one.name for one in self.options) or "none"
                raise UserError(f"{self.title} has no option “{name}”. Its options: {known}.")
            if value not in {one for one, _ in option.values}:
                known = ", ".join(one for one, _ in option.values)
                raise UserError(f"The option “{name}” cannot be “{value}”. Choose from: {known}.")
            result[name] = value
        return result

    def make(self, document: Document, options: Options | None = None) -> bytes:
        """The file's bytes; the same document gives the same bytes."""
        if self.needs_files and not document.files:
            raise UserError(
                f"{self.title} hands out a whole topic. Choose a topic, or another format."
            )
        return self.render(document, self.chosen(options or {}))

    def write(
        self, document: Document, path: Path, options: Options | None = None
    ) -> tuple[Path, ...]:
        """Write the document to `path`, whole or not at all; the files that were written."""
        files = self.files(path)
        data = self.make(document, options)
        if self.beside is not None:
            write_file(files[1], self.beside[1](document, {}))
        write_file(path, data)
        return files

    def files(self, path: Path) -> tuple[Path, ...]:
        """The files that `write` writes."""
        return (path, path.with_name(path.name + self.beside[0])) if self.beside else (path,)


def write_file(path: Path, data: bytes) -> None:
    """Write beside the target, then put in its place: a failure leaves the old file as it was."""
    part = path.with_name(f".{path.name[:20]}.{secrets.token_hex(4)}.part")
    try:
        try:
            with part.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as trouble:
        raise UserError(_why_not(path, trouble)) from trouble


def _why_not(path: Path, trouble: OSError) -> str:
    if trouble.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return (
            f"There is no space left to write “{path.name}” in {path.parent}. Make room, or choose "
            "another folder. No half file was left behind."
        )
    reason = trouble.strerror or type(trouble).__name__
    return (
        f"“{path.name}” cannot be written in {path.parent} ({reason}). Close the file if "
        "another program has it open, or choose another folder."
    )


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of these parts; times in it are fixed: the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, data)
    return stream.getvalue()


def legal(text: str) -> str:
    """`text` without the characters that no document may hold."""
    return _ILLEGAL.sub("", text)


def as_html(text: str) -> str:
    """Words as the text of an HTML element."""
    return escape(legal(text), quote=False)
