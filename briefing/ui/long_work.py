"""Work that may take long, with its progress shown and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog

if TYPE_CHECKING:
    from briefing.ui.tasks import Task
    from briefing.ui.window import Window

T = TypeVar("T")

_SHOWN_AFTER = 700  # milliseconds until progress is shown


def run_long(
    window: Window,
    words: str,
    work: Callable[[Task], T],
    done: Callable[[T], object],
    failed: Callable[[BaseException], object],
    *,
    title: str,
    lane: str,
    stopped: str = "",
) -> None:
    """Run `work` on a worker, then `done` or `failed`.

    Progress is shown if it takes long. `stopped` is said when the user stops it, after which
    neither is called; without these words it cannot be stopped, and the window takes nothing else
    meanwhile.
    """
    shown = QProgressDialog(words, "Cancel", 0, 0, window)
    shown.setWindowTitle(title)
    shown.setMinimumDuration(_SHOWN_AFTER)
    shown.setAutoClose(False)
    shown.setAutoReset(False)
    if not stopped:
        shown.setCancelButton(None)
        shown.setWindowModality(Qt.WindowModality.WindowModal)
    shown.setValue(0)

    def over() -> None:
        shown.reset()
        shown.deleteLater()

    def on_done(result: T) -> None:
        over()
        done(result)

    def on_failed(error: BaseException) -> None:
        over()
        failed(error)

    def progress(count: int, total: int) -> None:
        is_known = count < total > 1  # one file, or what comes after the last, takes its time
        shown.setMaximum(total if is_known else 0)
        shown.setValue(count if is_known else 0)
        shown.setLabelText(f"{words.rstrip(' …')}: {count} of {total}" if is_known else words)

    task = window.desk.tasks.run(work, on_done, on_failed, lane=lane, on_progress=progress)

    def cancel() -> None:
        if stopped:
            task.stop()
            window.say(stopped)
            shown.deleteLater()

    shown.canceled.connect(cancel)
