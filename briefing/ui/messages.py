"""Everything said to the user in a dialog. Three kinds of trouble: theirs, the system's, ours."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6 import QtWidgets
from PySide6 import __version__ as pyside_version
from PySide6.QtWidgets import QApplication, QWidget

from briefing import __version__
from briefing.model import BriefingError, Cancelled, UserError

if TYPE_CHECKING:
    from types import TracebackType


def tell(parent: QWidget | None, title: str, words: str) -> None:
    """Something the user should know."""
    _box(parent, QtWidgets.QMessageBox.Icon.Information, title, words).exec()


def ask(parent: QWidget | None, title: str, words: str, yes: str, no: str = "Cancel") -> bool:
    """A question with two answers named by what they do."""
    box = _box(parent, QtWidgets.QMessageBox.Icon.Question, title, words)
    accept = box.addButton(yes, QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.addButton(no, QtWidgets.QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is accept


def trouble(parent: QWidget | None, error: BaseException) -> None:
    """An error, told by its kind. A stop by the user is no trouble."""
    if isinstance(error, Cancelled):
        return
    if isinstance(error, UserError):
        _box(parent, QtWidgets.QMessageBox.Icon.Warning, "That cannot be done", str(error)).exec()
    elif isinstance(error, BriefingError | OSError):
        _box(parent, QtWidgets.QMessageBox.Icon.Warning, "The system refused", str(error)).exec()
    else:
        _report(parent, error)


def _report(parent: QWidget | None, error: BaseException) -> None:
    """A mistake of ours: what happened, with a text to send."""
    import logging
    import traceback

    details = "".join(traceback.format_exception(error))
    logging.getLogger("briefing").error("%s", details)
    words = (
        "Briefing made a mistake. Your library is saved file by file and is not affected. "
        "You can go on; if something looks wrong, start Briefing again."
    )
    box = _box(parent, QtWidgets.QMessageBox.Icon.Critical, "A mistake in Briefing", words)
    box.setDetailedText(f"{versions()}\n\n{details}")
    box.exec()


def versions() -> str:
    """Program, library and system versions, for reports."""
    import platform

    return (
        f"Briefing {__version__}, Python {platform.python_version()}, "
        f"PySide6 {pyside_version}, {platform.platform()}"
    )


def _box(
    parent: QWidget | None, icon: QtWidgets.QMessageBox.Icon, title: str, words: str
) -> QtWidgets.QMessageBox:
    box = QtWidgets.QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(words)
    return box


def install_funnel() -> None:
    """Route exceptions that nothing caught (in slots, for instance) to the report dialog."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        application = QApplication.instance()
        window = QApplication.activeWindow() if isinstance(application, QApplication) else None
        if application is None:
            sys.__excepthook__(kind, error, trace)
        else:
            trouble(window, error)

    sys.excepthook = hook
