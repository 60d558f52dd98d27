"""A title for what has none."""

from __future__ import annotations

import re
from pathlib import PurePath


def from_file_name(name: str) -> str:
    """A title made of a file's name."""
    words = re.sub(r"[_\s-]+", " ", PurePath(name).stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"
