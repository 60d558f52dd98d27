"""Opening, making and copying libraries, and more than one window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QToolButton

from briefing.ui import main
from briefing.ui.desk import Desk
from briefing.ui.dialogs.founding import FoundingDialog
from briefing.ui.main import open_window
from briefing.ui.window import Window


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody searches here, and building an index takes longest."""
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")


@pytest.fixture
def windows(window: Window) -> Iterator[list[Window]]:
    """All open windows; those that the story leaves are closed."""
    yield main._windows
    for other in [one for one in main._windows if one is not window]:
        other.close()
    QApplication.processEvents()


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """What the user chooses in the next dialog for files."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: str(path))


def test_a_new_library_is_made_opened_and_empty(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "Mine")
    window.run_action("library.new")
    assert (tmp_path / "Mine" / "library.md").is_file()
    assert window.desk.workspace.root == tmp_path / "Mine"
    assert window.windowTitle() == "Mine – Briefing"
    assert not window.desk.workspace.library.articles
    assert not window.points.cards, "nothing of the library before stays in sight"
    assert "Passage" not in window.points._where.text()
    assert window.reader.reading is None, "nor can it be presented"
    assert not window.reader.view.toPlainText().strip()


def test_a_library_is_opened_and_the_one_before_is_among_the_recent(
    window: Window, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "Mine")
    window.run_action("library.new")
    answer(monkeypatch, library)
    window.run_action("library.open")
    assert window.desk.workspace.root == library
    window.menus.recent.aboutToShow.emit()
    recent = [action.text() for action in window.menus.recent.actions()]
    assert recent == [str(library), str(tmp_path / "Mine")]
    window.menus.recent.actions()[1].trigger()
    assert window.desk.workspace.root == tmp_path / "Mine"


def test_a_folder_that_is_no_library_is_said_and_the_open_one_stays(
    window: Window,
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    boxes: list[str],
) -> None:
    answer(monkeypatch, tmp_path / "gone")
    window.run_action("library.open")
    assert len(boxes) == 1
    assert "is not a library" in boxes.pop()
    assert window.desk.workspace.root == library
    assert window.reader.article is not None


def pressing(*every: Qt.Key) -> list[str]:
    """Press keys in the dialog that will ask; the words on its buttons come into the list."""
    said: list[str] = []

    def press() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, FoundingDialog)
        said.extend(one.text() for one in asked.findChildren(QPushButton))
        for key in every:
            QTest.keyClick(asked.focusWidget() or asked, key)

    QTimer.singleShot(0, press)
    return said


def test_an_empty_folder_becomes_a_library_by_one_key(
    window: Window, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Mine"
    folder.mkdir()
    answer(monkeypatch, folder)
    pressing(Qt.Key.Key_Escape)
    window.run_action("library.open")
    assert window.desk.workspace.root == library
    assert list(folder.iterdir()) == []
    pressing(Qt.Key.Key_Return)
    window.run_action("library.open")
    assert window.desk.workspace.root == folder
    assert "New topic" in window.page.view.toPlainText()
    starter = tmp_path / "Starter"
    starter.mkdir()
    pressing(Qt.Key.Key_Tab, Qt.Key.Key_Return)
    window.commands.open_at(starter)
    assert window.desk.workspace.root == starter
    assert window.reader.article is not None
    said = pressing(Qt.Key.Key_Return)  # the folder above: the one that was meant is near
    window.commands.open_at(starter / next(iter(window.desk.workspace.topics)))
    assert window.desk.workspace.root == starter
    assert said[0] == "Open the library “Starter”"


def test_a_program_that_is_started_on_an_empty_folder_offers_to_make_it_a_library(
    application: QApplication, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    folder = tmp_path / "Mine"
    folder.mkdir()
    pressing(Qt.Key.Key_Return)
    opened = open_window(folder, serial=True)
    assert opened is not None and opened.desk.workspace.root == folder
    opened.close()
    QApplication.processEvents()


def test_a_copy_is_opened_and_the_original_left_alone(
    window: Window, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "Copy")
    window.run_action("library.copy")
    assert window.desk.workspace.root == tmp_path / "Copy"
    for path in library.rglob("*.md"):
        assert (tmp_path / "Copy" / path.relative_to(library)).read_bytes() == path.read_bytes()


def test_a_second_window_has_a_life_of_its_own(
    window: Window, library: Path, windows: list[Window]
) -> None:
    before = len(windows)
    window.run_action("library.window")
    assert len(windows) == before + 1
    other = windows[-1]
    assert other is not window
    assert other.desk is not window.desk
    other.close()
    QApplication.processEvents()
    assert window.isVisible()
    assert window.desk.workspace.root == library


def test_reading_a_library_for_the_first_time_can_be_stopped_and_gone_on_with(
    application: QApplication,
    index: Path,
    library: Path,
    boxes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from briefing.library import catalogue

    gate = threading.Event()
    read = catalogue.read_part

    def slowly(*arguments: object, **more: object) -> object:
        if not gate.is_set():
            time.sleep(0.2)
        return read(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(catalogue, "read_part", slowly)
    window = open_window(library)
    assert window is not None
    buttons = window.statusBar().findChildren
    until(lambda: any(one.isVisible() for one in buttons(QToolButton)))
    button = next(one for one in buttons(QToolButton) if one.isVisible())
    assert button.text() == "Stop"
    assert "Reading" in window.state_label.text()
    button.click()
    assert "was stopped" in window.state_label.text()
    assert not button.isVisible()
    until(lambda: not window.desk.tasks.is_busy())
    assert window.desk.workspace.is_glimpse
    assert window.reader.article is not None  # it can be read meanwhile
    gate.set()
    window.actions_by_id["library.reload"].trigger()
    until(lambda: not window.desk.workspace.is_glimpse)
    assert len(window.desk.workspace.library.points) > 50
    window.close()
    application.processEvents()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)
    assert condition()
