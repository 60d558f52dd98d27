"""The library on disk: reading, checking and writing (docs/file-format.md).

Paths in faults and places are relative to the library's root.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.library.catalogue import Catalogue as Catalogue
    from briefing.library.checking import count_checked as count_checked
    from briefing.library.creating import create_library as create_library
    from briefing.library.creating import create_topic as create_topic
    from briefing.library.creating import is_writable as is_writable
    from briefing.library.creating import save_topic as save_topic
    from briefing.library.files import clean_up as clean_up
    from briefing.library.filing import imported_before as imported_before
    from briefing.library.filing import points_text as points_text
    from briefing.library.filing import write_points as write_points
    from briefing.library.glimpse import glimpse_library as glimpse_library
    from briefing.library.journal import ChangedSince as ChangedSince
    from briefing.library.journal import FileChange as FileChange
    from briefing.library.journal import all_or_nothing as all_or_nothing
    from briefing.library.journal import noted as noted
    from briefing.library.journal import recording as recording
    from briefing.library.journal import take_back as take_back
    from briefing.library.keeping import delete_case as delete_case
    from briefing.library.keeping import save_article as save_article
    from briefing.library.keeping import save_case as save_case
    from briefing.library.lists import add_to_lists as add_to_lists
    from briefing.library.note_keeping import delete_note as delete_note
    from briefing.library.note_keeping import save_note as save_note
    from briefing.library.opened import require_format as require_format
    from briefing.library.packs import Cache as Cache
    from briefing.library.quote_keeping import delete_quote as delete_quote
    from briefing.library.quote_keeping import save_quote as save_quote
    from briefing.library.quote_keeping import take_quote as take_quote
    from briefing.library.reading import FORMAT as FORMAT
    from briefing.library.reading import is_library as is_library
    from briefing.library.reading import read_library as read_library
    from briefing.library.source_keeping import add_source as add_source
    from briefing.library.source_keeping import add_sources as add_sources
    from briefing.library.source_keeping import delete_source as delete_source
    from briefing.library.source_keeping import save_source as save_source
    from briefing.library.source_texts import read_source_texts as read_source_texts
    from briefing.library.source_texts import save_source_text as save_source_text
    from briefing.library.trash import Discarded as Discarded
    from briefing.library.trash import discarded as discarded
    from briefing.library.trash import forget as forget
    from briefing.library.trash import restore as restore
    from briefing.library.trash import throw_away as throw_away
    from briefing.library.watching import Away as Away
    from briefing.library.watching import Watch as Watch
    from briefing.library.watching import reread as reread
    from briefing.library.writing import delete_point as delete_point
    from briefing.library.writing import save_claims as save_claims
    from briefing.library.writing import save_point as save_point
    from briefing.model import Fault


def check(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in the library at `root`, by file and line."""
    from briefing.library import checking  # needs Markdown, which reading does not

    return checking.check(root)


# The window paints after a glimpse, reads then, and writes much later: each part is imported when
# it is asked for.
_LATER = {
    "catalogue": "Catalogue",
    "checking": "count_checked",
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
