"""What a window's first paint does without: brought in after it, while it can be used already.

To import all that menus and panes need takes longer than a frame: it is done module by module, one
a turn of the event loop. Another thread must not do it: Qt's classes and enumerations are made when
they are first touched, which crashes when two threads do so at once. What the first card needs and
has nothing of Qt, another thread may import meanwhile.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from briefing.ui.tasks import Hand, Task

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from briefing.ui.window import Window

# Those that are imported by others come before them.
_MODULES = (
    *("app.gaps", "app.editing.points", "suggest", "text.citations", "app.review"),
    *("ui.panes.points_parts", "ui.advice_commands", "ui.commands", "ui.menus"),
    *("ui.panes.library", "ui.clipboard", "ui.panes.card", "ui.panes.points"),
    *("app.editing.articles", "app.editing.discarding", "ui.making", "ui.advising"),
    *("app.case_book", "ui.panes.case", "ui.collecting"),
    *("ui.panes.search", "ui.panes.browse", "ui.panes.page", "ui.checking"),
)
_WITHOUT_QT = ("text.markdown_setup", "app.checking_quotations")


def bring_in(window: Window) -> None:
    """Make the late parts of a window; in tests at once."""
    if window.desk.tasks.is_serial:
        window.make_late_parts()
    else:
        _go_on(window, 0)


def _go_on(window: Window, number: int) -> None:
    """Import the next module, or make the parts when all are there."""
    if number == len(_MODULES):
        window.desk.tasks.run(_import_ahead, _nothing, _nothing, by=Hand.REVIEW)
        window.make_late_parts()
        return
    import_module(f"briefing.{_MODULES[number]}")
    QTimer.singleShot(0, window, lambda: _go_on(window, number + 1))


def pressed_early(window: Window, event: QKeyEvent) -> None:
    """Do what a key is for that was pressed before there were menus: they are made for it."""
    from PySide6.QtGui import QKeySequence

    if window.has("menus"):
        return  # then it is the key of nothing
    pressed = QKeySequence(event.keyCombination())
    for action in window.actions_by_id.values():
        if pressed in action.shortcuts():
            action.trigger()
            return


def _nothing(_: object) -> None:
    """Whoever needs a module that could not be imported will say so."""


def _import_ahead(task: Task) -> None:
    for name in _WITHOUT_QT:
        import_module(f"briefing.{name}")
