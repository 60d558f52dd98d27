"""The settings dialog: made from the table of settings, and applied at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from briefing.app.changes import Changes
from briefing.app.folders import cache_dir, config_dir
from briefing.app.searches import forget_recent
from briefing.app.settings import Settings
from briefing.ui.desk import Desk
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.widgets.small import make_button, make_label

_STEPS = {"zoom": 10, "column": 4, "reading_rate": 10, "speaking_rate": 10, "present_size": 2}


class SettingsDialog(QDialog):
    """Every field of `Settings` with its words; changes show behind the dialog as they are made."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.inputs: dict[str, QWidget] = {}
        self._show_value: dict[str, Callable[[Any], None]] = {}
        inner = QWidget()
        form = QFormLayout(inner)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for one in fields(Settings):
            made = self._input(one)
            made.setAccessibleName(one.metadata["words"])
            self.inputs[one.name] = made
            label = f"{one.metadata['words']}:"
            form.addRow(label, made)
        self._add_folders(form)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        defaults = buttons.addButton("Restore defaults", QDialogButtonBox.ButtonRole.ResetRole)
        defaults.clicked.connect(self.restore_defaults)
        buttons.rejected.connect(self.close)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Enter in a number must not restore the defaults
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        desk.changed.connect(self._on_changed)
        size = inner.sizeHint()
        fit_to_screen(self, size.width() + 60, size.height() + 90)

    def _input(self, one: Field[Any]) -> QWidget:
        """The widget for a field: a choice or a number."""
        value = getattr(self.desk.settings, one.name)
        if one.metadata["choices"] is not None:
            return self._choice(one, value)
        number = QSpinBox()
        number.setRange(one.metadata["least"], one.metadata["most"])
        number.setSingleStep(_STEPS.get(one.name, 1))
        number.setKeyboardTracking(False)  # half-typed numbers are not meant
        number.setValue(value)
        number.valueChanged.connect(lambda given: self.desk.set(one.name, given))
        self._show_value[one.name] = number.setValue
        return number

    def _choice(self, one: Field[Any], value: str) -> QComboBox:
        made = QComboBox()
        for key, words in one.metadata["choices"].items():
            made.addItem(words, key)

        def show(key: str) -> None:
            made.setCurrentIndex(made.findData(key))

        show(value)
        made.currentIndexChanged.connect(
            lambda index: self.desk.set(one.name, made.itemData(index))
        )
        self._show_value[one.name] = show
        return made

    def _add_folders(self, form: QFormLayout) -> None:
        self.forget = make_button("Forget", "Forget what was searched for, in all libraries")
        self.forget.setAccessibleName("Forget recent searches")
        self.forget.clicked.connect(self._forget_searches)
        form.addRow("Recent searches:", self.forget)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        form.addRow(line)
        form.addRow(make_label("Where things are", "heading"))
        places = {"Settings": config_dir(), "Search index (may be deleted)": cache_dir()}
        if self.desk.is_open:
            places = {"This library": self.desk.workspace.root.absolute(), **places}
        for words, path in places.items():
            form.addRow(f"{words}:", self._path_row(words, path))

    def _path_row(self, words: str, path: Path) -> QWidget:
        row = QWidget()
        label = QLabel(str(path).replace("/", "/\u200b").replace("\\", "\\\u200b"))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAccessibleName(f"{words}: {path}")
        button = make_button("Copy", f"Copy the path: {words}")
        button.setAccessibleName(f"Copy the path: {words}")
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(path)))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label, 1)
        layout.addWidget(button)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends the typing of a number and presses nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _forget_searches(self) -> None:
        forget_recent(self.desk.preferences)
        self.forget.setText("Forgotten")
        self.forget.setEnabled(False)

    def restore_defaults(self) -> None:
        """Everything as on the first start."""
        for one in fields(Settings):
            self.desk.set(one.name, one.default)

    def _on_changed(self, changes: Changes) -> None:
        """Show what was set elsewhere, or brought into its range."""
        if changes.settings:
            for name, show in self._show_value.items():
                show(getattr(self.desk.settings, name))
