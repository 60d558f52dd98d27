"""The lists of a topic: rows that are made when they are looked at, and a filter over all of them.

To make the list costs the same for a hundred points as for a hundred thousand. The filter looks
through what is stored, makes values only of what may match, and rows of what is shown; it is for a
worker.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from briefing.app.filtering import Groups, Ids, Piece, candidates, folded, pieces_of
from briefing.app.navigation import Destination, Room
from briefing.app.reading import side_words
from briefing.app.rows import (
    ALONE,
    CUT_AGAIN,
    UNUSED,
    VARIANT,
    Row,
    point_row,
    point_words,
    quote_row,
    quote_words,
    source_row,
    source_words,
)
from briefing.app.workspace import Workspace
from briefing.model import Cancelled, Evidence, Point, Side, Source, Stop
from briefing.model.on_demand import OnDemand
from briefing.model.once import once
from briefing.text.dates import MONTHS

if TYPE_CHECKING:
    from briefing.library.parts import Part

# A filter that leaves more rows than these is to be made narrower, not to be scrolled through.
MOST_FOUND = 500
_MOST_KEPT = 2000
_AROUND = "“”()[].,:;·—"  # what a row may put around what the files say
_SHELVES = {Room.POINTS: ("points",), Room.QUOTES: ("quotes", "points"), Room.SOURCES: ("sources",)}
_CUTS = f"{VARIANT} {CUT_AGAIN}".lower()


class Chosen(OnDemand[Row]):
    """Some rows of a list."""

    def __init__(self, rows: TopicRows, ids: Ids) -> None:
        self._rows = rows
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def item(self, index: int) -> Row:
        """The row at a place."""
        return self._rows.row(self._ids[index])


class TopicRows(OnDemand[Row]):
    """A topic's points, quotations or sources as rows."""

    def __init__(self, workspace: Workspace, room: Room, topic: str) -> None:
        self._workspace = workspace
        self._room = room
        self._topic = topic
        parts = () if workspace.is_glimpse else workspace.catalogue.parts
        self._pieces = [
            (shelf, part, _ids(room, shelf, part))
            for shelf in _SHELVES[room]
            for part in parts
            if part.topic == topic and part.head.counts.get(shelf)
        ]
        # What stands under other rows is left out; the filter looks at everything.
        self._shown = [self._unfolded(part, ids) for _, part, ids in self._pieces]
        self._starts = [0, *accumulate(len(ids) for ids in self._shown)]
        self.folded = sum(len(ids) for _, _, ids in self._pieces) - self._starts[-1]
        self._made: dict[str, Row] = {}
        self._before: tuple[list[str], Ids] = ([], ())  # words, and all that have them

    def __len__(self) -> int:
        return self._starts[-1]

    def item(self, index: int) -> Row:
        """The row at a place."""
        at = bisect_right(self._starts, index) - 1
        return self.row(self._shown[at][index - self._starts[at]])

    def _unfolded(self, part: Part, ids: Sequence[str]) -> Sequence[str]:
        """The ids of what has a row of its own: other cuts of the same words stand under it."""
        if self._room not in (Room.POINTS, Room.QUOTES) or not part.head.variants:
            return ids
        cuts = self._workspace.cuts
        if self._room is Room.QUOTES:
            named = (one for some in part.head.variants.values() for one in some)
            hidden = {one for one in named if cuts.is_folded(one)}
            return [one for one in ids if one not in hidden]
        under = cuts.folded_points(part)
        return [one for number, one in enumerate(ids) if number not in under]

    def row(self, id_: str) -> Row:
        """The row of a value."""
        row = self._made.get(id_)
        if row is None:
            if len(self._made) > _MOST_KEPT:
                self._made = {}
            row = self._made[id_] = self._make(id_)
        return row

    def _make(self, id_: str) -> Row:
        workspace, value = self._workspace, self._values.get(id_)
        match value:
            case Point():
                return point_row(workspace, value)
            case Evidence():
                return quote_row(workspace, value)
            case Source():
                return source_row(value, workspace.times_used(id_))
        gone = f"{id_} is not in the library any more"
        return Row(Destination(self._room, id_), "", ((gone, False),))

    def _words(self, id_: str) -> str:
        """What the filter looks for in a row, in lower case."""
        workspace, value = self._workspace, self._values.get(id_)
        match value:
            case Point():
                words = point_words(workspace, value)
            case Evidence():
                words = quote_words(workspace, value)
            case Source():
                words = source_words(value, workspace.times_used(id_))
            case _:
                words = ()
        return "\n".join(words).lower()

    @property
    def _values(self) -> Mapping[str, Point | Evidence | Source]:
        """All values of the kind that is listed, by id."""
        workspace = self._workspace
        if self._room is Room.POINTS:
            return workspace.points
        return workspace.quotes if self._room is Room.QUOTES else workspace.sources

    # -- the filter -------------------------------------------------------------------------------

    def matching(self, words: str, stop: Stop | None = None) -> Chosen:
        """The first rows in which all of the words occur; `MOST_FOUND` at most. For one worker.

        What stands under a row that is found, too, opens there. Raises Cancelled when `stop` says
        so.
        """
        wanted = [word for one in words.lower().split() if (word := one.strip(_AROUND))]
        found: list[str] = []
        for id_ in self._candidates(wanted):
            if stop is not None and stop():
                raise Cancelled
            said = self._words(id_)
            if all(word in said for word in wanted):
                found.append(id_)
                if len(found) >= MOST_FOUND:
                    break
        else:
            self._before = wanted, found
        return Chosen(self, list(self._without_folded(found)))

    def _without_folded(self, found: Ids) -> Iterator[str]:
        """What is found without what stands under another of it."""
        workspace, known = self._workspace, set(found)
        for id_ in found:
            leader = id_
            if self._room is Room.QUOTES:
                leader = workspace.cuts.leader(id_)
            elif self._room is Room.POINTS:
                leader = workspace.leader_of(id_)
            if leader == id_ or leader not in known:
                yield id_

    def _candidates(self, wanted: Sequence[str]) -> Iterator[str]:
        """Ids of what may have the words; of what had them, if they were only made longer."""
        before, found = self._before
        if before and all(any(old in new for new in wanted) for old in before):
            yield from found
            return
        written = {one for word in wanted for one in pieces_of(word)}
        pieces = [self._piece(one) for one in sorted(written, key=len, reverse=True)]
        plain = all(one.isascii() for one in written)
        for shelf, part, ids in self._pieces:
            data, ends = folded(*part.written(shelf), plain)
            groups = Groups(ids, self._starts_in(shelf, part))
            numbers: Iterable[int] = candidates(data, ends, pieces, groups)
            if len(data) < ends[-1]:  # the store cannot be read: values come from the file itself
                numbers = range(len(ends))
            elif self._room is Room.POINTS and part.head.borrowing:  # words of other files
                numbers = sorted({*numbers, *part.head.borrowing})
            for number in numbers:
                yield from groups.of(number)

    def _starts_in(self, shelf: str, part: Part) -> Sequence[int]:
        """Where the ids of each stored value begin: a point brings all its quotations."""
        if self._room is Room.QUOTES and shelf == "points":
            return [0, *accumulate(part.head.owned)]
        return range(part.count(shelf) + 1)

    def _piece(self, piece: str) -> Piece:
        """How a piece of a word may be written in a file, where sides and dates are others."""
        topic = self._workspace.topics.get(self._topic)
        ways = [piece]
        if self._room is not Room.SOURCES:
            stored = {Side.FOR: '"for"', Side.AGAINST: '"against"', None: ",null,"}
            ways += [
                word for side, word in stored.items() if piece in side_words(side, topic).lower()
            ]
        if self._room is not Room.POINTS:
            months = enumerate(MONTHS, 1)
            ways += [f"-{number:02}" for number, name in months if piece in name.lower()]
        encoded = (one.encode("utf-8", "surrogatepass") for one in ways)
        return Piece(tuple(encoded), self._is_said(piece))

    def _is_said(self, piece: str) -> Callable[[Ids], bool] | None:
        """What a row says of a value that is written of another one, or of none."""
        workspace = self._workspace
        if self._room is Room.SOURCES:
            if piece in UNUSED.lower():
                return lambda ids: not workspace.times_used(ids[0])
        elif piece in _CUTS:
            return lambda ids: not self._cut.isdisjoint(ids)
        if self._room is Room.QUOTES and piece in ALONE.lower():
            return lambda ids: bool(ids) and ids[0] not in workspace.owner
        return None

    @once
    def _cut(self) -> frozenset[str]:
        """The values whose quotation several people cut."""
        workspace = self._workspace
        cut = workspace.cut_by_several()
        if self._room is Room.QUOTES:
            return cut
        return frozenset(workspace.owner[one].id for one in cut if one in workspace.owner)


def _ids(room: Room, shelf: str, part: Part) -> Sequence[str]:
    if room is Room.QUOTES and shelf == "points":
        return part.head.evidence
    return part.head.ids.get(shelf, ())
