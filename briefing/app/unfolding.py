"""Lists in which the cuts of the same words are one row that opens to the others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from briefing.app.cards import cut_facts
from briefing.app.rows import Row, hit_row, point_row, quote_row
from briefing.app.variants import leading_point, points_under
from briefing.app.workspace import Workspace
from briefing.index import Hit, Kind
from briefing.model.on_demand import OnDemand


def variant_rows(workspace: Workspace, row: Row) -> tuple[Row, ...]:
    """The rows that open under a row: the same words as others cut them."""
    if row.goal.id == row.point:
        point = workspace.points.get(row.point)
        if point is None:
            return ()
        leader = leading_point(workspace, point)
        others = (leader, *points_under(workspace, leader))
        rows = [point_row(workspace, one) for one in others if one.id != point.id]
    else:
        evidence = workspace.cuts.leader(row.quote)
        ids = (evidence, *workspace.cuts.under(evidence))
        rows = [quote_row(workspace, workspace.quotes[one]) for one in ids if one != row.quote]
    known = workspace.quotes
    return tuple(
        replace(one, level=1, variants=0, foot=cut_facts(known[row.quote], known[one.quote]))
        for one in rows
    )


class HitRows(OnDemand[Row]):
    """Hits as rows. Of several cuts of the same words one is shown, the one that stands first if
    it was found, where the best of them stood.
    """

    def __init__(self, workspace: Workspace, hits: Iterable[Hit]) -> None:
        self._workspace = workspace
        found: dict[tuple[Kind, str], Hit] = {}
        for hit in hits:
            key = (hit.kind, _leader_of(workspace, hit))
            if key not in found or hit.id == key[1]:
                found[key] = hit
        self._hits = tuple(found.values())
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._hits)

    def item(self, index: int) -> Row:
        """The row at a place."""
        row = self._made.get(index)
        if row is None:
            row = self._made[index] = hit_row(self._workspace, self._hits[index])
        return row


def _leader_of(workspace: Workspace, hit: Hit) -> str:
    if hit.kind is Kind.QUOTE:
        return workspace.cuts.leader(hit.id)
    return workspace.leader_of(hit.id) if hit.kind is Kind.POINT else hit.id


class Unfolded(OnDemand[Row]):
    """Rows, with more of them under some."""

    def __init__(self, rows: Sequence[Row], opened: Mapping[int, Sequence[Row]]) -> None:
        self._rows = rows
        self._opened = sorted(opened.items())
        self._places = [place for place, _ in self._opened]
        self._sums = [0, *accumulate(len(more) for _, more in self._opened)]

    def __len__(self) -> int:
        return len(self._rows) + self._sums[-1]

    def item(self, index: int) -> Row:
        """The row at a place."""
        place, at = self.place_of(index)
        return self._rows[place] if at < 0 else self._opened_at(place)[at]

    def place_of(self, index: int) -> tuple[int, int]:
        """The row that stands there, or above it, and which of the rows under it (-1: itself)."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        # Where each opened row stands when those above it are open.
        tops = [place + add for place, add in zip(self._places, self._sums, strict=False)]
        number = bisect_right(tops, index) - 1
        if number < 0:
            return index, -1
        under = index - tops[number] - 1
        if under < 0:
            return self._places[number], -1
        if under < len(self._opened[number][1]):
            return self._places[number], under
        return index - self._sums[number + 1], -1

    def _opened_at(self, place: int) -> Sequence[Row]:
        return self._opened[self._places.index(place)][1]
