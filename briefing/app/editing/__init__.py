"""Changing the open library: every operation is one named step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.undo import FileStep, Step, Undo, paths_of
from briefing.app.workspace import Workspace
from briefing.model import Library, UserError

if TYPE_CHECKING:
    from briefing.app.editing.aside import Done
    from briefing.app.workspace import Update
    from briefing.library import FileChange


def need_same(now: object, opened: object | None, what: str) -> None:
    """UserError if `what` is another by now than when its editor was `opened` (None: it is new)."""
    if opened is not None and now != opened:
        raise UserError(
            f"This {what} was changed elsewhere since you opened it. Your words are kept as a "
            "draft; open it again, and take over what you need."
        )


class Editor:
    """The hand that writes: the open library and its steps.

    Operations stand in the modules of this folder; they hand `do` what is to be written.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.steps = Undo()

    @property
    def library(self) -> Library:
        """The library as it is now."""
        return self.workspace.library

    def follow(self, workspace: Workspace) -> None:
        """The same library was read again: the steps stay."""
        self.workspace = workspace

    def do(self, name: str, write: Callable[[], object]) -> Changes:
        """Run `write`, which writes files of the library, as one step called `name`.

        If it fails in the middle, the files that it wrote already are brought back.
        """
        from briefing.library import all_or_nothing

        self.workspace.need_writable()
        with all_or_nothing() as written:
            write()
        if not written:
            return Changes()
        self.steps.record(FileStep(name, tuple(written)))
        return self.workspace.reread(paths_of(self.workspace.root, written))

    def adopt(self, name: str, written: tuple[FileChange, ...], update: Update) -> Changes:
        """Take over what was written on the worker, as one step called `name`.

        `update` is what it made of the library; if something else changed meanwhile, the files
        are read again.
        """
        if not written:
            return Changes()
        self.steps.record(FileStep(name, written))
        return self._take(written, update)

    def adopt_undone(self, step: Step, done: Done) -> Changes:
        """Take over what a worker took back of a step."""
        self.steps.moved(step, FileStep(done.name, done.written))
        return self._take(done.written, done.update)

    def _take(self, written: tuple[FileChange, ...], update: Update) -> Changes:
        if self.workspace.catalogue is update.before:
            return self.workspace.take_over(update)
        return self.workspace.reread(paths_of(self.workspace.root, written))

    def undo(self) -> tuple[Step | None, Changes]:
        """Take the latest step back."""
        return self.steps.undo(self.workspace)

    def redo(self) -> tuple[Step | None, Changes]:
        """Do the latest undone step again."""
        return self.steps.redo(self.workspace)
