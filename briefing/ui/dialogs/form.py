"""What all forms that change the library share: saving, words for what is wrong, drafts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from briefing.app.changes import Changes
from briefing.app.drafts import Draft, Drafts
from briefing.app.reading import side_words
from briefing.model import BriefingError, Side, Topic
from briefing.ui.dialogs.sizing import Body, Scrolling, fit_to_screen
from briefing.ui.widgets.rich_field import MarkdownEditor
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.dialogs.meanwhile import Meanwhile
    from briefing.ui.making import Making

_QUOTED = re.compile("“.*?”", re.DOTALL)
_EVERY = 2500  # milliseconds between two looks at whether there is something new to keep

Field = QLineEdit | QPlainTextEdit | QComboBox


class Form(QDialog):
    """A window of its own beside the article: one goes on reading while it is open.

    A subclass builds its fields; `write` saves what stands in them, as one operation of the
    library, and raises what is wrong with it. What is typed is kept as a draft until then.
    """

    kind: ClassVar[str] = ""  # under which its drafts are kept
    writes_anew: ClassVar[bool] = False  # what was deleted meanwhile can be saved as something new

    def __init__(
        self,
        making: Making,
        title: str,
        write: Callable[[], Changes],
        target: str = "",
        save: str = "Save",
    ) -> None:
        super().__init__(making.window)
        self.making = making
        self._write = write
        self.desk = making.desk
        self.target = target
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fields: dict[str, Field] = {}
        self.begun: dict[str, str] = {}  # what stood in the fields when nothing was typed yet
        self._kept: dict[str, str] = {}
        self._draft = ""
        self._root = self.desk.workspace.root
        self._drafts = Drafts(self._root)
        self._marked: tuple[Field, str] | None = None  # what is wrong, and its label when it is not
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.wrong = make_label("", "caution")
        self.wrong.setAccessibleName("What is wrong")
        self.wrong.hide()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Cancel)
        self.save_button = self.buttons.button(kinds.Save)
        self.save_button.setText(save)
        self.save_button.setToolTip("Ctrl+Enter")
        self.buttons.button(kinds.Cancel).setText("Cancel")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        body = Body()
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 6, 0)
        self.column.addLayout(self.form, 1)
        self._body = Scrolling(body)
        self._outer = QVBoxLayout(self)
        self._meanwhile: Meanwhile | None = None
        self._outer.addWidget(self._body, 1)
        self._outer.addWidget(self.wrong)
        self._outer.addWidget(self.buttons)
        for key in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(key), self, self.accept)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.keep_draft)

    # -- fields -----------------------------------------------------------------------------------

    def add_line(self, name: str, words: str, value: str = "", hint: str = "") -> QLineEdit:
        """A field of one line."""
        field = QLineEdit(value)
        field.setPlaceholderText(hint)
        self._add(name, words, field)
        return field

    def add_choice(self, name: str, words: str, choices: dict[str, str], value: str) -> QComboBox:
        """A choice: values with the words for them."""
        field = QComboBox()
        for key, shown in choices.items():
            field.addItem(shown, key)
        field.setCurrentIndex(max(field.findData(value), 0))
        self._add(name, words, field)
        return field

    def add_side(self, value: Side | None, topic: Topic | None) -> QComboBox:
        """The side towards the motion."""
        choices = {"": "Takes no side"} | {one.value: side_words(one, topic) for one in Side}
        return self.add_choice("side", "Side", choices, value.value if value else "")

    def add_theme(self, value: str, topic: Topic | None) -> QComboBox:
        """A theme of the topic; another one only if the topic has no list of them."""
        themes = list(topic.themes) if topic else []
        if value and value not in themes:
            themes.append(value)
        field = QComboBox()
        field.setEditable(not (topic and topic.themes))
        for theme in ("", *themes):
            field.addItem(theme or "No theme", theme)
        if field.isEditable():
            field.setItemText(0, "")
        field.setCurrentIndex(max(field.findData(value), 0))
        self._add("theme", "Theme", field)
        return field

    def add_text(self, name: str, words: str, value: str = "", hint: str = "") -> MarkdownEditor:
        """A field for Markdown with its preview."""
        editor = MarkdownEditor(self.desk, words, hint)
        self.fields[name] = editor.field
        self.form.addRow(f"{words}:", editor)
        editor.field.setPlainText(value)
        return editor

    def _add(self, name: str, words: str, field: QLineEdit | QComboBox) -> None:
        field.setAccessibleName(words)
        self.fields[name] = field
        self.form.addRow(f"{words}:", field)

    def value(self, name: str) -> str:
        """What stands in a field."""
        field = self.fields[name]
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        if isinstance(field, QLineEdit):
            return field.text()
        if field.isEditable():
            return field.currentText()
        return str(field.currentData() or "")

    def side(self) -> Side | None:
        """The chosen side."""
        value = self.value("side")
        return Side(value) if value else None

    def values(self) -> dict[str, str]:
        """What stands in all fields, and in what a subclass adds to them."""
        return {name: self.value(name) for name in self.fields}

    def fill(self, values: dict[str, str]) -> None:
        """Put a draft's words into the fields."""
        for name, value in values.items():
            field = self.fields.get(name)
            if isinstance(field, QPlainTextEdit):
                field.setPlainText(value)
            elif isinstance(field, QLineEdit):
                field.setText(value)
            elif field is not None and field.isEditable():
                field.setCurrentText(value)
            elif field is not None:
                field.setCurrentIndex(max(field.findData(value), 0))

    # -- life -------------------------------------------------------------------------------------

    def begin(self, width: int = 110, height: int = 0, draft: Draft | None = None) -> None:
        """Show the form, with the words of a draft if there are any."""
        self.begun = self._kept = self.values()
        self._watch()
        if draft is not None:
            self._draft = draft.id
            self.fill(draft.values)
            self._kept = self.values()
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        around = self.buttons.sizeHint().height() + 3 * line
        tall = max(self._body.height_for(letter * width - 2 * line) + around, line * height)
        fit_to_screen(self, letter * width, tall)
        self._timer.start()
        self._order()
        self.show()
        self.raise_()
        self.activateWindow()

    def _order(self) -> None:
        """Tab comes to the buttons last. One types at once: into the first field that is empty if
        the thing is new, into the first one else, or where a subclass has put the keyboard.
        """
        save, cancel = self.save_button, self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.setTabOrder(self.previousInFocusChain() or self, save)
        self.setTabOrder(save, cancel)
        fields = list(self.fields.items())
        empty = (field for name, field in fields if not self.value(name) and not self.target)
        first = next(empty, fields[0][1] if fields else None)
        if first is not None and self.focusWidget() is None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what others do meanwhile -----------------------------------------------------------------

    def there(self) -> object | None:
        """What the form is about, as the library has it now; None if it is new, or is gone."""
        return None

    def go_on_from(self, now: Any) -> None:
        """Take `now`, what `there` found, for what is being changed; None: it is written anew."""

    def _watch(self) -> None:
        """Tell in the form, as soon as it is seen, that others changed what it is about."""
        if self.there() is None:
            return
        from briefing.ui.dialogs.meanwhile import Meanwhile

        self._meanwhile = Meanwhile(self)
        self._outer.insertWidget(0, self._meanwhile)
        self.desk.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        if self._meanwhile is None or not self.isVisible() or not self._is_at_home():
            return
        if changes.words or changes.everything:
            self._meanwhile.look()

    def _is_at_home(self) -> bool:
        """Whether the window still has the library, all of it, that the form belongs to."""
        workspace = self.desk.workspace
        return workspace.root == self._root and not workspace.is_glimpse

    def _may_save(self) -> bool:
        """Whether nothing has to be done before saving; if something has, it is said."""
        if not self._is_at_home():
            self._tell(f"Open {self._root} again to save this. Your words are kept as a draft.")
            self.keep_draft()
            return False
        if self._meanwhile is not None:
            self._meanwhile.look()
            if not self._meanwhile.is_settled:
                self._meanwhile.ask()
                return False
        return True

    def set_draft_aside(self) -> None:
        """Keep the words of now as a draft that stays, whatever becomes of the form."""
        values = self.values()
        self._drafts.keep(self.kind, self.target, self.about(), values, self._draft)
        self._draft, self._kept = "", values

    def about(self) -> str:
        """What is being written, for the list of drafts."""
        return self.windowTitle()

    def said(self) -> str:
        """What the status bar says after saving."""
        return "Saved"

    def accept(self) -> None:
        """Save and close; what is wrong is said in the form, and the words stay."""
        if not self._may_save():
            return
        try:
            changes = self._write()
        except (BriefingError, OSError) as error:
            self._tell(str(error))
            self.keep_draft()
            return
        self._drop_draft()
        self.begun = self.values()
        words = self.said()
        super().accept()
        self.desk.changed.emit(changes)
        self.making.window.say(words)

    def _tell(self, words: str) -> None:
        """Say what is wrong under the field that it names first, mark it, and put the keyboard
        there; above the buttons if it names none. What the user wrote names no field.
        """
        told = _QUOTED.sub("“”", words.casefold())
        self._unmark()
        named = [
            (told.find(name), place, field)
            for place, field in enumerate(self.fields.values())
            if (name := field.accessibleName().casefold()) and name in told
        ]
        field = min(named)[2] if named else None
        self.wrong.setText(words)
        if self.form.indexOf(self.wrong) >= 0:
            self.form.takeRow(self.wrong)
        row = self._row_of(field) if field is not None else -1
        if row < 0:
            self._outer.insertWidget(self._outer.indexOf(self.buttons), self.wrong)
        else:
            self._outer.removeWidget(self.wrong)
            self.form.insertRow(row + 1, self.wrong)
        self.wrong.show()
        if field is not None:
            self._mark(field, row, words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._body.ensureWidgetVisible(self.wrong if row >= 0 else field)
            self._body.ensureWidgetVisible(field)

    def _mark(self, field: Field, row: int, words: str) -> None:
        """Mark a field until its words change: a dashed frame, a cross at its label, and what is
        wrong for who hears the window.
        """
        label = self._label_at(row)
        self._marked = (field, label.text() if label is not None else "")
        if label is not None:
            label.setText(f"✗ {label.text()}")
        _show_wrong(field, True)
        field.setAccessibleDescription(words)
        if not isinstance(field, QComboBox):
            field.textChanged.connect(self._unmark)

    def _unmark(self) -> None:
        if self._marked is None:
            return
        (field, text), self._marked = self._marked, None
        label = self._label_at(self._row_of(field))
        if label is not None:
            label.setText(text)
        _show_wrong(field, False)
        field.setAccessibleDescription("")
        if not isinstance(field, QComboBox):
            field.textChanged.disconnect(self._unmark)

    def _label_at(self, row: int) -> QLabel | None:
        item = self.form.itemAt(row, QFormLayout.ItemRole.LabelRole) if row >= 0 else None
        label = item.widget() if item is not None else None
        return label if isinstance(label, QLabel) else None

    def _row_of(self, field: QWidget) -> int:
        """The row of the form in which a field stands, by itself or within something; or -1."""
        roles = (QFormLayout.ItemRole.FieldRole, QFormLayout.ItemRole.SpanningRole)
        for row in range(self.form.rowCount()):
            for item in (self.form.itemAt(row, role) for role in roles):
                widget = item.widget() if item is not None else None
                if widget is not None and (widget is field or widget.isAncestorOf(field)):
                    return row
        return -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, but on a list it is for the row, which has had it."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (is_enter and isinstance(self.focusWidget(), QAbstractItemView)):
            super().keyPressEvent(event)

    def keep_draft(self) -> None:
        """Keep the words as they are now, if they are others than before."""
        values = self.values()
        if values != self._kept and values != self.begun:
            self._kept = values
            about = self.about()
            self._draft = self._drafts.keep(self.kind, self.target, about, values, self._draft)

    def _drop_draft(self) -> None:
        self._timer.stop()
        self._drafts.drop(self._draft)
        self._draft = ""

    def reject(self) -> None:
        """Close without saving; words that were typed stay as a draft."""
        self._leave()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._timer.stop()
        if self.values() == self.begun:
            self._drop_draft()
            return
        self.keep_draft()
        if self._draft:
            self.making.window.say("Your words are kept: Edit → Unsaved words")


def _show_wrong(field: QWidget, is_wrong: bool) -> None:
    """The frame of a field, as the style sheet draws it for this property."""
    field.setProperty("wrong", is_wrong)
    field.style().unpolish(field)
    field.style().polish(field)


def row_of(*widgets: QWidget) -> QWidget:
    """Widgets side by side."""
    from PySide6.QtWidgets import QHBoxLayout

    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return holder
