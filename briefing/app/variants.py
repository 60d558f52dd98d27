"""Points whose evidence is cut from the same words: which of them stands for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.app.reading import Seen
from briefing.app.workspace import Workspace
from briefing.model import Point, Relation


def points_under(workspace: Workspace, point: Point) -> tuple[Point, ...]:
    """The points that this one stands for in lists: their evidence is cut from the same words."""
    cuts, owner = workspace.cuts, workspace.owner
    found: dict[str, Point] = {}
    for one in point.evidence:
        for other in cuts.under(one.id, owned=True):
            below = owner.get(other)
            if (
                below is not None
                and below.id != point.id
                and stands_under(workspace, below) == (one.id)
            ):
                found[below.id] = below
    return tuple(found.values())


def stands_under(workspace: Workspace, point: Point) -> str:
    """The quotation whose point stands for this one in lists; "" if none does."""
    return workspace.cuts.point_leader([one.id for one in point.evidence])


def leading_point(workspace: Workspace, point: Point) -> Point:
    """The point that stands for this one in lists; itself, if it does."""
    leader = workspace.leader_of(point.id)
    return point if leader == point.id else workspace.points.get(leader, point)


def together(workspace: Workspace, seen: Sequence[Seen]) -> list[Seen]:
    """Points beside a passage; those whose evidence is cut from the same words become one."""
    groups: dict[tuple[str, Relation | None], list[Seen]] = {}
    for one in seen:
        leader = leading_point(workspace, one.point).id
        groups.setdefault((leader, one.relation), []).append(one)
    return [_first_of(leader, group) for (leader, _), group in groups.items()]


def _first_of(leader: str, group: list[Seen]) -> Seen:
    if len(group) == 1:
        return group[0]
    group.sort(key=lambda one: one.point.id != leader)
    return replace(group[0], others=tuple(group[1:]))
