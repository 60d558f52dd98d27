"""The evidence editor: a quotation that can be marked and not altered, and who said it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QToolButton

from briefing.app.cards import quotation_html
from briefing.app.cases import spoken_quote
from briefing.app.changes import Changes
from briefing.app.editing.points import keep_evidence
from briefing.model import Evidence, Mark, MarkKind, with_words
from briefing.text import quotation
from briefing.text.cleaning import fit
from briefing.text.marking import Look
from briefing.text.words import count_words, format_minutes, reading_time, short
from briefing.ui.dialogs.form import Form, row_of
from briefing.ui.dialogs.source_field import SourceField
from briefing.ui.theme import reading_css, reading_font
from briefing.ui.widgets.mark_box import KEYS, WORDS, MarkBox
from briefing.ui.widgets.rich_field import RichField
from briefing.ui.widgets.rich_label import RichLabel
from briefing.ui.widgets.small import make_button

if TYPE_CHECKING:
    from briefing.ui.making import Making

_LINES = (
    ("speaker", "Speaker", "Who said or wrote it"),
    ("role", "Role", "What makes them worth quoting"),
    ("date", "Date", "2024-07-18"),
    ("occasion", "Occasion", "A speech, a report, an interview"),
    ("page", "Page", ""),
    ("translated", "Translated", "By whom, if these are not the original words"),
    ("label", "Must be read with it", "What a listener would misunderstand without"),
    ("caution", "Caution", "Why to be careful with it"),
)


class QuoteField(RichField):
    """Where a new quotation is pasted or typed: underlined, bold and highlighted words stay so."""

    def __init__(self) -> None:
        super().__init__("Quotation", "Paste or type the exact words; their marks come along")
        self.marks: tuple[Mark, ...] = ()

    def from_rich(self, html: str) -> str:
        """The words as they are written in a file, marks as tags."""
        from briefing.text.rich import to_quotation

        text, marks = to_quotation(html)
        return (
            quotation.render(text, marks)
            .replace("\n> ", "\n")
            .removeprefix("> ")
            .replace("\n>", "\n")
        )

    def words(self) -> tuple[str, tuple[Mark, ...]]:
        """The words, and the marks on them."""
        text = fit(self.toPlainText()).strip()
        found = quotation.read("\n".join(f"> {line}" for line in text.split("\n")) if text else "")
        return found.text, found.marks


class EvidenceDialog(Form):
    """One piece of evidence. `done` gets it instead of the library, if it is given."""

    kind = "evidence"

    def __init__(
        self,
        making: Making,
        evidence: Evidence,
        done: Callable[[Evidence], None] | None = None,
    ) -> None:
        is_new = not evidence.quote
        title = "New quotation" if is_new else "Mark and describe evidence"
        super().__init__(making, title, self._save, evidence.id, "Done" if done else "Save")
        self._evidence, self._done = evidence, done
        self.box = MarkBox(self.desk)
        self.paste = QuoteField()
        self.spoken = RichLabel()
        self._pages = QStackedWidget()
        for page in (self.box, self.paste, self.spoken):
            self._pages.addWidget(page)
        self._pages.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)
        self._bar = row_of(*self._mark_buttons())
        self.column.insertWidget(0, self._bar)
        self.column.insertWidget(1, self._pages, 3)
        self.count = QLabel()
        self.count.setObjectName("muted")
        self.column.insertWidget(2, self.count)
        for name, words, hint in _LINES:
            self.add_line(name, words, getattr(evidence, name), hint)
        self.sources = SourceField(making, evidence.topic, evidence.source or "")
        self.fields["source"] = self.sources.line
        self.form.addRow("Source:", self.sources)
        if is_new:
            self.fields["quote"] = self.paste
            self._pages.setCurrentWidget(self.paste)
            self._bar.hide()
            self.paste.setFocus()
        else:
            self.box.show_quote(evidence.quote, evidence.marks)
            self.box.setFocus()
        self.box.changed.connect(self._count)
        self._count()

    def _mark_buttons(self) -> list[QToolButton]:
        buttons: list[QToolButton] = []
        for key, kind in KEYS.items():
            name = Qt.Key(key).name.removeprefix("Key_")
            button = make_button(
                f"{WORDS[kind]} {name}",
                "Select words first, or put the cursor into one",
                lambda checked=False, kind=kind: self.box.toggle(kind),
                focusable=False,
            )
            buttons.append(button)
        buttons.append(make_button("Clear F12", "", self.box.clear_marks, focusable=False))
        self.speaking = make_button(
            "Read aloud", "Show only what is read aloud", self._show_spoken, checkable=True
        )
        return [*buttons, self.speaking]

    def _show_spoken(self) -> None:
        if not self.speaking.isChecked():
            self._pages.setCurrentWidget(self.box)
            return
        html = quotation_html(self.box.quote, self.box.marks, Look(spoken=True))
        css = reading_css(self.desk.theme, self.desk.settings)
        self.spoken.show_html(f"<p>{html}</p>", css, reading_font(self.desk.settings))
        self._pages.setCurrentWidget(self.spoken)

    def _count(self) -> None:
        if not self.box.quote:
            return
        said = spoken_quote(self.box.quote, self.box.marks)
        words, all_words = count_words(said), count_words(self.box.quote)
        time = format_minutes(reading_time(words, self.desk.settings.speaking_rate))
        is_all = not any(one.kind is MarkKind.HIGHLIGHT for one in self.box.marks)
        told = "Nothing is highlighted, so all is read aloud" if is_all else "Read aloud"
        self.count.setText(f"{told}: {words} of {all_words} words, {time}")
        if self.speaking.isChecked():
            self._show_spoken()

    def evidence(self) -> Evidence:
        """The evidence as it stands in the form."""
        quote, marks = self.box.quote, self.box.marks
        if "quote" in self.fields:
            quote, marks = self.paste.words()
        lines = {name: self.value(name) for name, _, _ in _LINES}
        source = next(iter(self.sources.ids()), None)
        described = with_words(self._evidence, lines)
        return replace(described, quote=quote, marks=marks, source=source)

    def there(self) -> Evidence | None:
        """The quotation in the library; None if it belongs to the form that asked for it."""
        return None if self._done else self.desk.workspace.quotes.get(self.target)

    def go_on_from(self, now: Evidence) -> None:
        """With the words that it has now, until the fields are filled."""
        self._evidence = now

    def _save(self) -> Changes:
        """Save the evidence, or hand it to the form that asked for it."""
        evidence = self.evidence()
        if self._done is not None:
            from briefing.app.editing.points import need_words

            need_words(evidence)
            self._done(evidence)
            return Changes()
        name = ""
        if replace(evidence, marks=self._evidence.marks) == self._evidence:
            name = f"marks on “{short(evidence.quote)}”"
        return keep_evidence(self.making.editor, evidence, name, self._evidence)

    def values(self) -> dict[str, str]:
        """With the marks."""
        found = super().values()
        if self.box.quote:
            found["marked"] = quotation.render(self.box.quote, self.box.marks)
        return found

    def fill(self, values: dict[str, str]) -> None:
        """With the marks, if they are on the same words, or on those of the library."""
        super().fill(values)
        found = quotation.read(values.get("marked", ""))
        if self.box.quote and found.text == self.box.quote:
            self.box.set_marks(found.marks)
        elif self.box.quote and found.text == self._evidence.quote:
            self.box.show_quote(found.text, found.marks)
            self._count()

    def about(self) -> str:
        """By its words."""
        return f"Quotation: {short(self.evidence().quote)}"

    def said(self) -> str:
        """What was done."""
        return "Evidence saved. Ctrl+Z takes it back" if self._done is None else "Quotation taken"
