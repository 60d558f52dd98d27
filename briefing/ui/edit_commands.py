"""What the actions of the menu Edit do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.ui.window import Window


class EditCommands:
    """The methods of the actions that change the library."""

    window: Window

    def undo(self) -> None:
        """Take the latest change back, wherever it was made."""
        self.window.making.step("undo")

    def redo(self) -> None:
        """Do the latest undone change again."""
        self.window.making.step("redo")
