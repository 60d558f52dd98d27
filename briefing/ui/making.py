"""What a window does to change the library: every change is a step, every refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from briefing.app.changes import Changes
from briefing.model import BriefingError, ReadOnly
from briefing.ui import messages

if TYPE_CHECKING:
    from briefing.app.editing import Editor
    from briefing.ui.window import Window


class Making(QObject):
    """Runs operations of the library for one window, and opens the dialogs that ask for them."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.window = window
        self.desk = window.desk

    @property
    def editor(self) -> Editor:
        """The hand that changes the open library."""
        return self.desk.editor

    def do(self, operation: Callable[[], Changes], said: str = "") -> bool:
        """Run an operation and tell all panes; whether it was done. Trouble is told in words."""
        try:
            changes = operation()
        except ReadOnly as error:
            self._offer_copy(error)
            return False
        except (BriefingError, OSError) as error:
            messages.trouble(self.window, error)
            return False
        self.desk.changed.emit(changes)
        if said:
            self.window.say(said)
        return True

    def may_write(self) -> bool:
        """Whether the library can be changed; if not, why is said and a copy is offered."""
        try:
            self.desk.workspace.need_writable()
        except ReadOnly as error:
            self._offer_copy(error)
            return False
        except (BriefingError, OSError) as error:
            messages.trouble(self.window, error)
            return False
        return True

    def _offer_copy(self, error: ReadOnly) -> None:
        if messages.ask(self.window, "Read-only library", str(error), "Save a copy …", "Not now"):
            self.window.commands.copy_library()

    def step(self, way: str) -> None:
        """Undo or redo one step, and say which."""
        steps = self.editor.steps
        name = steps.undo_name if way == "undo" else steps.redo_name
        if not name:
            self.window.say(f"Nothing to {way}")
            return
        operation = self.editor.undo if way == "undo" else self.editor.redo
        self.do(lambda: operation()[1], f"{'Undone' if way == 'undo' else 'Done again'}: {name}")
        self.show_steps()

    def show_steps(self) -> None:
        """Name in the menu what would be undone and done again."""
        steps = self.editor.steps if self.desk.is_open else None
        for action_id, word, name in (
            ("edit.undo", "Undo", steps.undo_name if steps else ""),
            ("edit.redo", "Redo", steps.redo_name if steps else ""),
        ):
            self.window.actions_by_id[action_id].setText(f"{word} {name}" if name else word)
