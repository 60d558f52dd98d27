"""Formats that can be brought in: one file per format, and the table `ALL`."""

from __future__ import annotations

from pathlib import Path

from briefing.importers import plain
from briefing.importers.base import MOST_BYTES, Dropped, Imported, Importer
from briefing.model import UserError

ALL: tuple[Importer, ...] = (
    Importer("text", "Plain text", (".txt", ".text"), plain.read_text),
    Importer("markdown", "Markdown", (".md", ".markdown"), plain.read_markdown),
)


def for_path(path: Path) -> Importer:
    """The importer for the file's ending."""
    for importer in ALL:
        if path.suffix.lower() in importer.suffixes:
            return importer
    known = ", ".join(suffix for importer in ALL for suffix in importer.suffixes)
    raise UserError(
        f"“{path.name}” cannot be imported: its ending names none of the formats that can be read "
        f"({known}). Save the article as plain text and import that."
    )


__all__ = ["ALL", "MOST_BYTES", "Dropped", "Imported", "Importer", "for_path"]
