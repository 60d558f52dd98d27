"""One window in a process of its own: says when it was first painted, and ends.

python -m tests.bench.child app [LIBRARY]      Briefing as its users start it
python -m tests.bench.child bare FONT…         three empty panes that load the same fonts

The moment is read from the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any


def bare(fonts: list[str]) -> None:
    """The least that a window with three panes can be: what Qt itself costs."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import (
        QApplication,
        QListWidget,
        QMainWindow,
        QSplitter,
        QTextBrowser,
        QTreeWidget,
    )

    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    for path in fonts:
        QFontDatabase.addApplicationFont(path)
    application.setFont(QFont("Source Sans 3", 10))
    window = QMainWindow()
    columns = QSplitter(Qt.Orientation.Horizontal)
    text = QTextBrowser()
    text.document().setDefaultFont(QFont("Source Serif 4", 13))
    text.setHtml("<h1>A title</h1>" + "<p>A paragraph of a few words.</p>" * 30)
    for pane in (QTreeWidget(), text, QListWidget()):
        columns.addWidget(pane)
    window.setCentralWidget(columns)
    window.resize(1280, 800)
    window.show()
    watch(window)
    application.exec()


def app(words: list[str]) -> None:
    """Briefing, from its entry point on; only the moment of painting is listened for."""
    import briefing.__main__ as program

    def open_and_watch(words: list[str]) -> int:
        import briefing.ui.main as desktop

        opened = desktop.open_window

        def watched(*arguments: object) -> object:
            window = opened(*arguments)  # type: ignore[arg-type]
            watch(window)
            return window

        desktop.open_window = watched  # type: ignore[assignment]
        return desktop.main(words)

    program._open = open_and_watch
    program.main(words)


def watch(window: object) -> None:
    """Print the time as soon as the window's first exposure has been painted."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() is not QEvent.Type.Expose:
                return False
            watched.removeEventFilter(self)
            QCoreApplication.sendEvent(watched, event)  # paints the whole window, then returns
            print(time.monotonic(), flush=True)
            if "BENCH_WHOLE" in os.environ:
                wait_for_library(window)
            else:
                leave()
            return True

    handle = window.windowHandle()  # type: ignore[attr-defined]
    watcher = Watcher(handle)
    handle.installEventFilter(watcher)


def wait_for_library(window: Any) -> None:
    """Print the time when the whole library is at hand, lists and tree, and the time when it can be
    searched; then end. The memory is that of the first of them.
    """
    from PySide6.QtCore import QTimer

    memory: list[int] = []

    def look() -> None:
        desk = window.desk
        if not memory and not desk.workspace.is_glimpse and window.has("library_pane"):
            print(time.monotonic(), flush=True)
            memory.append(peak())
        if memory and desk.finder is not None and desk.finder.is_ready:
            print(time.monotonic(), flush=True)
            leave(memory[0])
        QTimer.singleShot(2, look)

    look()


def leave(memory: int | None = None) -> None:
    """End at once; the memory, now or as it was, goes to the parent with the time."""
    if "BENCH_MEMORY" in os.environ:
        print(memory or peak(), flush=True)
    os._exit(0)


def peak() -> int:
    """The most memory of this process, in KB; `getrusage` would tell that of its parent, too."""
    status = Path("/proc/self/status")
    if status.exists():
        found = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(found.split()[1])
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    {"app": app, "bare": bare}[sys.argv[1]](sys.argv[2:])
