"""Looking for garbage is not noticed, however much is known of a library."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from briefing.ui import garbage
from briefing.ui.main import make_application


class Circle:
    """Something that only a look for garbage can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def looks() -> Iterator[garbage.Looks]:
    """Watching as in the program, and everything as before afterwards."""
    program = make_application().findChild(garbage.Looks, "looks")
    assert isinstance(program, garbage.Looks), "the program watches"
    gc.callbacks.remove(program._watch)
    gc.unfreeze()
    gc.collect()
    parent = QObject()
    garbage.keep_looks_short(parent)
    garbage.keep_looks_short(parent)
    (made,) = parent.findChildren(garbage.Looks)
    yield made
    made.stop()
    gc.set_threshold(*gc.get_threshold()[:2], garbage._OVERDUE)
    gc.callbacks.append(program._watch)
    gc.unfreeze()


def test_what_was_made_while_nobody_looked_is_set_aside(looks: garbage.Looks) -> None:
    before = gc.get_freeze_count()
    gc.disable()
    many = [[number] for number in range(150_000)]
    gc.enable()
    gc.collect()
    assert gc.get_freeze_count() - before > len(many)


def test_what_outlived_a_long_look_is_set_aside(
    looks: garbage.Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_LONG", 0.0)
    before = gc.get_freeze_count()
    gc.collect()
    assert gc.get_freeze_count() > before


def test_circles_made_afterwards_are_still_found(looks: garbage.Looks) -> None:
    gc.collect()
    gone = weakref.ref(Circle())
    gc.collect()
    assert gone() is None


def old_circle(times: int) -> weakref.ref[Circle]:
    """One that has lived long, as time goes, and that only a look at all objects can free now."""
    circle = Circle()
    gone = weakref.ref(circle)
    for _ in range(times):
        gc.collect(1)
    return gone


def test_all_is_looked_at_only_while_nothing_is_done(
    looks: garbage.Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_BUSY", 0.0)  # whatever was done meanwhile is too much
    gone = old_circle(garbage._DUE + 5)
    looks.now_if_idle()
    assert gone() is not None
    monkeypatch.setattr(garbage, "_BUSY", 1000.0)
    looks.now_if_idle()
    assert gone() is None


def test_nothing_is_looked_at_that_is_not_due(
    looks: garbage.Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_BUSY", 1000.0)
    gc.collect()
    gone = old_circle(1)
    looks.now_if_idle()
    assert gone() is not None
