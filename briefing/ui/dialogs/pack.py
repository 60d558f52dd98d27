"""A pack that came on a stick: what it holds, and whether it is merged or put beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QRadioButton, QVBoxLayout

from briefing.app.navigation import Destination, Room
from briefing.app.packs import Pack, read_pack, take_pack
from briefing.model import BriefingError
from briefing.text.words import counted
from briefing.ui import messages
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.window import Window


def begin_pack(window: Window, path: Path) -> None:
    """Read and check a pack, then ask what shall become of it."""
    desk = window.desk
    library = desk.workspace.library
    window.say(f"Checking {path.name} …")
    desk.tasks.run(
        lambda task: read_pack(path, library),
        lambda pack: PackDialog(window, pack).open(),
        lambda error: messages.trouble(window, error),
        lane="import",
    )


class PackDialog(QDialog):
    """Merge into the topic of the same name, or add the pack's topic beside it."""

    def __init__(self, window: Window, pack: Pack) -> None:
        super().__init__(window)
        self._window = window
        self._pack = pack
        self.setWindowTitle("Take over a pack")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.addWidget(make_label(pack.title, "heading"))
        if pack.motion:
            layout.addWidget(make_label(f"Motion: {pack.motion}"))
        layout.addWidget(make_label(f"{counted(len(pack.files), 'file')}, as packed.", "muted"))
        self.merge = QRadioButton("Bring what is new into the topic that is here already")
        self.beside = QRadioButton("Put it beside, as a topic of its own")
        self.merge.setChecked(True)
        if pack.is_known:
            layout.addWidget(self.merge)
            layout.addWidget(self.beside)
            words = "What is here already stays as it is, whatever the pack says of it."
            layout.addWidget(make_label(words, "muted"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take_button = buttons.addButton("Take over", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take_button.setDefault(True)
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        layout.addStretch(1)
        layout.addWidget(buttons)
        size = self.sizeHint()
        width = self.fontMetrics().averageCharWidth() * 66
        fit_to_screen(self, max(size.width(), width), size.height())

    def take(self) -> None:
        """Write what the pack brings, and show the topic."""
        desk = self._window.desk
        try:
            report, changes = take_pack(desk.editor, self._pack, beside=self.beside.isChecked())
        except (BriefingError, OSError) as error:
            messages.trouble(self, error)
            return
        desk.changed.emit(changes)
        self.accept()
        self._window.go(Destination(Room.TOPIC, report.topic))
        self._window.say(" ".join(report.lines))
