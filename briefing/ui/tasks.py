"""The one door to other threads: work leaves the GUI thread, results come back through one signal.

A plain executor and one long-lived QObject: workers that own Qt objects are destroyed on the wrong
thread sooner or later. Work gets a `stop` callable and should ask it often.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")

_TYPING = 0.3  # seconds from one question to the next of somebody who types
_REST = 0.05  # seconds between two looks whether that is over


def share_time(while_starting: bool) -> None:
    """Decide how long a thread of Python goes on while another waits for its turn.

    While a worker computes, the window asks for its turn hundreds of times a frame: at Python's own
    5 ms, opening a long article took twice as long; at half of one, letters came late that were
    typed meanwhile. But while the window itself has much to make, as it starts, each turn that it
    gives away delays it.
    """
    sys.setswitchinterval(0.0005 if while_starting else 0.00005)


class Hand(Enum):
    """Which thread does a piece of work, so that the quick never waits for the long."""

    SEARCH = "briefing"  # asks the index, and does what may take longer than a frame
    INDEX = "briefing-index"  # brings the index up to date
    LISTS = "briefing-lists"  # filters the lists
    FILES = "briefing-files"  # reads the library's files
    REVIEW = "briefing-review"  # looks a topic over: quotations, gaps, coverage
    IDLE = "briefing-idle"  # what may take minutes and nobody waits for: it gives way to the rest


_ANSWERING = (Hand.SEARCH, Hand.LISTS)  # who types or chooses waits for them


@dataclass(slots=True)
class Task:
    """A piece of work under way. `lane` groups requests of which only the latest matters."""

    work: Callable[[Task], Any]
    done: Callable[[Any], object]
    failed: Callable[[BaseException], object]
    lane: str = ""
    on_progress: Callable[[int, int], None] | None = None
    _stopped: threading.Event = field(default_factory=threading.Event)
    _tasks: Tasks | None = None

    def stop(self) -> None:
        """Ask the work to stop; its result is dropped."""
        self._stopped.set()

    def is_stopped(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stopped.is_set()

    def gives_way(self) -> bool:
        """Wait while the user types; then tell whether the work was asked to stop.

        For work that nobody waits for: threads of Python take turns, hundreds of them while a few
        rows are shown, so that each letter would come late. Asked by the work, on its thread.
        """
        while self._tasks is not None and self._tasks.is_asked and not self.is_stopped():
            self._stopped.wait(_REST)
        return self.is_stopped()

    def progress(self, done: int, total: int) -> None:
        """Tell the GUI thread how far the work is. Called by the work, on its thread."""
        if self._tasks is not None and self.on_progress is not None:
            self._tasks._progressed.emit(self, done, total)


class Tasks(QObject):
    """Runs work on worker threads, in order; with `serial`, at once (for tests)."""

    _finished = Signal(object, object, object)
    _progressed = Signal(object, int, int)

    def __init__(self, serial: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial = serial
        self._closed = False
        self._latest: dict[str, Task] = {}
        self._under_way: set[int] = set()
        self._asked_at = -inf
        self._pools: dict[Hand, ThreadPoolExecutor] = {}
        # From the worker's thread they come by the event loop: Qt sees that it is another thread.
        self._finished.connect(self._on_finished)
        self._progressed.connect(self._on_progressed)

    def run(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
        *,
        lane: str = "",
        on_progress: Callable[[int, int], None] | None = None,
        by: Hand = Hand.SEARCH,
    ) -> Task:
        """Run `work(task)`; then `done(result)` or `failed(error)` on the GUI thread.

        Of several tasks in one lane only the last one reports. A method of a widget that was
        deleted meanwhile is not called.
        """
        if by in _ANSWERING:
            self._asked_at = time.monotonic()
        task = Task(work, done, failed, lane, on_progress, _tasks=self)
        if lane:
            if (before := self._latest.get(lane)) is not None:
                before.stop()
            self._latest[lane] = task
        self._under_way.add(id(task))
        if self._serial:
            self._on_finished(task, *_outcome(task))
        elif not self._closed:
            if by not in self._pools:  # made with its first work: the import is not for the paint
                self._pools[by] = _one_thread(by.value)
            self._pools[by].submit(self._do, task)
        return task

    def forget(self, lane: str) -> None:
        """Ask the work in a lane to stop; its result is not wanted any more."""
        task = self._latest.pop(lane, None)
        if task is not None:
            task.stop()

    @property
    def is_serial(self) -> bool:
        """Whether work is done at once."""
        return self._serial

    @property
    def is_asked(self) -> bool:
        """Whether something was asked for just now, as by each letter that is typed."""
        return not self._closed and time.monotonic() < self._asked_at + _TYPING

    def is_busy(self) -> bool:
        """Whether any work is waiting or under way."""
        return bool(self._under_way)

    def close(self) -> None:
        """Stop everything and wait for the worker."""
        self._closed = True
        for task in self._latest.values():
            task.stop()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def _do(self, task: Task) -> None:
        result, error = _outcome(task)
        if not self._closed:
            self._finished.emit(task, result, error)

    def _on_finished(self, task: Task, result: Any, error: BaseException | None) -> None:
        self._under_way.discard(id(task))
        if task.is_stopped() or self._closed:
            return
        told = task.done if error is None else task.failed
        if not _is_gone(told):
            told(result if error is None else error)

    def _on_progressed(self, task: Task, done: int, total: int) -> None:
        is_over = id(task) not in self._under_way or task.is_stopped() or self._closed
        if task.on_progress is not None and not is_over and not _is_gone(task.on_progress):
            task.on_progress(done, total)


def _is_gone(told: Callable[..., object]) -> bool:
    """Whether who asked was a widget, and was closed meanwhile: nobody is to be told."""
    owner = getattr(told, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


def _one_thread(name: str) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)


def _outcome(task: Task) -> tuple[Any, BaseException | None]:
    if task.is_stopped():
        return None, None
    try:
        return task.work(task), None
    except Exception as error:  # the funnel: every failure reaches the task's `failed`
        return None, error
