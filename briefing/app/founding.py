"""A folder that is no library: what one may have meant, and how it becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_MOST = 5  # libraries that are offered
_MOST_LOOKED_AT = 200  # entries of a folder: among more, nobody looks for a library
_UP = 4  # folders above: a topic, its articles …


class Step(Enum):
    """What can be done with such a folder."""

    OPEN = "open"  # another folder, which is a library
    EMPTY = "empty"
    STARTER = "starter"
    IMPORT = "import"  # what is in it, into the library that is open


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a folder, in words; `root` is the folder that is opened then."""

    step: Step
    words: str
    root: Path


def ways_on(root: Path, is_one_open: bool) -> tuple[Way, ...]:
    """What can be done with the folder at `root`, which is no library; the likeliest first.

    Nothing for what is no folder, or cannot be looked into.
    """
    try:
        entries = [one for one, _ in zip(root.iterdir(), range(_MOST_LOOKED_AT), strict=False)]
    except OSError:
        return ()
    near = [Way(Step.OPEN, f"Open the library “{one.name}”", one) for one in _near(root, entries)]
    make = Way(Step.EMPTY, "Make it a library, with nothing in it yet", root)
    if all(one.name.startswith(".") for one in entries):
        starter = Way(Step.STARTER, "Make it a library, with a topic to look around in", root)
        return (*near, make, starter)
    ways = [Way(Step.IMPORT, "Import what is in it into the open library", root)]
    make = Way(Step.EMPTY, "Make it a library; the files in it stay as they are", root)
    return (*near, *(ways if is_one_open else ()), make)


def take(way: Way) -> None:
    """Make the folder of a way a library, if that is what it says. OSError, BriefingError."""
    from briefing.app.seeds import copy_into
    from briefing.library import create_library

    if way.step is Step.EMPTY:
        create_library(way.root, way.root.name)
    elif way.step is Step.STARTER:
        copy_into(way.root)


def _near(root: Path, entries: list[Path]) -> list[Path]:
    """The library that the folder is a part of, or those that lie in it."""
    above = next((one for one in root.absolute().parents[:_UP] if _is_library(one)), None)
    if above is not None:
        return [above]
    return sorted(one for one in entries if _is_library(one))[:_MOST]


def _is_library(folder: Path) -> bool:
    from briefing.library import is_library

    return is_library(folder)
