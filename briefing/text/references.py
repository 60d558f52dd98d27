"""Source references in Markdown: `[@r17]`, `[@r17; @r20]`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

REFERENCE = re.compile(r"\[(@[\w.:-]+(?:\s*;\s*@[\w.:-]+)*)\]")
_ID = re.compile(r"(?<=@)[\w.:-]+")


def ids_in(reference: str) -> list[str]:
    """The ids in what stands between the brackets of a reference: "@r17; @r20"."""
    return [one.strip().removeprefix("@") for one in reference.split(";")]


def references(markdown: str) -> Iterator[tuple[str, int]]:
    """The ids of the sources that `markdown` refers to, each with the offset of its bracket."""
    if "[@" not in markdown:
        return
    for match in REFERENCE.finditer(markdown):
        for name in ids_in(match[1]):
            yield name, match.start()


def referenced(markdown: str) -> tuple[str, ...]:
    """The ids of the sources that `markdown` refers to, each once, in order."""
    return tuple(dict.fromkeys(name for name, _ in references(markdown)))


def renamed(markdown: str, names: Mapping[str, str]) -> str:
    """`markdown` with other ids in its references; every other character stays."""
    if "[@" not in markdown:
        return markdown
    return REFERENCE.sub(
        lambda found: _ID.sub(lambda one: names.get(one[0], one[0]), found[0]), markdown
    )
