"""When Python looks for garbage, and how long it may hold everything up for that.

A look at all objects stops every thread, for half a second when there are some millions of them,
for a frame or two after a long list was filtered. Nobody shall notice: so all objects are looked at
only when the window's thread has had next to nothing to do for a while. Values of a library are
many, hold no circles, and go by themselves when nobody needs them any more: to look through them
again and again finds nothing. So what outlived a look that took noticeably long is set aside
(`gc.freeze`), and the next look is at what was made since.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_LONG = 0.01  # seconds
_MANY = 100_000  # objects that were made while nobody was to look
_WHILE = 1000  # milliseconds
_BUSY = 0.005  # seconds of work within a while: a letter that is typed takes more, a cursor less
# How often the middle generation is looked at before all is: Python's own figure is due at the next
# idle moment; the other one, some millions of objects later, if there never is one.
_DUE, _OVERDUE = 10, 1000


class Looks(QObject):
    """Decides on the looks for garbage; one for a process, on the thread of the windows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("looks")
        self._began = 0.0
        self._worked = time.thread_time()
        gc.callbacks.append(self._watch)
        gc.set_threshold(*gc.get_threshold()[:2], _OVERDUE)
        timer = QTimer(self)
        timer.timeout.connect(self.now_if_idle)
        timer.start(_WHILE)

    def now_if_idle(self) -> None:
        """Look at all objects if a look is due and nothing was done since the last call."""
        worked, self._worked = self._worked, time.thread_time()
        if gc.get_count()[2] > _DUE and self._worked - worked < _BUSY:
            gc.collect()
            self._worked = time.thread_time()

    def stop(self) -> None:
        """Leave the looks to Python again."""
        gc.callbacks.remove(self._watch)
        gc.set_threshold(*gc.get_threshold()[:2], _DUE)
        self.setParent(None)
        self.deleteLater()

    def _watch(self, phase: str, info: dict[str, int]) -> None:
        """Called by Python before and after each look, on the thread that happens to do it."""
        if phase == "start":
            if gc.get_count()[0] > _MANY:  # somebody read a library or a file: all of it stays
                gc.freeze()
            self._began = time.perf_counter()
        elif time.perf_counter() - self._began > _LONG:
            gc.freeze()


def keep_looks_short(application: QObject) -> None:
    """From now on no look for garbage goes through all of a large library, or is noticed."""
    if application.findChild(Looks, "looks") is None:
        Looks(application)
