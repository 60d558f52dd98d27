"""A debater builds a case: collects, orders, writes between, times it, takes steps back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from briefing.app.navigation import Destination, Room
from briefing.library import read_library
from briefing.model import Case, Heading, PointItem, Prose, Side
from briefing.ui import messages
from briefing.ui.desk import Desk
from briefing.ui.dialogs.case_title import CaseTitleDialog
from briefing.ui.panes.case import CasePane
from briefing.ui.window import Window

Key, Held = Qt.Key, Qt.KeyboardModifier
NONE, CONTROL, ALT, SHIFT = (
    Held.NoModifier,
    Held.ControlModifier,
    Held.AltModifier,
    Held.ShiftModifier,
)


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody searches here, and building the index takes longest."""
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")


@pytest.fixture
def empty(library: Path) -> Path:
    """The starter library without its cases."""
    for path in (library / "cases").glob("*.md"):
        path.unlink()
    return library


@pytest.fixture
def pane(empty: Path, window: Window) -> CasePane:
    """The case pane of a window on a library without cases."""
    window.activateWindow()
    QApplication.processEvents()
    return window.case_pane


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, key, held)
    QApplication.processEvents()
    QApplication.processEvents()  # an editor closes in two steps


def saved(library: Path) -> list[Case]:
    """The cases as another program would find them."""
    found = read_library(library)
    assert [str(one) for one in found.faults if "cases" in one.path.parts] == []
    return list(found.cases)


def kinds(case: Case) -> str:
    return "".join({Heading: "H", Prose: "T", PointItem: "p"}[type(item)] for item in case.items)


