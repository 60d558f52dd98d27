"""What the actions of the menu Suggest do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.suggest import Bearing

if TYPE_CHECKING:
    from briefing.ui.window import Window


class AdviceCommands:
    """The methods of the actions about suggestions."""

    window: Window

    def what_answers(self) -> None:
        """Ask what answers the selection."""
        self.window.advising.ask(Bearing.ANSWERS)

    def what_supports(self) -> None:
        """Ask what supports the selection."""
        self.window.advising.ask(Bearing.SUPPORTS)

    def focus_suggestions(self) -> None:
        """Put the keyboard on the first suggestion."""
        self.window.right.show()
        self.window.points.show()
        if not self.window.points.focus_suggestions():
            advice = self.window.desk.advice
            self.window.say(
                "Nothing is suggested here" if advice.is_ready else advice.waiting_words
            )

    def cover_article(self) -> None:
        """Show which passages nothing answers."""
        self.window.advising.cover()

    def restore_suggestion(self) -> None:
        """Take the last dismissal back."""
        self.window.advising.restore()

    def forget_learned(self) -> None:
        """Forget what was learned from decisions."""
        self.window.advising.forget()
