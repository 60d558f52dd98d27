"""What became meanwhile of the thing that an open form is about, told in the form.

Another window, another program or another person changes it. What the user did not touch is taken
over; where both wrote, the form says so with both versions, and the user chooses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from briefing.app.drafts import Draft
from briefing.ui.widgets.small import make_button, make_label

if TYPE_CHECKING:
    from briefing.ui.dialogs.form import Form

_NAMES = {"evidence": "quotation", "text": "text"}  # what the user calls a kind of form
_WORDS = {"evidence": "Evidence", "marked": "Quotation and marks"}  # of values without a field
_LINES = 7  # of the two versions, before they scroll


class Meanwhile(QFrame):
    """A band at the head of a form, hidden until something happened. `look` finds out."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self._known = form.there()
        self._theirs: dict[str, str] = {}  # of the fields that both have changed
        self._is_gone = False
        self.setObjectName("meanwhile")
        self.words = make_label("", "caution")
        self.see = make_button("What is different?", "", self._show_both, checkable=True)
        self.take = make_button("Take the other", "Yours are kept as unsaved words", self.take_over)
        self.keep = make_button("Keep mine", "Saving writes yours over the other", self.keep_mine)
        self.both = QPlainTextEdit(readOnly=True)
        self.both.setAccessibleName("What is different")
        self.both.setTabChangesFocus(True)
        self.both.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES)
        buttons = QHBoxLayout()
        for button in (self.see, self.take, self.keep):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addLayout(buttons)
        column.addWidget(self.both)
        self.hide()

    @property
    def is_settled(self) -> bool:
        """Whether the user need not choose between two versions."""
        return not self._theirs and not self._is_gone

    def look(self) -> None:
        """Look whether the library has another version by now."""
        now = self._form.there()
        if now == self._known:
            return
        self._known = now
        self._is_gone = now is None
        if now is None:
            self._tell_gone()
        else:
            self._merge(now)

    def ask(self) -> None:
        """The user wants to save and has not chosen yet: put the keyboard where one does."""
        self.show()
        (self.keep if self.keep.isVisible() else self.see).setFocus()

    # -- two versions -----------------------------------------------------------------------------

    def _merge(self, now: object) -> None:
        """Take over what only the others changed; what both did is asked about."""
        form = self._form
        begun, mine, theirs = form.begun, form.values(), self._their_values()
        shown = {*form.fields, *_WORDS} & mine.keys()
        names = [one for one in theirs if one in shown and theirs[one] != begun.get(one)]
        both = [one for one in names if mine[one] not in (begun.get(one), theirs[one])]
        taken = [one for one in names if one not in both and mine[one] != theirs[one]]
        form.go_on_from(now)
        form.fill({one: theirs[one] for one in taken})
        # What is asked about stays so until it is answered, whatever else changes.
        form.begun = theirs | {one: begun[one] for one in both}
        self._theirs = {one: theirs[one] for one in both}
        told = f"This {self._name} was changed meanwhile, outside this form."
        if both:
            told += f" Changed there and here: {self._named(both)}. Yours is shown; choose."
            if taken:
                told += f" Taken over: {self._named(taken)}."
        elif taken and form.values() == theirs:
            told += " Here it is as it is now."
        elif taken:
            told += f" Taken over: {self._named(taken)}. What you typed is still here."
        else:
            self._show("")
            return
        self._show(told)

    def _their_values(self) -> dict[str, str]:
        """The fields as a form shows them that is opened now."""
        from briefing.ui.dialogs.unsaved import form_of

        form = self._form
        fresh = form_of(form.making, Draft("", form.kind, form.target, "", {}, ""))
        if fresh is None:
            return {}
        values = fresh.values()
        fresh.deleteLater()
        return values

    def _tell_gone(self) -> None:
        self._theirs = {}
        words = f"This {self._name} was deleted meanwhile, outside this form."
        if self._form.writes_anew:
            self._show(f"{words} Your words stay here; “Keep mine” lets you save them anew.")
        else:
            self._show(f"{words} Your words stay here: copy what you need. They are kept, too.")

    def _show(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        for button in (self.see, self.take):
            button.setVisible(bool(self._theirs))
        self.keep.setVisible(bool(self._theirs) or (self._is_gone and self._form.writes_anew))
        self.see.setChecked(False)
        self.both.hide()
        self.setVisible(bool(words))
        self._form.wrong.hide()
        if words:
            self._form.keep_draft()
            self._form.making.window.say(words)

    # -- what the user chooses --------------------------------------------------------------------

    def take_over(self) -> None:
        """Put the other version into the form; one's own words become a draft of their own."""
        form = self._form
        form.set_draft_aside()
        form.fill(self._theirs)
        self._settle()
        self._show("This is the other version now. Yours is kept: Edit → Unsaved words.")

    def keep_mine(self) -> None:
        """Let saving write one's own words over the other version."""
        if self._is_gone:
            self._form.go_on_from(None)
        self._settle()
        self._show("Saving keeps your words. Ctrl+Z brings the other version back.")

    def _settle(self) -> None:
        self._form.begun = self._form.begun | self._theirs
        self._theirs, self._is_gone = {}, False

    def _show_both(self) -> None:
        mine = self._form.values()
        parts = [
            f"{self._named([name])}\n{differing(theirs, mine[name])}"
            for name, theirs in self._theirs.items()
        ]
        self.both.setPlainText("\n\n".join(parts))
        self.both.setVisible(self.see.isChecked())

    # -- words ------------------------------------------------------------------------------------

    @property
    def _name(self) -> str:
        return _NAMES.get(self._form.kind, self._form.kind)

    def _named(self, names: list[str]) -> str:
        fields = self._form.fields
        return ", ".join(
            fields[one].accessibleName() if one in fields else _WORDS.get(one, one) for one in names
        )


def differing(theirs: str, mine: str) -> str:
    r"""The lines that only one of two versions has, each under its name.

    >>> print(differing("A.\nB.", "A.\nC."))
    The other: B.
    Yours: C.
    """
    said = []
    for whose, one, other in (("The other", theirs, mine), ("Yours", mine, theirs)):
        known = set(other.splitlines())
        lines = [line for line in one.splitlines() if line.strip() and line not in known]
        said.append(f"{whose}: " + ("\n".join(lines) or "(no line more)"))
    return "\n".join(said)
