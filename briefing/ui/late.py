"""What a window's first paint does without: brought in after it, while it can be used already.

To import all that menus and panes need takes longer than a frame: it is done module by module, and
part by part, one a turn of the event loop. Another thread must not do it: Qt's classes and
enumerations are made when they are first touched, which crashes when two threads do so at once.
What the first card needs and has nothing of Qt, another thread may import meanwhile.

All threads of Python take turns, too: what is brought in while the library is read keeps it from
being read. So the library comes first, and then the tree of what is in it.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from briefing.ui.tasks import Hand, Task, share_time

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from briefing.ui.window import Window

# Modules and parts of the window, those that others need before them.
_STEPS = (
    *("ui.panes.library", "library_pane"),
    *("app.gaps", "app.editing", "app.editing.excerpt", "app.editing.sources"),
    *("app.editing.points", "suggest", "text.citations", "app.review"),
    *(
        "ui.advice",
        "ui.panes.suggestion",
        "ui.panes.points_parts",
        "ui.advice_commands",
        "ui.commands",
        "ui.menus",
        "menus",
    ),
    *("ui.clipboard", "ui.panes.card", "ui.panes.points", "points"),
    *("app.editing.articles", "app.editing.discarding", "ui.making", "making"),
    *("ui.advising", "advising"),
    *("app.case_book", "app.cases", "app.case_rows", "ui.item_models.outline", "ui.panes.case"),
    *("ui.collecting", "collecting"),
    *("ui.panes.search", "search", "ui.panes.browse", "browse", "ui.panes.page", "page"),
    "ui.checking",
)
_WITHOUT_QT = ("text.markdown_setup", "app.checking_quotations")


class Late:
    """Brings in the late parts of one window, once."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._is_begun = False

    def begin(self) -> None:
        """Bring them in, one a turn; in tests at once."""
        if self._is_begun:
            return
        self._is_begun = True
        desk = self._window.desk
        for step in _STEPS:
            desk.turns.add(partial(self._bring, step))
        desk.turns.add(lambda: desk.tasks.run(_import_ahead, _nothing, _nothing, by=Hand.REVIEW))
        desk.turns.add(lambda: share_time(while_starting=False))

    def _bring(self, step: str) -> None:
        if hasattr(type(self._window), step):
            getattr(self._window, step)
        else:
            import_module(f"briefing.{step}")


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
