"""The first start copies the starter library to a folder of the user's own."""

from __future__ import annotations

import os
from pathlib import Path

from briefing import resources
from briefing.app import folders

NAME = "Starter library"


def starter_library() -> Path:
    """The user's own starter library, copied there first if there is none yet.

    A folder that exists is never touched, whatever is in it. If no place can be written, this is
    the library as it was shipped, and it opens read-only.
    """
    places = _places()
    for place in places:
        if place.is_dir():
            return place
    for place in places:
        try:
            return _copied(resources.seeds(), place)
        except OSError:
            continue  # no space or no permission here: the next place may do
    return resources.seeds()


def copy_into(root: Path) -> None:
    """Copy the starter library into a folder that is there and empty.

    What makes it a library comes last: a copy that was stopped is none.
    """
    _copy_folder(resources.seeds(), root)


def _places() -> list[Path]:
    """Where the copy may stand, the best first."""
    documents = folders.documents_dir()
    kept = folders.data_dir() / NAME
    if documents.is_dir():
        return [documents / "Briefing" / NAME, kept]
    return [kept]


def _copied(original: Path, place: Path) -> Path:
    """Copy under another name and rename, so that no half library is ever found at `place`."""
    place.parent.mkdir(parents=True, exist_ok=True)
    import shutil  # only the first start copies

    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _copy_folder(original, part)
        part.rename(place)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        if not place.is_dir():  # else another start of the app was faster: its copy is as good
            raise
    return place


def _copy_folder(original: Path, copy: Path) -> None:
    """Copy names and contents but no permissions: what was installed read-only can be edited."""
    import shutil

    copy.mkdir(exist_ok=True)
    for entry in sorted(original.iterdir(), key=lambda one: one.name == "library.md"):
        if entry.is_dir():
            _copy_folder(entry, copy / entry.name)
        else:
            shutil.copyfile(entry, copy / entry.name)
