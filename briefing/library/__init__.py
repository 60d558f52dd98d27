"""The library on disk: reading, checking and writing (docs/file-format.md).

Paths in faults and places are relative to the library's root.
"""

from __future__ import annotations

from pathlib import Path

from briefing.library.creating import create_library, create_topic, is_writable
from briefing.library.keeping import add_source, delete_case, save_article, save_case
from briefing.library.reading import FORMAT, is_library, read_library
from briefing.library.writing import delete_point, save_claims, save_point
from briefing.model import Fault

__all__ = [
    "FORMAT",
    "add_source",
    "check",
    "create_library",
    "create_topic",
    "delete_case",
    "delete_point",
    "is_library",
    "is_writable",
    "read_library",
    "save_article",
    "save_case",
    "save_claims",
    "save_point",
]


def check(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in the library at `root`, by file and line."""
    from briefing.library import checking  # needs Markdown, which reading does not

    return checking.check(root)
