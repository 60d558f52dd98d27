"""What makes a folder a library, and what to say where it is none."""

from __future__ import annotations

from pathlib import Path

from briefing.model import UserError

CLAIMS = ".claims.md"  # after the name of the article whose claims the file holds


def need_library(root: Path) -> None:
    """UserError if the folder at `root` is no library."""
    if not (root / "library.md").is_file():
        raise UserError(
            f"{root} is not a library: it has no file library.md. "
            "Choose the folder that has one, or make a new library."
        )


def not_opened(root: Path, error: OSError) -> UserError:
    """What to raise when the system does not let one look into the folder."""
    reason = error.strerror or type(error).__name__
    return UserError(f"{root} cannot be opened: {reason}. Choose the folder of a library.")
