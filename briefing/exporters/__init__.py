"""Formats in which documents are handed out: one file per format, and the table `ALL`."""

from __future__ import annotations

from pathlib import Path

from briefing.exporters import docx, markdown, pdf
from briefing.exporters.base import (
    Block,
    Document,
    Exporter,
    HeadingBlock,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
    write_file,
)
from briefing.model import UserError

ALL: tuple[Exporter, ...] = (
    Exporter("markdown", "Markdown", ".md", markdown.make),
    Exporter("docx", "Word document (Verbatim styles)", ".docx", docx.make),
    Exporter("pdf", "PDF", ".pdf", pdf.make),
)


def named(name: str) -> Exporter:
    """The exporter of that name."""
    for exporter in ALL:
        if exporter.name == name.lower():
            return exporter
    known = ", ".join(exporter.name for exporter in ALL)
    raise UserError(f"There is no export format “{name}”. Formats: {known}.")


def for_path(path: Path) -> Exporter:
    """The exporter that the file's ending asks for."""
    for exporter in ALL:
        if exporter.suffix == path.suffix.lower():
            return exporter
    known = ", ".join(exporter.suffix for exporter in ALL)
    raise UserError(f"The ending of “{path.name}” names no export format. Use one of: {known}.")


__all__ = [
    "ALL",
    "Block",
    "Document",
    "Exporter",
    "HeadingBlock",
    "PointBlock",
    "QuoteBlock",
    "SourcesBlock",
    "TextBlock",
    "for_path",
    "named",
    "write_file",
]
