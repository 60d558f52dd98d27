"""The palette, the settings, the sheet of keys and the help pages, with real keys."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QSpinBox,
)

from briefing.app.navigation import Room
from briefing.app.settings import Preferences, Settings
from briefing.ui.actions import ACTIONS
from briefing.ui.dialogs.help import HelpDialog
from briefing.ui.dialogs.keys import KEYS, KeysDialog
from briefing.ui.dialogs.palette import Choice, Palette, matching, score
from briefing.ui.dialogs.settings import SettingsDialog
from briefing.ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def palette(window: Window) -> Palette:
    QTest.keyClick(window, Qt.Key.Key_P, CTRL | SHIFT)
    found = [one for one in window.findChildren(Palette) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def enter(found: Palette) -> None:
    QTest.keyClick(found.field, Qt.Key.Key_Return)
    QTest.qWait(1)  # what was chosen runs after the key's own events


def dialog(window: Window) -> QDialog:
    QApplication.processEvents()
    found = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


# -- palette --------------------------------------------------------------------------------------


def test_the_palette_lists_every_action_and_every_article(window: Window) -> None:
    shown = palette(window).choices()
    actions = {one.id for one in ACTIONS} & set(window.actions_by_id)
    assert actions <= {one.id for one in shown}
    goals = {one.place.id for one in shown if one.place and one.place.room is Room.ARTICLE}
    assert goals == set(window.desk.workspace.articles)
    assert any(one.place and one.place.room is Room.CASE for one in shown)
    assert all(one.keys for one in shown if one.id == "go.search")


def test_enter_runs_what_a_few_letters_find(window: Window) -> None:
    before = window.desk.settings.zoom
    found = palette(window)
    QTest.keyClicks(found.field, "larger")
    assert found.choices()[0].id == "view.bigger"
    enter(found)
    assert window.desk.settings.zoom == before + 10
    assert not any(one.isVisible() for one in window.findChildren(Palette))


def test_the_palette_goes_to_a_page(window: Window) -> None:
    found = palette(window)
    QTest.keyClicks(found.field, "go glossary")
    enter(found)
    assert window.page.place is not None and window.page.place.room is Room.GLOSSARY


def test_escape_gives_the_keyboard_back(window: Window) -> None:
    window.search_field.setFocus()
    found = palette(window)
    assert found.field.hasFocus()
    QTest.keyClicks(found.field, "zoom")
    QTest.keyClick(found.field, Qt.Key.Key_Escape)
    assert not found.isVisible()
    assert window.search_field.hasFocus()


def test_the_same_key_closes_the_palette(window: Window) -> None:
    palette(window)
    QTest.keyClick(window, Qt.Key.Key_P, CTRL | SHIFT)
    assert not any(one.isVisible() for one in window.findChildren(Palette))


def test_arrows_walk_and_go_round(window: Window) -> None:
    found = palette(window)
    count = len(found.choices())
    QTest.keyClick(found.field, Qt.Key.Key_Down)
    assert found.list.currentIndex().row() == 1
    QTest.keyClick(found.field, Qt.Key.Key_Up)
    QTest.keyClick(found.field, Qt.Key.Key_Up)
    assert found.list.currentIndex().row() == count - 1
    QTest.keyClick(found.field, Qt.Key.Key_PageUp)
    assert found.list.currentIndex().row() == count - 11


def test_recent_commands_come_first(window: Window) -> None:
    found = palette(window)
    QTest.keyClicks(found.field, "next colours")
    enter(found)
    assert palette(window).choices()[0].id == "view.theme"


def test_nothing_found_says_so_and_enter_does_nothing(window: Window) -> None:
    found = palette(window)
    QTest.keyClicks(found.field, "qqqq")
    assert found.choices() == []
    enter(found)
    assert found.isVisible()


def test_what_cannot_be_done_now_says_so(window: Window) -> None:
    window.actions_by_id["go.forward"].setEnabled(False)
    found = palette(window)
    QTest.keyClicks(found.field, "forward")
    assert found.choices()[0].id == "go.forward"
    enter(found)
    assert "not possible" in window.statusBar().currentMessage()


def test_a_click_elsewhere_closes_the_palette(window: Window) -> None:
    found = palette(window)
    window.reader.view.setFocus()
    assert not found.isVisible()
    assert window.reader.view.hasFocus()


def test_the_palette_stays_inside_a_small_window(window: Window) -> None:
    window.desk.set("zoom", 200)
    window.resize(640, 480)
    found = palette(window)
    assert window.rect().contains(found.geometry())
    window.resize(900, 700)
    assert window.rect().contains(found.geometry())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("next", "Next passage"),
        ("np", "Next passage"),
        ("pass next", "Next passage"),
        ("lrgr", "Larger text"),
        ("text", "Larger text"),
        ("view", "Larger text"),
        ("ctrl+k", "Search"),
    ],
)
def test_matching(query: str, first: str) -> None:
    choices = [
        Choice("a", "Larger text", "View"),
        Choice("b", "Next passage", "Go"),
        Choice("c", "Search", "Go", "Ctrl+K"),
    ]
    assert matching(query, choices)[0].text == first


def test_letters_strewn_over_a_sentence_do_not_match() -> None:
    assert score("glos", Choice("a", "Go to Cluster munitions: Overview", "Topic")) is None


# -- settings -------------------------------------------------------------------------------------


def settings(window: Window) -> SettingsDialog:
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    found = dialog(window)
    assert isinstance(found, SettingsDialog)
    return found


def test_every_setting_has_an_input_with_a_name(window: Window) -> None:
    found = settings(window)
    assert set(found.inputs) == {one.name for one in fields(Settings)}
    for one in fields(Settings):
        assert found.inputs[one.name].accessibleName() == one.metadata["words"]


def test_settings_apply_at_once_and_are_kept(window: Window) -> None:
    found = settings(window)
    theme, zoom = (found.inputs[one] for one in ("theme", "zoom"))
    assert isinstance(theme, QComboBox) and isinstance(zoom, QSpinBox)
    theme.setCurrentIndex(theme.findData("dark"))
    zoom.setFocus()
    zoom.selectAll()
    QTest.keyClicks(zoom, "150")
    QTest.keyClick(zoom, Qt.Key.Key_Return)
    assert window.desk.settings == Settings(theme="dark", zoom=150)
    assert found.isVisible()
    assert Preferences().settings == window.desk.settings


def test_half_typed_numbers_are_not_applied(window: Window) -> None:
    found = settings(window)
    zoom = found.inputs["zoom"]
    assert isinstance(zoom, QSpinBox)
    zoom.selectAll()
    QTest.keyClicks(zoom, "1")
    assert window.desk.settings.zoom == 100


def test_what_is_set_elsewhere_shows(window: Window) -> None:
    found = settings(window)
    zoom = found.inputs["zoom"]
    assert isinstance(zoom, QSpinBox)
    window.desk.set("zoom", 130)
    assert zoom.value() == 130


def test_defaults_come_back(window: Window) -> None:
    window.desk.set("zoom", 180)
    window.desk.set("text_font", "legible")
    found = settings(window)
    box = found.findChild(QDialogButtonBox)
    assert box is not None
    next(one for one in box.buttons() if one.text() == "Restore defaults").click()
    assert window.desk.settings == Settings()


def test_the_settings_say_where_things_are(window: Window, library: Path, home: Path) -> None:
    labels = settings(window).findChildren(QLabel)
    said = " ".join(one.accessibleName() for one in labels)
    assert str(library) in said
    assert str(home) in said


def test_a_second_ctrl_comma_opens_no_second_dialog(window: Window) -> None:
    found = settings(window)
    window.commands.open_settings()
    assert dialog(window) is found
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert not found.isVisible()


# -- keys and help --------------------------------------------------------------------------------


def keys(window: Window) -> KeysDialog:
    QTest.keyClick(window, Qt.Key.Key_F1)
    found = dialog(window)
    assert isinstance(found, KeysDialog)
    return found


def test_f1_shows_all_keys_and_filters_them(window: Window) -> None:
    found = keys(window)
    every = found.view.toPlainText()
    for one in ACTIONS:
        assert not one.keys or one.text.removesuffix(" …") in every
    assert all(place in every for place in KEYS)
    QTest.keyClicks(found.filter, "projector dark")
    assert "go dark" in found.view.toPlainText()
    assert "Open library" not in found.view.toPlainText()
    QTest.keyClick(found.filter, Qt.Key.Key_Return)
    assert found.isVisible()


def test_the_keys_can_be_copied_and_printed(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = keys(window)
    buttons = {one.text(): one for one in found.buttons.buttons()}
    buttons["Copy as text"].click()
    assert "Next passage with points" in QGuiApplication.clipboard().text()
    target = tmp_path / "keys.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: (str(target), ""))
    buttons["Save as PDF …"].click()
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("command", "words"),
    [("help.search", "year:2022..2024"), ("help.tour", "Read against the library")],
)
def test_help_pages_open_from_the_menu(window: Window, command: str, words: str) -> None:
    window.actions_by_id[command].trigger()
    found = dialog(window)
    assert isinstance(found, HelpDialog)
    assert words in found.view.toPlainText()
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert not found.isVisible()


def test_links_of_a_help_page_run_actions(window: Window) -> None:
    window.actions_by_id["help.tour"].trigger()
    tour = dialog(window)
    assert isinstance(tour, HelpDialog)
    tour.act.emit("help.keys")
    assert any(isinstance(one, KeysDialog) for one in window.findChildren(QDialog))


@pytest.mark.parametrize("zoom", [100, 200])
def test_dialogs_fit_the_screen_and_nothing_is_cut_sideways(window: Window, zoom: int) -> None:
    window.desk.set("zoom", zoom)
    for command in ("help.keys", "help.search", "help.tour", "library.settings"):
        window.actions_by_id[command].trigger()
        found = dialog(window)
        room = found.screen().availableGeometry()
        assert found.width() <= room.width() and found.height() <= room.height()
        if isinstance(found, HelpDialog):
            assert found.view.horizontalScrollBar().maximum() == 0, command
        found.close()
        QApplication.processEvents()


# -- forms ----------------------------------------------------------------------------------------


def test_in_a_form_one_types_at_once_and_tab_comes_to_the_buttons_last(window: Window) -> None:
    window.commands.new_topic()
    form = dialog(window)
    QTest.keyClicks(form.focusWidget(), "A motion")
    names = []
    for _ in range(6):
        focused = form.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName() or focused.property("text"))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert form.motion.text() == "A motion"
    assert names[0] == "Motion" and names[-2:] == ["Themes", "Make topic"]
    form.done(0)
