"""The debate that an Argdown file describes, and the points that it makes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from briefing.importers.base import Group
from briefing.importers.records import names_of
from briefing.model import (
    Evidence,
    EvidenceId,
    Link,
    Point,
    PointId,
    PointTarget,
    Relation,
    Side,
    Source,
    SourceId,
    TopicId,
    with_words,
)
from briefing.text.escaping import escape
from briefing.text.worded_dates import read_date

_MOTIONS = ("motion", "resolution", "thesis", "these")
_SIGNS = {"+": Relation.SUPPORTS, "-": Relation.ANSWERS, "_": Relation.UNDERCUTS}
_FIELDS = ("id", "strength", "caution", "as-of")


@dataclass(slots=True)
class Element:
    """A statement or argument as it stands somewhere in the file."""

    title: str = ""
    text: str = ""
    tags: list[str] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    is_argument: bool = False
    is_definition: bool = False


@dataclass(slots=True)
class Node:
    """A statement or argument with everything that the file says of it."""

    key: str
    title: str
    is_argument: bool
    headings: tuple[str, ...]
    order: int  # where it is first said what it is
    text: str = ""
    more: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    quotes: list[Element] = field(default_factory=list)


class Debate:
    """Nodes by key, and relations between them, in the order of the file."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self._relations: dict[str, list[tuple[Relation, str]]] = {}  # by what they begin at
        self._headings: list[tuple[int, str]] = []
        self._count = 0
        # Nodes by their quotations; others that have one of these borrow it.
        self._owners: dict[tuple[EvidenceId, str], str] = {}

    def heading(self, level: int, words: str) -> None:
        """What follows stands under this heading."""
        self._headings = [one for one in self._headings if one[0] < level]
        self._headings.append((level, words))

    def add(self, element: Element) -> str:
        """Take an element in; the key of its node."""
        key = _key(element) or f"#{len(self.nodes)}"
        headings = tuple(words for _, words in self._headings)
        node = self.nodes.get(key)
        if node is None:
            node = Node(key, element.title, element.is_argument, headings, self._count)
            self.nodes[key] = node
        self._count += 1
        if element.text and not node.text:
            node.text, node.headings, node.order = element.text, headings, self._count
        elif element.text and element.text != node.text and element.text not in node.more:
            node.more.append(element.text)
        node.tags += (tag for tag in element.tags if tag not in node.tags)
        node.data |= element.data
        return key

    def relate(self, above: str, sign: str, below: str) -> None:
        """The relation that `sign` means between an element and the one indented below it."""
        if sign == "><":
            self._link(above, Relation.ANSWERS, below)
            self._link(below, Relation.ANSWERS, above)
            return
        relation = _SIGNS[sign.strip("<>")]
        if sign.endswith(">"):
            self._link(above, relation, below)
        else:
            self._link(below, relation, above)

    def _link(self, start: str, relation: Relation, end: str) -> None:
        self._relations.setdefault(start, []).append((relation, end))

    def quote(self, key: str, element: Element) -> None:
        """A premise that is a quotation."""
        self.nodes[key].quotes.append(element)

    @property
    def motion(self) -> str:
        """The words of the statement that is called the motion; "" for none."""
        node = self._motion_node()
        return node.text if node else ""

    def _motion_node(self) -> Node | None:
        for name in _MOTIONS:
            node = self.nodes.get(f"[{name}]")
            if node is not None and node.text:
                return node
        return None

    # -- values -----------------------------------------------------------------------------------

    def groups(self) -> tuple[Group, ...]:
        """The points under their headings."""
        ids = self._ids()
        nodes = sorted(
            (one for one in self.nodes.values() if one.key in ids), key=lambda one: one.order
        )
        return tuple(
            Group(headings, tuple(self._point(node, ids) for node in those))
            for headings, those in itertools.groupby(nodes, key=lambda one: one.headings)
        )

    def _ids(self) -> dict[str, PointId]:
        """An id for each node that becomes a point; the motion is none."""
        motion = self._motion_node()
        ids: dict[str, PointId] = {}
        taken: set[str] = set()
        for number, node in enumerate(self.nodes.values(), 1):
            if node is not motion:
                wanted = node.data.get("id") or f"p{number}"
                id_ = f"p{number}-{wanted}" if wanted in taken else wanted
                taken.add(id_)
                ids[node.key] = PointId(id_)
        return ids

    def _point(self, node: Node, ids: dict[str, PointId]) -> Point:
        motion = self._motion_node()
        side: Side | None = None
        links = []
        for relation, end in self._relations.get(node.key, ()):
            if end == node.key:
                continue
            if motion is not None and end == motion.key:
                side = Side.AGAINST if relation.is_counter else Side.FOR
            elif end in ids:
                link = Link(relation, PointTarget(ids[end]))
                links += [link] if link not in links else []
        claim = node.text or node.title
        quotes = [_evidence(ids[node.key], n, one) for n, one in enumerate(node.quotes)]
        owners = [self._owners.setdefault((one.id, one.quote), node.key) for one in quotes]
        own = [one for one, owner in zip(quotes, owners, strict=True) if owner == node.key]
        return Point(
            ids[node.key],
            TopicId(""),
            claim,
            side=side,
            theme=node.tags[0] if node.tags else "",
            explanation_md="\n\n".join(self._explanation(node, claim)),
            evidence=tuple(own),
            also=tuple(one.id for one in quotes if one not in own),
            links=tuple(links),
            strength=node.data.get("strength", ""),
            caution=node.data.get("caution", ""),
            as_of=read_date(node.data.get("as-of", "")),
        )

    def _explanation(self, node: Node, claim: str) -> Iterator[str]:
        plain = re.sub(r"\W+", " ", claim.casefold())
        title = re.sub(r"\W+", " ", re.sub(r" \d+$", "", node.title).casefold()).strip()
        if not plain.startswith(title) and "id" not in node.data:
            yield f"*{escape(node.title)}*"
        yield from (escape(one) for one in node.more)
        rest = [f"{key}: {value}" for key, value in node.data.items() if not _is_placed(key, value)]
        if len(node.tags) > 1:
            rest.append("Tags: " + ", ".join(node.tags))
        if rest:
            yield escape("\n".join(rest))

    def sources(self) -> tuple[Source, ...]:
        """The sources that quotations name."""
        found: dict[SourceId, Source] = {}
        for node in self.nodes.values():
            for element in node.quotes:
                source = _source(element.data)
                if source is not None:
                    found.setdefault(source.id, source)
        return tuple(found.values())


