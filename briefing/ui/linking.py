"""How points are linked in a window: by dragging, by choosing, by accepting a suggestion."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from briefing.app.editing import linking, points
from briefing.model import Link, PointTarget, Relation, Target, UserError
from briefing.text.words import short
from briefing.ui import messages
from briefing.ui.dragging import PassageDrops, words_of
from briefing.ui.tasks import Hand

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace
    from briefing.ui.dialogs.linking import Chooser, Goal
    from briefing.ui.making import Making


class Linking(QObject):
    """Links of the points of one window."""

    def __init__(self, making: Making) -> None:
        super().__init__(making)
        self.making, self.window, self.desk = making, making.window, making.desk
        drops = PassageDrops(self.window.reader.view)
        drops.dropped.connect(self._on_dropped_on_passage)
        self.window.points.dropped.connect(self._on_dropped_on_point)

    def link(self, point: str, target: Target, relation: Relation) -> None:
        """Link a point: by hand, or because a suggestion was accepted."""
        self.making.do(
            partial(linking.link, self.making.editor, point, target, relation),
            f"Linked to {linking.target_words(self.making.editor, target)}. Ctrl+Z takes it back",
        )

    def link_point(self, point: str, moved: Link | None = None) -> None:
        """Choose what a point is linked to; with `moved`, where that link goes instead."""
        from briefing.ui.dialogs.linking import Chooser

        found = self.desk.workspace.points.get(point)
        if found is None or not self.making.may_write():
            return
        goals = self._passage_goals()
        relation = moved.relation if moved else Relation.ANSWERS
        words = f"“{short(found.claim, 90)}” … what?"
        title, done = ("Move link", "Move") if moved else ("Link to …", "Link")
        chooser = Chooser(self.making, title, words, goals, relation, done)

        def take(goal: Goal, relation: Relation) -> None:
            try:
                target = self._target(goal)
            except UserError as error:
                messages.trouble(self.window, error)
                return
            if moved is None:
                self.link(point, target, relation)
            else:
                new = Link(relation, target)
                operation = partial(linking.relink, self.making.editor, point, moved, new)
                self.making.do(operation, "Link moved (Ctrl+Z)")

        chooser.chosen.connect(take)
        self._offer(chooser, partial(_points, self.desk.workspace, found.topic, but=point))

    def link_here(self, index: int | None = None) -> None:
        """Choose a point for the passage that is read, or for passage `index`."""
        from briefing.ui.dialogs.linking import Chooser

        article = self.making.article()
        place = self.window.reader.view.current if index is None else index
        if article is None or place < 0 or not self.making.may_write():
            return
        words = f"Passage {place + 1} of “{short(article.title, 60)}”: which point?"
        chooser = Chooser(self.making, "Link a point to this passage", words, ())
        chooser.chosen.connect(
            lambda goal, relation: self._link_passage(goal.point, article.id, place, relation)
        )
        self._offer(chooser, partial(_points, self.desk.workspace, article.topic))

    def show_links(self, point: str) -> None:
        """The links of a point, to be broken or moved."""
        from briefing.ui.dialogs.linking import LinksDialog

        if point in self.desk.workspace.points:
            links = LinksDialog(self.making, point)
            links.show()
            links.activateWindow()

    def _passage_goals(self) -> list[Goal]:
        from briefing.ui.dialogs.linking import Goal

        article, reading = self.window.reader.article, self.window.reader.reading
        if article is None or reading is None:
            return []
        title, current = short(article.title, 50), self.window.reader.view.current
        goals = [
            Goal(
                one.passage.text,
                f"Passage {one.passage.index + 1} of “{title}”",
                article=article.id,
                index=one.passage.index,
            )
            for one in reading.passages
            if one.passage.text
        ]
        goals.sort(key=lambda one: one.index != current)  # the passage that is read comes first
        return goals

    def _offer(self, chooser: Chooser, find: Callable[[], list[Goal]]) -> None:
        """Show a chooser; the worker finds what there is to choose from, which may be very much."""

        def show(goals: list[Goal]) -> None:
            if isValid(chooser):  # it may have been closed meanwhile
                chooser.add_goals(goals)

        self.desk.tasks.run(
            lambda task: find(),
            show,
            lambda error: messages.trouble(self.window, error),
            by=Hand.FILES,
        )
        chooser.show()
        chooser.activateWindow()

    def choose_source(self, topic: str, take: Callable[[str], None]) -> None:
        """Choose a source of a topic; `take` gets its id."""
        from briefing.ui.dialogs.linking import Chooser

        chooser = Chooser(self.making, "Choose a source", "Which source?", (), None, "Choose")
        chooser.chosen.connect(lambda goal, relation: take(goal.source))
        self._offer(chooser, partial(_sources, self.desk.workspace, topic))

    def _target(self, goal: Goal) -> Target:
        if goal.point:
            return PointTarget(self.desk.workspace.points[goal.point].id)
        return linking.passage_target(self.making.editor, goal.article, goal.index)

    def _link_passage(self, point: str, article: str, index: int, relation: Relation) -> None:
        try:
            target = linking.passage_target(self.making.editor, article, index)
        except UserError as error:
            messages.trouble(self.window, error)
            return
        self.link(point, target, relation)

    def _on_dropped_on_passage(self, point: str, index: int, where: QPoint) -> None:
        article = self.window.reader.article
        if article is not None and index >= 0:
            self._ask_relation(
                point,
                f"passage {index + 1}",
                where,
                lambda relation: self._link_passage(point, article.id, index, relation),
            )

    def _on_dropped_on_point(self, point: str, onto: str, where: QPoint) -> None:
        target = self.desk.workspace.points.get(onto)
        if target is not None and point != onto:
            self._ask_relation(
                point,
                words_of(target.claim),
                where,
                lambda relation: self.link(point, PointTarget(target.id), relation),
            )

    def _ask_relation(
        self, point: str, onto: str, where: QPoint, link: Callable[[Relation], None]
    ) -> None:
        """A menu where the point was dropped: what does it do there?"""
        found = self.desk.workspace.points.get(point)
        if found is None or not self.making.may_write():
            return
        menu = QMenu(self.window)
        menu.setObjectName("relation")
        menu.addSection(words_of(found.claim))
        for relation, words in (
            (Relation.ANSWERS, f"▼ &Answers {onto}"),
            (Relation.UNDERCUTS, f"▼ &Undercuts {onto}"),
            (Relation.SUPPORTS, f"▲ &Supports {onto}"),
        ):
            menu.addAction(words, partial(link, relation))
        menu.addSeparator()
        menu.addAction("Do not link")
        menu.popup(where)

    def merge_point(self, point: str) -> None:
        """Choose the point with which this one is to become one."""
        from briefing.ui.dialogs.linking import Chooser

        found = self.desk.workspace.points.get(point)
        if found is None or not self.making.may_write():
            return
        words = f"“{short(found.claim, 90)}” takes over the evidence and links of:"
        if len(self.desk.workspace.topics) > 1:
            words += "\nOnly points of the same topic can become one; they are listed here."
        chooser = Chooser(self.making, "Merge with another point", words, (), None, "Merge")

        def merge(goal: Goal, relation: Relation | None) -> None:
            self.merge_two(f"{point} {goal.point}")

        chooser.chosen.connect(merge)
        self._offer(
            chooser, partial(_points, self.desk.workspace, found.topic, but=point, like=found.claim)
        )

    def merge_two(self, ids: str) -> None:
        """Make one point of two, whose ids stand there; the first is kept."""
        kept, gone = ids.split()
        if self.making.may_write():
            operation = partial(points.merge, self.making.editor, kept, gone)
            self.making.do(operation, "Merged; the other point lies in the trash (Ctrl+Z)")

    def tell_apart(self, ids: str) -> None:
        """Say under two points, whose ids stand there, that they differ; or no more."""
        one, other = (self.desk.workspace.points[id_] for id_ in ids.split())
        is_apart = points.is_told_apart(one, other)
        said = "They are among the alike ones again" if is_apart else "They stay two points"
        if self.making.may_write():
            operation = partial(points.tell_apart, self.making.editor, one.id, other.id)
            self.making.do(operation, f"{said} (Ctrl+Z)")


def _points(workspace: Workspace, topic: str, but: str = "", like: str = "") -> list[Goal]:
    """The points of a topic. Those that say nearly the same as `like` come first."""
    from briefing.app.cards import stands
    from briefing.ui.dialogs.linking import Goal

    known = [one for one in workspace.library.points if one.topic == topic]
    first = {one.id for one in points.like_points(known, like)} if like else set()
    goals = [
        Goal(one.claim, f"Point · {stands(workspace, one)}", point=one.id)
        for one in known
        if one.id != but
    ]
    return sorted(goals, key=lambda one: one.point not in first)


def _sources(workspace: Workspace, topic: str) -> list[Goal]:
    from briefing.ui.dialogs.linking import Goal

    known = (one for one in workspace.library.sources if one.topic == topic)
    return [
        Goal(one.title or one.id, workspace.source_label(one.id), source=one.id) for one in known
    ]
