"""Full-text search over a library: Whoosh, wrapped once. Nothing outside this room knows Whoosh.

The index is a cache in a folder of the user's own; it may be deleted at any time.
"""

from __future__ import annotations

from briefing.index.entry import Entry, Hit, Kind, Results, Run, Runs, Sort
from briefing.index.errors import IndexBroken, IndexBusy
from briefing.index.index import Index, State, digest
from briefing.index.parsing import as_one, parse
from briefing.index.query import Parsed, Sides

__all__ = [
    "Entry",
    "Hit",
    "Index",
    "IndexBroken",
    "IndexBusy",
    "Kind",
    "Parsed",
    "Results",
    "Run",
    "Runs",
    "Sides",
    "Sort",
    "State",
    "as_one",
    "digest",
    "parse",
]