def editor(pane: CasePane, kind: type[QWidget]) -> QWidget:
    found = [one for one in pane.list.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def first_points(window: Window, count: int) -> list[str]:
    return [point.id for point in window.desk.workspace.library.points[:count]]


def collect(window: Window, count: int) -> list[str]:
    """Press + on cards, as many as asked for."""
    found: list[str] = []
    while len(found) < count:
        window.reader.step(1)
        QApplication.processEvents()
        for card in window.points.cards:
            if card.point.id not in found and len(found) < count:
                press(card, Key.Key_Plus)
                found.append(card.point.id)
    return found


def test_plus_on_a_card_makes_a_first_case_and_shows_it(pane: CasePane, window: Window):
    assert not pane.isVisible()
    points = collect(window, 2)
    assert pane.isVisible()
    (case,) = saved(window.desk.workspace.root)
    assert case.title == "My case: Cluster munitions"
    assert case.topic == "cluster-munitions"
    assert [item.point for item in case.items] == points
    assert "Added to" in window.statusBar().currentMessage()
    assert pane.list.row == 1


def test_a_point_is_added_once(pane: CasePane, window: Window):
    first, second = collect(window, 2)
    pane.add(first)
    assert "Already in" in window.statusBar().currentMessage()
    assert pane.list.row == 0
    (case,) = saved(window.desk.workspace.root)
    assert [item.point for item in case.items] == [first, second]


def test_headings_and_texts_are_written_in_place(pane: CasePane, window: Window):
    collect(window, 1)
    pane.foot.heading_asked.emit()
    field = editor(pane, QLineEdit)
    QTest.keyClicks(field, "Contention  one")
    press(field, Key.Key_Return)
    pane.foot.text_asked.emit()
    text = editor(pane, QPlainTextEdit)
    QTest.keyClicks(text, "They say it saves lives.")
    press(text, Key.Key_Return)
    QTest.keyClicks(text, "It does not.")
    press(text, Key.Key_Return, CONTROL)
    (case,) = saved(window.desk.workspace.root)
    assert case.items[1:] == (
        Heading("Contention one"),
        Prose("They say it saves lives.\nIt does not."),
    )
    assert pane.list.row == 2


def test_f2_edits_escape_gives_up_and_an_emptied_row_goes(pane: CasePane, window: Window):
    collect(window, 1)
    pane.write_heading()
    press(editor(pane, QLineEdit), Key.Key_Escape)
    assert kinds(saved(window.desk.workspace.root)[0]) == "p"
    assert pane.model.rowCount() == 1
    pane.write_heading()
    QTest.keyClicks(editor(pane, QLineEdit), "One")
    press(editor(pane, QLineEdit), Key.Key_Return)
    press(pane.list, Key.Key_F2)
    QTest.keyClicks(editor(pane, QLineEdit), " more")
    press(editor(pane, QLineEdit), Key.Key_Escape)
    assert saved(window.desk.workspace.root)[0].items[1] == Heading("One")
    press(pane.list, Key.Key_F2)
    field = editor(pane, QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Two")
    press(field, Key.Key_Tab)
    assert saved(window.desk.workspace.root)[0].items[1] == Heading("Two")
    press(pane.list, Key.Key_F2)
    field = editor(pane, QLineEdit)
    assert isinstance(field, QLineEdit)
    field.clear()
    press(field, Key.Key_Return)
    assert kinds(saved(window.desk.workspace.root)[0]) == "p"


def test_what_is_being_written_is_kept_when_something_else_is_done(pane: CasePane, window: Window):
    pane.show()
    pane.write_text()
    QTest.keyClicks(editor(pane, QPlainTextEdit), "Half a sentence")
    point = first_points(window, 1)[0]
    pane.add(point)
    (case,) = saved(window.desk.workspace.root)
    assert case.items == (Prose("Half a sentence"), PointItem(point))
    pane.write_text()
    QTest.keyClicks(editor(pane, QPlainTextEdit), "And another")
    root = window.desk.workspace.root
    window.close()
    assert kinds(saved(root)[0]) == "TpT"


def test_alt_up_and_down_order_rows_and_not_the_article(pane: CasePane, window: Window):
    one, two, three = collect(window, 3)
    passage = window.reader.view.current
    press(pane.list, Key.Key_Up, ALT)
    press(pane.list, Key.Key_Up, ALT)
    press(pane.list, Key.Key_Up, ALT)
    assert [item.point for item in saved(window.desk.workspace.root)[0].items] == [three, one, two]
    assert pane.list.row == 0
    press(pane.list, Key.Key_Down, ALT)
    assert [item.point for item in saved(window.desk.workspace.root)[0].items] == [one, three, two]
    assert window.reader.view.current == passage


def test_the_list_keeps_its_keys_from_the_windows_shortcuts(pane: CasePane, window: Window):
    collect(window, 1)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Up, ALT)
    event.ignore()
    QApplication.sendEvent(pane.list, event)
    assert event.isAccepted()
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_K, CONTROL)
    event.ignore()
    QApplication.sendEvent(pane.list, event)
    assert not event.isAccepted()


def test_dragging_moves_a_row(pane: CasePane, window: Window):
    one, two, three = collect(window, 3)
    model = pane.model
    none = model.index(-1, 0)
    model.moveRows(none, 0, 1, none, 3)
    QApplication.processEvents()
    assert [item.point for item in saved(window.desk.workspace.root)[0].items] == [two, three, one]
    model.moveRows(none, 2, 1, none, 1)
    QApplication.processEvents()
    assert [item.point for item in saved(window.desk.workspace.root)[0].items] == [two, one, three]
    model.moveRows(none, 1, 1, none, 2)  # dropped where it was
    QApplication.processEvents()
    assert [item.point for item in saved(window.desk.workspace.root)[0].items] == [two, one, three]


