"""The reader's window and the projector lead each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from briefing.app.navigation import Room
from briefing.app.presented import (
    Material,
    StagedCase,
    StagedTopic,
    case_material,
    topic_material,
)
from briefing.model import UserError
from briefing.ui.present.projector import Projector

if TYPE_CHECKING:
    from briefing.ui.window import Window


class Presenter(QObject):
    """Starts and ends the show of one window, and keeps reader and projector together."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.projector = Projector(window.desk, window)
        self.projector.moved.connect(self._show_presented)
        self.projector.said.connect(window.say)
        window.reader.view.pinned.connect(self._on_pinned)

    def toggle(self) -> None:
        """Show what the user is at, or end the show: the case if the keyboard is in it, the topic
        if its page is shown, else the passage that is read with its points.
        """
        reader = self.window.reader
        if self.projector.is_on:
            self.projector.stop()
        elif self._is_in_case():
            self.present_case()
        elif self._topic_shown():
            self.present_topic()
        elif reader.reading is None:
            self.window.say("Open an article to present it")
        else:
            self.projector.start(Material(reader.reading), max(0, reader.view.current))

    def present_case(self) -> None:
        """Show the open case from its chosen row on: headings, texts and points, one by one."""
        pane = self.window.case_pane
        pane.end_editing()
        if pane.case is None:
            self.window.say("Make a case first: Case → New case …, or + on a card")
            return
        try:
            material = case_material(self.window.desk.workspace, pane.case)
        except UserError as error:
            self.window.say(str(error))
            return
        self.projector.start(material, max(0, pane.list.row))

    def present_topic(self) -> None:
        """Show the motion, then the points of its two sides in turn, theme by theme."""
        workspace = self.window.desk.workspace
        topic = workspace.topics.get(self.window.going.topic_here())
        if topic is None:
            self.window.say("There is no topic in this library yet")
            return
        try:
            self.projector.start(topic_material(workspace, topic), 0)
        except UserError as error:
            self.window.say(str(error))

    def _is_in_case(self) -> bool:
        focus = self.window.focusWidget()
        if focus is None or not self.window.has("collecting"):
            return False
        pane = self.window.case_pane
        return pane.isVisible() and pane.isAncestorOf(focus)

    def _topic_shown(self) -> bool:
        window = self.window
        if not window.has("page") or window.centre.currentWidget() is not window.page:
            return False
        place = window.page.place
        topics = window.desk.workspace.topics
        return place is not None and place.room is Room.TOPIC and place.id in topics

    def _show_presented(self, index: int) -> None:
        """The window shows the passage or row that is up, unless it is at another one meanwhile."""
        reader, material = self.window.reader, self.projector.material
        if isinstance(material, StagedCase):
            case = self.window.case_pane.case
            if case is not None and case.id == material.case.id:
                self.window.case_pane.select(index)
        elif isinstance(material, StagedTopic) or reader.reading is not self.projector.reading:
            return
        elif reader.view.current != index or not reader.view.is_pinned:
            reader.view.scroll_to(index)
            reader.view.pin(index)

    def _on_pinned(self, is_pinned: bool) -> None:
        # Going somewhere by a link pins for a moment only; a click and Alt+Down stay pinned.
        if is_pinned and self.projector.is_on:
            QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        reader = self.window.reader
        if reader.view.is_pinned and reader.reading is not None:
            self.projector.follow(reader.reading, reader.view.current)
