"""Where the user's own files are: by the platform's conventions, or all under `BRIEFING_HOME`.

`BRIEFING_HOME` names one folder that holds settings, cache, data and documents: for a USB stick,
and for tests. No function here creates a folder; whoever writes does.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

_NAME = "Briefing"


def config_dir() -> Path:
    """Where the settings are kept."""
    return _home("config") or _platform().user_config_path


def cache_dir() -> Path:
    """Where indexes are kept: may be deleted at any time.

    Where a home cannot be written, as in some schools, it is a folder among the temporary ones.
    """
    place = _home("cache") or _platform().user_cache_path
    return place if _can_be_made(place) else _passing() or place


def data_dir() -> Path:
    """Where the app keeps what is neither a setting nor a cache."""
    return _home("data") or _platform().user_data_path


def documents_dir() -> Path:
    """The user's documents; a new library is offered a place here. It may not exist."""
    return _home("documents") or _platform().user_documents_path


def _home(part: str) -> Path | None:
    home = os.environ.get("BRIEFING_HOME", "")
    return Path(home).expanduser().absolute() / part if home else None


def _can_be_made(place: Path) -> bool:
    """Whether the folder, or the nearest one above it that exists, can be written."""
    for folder in (place, *place.parents):
        if os.path.lexists(folder):
            return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return False


def _passing() -> Path | None:
    """A folder of the user's own among the temporary ones; None if somebody else has its name."""
    if not hasattr(os, "getuid"):
        return None
    import tempfile

    folder = Path(tempfile.gettempdir()) / f"briefing-{os.getuid()}"
    try:
        found = folder.lstat()
    except OSError:
        return folder
    is_own = found.st_uid == os.getuid() and not found.st_mode & stat.S_IWOTH
    return folder if stat.S_ISDIR(found.st_mode) and is_own else None


def _platform() -> PlatformDirs:
    from platformdirs import PlatformDirs  # not wanted where BRIEFING_HOME says it all

    return PlatformDirs(_folder_name(), appauthor=False)


def _folder_name() -> str:
    """Linux writes such folders in small letters; Windows and macOS by the name of the app."""
    return _NAME if sys.platform in ("win32", "darwin") else _NAME.lower()
