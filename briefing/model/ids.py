"""Ids of library values. They are plain strings on disk; NewTypes keep them apart in code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NewType

TopicId = NewType("TopicId", str)
ArticleId = NewType("ArticleId", str)
ClaimId = NewType("ClaimId", str)
PointId = NewType("PointId", str)
EvidenceId = NewType("EvidenceId", str)
SourceId = NewType("SourceId", str)
CaseId = NewType("CaseId", str)
NoteId = NewType("NoteId", str)

# Lower case only: files named after ids must not collide on Windows and macOS.
ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")

# No vowels and no look-alikes: random ids neither spell words nor are misread aloud.
ALPHABET = "bcdfghjkmnpqrstvwxz23456789"


# Windows keeps these names for devices, with whatever ending: no file or folder can have them.
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789"
}


def is_device(name: str) -> bool:
    """Whether a file or folder of this name cannot be on Windows: "con", "aux.md"."""
    return name.partition(".")[0].rstrip(" ").casefold() in _DEVICES


def is_id(text: str) -> bool:
    """Whether `text` may serve as an id: lower-case letters, digits, dot, hyphen, underscore."""
    return ID_PATTERN.fullmatch(text) is not None


def new_id(prefix: str) -> str:
    """A fresh random id: one letter that tells the kind, then eight characters (about 38 bits)."""
    import secrets  # brings hashlib and more: not wanted at every start

    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(8))


def free_name(
    wanted: str, is_taken: Callable[[str], bool], tried: dict[str, int] | None = None
) -> str:
    """`wanted`, or the first of "wanted-2", "wanted-3" … that is not taken.

    `tried` remembers from one call to the next where to go on, if names only become more: many
    calls for the same name would else look at all numbers again and again.
    """
    free, number = wanted, (tried or {}).get(wanted, 2)
    while is_taken(free):
        free, number = f"{wanted[:70]}-{number}", number + 1
    if tried is not None:
        tried[wanted] = number
    return free


def slug(text: str, longest: int = 60, *, whole: bool = False) -> str:
    """A file-name-safe, lower-case ASCII form of `text`; "untitled" when nothing remains.

    `whole` leaves out a last word that `longest` would cut. It is for names that are given once:
    what is read from a text again and again, the id of a heading for instance, has to stay.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if whole and len(words) > longest and "-" in words[:longest]:
        words = words[: words.rindex("-", 0, longest + 1)]
    words = words[:longest].rstrip("-") or "untitled"
    return f"the-{words}" if is_device(words) else words  # debaters have files "Pro" and "Con"
