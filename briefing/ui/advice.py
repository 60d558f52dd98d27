"""Suggestions of a window's library: made ready and asked for off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from briefing.app.changes import Changes
from briefing.app.suggesting import Adviser
from briefing.ui.tasks import Hand

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace
    from briefing.model import Article, Point
    from briefing.suggest import Ask, Covered, Suggestions
    from briefing.ui.desk import Desk
    from briefing.ui.tasks import Task

# Getting ready and asking are two lanes: a new question drops the one before, not the reading.
_READY, _ASK, _COVER = "advice", "advice-ask", "advice-cover"


class Advice(QObject):
    """`ready` tells that questions can be asked, or be asked anew because something changed."""

    ready = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._adviser: Adviser | None = None
        self._of: Workspace | None = None
        self._trouble = ""
        desk.changed.connect(self._on_changed)

    @property
    def adviser(self) -> Adviser:
        """The suggestions of the open library."""
        if self._adviser is None or self._of is not self._desk.workspace:
            self._of = self._desk.workspace
            self._adviser = Adviser(self._of.root)
        return self._adviser

    @property
    def is_ready(self) -> bool:
        """Whether something can be asked."""
        return self._desk.is_open and self.adviser.is_ready

    @property
    def waiting_words(self) -> str:
        """Why nothing can be asked: it comes yet, or what went wrong."""
        if self._trouble:
            return f"Suggestions are not available: {self._trouble}"
        return "Suggestions come as soon as the library has been read for them …"

    def begin(self) -> None:
        """Read the library for suggestions; what was read before is not read again."""
        self._trouble = ""
        adviser, workspace = self.adviser, self._desk.workspace
        self._desk.tasks.run(
            lambda task: adviser.prepare(workspace.library, task.progress, task.gives_way),
            lambda _: self._on_ready(adviser),
            self._on_failed,
            lane=_READY,
            by=Hand.IDLE,
        )

    def _on_ready(self, adviser: Adviser) -> None:
        self.ready.emit()
        self._desk.tasks.run(
            lambda task: adviser.refine(task.progress, task.gives_way),
            lambda _: None,
            self._on_failed,
            lane=_READY,
            by=Hand.IDLE,
        )

    def _on_failed(self, error: BaseException) -> None:
        import logging

        logging.getLogger("briefing").warning("Suggestions are not available: %s", error)
        self._trouble = str(error)
        if not self.is_ready:
            self.ready.emit()  # who waits for an answer learns that there will be none

    def _on_changed(self, changes: Changes) -> None:
        if (changes.points or changes.topics or changes.beside) and self.is_ready:
            self.begin()

    # -- asking -----------------------------------------------------------------------------------

    def ask_passage(
        self,
        article: Article,
        index: int,
        words: str,
        done: Callable[[Ask, Suggestions], None],
    ) -> None:
        """What may answer or support a passage, or some of its words."""
        adviser, workspace = self.adviser, self._desk.workspace
        self._ask(lambda: adviser.ask_passage(workspace, article, index, words), done)

    def ask_point(self, point: Point, done: Callable[[Ask, Suggestions], None]) -> None:
        """What may answer or support a point."""
        adviser, workspace = self.adviser, self._desk.workspace
        self._ask(lambda: adviser.ask_point(workspace, point), done)

    def ask_words(self, words: str, topic: str, done: Callable[[Ask, Suggestions], None]) -> None:
        """What may answer or support words that stand in no article."""
        adviser = self.adviser
        self._ask(lambda: adviser.ask_words(words, topic), done)

    def _ask(self, make: Callable[[], Ask], done: Callable[[Ask, Suggestions], None]) -> None:
        adviser = self.adviser

        def work(task: Task) -> tuple[Ask, Suggestions]:
            ask = make()
            return ask, adviser.suggest(ask)

        self._desk.tasks.run(work, lambda found: done(*found), self._on_failed, lane=_ASK)

    # -- deciding ---------------------------------------------------------------------------------

    def decide(
        self, decision: Callable[[Adviser], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Keep what the user decided; then what is asked is asked anew.

        By the hand that answers questions, one after the other: what is asked from now on is
        answered with the decision in mind. Each of them counts, so they have no lane.
        """
        adviser = self.adviser
        self._desk.tasks.run(lambda task: decision(adviser), lambda _: self.ready.emit(), failed)

    # -- a whole article --------------------------------------------------------------------------

    def cover(
        self,
        article: Article,
        done: Callable[[tuple[Covered, ...]], None],
        failed: Callable[[BaseException], None],
        progress: Callable[[int, int], None],
    ) -> Task:
        """How well the library covers each passage of an article."""
        adviser, workspace = self.adviser, self._desk.workspace
        return self._desk.tasks.run(
            lambda task: adviser.cover(
                adviser.ask_article(workspace, article), task.progress, task.is_stopped
            ),
            done,
            failed,
            lane=_COVER,
            on_progress=progress,
            by=Hand.REVIEW,
        )
