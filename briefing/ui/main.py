"""Starts the desktop."""

from __future__ import annotations

import atexit
import os
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from briefing.app.seeds import starter_library
from briefing.app.settings import Preferences
from briefing.model import BriefingError, NoLibrary
from briefing.ui import messages
from briefing.ui.desk import Desk
from briefing.ui.garbage import keep_looks_short
from briefing.ui.tasks import Tasks, share_time
from briefing.ui.window import Window

_PICTURE = "1280x800"  # there is no screen that it could be larger than
_QUIET = 3  # looks, before a window that has nothing more to do is drawn
_SETTLED = 500  # ms, when the window has been painted
_windows: list[Window] = []  # Python must hold every open window


def main(arguments: list[str]) -> int:
    """Open the window; with `--screenshot FILE` draw it into a picture and end."""
    picture = _option(arguments, "--screenshot")
    if picture:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    size = _option(arguments, "--size") or (_PICTURE if picture else "")
    folders = [Path(word) for word in arguments if not word.startswith("-")]
    application = make_application()
    if picture:
        _end_on_mistakes(application)
    window = open_window(folders[0] if folders else None)
    if window is None:
        return 1
    if size:
        window.showNormal()  # it may have been left filling a screen
        width, _, height = size.partition("x")
        window.resize(int(width), int(height))
    if picture:
        return _draw(application, window, picture)
    QTimer.singleShot(_SETTLED, application, lambda: _end_on_signals(application))
    return application.exec()


def make_application() -> QApplication:
    """The one QApplication, with our style and the funnel for what goes wrong."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qInstallMessageHandler(_log_qt)
    atexit.register(qInstallMessageHandler, None)  # Qt may still speak when Python is gone
    QGuiApplication.setApplicationName("Briefing")
    QGuiApplication.setDesktopFileName("briefing")
    application = QApplication(sys.argv[:1])
    share_time(while_starting=True)
    keep_looks_short(application)
    application.setStyle("Fusion")
    messages.install_funnel()
    return application


def _log_qt(kind: QtMsgType, context: QMessageLogContext, words: str | None) -> None:
    """Log what Qt says, but not that there is no window system to obey it: nobody can mend that."""
    import logging

    if (words or "").startswith("This plugin does not support "):
        return
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    logging.getLogger("briefing.qt").log(levels.get(kind, logging.ERROR), "%s", words)


def open_window(root: Path | None = None, serial: bool = False) -> Window | None:
    """Open a window on a library (None: the last one, or the starter library).

    A library that cannot be opened is said, and the starter library opened instead.
    """
    preferences = Preferences()
    window = Window(Desk(preferences, Tasks(serial)))
    opened = _open_first(window, [root] if root else _candidates(preferences))
    if not opened:
        window.close()
        return None
    _windows.append(window)
    window.destroyed.connect(_forget_closed)
    window.show()
    return window


def _candidates(preferences: Preferences) -> list[Path]:
    recent = [Path(one) for one in preferences.recent()[:1]]
    return [*[one for one in recent if one.is_dir()], starter_library()]


def _open_first(window: Window, roots: list[Path]) -> bool:
    return any(_open_one(window, root) for root in roots)


def _open_one(window: Window, root: Path) -> bool:
    """Open a library; one that cannot be opened is told. A folder that is none can become one."""
    try:
        window.open_library(root)
    except (BriefingError, OSError) as error:
        if QGuiApplication.platformName() == "offscreen":  # nobody sees a dialog
            print(error, file=sys.stderr)
            return False
        if not isinstance(error, NoLibrary):
            messages.trouble(window, error)
            return False
        from briefing.ui.dialogs.founding import found_library

        found = found_library(window, root, error)
        return found is not None and _open_one(window, found)
    return True


def _forget_closed() -> None:
    from shiboken6 import isValid

    _windows[:] = [window for window in _windows if isValid(window)]


def _option(arguments: list[str], name: str) -> str:
    """Take `name VALUE` out of the arguments."""
    if name not in arguments:
        return ""
    at = arguments.index(name)
    value = arguments[at + 1] if at + 1 < len(arguments) else ""
    del arguments[at : at + 2]
    return value


def _end_on_mistakes(application: QApplication) -> None:
    """Where nobody sees the window, nobody can close a dialog: print the mistake and end."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        application.exit(1)

    sys.excepthook = hook


def _end_on_signals(application: QApplication) -> None:
    """Close as the user would when the terminal (Ctrl+C) or the system asks the program to end.

    Python itself sees a signal only when it is its turn, and Qt may not give it one for long: the
    number of the signal is written into a pipe, which wakes Qt. (Windows has no such pipes.)
    """
    if os.name == "nt":
        return
    import signal

    from PySide6.QtCore import QSocketNotifier

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, lambda *_: None)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, application)
    notifier.activated.connect(lambda: application.quit())


def _draw(application: QApplication, window: Window, picture: str) -> int:
    """Let the window settle, then draw it into a file."""
    code, desk, quiet = [1], window.desk, 0

    def draw() -> None:
        nonlocal quiet
        is_busy = desk.tasks.is_busy() or desk.turns.is_busy() or desk.workspace.is_glimpse
        quiet = 0 if is_busy else quiet + 1
        if quiet < _QUIET:  # one piece of work may begin the next
            QTimer.singleShot(50, window, draw)
            return
        code[0] = 0 if window.grab().save(picture) else 1
        desk.turns.close()
        desk.tasks.close()
        application.exit()  # no `quit`, which closes: a picture's size is not the window's

    QTimer.singleShot(150, window, draw)
    application.exec()
    if code[0]:
        print(f"The picture could not be written: {picture}", file=sys.stderr)
    return code[0]
