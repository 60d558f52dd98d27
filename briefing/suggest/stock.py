"""What suggestions know of a library's points: a row each, file by file, kept between runs.

A file whose bytes were read before is not read again: after an edit, and at the next start, only
what is new costs time, and no point is made for the rest. So it must hold all that is asked of many
points at once; what is asked of a few is taken from the points themselves.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.model import PointId, Side, TopicId
from briefing.suggest.bags import Bags, count_terms, join_bags
from briefing.suggest.kept import from_lines, load_arrays, save_arrays, to_lines
from briefing.suggest.wording import Worded, Wordings, find_wording, join_wordings, no_wordings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NAME = "points.npz"
_FORMAT = 3
MARKS = {Side.FOR: 1, Side.AGAINST: -1, None: 0}  # of sides, in arrays
_SIDES = {mark: side for side, mark in MARKS.items()}


@dataclass(frozen=True, slots=True)
class Links:
    """What points address, a row a link. `bags` and `keys` are of the words of passages."""

    owners: NDArray[np.int32]  # the point's number within its batch
    answers: NDArray[np.bool_]
    keys: NDArray[np.uint64]
    bags: Bags
    refs: Sequence[str]  # "" of a passage; else the claim or point whose words stand elsewhere
    words: Sequence[str]  # how the passage begins

    def part(self, first: int, end: int) -> Links:
        """The links from `first` to before `end`."""
        span = slice(first, end)
        bags = self.bags.part(first, end)
        arrays = self.owners[span], self.answers[span], self.keys[span]
        return Links(*arrays, bags, self.refs[span], self.words[span])


@dataclass(frozen=True, slots=True)
class Stock:
    """Points by row. `starts` and `link_starts` say where the rows of each batch begin.

    A batch is what is read together: the points of a file. The same points have the same key.
    """

    batches: Sequence[str]  # their keys
    starts: NDArray[np.int64]
    link_starts: NDArray[np.int64]
    keys: NDArray[np.uint64]  # of the points' texts
    sides: NDArray[np.int8]  # 1 for, -1 against, 0 not stated
    near: NDArray[np.float32]  # how well each finds its neighbours; NaN: not known yet
    bags: Bags
    wordings: Wordings
    headings: Sequence[str]  # what a point says it answers; mostly ""
    sources: Sequence[str]  # what a point rests on first
    links: Links
    ids: Sequence[PointId] = ()
    topics: Sequence[TopicId] = ()

    @property
    def size(self) -> int:
        """How many points."""
        return len(self.keys)

    def side(self, row: int) -> Side | None:
        """The side that a point states."""
        return _SIDES[int(self.sides[row])]

    def worded(self, row: int) -> Worded:
        """How a point is worded; its terms are columns."""
        starts = self.bags.starts
        return self.wordings.at(row, self.bags.columns[int(starts[row]) : int(starts[row + 1])])

    def has_texts_of(self, other: Stock) -> bool:
        """Whether the points of both say the same, one by one."""
        import numpy as np

        return np.array_equal(self.keys, other.keys)

    def has_sides_of(self, other: Stock) -> bool:
        """Whether the points of both stand in the same topics, on the same sides."""
        import numpy as np

        return self.topics == other.topics and np.array_equal(self.sides, other.sides)

    def by_topic(self) -> dict[TopicId, NDArray[np.int64]]:
        """The rows of each topic's points."""
        import numpy as np

        found: dict[TopicId, list[int]] = {}
        for row, topic in enumerate(self.topics):
            found.setdefault(topic, []).append(row)
        return {topic: np.array(rows, np.int64) for topic, rows in found.items()}

    def count_sides(self) -> dict[TopicId | None, Counter[Side | None]]:
        """How many points of each topic state which side; None: of all topics."""
        topics: list[tuple[TopicId | None, NDArray[np.int8]]] = [(None, self.sides)]
        topics += [(topic, self.sides[rows]) for topic, rows in self.by_topic().items()]
        found: dict[TopicId | None, Counter[Side | None]] = {}
        for topic, sides in topics:
            numbers = {side: int((sides == mark).sum()) for side, mark in MARKS.items()}
            found[topic] = Counter({side: number for side, number in numbers.items() if number})
        return found

    def link_rows(self) -> NDArray[np.int64]:
        """The row of each link's point."""
        import numpy as np

        counts = np.diff(self.link_starts)
        return np.repeat(self.starts[:-1], counts) + self.links.owners

    def part(self, first: int, end: int) -> Stock:
        """The batches from `first` to before `end`, without ids and topics."""
        starts, link_starts = self.starts[first : end + 1], self.link_starts[first : end + 1]
        one, other = int(starts[0]), int(starts[-1])
        span = slice(one, other)
        return Stock(
            self.batches[first:end],
            starts - one,
            link_starts - link_starts[0],
            self.keys[span],
            self.sides[span],
            self.near[span],
            self.bags.part(one, other),
            self.wordings.part(one, other),
            self.headings[span],
            self.sources[span],
            self.links.part(int(link_starts[0]), int(link_starts[-1])),
        )


