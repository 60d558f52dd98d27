"""Plain words as Markdown: nothing in them is taken for a mark."""

from __future__ import annotations

import re

# A backslash helps in every Markdown reader with these, an entity with all others.
_SPECIAL = re.compile(
    r"([\\`*\[\]])|(?<![^\W_])(_)|(_)(?![^\W_])|(<)|(&)(?=#?\w+;)|(~)(?=~)|(!)(?=\[)"
)
_LINE_START = re.compile(r"^([ \t]*)(?:([#>+\-])|([=~|:^])|(\d+)([.)])(?=\s|$))", re.MULTILINE)
_ENTITIES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
_TABLE_ROW = re.compile(r"\|")


def escape_inline(text: str) -> str:
    """`text` as inline Markdown, for the middle of a line."""
    return _SPECIAL.sub(_guard, text)


def _guard(found: re.Match[str]) -> str:
    char = found[0]
    return _ENTITIES.get(char, f"\\{char}")


def escape_starts(text: str) -> str:
    """Inline Markdown whose lines shall not begin a heading, list, quotation or table."""
    return _LINE_START.sub(_guard_start, text)


def _guard_start(found: re.Match[str]) -> str:
    space, slashed, entity, number, stop = found.groups()
    if slashed:
        return f"{space}\\{slashed}"
    if entity:
        return f"{space}&#{ord(entity)};"
    return f"{space}{number}\\{stop}"


def escape(text: str) -> str:
    """`text` as Markdown paragraphs; indentation, which would make code, is taken away."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    escaped = escape_starts(escape_inline("\n".join(lines)))
    return _TABLE_ROW.sub("&#124;", escaped)
