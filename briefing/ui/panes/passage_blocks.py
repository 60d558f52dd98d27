"""Which blocks of a text on screen begin a passage of the article."""

from __future__ import annotations


def passage_of(iterator: object) -> int | None:
    """The passage that begins in a text block: the anchor on its first fragment."""
    if iterator.atEnd():  # type: ignore[attr-defined]
        return None  # an empty block: Qt would read beyond it, and crash or never come back
    fragment = iterator.fragment()  # type: ignore[attr-defined]
    if not fragment.isValid():
        return None
    for name in fragment.charFormat().anchorNames():
        if name.startswith("p") and name[1:].isdigit():
            return int(name[1:])
    return None
