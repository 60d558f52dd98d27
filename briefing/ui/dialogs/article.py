"""The forms for an article's text and front matter, and for a note on a passage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing.articles import keep_article, keep_note, new_article
from briefing.app.navigation import Destination, Room
from briefing.model import Article, ArticleId, ArticleKind, Note, TopicId, with_words
from briefing.text.words import short
from briefing.ui.dialogs.form import Form
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.making import Making

KINDS = {
    "article": "Article",
    "digest": "Digest: a summary of a text that cannot be included",
    "background": "Background",
}
_LINES = (
    ("title", "Title", ""),
    ("authors", "Authors", "John Nagl; Dan Rice"),
    ("venue", "Published in", ""),
    ("date", "Date", "2024-07-18"),
    ("url", "Link", "https://…"),
    ("note", "Remark", "Shown under the title"),
)


class ArticleDialog(Form):
    """A new article, or the text of one; what is linked to its passages goes along."""

    kind = "article"
    writes_anew = True

    def __init__(self, making: Making, article: Article) -> None:
        title = "Edit article" if article.id else "New article"
        super().__init__(making, title, self._save, article.id)
        self._article = article
        self._lost: tuple[str, ...] = ()
        topics: dict[str, str] = {one.id: one.title for one in self.desk.workspace.topics.values()}
        topic = self.desk.workspace.topics.get(article.topic)
        if not article.id and len(topics) > 1:
            self.add_choice("topic", "Topic", topics, article.topic)
        for name, words, hint in _LINES:
            value = getattr(article, name)
            self.add_line(name, words, "; ".join(value) if name == "authors" else value, hint)
        self.add_side(article.side, topic)
        self.add_choice("kind", "Kind", KINDS, article.kind.value)
        hint = "Paste the text here. Headings, lists, bold and italic come along."
        text = self.add_text("text", "Text", article.text_md, hint)
        text.setMinimumHeight(self.fontMetrics().lineSpacing() * 16)
        if article.id:
            words = "Points and notes that are linked to a passage stay with it."
            self.column.addWidget(make_label(words, "muted"))

    def article(self) -> Article:
        """The article as it stands in the form."""
        names = tuple(one.strip() for one in self.value("authors").split(";") if one.strip())
        lines = {name: self.value(name) for name, _, _ in _LINES if name != "authors"}
        found = replace(
            with_words(self._article, lines),
            authors=names,
            side=self.side(),
            kind=ArticleKind(self.value("kind")),
            text_md=self.value("text"),
        )
        if "topic" in self.fields:
            return replace(found, topic=TopicId(self.value("topic")))
        return found

    def there(self) -> Article | None:
        """The article in the library."""
        return self.desk.workspace.articles.get(self.target) if self.target else None

    def go_on_from(self, now: Article | None) -> None:
        """As the library has it now; an article that is gone is written as a new one."""
        self._article = now or replace(self._article, id=ArticleId(""), place=None)

    def _save(self) -> Changes:
        """Save the article."""
        if self._article.id:
            changes, self._lost = keep_article(self.making.editor, self.article(), self._article)
            return changes
        self._article, changes = new_article(self.making.editor, self.article())
        return changes

    def accept(self) -> None:
        """Save; a new article is shown."""
        is_new = not self._article.id
        super().accept()
        if self.result() and is_new:
            self.making.window.go(Destination(Room.ARTICLE, self._article.id, 0))

    def said(self) -> str:
        """What was done, and what could not be taken along."""
        if self._lost:
            words = "; ".join(f"“{short(one)}”" for one in self._lost[:3])
            return f"Saved. No longer found in the text: {words}. Ctrl+Z"
        return f"Saved: {short(self.value('title'))}. Ctrl+Z takes it back"

    def about(self) -> str:
        """By its title."""
        return f"Article: {short(self.value('title')) or 'without a title yet'}"


class NoteDialog(Form):
    """A note on a passage."""

    kind = "note"
    writes_anew = True

    def __init__(self, making: Making, note: Note) -> None:
        target = f"{note.article}/{note.id}"
        super().__init__(making, "Note on a passage", self._save, target, "Keep the note")
        self._note = note
        words = make_label(f"“{short(note.passage.exact, 160)}”", "muted")
        self.form.addRow("Passage:", words)
        text = self.add_text("text", "Note", note.text_md, "For yourself, in Markdown")
        text.setMinimumHeight(self.fontMetrics().lineSpacing() * 7)

    def there(self) -> Note | None:
        """The note in the library."""
        notes = self.desk.workspace.notes.get(self._note.article, ())
        return next((one for one in notes if one.id == self._note.id), None)

    def go_on_from(self, now: Note | None) -> None:
        """With the passage that it stands at now."""
        self._note = now or self._note

    def _save(self) -> Changes:
        """Save the note."""
        return keep_note(self.making.editor, replace(self._note, text_md=self.value("text")))

    def values(self) -> dict[str, str]:
        """With the passage."""
        passage = self._note.passage
        return {
            **super().values(),
            "passage": passage.exact,
            "prefix": passage.prefix,
            "suffix": passage.suffix,
        }

    def about(self) -> str:
        """By its words."""
        return f"Note: {short(self.value('text'))}"

    def said(self) -> str:
        """What was done."""
        return "Note kept beside the passage. Ctrl+Z takes it back"
