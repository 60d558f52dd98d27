"""Checking quotations from the window: on another thread, remembered until something changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from briefing.app.changes import Changes
from briefing.ui.tasks import Hand, Task

if TYPE_CHECKING:
    from briefing.app.checking_quotations import Check, QuotationCheck
    from briefing.model import Evidence, Library
    from briefing.ui.desk import Desk

Made = TypeVar("Made")


class Checking(QObject):
    """What is known of a library's quotations. `checked` tells the ids of new checks."""

    checked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._checker: QuotationCheck | None = None  # used on its own thread only
        self._library: Library | None = None
        self._asked: set[str] = set()
        self.known: dict[str, Check] = {}
        desk.changed.connect(self._on_changed)

    def ask(self, evidence: Sequence[Evidence]) -> None:
        """Check those quotations of which nothing is known yet."""
        new = [one for one in evidence if one.id not in self.known and one.id not in self._asked]
        if new:
            self._asked.update(one.id for one in new)
            self.run(lambda: new, lambda checks: None, lambda nothing: None, lambda error: None)

    def run(
        self,
        choose: Callable[[], Sequence[Evidence]],
        make: Callable[[tuple[Check, ...]], Made],
        done: Callable[[Made], None],
        failed: Callable[[BaseException], None],
        lane: str = "",
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Task:
        """Check quotations on the worker, where `choose` and `make` run, too.

        `done` gets what `make` makes of the checks.
        """
        library = self._desk.workspace.library

        def work(task: Task) -> tuple[dict[str, Check], Made]:
            checker = self._ready(library)
            checks = checker.check_all(choose(), task.progress, task.is_stopped)
            return {one.evidence: one for one in checks}, make(checks)

        def keep(result: tuple[dict[str, Check], Made]) -> None:
            checks, made = result
            if library is self._desk.workspace.library:
                self.known.update(checks)
                self.checked.emit(checks.keys())
                done(made)

        return self._desk.tasks.run(
            work, keep, failed, lane=lane, on_progress=on_progress, by=Hand.REVIEW
        )

    def _ready(self, library: Library) -> QuotationCheck:
        """On the worker: the texts of this library, made ready once."""
        from briefing.app.checking_quotations import QuotationCheck

        if self._checker is None or self._library is not library:
            self._checker, self._library = QuotationCheck(library), library
        return self._checker

    def forget(self) -> None:
        """A text was given or changed: what was known may be wrong."""
        self.known.clear()
        self._asked.clear()
        self._library = None

    def _on_changed(self, changes: Changes) -> None:
        # Stored texts are no part of the catalogue: of one that is gone nothing is said.
        if changes.everything or changes.words or changes.is_empty:
            self.forget()
