"""What a window's first paint does without: brought in after it, while it can be used already.

To import all that menus and panes need takes longer than a frame, so that another thread does it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from briefing.ui.tasks import Hand

if TYPE_CHECKING:
    from briefing.ui.window import Window

_MODULES = (
    *("commands", "menus", "panes.library", "panes.points", "making", "advising", "collecting"),
    *("panes.search", "panes.browse", "panes.page"),
)


def bring_in(window: Window) -> None:
    """Make the late parts of a window; in tests at once."""
    tasks = window.desk.tasks
    if tasks.is_serial:
        window.make_late_parts()
        return
    tasks.run(
        lambda task: _import_all(),
        lambda _: window.make_late_parts(),
        lambda error: window.make_late_parts(),  # where it is told what cannot be imported
        by=Hand.IDLE,
    )


def _import_all() -> None:
    from PySide6 import QtCore

    assert QtCore.Qt is not None  # its enumerations are made now, all of them
    for name in _MODULES:
        import_module(f"briefing.ui.{name}")
