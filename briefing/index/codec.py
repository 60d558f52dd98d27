"""The arrays as Whoosh sees them: a codec, so that Whoosh's own readers and matchers work on them.

Whoosh takes its data from whatever implements `whoosh.codec.base.Codec`. Ours reads the segments
that `builder` writes; nothing is copied into Whoosh's own files. Any query of Whoosh's can so be
asked of the same index (`ask`), and Whoosh's matchers, which step through one document at a time,
are what the evaluator's answers are compared with in the tests.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

import numpy as np

from briefing.index.arrays import Array
from briefing.index.fields import COLUMNS, GROUPS, group_of
from briefing.index.segment import Words
from briefing.index.snapshot import Found, Part, Snapshot
from briefing.index.words import folded

with warnings.catch_warnings():  # Whoosh has escapes that newer Pythons complain about
    warnings.simplefilter("ignore")
    from whoosh import fields as whoosh_fields
    from whoosh.analysis import Token, Tokenizer
    from whoosh.codec import base
    from whoosh.matching import ListMatcher
    from whoosh.query.spans import Span
    from whoosh.reading import MultiReader, SegmentReader, TermInfo
    from whoosh.searching import SearchContext, Searcher

Term = tuple[str, bytes]
_WORDED = tuple(name for group in GROUPS for name in group.fields)


class FoldedWords(Tokenizer):  # type: ignore[misc]
    """Whoosh's view of `words.tokens`, for its own query parser and writers."""

    def __call__(self, value: str, start_pos: int = 0, **_: Any) -> Iterator[Any]:
        """Yield Whoosh tokens with positions."""
        token = Token(positions=True)
        for position, text in enumerate(folded(value)):
            token.text = text
            token.pos = start_pos + position
            token.boost = 1.0
            token.stopped = False
            yield token


@lru_cache(maxsize=1)
def schema() -> Any:
    """The fields as Whoosh knows them."""
    worded = {
        name: whoosh_fields.TEXT(analyzer=FoldedWords(), phrase=True, stored=False)
        for name in _WORDED
    }
    exact = {name: whoosh_fields.ID(stored=False) for name in COLUMNS}
    return whoosh_fields.Schema(entry=whoosh_fields.STORED, **worded, **exact)


def ask(snapshot: Snapshot, query: object) -> Found:
    """The documents and scores that Whoosh's matchers find for a query of its own (BM25F)."""
    finder = searcher(snapshot)
    context = SearchContext(weighting=finder.weighting)
    documents: list[int] = []
    scores: list[float] = []
    for leaf, offset in finder.leaf_searchers():
        matcher = cast("Any", query).matcher(leaf, context)
        while matcher.is_active():
            documents.append(matcher.id() + offset)
            scores.append(matcher.score())
            matcher.next()
    return Found(np.array(documents, np.int64), np.array(scores, np.float64))


