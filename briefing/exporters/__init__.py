"""Formats in which documents are handed out: one file per format, and the table `ALL`."""

from __future__ import annotations

from pathlib import Path

from briefing.exporters import (
    argdown,
    csl_json,
    csv_,
    docx,
    html,
    json_,
    kialo,
    markdown,
    pack,
    pdf,
    word,
)
from briefing.exporters.base import (
    Block,
    Document,
    Exporter,
    HeadingBlock,
    LibraryFile,
    Option,
    Options,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
    write_file,
)
from briefing.exporters.clip import plain_text, rich_text
from briefing.model import UserError
from briefing.text import pack_layout

# In the order of the export dialog. Of two with the same ending, the first is meant by it.
ALL: tuple[Exporter, ...] = (
    Exporter("docx", "Word document for debaters (Verbatim)", ".docx", docx.make, docx.OPTIONS),
    Exporter("word", "Word document, plain", ".docx", word.make, word.OPTIONS),
    Exporter("pdf", "PDF", ".pdf", pdf.make, pdf.OPTIONS),
    Exporter("html", "Web page to read and search", ".html", html.make, html.OPTIONS),
    Exporter("markdown", "Markdown", ".md", markdown.make),
    Exporter("argdown", "Argdown", ".argdown", argdown.make),
    Exporter("kialo", "Kialo text", ".kialo.txt", kialo.make, kialo.OPTIONS),
    Exporter(
        "csv",
        "Table (CSV, with JSON beside it)",
        ".csv",
        csv_.make,
        csv_.OPTIONS,
        beside=(".json", json_.make),
    ),
    Exporter("csl", "Sources for Zotero (CSL-JSON)", ".csl.json", csl_json.make),
    Exporter("json", "JSON, with everything", ".json", json_.make),
    Exporter(
        "pack", "Pack: the topic in one file", pack_layout.ENDING, pack.make, needs_files=True
    ),
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
        if path.name.lower().endswith(exporter.suffix):
            return exporter
    known = ", ".join(dict.fromkeys(exporter.suffix for exporter in ALL))
    raise UserError(f"The ending of “{path.name}” names no export format. Use one of: {known}.")


__all__ = [
    "ALL",
    "Block",
    "Document",
    "Exporter",
    "HeadingBlock",
    "LibraryFile",
    "Option",
    "Options",
    "PointBlock",
    "QuoteBlock",
    "SourcesBlock",
    "TextBlock",
    "for_path",
    "named",
    "plain_text",
    "rich_text",
    "write_file",
]
