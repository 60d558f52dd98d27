"""Formats that can be brought in: one file per format, and the table `ALL`."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.importers import sniffing
from briefing.importers.base import (
    BINARY,
    MAYBE,
    MOST_BYTES,
    MOST_BYTES_OF_FILE,
    NO,
    Columns,
    Dropped,
    Extras,
    Files,
    Flagged,
    Glance,
    Group,
    Imported,
    Importer,
    Intake,
    NeedsPassword,
    Options,
    Packed,
    by_first_bytes,
    shortened,
)
from briefing.model import UserError
from briefing.text import pack_layout


def _is_vault(names: Sequence[str]) -> bool:
    from briefing.importers.obsidian import holds

    return holds(names)


ALL: tuple[Importer, ...] = (
    Importer("text", "Plain text", (".txt", ".text"), "plain:read_text", sniffing.text),
    Importer("html", "Web page", (".html", ".htm", ".xhtml"), "html.page:read_html", sniffing.page),
    Importer("mhtml", "Web archive", (".mhtml", ".mht"), "html.page:read_mhtml", sniffing.archive),
    Importer("epub", "E-book", (".epub",), "epub:read_epub", sniffing.epub),
    Importer("odt", "OpenDocument text", (".odt", ".ott"), "odt:read_odt", sniffing.odt),
    Importer("pdf", "PDF", (".pdf",), "pdf.read:read_pdf", sniffing.pdf),
    Importer("rtf", "Rich Text", (".rtf",), "rtf:read_rtf", by_first_bytes(b"{\\rtf")),
    Importer("docx", "Word and Verbatim", sniffing.WORD, "docx:read", sniffing.word),
    Importer("bibtex", "BibTeX", (".bib", ".bibtex"), "bibtex:read_bibtex"),
    Importer("ris", "RIS", (".ris",), "ris:read_ris", sniffing.ris),
    Importer("opml", "OPML", (".opml",), "opml:read_opml", sniffing.opml),
    Importer(
        "obsidian",
        "Obsidian vault",
        (),
        holds=_is_vault,
        read_folder="obsidian:read_vault",
    ),
    Importer("markdown", "Markdown", (".md", ".markdown"), "markdown:read_markdown"),
    Importer("argdown", "Argdown", (".argdown", ".ad"), "argdown:read"),
    Importer("kialo", "Kialo text export", (".kialo.txt",), "kialo:read", sniffing.kialo),
    Importer("csv", "Table of quotations (CSV)", (".csv", ".tsv"), "quotes_csv:read"),
    Importer("csl", "Sources (CSL-JSON)", (".csl.json",), "csl_json:read", sniffing.sources),
    Importer("json", "Briefing JSON", (".json",), "json_:read", sniffing.our_json),
    Importer("pack", "Pack of a topic", (pack_layout.ENDING,), "pack:read", sniffing.pack),
)


def for_file(glance: Glance) -> Importer:
    """The importer for a file, by its first bytes and then by its ending.

    UserError, in words, if there is none.
    """
    sure, _, best = max(
        ((one.how_sure(glance), -number, one) for number, one in enumerate(ALL)),
        key=lambda each: each[:2],
    )
    if sure == NO or (sure == MAYBE and glance.suffix in _UNREADABLE):
        raise UserError(_no_importer(glance))
    return best


def for_folder(names: Sequence[str]) -> Importer | None:
    """The importer that reads a folder or zip with these names as one thing, or None."""
    return next((one for one in ALL if one.holds is not None and one.holds(names)), None)


def is_wanted(name: str) -> bool:
    """Whether a file found in a folder is worth a look: its ending is one that can be read."""
    return any(name.lower().endswith(suffix) for one in ALL for suffix in one.suffixes)


_UNREADABLE = (
    *(".doc", ".ppt", ".xls", ".pptx", ".xlsx", ".pages", ".key", ".numbers"),
    *(".json", ".xml"),
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".mp3", ".mp4", ".mov", ".wav"),
)


def _no_importer(glance: Glance) -> str:
    what = next((what for start, what in BINARY.items() if glance.head.startswith(start)), "")
    if glance.suffix in _UNREADABLE:
        article = "an" if glance.suffix[1] in "mx" else "a"
        what = f"{article} {glance.suffix[1:].upper()} file that is none of these"
    known = ", ".join(dict.fromkeys(suffix for one in ALL for suffix in one.suffixes))
    looks = f"it looks like {what}" if what else "it is of no format that is known here"
    return (
        f"“{glance.name}” cannot be imported: {looks}. Formats that can be read: {known}. "
        "Open it in its own program, save it as one of these, and import that."
    )


__all__ = [
    "ALL",
    "MOST_BYTES",
    "MOST_BYTES_OF_FILE",
    "Columns",
    "Dropped",
    "Extras",
    "Files",
    "Flagged",
    "Glance",
    "Group",
    "Imported",
    "Importer",
    "Intake",
    "NeedsPassword",
    "Options",
    "Packed",
    "for_file",
    "for_folder",
    "is_wanted",
    "shortened",
]
