"""The library on disk: reading, checking and writing (docs/file-format.md).

Paths in faults and places are relative to the library's root.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.library.creating import create_library, create_topic, is_writable
    from briefing.library.glimpse import glimpse_library
    from briefing.library.keeping import add_source, delete_case, save_article, save_case
    from briefing.library.opened import require_format
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
    "glimpse_library",
    "is_library",
    "is_writable",
    "read_library",
    "require_format",
    "save_article",
    "save_case",
    "save_claims",
    "save_point",
]


def check(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in the library at `root`, by file and line."""
    from briefing.library import checking  # needs Markdown, which reading does not

    return checking.check(root)


# The window paints after a glimpse, reads then, and writes much later: each part is imported when
# it is asked for.
_LATER = {
    "FORMAT": "reading",
    "glimpse_library": "glimpse",
    "is_library": "reading",
    "read_library": "reading",
    "create_library": "creating",
    "require_format": "opened",
    "create_topic": "creating",
    "is_writable": "creating",
    "add_source": "keeping",
    "delete_case": "keeping",
    "save_article": "keeping",
    "save_case": "keeping",
    "delete_point": "writing",
    "save_claims": "writing",
    "save_point": "writing",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
