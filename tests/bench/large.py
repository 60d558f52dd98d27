"""A library of any size: reading it, starting with it, its lists, and the turns of the window.

Processor time is told where other work on the machine would be unjust; a *turn* is what the
window's thread does between two chances to paint, and should not be longer than a frame. As one
waits, a turn takes longer: other threads have theirs, and other programs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from PySide6.QtTest import QTest

from briefing.app.finding import Finder
from briefing.app.navigation import Destination, Room
from briefing.app.workspace import Workspace
from briefing.library import Catalogue, Watch
from briefing.resources import seeds
from briefing.ui.main import open_window
from briefing.ui.window import Window
from tests.bench import start, texts, window
from tests.bench.figures import Figure

FRAME = 16
_QUERIES = (
    *("statement", "the object", "by:example", '"is a', "zebra", "mapp~ patt*", "side:for integer"),
    *("kind:quote value", "exception raised when", "ex ob"),
)
_FILTERS = ("s", "sta", "statement", "against", "statement object", "nothing-has-this")


def measure(home: Path, points: int) -> Iterator[Figure]:
    """All figures of one large library."""
    articles = max(2, points // 50)
    group = f"A library of {points:,} points and {articles:,} articles"
    root = home / "library"
    texts.write_library(root, points, articles)
    for path in root.rglob("*.*"):  # at rest, as a library is that was not written just now
        os.utime(path, (1_700_000_000, 1_700_000_000))
    os.environ["BRIEFING_HOME"] = str(home)
    yield from reading(group, root)
    yield from starting(group, home, root)
    yield from in_window(group, root)


def reading(group: str, root: Path) -> Iterator[Figure]:
    """The files into the catalogue, without a window."""
    whole = processor(lambda: Workspace(root))
    yield Figure(group, "read for the first time (processor)", whole, "ms")
    again = [processor(lambda: Workspace.remembered(root)) for _ in range(3)]
    yield Figure(group, "opened from the cache (processor)", median(again), "ms", 500)
    yield Figure(group, "the first time, beside the cache", whole / median(again), "×")
    workspace = Workspace.remembered(root)
    assert workspace is not None, "it was read just now"
    watch = Watch()
    looks = [processor(lambda: watch.look(workspace.catalogue)) for _ in range(5)]
    yield Figure(group, "a look at all files (processor)", median(looks), "ms")
    path = next((root / "large" / "points").iterdir())
    path.write_bytes(path.read_bytes() + b"\n## One more. {#one-more}\n\nWhy.\n")
    os.utime(path, (1_700_000_100, 1_700_000_100))
    found: list[Catalogue] = []
    look = processor(lambda: found.append(watch.look(workspace.catalogue)))
    yield Figure(group, "a look that finds a changed file (processor)", look, "ms")
    update = workspace.update_to(found[0])
    taken = processor(lambda: workspace.take_over(update))
    yield Figure(group, "its changes put in place (processor)", taken, "ms", FRAME)
    reread = processor(lambda: workspace.reread([path.relative_to(root)]))
    yield Figure(group, "one file read again after an edit (processor)", reread, "ms")
    yield findable(group, root, workspace, path)


def findable(group: str, root: Path, workspace: Workspace, path: Path) -> Figure:
    """One point changed: from reading its file again until a search finds it."""
    finder = Finder(root)
    finder.ensure(workspace.library)
    finder.warm()
    times = []
    for number in range(5):
        path.write_bytes(path.read_bytes() + f"\n## Zebra{number}. {{#z{number}}}\n".encode())

        def change(number: int = number) -> None:
            workspace.reread([path.relative_to(root)])
            finder.ensure(workspace.library)
            assert finder.find(f"zebra{number}").total == 1

        times.append(processor(change))
    finder.close()
    name = "one point changed, read and findable (processor)"
    return Figure(group, name, median(times), "ms", 100)


def starting(group: str, home: Path, root: Path) -> Iterator[Figure]:
    """Second starts, in turns with the starter library."""
    more = {"BENCH_MEMORY": "1", "BENCH_WHOLE": "1"}
    env = start.environment(home, {"QT_QPA_PLATFORM": "offscreen"}, **more)
    small, big = start.Runs(), start.Runs()
    start.start(["app", str(seeds())], env)
    start.start(["app", str(root)], env)
    for _ in range(5):
        start.start(["app", str(seeds())], env, small)
        start.start(["app", str(root)], env, big)
    later = (median(big.painted) - median(small.painted)) * 1000
    yield Figure(group, "first paint, later than with the starter topic", later, "ms", 100)
    yield Figure(group, "start to the first paint", median(big.painted) * 1000, "ms")
    after = median(w - p for w, p in zip(big.whole, big.painted, strict=True)) * 1000
    yield Figure(group, "from there to lists and tree", after, "ms", 1000)
    ready = median(s - p for s, p in zip(big.searchable, big.painted, strict=True)) * 1000
    yield Figure(group, "from the first paint until one can search", ready, "ms", 1000)
    best = min(w - p for w, p in zip(big.whole, big.painted, strict=True)) * 1000
    yield Figure(group, "lists and tree, quickest of five", best, "ms")
    plain = median(w - p for w, p in zip(small.whole, small.painted, strict=True)) * 1000
    yield Figure(group, "lists and tree with the starter topic", plain, "ms")
    yield Figure(group, "memory with all lists", max(big.megabytes), "MB", 300)
    more_memory = max(big.megabytes) - max(small.megabytes)
    yield Figure(group, "more than with the starter topic", more_memory, "MB")


def in_window(group: str, root: Path) -> Iterator[Figure]:
    """Lists, filter and articles in a window; the longest turns of its thread."""
    shown = open_window(root)
    assert shown is not None, "the library of the benchmark opens"
    shown.resize(1280, 800)
    _, turn = turns(lambda: not shown.desk.workspace.is_glimpse)
    yield Figure(group, "longest turn until the lists are there (processor)", turn, "ms")
    _, turn = turns(lambda: shown.has("library_pane") and not shown.library_pane._waiting)
    yield Figure(group, "longest turn while the tree fills (processor)", turn, "ms")
    turns(lambda: False, 3)  # the panes that are made after the paint
    topic = next(iter(shown.desk.workspace.topics))
    for room in (Room.POINTS, Room.QUOTES, Room.SOURCES, Room.TOPIC):
        begin = time.thread_time()
        shown.go(Destination(room, topic))
        went = (time.thread_time() - begin) * 1000
        _, turn = turns(lambda: False, 0.3)
        yield Figure(group, f"list of {room.value}: longest turn", max(went, turn), "ms", FRAME)
    yield from filtering(group, shown, topic)
    yield from searching(group, shown)
    shown.close()
    window.settle()


def filtering(group: str, shown: Window, topic: str) -> Iterator[Figure]:
    """Words typed into the filter of the longest list."""
    shown.go(Destination(Room.POINTS, topic))
    answers, longest = [], 0.0
    for words in _FILTERS:
        begin = time.thread_time()
        shown.browse.filter.setText(words)
        call = (time.thread_time() - begin) * 1000
        seconds, turn = turns(_is_answered(shown, "filter"))
        answers.append(seconds * 1000)
        longest = max(longest, call, turn)
    yield Figure(group, "filter of the points: an answer, median", median(answers), "ms")
    yield Figure(group, "filter of the points: an answer, at most", max(answers), "ms")
    yield Figure(group, "filter of the points: longest turn", longest, "ms", FRAME)


def searching(group: str, shown: Window) -> Iterator[Figure]:
    """Queries typed into the search field, letter by letter; each letter's hits are painted."""
    turns(lambda: shown.desk.finder is not None and shown.desk.finder.is_ready)
    answers, longest = [], 0.0
    silences: list[float] = []
    for words in _QUERIES:
        shown.search_field.clear()
        for letter in words:
            begin = time.thread_time()
            QTest.keyClicks(shown.search_field, letter)
            call = (time.thread_time() - begin) * 1000
            seconds, turn = turns(_is_answered(shown, "search"), silences=silences)
            _, painting = turns(lambda: False, 0.05, silences=silences)
            answers.append(seconds * 1000)
            longest = max(longest, call, turn, painting)
    yield Figure(group, "search as one types: hits of a letter, median", median(answers), "ms")
    yield Figure(group, "search as one types: hits of a letter, at most", max(answers), "ms")
    yield Figure(group, "search as one types: longest turn", longest, "ms", FRAME)
    late = 100 * sum(one > FRAME for one in silences) / len(silences)
    yield Figure(group, "search as one types: longest turn, as one waits", max(silences), "ms")
    yield Figure(group, "search as one types: turns over a frame, as one waits", late, "%")


def _is_answered(shown: Window, lane: str) -> Callable[[], bool]:
    """Whether the last request in a lane has been answered."""
    tasks = shown.desk.tasks
    task = tasks._latest.get(lane)
    return lambda: id(task) not in tasks._under_way


def processor(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def turns(
    is_over: Callable[[], bool], limit: float = 600.0, silences: list[float] | None = None
) -> tuple[float, float]:
    """Run the window until `is_over`: seconds, and processor milliseconds of the longest turn.

    `silences` gets the milliseconds of each turn as one waits.
    """
    begin, longest = time.monotonic(), 0.0
    while not is_over() and time.monotonic() < begin + limit:
        turn, clock = time.thread_time(), time.perf_counter()
        window.application().processEvents()
        longest = max(longest, time.thread_time() - turn)
        if silences is not None:
            silences.append((time.perf_counter() - clock) * 1000)
        time.sleep(0.001)
    return time.monotonic() - begin, longest * 1000
