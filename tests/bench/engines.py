"""Our engine beside FTS5 and tantivy: the same entries, the same queries, one run.

What is compared with the peers is an answer without its snippets: the 20 best of all matches. Ours
looks for all forms of a word, counts the matches of each kind besides, and puts those first that
follow the typed words most closely; its cache of posting lists is emptied before each query. Each
query is asked some times by each engine in turn, and the quickest counts; what counts is processor
time, so that a busy machine is unjust to none. On an idle one it is the time that one waits.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from briefing.index import Entry, Index, Kind
from briefing.index.fields import TEXT, words
from briefing.index.query import And, Fuzzy, Near, Node, OneOf, Or, Phrase, Word, Years
from tests.bench.corpus import Corpus
from tests.bench.figures import Figure
from tests.bench.peers import Fts5, Nobody, Tantivy

TYPING = "a word and 3 letters, as typed"
PARAGRAPH = "a paragraph of 30 words"
_SAMPLE = 100_000  # points from which the queries are drawn


@dataclass(frozen=True)
class Question:
    """One query in three languages. `exact` is what the peers' number of matches must be ours."""

    ours: Callable[[], object]
    fts5: Callable[[], object]
    tantivy: Callable[[], object]
    exact: Node | None = None
    count: Callable[[], int] | None = None
    other: Callable[[], int] | None = None


