"""Steps that can be taken back: values before and after, each with a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Step(Generic[Value]):
    """One change: what it is called, and the value before and after it."""

    name: str
    before: Value
    after: Value


class Steps(Generic[Value]):
    """What can be undone and redone, the latest last."""

    def __init__(self) -> None:
        self._done: list[Step[Value]] = []
        self._undone: list[Step[Value]] = []

    def record(self, name: str, before: Value, after: Value) -> None:
        """Remember a change; what was undone before it cannot be redone any more."""
        self._done = [*self._done, Step(name, before, after)][-_MOST:]
        self._undone.clear()

    @property
    def undo_name(self) -> str:
        """What `undo` would take back; "" for nothing."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        """What `redo` would do again; "" for nothing."""
        return self._undone[-1].name if self._undone else ""

    def undo(self) -> Step[Value] | None:
        """Take the latest change back, or None."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Step[Value] | None:
        """Do the latest undone change again, or None."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]