def empty_stock() -> Stock:
    """A stock of nothing."""
    import numpy as np

    def none(kind: type[np.generic]) -> NDArray[Any]:
        return np.zeros(0, kind)

    bags, zero = count_terms([], {}), np.zeros(1, np.int64)
    links = Links(none(np.int32), none(np.bool_), none(np.uint64), bags, [], [])
    numbers = none(np.uint64), none(np.int8), none(np.float32)
    return Stock([], zero, zero, *numbers, bags, no_wordings(0), [], [], links)


def join_stocks(parts: Sequence[Stock], vocabulary: dict[str, int]) -> Stock:
    """The batches of all `parts`, whose terms have this vocabulary."""
    import numpy as np

    def together(values: list[Sequence[str]]) -> Sequence[str]:
        return list(chain.from_iterable(values))

    def begins(values: list[NDArray[np.int64]]) -> NDArray[np.int64]:
        sizes = [np.zeros(1, np.int64), *(np.diff(one) for one in values)]
        return np.cumsum(np.concatenate(sizes))

    parts = parts or [empty_stock()]
    linked = [one.links for one in parts]
    return Stock(
        together([one.batches for one in parts]),
        begins([one.starts for one in parts]),
        begins([one.link_starts for one in parts]),
        np.concatenate([one.keys for one in parts]),
        np.concatenate([one.sides for one in parts]),
        np.concatenate([one.near for one in parts]),
        join_bags(vocabulary, [one.bags for one in parts]),
        join_wordings([one.wordings for one in parts]),
        together([one.headings for one in parts]),
        together([one.sources for one in parts]),
        Links(
            np.concatenate([one.owners for one in linked]),
            np.concatenate([one.answers for one in linked]),
            np.concatenate([one.keys for one in linked]),
            join_bags(vocabulary, [one.bags for one in linked]),
            together([one.refs for one in linked]),
            together([one.words for one in linked]),
        ),
    )


# -- kept between runs ----------------------------------------------------------------------------


def save_stock(stock: Stock, cache: Path, language: str) -> None:
    """Keep it in the cache folder. How near its neighbours are is kept elsewhere."""
    facts = {
        "form": _form(language),
        "batches": stock.batches,
        "headings": _few(stock.headings),
        "sources": stock.sources,
        "refs": _few(stock.links.refs),
        "words": stock.links.words,
        "terms": list(stock.bags.vocabulary),
    }
    save_arrays(cache / _NAME, {"facts": to_lines(facts)} | _arrays(stock))
    with contextlib.suppress(OSError):
        for path in cache.glob("bags-*.npz"):  # what earlier versions kept in its stead
            path.unlink()


def _form(language: str) -> list[int | str]:
    """What the rows depend on beside the points: others are of no use."""
    model = find_wording(language)
    return [_FORMAT, language, model.key if model is not None else ""]


def _arrays(stock: Stock) -> dict[str, NDArray[Any]]:
    links = stock.links
    return {
        "starts": stock.starts,
        "link_starts": stock.link_starts,
        "keys": stock.keys,
        "sides": stock.sides,
        "sizes": stock.bags.starts,
        "columns": stock.bags.columns,
        "counts": stock.bags.counts,
        "numbers": stock.wordings.numbers,
        "reach": stock.wordings.reach,
        "flags": stock.wordings.flags,
        "owners": links.owners,
        "answers": links.answers,
        "link_keys": links.keys,
        "link_sizes": links.bags.starts,
        "link_columns": links.bags.columns,
        "link_counts": links.bags.counts,
    }


def load_stock(cache: Path, language: str) -> Stock | None:
    """What was kept; None where there is nothing, or it makes no sense."""
    import numpy as np

    kept = load_arrays(cache / _NAME, ("facts", *_arrays(empty_stock())))
    if kept is None:
        return None
    try:
        facts = from_lines(kept["facts"])
        if facts["form"] != _form(language):
            return None
        same: dict[str, str] = {}
        vocabulary = {term: column for column, term in enumerate(facts["terms"])}
        bags = Bags(vocabulary, kept["sizes"], kept["columns"], kept["counts"])
        size, linked = len(kept["keys"]), len(kept["link_keys"])
        link_bags = (kept["link_sizes"], kept["link_columns"], kept["link_counts"])
        links = Links(
            kept["owners"],
            kept["answers"],
            kept["link_keys"],
            Bags(vocabulary, *link_bags),
            _spread(facts["refs"], linked),
            [same.setdefault(one, one) for one in facts["words"]],
        )
        return Stock(
            facts["batches"],
            kept["starts"],
            kept["link_starts"],
            kept["keys"],
            kept["sides"],
            np.full(size, np.nan, np.float32),
            bags,
            Wordings(kept["numbers"], kept["reach"], kept["flags"]),
            _spread(facts["headings"], size),
            [same.setdefault(one, one) for one in facts["sources"]],
            links,
        )
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _few(words: Sequence[str]) -> list[tuple[int, str]]:
    """Only those that are not empty, with their rows."""
    return [(row, one) for row, one in enumerate(words) if one]


def _spread(few: Iterable[tuple[int, str]], size: int) -> list[str]:
    found = [""] * size
    for row, one in few:
        found[row] = one
    return found
