"""A file that is being changed: what it held, and what it shall hold."""

from __future__ import annotations

from pathlib import Path

from briefing.library import files
from briefing.library.context import Context
from briefing.library.journal import digest
from briefing.library.reading import FORMAT, decode
from briefing.model import ReadOnly, UserError, is_id
from briefing.text import front_matter


class Opened:
    """A file that is being changed: its text, and what it held when it was read."""

    def __init__(self, root: Path, path: Path, new: bool = False) -> None:
        require_format(root)
        self.path = root / path
        self.is_new = new and not self.path.exists()
        self.text = ""
        self._digest: str | None = None
        if not self.is_new:
            data = files.read_file(self.path)
            context = Context()
            text = decode(context, path, data)
            if text is None:
                raise UserError(f"{context.faults[0]}. Nothing was written.")
            problems = front_matter.read(text).problems
            if problems:
                line, what, mend = problems[0]
                raise UserError(f"{path}:{line}: {what}; {mend}. Nothing was written.")
            self.text = self._before = text
            self._digest = digest(data)

    @classmethod
    def create(cls, root: Path, path: Path) -> Opened:
        """A file that is not there yet; UserError if it is."""
        opened = cls(root, path, new=True)
        if not opened.is_new:
            raise files.taken(opened.path)
        return opened

    def write(self) -> None:
        """Put the new text in the place of the old, if they differ."""
        if not self.is_new and self.text == self._before:
            return
        self._digest = files.write_file(self.path, encode(self.text), self._digest)
        self.is_new, self._before = False, self.text

    def remove(self) -> None:
        """Remove the file."""
        files.remove_file(self.path, self._digest or "")


def encode(text: str) -> bytes:
    """`text` as bytes; UserError for what no text file can hold."""
    if "\0" in text:
        raise UserError("The text has a NUL character. Remove it.")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UserError("The text has half a character (a lone surrogate). Remove it.") from error


def require_format(root: Path) -> None:
    """ReadOnly if the library at `root` has a format newer than this program."""
    if not root.is_dir():
        raise files.gone(root)
    text = files.read_file(root / "library.md").decode("utf-8", errors="replace")
    number = front_matter.read(text).text("briefing")
    if number.isdecimal() and int(number[:9]) > FORMAT:
        raise ReadOnly(
            f"This library has format {number}, and this program can write {FORMAT} at most. "
            "Use a newer Briefing to change it."
        )


def require_id(id_: str) -> None:
    """UserError unless `id_` can be an id."""
    if not is_id(id_):
        raise UserError(
            f"“{id_}” cannot be an id. Use lower-case letters, digits, dots and hyphens."
        )
