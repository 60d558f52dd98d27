"""What a window does with suggestions: asks about words, links, dismisses, learns, forgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from briefing.app.navigation import Destination, Room
from briefing.app.rows import Row
from briefing.app.suggesting import Adviser, Decided
from briefing.model import Article, ClaimTarget, PointTarget, Relation, Side, Target
from briefing.suggest import Ask, Bearing, Suggestion
from briefing.text.words import short
from briefing.ui import messages
from briefing.ui.item_models.listing import ROW
from briefing.ui.panes.card import Card
from briefing.ui.panes.suggested import Asked
from briefing.ui.panes.suggestion import SuggestionCard
from briefing.ui.tasks import Hand
from briefing.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from briefing.app.editing import Editor
    from briefing.app.workspace import Update
    from briefing.ui.window import Window


class Advising(QObject):
    """Connects the suggestions of a window with its library."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self._dismissed: list[tuple[Ask, Suggestion]] = []
        suggested = window.points.suggested
        suggested.accepted.connect(self.accept)
        suggested.dismissed.connect(self.dismiss)
        suggested.side_chosen.connect(self.choose_side)

    # -- deciding ---------------------------------------------------------------------------------

    def accept(self, asked: Asked, ask: Ask, suggestion: Suggestion, relation: Relation) -> None:
        """Make a link of a suggestion, and learn from it."""
        from briefing.app.editing.linking import link

        making = self._window.making
        if not making.may_write():
            return
        editor = making.editor
        with editor.reading_later():
            done = making.do(
                lambda: link(editor, suggestion.point, self._target(asked), relation),
                "Linked. Ctrl+Z takes it back.",
            )
        if done:
            self._read_later(editor)
            self._decide(lambda adviser: adviser.accept(ask, suggestion))
            making.editor.steps.join(
                lambda step: Decided(step.name, self._decide, ask, suggestion, step)
            )

    def _read_later(self, editor: Editor) -> None:
        """Let a worker read what was written: the next suggestion can be decided on meanwhile."""
        workspace, follows = self._desk.workspace, editor.what_follows()

        def arrived(update: Update) -> None:
            for changes in editor.catch_up(update):
                if workspace is self._desk.workspace:
                    self._desk.changed.emit(changes)

        failed = partial(messages.trouble, self._window)
        self._desk.tasks.run(lambda task: follows(), arrived, failed, by=Hand.FILES)

    def _decide(self, decision: Callable[[Adviser], None]) -> None:
        self._desk.advice.decide(decision, partial(messages.trouble, self._window))

    def _target(self, asked: Asked) -> Target:
        """What the link is made to: the point, the one claim of the passage, or the passage."""
        from briefing.app.editing.linking import passage_target

        if asked.point is not None:
            return PointTarget(asked.point.id)
        article = asked.article
        assert article is not None, "words that stand nowhere cannot be linked to"
        reading = self._desk.workspace.read(article.id)
        claims = reading.passages[asked.index].claims if reading is not None else ()
        if len(claims) == 1 and not asked.words and claims[0].article == article.id:
            return ClaimTarget(article.id, claims[0].id)
        return passage_target(self._window.making.editor, article.id, asked.index, asked.words)

    def dismiss(self, ask: Ask, suggestion: Suggestion) -> None:
        """Keep a suggestion away from this passage."""
        self._decide(lambda adviser: adviser.dismiss(ask, suggestion))
        self._dismissed.append((ask, suggestion))
        making = self._window.making
        point = self._desk.workspace.points.get(suggestion.point)
        name = f"dismissal of “{short(point.claim)}”" if point else "dismissal"
        making.editor.steps.record(Decided(name, self._decide, ask, suggestion))
        making.show_steps()
        self._window.say("Not suggested here again. Ctrl+Z brings it back.")

    def restore(self) -> None:
        """Take the last dismissal back."""
        if not self._dismissed:
            self._window.say("Nothing was dismissed since the window was opened")
            return
        ask, suggestion = self._dismissed.pop()
        self._decide(lambda adviser: adviser.undo(ask, suggestion.point))
        self._window.say("The suggestion is back")

    def forget(self) -> None:
        """Forget all that was learned, if the user is sure."""
        words = (
            "Briefing learns from what you link and dismiss, on this machine only. "
            "Forget it for this library? Your links stay."
        )
        if messages.ask(self._window, "Forget what was learned", words, "Forget"):
            self._decide(Adviser.forget)
            self._dismissed.clear()
            self._window.say("What was learned is forgotten")

    def choose_side(self, article: Article, side: Side) -> None:
        """Write into an article on which side it stands."""
        from briefing.app.editing.articles import keep_article

        making = self._window.making
        if making.may_write():
            changed = replace(article, side=side)
            making.do(lambda: keep_article(making.editor, changed)[0], "The article's side is kept")

    # -- asking -----------------------------------------------------------------------------------

    def ask(self, bearing: Bearing) -> None:
        """What answers, or supports, the words or the point that the user is at."""
        asked = self._at_hand()
        if asked is None:
            self._window.say("Select some words, or go to a point or a passage first")
            return
        self._window.right.show()
        self._window.points.show()
        self._window.points.show_asked(asked, bearing)

    def _at_hand(self) -> Asked | None:
        focused = QApplication.focusWidget()
        workspace = self._desk.workspace
        if isinstance(focused, Card | SuggestionCard):
            return Asked(point=focused.point)
        if isinstance(focused, RowList):
            row: Row | None = focused.currentIndex().data(ROW)
            point = workspace.points.get(row.point) if row is not None else None
            if point is not None:
                return Asked(point=point)
            if row is not None:
                words = "".join(text for text, _ in (*row.title, (" ", False), *row.text))
                return Asked(words=words, topic=self._window.going.topic_here())
        return self._in_case() or self._in_article()

    def _in_case(self) -> Asked | None:
        """The point of the case that has the keyboard."""
        if not self._window.case_pane.isAncestorOf(QApplication.focusWidget() or self._window):
            return None
        point = self._desk.workspace.points.get(self._window.case_pane.current_point)
        return Asked(point=point) if point is not None else None

    def _in_article(self) -> Asked | None:
        reader = self._window.reader
        if reader.article is None:
            return None
        words, index = reader.view.selected_words()
        return Asked(article=reader.article, index=index, words=words) if index >= 0 else None

    def cover(self) -> None:
        """Which passages of the open article nothing answers."""
        article = self._window.reader.article
        if article is None:
            self._window.say("Open an article first")
        else:
            self._window.go(Destination(Room.COVERAGE, article.id))
