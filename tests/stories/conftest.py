"""A person at the real window: a copy of the starter library, a fresh account, no surprises."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from briefing.app.finding import Finder
from briefing.library import read_library
from briefing.resources import seeds
from briefing.ui.desk import Desk
from briefing.ui.main import make_application, open_window
from briefing.ui.window import Window


@pytest.fixture(scope="session")
def application() -> QApplication:
    """The one application of the test run."""
    return make_application()


@pytest.fixture(autouse=True)
def no_window_stays(application: QApplication) -> Iterator[None]:
    """Delete what a story leaves: outside of an event loop Qt would keep it, and style it anew."""
    yield
    for widget in application.topLevelWidgets():
        if widget.parent() is None:
            widget.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new account: settings, cache and documents in a folder of this test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("BRIEFING_HOME", str(folder))
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the starter library that the test may change."""
    return Path(shutil.copytree(seeds(), tmp_path / "library"))


@pytest.fixture(scope="session")
def made_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search index of the starter library, made once: that takes longer than a story."""
    finder = Finder(seeds(), tmp_path_factory.mktemp("index"))
    finder.ensure(read_library(seeds()))
    return finder.folder


@pytest.fixture
def index(home: Path, library: Path, made_index: Path) -> Path:
    """That index where the window looks for the index of the copy."""
    return Path(shutil.copytree(made_index, Finder(library).folder))


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What message boxes said. A test that expects one empties the list."""
    said: list[str] = []

    def exec_(box: QMessageBox) -> int:
        said.append(f"{box.windowTitle()}: {box.text()}\n{box.detailedText()}")
        return 0

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    yield said
    assert not said, f"unexpected message boxes: {said}"


@pytest.fixture
def window(
    application: QApplication, index: Path, library: Path, boxes: list[str]
) -> Iterator[Window]:
    """The window on the copy, with all background work done at once."""
    window = open_window(library, serial=True)
    assert window is not None
    application.processEvents()
    yield window
    window.close()
    application.processEvents()


@pytest.fixture
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody searches here, and building the index takes longest."""
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")


@pytest.fixture
def reading(no_index: None, window: Window) -> Window:
    """A window that stands at the first passage with points, its first card in hand."""
    window.activateWindow()
    for _ in range(9):
        window.run_action("go.next")
        for _ in range(4):
            QApplication.processEvents()
        if len(window.points.cards) > 1:
            break
    return window
