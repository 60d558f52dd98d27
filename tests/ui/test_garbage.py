"""Looking for garbage takes no longer, however much is known of a library."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from briefing.ui import garbage


@pytest.fixture
def looks() -> Iterator[garbage.Looks]:
    """Watching as in the program, and everything as before afterwards."""
    before = [one for one in gc.callbacks if isinstance(one, garbage.Looks)]
    for one in before:
        gc.callbacks.remove(one)
    gc.unfreeze()
    gc.collect()
    garbage.keep_looks_short()
    garbage.keep_looks_short()
    (made,) = [one for one in gc.callbacks if isinstance(one, garbage.Looks)]
    yield made
    gc.callbacks.remove(made)
    gc.callbacks.extend(before)
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
    class Circle:
        def __init__(self) -> None:
            self.me = self

    gc.collect()
    gone = weakref.ref(Circle())
    gc.collect()
    assert gone() is None