def test_every_step_can_be_taken_back_and_done_again(pane: CasePane, window: Window):
    points = collect(window, 2)
    root = window.desk.workspace.root
    press(pane.list, Key.Key_Delete)
    press(pane.list, Key.Key_Delete)
    assert saved(root)[0].items == ()
    press(pane.list, Key.Key_Z, CONTROL)
    assert "Undone: remove" in window.statusBar().currentMessage()
    press(pane.list, Key.Key_Z, CONTROL)
    assert [item.point for item in saved(root)[0].items] == points
    press(pane.list, Key.Key_Z, CONTROL | SHIFT)
    assert [item.point for item in saved(root)[0].items] == points[1:] or kinds(
        saved(root)[0]
    ) == "p"
    for _ in range(5):
        press(pane.list, Key.Key_Z, CONTROL)
    assert "Nothing to undo" in window.statusBar().currentMessage()
    assert saved(root) == [], "the first + made the case"
    for _ in range(2):
        press(pane.list, Key.Key_Z, CONTROL | SHIFT)
    assert [item.point for item in saved(root)[0].items] == points


def test_the_time_follows_the_rate(pane: CasePane, window: Window):
    collect(window, 2)
    before = pane.foot.time.text()
    pane.foot.rate.setValue(75)
    assert window.desk.settings.speaking_rate == 75
    after = pane.foot.time.text()

    def seconds(text: str) -> int:
        minutes, rest = text.split()[0].split(":")
        return 60 * int(minutes) + int(rest)

    assert abs(seconds(after) - 2 * seconds(before)) <= 1
    assert all(row.time for row in pane.model.rows)


def test_enter_goes_to_the_point_and_copy_copies_its_quotation(pane: CasePane, window: Window):
    workspace = window.desk.workspace
    point = next(one for one in workspace.library.points if one.evidence)
    pane.add(point.id)
    press(pane.list, Key.Key_Return)
    assert window.going.history.current == Destination(Room.POINT, point.id)
    press(pane.list, Key.Key_C, CONTROL)
    assert point.evidence[0].quote in QApplication.clipboard().text()


