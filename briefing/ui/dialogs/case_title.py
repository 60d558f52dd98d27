"""The dialog that asks for a case's title and side."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from briefing.app.cases import rename
from briefing.app.reading import side_words
from briefing.model import Case, Side, Topic


class CaseTitleDialog(QDialog):
    """Title and side of a case; `title` and `side` hold the answer."""

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        title: str,
        side: Side | None,
        topic: Topic | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.field = QLineEdit(title)
        self.field.setAccessibleName("Title")
        self.field.setPlaceholderText("First speech, against")
        self.field.setMinimumWidth(self.field.fontMetrics().averageCharWidth() * 36)
        self.field.selectAll()
        self.sides = QComboBox()
        self.sides.setAccessibleName("Side")
        self.sides.addItem("Not set", None)
        for one in Side:
            self.sides.addItem(side_words(one, topic), one)
        self.sides.setCurrentIndex(0 if side is None else 1 + list(Side).index(side))
        buttons = QDialogButtonBox.StandardButton
        self._box = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self._box.accepted.connect(self.accept)
        self._box.rejected.connect(self.reject)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("&Title", self.field)
        form.addRow("&Side", self.sides)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._box)
        self.field.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self._box.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.title))

    @property
    def title(self) -> str:
        """The title without needless spaces."""
        return " ".join(self.field.text().split())

    @property
    def side(self) -> Side | None:
        """The chosen side."""
        side: Side | None = self.sides.currentData()
        return side


def ask_title(parent: QWidget, heading: str, case: Case, topic: Topic | None) -> Case | None:
    """The case with the title and side that the user wants; None if they give up."""
    dialog = CaseTitleDialog(parent, heading, case.title, case.side, topic)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return replace(rename(case, dialog.title), side=dialog.side)
