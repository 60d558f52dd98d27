"""Which blocks of a text on screen begin a passage of the article."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock


def passage_of(iterator: QTextBlock.iterator) -> int | None:
    """The passage that begins in a text block: the anchor on its first fragment."""
    if iterator.atEnd():
        return None  # an empty block: Qt would read beyond it, and crash or never come back
    fragment = iterator.fragment()
    if not fragment.isValid():
        return None
    for name in fragment.charFormat().anchorNames():
        if name.startswith("p") and name[1:].isdigit():
            return int(name[1:])
    return None
