"""The dialog for a topic: its motion, a title, the names of the two sides, background."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing.articles import keep_topic, new_topic
from briefing.app.navigation import Destination, Room
from briefing.model import Topic
from briefing.text.words import short
from briefing.ui.dialogs.form import Form
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.making import Making


class TopicDialog(Form):
    """Asks for what a topic needs; only the motion is required."""

    kind = "topic"

    def __init__(self, making: Making, topic: Topic | None = None) -> None:
        title, save = ("Edit topic", "Save") if topic else ("New topic", "Make topic")
        super().__init__(making, title, self._save, topic.id if topic else "", save)
        self._topic = topic
        names = topic.side_names if topic else ("For", "Against")
        hint = "Short" if topic else "Short; it names the topic’s folder"
        self.motion = self.add_line(
            "motion", "Motion", topic.motion if topic else "", "The sentence to be debated"
        )
        self.title = self.add_line("title", "Title", topic.title if topic else "", hint)
        self.side_for = self.add_line("for", "Name of the side for it", names[0])
        self.side_against = self.add_line("against", "Name of the side against it", names[1])
        if topic is None:
            self.add_line("themes", "Themes", "", "legal, military, humanitarian")
            words = (
                "A folder with this title is made in the library. Articles and points go into it."
            )
            self.form.addRow(make_label(words, "muted"))
        else:
            hint = "What one should know before the debate, in Markdown"
            text = self.add_text("background", "Background", topic.background_md, hint)
            text.setMinimumHeight(self.fontMetrics().lineSpacing() * 10)

    def _names(self) -> tuple[str, str]:
        return self.value("for"), self.value("against")

    def there(self) -> Topic | None:
        """The topic in the library."""
        return self.desk.workspace.topics.get(self.target) if self.target else None

    def go_on_from(self, now: Topic) -> None:
        """With the themes that it has now."""
        self._topic = now

    def _save(self) -> Changes:
        """Make or save the topic."""
        editor = self.making.editor
        if self._topic is None:
            themes = (one.strip() for one in self.value("themes").split(","))
            made, changes = new_topic(
                editor,
                self.value("motion"),
                self.value("title"),
                self._names(),
                tuple(filter(None, themes)),
            )
            self.target = made.id
            return changes
        topic = replace(
            self._topic,
            motion=self.value("motion"),
            title=self.value("title"),
            side_names=self._names(),
            background_md=self.value("background"),
        )
        return keep_topic(editor, topic)

    def accept(self) -> None:
        """Save, and show the topic."""
        super().accept()
        if self.result():
            self.making.window.go(Destination(Room.TOPIC, self.target))

    def about(self) -> str:
        """By its motion."""
        return f"Topic: {short(self.value('motion'))}"
