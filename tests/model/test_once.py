"""A property is made once, and nobody waits for that of another object."""

from __future__ import annotations

from threading import Event, Thread

from briefing.model.once import once


class Library:
    def __init__(self, ready: Event) -> None:
        self.ready = ready
        self.made = 0

    @once
    def words(self) -> int:
        """How often it was made, when that is said to be ready."""
        self.ready.wait(60)
        self.made += 1
        return self.made


def test_another_object_is_not_waited_for() -> None:
    slow, quick = Library(Event()), Library(Event())
    quick.ready.set()
    found: list[int] = []
    worker = Thread(target=lambda: slow.words, daemon=True)
    window = Thread(target=lambda: found.append(quick.words), daemon=True)
    worker.start()
    window.start()
    window.join(20)
    assert found == [1] and not slow.made
    slow.ready.set()
    worker.join(20)
    assert (slow.words, slow.made, quick.words) == (1, 1, 1)
