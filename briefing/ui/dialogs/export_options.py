"""Parts of the export dialog: what is said of each thing, and the options of the format."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from briefing.exporters import Exporter, Option
from briefing.ui.desk import Desk
from briefing.ui.widgets.flow_layout import FlowLayout

_CONTENTS, _OPTIONS = "export contents", "export options"
_PARTS = {
    "explanations": "Explanations",
    "quotations": "Quotations",
    "sources": "List of sources",
}


class Contents(QWidget):
    """What is said of each point; remembered from export to export."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        layout = FlowLayout(gap=12)
        self.setLayout(layout)
        left_out = desk.preferences.recall(_CONTENTS, [])
        self.boxes: dict[str, QCheckBox] = {}
        for name, words in _PARTS.items():
            box = QCheckBox(words)
            box.setChecked(name not in left_out)
            layout.addWidget(box)
            self.boxes[name] = box

    def chosen(self) -> dict[str, bool]:
        """The parts, and whether each is wanted."""
        return {name: box.isChecked() for name, box in self.boxes.items()}

    def remember(self) -> None:
        """Keep the choice for the next export."""
        left_out = [name for name, wanted in self.chosen().items() if not wanted]
        self._desk.preferences.remember(_CONTENTS, left_out)


class FormatOptions(QWidget):
    """The options of the chosen format; each format's are remembered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._exporter: Exporter | None = None
        self._holder: QWidget | None = None
        self.fields: dict[str, QCheckBox | QComboBox] = {}

    def show_for(self, exporter: Exporter) -> None:
        """Offer the options of another format."""
        if exporter is self._exporter:
            return
        self._exporter = exporter
        if self._holder is not None:
            self._layout.removeWidget(self._holder)
            self._holder.deleteLater()
        self._holder = QWidget()
        form = QFormLayout(self._holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.fields = {}
        known = self._remembered().get(exporter.name, {})
        for option in exporter.options:
            field = _field(option, known.get(option.name) if isinstance(known, dict) else None)
            self.fields[option.name] = field
            if isinstance(field, QCheckBox):
                form.addRow(field)
            else:
                form.addRow(f"{option.title}:", field)
        self._layout.addWidget(self._holder)

    def _remembered(self) -> dict[str, Any]:
        return dict(self._desk.preferences.recall(_OPTIONS, {}))

    def chosen(self) -> dict[str, str]:
        """The options of the format with their values."""
        return {name: _value(field) for name, field in self.fields.items()}

    def remember(self) -> None:
        """Keep the options for the next export in this format."""
        if self._exporter is not None:
            values = {**self._remembered(), self._exporter.name: self.chosen()}
            self._desk.preferences.remember(_OPTIONS, values)


def _field(option: Option, known: object) -> QCheckBox | QComboBox:
    values = [value for value, _ in option.values]
    wanted = known if known in values else values[0]
    if option.is_switch:
        check = QCheckBox(option.title)
        check.setChecked(wanted == "yes")
        return check
    box = QComboBox()
    box.setAccessibleName(option.title)
    for value, words in option.values:
        box.addItem(words, value)
    box.setCurrentIndex(box.findData(wanted))
    return box


def _value(field: QCheckBox | QComboBox) -> str:
    if isinstance(field, QCheckBox):
        return "yes" if field.isChecked() else "no"
    return str(field.currentData())