def _is_placed(key: str, value: str) -> bool:
    """Whether there is a field of points for it."""
    return key in _FIELDS and (key != "as-of" or bool(read_date(value)))


def _key(element: Element) -> str:
    """Titles are the same whatever their capitals; what has no title is known by its words."""
    words = (element.title or element.text).casefold()
    if not words:
        return ""
    if element.title:
        return f"<{words}>" if element.is_argument else f"[{words}]"
    return f"={words}"


def _evidence(point: PointId, number: int, element: Element) -> Evidence:
    data = element.data
    source = _source(data)
    quote = data.get("quote") or element.text.removeprefix("“").removesuffix("”")
    known = ("speaker", "role", "date", "occasion", "page", "translated", "label", "caution")
    values = {name: data.get(name, "") for name in known}
    values["date"] = read_date(said := values["date"])
    note = escape(f"Date: {said}") if said and not values["date"] else ""
    own = Evidence(EvidenceId(data.get("quotation") or f"{point}-q{number}"), quote, note_md=note)
    return replace(with_words(own, values), source=source.id if source else None)


def _source(data: dict[str, str]) -> Source | None:
    if not data.get("source"):
        return None
    said = data.get("published", "")
    date = read_date(said)
    return Source(
        SourceId(data["source"]),
        TopicId(""),
        title=data.get("title", ""),
        authors=names_of(data.get("author", "")),
        container=data.get("publication", ""),
        date=date,
        url=data.get("url", ""),
        note=f"Date: {said}" if said and not date else "",
    )