def answer(fill: Callable[[CaseTitleDialog], None]) -> None:
    """Fill the next title dialog and accept it."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CaseTitleDialog)
        fill(dialog)
        dialog.accept()

    QTimer.singleShot(0, act)


def test_cases_are_begun_renamed_chosen_and_deleted(
    pane: CasePane, window: Window, monkeypatch: pytest.MonkeyPatch
):
    root = window.desk.workspace.root

    def first(dialog: CaseTitleDialog) -> None:
        dialog.field.setText("First speech")
        dialog.sides.setCurrentIndex(2)

    answer(first)
    window.commands.new_case()
    assert [(one.title, one.side) for one in saved(root)] == [("First speech", Side.AGAINST)]
    answer(lambda dialog: dialog.field.setText("Rebuttal"))
    window.commands.new_case()
    pane.add(first_points(window, 1)[0])
    assert pane.head.choice.currentText() == "Rebuttal"
    answer(lambda dialog: dialog.field.setText("Second speech"))
    pane.rename_case()
    assert sorted(one.title for one in saved(root)) == ["First speech", "Second speech"]
    case_id = next(one.id for one in saved(root) if one.title == "First speech")
    window.go(Destination(Room.CASE, case_id))
    assert pane.case is not None and pane.case.title == "First speech"
    asked: list[str] = []
    monkeypatch.setattr(messages, "ask", lambda *words: bool(asked.append(words[2])) or True)
    pane.delete_case()
    assert [one.title for one in saved(root)] == ["Second speech"]
    assert "First speech" in asked[0]
    assert pane.case is not None and pane.case.title == "Second speech"
    window.commands.toggle_case()
    assert not pane.isVisible()
    window.go(Destination(Room.CASE, "no-such-case"))
    assert "not in this library" in window.statusBar().currentMessage()


def test_a_case_changed_elsewhere_is_not_overwritten_and_nothing_is_lost(
    pane: CasePane, window: Window, boxes: list[str]
):
    root = window.desk.workspace.root
    points = first_points(window, 3)
    pane.add(points[0])
    path = next((root / "cases").glob("*.md"))
    path.write_text(path.read_text("utf-8") + "\nSomebody else wrote this.\n", "utf-8")
    pane.add(points[1])
    assert "changed by another program" in boxes.pop()
    assert pane.model.rowCount() == 2
    assert pane.warning.isVisible()
    pane.add(points[2])  # told once, not at every change
    assert boxes == []
    assert "Somebody else wrote this." in path.read_text("utf-8")
    pane.warning.as_new.emit()
    assert not pane.warning.isVisible()
    cases = {one.title: one for one in saved(root)}
    assert kinds(cases["My case: Cluster munitions"]) == "pT"
    assert [item.point for item in cases["My case: Cluster munitions (copy)"].items] == points


def test_a_draft_survives_reading_the_files_again(pane: CasePane, window: Window, boxes: list[str]):
    root = window.desk.workspace.root
    points = first_points(window, 2)
    pane.add(points[0])
    path = next((root / "cases").glob("*.md"))
    path.write_text(path.read_text("utf-8") + "\nSomebody else wrote this.\n", "utf-8")
    pane.add(points[1])
    boxes.clear()
    window.commands.reload()
    assert pane.model.rowCount() == 2
    assert pane.warning.isVisible()
    pane.warning.dropped.emit()
    assert [row.kind for row in pane.model.rows] == ["point", "prose"]
    assert not pane.warning.isVisible()


def test_a_library_that_cannot_be_written_keeps_the_case_in_the_pane(
    pane: CasePane, window: Window, boxes: list[str], monkeypatch: pytest.MonkeyPatch
):
    window.desk.workspace.__dict__["is_read_only"] = True
    monkeypatch.setattr("briefing.library.is_writable", lambda root: False)
    pane.add(first_points(window, 1)[0])
    assert pane.model.rowCount() == 1
    assert pane.warning.isVisible()
    assert "cannot be written" in boxes.pop()
    pane.warning.why.emit()
    assert "cannot be written" in boxes.pop()
    assert saved(window.desk.workspace.root) == []


def test_a_full_disk_keeps_the_case_in_the_pane(
    pane: CasePane, window: Window, boxes: list[str], monkeypatch: pytest.MonkeyPatch
):
    from briefing.model import SystemTrouble

    def full(case: Case) -> None:
        raise SystemTrouble("There is no space left.")

    with monkeypatch.context() as trouble:
        trouble.setattr(window.desk.workspace, "keep_case", full)
        pane.add(first_points(window, 1)[0])
    assert "no space left" in boxes.pop()
    assert pane.model.rowCount() == 1
    assert "no space left" in pane.warning.words.toolTip()
    pane.warning.again.emit()
    assert not pane.warning.isVisible()
    assert kinds(saved(window.desk.workspace.root)[0]) == "p"


def test_two_texts_in_a_row_become_one_and_it_is_said(pane: CasePane, window: Window):
    pane.show()
    for words in ("One.", "Two."):
        pane.write_text()
        QTest.keyClicks(editor(pane, QPlainTextEdit), words)
        press(editor(pane, QPlainTextEdit), Key.Key_Return, CONTROL)
    assert saved(window.desk.workspace.root)[0].items == (Prose("One.\n\nTwo."),)
    assert "became one" in window.statusBar().currentMessage()


def test_the_empty_pane_says_what_to_do(pane: CasePane, window: Window):
    window.commands.focus_case()
    assert "press +" in pane._hint.text()
    assert pane._hint.isVisible()
    pane.write_heading()
    press(editor(pane, QLineEdit), Key.Key_Escape)
    assert pane.case is None  # a case that was not begun is not kept
    assert saved(window.desk.workspace.root) == []


def test_everything_fits_at_200_percent(pane: CasePane, window: Window):
    collect(window, 2)
    window.desk.set("zoom", 200)
    window.resize(1280, 800)
    QApplication.processEvents()
    width = pane.width()
    for child in (pane.head, pane.foot, pane.list):
        assert child.geometry().right() <= width
        assert child.minimumSizeHint().width() <= width
    assert window.width() == 1280
