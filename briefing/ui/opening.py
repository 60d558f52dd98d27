"""How a window opens a library: one article at once, then everything, then the index."""

from __future__ import annotations

import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.app.workspace import Workspace
from briefing.text.words import counted, dotted
from briefing.ui import messages
from briefing.ui.outside import Outside
from briefing.ui.tasks import Hand

if TYPE_CHECKING:
    from briefing.ui.tasks import Task
    from briefing.ui.window import Window

_LONG = 1.0  # seconds of reading after which one can stop it


class Opening(QObject):
    """Opens libraries in one window. What takes long is done by the window's worker."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.desk = window.desk
        self._place_wanted: Destination | None = None
        self._is_reload = False
        self._task: Task | None = None
        self._began = 0.0
        self.outside = Outside(window)

    def open(self, root: Path, place: Destination | None = None) -> None:
        """Open a library in this window: one article at once, then everything.

        It shows `place`, or the article where the user was last, or the first one. UserError if
        there is no library at `root`.
        """
        self.outside.end()
        self._is_reload = self.desk.is_open and self.desk.workspace.root == root
        if self.desk.is_open:
            self.window.remember()
        last = self.desk.preferences.recall("last", {}).get(str(root), "")
        glimpse = Workspace.glimpse(root, place.id if place else last)
        self.window.going.begin()
        self.desk.open(glimpse)
        self._place_wanted = place
        self.show_library_words()
        if glimpse.articles:
            self.window.going.show(Destination(Room.ARTICLE, next(iter(glimpse.articles))))
        if self.desk.tasks.is_serial:
            self.window.late.begin()
        if self.window.is_painted or self.desk.tasks.is_serial:
            self._read_library()

    def _say(self, words: str) -> None:
        """How far things are, at the right end of the status bar."""
        self.window.state_label.setText(words)

    def go_on(self) -> None:
        """After the first paint: read what was only glimpsed."""
        if self.desk.is_open and self.desk.workspace.is_glimpse:
            self._read_library()

    def _read_library(self) -> None:
        """Read the whole library, off this thread: as it was when it was last read, if it is known;
        what changed since is found at once after that.
        """
        root, is_reload = self.desk.workspace.root, self._is_reload
        shown = self.window.reader.article
        self._say("Reading …")
        self._began = time.monotonic()

        def work(task: Task) -> Workspace:
            known = None if is_reload else Workspace.remembered(root)
            workspace = known or Workspace(root, task.progress, task.is_stopped)
            if shown is not None:
                workspace.read(shown.id)  # while nobody waits for it
            return workspace

        self._task = self.desk.tasks.run(
            work,
            self._on_read,
            self._on_not_read,
            lane="library",
            on_progress=self._on_progress,
            by=Hand.FILES,
        )

    def _on_progress(self, done: int, total: int) -> None:
        self.window.late.begin()  # it is read for the first time: that may take long
        self._say(f"Reading {done:,} of {total:,} files")
        if time.monotonic() > self._began + _LONG:
            self._stop_button.show()

    @cached_property
    def _stop_button(self) -> QToolButton:
        """Beside the progress: only a large library that is read for the first time needs it."""
        button = QToolButton()
        button.setText("Stop")
        button.setToolTip("Stop reading. What was read need not be read again.")
        button.setAccessibleName("Stop reading the library")
        button.clicked.connect(self.stop_reading)
        self.window.statusBar().addPermanentWidget(button)
        return button

    def _hide_stop_button(self) -> None:
        if "_stop_button" in self.__dict__:
            self._stop_button.hide()

    def stop_reading(self) -> None:
        """Read no more of the library for now; the article that is open stays."""
        if self._task is not None:
            self._task.stop()
        self._hide_stop_button()
        self._say("Reading was stopped: Library → Read files again goes on with it")

    def _on_read(self, workspace: Workspace) -> None:
        self._hide_stop_button()
        self.desk.preferences.add_recent(workspace.root)
        self.desk.open(workspace)
        self.show_library_words()
        shown = self.window.reader.article
        if self._place_wanted is not None:
            self.window.go(self._place_wanted)
        elif self.window.going.history.current is None:
            self.window.go(Destination(Room.ARTICLE, shown.id) if shown else self.first_place())
        self.window.reader.tell_passage()
        self.refresh_index()  # by another thread, while panes are made here
        self.window.late.begin()
        for piece in (self.outside.begin, self._tell_drafts):
            self.desk.turns.add(piece)

    def _tell_drafts(self) -> None:
        self.window.making.tell_drafts()

    def _on_not_read(self, error: BaseException) -> None:
        self._hide_stop_button()
        self._say("The library could not be read")
        messages.trouble(self.window, error)

    def refresh_index(self) -> None:
        """Bring the index up to date, and learn whether the folder can be written."""
        if self.desk.workspace.is_glimpse:
            return  # its library is still being read
        self._say("Making it searchable …")
        desk, library = self.desk, self.desk.workspace.library
        desk.tasks.run(
            lambda task: desk.prepare(library, task),
            self._on_prepared,
            self._on_no_search,
            lane="index",
            on_progress=lambda done, total: self._say(
                f"Making it searchable: {done:,} of {total:,}"
            ),
            by=Hand.INDEX,
        )

    def _on_prepared(self, words: str) -> None:
        self._say(words)
        self.show_library_words()
        self.desk.changed.emit(Changes(index=True))
        self.desk.tasks.run(
            self.desk.read_ahead,
            self._on_read_ahead,
            self._on_no_search,
            lane="index",
            by=Hand.INDEX,
        )

    def _on_read_ahead(self, is_damaged: bool) -> None:
        self.show_library_words()
        if is_damaged:
            self.refresh_index()
        elif not self.desk.tasks.is_serial:
            self.desk.advice.begin()

    def _on_no_search(self, error: BaseException) -> None:
        self._say(f"Search is not available: {error}")

    def first_place(self) -> Destination:
        """Where the user was last in this library, its first article, or what to do without one."""
        workspace, preferences = self.desk.workspace, self.desk.preferences
        last = preferences.recall("last", {}).get(str(workspace.root), "")
        if last in workspace.articles:
            return Destination(Room.ARTICLE, last)
        articles = self.window.library_pane.articles_in_order()
        if articles:
            return Destination(Room.ARTICLE, articles[0])
        return Destination(Room.TOPIC, next(iter(workspace.topics), ""))

    def show_library_words(self, is_away: bool = False) -> None:
        """Where the library is and what it holds; "read-only" once that is known."""
        workspace = self.desk.workspace
        library = workspace.library
        self.window.setWindowTitle(f"{library.title or workspace.root.name} – Briefing")
        state = " (not connected)" if is_away else " (read-only)" if self._is_read_only() else ""
        self.window.where_label.setText(f"{workspace.root}{state}")
        counts = dotted(
            counted(len(library.points), "point"), counted(workspace.counts.quotes, "quotation")
        )
        self.window.counts_label.setText("" if workspace.is_glimpse else counts)

    def _is_read_only(self) -> bool:
        """Whether it is known already that the library cannot be written: looking takes time."""
        workspace = self.desk.workspace
        return workspace.knows_whether_read_only and workspace.is_read_only
