"""Choosing sources in a form: by their words, not by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from briefing.model import Source, SourceId, TopicId
from briefing.ui.dialogs.form import row_of
from briefing.ui.widgets.small import make_button, make_label

if TYPE_CHECKING:
    from briefing.ui.making import Making


class SourceField(QWidget):
    """The sources that are chosen, and buttons to choose, write and take away; one, or `several`.

    `line` holds their ids, separated by commas.
    """

    def __init__(
        self, making: Making, topic: TopicId, value: str, *, several: bool = False
    ) -> None:
        super().__init__()
        self._making, self._topic, self._several = making, topic, several
        self.line = QLineEdit(value, self)
        self.line.setAccessibleName("Sources" if several else "Source")
        self.line.hide()
        self.shown = make_label("")
        self.shown.setAccessibleName("Sources" if several else "Source")
        self.none = make_button("Take away", "No source, or one less", self._take_away)
        words = "Add …" if several else "Choose …"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.shown)
        tip = "Write a source that is not in the library yet"
        layout.addWidget(
            row_of(
                make_button(words, "Out of the sources of the topic", self._choose),
                make_button("New source …", tip, self._write),
                self.none,
            )
        )
        self.line.textChanged.connect(self._show)
        self._show()

    def ids(self) -> list[SourceId]:
        """The ids that are chosen."""
        parts = (one.strip().removeprefix("@") for one in self.line.text().split(","))
        return [SourceId(one) for one in parts if one]

    def _show(self) -> None:
        workspace = self._making.desk.workspace
        lines = []
        for one in self.ids():
            source = workspace.sources.get(one)
            title = f": {source.title}" if source and source.title else ""
            lines.append(f"{workspace.source_label(one)}{title}" if source else f"{one} (missing)")
        self.shown.setText("\n".join(lines) or "No source")
        self.none.setVisible(bool(lines))

    def _take(self, source: str) -> None:
        if isValid(self):  # the form may have been closed meanwhile
            known = [one for one in self.ids() if one != source] if self._several else []
            self.line.setText(", ".join([*known, source]))

    def _choose(self) -> None:
        self._making.linking.choose_source(self._topic, self._take)

    def _write(self) -> None:
        from briefing.app.editing.sources import new_source
        from briefing.ui.dialogs.source import SourceDialog

        def take(source: Source) -> None:
            self._take(source.id)

        made = new_source(self._making.editor, self._topic)
        SourceDialog(self._making, made, take).begin(100)

    def _take_away(self) -> None:
        self.line.setText(", ".join(self.ids()[:-1]))
