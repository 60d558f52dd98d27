"""Choosing what a point is linked to, or which point is linked to a passage; and its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from briefing.app.reading import relation_words
from briefing.model import Relation, Target
from briefing.text.words import short
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.making import Making

_MOST = 100
_CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to choose: a point or source by its id, a passage by article and number, or a
    target.
    """

    words: str
    kind: str
    point: str = ""
    article: str = ""
    index: int = -1
    target: Target | None = None
    source: str = ""
    sought: str = field(init=False, repr=False, compare=False)  # what typed words are looked for in

    def __post_init__(self) -> None:
        """Here, and not as one types: a worker makes them where there may be many."""
        object.__setattr__(self, "sought", f"{self.kind} {self.words}".casefold())


class Chooser(QDialog):
    """A field, a list that it narrows down, and (if asked for) the three relations."""

    chosen = Signal(object, object)  # Goal, Relation or None

    def __init__(
        self,
        making: Making,
        title: str,
        words: str,
        goals: Sequence[Goal],
        relation: Relation | None = Relation.ANSWERS,
        done: str = "Link",
    ) -> None:
        super().__init__(making.window)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._goals = list(goals)
        self._found: list[Goal] = []  # of them, by what was typed last
        self._typed = ""
        self.field = QLineEdit()
        number = ", or the number of a passage" if goals else ""
        self.field.setPlaceholderText(f"A few words of it{number}")
        self.field.setAccessibleName("Find")
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("What to choose from")
        self.list.itemActivated.connect(lambda item: self.accept())
        layout = QVBoxLayout(self)
        layout.addWidget(make_label(words, "heading"))
        self.relations: dict[Relation, QRadioButton] = {}
        if relation is not None:
            layout.addWidget(self._relation_row(relation))
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        self.count = QLabel()
        self.count.setObjectName("muted")
        layout.addWidget(self.count)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.ok = buttons.button(kinds.Ok)
        self.ok.setText(done)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        fit_to_screen(self, letter * 100, line * 30)
        self._narrow("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _relation_row(self, relation: Relation) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(self)
        words = {
            Relation.ANSWERS: "▼ &Answers it",
            Relation.UNDERCUTS: "▼ &Undercuts it",
            Relation.SUPPORTS: "▲ &Supports it",
        }
        tips = {
            Relation.ANSWERS: "Attacks what it concludes",
            Relation.UNDERCUTS: "Attacks how it gets there",
            Relation.SUPPORTS: "Speaks for it",
        }
        for one, text in words.items():
            button = QRadioButton(text)
            button.setToolTip(tips[one])
            button.setChecked(one is relation)
            group.addButton(button)
            layout.addWidget(button)
            self.relations[one] = button
        layout.addStretch(1)
        return row

    @property
    def relation(self) -> Relation | None:
        """The chosen relation."""
        return next((one for one, button in self.relations.items() if button.isChecked()), None)

    def add_goals(self, goals: Sequence[Goal]) -> None:
        """More to choose from."""
        self._goals += goals
        self._typed = ""
        self._narrow(self.field.text())

    def _narrow(self, text: str) -> None:
        goes_on = bool(self._typed) and text.startswith(self._typed)
        # More letters leave fewer of those that were found; but "12" is another passage than "1".
        among = self._found if goes_on and not self._typed.strip().isdigit() else self._goals
        found = _fitting(among, text.casefold().split())
        self._found, self._typed = found, text
        self.list.clear()
        for goal in found[:_MOST]:
            item = QListWidgetItem(f"{goal.kind}\n{short(goal.words, 220)}")
            item.setData(_CHOICE, goal)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{goal.kind}: {goal.words}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.ok.setEnabled(bool(found))
        more = f", the first {_MOST} shown" if len(found) > _MOST else ""
        self.count.setText(f"{len(found)} found{more}" if found else "Nothing has these words")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the field walk the list."""
        if watched is self.field and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8}
            steps[Qt.Key.Key_PageUp] = -8
            step = steps.get(Qt.Key(event.key()))
            if step is not None and event.type() == QEvent.Type.KeyPress and self.list.count():
                row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Hand over the choice: once, though Enter on the list comes by two ways."""
        item = self.list.currentItem()
        if item is None or not self.isVisible():
            return
        super().accept()
        self.chosen.emit(item.data(_CHOICE), self.relation)


def _fitting(goals: list[Goal], words: list[str]) -> list[Goal]:
    """The goals that have all of the words, or the passage of that number."""
    if len(words) == 1 and words[0].isdigit():
        number = int(words[0]) - 1
        return [
            one
            for one in goals
            if (one.index == number if one.index >= 0 else words[0] in one.sought)
        ]
    found = goals
    for word in words:
        found = [one for one in found if word in one.sought]
    return found


class LinksDialog(QDialog):
    """The links of a point: each can be broken or moved."""

    def __init__(self, making: Making, point: str) -> None:
        super().__init__(making.window)
        self._making, self._point = making, point
        self.setWindowTitle("Links of the point")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        self.heading = make_label("", "heading")
        layout.addWidget(self.heading)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("Links")
        layout.addWidget(self.list, 1)
        roles = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.new = buttons.addButton("Link to …", roles.ActionRole)
        self.move_button = buttons.addButton("Move …", roles.ActionRole)
        self.break_button = buttons.addButton("Break", roles.ActionRole)
        self.new.clicked.connect(lambda: making.linking.link_point(point))
        self.move_button.clicked.connect(self._move)
        self.break_button.clicked.connect(self._break)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.list.itemActivated.connect(lambda item: self._move())
        self.break_button.setToolTip("Del")
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        for button in (self.new, self.move_button, self.break_button, close):
            button.setAutoDefault(False)  # Enter is for the row
        shortcut = QShortcut(QKeySequence("Del"), self.list, self._break)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        making.desk.changed.connect(self._fill)
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        fit_to_screen(self, letter * 90, line * 20)
        self._fill()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, changes: object = None) -> None:
        from briefing.app.editing.linking import target_words

        row = self.list.currentRow()
        self.list.clear()
        found = self._making.desk.workspace.points.get(self._point)
        self.heading.setText(found.claim if found else "This point was deleted.")
        for link in found.links if found else ():
            words = relation_words(link.relation, target_words(self._making.editor, link.target))
            item = QListWidgetItem(words)
            item.setData(_CHOICE, link)
            self.list.addItem(item)
        if found and not found.links:
            self.list.addItem("This point is linked to nothing yet.")
        has_links = bool(found and found.links)
        self.break_button.setEnabled(has_links)
        self.move_button.setEnabled(has_links)
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))

    def _break(self) -> None:
        from briefing.app.editing.linking import unlink

        item = self.list.currentItem()
        link = item.data(_CHOICE) if item else None
        if link is not None:
            self._making.do(
                lambda: unlink(self._making.editor, self._point, link), "Link broken (Ctrl+Z)"
            )

    def _move(self) -> None:
        item = self.list.currentItem()
        link = item.data(_CHOICE) if item else None
        if link is not None:
            self._making.linking.link_point(self._point, link)
