"""Pieces of work for the GUI thread: in order, once, and not after the window has closed."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest

from briefing.ui.main import make_application
from briefing.ui.turns import Turns


def settled(is_over: Callable[[], bool]) -> bool:
    """Let events be handled until something is so, or for far too long."""
    end = time.monotonic() + 20
    while not is_over() and time.monotonic() < end:
        QTest.qWait(1)
    return is_over()


class Once:
    """Notes that it was called."""

    def __init__(self) -> None:
        self.times = 0

    def call(self) -> None:
        self.times += 1


def test_pieces_are_done_in_order_and_may_add_others():
    _keep = make_application()
    turns, done = Turns(), list[int]()
    for number in range(3):
        turns.add(partial(done.append, number))
    turns.add(lambda: turns.add(partial(done.append, 4)))
    turns.add(partial(done.append, 3))
    assert not done
    assert settled(lambda: len(done) == 5)
    assert done == [0, 1, 2, 3, 4]


def test_a_piece_that_waits_does_not_wait_twice():
    _keep = make_application()
    turns, piece, end = Turns(), Once(), Once()
    for _ in range(3):
        turns.add(piece.call)
    turns.add(end.call)
    assert settled(lambda: bool(end.times))
    assert piece.times == 1
    turns.add(piece.call)
    assert settled(lambda: piece.times == 2)


def test_while_a_piece_shows_a_dialog_the_others_go_on():
    _keep = make_application()
    turns, dialog = Turns(), QEventLoop()
    closed = Once()
    turns.add(dialog.exec)
    turns.add(dialog.quit)
    turns.add(closed.call)
    assert settled(lambda: bool(closed.times))
    assert not dialog.isRunning()


def test_nothing_is_done_after_the_end():
    _keep = make_application()
    turns, piece, other = Turns(), Once(), Turns()
    turns.add(piece.call)
    turns.close()
    turns.add(piece.call)
    end = Once()
    other.add(end.call)
    assert settled(lambda: bool(end.times))
    assert not piece.times


def test_in_tests_pieces_are_done_at_once():
    turns, piece = Turns(serial=True), Once()
    turns.add(piece.call)
    assert piece.times == 1
