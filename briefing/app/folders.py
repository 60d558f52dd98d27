"""Where the user's own files are: by the platform's conventions, or all under `BRIEFING_HOME`.

`BRIEFING_HOME` names one folder that holds settings, cache, data and documents: for a USB stick,
and for tests. No function here creates a folder; whoever writes does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

_NAME = "Briefing"


def config_dir() -> Path:
    """Where the settings are kept."""
    return _home("config") or platformdirs.user_config_path(_folder_name(), appauthor=False)


def cache_dir() -> Path:
    """Where indexes are kept: may be deleted at any time."""
    return _home("cache") or platformdirs.user_cache_path(_folder_name(), appauthor=False)


def data_dir() -> Path:
    """Where the app keeps what is neither a setting nor a cache."""
    return _home("data") or platformdirs.user_data_path(_folder_name(), appauthor=False)


def documents_dir() -> Path:
    """The user's documents; a new library is offered a place here. It may not exist."""
    return _home("documents") or platformdirs.user_documents_path()


def _home(part: str) -> Path | None:
    home = os.environ.get("BRIEFING_HOME", "")
    return Path(home).expanduser().absolute() / part if home else None


def _folder_name() -> str:
    """Linux writes such folders in small letters; Windows and macOS by the name of the app."""
    return _NAME if sys.platform in ("win32", "darwin") else _NAME.lower()
