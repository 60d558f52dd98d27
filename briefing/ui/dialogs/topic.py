"""The dialog for a new topic: its motion, a short title, and the names of the two sides."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.widgets.small import make_label


class TopicDialog(QDialog):
    """Asks for what a topic needs; only the motion is required."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("New topic")
        self.motion = QLineEdit()
        self.motion.setPlaceholderText("The sentence to be debated")
        self.title = QLineEdit()
        self.title.setPlaceholderText("Short; it names the topic's folder")
        self.side_for = QLineEdit("For")
        self.side_against = QLineEdit("Against")
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for words, field in (
            ("Motion:", self.motion),
            ("Title:", self.title),
            ("Name of the side for it:", self.side_for),
            ("Name of the side against it:", self.side_against),
        ):
            field.setAccessibleName(words.rstrip(":"))
            form.addRow(words, field)
        form.addRow(
            make_label(
                "A folder with this title is made in the library. Articles and points go into it.",
                "muted",
            )
        )
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self._make = buttons.button(kinds.Ok)
        self._make.setText("Make topic")
        self._make.setEnabled(False)
        self.motion.textChanged.connect(lambda text: self._make.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        letter = self.fontMetrics().averageCharWidth()
        fit_to_screen(self, letter * 90, self.sizeHint().height())

    def names(self) -> tuple[str, str]:
        """What the two sides are called."""
        return self.side_for.text().strip(), self.side_against.text().strip()
