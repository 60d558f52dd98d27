"""Points and claims as a tree under a motion: what tree-shaped formats can say of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.model import (
    Claim,
    ClaimTarget,
    Library,
    Link,
    Point,
    PointTarget,
    Relation,
    Side,
)


@dataclass(slots=True)
class Node:
    """A point or claim and what stands below it. `relation` is towards the node above, or None
    where it stands right under the motion.
    """

    key: str
    text: str
    side: Side | None
    point: Point | None = None
    claim: Claim | None = None
    relation: Relation | None = None
    below: list[Node] = field(default_factory=list)
    # Further links of a point that stands elsewhere: relation, and the point's key.
    also: list[tuple[Relation, str]] = field(default_factory=list)


def tree(values: Library) -> list[Node]:
    """Every point and claim once, under the first thing it is linked to; the roots.

    A link that would close a circle, and any further link, is kept in `also` of its target.
    """
    nodes = _nodes(values)
    roots: list[Node] = []
    placed: dict[str, str] = {}  # key → the key of the node above it
    for node in nodes.values():
        links = [*_links(node, nodes)]
        above = next((one for one in links if not _circular(node.key, one[1], placed)), None)
        for relation, target in links:
            if above is not None and (relation, target) == above:
                continue
            nodes[target].also.append((relation, node.key))
        if above is None:
            roots.append(node)
        else:
            node.relation, target = above
            placed[node.key] = target
            nodes[target].below.append(node)
    return roots


def _nodes(values: Library) -> dict[str, Node]:
    sides = {one.id: one.side for one in values.articles}
    claims = (
        Node(claim.ref, claim.text, sides.get(claim.article), claim=claim)
        for claim in values.claims
    )
    points = (Node(point.id, point.claim, point.side, point=point) for point in values.points)
    return {node.key: node for node in (*claims, *points)}


def _links(node: Node, nodes: dict[str, Node]) -> Iterator[tuple[Relation, str]]:
    seen = set()
    for link in node.point.links if node.point else ():
        key = _key(link)
        if key in nodes and key != node.key and (link.relation, key) not in seen:
            seen.add((link.relation, key))
            yield link.relation, key


def _key(link: Link) -> str:
    if isinstance(link.target, PointTarget):
        return link.target.point
    if isinstance(link.target, ClaimTarget):
        return link.target.ref
    return ""


def _circular(key: str, above: str, placed: dict[str, str]) -> bool:
    """Whether `above` already stands somewhere below `key`."""
    while above:
        if above == key:
            return True
        above = placed.get(above, "")
    return False
