"""Bringing in a debater's Word file: from the file to the library, beside a walk of python-docx.

The same file is read in one run by both, in CPU seconds of one core. The walk of python-docx is
what other programs do first: every paragraph's style, every run's text, style, underline, bold and
highlight. It finds no cards and writes nothing.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from briefing.app import importing
from briefing.app.workspace import Workspace
from briefing.importers import Options, worker
from briefing.library import create_library, create_topic
from tests.bench import texts
from tests.bench.figures import Figure
from tests.importers.word_files import card, paragraph, run, word

T = TypeVar("T")
_GROUP = "Bringing in cards"


def made(count: int, seed: int = 5, words: int = 250) -> bytes:
    """A Word file of so many cards, their bodies underlined, highlighted and shrunk."""
    chance = random.Random(seed)
    pieces = []
    for number in range(count):
        if number % 25 == 0:
            pieces.append(paragraph(f"Block {number // 25}", style="Heading3"))
        year = chance.randint(1990, 2025)
        name = chance.choice(("Rivera", "Okafor", "Lund", "Poole", "Sato", "Brandt"))
        rest = f" [Ana {name}, Professor at Test University, “{texts.sentence(chance)}” {year}]"
        body = paragraph(*_runs(chance, words))
        pieces.append(
            card(f"{number}. {texts.sentence(chance)}", f"{name} {str(year)[2:]}", rest, [body])
        )
    return word("".join(pieces))


def _runs(chance: random.Random, words: int) -> Iterator[str]:
    """About one run to five words, as in files of debaters."""
    every = texts.prose(chance, words).split()
    at = 0
    while at < len(every):
        size = chance.randint(1, 9)
        text = " ".join(every[at : at + size]) + " "
        at += size
        kind = chance.random()
        if kind < 0.5:
            yield run(text, direct='<w:sz w:val="16"/>')
        elif kind < 0.75:
            yield run(text, "StyleUnderline")
        elif kind < 0.9:
            yield run(text, "StyleUnderline", '<w:highlight w:val="cyan"/>')
        else:
            yield run(text, "Emphasis", '<w:highlight w:val="cyan"/>')


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    """Cards a second, ours and python-docx's; and ten thousand cards in one go."""
    count = 300 if quick else 1000
    data = made(count)
    path = home / "cards.docx"
    path.write_bytes(data)
    worker.read(path, Options())  # what is imported and compiled once is no part of it
    seconds, ours = _ours(home / "library", path)
    assert ours == count, f"{ours} of {count} cards came in"
    theirs, _ = _timed(lambda: _walk(data))
    yield Figure(_GROUP, "cards a second, file to library", count / seconds, "")
    yield Figure(_GROUP, "cards a second, python-docx's walk alone", count / theirs, "")
    yield Figure(_GROUP, "ours against python-docx's walk", seconds / theirs, "×", 1.0)
    yield Figure(_GROUP, "CPU time for a card", seconds / count * 1000, "ms", 2.5)


def _ours(root: Path, path: Path) -> tuple[float, int]:
    """Read, plan and write, as the program does; CPU seconds and cards."""
    create_library(root, "Cards")
    create_topic(root, "A motion", "Topic")
    workspace = Workspace(root)

    def bring() -> int:
        answer = worker.read(path, Options())
        read = importing.Read(path, answer.importer, answer.intake, answer.digest)
        plan = importing.make_plan(workspace.library, [read])
        importing.write(plan, workspace)
        return sum(report.cards for report in plan.reports)

    return _timed(bring)


def _walk(data: bytes) -> int:
    import docx

    runs = 0
    for one in docx.Document(io.BytesIO(data)).paragraphs:
        _ = one.style.name if one.style is not None else ""
        for each in one.runs:
            _ = (each.text, each.style, each.underline, each.bold, each.font.highlight_color)
            runs += 1
    return runs


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def in_window(home: Path, count: int) -> Iterator[Figure]:
    """So many cards imported, indexed and searched in a window; how long it did not answer."""
    from PySide6.QtCore import QTimer

    from briefing.ui.dialogs.importing import ImportDialog
    from tests.bench import window as windows

    root, path = home / "large", home / "large.docx"
    create_library(root, "Cards")
    create_topic(root, "A motion", "Topic")
    path.write_bytes(made(count, words=120))
    window = windows.open_on(root, home / "account")
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(beat)
    begin = last[0] = time.perf_counter()
    timer.start(5)
    window.collecting.import_files([path])
    windows.wait_for_work(window)
    (dialog,) = window.findChildren(ImportDialog)
    dialog.keep()
    windows.wait_for_work(window)
    timer.stop()
    took = time.perf_counter() - begin
    window.search.ask("Rivera", typing=False)
    windows.wait_for_work(window)
    found = window.search.model.rowCount()
    assert len(window.desk.workspace.library.points) == count and found, "all came in and is found"
    group = f"{count:,} cards imported, indexed and searchable in a window"
    yield Figure(group, "until all of it is searchable", took, "s")
    yield Figure(group, "longest time without an answer", max(gaps) * 1000, "ms", 200)
    late = sum(gap > 0.1 for gap in gaps)
    yield Figure(group, "times without an answer for 100 ms", late, "", note=f"of {len(gaps)}")
    window.close()
