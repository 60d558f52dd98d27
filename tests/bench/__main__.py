"""Measures what users wait for, and says which goals are reached.

./run bench                  everything (some minutes)
./run bench --quick          fewer repetitions, no large library
./run bench --json FILE      also as JSON
./run bench GROUP…           only some: start, run, read, scroll, article, search, quotes,
                             anchors, large, engine, suggest, extract, import
./run bench --points 100000  the size of the large library
./run bench engine --points 1000000 --alone
                             our engine without the peers that it is measured beside
./run bench extract --documents FOLDER
                             how well articles are taken out of labelled pages and files

Ratios come first: on a busy machine they say more than milliseconds do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, as_values, spread, table, timed

GROUPS = (
    *("start", "run", "read", "scroll", "article", "search", "quotes", "anchors"),
    *("large", "engine", "suggest", "extract", "import"),
)


def main(words: list[str]) -> int:
    """Measure, print a table, write JSON. Missed goals are told, and are no failure."""
    options = parser().parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
        os.environ["BRIEFING_HOME"] = folder
        for group in options.groups or GROUPS:
            if group == "large" and options.quick and not options.groups:
                continue
            print(f"Measuring: {group} …", file=sys.stderr, flush=True)
            home = Path(folder) / group
            home.mkdir()
            figures += measure(group, home, options)
    print(table(figures))
    if options.json:
        system = {"python": platform.python_version(), "system": platform.platform()}
        values = {**system, "figures": as_values(figures)}
        options.json.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    return 0


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    made = argparse.ArgumentParser(
        prog="./run bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    made.add_argument("groups", nargs="*", choices=[*GROUPS, []], metavar="GROUP")
    made.add_argument("--json", type=Path, metavar="FILE")
    made.add_argument("--quick", action="store_true")
    made.add_argument("--documents", type=Path, metavar="FOLDER")
    made.add_argument("--points", type=int, default=10_000)
    made.add_argument("--alone", action="store_true")
    return made


def measure(group: str, home: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """The figures of one group; what needs Qt is imported only for it."""
    quick: bool = options.quick
    if group == "start":
        yield from starts(home, 7 if quick else 11)
    elif group == "run":
        from tests.bench import start

        yield from start.of_run(5 if quick else 9)
    elif group == "read":
        from briefing.app.workspace import Workspace
        from briefing.resources import seeds

        times = [timed(lambda: Workspace(seeds())) for _ in range(5 if quick else 15)]
        yield from spread("Reading the starter library", "all of its files", times)
    elif group == "quotes":
        from tests.bench import quotes

        yield from quotes.measure(quick)
    elif group == "anchors":
        from tests.bench import edited

        yield from edited.measure(quick)
    elif group == "engine":
        from tests.bench import engines

        yield from engines.measure(home, options.points, 10 if quick else 30, options.alone)
    elif group == "suggest":
        from tests.bench import suggestions

        yield from suggestions.measure(options.points, 30 if quick else 100)
    elif group == "extract":
        from tests.bench import extract

        yield from extract.measure(options.documents)
    elif group == "import":
        from tests.bench import cards

        yield from cards.measure(home, quick)
        if not quick:
            from tests.bench import window

            _keep = window.application()
            yield from cards.in_window(home, 10_000)
    else:
        yield from in_window(group, home, options)


def starts(home: Path, times: int) -> Iterator[Figure]:
    """Start to first paint, offscreen and on a virtual X screen if there is one."""
    import shutil

    from tests.bench import start
    from tests.gates import virtual_screen

    yield from start.measure(home / "offscreen", {"QT_QPA_PLATFORM": "offscreen"}, times)
    if shutil.which("Xvfb"):
        with virtual_screen() as display:
            screen = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
            yield from start.measure(home / "xcb", screen, times)


def in_window(group: str, home: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """The groups that need a window of this process."""
    from tests.bench import window

    _keep = window.application()  # lives until the end of the process
    if group == "scroll":
        yield from window.scrolling(home, options.quick)
    elif group == "article":
        yield from window.long_article(home, options.quick)
    elif group == "search":
        yield from window.searching(home)
    else:
        from tests.bench import large

        yield from large.measure(home, options.points)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
