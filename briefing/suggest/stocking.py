"""From a library's points to their stock: only what is not known yet is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.library.parts import Part
from briefing.library.shelves import Shelf
from briefing.model import Cancelled, Point, PointId, Progress, Stop, TopicId
from briefing.suggest.bags import Bags, count_stems, count_terms, join_bags
from briefing.suggest.cues import answered_heading
from briefing.suggest.library_texts import addresses, beginning, first_source, text_of
from briefing.suggest.stock import (
    MARKS,
    Links,
    Stock,
    empty_stock,
    join_stocks,
    load_stock,
    save_stock,
)
from briefing.suggest.terms import stems, words
from briefing.suggest.wording import (
    FIRST,
    Wordings,
    find_wording,
    join_wordings,
    negations,
    no_wordings,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOGETHER = 1000  # points that stand in no file
_A_STEP = 200  # points after which it is asked whether to go on
_FEW = 50  # one point of so many that is new is read again at the next start, and not kept for it


@dataclass(frozen=True, slots=True)
class _Batch:
    key: str
    ids: Sequence[PointId]
    topics: Sequence[TopicId]
    points: Callable[[], Sequence[Point]]


def keys_of(texts: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each text, the same for the same text."""
    import numpy as np

    joined = b"".join(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts
    )
    return np.frombuffer(joined, np.uint64)


def read_stock(
    points: Sequence[Point],
    language: str = "en",
    before: Stock | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Stock:
    """The rows of a library's points. What `before` or `cache` knows is not read again.

    Raises Cancelled where `stop` says so; what was read until then is kept in the cache.
    """
    kept = load_stock(cache, language) if before is None and cache is not None else None
    known = before or kept or empty_stock()
    if stop is not None and stop():
        raise Cancelled
    batches = list(_batches(points))
    pieces = {key: (known, at) for at, key in enumerate(known.batches)}
    new = [one for one in {one.key: one for one in batches}.values() if one.key not in pieces]
    fresh = 0
    try:
        for some in _groups(new):
            if stop is not None and stop():
                raise Cancelled
            read = _read(some, known.bags.vocabulary, language)
            pieces |= {one.key: (read, at) for at, one in enumerate(some)}
            fresh += read.size
            if progress is not None:
                progress(fresh, sum(len(one.ids) for one in new))
    finally:
        found = _joined([pieces[one.key] for one in batches if one.key in pieces], known)
        if cache is not None and fresh * _FEW > found.size:
            save_stock(found, cache, language)
    return replace(
        found,
        ids=list(chain.from_iterable(one.ids for one in batches)),
        topics=list(chain.from_iterable(one.topics for one in batches)),
    )


def _groups(batches: Sequence[_Batch]) -> Iterator[list[_Batch]]:
    """Batches of some points each: files may hold one, or many."""
    group: list[_Batch] = []
    count = 0
    for one in batches:
        group.append(one)
        count += len(one.ids)
        if count >= _A_STEP:
            yield group
            group, count = [], 0
    if group:
        yield group


def _batches(points: Sequence[Point]) -> Iterator[_Batch]:
    if isinstance(points, Shelf):
        yield from (_of_file(part, points.name) for part in points.parts)
    else:
        for first in range(0, len(points), _TOGETHER):
            yield _of_no_file(points[first : first + _TOGETHER])


def _of_file(part: Part, shelf: str) -> _Batch:
    ids = [PointId(one) for one in part.head.ids[shelf]]
    key = _digest(part.digest, part.setting)
    return _Batch(key, ids, [TopicId(part.topic)] * len(ids), lambda: part.values(shelf))


def _of_no_file(points: Sequence[Point]) -> _Batch:
    ids, topics = [one.id for one in points], [one.topic for one in points]
    return _Batch(_digest(*map(repr, points)), ids, topics, lambda: points)


def _digest(*words: str) -> str:
    summed = blake2b(digest_size=12)
    for one in words:
        summed.update(one.encode("utf-8", "surrogatepass") + b"\0")
    return summed.hexdigest()


def _read(batches: Sequence[_Batch], vocabulary: dict[str, int], language: str) -> Stock:
    """A stock of these batches."""
    import numpy as np

    sets = [one.points() for one in batches]
    points = list(chain.from_iterable(sets))
    texts = [text_of(one) for one in points]
    linked = [[(row, to) for row, one in enumerate(some) for to in addresses(one)] for some in sets]
    every = list(chain.from_iterable(linked))
    said = [one.text for _, one in every]
    links = Links(
        np.array([row for row, _ in every], np.int32),
        np.array([one.answers for _, one in every], np.bool_),
        keys_of(said),
        count_terms(said, vocabulary, language),
        [one.ref for _, one in every],
        [beginning(one) for one in said],
    )
    return Stock(
        [one.key for one in batches],
        np.cumsum([0, *map(len, sets)], dtype=np.int64),
        np.cumsum([0, *map(len, linked)], dtype=np.int64),
        keys_of(texts),
        np.array([MARKS[one.side] for one in points], np.int8),
        np.full(len(points), np.nan, np.float32),
        *_read_words(texts, vocabulary, language),
        [answered_heading(one.claim) for one in points],
        [first_source(one) for one in points],
        links,
    )


def _read_words(
    texts: Sequence[str], vocabulary: dict[str, int], language: str
) -> tuple[Bags, Wordings]:
    """The terms of texts, and how they are worded, if a model knows their language."""
    model = find_wording(language)
    bags, wordings = [], []
    for first in range(0, len(texts), _TOGETHER):
        said = [words(one) for one in texts[first : first + _TOGETHER]]
        stemmed = [stems(one, language) for one in said]
        bags.append(count_stems(stemmed, vocabulary))
        if model is None:
            wordings.append(no_wordings(len(said)))
            continue
        pairs = zip(said, stemmed, strict=True)
        wordings.append(model.keep(negations(one[:FIRST], two[:FIRST]) for one, two in pairs))
    return join_bags(vocabulary, bags), join_wordings(wordings)


def _joined(pieces: Sequence[tuple[Stock, int]], known: Stock) -> Stock:
    """Batches of several stocks as one; `known` itself where it is those."""
    runs: list[tuple[Stock, int, int]] = []
    for stock, at in pieces:
        if runs and runs[-1][0] is stock and runs[-1][2] == at:
            runs[-1] = (stock, runs[-1][1], at + 1)
        else:
            runs.append((stock, at, at + 1))
    if runs == [(known, 0, len(known.batches))]:
        return known
    parts = [stock.part(first, end) for stock, first, end in runs]
    return join_stocks(parts, known.bags.vocabulary)
