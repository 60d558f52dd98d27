"""What other programs do to the library's files: looked for again and again, shown in place."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from briefing.ui.tasks import Hand

if TYPE_CHECKING:
    from briefing.app.workspace import Update, Workspace
    from briefing.library import Watch
    from briefing.ui.window import Window

# Between two looks: what changed is shown within two seconds, half-copied files included.
_PAUSE = 1.0
_SOON = 0.35  # while a file is awaited
# Looking must not be all that a slow disk does.
_SHARE = 20


class Outside(QObject):
    """Looks at the files of the open library while its window lives."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self._watch: Watch | None = None
        self._is_away = False
        self._took = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look at the library that was just opened, now and from now on."""
        from briefing.library import Watch

        self._watch = Watch()
        self._is_away = False
        self.look()

    def end(self) -> None:
        """Look no more: another library is opened."""
        self._timer.stop()
        self._watch = None

    def look(self) -> None:
        """Look at the files now; what changed is told to all panes."""
        watch = self._watch
        if watch is None or self._desk.workspace.is_glimpse:
            return
        workspace = self._desk.workspace

        def work(task: object) -> Update | None:
            begin = time.monotonic()
            known = workspace.catalogue
            found = watch.look(known)
            self._took = time.monotonic() - begin
            return None if found is known else workspace.update_to(found)

        self._desk.tasks.run(
            work,
            lambda update: self._on_looked(workspace, update),
            self._on_failed,
            lane="outside",
            by=Hand.FILES,
        )

    def _on_looked(self, workspace: Workspace, update: Update | None) -> None:
        if workspace is not self._desk.workspace or self._watch is None:
            return
        if self._is_away:
            self._is_away = False
            self._window.opening.show_library_words()
            self._window.say("The library's folder is back")
        self._wait(_SOON if self._watch.is_waiting else _PAUSE)
        if update is None:
            return
        changes = workspace.take_over(update)
        if not changes.is_empty:
            self._window.opening.show_library_words()
            self._desk.changed.emit(changes)

    def _on_failed(self, error: BaseException) -> None:
        """The folder is gone: all that was read stays on screen, and works as long as it can."""
        from briefing.library import Away

        if self._watch is None:
            return
        if not isinstance(error, Away):
            raise error
        if not self._is_away:
            self._is_away = True
            self._window.opening.show_library_words(is_away=True)
            self._window.say(
                "The library's folder cannot be reached. What was read stays here; connect the "
                "drive again to change it."
            )
        self._wait(_PAUSE)

    def _wait(self, seconds: float) -> None:
        if not self._desk.tasks.is_serial:
            self._timer.start(int(1000 * max(seconds, _SHARE * self._took)))
