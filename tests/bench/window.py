"""What happens in a running window: opening a long article, scrolling, searching, lists.

A step is timed until it is painted: the events it causes are worked off before the clock stops.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from briefing.app.navigation import Destination, Room
from briefing.app.rows import hit_row
from briefing.resources import seeds
from briefing.ui.main import make_application, open_window
from briefing.ui.window import Window
from tests.bench import texts
from tests.bench.figures import Figure, spread, timed

QUERIES = ("cluster", "dud rate", "civilian", "treaty", "Lithuania", '"self-destruct"', "by:human")


def application() -> QApplication:
    """The one application of a process."""
    return make_application()


def open_on(library: Path, home: Path) -> Window:
    """A painted window of the usual size, with a new account, its index finished."""
    os.environ["BRIEFING_HOME"] = str(home)
    window = open_window(library)
    assert window is not None, "the library of the benchmark opens"
    window.resize(1280, 800)
    wait_for_work(window)
    return window


def wait_for_work(window: Window) -> None:
    """Until no work is under way in the background."""
    running = application()
    end = time.monotonic() + 600
    settle()  # work begins only after the first paint
    while window.desk.tasks.is_busy() and time.monotonic() < end:
        running.processEvents()
        time.sleep(0.002)
    settle()


def settle() -> None:
    """Work off what is waiting: layouts, then painting."""
    for _ in range(5):
        application().processEvents()


def scrolling(home: Path, quick: bool) -> Iterator[Figure]:
    """Scroll every article of the starter library; each step moves the text and is painted."""
    window = open_on(seeds(), home)
    running = application()
    all_steps: list[float] = []
    with_cards: list[float] = []
    renewals: list[float] = []
    view = window.reader.view
    for article in tuple(window.desk.workspace.articles)[: 2 if quick else None]:
        window.go(Destination(Room.ARTICLE, article, 0))
        wait_for_work(window)
        bar = view.verticalScrollBar()
        bar.setValue(0)
        settle()
        while bar.value() < bar.maximum():
            before = view.current
            begin = time.perf_counter()
            bar.setValue(bar.value() + 40)
            running.processEvents()
            seconds = time.perf_counter() - begin
            all_steps.append(seconds)
            if view.current != before:
                with_cards.append(seconds)
                turns = [0.0]
                while window.points._renewal.isActive():
                    turns.append(timed(running.processEvents))
                renewals.append(max(turns))
            settle()
    yield from spread("Scrolling", "a step of 40 pixels", all_steps, 16)
    yield from spread("Scrolling", "those that move the points pane", with_cards, 16)
    yield from spread("Scrolling", "the turn after it, which renews the pane", renewals, 16)
    window.close()
    settle()


def long_article(home: Path, quick: bool) -> Iterator[Figure]:
    """Open an article of 50,000 words in a running window, again and again."""
    root = home / "long"
    texts.write_library(root, 100, 2)
    for number in range(3 if quick else 7):
        path = root / "large" / "articles" / f"long-{number}.md"
        body = texts.article(50_000, 100 + number)
        path.write_text(f"---\ntitle: Long {number}\n---\n\n{body}", encoding="utf-8")
    window = open_on(root, home / "long-account")
    first: list[float] = []
    whole: list[float] = []
    for number in range(3 if quick else 7):
        window.go(Destination(Room.ARTICLE, "text-0000"))
        settle()
        begin = time.perf_counter()
        window.go(Destination(Room.ARTICLE, f"long-{number}", 0))
        application().processEvents()
        first.append(time.perf_counter() - begin)
        while window.desk.tasks.is_busy() or window.reader.view._waiting:
            application().processEvents()
        whole.append(time.perf_counter() - begin)
    yield from spread("An article of 50,000 words", "opened and painted", first, 150)
    yield from spread("An article of 50,000 words", "laid out to its end", whole)
    window.close()
    settle()


def searching(home: Path) -> Iterator[Figure]:
    """Type queries letter by letter; a hit counts when its row, with snippet, is made."""
    window = open_on(seeds(), home)
    yield from typed(window, "Search as one types (starter topic)", QUERIES)
    window.close()
    settle()


def typed(window: Window, group: str, queries: tuple[str, ...]) -> Iterator[Figure]:
    """Times from a letter to the rows of its hits."""
    finder = window.desk.finder
    assert finder is not None, "the index is finished"
    workspace = window.desk.workspace
    times: list[float] = []
    for query in queries:
        for length in range(3, len(query) + 1):

            def ask(words: str = query[:length]) -> object:
                found = finder.find(words, limit=60, typing=True)
                return [hit_row(workspace, hit) for hit in found.hits]

            times.append(timed(ask))
    yield from spread(group, "a letter", times, 50)
