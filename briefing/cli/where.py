"""`briefing where`: the folders that are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.cli.base import command, library_root

if TYPE_CHECKING:
    from briefing.cli.base import Options, Words


def add(words: Words) -> None:
    """Put the word and its options in."""
    command(words, "where", "print the folders that are used", _where)


def _where(options: Options) -> int:
    from briefing.app import folders
    from briefing.app.finding import Finder

    root = library_root(options.library)
    for name, place in (
        ("library", root),
        ("search index", Finder(root).folder),
        ("settings", folders.config_dir()),
        ("data", folders.data_dir()),
        ("cache", folders.cache_dir()),
    ):
        print(f"{name:<13}{place}")
    return 0
