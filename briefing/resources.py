"""The one module that knows where `resources/` and `seeds/` lie.

In a checkout they stand beside the package; an installed package carries them in `_data/`.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CARRIED = _PACKAGE / "_data"
_BASE = _CARRIED if _CARRIED.is_dir() else _PACKAGE.parent


def resources() -> Path:
    """The folder with fonts, icons, themes, the reader's CSS, debate formats and help."""
    return _BASE / "resources"


def seeds() -> Path:
    """The folder with the starter library as it is shipped; never written to."""
    return _BASE / "seeds"
