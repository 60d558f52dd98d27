"""Which blocks of a text on screen begin a passage of the article, and where they stand."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtGui import QTextBlock, QTextDocument


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


class Heights:
    """Where the passages of a text begin and end, in document pixels, from the top down."""

    def __init__(self, document: QTextDocument | None = None) -> None:
        self.tops: list[float] = []
        self.indices: list[int] = []  # of the passages, in the order of their tops
        self._bottoms: list[float] = []
        if document is not None:
            self._measure(document)

    def _measure(self, document: QTextDocument) -> None:
        layout = document.documentLayout()
        block = document.begin()
        while block.isValid():
            index = passage_of(block.begin())
            box = layout.blockBoundingRect(block)
            if index is not None:
                self.tops.append(box.top())
                self._bottoms.append(box.bottom())
                self.indices.append(index)
            elif self._bottoms:
                self._bottoms[-1] = max(self._bottoms[-1], box.bottom())
            block = block.next()

    def __bool__(self) -> bool:
        return bool(self.tops)

    def __contains__(self, index: int) -> bool:
        return index in self.indices

    def passage_at(self, y: float) -> int:
        """The passage at height `y`, or the first one if it begins below; -1 if there is none."""
        return self.indices[self.place_at(y)] if self.indices else -1

    def place_at(self, y: float) -> int:
        """Its place in `tops` and `indices`."""
        return max(bisect_right(self.tops, y) - 1, 0)

    def span(self, index: int) -> tuple[float, float]:
        """Top and bottom of a passage; two zeros where there is none of that index."""
        if index not in self.indices:
            return 0.0, 0.0
        place = self.indices.index(index)
        return self.tops[place], self._bottoms[place]
