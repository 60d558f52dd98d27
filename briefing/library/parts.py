"""Parts: what was read of one file, and which of it must be known of every file at once.

A library of a hundred thousand points has some thousand files. Of each part the ids, the targets of
links and some counts are in memory; the values themselves lie in a store (`packs`) and are made
when they are asked for, some millionths of a second each. A part that was just read holds its
values until it is put into a store.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from pathlib import Path
from typing import Any, Protocol
from zlib import crc32

from briefing.library.context import Context, Quoted
from briefing.library.encoding import decode, encode, write_json
from briefing.library.scanning import Listed
from briefing.model import (
    Article,
    ArticleId,
    ArticleKind,
    ClaimTarget,
    Evidence,
    Fault,
    Place,
    Point,
    PointTarget,
    Side,
    TopicId,
)

# Bytes of stored values that may be kept as objects (these take about three times as much).
_MOST_KEPT = 24_000_000
_CHECK = 8  # hexadecimal digits before each item

_STANCES = {Side.FOR: "f", Side.AGAINST: "a", None: "-"}

_serials = count()


class Store(Protocol):
    """Where the items of parts lie."""

    def read(self, at: int, size: int) -> bytes:
        """The bytes there; fewer, or OSError, if they cannot be read (any more)."""


@dataclass(slots=True)
class Head:
    """What is known of a part's values without reading them: lists of ids, and numbers of points.

    `links` and `uses` map what is named ("article#claim", an article, a point; a source) to the
    numbers of the points that name it. `evidence` runs over the points, `owned` says how many
    each of them has.
    """

    counts: dict[str, int] = field(default_factory=dict)  # shelf → number of values
    ids: dict[str, list[str]] = field(default_factory=dict)  # shelf → ids
    evidence: list[str] = field(default_factory=list)
    owned: list[int] = field(default_factory=list)
    to_claims: dict[str, list[int]] = field(default_factory=dict)
    to_articles: dict[str, list[int]] = field(default_factory=dict)
    to_points: dict[str, list[int]] = field(default_factory=dict)
    uses: dict[str, list[int]] = field(default_factory=dict)
    quoted: dict[str, list[int]] = field(default_factory=dict)  # source → quotes under no point
    borrowing: list[int] = field(default_factory=list)  # points with evidence of other points
    variants: dict[str, list[str]] = field(default_factory=dict)  # evidence → other cuts of it
    stances: str = ""  # the side of each point, in one letter
    sides: list[tuple[str, str, int]] = field(default_factory=list)  # side, theme, points
    same: dict[str, list[str]] = field(default_factory=dict)  # claim → the same claim elsewhere
    title: str = ""  # of the library
    themes: list[str] = field(default_factory=list)  # of a topic
    article: list[Any] = field(default_factory=list)  # title, kind, side, authors, venue, of what


class Part:
    """What was read of one file. Its values never change; where they lie may."""

    __slots__ = (
        "_at",
        "_references",
        "_values",
        "digest",
        "faults",
        "head",
        "is_dependent",
        "is_doubtful",
        "kind",
        "name",
        "path",
        "quoted",
        "root",
        "serial",
        "setting",
        "stamp",
        "taken",
        "topic",
    )

    def __init__(self, root: Path, listed: Listed, setting: str, digest: str, head: Head) -> None:
        self.root = root
        self.name, self.kind, self.topic, self.stamp = listed[:4]
        self.path = Path(listed.name)
        self.setting = setting  # what it was read by that stands in other files
        self.digest = digest  # of the bytes of the file
        self.head = head
        self.faults: tuple[Fault, ...] = ()
        self.quoted: tuple[Quoted, ...] = ()  # only of what was just read
        self.taken: dict[tuple[str, str], Place] = {}  # likewise
        self.is_doubtful = False  # the file may have been changed since without a new stamp
        self.is_dependent = False  # ids were taken by other files: not to be kept for the next time
        self.serial = next(_serials)
        self._values: list[Any] | None = None
        self._references: dict[str, dict[str, list[int]]] | None = None
        self._at: tuple[Store | None, int, Sequence[int]] = (None, 0, ())  # changed in one step

    # -- values -----------------------------------------------------------------------------------

    def hold(self, values: dict[str, list[Any]], context: Context) -> None:
        """Take what was just read."""
        self._values = [value for shelf in self.head.counts for value in values[shelf]]
        found: dict[str, dict[str, list[int]]] = {}
        for kind, id_, _, line in context.references:
            found.setdefault(kind, {}).setdefault(id_, []).append(line)
        self._references = found
        self.faults = tuple(context.faults)
        self.quoted = tuple(context.quoted)
        self.taken = context.taken

    def count(self, shelf: str) -> int:
        """How many values of a shelf stand in the file."""
        return self.head.counts.get(shelf, 0)

    def value(self, shelf: str, number: int) -> Any:
        """One value. It is made anew if it was not asked for lately."""
        at = self._start(shelf) + number
        values = self._values
        if values is not None:
            return values[at]
        key = (self.serial, at)
        found = _memory.kept.get(key)
        if found is None:
            found, size = self._read(shelf, at)
            _memory.keep(key, found, size)
        return found

    def values(self, shelf: str) -> Sequence[Any]:
        """All values of a shelf, read at once and not kept in memory."""
        start, number = self._start(shelf), self.count(shelf)
        values = self._values
        if values is not None:
            return values[start : start + number]
        pieces = self._pieces(start, number)
        return [self._decoded(shelf, at, data) for at, data in enumerate(pieces, start)]

    def written(self, shelf: str) -> tuple[bytes, Sequence[int]]:
        """Every value of a shelf as UTF-8 in which all its words stand, and where each ends.

        Quicker than `values`. A quotation mark, a backslash and control characters are escaped.
        """
        start, number = self._start(shelf), self.count(shelf)
        if self._values is not None:
            pieces = [encode(shelf, value) for value in self.values(shelf)]
            return b"".join(pieces), list(accumulate(map(len, pieces)))
        return self._stored(start, number)

    def title_only(self) -> Article:
        """The article of the file without its text, which need not be read for it."""
        title, kind, side, authors, venue, digest = self.head.article
        return Article(
            ArticleId(self.head.ids["articles"][0]),
            TopicId(self.topic),
            title,
            ArticleKind(kind),
            Side(side) if side else None,
            tuple(authors),
            venue,
            full_text_of=digest,
            place=Place(self.path),
        )

    def references(self) -> dict[str, dict[str, list[int]]]:
        """What is named in the file, by kind and id, with the lines on which it is named."""
        if self._references is not None:
            return self._references
        data = checked(next(self._pieces(sum(self.head.counts.values()), 1)))
        if data is not None:
            found: dict[str, dict[str, list[int]]] = json.loads(data)
            return found
        return self._again().references()

    def place_of(self, key: tuple[str, str]) -> Place:
        """Where an id of a kind stands. The file is read again if it was read in an earlier run."""
        self.taken = self.taken or self._again().taken  # once, however many ids are asked for
        return self.taken.get(key, Place(self.path))

    def _start(self, shelf: str) -> int:
        start = 0
        for name, number in self.head.counts.items():
            if name == shelf:
                return start
            start += number
        return start

    def _stored(self, start: int, number: int) -> tuple[bytes, Sequence[int]]:
        """So many items from item `start` on, and where each ends; fewer bytes, or none, if they
        cannot be read.
        """
        store, first, ends = self._at
        if not number:
            return b"", ()
        begin = ends[start - 1] if start else 0
        ends = ends[start : start + number]
        try:
            data = store.read(first + begin, ends[-1] - begin) if store else b""
        except OSError:
            data = b""  # the values are read from the file itself then
        return data, [end - begin for end in ends] if begin else ends

    def _pieces(self, start: int, number: int) -> Iterator[bytes]:
        """So many items from item `start` on, read at once; empty ones if they cannot be read."""
        data, ends = self._stored(start, number)
        begin = 0
        for end in ends:
            yield data[begin:end]
            begin = end

    def _read(self, shelf: str, at: int) -> tuple[Any, int]:
        data = next(self._pieces(at, 1))
        return self._decoded(shelf, at, data), len(data)

    def _decoded(self, shelf: str, at: int, data: bytes) -> Any:
        plain = checked(data)
        if plain is not None:
            try:
                return decode(shelf, plain, self.path)
            except ValueError:
                pass
        return self._again().value_or_none(shelf, at - self._start(shelf), self)

    def value_or_none(self, shelf: str, number: int, before: Part) -> Any:
        """A value of the file read again in the place of one that the store has lost."""
        from briefing.library.standing_in import stand_in

        ids, known = self.head.ids.get(shelf), before.head.ids.get(shelf)
        if number < self.count(shelf) and (
            ids is None or known is None or ids[number] == known[number]
        ):
            return self.value(shelf, number)
        return stand_in(shelf, known[number] if known else "", before)

    def _again(self) -> Part:
        """The file read again, because its store was damaged or taken away."""
        from briefing.library.reading import read_part

        listed = Listed(self.name, self.kind, self.topic, self.stamp)
        part = read_part(self.root, listed, self.setting)
        if part.digest == self.digest:
            self._references, self._values = part._references, part._values
        return part

    # -- storing ----------------------------------------------------------------------------------

    def items(self) -> tuple[bytes, list[int]]:
        """What a store keeps: all values and references, and where each of them ends."""
        assert self._values is not None, "a stored part is copied, not encoded again"
        pieces: list[bytes] = []
        at = 0
        for shelf, number in self.head.counts.items():
            pieces += (with_check(encode(shelf, value)) for value in self._values[at : at + number])
            at += number
        pieces.append(with_check(write_json(self._references).encode()))
        return b"".join(pieces), list(accumulate(map(len, pieces)))

    def stored_items(self) -> tuple[bytes, Sequence[int]]:
        """The same of a part that lies in a store, as it lies there."""
        if self._values is not None:
            return self.items()
        store, first, ends = self._at
        return (store.read(first, ends[-1]) if store else b""), ends

    @property
    def is_held(self) -> bool:
        """Whether the values are in memory, because they were just read."""
        return self._values is not None

    def put(self, store: Store, first: int, ends: Sequence[int]) -> None:
        """From now on the values lie in `store`, from offset `first` on."""
        self._at = (store, first, array("I", ends))
        self.quoted, self.taken = (), {}
        self._values = self._references = None


class _Memory:
    """Values that were asked for lately, of all parts together."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], Any] = {}
        self._size = 0

    def keep(self, key: tuple[int, int], value: Any, size: int) -> None:
        if self._size > _MOST_KEPT:
            self.kept, self._size = {}, 0
        self.kept[key] = value
        self._size += size


