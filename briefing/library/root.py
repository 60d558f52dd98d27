"""What makes a folder a library, and what to say where it is none."""

from __future__ import annotations

from pathlib import Path

from briefing.model import NoLibrary, UserError

CLAIMS = ".claims.md"  # after the name of the article whose claims the file holds


def key_of(root: Path) -> str:
    """What the folders are called that hold what is kept about the library at `root` elsewhere."""
    from hashlib import blake2b  # not wanted at every start

    path = str(root.absolute()).encode("utf-8", "surrogatepass")
    return blake2b(path, digest_size=10).hexdigest()


def is_ignored(name: str) -> bool:
    """Whether files and folders of this name are no part of a library."""
    return name[0] in ".~"


def is_text(name: str) -> bool:
    """Whether a file name is text: on Linux it may be any bytes, which no file of ours can hold."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def need_library(root: Path) -> None:
    """UserError if the folder at `root` is no library, or cannot be looked into."""
    try:
        is_there = (root / "library.md").is_file()
    except OSError as error:
        raise not_opened(root, error) from error
    if not is_there:
        raise NoLibrary(
            f"{root} is not a library: it has no file library.md. "
            "Choose the folder that has one, or make a new library."
        )


def not_opened(root: Path, error: OSError) -> UserError:
    """What to raise when the system does not let one look into the folder."""
    reason = error.strerror or type(error).__name__
    return UserError(f"{root} cannot be opened: {reason}. Choose the folder of a library.")
