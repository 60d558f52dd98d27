"""Asks what to do with a folder that is no library."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from briefing.app.founding import Step, Way, take, ways_on
from briefing.model import BriefingError, NoLibrary
from briefing.ui import messages
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.window import Window


class FoundingDialog(QDialog):
    """The ways on, one button each; Enter takes the first, Escape none."""

    def __init__(self, root: Path, ways: tuple[Way, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("This folder is no library yet")
        self.chosen: Way | None = None
        column = QVBoxLayout(self)
        name = make_label(root.name or str(root), "heading")
        column.addWidget(name)
        column.addWidget(make_label(str(root), "muted"))
        words = "A library is a folder with a file library.md, and this one has none. What now?"
        column.addWidget(make_label(words))
        for number, way in enumerate(ways):
            button = QPushButton(way.words.replace("&", "&&"))
            button.setToolTip(str(way.root))
            button.setDefault(number == 0)
            button.clicked.connect(partial(self._choose, way))
            column.addWidget(button)
            if number == 0:
                button.setFocus()
        cancel = QPushButton("Leave it as it is")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        column.addWidget(cancel)
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        fit_to_screen(self, letter * 64, line * (8 + 2 * len(ways)))

    def _choose(self, way: Way, _checked: bool = False) -> None:
        self.chosen = way
        self.accept()


def found_library(window: Window, root: Path, error: NoLibrary) -> Path | None:
    """Ask what to do with a folder that is no library; the folder that is to be opened now.

    None, after it was told, if there is nothing to be done, or it could not be done; and if
    something else was begun.
    """
    is_one_open = window.desk.is_open
    ways = ways_on(root, is_one_open)
    if not ways:
        messages.trouble(window, error)
        return None
    dialog = FoundingDialog(root, ways, window)
    dialog.exec()
    way = dialog.chosen
    dialog.deleteLater()
    if way is None:
        return None
    if way.step is Step.IMPORT:
        window.collecting.import_files([way.root])
        return None
    try:
        take(way)
    except (BriefingError, OSError) as trouble:
        messages.trouble(window, trouble)
        return None
    return way.root
