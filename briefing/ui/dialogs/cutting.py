"""The small form for a card that is cut from an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QTextBrowser

from briefing.app.changes import Changes
from briefing.app.editing.excerpt import Excerpt
from briefing.app.editing.points import Cut, cut, suggested_evidence
from briefing.app.editing.sources import source_for
from briefing.model import Point, Relation
from briefing.text.citations import Style, cite
from briefing.text.words import count_words, counted, short
from briefing.ui.dialogs.form import Form
from briefing.ui.theme import reading_font
from briefing.ui.widgets.claim_field import ClaimField
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.making import Making

RELATIONS = {
    "supports": "▲ Supports the passage",
    "answers": "▼ Answers the passage (its conclusion)",
    "undercuts": "▼ Undercuts the passage (its reasoning)",
}


class CutDialog(Form):
    """Claim, side, relation and theme; the quotation and its source are there already."""

    kind = "cut"

    def __init__(self, making: Making, excerpt: Excerpt) -> None:
        super().__init__(making, "Cut a card", self._save, excerpt.article.id, "Make the card")
        self._excerpt = excerpt
        self._like: Point | None = None
        self._made = ""  # the point that has the quotation
        article = excerpt.article
        topic = self.desk.workspace.topics.get(article.topic)
        self.claim = ClaimField(self.desk, article.topic)
        self.fields["claim"] = self.claim.line
        self.form.addRow("Claim:", self.claim)
        self.under = QCheckBox("Add the quotation to that point instead of making another")
        self.under.hide()
        self.form.addRow("", self.under)
        self.add_side(article.side, topic)
        relations = {**RELATIONS, "": "Not linked to the passage"}
        self.add_choice("relation", "Relation", relations, "supports")
        self.add_theme("", topic)
        evidence = suggested_evidence(excerpt)
        self.add_line("speaker", "Speaker", evidence.speaker)
        self.quote = QTextBrowser()
        self.quote.setAccessibleName("Quotation")
        self.quote.setPlainText(excerpt.quote)
        self.quote.document().setDefaultFont(reading_font(self.desk.settings))
        lines = self.fontMetrics().lineSpacing()
        self.quote.setMinimumHeight(lines * 5)
        words = f"Quotation, word for word ({counted(count_words(excerpt.quote), 'word')}):"
        self.form.addRow(words, self.quote)
        self.form.addRow("Source:", make_label(self._source_words(), "muted"))
        if evidence.label:
            told = make_label(f"{evidence.label}. The card will say so.", "caution")
            self.column.addWidget(told)
        self.claim.like.connect(self._on_like)

    def _source_words(self) -> str:
        source, is_new = source_for(self.making.editor, self._excerpt.article)
        if source is None:
            return "The article names no author, venue or link. Edit the article to add them."
        style = Style(self.desk.settings.citation)
        return cite(None, source, style) + (" (new in your sources)" if is_new else "")

    def _on_like(self, like: Point | None) -> None:
        self._like = like
        self.under.setVisible(like is not None)
        if like is None:
            self.under.setChecked(False)

    def _save(self) -> Changes:
        """Make the card, or add the quotation to the point that says the same."""
        relation = self.value("relation")
        wanted = Cut(
            self._excerpt,
            self.value("claim"),
            self.side(),
            self.value("theme"),
            Relation(relation) if relation else None,
            self.value("speaker"),
            self._like.id if self._like is not None and self.under.isChecked() else None,
        )
        self.making.editor.workspace.need_writable()
        made, changes = cut(self.making.editor, wanted)
        self._made = made.id
        return changes

    def accept(self) -> None:
        """Save; the card is shown, to be marked next."""
        super().accept()
        if self.result():
            self.making.show_made(self._made)

    def about(self) -> str:
        """By its claim."""
        return f"Card: {short(self.value('claim')) or short(self._excerpt.quote)}"

    def said(self) -> str:
        """The card can be marked next."""
        return "Card made. F9 marks its words; Ctrl+Z takes it back"

    def values(self) -> dict[str, str]:
        """With the quotation, which a draft must bring back."""
        return {
            **super().values(),
            "index": str(self._excerpt.index),
            "quote": self._excerpt.quote,
            "words": self._excerpt.words,
        }
