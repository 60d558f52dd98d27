"""Lists with something to do for each row: the trash, unsaved words, the themes of a topic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
)

from briefing.app.changes import Changes
from briefing.app.drafts import Draft, Drafts
from briefing.app.editing import articles, discarding
from briefing.library import Discarded, discarded
from briefing.text.words import counted
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.widgets.small import make_label

if TYPE_CHECKING:
    from briefing.ui.making import Making

T = TypeVar("T")


class ListDialog(QDialog, Generic[T]):
    """A list with buttons that act on its chosen row; it follows the library.

    `rows` gives the words of each row and what it stands for, `empty` is said instead of none, and
    `detail` is what is shown of the chosen row below the list.
    """

    def __init__(
        self,
        making: Making,
        title: str,
        words: str,
        empty: str,
        rows: Callable[[], list[tuple[str, T]]],
        detail: Callable[[T], str] | None = None,
    ) -> None:
        super().__init__(making.window)
        self.making, self.desk = making, making.desk
        self._empty, self._rows_of, self._detail_of = empty, rows, detail
        self._values: list[T] = []
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.addWidget(make_label(words, "muted"))
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(title)
        layout.addWidget(self.list, 1)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName("What it holds")
        self.detail.setMaximumHeight(self.fontMetrics().lineSpacing() * 8)
        layout.addWidget(self.detail)
        self.detail.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        layout.addWidget(self._buttons)
        self._acting: list[QPushButton] = []
        self.list.currentItemChanged.connect(lambda *_: self._on_row())
        self.desk.changed.connect(self._on_changed)

    def add_button(self, words: str, act: Callable[[], None], key: str = "") -> QPushButton:
        """A button for the chosen row; `key` does the same on the list."""
        button = self._buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(act)
        button.setAutoDefault(False)  # Enter is for the row
        self._acting.append(button)
        if key:
            button.setToolTip(key)
            shortcut = QShortcut(QKeySequence(key), self.list, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        return button

    def begin(self) -> None:
        """Fill the list and show it."""
        self.refill()
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        fit_to_screen(self, letter * 90, line * 24)
        self.list.setFocus()
        self.show()
        self.activateWindow()

    def refill(self) -> None:
        """Show the rows as they are now."""
        row = self.list.currentRow()
        rows = self._rows_of()
        self._values = [value for _, value in rows]
        self.list.clear()
        self.list.addItems([words for words, _ in rows])
        if not rows:
            item = QListWidgetItem(self._empty)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        for button in self._acting:
            button.setEnabled(bool(rows))
        self._on_row()

    def chosen(self) -> T | None:
        """What the chosen row stands for."""
        row = self.list.currentRow()
        return self._values[row] if 0 <= row < len(self._values) else None

    def _on_row(self) -> None:
        value = self.chosen()
        words = self._detail_of(value) if self._detail_of and value is not None else ""
        self.detail.setPlainText(words)
        self.detail.setVisible(bool(words))

    def _on_changed(self, changes: Changes) -> None:
        if not changes.settings:
            self.refill()


class TrashDialog(ListDialog[Discarded]):
    """What was deleted; it can be brought back, or forgotten."""

    def __init__(self, making: Making) -> None:
        super().__init__(
            making,
            "Trash",
            "What was deleted lies in the library’s folder .trash until it is forgotten.",
            "The trash is empty. What you delete lies here until you forget it.",
            self._entries,
            _pieces_of,
        )
        self.add_button("Restore", self.restore)
        self.add_button("Forget for good", self.forget, "Del")
        self.list.itemActivated.connect(lambda item: self.restore())

    def _entries(self) -> list[tuple[str, Discarded]]:
        """The latest first."""
        return [
            (f"{one.what.capitalize()}: {one.title}\n{_minute(one.when)}", one)
            for one in discarded(self.desk.workspace.root)
        ]

    def restore(self) -> None:
        """Bring the chosen entry back."""
        entry = self.chosen()
        if entry is not None:
            editor = self.making.editor
            self.making.do(lambda: discarding.bring_back(editor, entry), f"Restored: {entry.title}")
            self.refill()

    def forget(self) -> None:
        """Remove the chosen entry; until the window closes, that can be undone."""
        entry = self.chosen()
        if entry is not None:
            editor = self.making.editor
            self.making.do(
                lambda: discarding.forget(editor, entry), f"Forgotten: {entry.title} (Ctrl+Z)"
            )
            self.refill()


class DraftsDialog(ListDialog[Draft]):
    """Words that were typed and not saved."""

    def __init__(self, making: Making) -> None:
        super().__init__(
            making,
            "Unsaved words",
            "These words were typed and never saved.",
            "Nothing is unsaved. What you type in a form is kept here until you save it.",
            self._all,
            _words_of,
        )
        self._drafts = Drafts(self.desk.workspace.root)
        self.add_button("Go on writing", self.go_on)
        self.add_button("Throw away", self.throw_away, "Del")
        self.list.itemActivated.connect(lambda item: self.go_on())

    def _all(self) -> list[tuple[str, Draft]]:
        """The latest first."""
        return [(f"{one.about}\n{_minute(one.when)}", one) for one in self._drafts.all()]

    def go_on(self) -> None:
        """Open the form again with the words in it."""
        draft = self.chosen()
        if draft is not None:
            self.accept()
            self.making.open_draft(draft)

    def throw_away(self) -> None:
        """Drop the draft."""
        draft = self.chosen()
        if draft is not None:
            self._drafts.drop(draft.id)
            self.refill()


class ThemesDialog(ListDialog[str]):
    """The themes of a topic: renamed, merged, ordered, added, removed."""

    def __init__(self, making: Making, topic: str) -> None:
        name = making.desk.workspace.topics[topic].title
        super().__init__(
            making,
            f"Themes of {name}",
            "Giving a theme the name of another merges the two. The order is that of the filter.",
            "The topic has no themes yet. Add one: points are filed under them.",
            self._counted,
        )
        self._topic = topic
        self.add_button("Rename or merge …", self.rename, "F2")
        self.add_button("Up", lambda: self.shift(-1), "Alt+Up")
        self.add_button("Down", lambda: self.shift(1), "Alt+Down")
        self.add_button("Remove", self.remove, "Del")
        new = self._buttons.addButton("Add …", QDialogButtonBox.ButtonRole.ActionRole)
        new.clicked.connect(self.add)
        new.setAutoDefault(False)
        self.list.itemActivated.connect(lambda item: self.rename())

    def _themes(self) -> list[str]:
        workspace = self.desk.workspace
        topic = workspace.topics.get(self._topic)
        known = list(topic.themes) if topic else []
        return list(dict.fromkeys([*known, *sorted(workspace.counts.themes_of(self._topic))]))

    def _counted(self) -> list[tuple[str, str]]:
        """Each theme with the number of its points."""
        counts = self.desk.workspace.counts.themes_of(self._topic)
        return [
            (f"{theme} ({counted(counts.get(theme, 0), 'point')})", theme)
            for theme in self._themes()
        ]

    def rename(self) -> None:
        """Ask for another name."""
        theme = self.chosen()
        if theme is None:
            return
        new, is_given = QInputDialog.getText(
            self, "Rename or merge", "New name, or the name of another theme:", text=theme
        )
        if is_given and new.strip():
            self._change(theme, new.strip())

    def remove(self) -> None:
        """Take the theme away; its points stay, without a theme."""
        theme = self.chosen()
        if theme is not None:
            self._change(theme, "")

    def _change(self, old: str, new: str) -> None:
        workspace = self.desk.workspace
        words = f"Renaming “{old}” …" if new else f"Removing “{old}” …"
        self.making.do_aside(
            lambda progress, stop: articles.rename_theme(
                workspace, self._topic, old, new, progress, stop
            ),
            words,
        )

    def add(self) -> None:
        """Ask for a new theme."""
        new, is_given = QInputDialog.getText(self, "Add a theme", "Name:")
        if is_given and new.strip():
            self._set([*self._themes(), new.strip()])

    def shift(self, step: int) -> None:
        """Move the theme in the order."""
        themes, row = self._themes(), self.list.currentRow()
        if 0 <= row + step < len(themes):
            themes.insert(row + step, themes.pop(row))
            self._set(themes)
            self.list.setCurrentRow(row + step)

    def _set(self, themes: list[str]) -> None:
        editor = self.making.editor
        self.making.do(lambda: articles.order_themes(editor, self._topic, themes))


def _pieces_of(entry: Discarded) -> str:
    """What was deleted, as it was written."""
    return "\n\n".join(one.data[:4000].decode("utf-8", "replace") for one in entry.pieces)


def _words_of(draft: Draft) -> str:
    return "\n".join(one for one in draft.values.values() if len(one) > 8)


def _minute(when: str) -> str:
    """A time as it is stored, without its seconds."""
    return when[:16].replace("T", " ")
