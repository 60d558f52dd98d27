"""What a library holds already: ids that are taken, and the same points, words and sources."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from briefing.app.importing.pace import Pace
from briefing.app.importing.twins import Twins, letters
from briefing.model import (
    Evidence,
    EvidenceId,
    Library,
    Point,
    Source,
    SourceId,
    TopicId,
    free_name,
    slug,
)
from briefing.model.ids import ALPHABET
from briefing.model.once import once

Key = tuple[object, ...]


class Known:
    """Everything of a library by what it says, growing with what is planned."""

    def __init__(self, library: Library, pace: Pace | None = None) -> None:
        from briefing.library import imported_before

        self.digests: dict[str, Path] = imported_before(library.root)
        self.twins = Twins()
        self._library = library
        self._by_claim: dict[str, list[Point]] = defaultdict(list)
        self._ids: set[str] = set()
        self._sources: dict[Source, SourceId] = {}
        self._source_ids: set[str] = set()
        self._tried: dict[str, int] = {}
        for source in library.sources:
            self._source_ids.add(source.id.casefold())
            self._sources.setdefault(_bare(source), source.id)
        pace = pace or Pace()
        for quote in library.quotes:
            pace.step()
            self._know(quote)
        for point in library.points:
            pace.step()
            for one in point.evidence:
                self._know(one)
            self._ids.add(point.id)
            self._by_claim[letters(point.claim)].append(point)

    @staticmethod
    def size(library: Library) -> int:
        """How many steps it takes to know a library."""
        return len(library.quotes) + len(library.points)

    def _know(self, evidence: Evidence) -> None:
        self._ids.add(evidence.id)
        self.learn(evidence, letters(evidence.quote))

    def learn(self, evidence: Evidence, words: str) -> None:
        """Make a quotation known under its id, or as a cut of the one it is a variant of."""
        self.twins.add(evidence.variant_of or evidence.id, words)

    def root_of(self, words: str) -> EvidenceId | None:
        """The first cut of the same words in the library, or None."""
        found = self.twins.find(words)
        return EvidenceId(found) if found is not None else None

    def take(self, point: Point) -> bool:
        """Whether the library has the same point; each of its own stands for one that comes."""
        alike = self._by_claim.get(letters(point.claim))
        if not alike:
            return False
        key = point_key(point)
        for number, one in enumerate(alike):
            if point_key(one) == key:
                del alike[number]
                return True
        return False

    @once
    def cards(self) -> frozenset[Key]:
        """The quotations of the library with their cites, whatever their marks."""
        return frozenset(card_key(one) for one in self._library.every_quote())

    @once
    def claims(self) -> frozenset[Key]:
        """The points of the library by their words."""
        return frozenset(claim_key(point) for point in self._library.points)

    def new_id(self, kind: str, *words: str) -> str:
        """An id made of what is said, so that the same says the same everywhere; a free one."""
        number = 0
        while True:
            seed = "\0".join((*words, str(number) if number else ""))
            digest = hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).digest()
            value = int.from_bytes(digest, "big")
            letters_ = []
            for _ in range(9):
                value, rest = divmod(value, len(ALPHABET))
                letters_.append(ALPHABET[rest])
            id_ = kind + "".join(letters_)
            if id_ not in self._ids:
                self._ids.add(id_)
                return id_
            number += 1

    def source(self, source: Source, topic: TopicId) -> tuple[SourceId, Source | None]:
        """The id of a source, and the record to be added; None if the library has it."""
        bare = _bare(source)
        if bare in self._sources:
            return self._sources[bare], None
        id_ = SourceId(self._free_source(source))
        self._sources[bare] = id_
        return id_, replace(source, id=id_, topic=topic)

    def _free_source(self, source: Source) -> str:
        names = [one.family or one.literal for one in source.authors[:1]]
        words = " ".join((*names, source.date[:4])) or source.title
        taken = self._source_ids
        free = free_name(slug(words, 40), lambda one: one.casefold() in taken, self._tried)
        self._source_ids.add(free.casefold())
        return free


def point_key(point: Point) -> Key:
    """What makes two points the same: claim, explanation, and evidence with its marks."""
    cards = tuple((*card_key(one), _marked(one)) for one in point.evidence)
    return (letters(point.claim), letters(point.explanation_md), cards)


def claim_key(point: Point) -> Key:
    """A point without evidence by its words."""
    return (letters(point.claim), letters(point.explanation_md), len(point.evidence))


def card_key(evidence: Evidence) -> Key:
    """What makes two cards the same: the words quoted, and the cite."""
    return (letters(evidence.quote), letters(evidence.cite or evidence.speaker + evidence.date))


def _marked(evidence: Evidence) -> Key:
    """The marked words of each kind."""
    found: dict[str, list[str]] = {}
    for mark in evidence.marks:
        found.setdefault(mark.kind.value, []).append(evidence.quote[mark.start : mark.end])
    return tuple(sorted((kind, letters("".join(words))) for kind, words in found.items()))


def _bare(source: Source) -> Source:
    """A source without what tells two records of it apart."""
    return replace(source, id=SourceId(""), topic=TopicId(""), note="", caution="")
