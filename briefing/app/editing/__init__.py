"""Changing the open library: every operation is one named step that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.undo import FileStep, Step, Undo, paths_of
from briefing.app.workspace import Workspace
from briefing.model import Library, UserError

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.app.editing.aside import Done
    from briefing.app.workspace import Update


def need_same(now: object, opened: object | None, what: str) -> None:
    """UserError if `what` is another by now than when its editor was `opened` (None: it is new)."""
    if opened is not None and now != opened:
        raise UserError(
            f"This {what} was changed elsewhere since you opened it. Your words are kept as a "
            "draft; open it again, and take over what you need."
        )


def date_typed(name: str, typed: str) -> str:
    """What was typed into the field `name` as a date of the library; UserError for what is none."""
    from briefing.text.cleaning import fit_line
    from briefing.text.worded_dates import read_date

    date = read_date(typed)
    if not date and fit_line(typed):
        raise UserError(
            f"{name}: “{fit_line(typed)}” is not a date. Write 2024, 2024-07 or 2024-07-18."
        )
    return date


class Editor:
    """The hand that writes: the open library and its steps.

    Operations stand in the modules of this folder; they hand `do` what is to be written.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.steps = Undo()
        self._reads_later = False
        self._behind: list[Path] = []  # files that were written and not read again yet
        self._missed: list[Changes] = []  # what of them nobody was told

    @property
    def workspace(self) -> Workspace:
        """The open library, with all that was written: whoever asks here is going to change it."""
        if self._behind:
            paths, self._behind = self._behind, []
            self._missed.append(self._workspace.reread(paths))
        return self._workspace

    @property
    def library(self) -> Library:
        """The library as it is now."""
        return self.workspace.library

    def follow(self, workspace: Workspace) -> None:
        """The same library was read again: the steps stay."""
        if workspace is not self._workspace:
            self._workspace = workspace
            self._behind, self._missed = [], []

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
        paths = paths_of(self._workspace.root, written)
        if self._reads_later:
            self._behind += paths
            return Changes()
        return self.workspace.reread(paths)

    @contextmanager
    def reading_later(self) -> Iterator[None]:
        """What is done meanwhile is written, and a step, but not read again: see `what_follows`."""
        self._reads_later = True
        try:
            yield
        finally:
            self._reads_later = False

    def what_follows(self) -> Callable[[], Update]:
        """What it takes to go on with files that were written and not read again; for a worker.

        Whatever is done before `catch_up` gets it reads them itself.
        """
        from briefing.library import reread

        workspace, paths = self._workspace, tuple(self._behind)
        return lambda: workspace.update_to(reread(workspace.catalogue, paths))

    def catch_up(self, update: Update) -> list[Changes]:
        """Go on with what follows from files that were written; all that nobody was told yet."""
        if self._behind and self._workspace.catalogue is update.before:
            self._behind = []
            self._missed.append(self._workspace.take_over(update))
        _ = self.workspace  # what is still behind was written later, or others wrote meanwhile
        missed, self._missed = self._missed, []
        return missed

    def adopt(self, done: Done) -> Changes:
        """Take over what was written on the worker, as one step.

        If something else changed meanwhile, the files are read again.
        """
        if not done.written:
            return Changes()
        self.steps.record(FileStep(done.name, done.written))
        return self._take(done)

    def adopt_undone(self, step: Step, done: Done) -> Changes:
        """Take over what a worker took back of a step."""
        self.steps.moved(step, FileStep(done.name, done.written))
        return self._take(done)

    def _take(self, done: Done) -> Changes:
        if self.workspace.catalogue is done.update.before:
            return self.workspace.take_over(done.update)
        return self.workspace.reread(paths_of(self.workspace.root, done.written))

    def undo(self) -> tuple[Step | None, Changes]:
        """Take the latest step back."""
        return self.steps.undo(self.workspace)

    def redo(self) -> tuple[Step | None, Changes]:
        """Do the latest undone step again."""
        return self.steps.redo(self.workspace)
