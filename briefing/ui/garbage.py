"""How long Python may hold everything up to look for garbage.

A look at all objects stops every thread, for half a second when there are some millions of them.
Values of a library are many, hold no circles, and go by themselves when nobody needs them any more:
to look through them again and again finds nothing. So what outlived a look that took noticeably
long is set aside (`gc.freeze`), and the next look is at what was made since.
"""

from __future__ import annotations

import gc
import time

_LONG = 0.03  # seconds
_MANY = 100_000  # objects that were made while nobody was to look


class Looks:
    """Watches the looks for garbage; one for a process."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        """Called by Python before and after each look, on the thread that happens to do it."""
        if phase == "start":
            if gc.get_count()[0] > _MANY:  # somebody read a library or a file: all of it stays
                gc.freeze()
            self._began = time.perf_counter()
        elif time.perf_counter() - self._began > _LONG:
            gc.freeze()


def keep_looks_short() -> None:
    """From now on no look for garbage goes through all that is known of a large library."""
    if not any(isinstance(one, Looks) for one in gc.callbacks):
        gc.callbacks.append(Looks())
