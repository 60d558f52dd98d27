"""Which format a file is of, by its first bytes or by the names in a zip: one function a format."""

from __future__ import annotations

from briefing.importers.base import ENDING, LIKELY, MAYBE, NO, OLE, SURE, Glance
from briefing.text import pack_layout

WORD = (".docx", ".docm", ".dotx", ".dotm")
# The names that tell a record of CSL from other JSON.
_CSL = ("issued", "container-title", "DOI", "citation-key", "author", "title")


def word(glance: Glance) -> float:
    """A zip with a Word part, or an OLE file: encrypted documents are packed in one."""
    if glance.head.startswith(OLE):
        return SURE
    if not glance.head.startswith(b"PK") and glance.suffix not in WORD:
        return NO
    names = {name.lower() for name in glance.members}
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return SURE
    if glance.suffix in WORD and glance.head.startswith(b"PK"):
        return LIKELY
    # Bytes before the beginning of a zip are allowed, and read by Word.
    return LIKELY if glance.suffix in WORD and b"PK\x03\x04" in glance.head else NO


def text(glance: Glance) -> float:
    """Anything that is no well-known binary format can be looked at as text."""
    if glance.is_binary:
        return NO
    return ENDING if glance.suffix in (".txt", ".text") else MAYBE


def page(glance: Glance) -> float:
    """HTML by its first tags, whatever the ending."""
    start = glance.text.lstrip().lower()
    looks = start.startswith(("<!doctype html", "<html", "<head", "<body"))
    if not looks and start.startswith(("<?xml", "<!--")):
        looks = "<html" in start
    if glance.suffix in (".html", ".htm", ".xhtml"):
        return NO if glance.is_binary else LIKELY
    # A page that was saved under the ending of another format is read as what it is.
    return LIKELY if looks else NO


def archive(glance: Glance) -> float:
    """A web archive: a mail of parts."""
    start = glance.text[:3000].lower()
    if "mime-version:" in start and "multipart/related" in start:
        return SURE
    return ENDING if glance.suffix in (".mhtml", ".mht") and not glance.is_binary else NO


def ris(glance: Glance) -> float:
    """RIS by its ending or its first tag."""
    if glance.suffix == ".ris" and not glance.is_binary:
        return ENDING
    return LIKELY if glance.text.lstrip().startswith("TY  - ") else NO


def opml(glance: Glance) -> float:
    """OPML by its ending or its element."""
    if glance.suffix == ".opml" and not glance.is_binary:
        return LIKELY
    return SURE if "<opml" in glance.text[:1000].lower() else NO


def pdf(glance: Glance) -> float:
    """A PDF by its mark."""
    # Readers take a PDF whose first bytes are something else, such as those of a mail.
    return SURE if b"%PDF-" in glance.head[:1024] else NO


def epub(glance: Glance) -> float:
    """A zip with the container of an e-book."""
    if not glance.members:
        return ENDING if glance.suffix == ".epub" and glance.head.startswith(b"PK") else NO
    return SURE if "META-INF/container.xml" in glance.members else NO


def odt(glance: Glance) -> float:
    """A zip with the content of an OpenDocument file."""
    if not glance.members:
        return ENDING if glance.suffix in (".odt", ".ott") and glance.head.startswith(b"PK") else NO
    return SURE if "content.xml" in glance.members else NO


def kialo(glance: Glance) -> float:
    """The title in the first line tells a discussion from other text."""
    head = glance.text[:200].lstrip().lower()
    return LIKELY if head.startswith(("discussion title:", "discussion name:")) else NO


def sources(glance: Glance) -> float:
    """A JSON file of records with the names of CSL."""
    text = glance.text.lstrip()
    looks = text[:1] in ("[", "{") and any(f'"{name}"' in text for name in _CSL)
    return LIKELY if glance.suffix == ".json" and looks else NO


def our_json(glance: Glance) -> float:
    """Our own JSON says so first."""
    head = "".join(glance.text[:400].split())
    return SURE if head.startswith('{"format":"briefing-json"') else NO


def pack(glance: Glance) -> float:
    """A zip with the list of contents of a pack."""
    if pack_layout.MANIFEST in glance.members:
        return SURE
    return ENDING if glance.suffix == pack_layout.ENDING else NO
