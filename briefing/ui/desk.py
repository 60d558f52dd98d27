"""What every pane is given: the library, the worker, the settings and the change signal."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from briefing.app.changes import Changes
from briefing.app.settings import Preferences, Settings
from briefing.ui.tasks import Task, Tasks
from briefing.ui.theme import Theme, load_theme
from briefing.ui.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from briefing.app.editing import Editor
    from briefing.app.finding import Finder
    from briefing.app.workspace import Workspace
    from briefing.model import Library
    from briefing.ui.advice import Advice
    from briefing.ui.checking import Checking


class Desk(QObject):
    """One window's desk. `changed` is emitted after every operation with what it changed."""

    changed = Signal(object)

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__()
        self.preferences = preferences
        self.tasks = tasks
        self.turns = Turns(tasks.is_serial, self)
        self._workspace: Workspace | None = None
        self._editors: dict[Path, Editor] = {}
        self.finder: Finder | None = None

    @property
    def workspace(self) -> Workspace:
        """The open library."""
        assert self._workspace is not None, "a window opens its library before its panes"
        return self._workspace

    @property
    def editor(self) -> Editor:
        """The hand that changes the open library, with the steps that can be undone."""
        from briefing.app.editing import Editor

        root = self.workspace.root
        if root not in self._editors:
            self._editors[root] = Editor(self.workspace)
        editor = self._editors[root]
        editor.follow(self.workspace)
        return editor

    @cached_property
    def advice(self) -> Advice:
        """The suggestions of the open library."""
        from briefing.ui.advice import Advice

        return Advice(self)

    @cached_property
    def checking(self) -> Checking:
        """The check of quotations, made when the first is asked for."""
        from briefing.ui.checking import Checking

        return Checking(self)

    @property
    def is_open(self) -> bool:
        """Whether a library is open yet."""
        return self._workspace is not None

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.preferences.settings

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return load_theme(self.settings.theme)

    def open(self, workspace: Workspace) -> None:
        """Put another library on the desk. Its index comes later, by `prepare`."""
        self.tasks.forget("index")  # that of the one before is not wanted any more
        self._workspace = workspace
        self.finder = None
        self.changed.emit(Changes(everything=True))

    def prepare(self, library: Library, task: Task) -> str:
        """On the worker: bring the index up to date; what to say of it."""
        from briefing.app.finding import Finder

        finder = self.finder  # one that is open goes on: its files need not be opened anew
        if finder is None or finder.root != library.root:
            finder = Finder(library.root)
        words = finder.ensure(library, task.progress, task.is_stopped)
        if not task.is_stopped():
            self.finder = finder
        return words

    def read_ahead(self, task: Task) -> bool:
        """On the worker, when one can search: look through what may wait. Whether the index is
        found to be damaged.
        """
        from briefing.library import clean_up

        finder = self.finder
        if not self.workspace.is_read_only:  # looked up here, where a slow disk holds up nobody
            clean_up(self.workspace.root)
        if finder is None or self.tasks.is_serial:  # it is for idle moments, and there are none
            return False
        finder.warm(task.gives_way)
        return finder.is_damaged

    def set(self, name: str, value: Any) -> None:
        """Change a setting."""
        if getattr(self.settings, name) != value:
            self.preferences.change(name, value)
            self.changed.emit(Changes(settings=True))

    def do(self, operation: Callable[[], Changes]) -> None:
        """Run a quick operation of the library and tell everyone what it changed."""
        self.changed.emit(operation())
