"""`briefing where`: the folders that are used."""

from __future__ import annotations

from typing import Any

from briefing.cli.base import command, library_root


def add(words: Any) -> None:
    """Put the word and its options in."""
    command(words, "where", "print the folders that are used", _where)


def _where(options: Any) -> int:
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
