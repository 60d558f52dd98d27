"""What every exporter is given: a document of plain blocks; and how its file is written."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from briefing.model import UserError
from briefing.text.runs import Run, Runs

# Characters that XML forbids; no format gains anything by them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading: level 2 divides the document, deeper levels its parts."""

    runs: Runs
    level: int = 2


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph or list item. `marker` is a bullet or number; `depth` how far it is indented."""

    runs: Runs
    marker: str = ""
    depth: int = 0
    is_note: bool = False  # an aside of the program's or the editor's: smaller, italic
    is_quoted: bool = False
    is_literal: bool = False  # code: line breaks and spaces count


@dataclass(frozen=True, slots=True)
class PointBlock:
    """A point's claim, where it stands in words, and what must be known about it."""

    claim: str
    words: str  # "▼ Answers this · Against the motion (Humanitarian) · theme"
    explanation: tuple[TextBlock, ...] = ()
    remarks: tuple[str, ...] = ()  # strength, caution, as-of, sources
    is_beside: bool = False  # stands beside a passage of an article: set apart from its text


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


@dataclass(frozen=True, slots=True)
class SourcesBlock:
    """The list of all sources that the document names."""

    title: str
    entries: tuple[Runs, ...]


Block = HeadingBlock | TextBlock | PointBlock | QuoteBlock | SourcesBlock


@dataclass(frozen=True, slots=True)
class Document:
    """A document without a format: a title, lines below it, and blocks."""

    title: str
    lines: tuple[str, ...] = ()  # motion, side, reading time …
    blocks: tuple[Block, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format to hand documents out in."""

    name: str  # on the command line
    title: str  # on the screen
    suffix: str  # with its dot
    make: Callable[[Document], bytes]

    def write(self, document: Document, path: Path) -> None:
        """Write the document to `path`, whole or not at all."""
        write_file(path, self.make(document))


def write_file(path: Path, data: bytes) -> None:
    """Write beside the target, then put in its place: a failure leaves the old file as it was."""
    part = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
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
        reason = trouble.strerror or type(trouble).__name__
        raise UserError(
            f"“{path.name}” cannot be written in {path.parent} ({reason}). Close the file if "
            "another program has it open, or choose another folder."
        ) from trouble


def legal(text: str) -> str:
    """`text` without the characters that no document may hold."""
    return _ILLEGAL.sub("", text)


def plain_runs(text: str, *, italic: bool = False) -> Runs:
    """`text` as a single run."""
    return (Run(text, italic=italic),) if text else ()
