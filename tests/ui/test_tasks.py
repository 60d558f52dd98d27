"""Work that leaves the GUI thread: it comes back there, in order, once, or not at all."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from briefing.ui.main import make_application
from briefing.ui.tasks import Hand, Task, Tasks


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    make_application()
    made = Tasks()
    yield made
    made.close()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, "nothing came back"
        QCoreApplication.processEvents()
        time.sleep(0.001)


def never(_: object) -> None:
    raise AssertionError("this must not be called")


class Form(QObject):
    """Somebody who asks, and may be gone when the answer comes."""

    told: ClassVar[list[str]] = []

    def take(self, result: str) -> None:
        self.told.append(f"{self.objectName()}{result}")

    def hear(self, error: BaseException) -> None:
        self.told.append(str(error))


def test_who_was_closed_meanwhile_is_told_nothing(tasks: Tasks):
    Form.told.clear()
    gate = threading.Event()
    closed, open_ = Form(), Form()

    def late(task: Task) -> str:
        gate.wait(20)
        return "late"

    def wrong(task: Task) -> str:
        raise ValueError("late, too")

    tasks.run(late, closed.take, closed.hear)
    tasks.run(wrong, closed.take, closed.hear)
    tasks.run(late, open_.take, open_.hear)
    closed.deleteLater()
    QCoreApplication.sendPostedEvents(closed, QEvent.Type.DeferredDelete)
    gate.set()
    wait_until(lambda: bool(Form.told))
    assert Form.told == ["late"]


def test_the_result_comes_back_on_the_thread_that_asked(tasks: Tasks):
    seen: list[tuple[int, int]] = []
    here = threading.get_ident()
    tasks.run(
        lambda task: threading.get_ident(),
        lambda there: seen.append((there, threading.get_ident())),
        never,
    )
    assert seen == [], "nothing may be called before the caller is done"
    wait_until(lambda: bool(seen))
    assert seen[0][0] != here
    assert seen[0][1] == here
    assert not tasks.is_busy()


def test_a_failure_reaches_the_one_who_asked(tasks: Tasks):
    failures: list[BaseException] = []

    def fail(task: Task) -> None:
        raise ValueError("too wide")

    tasks.run(fail, never, failures.append)
    wait_until(lambda: bool(failures))
    assert str(failures[0]) == "too wide"


def test_work_is_done_in_order(tasks: Tasks):
    done: list[int] = []
    for number in range(20):
        tasks.run(lambda task, number=number: number, done.append, never)
    wait_until(lambda: len(done) == 20)
    assert done == list(range(20))


def test_of_a_lane_only_the_last_reports(tasks: Tasks):
    gate = threading.Event()
    done: list[str] = []
    tasks.run(lambda task: gate.wait(20), lambda _: None, never)  # holds the worker up
    for query in ("clu", "clus", "clust"):
        tasks.run(lambda task, query=query: query, done.append, never, lane="search")
    tasks.run(lambda task: "other lane", done.append, never, lane="reader")
    gate.set()
    wait_until(lambda: len(done) == 2 and not tasks.is_busy())
    assert done == ["clust", "other lane"]


def test_work_can_be_stopped_while_it_runs(tasks: Tasks):
    begun = threading.Event()
    ended: list[bool] = []

    def work(task: Task) -> None:
        begun.set()
        while not task.is_stopped():
            time.sleep(0.001)
        ended.append(True)

    task = tasks.run(work, never, never)
    assert begun.wait(20)
    task.stop()
    wait_until(lambda: bool(ended) and not tasks.is_busy())


def test_progress_is_told_in_order(tasks: Tasks):
    told: list[tuple[int, int]] = []
    done: list[None] = []

    def work(task: Task) -> None:
        for number in range(5):
            task.progress(number, 5)

    tasks.run(work, done.append, never, on_progress=lambda part, whole: told.append((part, whole)))
    wait_until(lambda: bool(done))
    assert told == [(number, 5) for number in range(5)]


def test_nothing_reports_after_the_end(tasks: Tasks):
    begun = threading.Event()

    def work(task: Task) -> None:
        begun.set()
        while not task.is_stopped():
            time.sleep(0.001)

    tasks.run(work, never, never, lane="index")
    assert begun.wait(20)
    tasks.close()
    tasks.run(lambda task: None, never, never)
    QCoreApplication.processEvents()


def test_serial_work_is_done_at_once():
    make_application()
    tasks = Tasks(serial=True)
    seen: list[object] = []
    tasks.run(lambda task: 4, seen.append, never)
    assert seen == [4]
    tasks.run(lambda task: 1 // 0, never, seen.append)
    assert isinstance(seen[1], ZeroDivisionError)
    assert not tasks.is_busy()
    tasks.close()


def test_work_that_nobody_waits_for_gives_way_to_one_who_types(
    tasks: Tasks, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("briefing.ui.tasks._TYPING", 1e9)
    steps: list[int] = []

    def long(task: Task) -> None:
        while not task.gives_way():
            steps.append(len(steps))
            time.sleep(0.001)

    work = tasks.run(long, never, never, lane="long", by=Hand.IDLE)
    wait_until(lambda: len(steps) > 3)
    answers: list[str] = []
    tasks.run(lambda task: "found", answers.append, never)
    wait_until(lambda: bool(answers))
    wait_until(lambda: _rests(steps))
    monkeypatch.setattr("briefing.ui.tasks._TYPING", 0.0)
    before = len(steps)
    wait_until(lambda: len(steps) > before)
    work.stop()
    wait_until(lambda: not tasks.is_busy())


def test_work_that_gives_way_still_stops(tasks: Tasks, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("briefing.ui.tasks._TYPING", 1e9)
    tasks.run(lambda task: None, lambda _: None, never)
    ended: list[bool] = []
    work = tasks.run(lambda task: ended.append(task.gives_way()), never, never, by=Hand.IDLE)
    work.stop()
    wait_until(lambda: not tasks.is_busy())
    assert ended in ([], [True])


def _rests(steps: list[int]) -> bool:
    before = len(steps)
    time.sleep(0.02)
    return len(steps) == before
