"""Titles: for what has none, and whether two are one."""

from __future__ import annotations

import re
from pathlib import PurePath


def from_file_name(name: str) -> str:
    """A title made of a file's name."""
    words = re.sub(r"[_\s-]+", " ", PurePath(name).stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles have the same letters and digits, capitals apart."""
    first, second = ("".join(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return first == second
