"""The lists of a topic: rows that are made when they are looked at, and a filter over all of them.

To make the list costs the same for a hundred points as for a hundred thousand. The filter reads
what it can decide without making a row, and is for a worker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from briefing.app.navigation import Destination, Room
from briefing.app.reading import side_words
from briefing.app.rows import Row, point_row, quote_row, source_row
from briefing.app.workspace import Workspace
from briefing.model import Cancelled, Side, Stop
from briefing.text.dates import MONTHS

if TYPE_CHECKING:
    from briefing.library.parts import Part

# A filter that leaves more rows than these is to be made narrower, not to be scrolled through.
MOST_FOUND = 1000
_MOST_KEPT = 2000
_PIECE = re.compile(r"\w+")  # a row may put any punctuation around what the files say
_SHELVES = {Room.POINTS: ("points",), Room.QUOTES: ("quotes", "points"), Room.SOURCES: ("sources",)}
# Words that rows are made with and that stand in no file.
_OWN_WORDS = (
    "no quotations supporting points answers note: caution: belongs to no point used times once "
    "not used yet no date takes no side variant of another card also cut by others “” "
)


class TopicRows(Sequence[Row]):
    """A topic's points, quotations or sources as rows."""

    def __init__(self, workspace: Workspace, room: Room, topic: str) -> None:
        self._workspace = workspace
        self._room = room
        parts = () if workspace.is_glimpse else workspace.catalogue.parts
        self._pieces = [
            (shelf, part, _ids(room, shelf, part))
            for shelf in _SHELVES[room]
            for part in parts
            if part.topic == topic and part.count(shelf)
        ]
        self._starts = [0, *accumulate(len(ids) for _, _, ids in self._pieces)]
        self._made: dict[str, Row] = {}
        names = (side_words(side, workspace.topics.get(topic)) for side in (*Side, None))
        self._own_words = " ".join((_OWN_WORDS, *names, *MONTHS)).casefold()

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        if not 0 <= index < len(self):
            raise IndexError(index)
        at = bisect_right(self._starts, index) - 1
        return self._row(self._pieces[at][2][index - self._starts[at]])

    def _row(self, id_: str) -> Row:
        row = self._made.get(id_)
        if row is None:
            if len(self._made) > _MOST_KEPT:
                self._made = {}
            row = self._made[id_] = self._make(id_)
        return row

    def _make(self, id_: str) -> Row:
        workspace, room = self._workspace, self._room
        if room is Room.POINTS:
            point = workspace.points.get(id_)
            if point is not None:
                return point_row(workspace, point)
        elif room is Room.QUOTES:
            evidence = workspace.quotes.get(id_)
            if evidence is not None:
                return quote_row(workspace, evidence)
        else:
            source = workspace.sources.get(id_)
            if source is not None:
                return source_row(source, workspace.times_used(id_))
        return Row(Destination(room, id_), "", ((f"{id_} is not in the library any more", False),))

    def matching(self, words: str, stop: Stop | None = None) -> tuple[Row, ...]:
        """The first rows in which all of the words occur; `MOST_FOUND` at most. For a worker.

        Raises Cancelled when `stop` says so.
        """
        wanted = words.casefold().split()
        found: list[Row] = []
        for id_ in self._candidates(wanted):
            if stop is not None and stop():
                raise Cancelled
            row = self._row(id_)
            spoken = row.spoken().casefold()
            if all(word in spoken for word in wanted):
                found.append(row)
                if len(found) >= MOST_FOUND:
                    break
        return tuple(found)

    def _candidates(self, wanted: Sequence[str]) -> Iterator[str]:
        """Ids of what may match, by the text that is stored of it and without making it."""
        pieces = {piece for word in wanted for piece in _PIECE.findall(word)}
        written = [piece for piece in pieces if not self._may_be_own(piece)]
        for shelf, part, ids in self._pieces:
            at = 0
            owned: Sequence[int] = part.head.owned if self._room is Room.QUOTES else ()
            borrowing = set(part.head.borrowing) if self._room is Room.POINTS else ()
            for number, text in enumerate(part.texts(shelf)):
                end = at + (owned[number] if shelf == "points" and owned else 1)
                folded = text.casefold()
                if number in borrowing or all(word in folded for word in written):
                    yield from ids[at:end]
                at = end

    def _may_be_own(self, word: str) -> bool:
        return word in self._own_words or (word.isdigit() and len(word) < 3)


def _ids(room: Room, shelf: str, part: Part) -> Sequence[str]:
    if room is Room.QUOTES and shelf == "points":
        return part.head.evidence
    return part.head.ids.get(shelf, ())
