"""Run by test_present.py with two faked screens: the words are the library's folder."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from briefing.ui.main import make_application, open_window


def main(root: Path) -> None:
    """Present, reveal, read on at the laptop, end."""
    application = make_application()
    window = open_window(root, serial=True)
    assert window is not None
    application.processEvents()
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.commands.presenter is not None, "F5 presents"
    projector = window.commands.presenter.projector
    screen = projector.screen
    assert screen is not None
    application.processEvents()
    assert screen.isFullScreen()
    assert screen.geometry() == QGuiApplication.screens()[1].geometry()
    place = projector.show.step, projector.show.page
    QTest.keyClick(screen, Qt.Key.Key_PageDown)
    assert (projector.show.step, projector.show.page) != place
    # The reader stays usable: it scrolls and searches while the show stays where it is.
    passage = projector.show.passage
    window.reader.view.unpin()
    bar = window.reader.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    application.processEvents()
    assert window.reader.view.current != passage
    assert projector.show.passage == passage
    assert window.isVisible()
    print(
        f"the reader on {window.screen().name()}, the show on {screen.screen().name()}, "
        f"{screen.width()} x {screen.height()}"
    )
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not projector.is_on
    assert window.isVisible()
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
