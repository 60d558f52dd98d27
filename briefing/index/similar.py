"""A whole text as a query: which entries are most like it, by BM25."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from briefing.index.arrays import Array
from briefing.index.entry import Kind
from briefing.index.evaluate import rarity
from briefing.index.fields import LABELS, TEXT
from briefing.index.largest import best
from briefing.index.snapshot import Part, Snapshot
from briefing.index.words import folded, stem

_MOST_KEPT = 4096  # words


class Posting(NamedTuple):
    """Documents that have a word in any form (each once, in order), and how often."""

    documents: Array
    counts: Array


class Likeness:
    """BM25 (Robertson & Zaragoza 2009) over some fields of some entries, taken as one text each.

    Forms of a word are one word. How often it stands in the query counts (k3 without a bound).
    Threads may share it.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        kinds: Collection[Kind] = (),
        topics: Collection[str] = (),
        fields: Collection[str] = (),
        k1: float = 2.0,
        b: float = 1.0,
    ) -> None:
        if set(fields) & set(LABELS.fields):
            raise ValueError("likeness is about texts, not labels")
        self._snapshot = snapshot
        self._k1 = k1
        self._numbers = [TEXT.number(name) for name in fields or TEXT.fields]
        allowed = snapshot.everything.copy()
        if kinds:
            allowed &= snapshot.having("kind", [kind.value for kind in kinds])
        if topics:
            allowed &= snapshot.having("topic_id", topics)
        self.allowed = allowed
        self.size = int(np.count_nonzero(allowed))
        lengths = np.concatenate(
            [part.lists(TEXT).lengths[:, self._numbers].sum(axis=1) for part in snapshot.parts]
            or [np.zeros(0)]
        ).astype(np.float64)
        average = float(lengths[allowed].mean()) if self.size else 1.0
        self._norms = k1 * (1.0 - b + b * lengths / (average or 1.0))
        self._kept: dict[str, Posting] = {}
        self._lock = threading.Lock()

    def key(self, document: int) -> str:
        """The key of a document."""
        part, number = self._snapshot.place(document)
        return part.segment.keys.word(number)

    def postings(self, word: str) -> Posting:
        """Where a folded word stands, in any of its forms, within the fields and entries."""
        return self._of_stem(stem(word))

    def _of_stem(self, root: str) -> Posting:
        found = self._kept.get(root)
        if found is None:
            parts = [self._part_postings(part, root) for part in self._snapshot.parts]
            empty = Posting(np.zeros(0, np.int64), np.zeros(0))
            found = Posting(*map(np.concatenate, zip(*parts, strict=True))) if parts else empty
            with self._lock:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[root] = found
        return found

    def _part_postings(self, part: Part, root: str) -> Posting:
        lists = part.lists(TEXT)
        wanted = np.zeros(len(TEXT.fields), np.bool_)
        wanted[self._numbers] = True
        parts = []
        for number in part.segment.family(root):
            places = lists.places(number, number + 1)
            each = lists.each_document(number, number + 1)
            parts.append(each if wanted.all() else each[wanted[lists.fields.take(places)]])
        if not parts:
            return Posting(np.zeros(0, np.int64), np.zeros(0))
        documents, counts = np.unique(np.concatenate(parts), return_counts=True)
        documents = documents.astype(np.int64) + part.base
        inside = self.allowed[documents]
        return Posting(documents[inside], counts[inside].astype(np.float64))

    def scores(self, text: str | Mapping[str, float]) -> Array:
        """A score for each document of the index (0 for those that are not allowed).

        The query is a text, or folded words with how much each counts.
        """
        often: Mapping[str, float] = Counter(folded(text)) if isinstance(text, str) else text
        roots: dict[str, float] = {}
        for word, count in often.items():
            roots[stem(word)] = roots.get(stem(word), 0.0) + count
        total = np.zeros(self._snapshot.count)
        for root, count in roots.items():
            found = self._of_stem(root)
            if len(found.documents):
                tells = count * rarity(len(found.documents), self.size) * (self._k1 + 1.0)
                norms = self._norms[found.documents]
                total[found.documents] += tells * found.counts / (found.counts + norms)
        return total

    def best(
        self, text: str | Mapping[str, float], limit: int = 100
    ) -> tuple[tuple[str, float], ...]:
        """The keys of the entries most like a text, with scores above 0, the best first."""
        total = self.scores(text)
        found = best(total, limit)
        return tuple((self.key(at), float(total[at])) for at in found if total[at] > 0.0)
