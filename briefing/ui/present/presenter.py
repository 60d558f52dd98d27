"""The reader's window and the projector lead each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from briefing.ui.present.projector import Projector

if TYPE_CHECKING:
    from briefing.ui.window import Window


class Presenter(QObject):
    """Starts and ends the show of one window, and keeps reader and projector together."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.projector = Projector(window.desk, window)
        self.projector.moved.connect(self._show_presented)
        self.projector.said.connect(window.say)
        window.reader.view.pinned.connect(self._on_pinned)

    def toggle(self) -> None:
        """Show the passage that is read with its points, or end that."""
        reader = self.window.reader
        if self.projector.is_on:
            self.projector.stop()
        elif reader.reading is None:
            self.window.say("Open an article to present it")
        else:
            self.projector.start(reader.reading, max(0, reader.view.current))

    def _show_presented(self, index: int) -> None:
        """The reader shows the passage that is up, unless another article is read meanwhile."""
        reader = self.window.reader
        if reader.reading is not self.projector.reading:
            return
        if reader.view.current != index or not reader.view.is_pinned:
            reader.view.scroll_to(index)
            reader.view.pin(index)

    def _on_pinned(self, is_pinned: bool) -> None:
        # Going somewhere by a link pins for a moment only; a click and Alt+Down stay pinned.
        if is_pinned and self.projector.is_on:
            QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        reader = self.window.reader
        if reader.view.is_pinned and reader.reading is not None:
            self.projector.follow(reader.reading, reader.view.current)
