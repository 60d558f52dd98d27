"""`briefing check`: every fault of a library, in one go."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from briefing.cli.base import command, counted, library_root


def add(words: Any) -> None:
    """Put the word and its options in."""
    check = command(words, "check", "report every fault of a library's files", _check, own=False)
    check.add_argument("library", nargs="?", type=Path, metavar="DIR", help="the library's folder")


def _check(options: Any) -> int:
    from briefing.library import check

    root = library_root(options.library)
    faults = check(root)
    shown = options.library or root  # as the user wrote it: an editor can jump to it from there
    for fault in faults:
        print(f"{shown / fault.path}:{fault.line}: {fault.what}; {fault.mend}")
    files = sum(1 for path in root.rglob("*") if _is_text(path.relative_to(root)))
    if faults:
        print(f"{counted(len(faults), 'fault')} in {counted(files, 'file')}", file=sys.stderr)
        return 1
    print(f"no faults in {counted(files, 'file')}")
    return 0


def _is_text(path: Path) -> bool:
    return path.suffix in (".md", ".json") and not any(part[0] in ".~" for part in path.parts)
