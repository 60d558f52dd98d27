"""The form for a text that is written as a whole: timeline, glossary, key figures, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing.texts import faults_of, keep_text, open_text
from briefing.model import BriefingError
from briefing.text.words import counted
from briefing.ui.dialogs.form import Form
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.making import Making


class WholeTextDialog(Form):
    """The text in Markdown with its preview; what is not understood of it is said after saving."""

    kind = "text"

    def __init__(self, making: Making, what: str, id_: str) -> None:
        self._what, self._of = what, id_
        self._whole = open_text(making.editor, what, id_)
        title = f"{self._whole.kind.title} of “{self._whole.of}”"
        super().__init__(making, title, self._save, f"{what}/{id_}")
        self.column.insertWidget(0, make_label(self._whole.kind.how, "muted"))
        text = self.add_text("text", "Text", self._whole.text)
        text.setMinimumHeight(self.fontMetrics().lineSpacing() * 16)

    def there(self) -> str | None:
        """The text as its file has it now."""
        try:
            return open_text(self.making.editor, self._what, self._of).text
        except (BriefingError, OSError):
            return None

    def go_on_from(self, now: object) -> None:
        """From the file of now."""
        self._whole = open_text(self.making.editor, self._what, self._of)

    def _save(self) -> Changes:
        """Save the text."""
        return keep_text(self.making.editor, self._whole, self.value("text"))

    def said(self) -> str:
        """What was done, and the first line that is not understood."""
        faults = faults_of(self.making.editor, self._whole)
        if not faults:
            return f"{self._whole.kind.title} saved. Ctrl+Z takes it back"
        first = faults[0]
        number = counted(len(faults), "fault")
        return f"Saved, with {number}: line {first.line}: {first.what}; {first.mend}"
