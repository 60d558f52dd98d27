"""Pieces of work for the GUI thread, one a turn of the event loop.

Menus, panes, rows of a tree and cards are made while the window is used. Each piece takes less than
a frame; if everyone had a timer of their own, several would fall into the same turn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """The pieces of one window, in the order in which they came; with `serial`, done at once."""

    def __init__(self, serial: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial = serial
        self._closed = False
        self._waiting: deque[Callable[[], object]] = deque()

    def add(self, piece: Callable[[], object]) -> None:
        """Do a piece of work when its turn comes. One that waits already does not wait twice."""
        if self._serial:
            piece()
        elif not self._closed and piece not in self._waiting:
            self._waiting.append(piece)
            if len(self._waiting) == 1:
                QTimer.singleShot(0, self, self._next)

    def is_busy(self) -> bool:
        """Whether a piece waits for its turn."""
        return bool(self._waiting)

    def close(self) -> None:
        """Do nothing more: the window closes."""
        self._closed = True
        self._waiting.clear()

    def _next(self) -> None:
        if not self._waiting:
            return
        piece = self._waiting.popleft()
        if self._waiting:  # first: the piece may open a dialog, which has turns of its own
            QTimer.singleShot(0, self, self._next)
        piece()
