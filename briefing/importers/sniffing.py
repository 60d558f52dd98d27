"""Which format a file is of, by its first bytes or by the names in a zip."""

from __future__ import annotations

from briefing.importers.base import LIKELY, NO, SURE, Glance

WORD = (".docx", ".docm", ".dotx", ".dotm")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def word(glance: Glance) -> float:
    """A zip with a Word part, or an OLE file: encrypted documents are packed in one."""
    if glance.head.startswith(_OLE):
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
