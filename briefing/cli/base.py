"""What the words of the command line share: the library that is meant, and how they speak."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from briefing.model import UserError

if TYPE_CHECKING:
    from briefing.app.finding import Finder
    from briefing.app.workspace import Workspace

    Words = argparse._SubParsersAction[argparse.ArgumentParser]
    Options = argparse.Namespace

STYLES = ("debate", "mla", "apa", "chicago", "plain")


def command(
    words: Words, name: str, what: str, run: Callable[[Options], int], own: bool = True
) -> argparse.ArgumentParser:
    """A word of the command line; `own` words take --library."""
    parser = words.add_parser(
        name, help=what, description=what[0].upper() + what[1:] + ".", allow_abbrev=False
    )
    parser.set_defaults(run=run)
    if own:
        parser.add_argument("--library", type=Path, metavar="DIR", help="a library's folder")
    return parser


def positive(text: str) -> int:
    """The number in `text`; argparse says so if it is none."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def seconds(text: str) -> float:
    """The time in `text`; argparse says so if it is none."""
    number = float(text)
    if not 0 < number < math.inf:
        raise ValueError
    return number


positive.__name__ = seconds.__name__ = "number"  # argparse names the type in its message


def library_root(given: Path | None) -> Path:
    """The library that is meant: the one named, else the one opened last, else the starter."""
    if given is not None:
        if not given.is_dir():
            raise UserError(f"{given} is not a folder; name the folder that holds library.md")
        return given.resolve()
    from briefing.app.seeds import starter_library
    from briefing.app.settings import Preferences
    from briefing.library import is_library

    for recent in Preferences().recent():
        if is_library(Path(recent)):
            return Path(recent)
    return starter_library()


def open_workspace(given: Path | None) -> Workspace:
    """The library that is meant, read."""
    from briefing.app.workspace import Workspace
    from briefing.library import is_library

    root = library_root(given)
    if not is_library(root):
        raise UserError(f"{root} is not a library: it holds no library.md")
    return Workspace(root)


def open_library(given: Path | None, ensure: bool = True) -> tuple[Workspace, Finder]:
    """The library that is meant and its search, brought up to date if `ensure`."""
    from briefing.app.finding import Finder

    workspace = open_workspace(given)
    finder = Finder(workspace.root)
    if ensure:
        status = finder.ensure(workspace.library, progress())
        if not finder.is_ready:
            raise UserError(status)
        if status != "Index up to date" and (sys.stderr.isatty() or not finder.is_current):
            print(status, file=sys.stderr)
    return workspace, finder


def need_topic(workspace: Workspace, topic: str) -> None:
    """Raise UserError if the library has no such topic."""
    if topic not in workspace.topics:
        have = ", ".join(workspace.topics) or "none"
        raise UserError(f"there is no topic {topic!r} in this library; it has: {have}")


def progress() -> Callable[[int, int], None] | None:
    """What counts on the terminal; None where nobody looks."""
    if not is_terminal(sys.stderr):
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\rIndexing {done} of {total}", end=end, file=sys.stderr, flush=True)

    return show


def is_terminal(stream: TextIO) -> bool:
    """True if somebody looks at it who sees bold type."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    # The old Windows console prints escape codes instead of obeying them.
    return os.name != "nt" or "WT_SESSION" in os.environ


def fail(text: str) -> int:
    """Say what stands in the way; the exit code."""
    print(f"briefing: {' '.join(text.split())}", file=sys.stderr)
    return 2
