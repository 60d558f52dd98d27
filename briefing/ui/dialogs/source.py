"""The form for a source, with the citation as it will be copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing.sources import KINDS, keep_source, read_name, write_name
from briefing.app.navigation import Destination, Room
from briefing.app.settings import STYLES
from briefing.model import Name, Source, with_words
from briefing.text.citations import Style, cite_html
from briefing.text.words import short
from briefing.ui.dialogs.form import Form
from briefing.ui.widgets.rich_label import RichLabel

if TYPE_CHECKING:
    from briefing.ui.making import Making

_LINES = (
    ("title", "Title", ""),
    ("authors", "Authors", "Nagl, John; Rice, Dan; an institution as it is called"),
    ("container", "Published in", "Newspaper, journal, web site"),
    ("publisher", "Publisher", ""),
    ("date", "Date", "2024-07-18"),
    ("url", "Link", "https://…"),
    ("accessed", "Accessed", "2024-07-18"),
    ("volume", "Volume", ""),
    ("issue", "Issue", ""),
    ("page", "Pages", ""),
    ("note", "Note", "Qualifications, edition, …"),
    ("caution", "Caution", "Shown wherever the source is named"),
)


class SourceDialog(Form):
    """A new source, or one that is in the library. `done` gets it once it is saved."""

    kind = "source"
    writes_anew = True

    def __init__(
        self, making: Making, source: Source, done: Callable[[Source], None] | None = None
    ) -> None:
        title = "Edit source" if source.id else "New source"
        super().__init__(making, title, self._save, source.id)
        self._source, self._done = source, done
        kinds = {**KINDS, source.type: KINDS.get(source.type, source.type)}
        chosen = self.add_choice("type", "Kind", kinds, source.type)
        chosen.currentIndexChanged.connect(self._preview)
        for name, words, hint in _LINES:
            value = getattr(source, name)
            if name == "authors":
                value = "; ".join(write_name(one) for one in source.authors)
            field = self.add_line(name, words, value.replace("\n", " "), hint)
            field.textChanged.connect(self._preview)
        style = self.add_choice("style", "Citation", dict(STYLES), self.desk.settings.citation)
        style.currentIndexChanged.connect(self._preview)
        self.preview = RichLabel()
        self.preview.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        self.form.addRow("", self.preview)
        self._preview()

    def source(self) -> Source:
        """The source as it stands in the form."""
        names = tuple(
            self._known(one.strip()) for one in self.value("authors").split(";") if one.strip()
        )
        lines = {name: self.value(name) for name, _, _ in _LINES if name != "authors"}
        for name in ("note", "caution"):  # several lines of a file stand in one here
            if lines[name] == getattr(self._source, name).replace("\n", " "):
                lines[name] = getattr(self._source, name)
        return replace(with_words(self._source, lines), type=self.value("type"), authors=names)

    def _known(self, words: str) -> Name:
        same = (one for one in self._source.authors if write_name(one).strip() == words)
        return next(same, None) or read_name(words)

    def _preview(self) -> None:
        html = cite_html(None, self.source(), Style(self.value("style")))
        self.preview.show_html(f"<p>{html}</p>")

    def there(self) -> Source | None:
        """The source in the library."""
        return self.desk.workspace.sources.get(self.target) if self.target else None

    def go_on_from(self, now: Source | None) -> None:
        """As the library has it now."""
        self._source = now or self._source

    def _save(self) -> Changes:
        """Save the source."""
        saved, changes = keep_source(self.making.editor, self.source())
        self._source = saved
        return changes

    def accept(self) -> None:
        """Save, and show the source, or hand it to the form that asked for it."""
        super().accept()
        if self.result() and self._done is not None:
            self._done(self._source)
        elif self.result():
            self.making.window.go(Destination(Room.SOURCE, self._source.id))

    def about(self) -> str:
        """By its title."""
        return f"Source: {short(self.value('title'))}"
