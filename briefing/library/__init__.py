"""The library on disk: reading, checking and writing (docs/file-format.md).

Paths in faults and places are relative to the library's root.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.library.catalogue import Catalogue
    from briefing.library.creating import create_library, create_topic, is_writable, save_topic
    from briefing.library.files import clean_up
    from briefing.library.filing import imported_before, points_text, write_points
    from briefing.library.glimpse import glimpse_library
    from briefing.library.journal import (
        ChangedSince,
        FileChange,
        all_or_nothing,
        noted,
        recording,
        take_back,
    )
    from briefing.library.keeping import delete_case, save_article, save_case
    from briefing.library.lists import add_to_lists
    from briefing.library.note_keeping import delete_note, save_note
    from briefing.library.opened import require_format
    from briefing.library.packs import Cache
    from briefing.library.quote_keeping import delete_quote, save_quote, take_quote
    from briefing.library.reading import FORMAT, is_library, read_library
    from briefing.library.source_keeping import (
        add_source,
        add_sources,
        delete_source,
        save_source,
    )
    from briefing.library.source_texts import read_source_texts, save_source_text
    from briefing.library.trash import Discarded, discarded, forget, restore, throw_away
    from briefing.library.watching import Away, Watch, reread
    from briefing.library.writing import delete_point, save_claims, save_point
    from briefing.model import Fault

__all__ = [
    "FORMAT",
    "Away",
    "Cache",
    "Catalogue",
    "ChangedSince",
    "Discarded",
    "FileChange",
    "Watch",
    "add_source",
    "add_sources",
    "add_to_lists",
    "all_or_nothing",
    "check",
    "clean_up",
    "create_library",
    "create_topic",
    "delete_case",
    "delete_note",
    "delete_point",
    "delete_quote",
    "delete_source",
    "discarded",
    "forget",
    "glimpse_library",
    "imported_before",
    "is_library",
    "is_writable",
    "noted",
    "points_text",
    "read_library",
    "read_source_texts",
    "recording",
    "require_format",
    "reread",
    "restore",
    "save_article",
    "save_case",
    "save_claims",
    "save_note",
    "save_point",
    "save_quote",
    "save_source",
    "save_source_text",
    "save_topic",
    "take_back",
    "take_quote",
    "throw_away",
    "write_points",
]


def check(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in the library at `root`, by file and line."""
    from briefing.library import checking  # needs Markdown, which reading does not

    return checking.check(root)


# The window paints after a glimpse, reads then, and writes much later: each part is imported when
# it is asked for.
_LATER = {
    "catalogue": "Catalogue",
    "creating": "create_library create_topic is_writable save_topic",
    "files": "clean_up",
    "filing": "imported_before points_text write_points",
    "glimpse": "glimpse_library",
    "journal": "ChangedSince FileChange all_or_nothing noted recording take_back",
    "keeping": "delete_case save_article save_case",
    "lists": "add_to_lists",
    "note_keeping": "delete_note save_note",
    "opened": "require_format",
    "packs": "Cache",
    "quote_keeping": "delete_quote save_quote take_quote",
    "reading": "FORMAT is_library read_library",
    "source_keeping": "add_source add_sources delete_source save_source",
    "source_texts": "read_source_texts save_source_text",
    "trash": "Discarded discarded forget restore throw_away",
    "watching": "Away Watch reread",
    "writing": "delete_point save_claims save_point",
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names.split():
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
