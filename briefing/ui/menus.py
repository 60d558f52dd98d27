"""The menu bar and the actions behind it, made from the table. Not needed for the first paint."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from briefing.ui.actions import ACTIONS, MENUS

if TYPE_CHECKING:
    from briefing.ui.window import Window

# Alt and a letter open a menu; Alt+A and Alt+S are taken.
_LETTERS = {name: f"&{name}" for name in MENUS} | {"Suggest": "S&uggest"}


class Menus:
    """The menus by name, and the window's actions by id."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._menus: dict[str, QMenu] = {}
        self.actions: dict[str, QAction] = {}
        bar = window.menuBar()
        bar.clear()
        for name in MENUS:
            self._menus[name] = bar.addMenu(_LETTERS[name])
        for spec in ACTIONS:
            action = QAction(spec.text, window)
            action.setObjectName(spec.id)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.triggered.connect(getattr(window.commands, spec.run))
            self.actions[spec.id] = action
            if spec.apart:
                self._menus[spec.menu].addSeparator()
            self._menus[spec.menu].addAction(action)
        self.recent = QMenu("Recent libraries", window)
        self.recent.aboutToShow.connect(self._fill_recent)
        self._menus["Library"].insertMenu(self.actions["library.copy"], self.recent)
        self.grey_steps_in(self._menus["Edit"])

    def __getitem__(self, name: str) -> QMenu:
        return self._menus[name]

    def put_on(self, button: QToolButton, action_id: str) -> None:
        """Give a button its action; it keeps the words that it has."""
        action, text = self.actions[action_id], button.text()
        button.setDefaultAction(action)
        button.setText(text)
        button.setAccessibleName(action.text())
        keys = action.shortcut().toString()
        button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        action.changed.connect(partial(button.setText, text))

    def grey_steps_in(self, menu: QMenu) -> None:
        """Undo and Redo are grey while `menu` is open and there is nothing for them to do.

        Only then: their keys say so in words, and those of a disabled action say nothing.
        """
        menu.aboutToShow.connect(self._grey_steps)
        menu.aboutToHide.connect(self._enable_steps)

    def _grey_steps(self) -> None:
        desk = self._window.desk
        steps = desk.editor.steps if desk.is_open else None
        self.actions["edit.undo"].setEnabled(bool(steps and steps.undo_name))
        self.actions["edit.redo"].setEnabled(bool(steps and steps.redo_name))

    def _enable_steps(self) -> None:
        for action_id in ("edit.undo", "edit.redo"):
            self.actions[action_id].setEnabled(True)

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in self._window.desk.preferences.recent():
            action = self.recent.addAction(path)
            action.triggered.connect(partial(self._window.commands.open_at, Path(path)))
