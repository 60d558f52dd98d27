"""Long changes: written by a worker while the window goes on, then taken over as one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.app.undo import paths_of, put_back
from briefing.model import Cancelled, Stop

if TYPE_CHECKING:
    from briefing.app.undo import FileStep
    from briefing.app.workspace import Update, Workspace
    from briefing.library import FileChange


@dataclass(frozen=True, slots=True)
class Done:
    """What was written under a name, and what became of the library."""

    name: str
    written: tuple[FileChange, ...]
    update: Update


def write_aside(
    workspace: Workspace, name: str, write: Callable[[], object], stop: Stop | None = None
) -> Done:
    """Run `write`, which writes files; all of it, or nothing. For a worker.

    The workspace is only looked at: `Editor.adopt` takes the result over. Raises Cancelled where
    `stop` says so, and whatever `write` raises; the files are then as they were.
    """
    from briefing.library import all_or_nothing

    workspace.need_writable()
    with all_or_nothing() as written:
        write()
        done = _done(workspace, name, written)
        if stop is not None and stop():  # nobody waits for the result any more
            raise Cancelled
    return done


def undo_aside(workspace: Workspace, step: FileStep) -> Done:
    """Take a step back. For a worker; `Editor.adopt_undone` takes the result over.

    CannotUndo, and no file of the library is touched, if others wrote in the same places.
    """
    from briefing.library import recording

    workspace.need_writable()
    with recording() as written:
        put_back(workspace.root, step.name, step.written)
    return _done(workspace, step.name, written)


def _done(workspace: Workspace, name: str, written: list[FileChange]) -> Done:
    from briefing.library import reread

    paths = paths_of(workspace.root, written)
    return Done(name, tuple(written), workspace.update_to(reread(workspace.catalogue, paths)))
