"""What was made lately of one state of the library, and is asked for again while one reads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

_MOST = 48


class Lately:
    """Values by key; those that were not asked for longest go. Any thread may ask.

    Another state of the library gets a new one of these: what a thread began to make of the state
    before it is kept where nobody asks for it any more.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made if it is not there."""
        with self._lock:
            if key in self._made:
                found: T = self._made.pop(key)
                self._made[key] = found  # the latest stands last
                return found
        found = make()
        with self._lock:
            self._made[key] = found
            while len(self._made) > _MOST:
                del self._made[next(iter(self._made))]
        return found
