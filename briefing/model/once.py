"""Properties that are made when they are first asked for, without making other threads wait."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import cached_property
from typing import Any, TypeVar

T = TypeVar("T")


class once(cached_property[T]):  # noqa: N801 - a decorator, as the one that it is made of
    """`cached_property` as it is from Python 3.12 on.

    Until 3.11 it has one lock for all objects of a class: while a worker looks up what is in one
    library, the window would wait for the same of another. Two threads that ask the same object
    at once both make the value; so it must not matter whose is kept.
    """

    def __init__(self, func: Callable[[Any], T]) -> None:
        super().__init__(func)
        self.lock = nullcontext()
