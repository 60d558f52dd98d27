"""How far a plan is: told to who waits, and the moment to ask whether to stop."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.model import Cancelled, Progress, Stop

_ASK = 100  # points between two looks at whether to stop


@dataclass(slots=True)
class Pace:
    """Counts what was looked at, of `total` points, quotations and files."""

    total: int = 0
    progress: Progress | None = None
    stop: Stop | None = None
    done: int = 0

    def step(self) -> None:
        """One more was looked at; Cancelled, now or soon, if the user wants it to stop."""
        self.done += 1
        if self.done % _ASK == 0:
            self.reach(self.done)

    def reach(self, done: int) -> None:
        """So much was looked at; Cancelled if the user wants it to stop."""
        self.done = done
        if self.stop is not None and self.stop():
            raise Cancelled
        if self.progress is not None:
            self.progress(done, self.total)
