"""Kialo's text export: numbered claims, Pro or Con the claim above them.

    Discussion Title: …

    1. The thesis
    1.1. Con: …
    1.1.1. Pro: -> See 1.2.2.

Pro and Con are relative to the claim above; a point's side is the product of the words on the way
from the thesis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefing.importers.base import Dropped, Group, Intake, Options
from briefing.importers.decoding import decode
from briefing.model import (
    Link,
    Point,
    PointId,
    PointTarget,
    Relation,
    Side,
    TopicId,
    UserError,
)

_TITLE = re.compile(r"\s*Discussion (?:Title|Name):[ \t]*(.*)", re.IGNORECASE)
_NODE = re.compile(r"\s{0,8}((?:\d+\.)+)[ \t]+(?:(Pro|Con):[ \t]*)?(.*)", re.IGNORECASE)
_SEE = re.compile(r"->\s*See\s+((?:\d+\.)*\d+\.?)\s*", re.IGNORECASE)
_LITERAL = re.compile(r"\\(?=-> *See |Pro:|Con:)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(slots=True)
class _Node:
    number: str
    line: int
    word: str  # "pro", "con" or ""
    lines: list[str]
    links: list[Link] = field(default_factory=list)
    side: Side | None = None

    @property
    def raw(self) -> str:
        return " ".join(" ".join(self.lines).split())

    @property
    def above(self) -> str:
        return self.number.rstrip(".").rpartition(".")[0] + "."

    @property
    def is_root(self) -> bool:
        return self.number.count(".") == 1

    @property
    def relation(self) -> Relation:
        return Relation.ANSWERS if self.word == "con" else Relation.SUPPORTS


def read(data: bytes, name: str, options: Options) -> Intake:
    """The claims of a discussion as points; the thesis is the motion."""
    text, notices = decode(data, name, options.encoding)
    title, nodes, before = _nodes(text)
    if not nodes:
        raise UserError(
            f"“{name}” is no Kialo export: it has no numbered claims such as “1.1. Pro: …”. "
            "Export the discussion from Kialo as text, and import that."
        )
    dropped = [*before]
    roots = [node for node in nodes.values() if node.is_root]
    places = {number: node for number, node in nodes.items() if not _SEE.fullmatch(node.raw)}
    motion = _unescaped(roots[0].raw) if roots else ""
    for node in nodes.values():
        _place(node, nodes, places, dropped, len(roots) > 1)
    kept = [one for one in places.values() if one is not (roots[0] if roots else None)]
    points = tuple(
        Point(
            PointId(f"n{node.number.rstrip('.').replace('.', '-')}"),
            TopicId(""),
            _unescaped(node.raw) or "…",
            side=node.side,
            links=tuple(dict.fromkeys(node.links)),
        )
        for node in kept
    )
    groups = (Group((), points),) if points else ()
    return Intake(
        groups=groups, title=title, motion=motion, notices=notices, dropped=tuple(dropped)
    )


def _nodes(text: str) -> tuple[str, dict[str, _Node], list[Dropped]]:
    """The title, the nodes by number, and lines that belong to none."""
    title = ""
    nodes: dict[str, _Node] = {}
    last: _Node | None = None
    stray: list[Dropped] = []
    for number, line in enumerate(text.split("\n"), 1):
        found = _NODE.fullmatch(line)
        if found and _fits(found[1], nodes):
            last = _Node(found[1], number, (found[2] or "").lower(), [found[3]])
            nodes[found[1]] = last
        elif last is not None:
            last.lines.append(line)
        elif heading := _TITLE.fullmatch(line):
            title = heading[1].strip()
        elif line.strip():
            stray.append(Dropped(number, line.strip()))
    return title, nodes, stray


def _fits(number: str, nodes: dict[str, _Node]) -> bool:
    """Whether a node may have this number here: lists inside a claim have numbers, too."""
    if number in nodes:
        return False
    above = number.rstrip(".").rpartition(".")[0]
    if not above:
        return not nodes or (number == f"{_roots(nodes) + 1}.")
    return f"{above}." in nodes


def _roots(nodes: dict[str, _Node]) -> int:
    return sum(node.is_root for node in nodes.values())


def _place(
    node: _Node,
    nodes: dict[str, _Node],
    places: dict[str, _Node],
    dropped: list[Dropped],
    has_several_theses: bool,
) -> None:
    """Give a node its side and its link, or another node the link that this one stands for."""
    if node.is_root:
        return
    above = nodes[node.above]
    target = node
    if see := _SEE.fullmatch(node.raw):
        there = see[1].rstrip(".") + "."
        if there not in places:
            dropped.append(Dropped(node.line, f"-> See {see[1]} (there is no such claim)"))
            return
        target = places[there]
    if node.above not in places or target is above:
        return
    if above.is_root and not has_several_theses:
        side = {"pro": Side.FOR, "con": Side.AGAINST}.get(node.word)
        target.side = target.side or side
        return
    if above.is_root:
        if above.number == "1.":
            target.side = target.side or {"pro": Side.FOR, "con": Side.AGAINST}.get(node.word)
            return
    elif target is node and above.side is not None:
        node.side = above.side.other if node.relation.is_counter else above.side
    key = PointId(f"n{above.number.rstrip('.').replace('.', '-')}")
    target.links.append(Link(node.relation, PointTarget(key)))


def _unescaped(raw: str) -> str:
    return _ESCAPE.sub(r"\1", raw[1:] if _LITERAL.match(raw) else raw)