class Build:
    """Entries that are made as they are asked for; the time that takes is told apart."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.seconds = 0.0

    def __len__(self) -> int:
        return len(self._corpus)

    def __iter__(self) -> Iterator[Entry]:
        entries = iter(self._corpus)
        while True:
            begin = time.process_time()
            try:
                entry = next(entries)
            except StopIteration:
                return
            finally:
                self.seconds += time.process_time() - begin
            yield entry


def build(engine: str, points: int, folder: Path) -> dict[str, float]:
    """In a process of its own: build one index; processor seconds, peak and resting megabytes."""
    entries = Build(Corpus(points))
    next(iter(Corpus(1)))  # the material is read before the clock starts
    before = _peak()
    begin = time.process_time()
    if engine == "ours":
        Index(folder / "ours").build(entries, "made")
    else:
        peer = Fts5(folder) if engine == "FTS5" else Tantivy(folder)
        peer.build(entries)
    seconds = time.process_time() - begin - entries.seconds
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"seconds": seconds, "peak": _peak(), "before": before, "size": size / 1e6}


def rest(folder: Path) -> dict[str, float]:
    """In a process of its own: memory with our index open, warm, and after some searches."""
    import briefing.index.answers  # noqa: F401

    before = _resident()
    index = Index(folder / "ours")
    begin = time.perf_counter()
    index.search("statement")
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    index.warm()
    warm = time.perf_counter() - begin
    opened = _resident()
    for query in ("the statement", "func*", '"of the"', "value error object", "by:morden"):
        index.search(query)
    return {
        "before": before,
        "open": opened,
        "used": _resident(),
        "first": first * 1e3,
        "warm": warm,
    }


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def in_child(*arguments: str) -> dict[str, float]:
    """Run a part of this module in a process of its own."""
    command = [sys.executable, "-P", "-m", "tests.bench.engines", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=7200)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


class Questions:
    """Queries of all classes, drawn from the corpus itself."""

    def __init__(
        self, entries: Iterable[Entry], opened: Any, fts5: Any, tantivy: Any, each: int
    ) -> None:
        self._chance = random.Random(5)
        self._each = each
        self._opened = opened
        self._fts5 = fts5
        self._tantivy = tantivy
        self._texts: list[list[str]] = []
        self._speakers: list[str] = []
        counts: Counter[str] = Counter()
        total = 0
        for entry in entries:
            total += 1
            if total % 3:
                continue
            found = [text.lower().replace(".", "").split() for text in words(entry, TEXT)]
            counts.update({word for text in found for word in text})
            if len(self._texts) < 3000:
                self._texts.append(found[1] or found[3])
                self._speakers += [entry.speaker] if entry.speaker else []
        size = total / 3
        ranked = sorted((word for word in counts if len(word) > 2), key=lambda w: (-counts[w], w))
        self._common = [word for word in ranked if 0.1 < counts[word] / size < 0.8]
        self._middle = [word for word in ranked if 0.005 < counts[word] / size < 0.1]
        self._rare = [word for word in ranked if 2 <= counts[word] < max(4, 0.0005 * size)]

    def _pick(self, words_: list[str]) -> str:
        return self._chance.choice(words_)

    def all(self) -> Iterator[tuple[str, list[Question]]]:
        """The classes with their queries."""
        makers: dict[str, Callable[[], Question]] = {
            "one common word": lambda: self._words([self._pick(self._common)]),
            "one rare word": lambda: self._words([self._pick(self._rare)]),
            "two words, both": lambda: self._words(
                [self._pick(self._common), self._pick(self._middle)]
            ),
            "four words, any": lambda: self._any(
                [self._pick(self._common)] + [self._pick(self._middle) for _ in range(3)]
            ),
            "a phrase": self._phrase,
            "within 10 words": self._near,
            "2 letters": lambda: self._prefix(2),
            "3 letters": lambda: self._prefix(3),
            "4 letters": lambda: self._prefix(4),
            TYPING: self._typing,
            "one edit": lambda: self._fuzzy(1),
            "two edits": lambda: self._fuzzy(2),
            "common word, by side": lambda: self._filtered("side", ["for", "against"]),
            "common word, by theme": lambda: self._filtered("theme", ["legal", "moral", "economy"]),
            "common word, by speaker": lambda: self._filtered("speaker", self._speakers),
            "common word, in years": self._years,
            "in two fields": self._fields,
            PARAGRAPH: lambda: self._any(self._paragraph()),
            "spelling": self._spelling,
        }
        for name, make in makers.items():
            yield name, [make() for _ in range(self._each)]

    def _ours(self, node: Node) -> Callable[[], object]:
        def ask() -> object:
            self._opened.snapshot.cache.clear()
            return self._opened.first(node, (), (), 20)

        return ask

    def _question(
        self, node: Node, match: str, query: Any, exact: Node | None, *where: object
    ) -> Question:
        where_text, values = (str(where[0]), where[1:]) if where else ("", ())
        return Question(
            self._ours(node),
            lambda: self._fts5.top(match, where_text, *values),
            lambda: self._tantivy.top(query),
            exact,
            lambda: self._fts5.count(match, where_text, *values),
            lambda: self._tantivy.top(query)[1],
        )

    def _words(self, chosen: list[str]) -> Question:
        node = _and([Word((word,)) for word in chosen])
        exact = _and([Word((word,), exact=True) for word in chosen])
        match = " AND ".join(f'"{word}"' for word in chosen)
        return self._question(node, match, self._tantivy.parse(match), exact)

    def _any(self, chosen: list[str]) -> Question:
        chosen = list(dict.fromkeys(chosen))
        node = Or(tuple(Word((word,)) for word in chosen))
        exact = Or(tuple(Word((word,), exact=True) for word in chosen))
        match = " OR ".join(f'"{word}"' for word in chosen)
        return self._question(node, match, self._tantivy.parse(match), exact)

    def _phrase(self) -> Question:
        text = self._pick_text(4)
        at = self._chance.randrange(len(text) - 3)
        chosen = text[at : at + self._chance.choice((2, 3))]
        node = Phrase(tuple(chosen))
        match = '"' + " ".join(chosen) + '"'
        return self._question(node, match, self._tantivy.parse(match), node)

    def _near(self) -> Question:
        text = self._pick_text(12)
        at = self._chance.randrange(len(text) - 10)
        first, second = text[at], text[at + self._chance.randrange(2, 9)]
        if first == second:
            return self._near()
        return self._question(
            Near((first, second), 10),
            f'NEAR("{first}" "{second}", 9)',
            self._tantivy.parse(f'"{first} {second}"~9'),
            None,
        )

    def _prefix(self, letters: int) -> Question:
        head = self._pick([word for word in self._middle if len(word) > letters])[:letters]
        node = Word((head,), prefix=True)
        return self._question(node, f"{head}*", self._tantivy.terms(f"{head}.*"), node)

    def _typing(self) -> Question:
        first, second = self._pick(self._common), self._pick(self._middle)[:3]
        node = And((Word((first,)), Word((second,), prefix=True, guessed=True)))
        query = self._tantivy.all(
            [self._tantivy.parse(f'"{first}"'), self._tantivy.terms(f"{second}.*")]
        )
        return self._question(node, f'"{first}" AND {second}*', query, None)

    def _misspelt(self, edits: int) -> str:
        word = self._pick([word for word in self._middle if len(word) > 5])
        for _ in range(edits):
            at = self._chance.randrange(1, len(word))
            word = word[:at] + self._chance.choice("aeiorst") + word[at + 1 :]
        return word

    def _fuzzy(self, edits: int) -> Question:
        word = self._misspelt(edits)
        query = self._tantivy.fuzzy(word, edits)
        return Question(
            self._ours(Fuzzy(word, edits)),
            lambda: self._fts5.fuzzy(word, edits),
            lambda: self._tantivy.top(query),
        )

    def _spelling(self) -> Question:
        word = self._misspelt(1)
        query = self._tantivy.fuzzy(word, 2)  # tantivy has no list of words to offer: it searches
        return Question(
            lambda: self._opened.suggest(word, 5),
            lambda: self._fts5.near_words(word, 2),
            lambda: self._tantivy.top(query),
        )

    def _filtered(self, column: str, values: list[str]) -> Question:
        word, value = self._pick(self._common), self._pick(values)
        name = {"theme": "theme_name"}.get(column, column)
        filter_ = OneOf(name, (value,))
        query = self._tantivy.all(
            [self._tantivy.parse(f'"{word}"'), self._tantivy.word(column, value)]
        )
        return self._question(
            And((Word((word,)), filter_)),
            f'"{word}"',
            query,
            And((Word((word,), exact=True), filter_)),
            f"m.{column} = ?",
            value,
        )

    def _years(self) -> Question:
        word = self._pick(self._common)
        first = self._chance.randrange(1995, 2020)
        years = Years(first, first + 5)
        query = self._tantivy.all(
            [self._tantivy.parse(f'"{word}"'), self._tantivy.years(first, first + 5)]
        )
        return self._question(
            And((Word((word,)), years)),
            f'"{word}"',
            query,
            And((Word((word,), exact=True), years)),
            "m.year BETWEEN ? AND ?",
            first,
            first + 5,
        )

    def _fields(self) -> Question:
        who, word = self._pick(self._speakers).lower().split()[0], self._pick(self._common)
        match = f'who : "{who}" AND quote : "{word}"'
        query = self._tantivy.parse(f"who:{who} AND quote:{word}")
        node = And((Word((who,), within="who"), Word((word,), within="quote")), False)
        exact = And(
            (Word((who,), within="who", exact=True), Word((word,), within="quote", exact=True)),
            False,
        )
        return self._question(node, match, query, exact)

    def _pick_text(self, least: int) -> list[str]:
        while True:
            text = self._chance.choice(self._texts)
            if len(text) > least:
                return text

    def _paragraph(self) -> list[str]:
        return self._pick_text(60)[5:40][:30]


def _and(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def measure(
    folder: Path, points: int, each: int = 30, alone: bool = False, rounds: int = 3
) -> Iterator[Figure]:
    """All figures, ratios first; or those of our engine alone."""
    group = f"Engine, {points:,} points"
    names = ("ours",) if alone else ("ours", "FTS5", "tantivy")
    built = {name: in_child("build", name, str(points), str(folder / name)) for name in names}
    fts5: Any = Nobody() if alone else Fts5(folder / "FTS5")
    tantivy: Any = Nobody() if alone else Tantivy(folder / "tantivy")
    fts5.open()
    tantivy.open()
    index = Index(folder / "ours" / "ours")
    index.warm()
    opened = index._open()
    sample = islice(Corpus(points), _SAMPLE)
    asked = list(Questions(sample, opened, fts5, tantivy, each).all())
    timed = {name: _timed(questions, rounds) for name, questions in asked}
    if alone:
        yield from _own(group, timed, opened, folder, built)
        return
    figures = [one for name in timed for one in _ratios(group, name, timed[name])]
    yield from (one for one in figures if "FTS5" in one.name)
    yield from (one for one in figures if "tantivy" in one.name)
    within = sum(one.value <= 3.0 for one in figures if "tantivy" in one.name)
    yield Figure(group, "classes beyond 3 × tantivy", len(timed) - within, "", len(timed) - 10)
    seconds = built["ours"]["seconds"] / built["FTS5"]["seconds"]
    yield Figure(group, "built, beside FTS5 (processor time)", seconds, "×", 3.0)
    yield from _own(group, timed, opened, folder, built)
    yield from _meaning(group, opened, asked)


def _own(
    group: str, timed: dict[str, Any], opened: Any, folder: Path, built: dict[str, dict[str, float]]
) -> Iterator[Figure]:
    """What is no ratio, for all engines that were built."""
    for name, times in timed.items():
        goal = {TYPING: 5.0, PARAGRAPH: 10.0}.get(name, 0.0)
        for engine in built:
            own = times[engine]
            note = f"median {median(own) * 1e3:.2f}"
            limit = goal if engine == "ours" else 0.0
            yield Figure(group, f"{name}: {engine}, p95", _high(own) * 1e3, "ms", limit, note)
    yield from _extras(group, opened, folder)
    for name, values in built.items():
        yield Figure(group, f"{name}: built, processor time", values["seconds"], "s")
        goal = 600.0 if name == "ours" else 0.0
        yield Figure(group, f"{name}: built, peak memory", values["peak"], "MB", goal)
        yield Figure(group, f"{name}: index", values["size"], "MB")


def _extras(group: str, opened: Any, folder: Path) -> Iterator[Figure]:
    """What an answer costs beyond finding: snippets, facets; an edit; memory."""
    columns = ("kind", "topic_id", "side", "theme_name", "speaker", "year")
    nodes = [Word((word,)) for word in ("the", "value", "function", "object", "returns", "array")]
    snippets, facets = [], []
    for node in nodes:
        ranked = opened.rank(node, (), (), 20)
        opened.forget()
        snippets.append(_seconds(lambda: opened.hits(node, ranked)))  # noqa: B023
        facets.append(_seconds(lambda: opened.counts(ranked, columns)))  # noqa: B023
    yield Figure(group, "20 snippets, slowest", max(snippets) * 1e3, "ms", 10.0)
    yield Figure(group, "six facets with counts, slowest", max(facets) * 1e3, "ms", 10.0)
    index = Index(folder / "ours" / "ours")
    index.warm()
    edits = []
    for number in range(12):
        entry = Entry(Kind.POINT, "p1", title=f"A changed zebra {number}", text="Some words. " * 40)

        def edit(entry: Entry = entry, number: int = number) -> None:
            index.update([entry], [], f"edit {number}")
            assert index.search(f"zebra {number}", limit=1).total == 1

        edits.append(_seconds(edit, time.perf_counter))
    yield Figure(group, "one point changed, saved and found, median", median(edits) * 1e3, "ms")
    yield Figure(group, "the same, slowest of 12", max(edits) * 1e3, "ms", 100.0)
    if sys.platform == "linux":
        memory = in_child("rest", str(folder / "ours"))
        own = memory["used"] - memory["before"]
        yield Figure(group, "memory of the open index, warm and searched", own, "MB", 250.0)
        yield Figure(group, "first search after opening", memory["first"], "ms")
        yield Figure(group, "every byte looked at, in the background", memory["warm"], "s")


Clock = Callable[[], float]


def _seconds(work: Callable[[], object], clock: Clock = time.thread_time) -> float:
    begin = clock()
    work()
    return clock() - begin


def _timed(
    questions: list[Question], rounds: int, clock: Clock = time.thread_time
) -> dict[str, list[float]]:
    """For each engine the quickest of some rounds, query by query."""
    times: dict[str, list[float]] = {"ours": [], "FTS5": [], "tantivy": []}
    for question in questions:
        asks = (question.ours, question.fts5, question.tantivy)
        best = [1e9, 1e9, 1e9]
        for _ in range(rounds):
            for place, ask in enumerate(asks):
                best[place] = min(best[place], _seconds(ask, clock))
        for name, seconds in zip(times, best, strict=True):
            times[name].append(seconds)
    return times


def _high(times: list[float]) -> float:
    return min(quantiles(times, n=20)[-1], max(times)) if len(times) > 1 else times[0]


def _ratios(group: str, name: str, times: dict[str, list[float]]) -> Iterator[Figure]:
    ours = _high(times["ours"])
    yield Figure(group, f"{name}: p95 beside FTS5", ours / _high(times["FTS5"]), "×", 1.0)
    yield Figure(group, f"{name}: p95 beside tantivy", ours / _high(times["tantivy"]), "×")


def _meaning(group: str, opened: Any, asked: list[Any]) -> Iterator[Figure]:
    """How many queries have another number of matches here than there."""
    checked = differ = 0
    for name, questions in asked:
        for question in questions[:10]:
            if question.exact is None:
                continue
            checked += 1
            ours = opened.count(question.exact)
            if {question.count(), question.other()} != {ours}:
                differ += 1
                print(
                    name, question.exact, ours, question.count(), question.other(), file=sys.stderr
                )
    note = f"of {checked} queries, exact words"
    yield Figure(group, "queries with another number of matches", differ, "", 0.5, note)


def main(arguments: list[str]) -> None:
    """The parts that run in processes of their own."""
    if arguments[0] == "build":
        folder = Path(arguments[3])
        folder.mkdir(parents=True)
        print(json.dumps(build(arguments[1], int(arguments[2]), folder)))
    else:
        print(json.dumps(rest(Path(arguments[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
