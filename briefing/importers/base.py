"""What every importer gives back, and the table's row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# Larger than any article; a file beyond it is something else.
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of the file that was not taken over."""

    line: int
    text: str


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


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that can be read. `read` raises UserError in words for what it cannot read."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Imported]
