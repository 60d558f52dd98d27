"""Formats that can be brought in: one file per format, and the table `ALL`."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.importers import sniffing
from briefing.importers.base import (
    BINARY,
    ENDING,
    LIKELY,
    MAYBE,
    MOST_BYTES,
    MOST_BYTES_OF_FILE,
    NO,
    SURE,
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
)
from briefing.model import UserError


def _is_text(glance: Glance) -> float:
    """Anything that is no well-known binary format can be looked at as text."""
    return NO if glance.is_binary else MAYBE + (0.3 if glance.suffix in (".txt", ".text") else 0)


def _is_page(glance: Glance) -> float:
    start = glance.text.lstrip().lower()
    looks = start.startswith(("<!doctype html", "<html", "<head", "<body"))
    if not looks and start.startswith(("<?xml", "<!--")):
        looks = "<html" in start
    if glance.suffix in (".html", ".htm", ".xhtml"):
        return NO if glance.is_binary else LIKELY
    # A page that was saved under the ending of another format is read as what it is.
    return LIKELY if looks else NO


def _is_archive(glance: Glance) -> float:
    start = glance.text[:3000].lower()
    if "mime-version:" in start and "multipart/related" in start:
        return SURE
    return ENDING if glance.suffix in (".mhtml", ".mht") and not glance.is_binary else NO


def _is_ris(glance: Glance) -> float:
    if glance.suffix == ".ris" and not glance.is_binary:
        return ENDING
    return LIKELY if glance.text.lstrip().startswith("TY  - ") else NO


def _is_opml(glance: Glance) -> float:
    if glance.suffix == ".opml" and not glance.is_binary:
        return LIKELY
    return SURE if "<opml" in glance.text[:1000].lower() else NO


def _is_vault(names: Sequence[str]) -> bool:
    from briefing.importers.obsidian import holds

    return holds(names)


def _is_pdf(glance: Glance) -> float:
    # Readers take a PDF whose first bytes are something else, such as those of a mail.
    return SURE if b"%PDF-" in glance.head[:1024] else NO


def _is_epub(glance: Glance) -> float:
    if not glance.members:
        return ENDING if glance.suffix == ".epub" and glance.head.startswith(b"PK") else NO
    return SURE if "META-INF/container.xml" in glance.members else NO


def _is_odt(glance: Glance) -> float:
    if not glance.members:
        return ENDING if glance.suffix in (".odt", ".ott") and glance.head.startswith(b"PK") else NO
    return SURE if "content.xml" in glance.members else NO


def _is_kialo(glance: Glance) -> float:
    """The title in the first line tells a discussion from other text."""
    head = glance.text[:200].lstrip().lower()
    return LIKELY if head.startswith(("discussion title:", "discussion name:")) else NO


def _is_sources(glance: Glance) -> float:
    """A JSON file of records with the names of CSL."""
    text = glance.text.lstrip()
    looks = text[:1] in ("[", "{") and any(f'"{name}"' in text for name in _CSL)
    return LIKELY if glance.suffix == ".json" and looks else NO


_CSL = ("issued", "container-title", "DOI", "citation-key", "author", "title")


def _is_our_json(glance: Glance) -> float:
    head = "".join(glance.text[:400].split())
    return SURE if head.startswith('{"format":"briefing-json"') else NO


def _is_pack(glance: Glance) -> float:
    return SURE if "pack.json" in glance.members else ENDING * (glance.suffix == ".briefing")


ALL: tuple[Importer, ...] = (
    Importer("text", "Plain text", (".txt", ".text"), "plain:read_text", _is_text),
    Importer("html", "Web page", (".html", ".htm", ".xhtml"), "html.page:read_html", _is_page),
    Importer("mhtml", "Web archive", (".mhtml", ".mht"), "html.page:read_mhtml", _is_archive),
    Importer("epub", "E-book", (".epub",), "epub:read_epub", _is_epub),
    Importer("odt", "OpenDocument text", (".odt", ".ott"), "odt:read_odt", _is_odt),
    Importer("pdf", "PDF", (".pdf",), "pdf.read:read_pdf", _is_pdf),
    Importer("rtf", "Rich Text", (".rtf",), "rtf:read_rtf", by_first_bytes(b"{\\rtf")),
    Importer("docx", "Word and Verbatim", sniffing.WORD, "docx:read", sniffing.word),
    Importer("bibtex", "BibTeX", (".bib", ".bibtex"), "bibtex:read_bibtex"),
    Importer("ris", "RIS", (".ris",), "ris:read_ris", _is_ris),
    Importer("opml", "OPML", (".opml",), "opml:read_opml", _is_opml),
    Importer(
        "obsidian",
        "Obsidian vault",
        (),
        holds=_is_vault,
        read_folder="obsidian:read_vault",
    ),
    Importer("markdown", "Markdown", (".md", ".markdown"), "plain:read_markdown"),
    Importer("argdown", "Argdown", (".argdown", ".ad"), "argdown:read"),
    Importer("kialo", "Kialo text export", (".kialo.txt",), "kialo:read", _is_kialo),
    Importer("csv", "Table of quotations (CSV)", (".csv", ".tsv"), "quotes_csv:read"),
    Importer("csl", "Sources (CSL-JSON)", (".csl.json",), "csl_json:read", _is_sources),
    Importer("json", "Briefing JSON", (".json",), "json_:read", _is_our_json),
    Importer("pack", "Pack of a topic", (".briefing",), "pack:read", _is_pack),
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
]