def searcher(snapshot: Snapshot, **how: Any) -> Any:
    """A Whoosh searcher over a snapshot; for one thread only, as all of Whoosh's are."""
    codec = ArrayCodec()
    readers = [
        SegmentReader(None, schema(), ArraySegment(part), codec=codec) for part in snapshot.parts
    ]
    return Searcher(readers[0] if len(readers) == 1 else MultiReader(readers), **how)


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A part of a snapshot, as a segment of Whoosh's."""

    def __init__(self, part: Part) -> None:
        super().__init__("briefing")
        self.part = part

    def codec(self) -> ArrayCodec:
        """What reads it."""
        return ArrayCodec()


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads our segments for Whoosh. They are written in one go, by `builder`."""

    def terms_reader(self, storage: object, segment: ArraySegment) -> TermsReader:
        """Vocabulary and posting lists."""
        return TermsReader(segment.part)

    def per_document_reader(self, storage: object, segment: ArraySegment) -> DocumentReader:
        """Lengths, deletions, stored entries."""
        return DocumentReader(segment.part)


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """What Whoosh asks about documents."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._gone = frozenset(part.gone.tolist())

    def doc_count(self) -> int:
        """Documents that count."""
        return self._part.segment.count - len(self._gone)

    def doc_count_all(self) -> int:
        """Documents, with those that are deleted."""
        return self._part.segment.count

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return bool(self._gone)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._gone

    def deleted_docs(self) -> frozenset[int]:
        """The deleted documents."""
        return self._gone

    def _lengths(self, name: str) -> Array:
        group = group_of(name)
        if name not in group.fields:
            return np.zeros(self._part.segment.count, np.int64)
        return self._part.lists(group).lengths[:, group.number(name)]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many words a field of a document has."""
        return int(self._lengths(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        """How many words a field has in all documents."""
        return int(self._lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The length of the shortest text in a field."""
        return int(self._lengths(fieldname).min(initial=1 << 30))

    def max_field_length(self, fieldname: str) -> int:
        """The length of the longest text in a field."""
        return int(self._lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """What was kept of a document."""
        return {"entry": self._part.segment.stored(docnum).decode("utf-8", "surrogatepass")}


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """What Whoosh asks about words: which there are, and where."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def indexed_field_names(self) -> list[str]:
        """All fields and columns."""
        return sorted((*_WORDED, *COLUMNS))

    def __contains__(self, term: Term) -> bool:
        return len(self._documents(*term)) > 0

    def terms(self) -> Iterator[Term]:
        """All words, field by field."""
        for name in self.indexed_field_names():
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """The words of a field, from `prefix` on in their order."""
        words, there = self._vocabulary(fieldname)
        for number in there.tolist():
            if (word := words[number]) >= prefix:
                yield fieldname, word

    def items(self) -> Iterator[tuple[Term, Any]]:
        """All words with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, Any]]:
        """The same for one field, from `prefix` on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """Frequencies and bounds of a word; KeyError if it is not there."""
        documents = self._documents(fieldname, text)
        if not len(documents):
            raise KeyError((fieldname, text))
        found, counts = np.unique(documents, return_counts=True)
        group = group_of(fieldname)
        lengths = np.ones(1)
        if fieldname in group.fields:
            lengths = self._part.lists(group).lengths[found, group.number(fieldname)]
        return TermInfo(
            float(counts.sum()),
            len(found),
            int(lengths.min()),
            int(lengths.max()),
            float(counts.max()),
            int(found[0]),
            int(found[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a word occurs."""
        return float(len(self._documents(fieldname, text)))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents have a word."""
        return len(np.unique(self._documents(fieldname, text)))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """A matcher that steps through the documents with a word."""
        documents = self._documents(fieldname, text)
        if not len(documents):
            raise KeyError((fieldname, text))
        found, starts, counts = np.unique(documents, return_index=True, return_counts=True)
        places: list[list[int]] = [[0]] * len(found)
        group = group_of(fieldname)
        if fieldname in group.fields:
            at = self._places(fieldname, text)
            first = self._part.lists(group).pieces[
                documents * len(group.fields) + group.number(fieldname)
            ]
            places = [one.tolist() for one in np.split(at - first, starts[1:])]
        return ArrayMatcher(
            found.tolist(),
            [float(count) for count in counts],
            places,
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _vocabulary(self, name: str) -> tuple[Words, Array]:
        """The words that a field shares with others, and the numbers of those that it has."""
        group = group_of(name)
        if name not in group.fields:
            values = self._part.segment.column(name).values
            return values, np.arange(len(values))
        lists = self._part.lists(group)
        own = lists.words.whole()[lists.fields.whole() == group.number(name)]
        words = self._part.segment.words
        there = np.unique(own)
        return words, there[there < len(words)]

    def _number(self, words: Words, text: bytes) -> int:
        return words.find(text.decode("utf-8", "surrogatepass"))

    def _documents(self, name: str, text: bytes) -> Array:
        """The document of each occurrence of a word in a field, in order."""
        group = group_of(name)
        if name not in group.fields:
            column = self._part.segment.column(name)
            number = self._number(column.values, text)
            return np.asarray(column.documents[column.codes == number] if number >= 0 else [])
        number = self._number(self._part.segment.words, text)
        if number < 0:
            return np.zeros(0, np.int64)
        lists = self._part.lists(group)
        return lists.occurrences(number, number + 1, group.number(name)).astype(np.int64)

    def _places(self, name: str, text: bytes) -> Array:
        group = group_of(name)
        lists = self._part.lists(group)
        number = self._number(self._part.segment.words, text)
        places = lists.places(number, number + 1).astype(np.int64)
        return np.asarray(places[lists.fields.take(places) == group.number(name)])


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """A list matcher whose values are the places themselves: nothing to decode."""

    def supports(self, astype: str) -> bool:
        """What `value_as` can tell."""
        return astype in ("positions", "frequency")

    def value_as(self, astype: str) -> Any:
        """The places where the word stands, or how often it does."""
        return self._values[self._i] if astype == "positions" else self.weight()

    def spans(self) -> list[Any]:
        """The same as Whoosh's spans."""
        return [Span(place) for place in self._values[self._i]]
