"""Source references in Markdown: `[@r17]`, `[@r17; @r20]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_REFERENCE = re.compile(r"\[(@[\w.:-]+(?:\s*;\s*@[\w.:-]+)*)\]")


def references(markdown: str) -> Iterator[tuple[str, int]]:
    """The ids of the sources that `markdown` refers to, each with the offset of its bracket."""
    if "[@" not in markdown:
        return
    for match in _REFERENCE.finditer(markdown):
        for name in match[1].split(";"):
            yield name.strip("@ \t\n"), match.start()


def referenced(markdown: str) -> tuple[str, ...]:
    """The ids of the sources that `markdown` refers to, each once, in order."""
    return tuple(dict.fromkeys(name for name, _ in references(markdown)))
