"""The library on disk: reading, checking and writing (docs/file-format.md)."""

from __future__ import annotations

from pathlib import Path

from briefing.library.reading import is_library, read_library
from briefing.model import Fault

__all__ = ["check", "is_library", "read_library"]


def check(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in the library at `root`, by file and line."""
    from briefing.library import checking  # needs Markdown, which reading does not

    return checking.check(root)
