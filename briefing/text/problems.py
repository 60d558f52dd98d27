"""What the parsers of this room found wrong, before it is known in which file."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """Something wrong in a text: its 1-based line, what is wrong, and how to mend it."""

    line: int
    what: str
    mend: str
