"""What can be taken back and done again: named steps, one row of them for a library.

A step knows how to take itself back, and what comes of that is a step again: the one that takes
back the taking back. So undoing and redoing are the same, and neither can forget anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefing.app.changes import Changes
from briefing.model import UserError

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace
    from briefing.library import FileChange

_MOST = 500
_AT_ONCE = 20  # files


class CannotUndo(UserError):
    """A step that others have written over."""


class Step(Protocol):
    """A change that was made. `name` is what follows “Undo”: “link to paragraph 7”."""

    @property
    def name(self) -> str:
        """What the change is called."""

    def take_back(self, workspace: Workspace) -> tuple[Changes, Step]:
        """Undo the change; what changed, and the step that makes the change again."""


@dataclass(frozen=True, slots=True)
class FileStep:
    """A change of files, taken back byte by byte."""

    name: str
    written: tuple[FileChange, ...]

    @property
    def is_large(self) -> bool:
        """Whether it is of so many files that taking it back is for a worker."""
        return len({change.path for change in self.written}) > _AT_ONCE

    def take_back(self, workspace: Workspace) -> tuple[Changes, Step]:
        """Bring the files back; places that others changed meanwhile keep that."""
        changes, written = bring_back(workspace, self.name, self.written)
        return changes, FileStep(self.name, written)


def bring_back(
    workspace: Workspace, name: str, written: tuple[FileChange, ...]
) -> tuple[Changes, tuple[FileChange, ...]]:
    """Take changes of files back; what changed, and what was written for it.

    CannotUndo, and no file is touched, if others wrote in the same places: what would have come
    back is kept in the trash.
    """
    from briefing.library import recording

    workspace.need_writable()
    with recording() as again:
        put_back(workspace.root, name, written)
    return workspace.reread(paths_of(workspace.root, again)), tuple(again)


def put_back(root: Path, name: str, written: tuple[FileChange, ...]) -> None:
    """Take changes of files back. CannotUndo as for `bring_back`."""
    from briefing.library import ChangedSince, take_back

    try:
        take_back(written)
    except ChangedSince as error:
        _keep_both(root, name, written)
        raise CannotUndo(
            f"“{name}” cannot be undone: {error} The file was left as it is now; what stood "
            "there before is in the trash (Edit → Trash)."
        ) from error


def _keep_both(root: Path, name: str, written: tuple[FileChange, ...]) -> None:
    from briefing.library.trash import TRASH, Piece, throw_away

    pieces = [
        Piece(change.path.relative_to(root), "words", change.removed)
        for change in written
        if change.removed.strip() and TRASH not in change.path.relative_to(root).parts
    ]
    if pieces:
        throw_away(root, "words", name, pieces)


def paths_of(root: Path, written: Iterable[FileChange]) -> list[Path]:
    """The files that were changed, relative to the library’s folder."""
    return list(dict.fromkeys(change.path.relative_to(root) for change in written))


class Undo:
    """The steps of one library, the latest last, kept as long as its window is open."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def record(self, step: Step) -> None:
        """Remember a change; what was undone before it cannot be done again any more."""
        self._done = [*self._done, step][-_MOST:]
        self._undone.clear()

    def join(self, make: Callable[[Step], Step]) -> None:
        """Make another step of the latest one: what belongs to it goes back with it."""
        self._done[-1] = make(self._done[-1])

    @property
    def undo_name(self) -> str:
        """What `undo` would take back; "" for nothing."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        """What `redo` would do again; "" for nothing."""
        return self._undone[-1].name if self._undone else ""

    def latest(self, way: str) -> Step | None:
        """The step that "undo" or "redo" would take back."""
        source = self._done if way == "undo" else self._undone
        return source[-1] if source else None

    def moved(self, step: Step, opposite: Step | None) -> None:
        """A step was taken back by a worker; None: it cannot be, and must not bar the way."""
        for source, target in ((self._done, self._undone), (self._undone, self._done)):
            if source and source[-1] is step:
                source.pop()
                if opposite is not None:
                    target.append(opposite)
                return

    def undo(self, workspace: Workspace) -> tuple[Step | None, Changes]:
        """Take the latest change back: the step, and what changed."""
        return self._move(self._done, self._undone, workspace)

    def redo(self, workspace: Workspace) -> tuple[Step | None, Changes]:
        """Do the latest undone change again: the step, and what changed."""
        return self._move(self._undone, self._done, workspace)

    def _move(
        self, source: list[Step], target: list[Step], workspace: Workspace
    ) -> tuple[Step | None, Changes]:
        if not source:
            return None, Changes()
        workspace.need_writable()
        step = source[-1]
        try:
            changes, opposite = step.take_back(workspace)
        except CannotUndo:
            source.pop()  # it must not bar the way to the others
            raise
        source.pop()
        target.append(opposite)
        return step, changes