_memory = _Memory()


def with_check(data: bytes) -> bytes:
    """An item as it is stored: its checksum, then its bytes."""
    return b"%08x" % crc32(data) + data


def checked(data: bytes) -> bytes | None:
    """An item without its checksum; None if it is not what was written."""
    try:
        return data[_CHECK:] if int(data[:_CHECK], 16) == crc32(data[_CHECK:]) else None
    except ValueError:
        return None


def describe(values: dict[str, list[Any]]) -> Head:
    """The head of a part with these values by shelf."""
    head = Head({shelf: len(each) for shelf, each in values.items()})
    for shelf in ("articles", "claims", "points", "quotes", "sources", "cases", "notes"):
        if shelf in values:
            head.ids[shelf] = [value.id for value in values[shelf]]
    for claim in values.get("claims", ()):
        if claim.same_as:
            head.same[claim.ref] = list(claim.same_as)
    for topic in values.get("topics", ()):
        head.themes = list(topic.themes)
    for number, quote in enumerate(values.get("quotes", ())):
        if quote.source:
            head.quoted.setdefault(quote.source, []).append(number)
        _describe_variant(head, quote)
    for article in values.get("articles", ()):
        side = article.side.value if article.side else ""
        authors, digest = list(article.authors), article.full_text_of
        head.article = [article.title, article.kind.value, side, authors, article.venue, digest]
    points = values.get("points", ())
    sides: Counter[tuple[str, str]] = Counter()
    for number, point in enumerate(points):
        sides[point.side.value if point.side else "", point.theme] += 1
        head.owned.append(len(point.evidence))
        if point.also:
            head.borrowing.append(number)
        for one in point.evidence:
            head.evidence.append(one.id)
            _describe_variant(head, one)
        for source in used_by(point):
            head.uses.setdefault(source, []).append(number)
        _describe_links(head, point, number)
    head.stances = "".join(_STANCES[point.side] for point in points)
    head.sides = [(side, theme, number) for (side, theme), number in sides.items()]
    return head


def _describe_variant(head: Head, evidence: Evidence) -> None:
    if evidence.variant_of:
        head.variants.setdefault(evidence.variant_of, []).append(evidence.id)


def _describe_links(head: Head, point: Point, number: int) -> None:
    for link in point.links:
        target = link.target
        if isinstance(target, ClaimTarget):
            named = head.to_claims.setdefault(target.ref, [])
        elif isinstance(target, PointTarget):
            named = head.to_points.setdefault(target.point, [])
        else:
            named = head.to_articles.setdefault(target.article, [])
        if not named or named[-1] != number:
            named.append(number)


def used_by(point: Point) -> dict[str, None]:
    """The sources that a point or its evidence names, each once."""
    used: dict[str, None] = dict.fromkeys(point.sources)
    for evidence in point.evidence:
        if evidence.source:
            used[evidence.source] = None
    return used
