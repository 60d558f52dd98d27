"""What the actions of the menu Edit do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.ui.window import Window


class EditCommands:
    """The methods of the actions that change the library."""

    window: Window

    def undo(self) -> None:
        """Take the latest change back, wherever it was made."""
        self.window.making.step("undo")

    def redo(self) -> None:
        """Do the latest undone change again."""
        self.window.making.step("redo")

    def cut_card(self) -> None:
        """Make a card of the selected words, or of the passage that is read."""
        self.window.making.cut_card()

    def new_point(self) -> None:
        """Write a point."""
        self.window.making.new_point()

    def point_from_quote(self) -> None:
        """Write a point that has the chosen quotation, which belongs to none."""
        self.window.making.run("edit.quoted", "")

    def edit_point(self) -> None:
        """Change the chosen point."""
        self._with_point("edit.change")

    def mark_evidence(self) -> None:
        """Underline, emphasise and highlight the words of the chosen point's quotation."""
        self._with_point("edit.marks")

    def link_to(self) -> None:
        """Link the chosen point to a passage or another point."""
        self._with_point("edit.link")

    def link_here(self) -> None:
        """Link a point to the passage that is read."""
        self.window.making.linking.link_here()

    def show_links(self) -> None:
        """The links of the chosen point: break them, move them."""
        self._with_point("edit.links")

    def merge_point(self) -> None:
        """Make one point of two."""
        self._with_point("edit.merge")

    def stand_first(self) -> None:
        """Let the chosen point stand for the others that are cut from the same words."""
        self._with_point("edit.first")

    def delete_point(self) -> None:
        """Move the chosen point to the trash."""
        self._with_point("edit.delete")

    def _with_point(self, action_id: str) -> None:
        point = self.window.making.chosen_point()
        if point:
            self.window.making.run(action_id, point)

    def note_here(self) -> None:
        """Write a note on the passage that is read."""
        self.window.making.note_here()

    def new_source(self) -> None:
        """Write a source."""
        self.window.making.new_source()

    def edit_source(self) -> None:
        """Change the source that is looked at."""
        self.window.making.edit_source()

    def delete_source(self) -> None:
        """Move the source that is looked at to the trash."""
        self.window.making.delete_source()

    def new_article(self) -> None:
        """Write or paste an article."""
        self.window.making.new_article()

    def edit_article(self) -> None:
        """Change the article that is read."""
        self.window.making.edit_article()

    def delete_article(self) -> None:
        """Move the article that is read to the trash."""
        self.window.making.delete_article()

    def new_topic(self) -> None:
        """Make a topic."""
        self.window.making.new_topic()

    def edit_topic(self) -> None:
        """Change the topic: motion, names of the sides, background."""
        self.window.making.edit_topic()

    def edit_claims(self) -> None:
        """What the article claims, and what was found to be so."""
        article = self.window.making.article()
        if article is not None:
            self.window.making.edit_text("claims", article.id)

    def edit_page(self) -> None:
        """Change the page that is shown: timeline, glossary, key figures, overview."""
        from briefing.ui.panes.library import CHANGED_BY

        place = self.window.going.history.current
        if place is None or place.room not in CHANGED_BY:
            self.window.say("Go to an article, or to a topic’s overview, timeline, glossary …")
        else:
            self.window.making.run(CHANGED_BY[place.room], place.id)

    def show_themes(self) -> None:
        """Rename, merge and order the themes."""
        self.window.making.show_themes()

    def show_trash(self) -> None:
        """What was deleted."""
        self.window.making.show_trash()

    def show_drafts(self) -> None:
        """Words that were typed and not saved."""
        self.window.making.show_drafts()
