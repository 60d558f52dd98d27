"""How long work speaks with whoever started it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]  # done, of how many
Stop = Callable[[], bool]  # whether the user wants it to stop; it does so by raising Cancelled
