"""A teacher presents: the pages, the keys, and the reader's window beside the projector."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.app.navigation import Destination, Room
from briefing.app.presenting import ShowClaim, ShowQuotation, make_stop, start_show
from briefing.app.reading import Beside, Reading, Seen
from briefing.app.settings import Settings
from briefing.app.workspace import Workspace
from briefing.model import Article, Evidence, Point, Relation, Side
from briefing.resources import seeds
from briefing.text.passages import Passage
from briefing.ui.present.layout import OMITTED, StopLayout
from briefing.ui.present.look import Look
from briefing.ui.present.pages import lines_of
from briefing.ui.present.projector import Projector
from briefing.ui.theme import load_theme
from briefing.ui.window import Window
from tests.stories.hands import wait_until

Key = Qt.Key
ARTICLE = "nagl-rice-military-times"
SIZES = [
    (1024, 768, 28),
    (1280, 720, 28),
    (1920, 1080, 28),
    (1024, 768, 56),
    (1280, 720, 56),
    (1920, 1080, 56),
    (800, 600, 72),
]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(seeds())


def _look(width: int, height: int, points: int, timer: bool = False) -> Look:
    settings = replace(Settings(), present_size=points)
    return Look.of(settings, load_theme("light"), (width, height), 96.0, timer)


def _flat(text: str) -> str:
    return "".join(text.split())


def _check_nothing_is_cut(layout: StopLayout, look: Look) -> str:
    """Every line of every document stands whole on a page of its own; returns all words."""
    room = QRectF(0, 0, look.width, look.margin + look.body_height + 1)
    shown: dict[int, list[str]] = {}
    documents = {}
    words = []
    seen_pages = []
    for step in range(len(layout.stop.steps)):
        for number in range(layout.count(step)):
            page = layout.page(step, number)
            visible = [piece for piece in page.pieces if piece.step <= step]
            words.append(page.text(step))
            for piece in visible:
                assert room.contains(piece.rect), (look, piece.rect)
            for place, one in enumerate(visible):
                for other in visible[place + 1 :]:
                    assert not one.rect.intersects(other.rect)
            if any(page is other for other in seen_pages):
                continue
            seen_pages.append(page)
            for piece in page.pieces[1 if page.is_board else 0 :]:
                documents[id(piece.document)] = piece.document
                shown.setdefault(id(piece.document), []).append(piece.text())
    for key, document in documents.items():
        assert "\n".join(shown[key]) == "\n".join(line[2] for line in lines_of(document))
        block = document.begin()
        while block.isValid():
            for line in range(block.layout().lineCount()):
                natural = block.layout().lineAt(line).naturalTextWidth()
                assert natural <= document.textWidth() + 1
            block = block.next()
    return "\n".join(words)


@pytest.mark.parametrize(("width", "height", "points"), SIZES)
@pytest.mark.usefixtures("application")
def test_nothing_is_cut_at_any_size(workspace, width, height, points):
    look = _look(width, height, points)
    reading = workspace.read(ARTICLE)
    stops = start_show(workspace, reading, 0).stops
    for stop in sorted(stops, key=lambda one: -len(one.steps))[:2]:
        words = _flat(_check_nothing_is_cut(StopLayout(workspace, reading, stop, look), look))
        assert _flat(stop.beside.passage.text) in words
        for step in stop.steps:
            if isinstance(step, ShowClaim):
                assert _flat(step.seen.point.claim) in words
            if isinstance(step, ShowQuotation):
                for part in (step.evidence.speaker, step.evidence.label, step.evidence.caution):
                    assert _flat(part) in words
                assert _flat(step.evidence.quote) in words


@pytest.mark.parametrize("timer", [False, True])
@pytest.mark.parametrize(("width", "height", "points"), [SIZES[0], SIZES[3], SIZES[6]])
@pytest.mark.usefixtures("application")
def test_endless_words_long_quotations_and_points_of_no_side_are_paged(
    workspace, width, height, points, timer
):
    look = _look(width, height, points, timer)
    long = Evidence("e", "word " * 600 + "x" * 300, speaker="S" * 80, label="a label " * 30)
    sides = (Side.FOR, Side.AGAINST, None, None)
    seen = tuple(
        Seen(
            Point(f"p{n}", "t", "Claim" * 40 + " and more" * 20, side, evidence=(long,)),
            Relation.ANSWERS,
        )
        for n, side in enumerate(sides)
    )
    passage = Passage(0, "paragraph", 0, "漢字" * 400)
    beside = Beside(passage, seen)
    reading = Reading(Article("a", "t", "Title"), (beside,))
    layout = StopLayout(workspace, reading, make_stop(workspace, beside), look)
    words = _flat(_check_nothing_is_cut(layout, look))
    assert _flat(long.quote) in words
    assert passage.text in words
    board = next(step for step, one in enumerate(layout.stop.steps) if isinstance(one, ShowClaim))
    assert _flat(OMITTED) in _flat(layout.page(board, 0).text(board))


@pytest.mark.usefixtures("application")
def test_type_is_24_points_at_least_and_keeps_its_share_of_a_sharper_picture():
    small = _look(1024, 768, 24)
    assert small.pixels == small.small == 32
    assert _look(1920, 1080, 28).pixels == pytest.approx(_look(1024, 768, 28).pixels * 1080 / 768)
    assert _look(640, 480, 10).small == 32


# -- at the window --------------------------------------------------------------------------------


@pytest.fixture
def presented(window: Window) -> tuple[Window, Projector]:
    """A window whose projector is on, at the first passage with points."""
    window.commands.present()
    presenter = window.commands.presenter
    assert presenter is not None
    QApplication.processEvents()
    return window, presenter.projector


def _press(projector: Projector, *keys: Qt.Key) -> None:
    assert projector.screen is not None
    for key in keys:
        QTest.keyClick(projector.screen, key)


def _state(projector: Projector) -> tuple[int, int, int]:
    assert projector.show is not None
    return projector.show.passage, projector.show.step, projector.show.page


def _reveal_first_claim(projector: Projector) -> None:
    while projector.show.step < 1:
        _press(projector, Key.Key_PageDown)


def test_f5_shows_the_passage_and_reveals_its_points_one_by_one(presented):
    _, projector = presented
    screen, show = projector.screen, projector.show
    assert screen.isVisible()
    assert _flat(show.current.beside.passage.text)[:40] in _flat(screen.words())
    first = show.current.beside.seen[0].point
    assert _flat(first.claim) not in _flat(screen.words())
    _reveal_first_claim(projector)
    words = screen.words()
    assert _flat(first.claim) in _flat(words)
    assert "Deterrence · for · " in words
    assert "Humanitarian · against · " in words
    assert "▼ Answers this" in words or "▲ Supports this" in words
    others = [one.point.claim for one in show.current.beside.seen[1:]]
    assert not any(_flat(claim) in _flat(words) for claim in others)


@pytest.mark.parametrize(
    ("onwards", "backwards"),
    [
        (Key.Key_PageDown, Key.Key_PageUp),
        (Key.Key_Right, Key.Key_Left),
        (Key.Key_Down, Key.Key_Up),
        (Key.Key_Space, Key.Key_Backspace),
    ],
)
def test_every_clicker_goes_on_and_back(presented, onwards, backwards):
    _, projector = presented
    states = [_state(projector)]
    for _ in range(12):
        _press(projector, onwards)
        states.append(_state(projector))
    assert len(set(states)) == len(states)
    assert states[-1][0] >= states[0][0]
    for state in reversed(states[:-1]):
        _press(projector, backwards)
        assert _state(projector) == state


@pytest.mark.parametrize("key", [Key.Key_B, Key.Key_Period])
def test_black_out_hides_everything_until_the_next_key(presented, key):
    _, projector = presented
    _reveal_first_claim(projector)
    before = _state(projector)
    _press(projector, key)
    assert projector.screen.words() == ""
    image = projector.screen.grab().toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    }
    assert colours == {"#000000"}
    _press(projector, Key.Key_PageDown)
    assert _state(projector) == before
    assert projector.screen.words()


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_F5])
def test_escape_and_f5_end_the_show(presented, key):
    window, projector = presented
    ended = []
    projector.ended.connect(lambda: ended.append(True))
    _press(projector, key)
    assert (projector.is_on, projector.screen, ended) == (False, None, [True])
    window.actions_by_id["present.start"].trigger()
    assert projector.is_on


def test_the_reader_follows_the_show_and_the_show_follows_a_click(presented):
    window, projector = presented
    _press(projector, Key.Key_N)
    assert window.reader.view.current == projector.show.passage
    assert window.reader.view.is_pinned
    target = window.reader.reading.next_with_points(projector.show.passage + 3, 1)
    window.reader.view.pin(target)
    QApplication.processEvents()
    assert _state(projector) == (target, 0, 0)
    empty = next(one.passage.index for one in window.reader.reading.passages if not one.seen)
    window.reader.view.pin(empty)
    QApplication.processEvents()
    assert projector.show.passage == empty


def test_the_clicker_works_while_the_reader_has_the_keyboard(presented):
    window, projector = presented
    before = _state(projector)
    window.activateWindow()
    window.reader.view.setFocus()
    QTest.keyClick(window.windowHandle(), Key.Key_PageDown)
    assert _state(projector) != before
    QTest.keyClick(window.windowHandle(), Key.Key_PageUp)
    assert _state(projector) == before
    window.search_field.setFocus()
    QTest.keyClick(window.windowHandle(), Key.Key_B)
    assert not projector.show.is_dark
    assert window.search_field.text() == "b"


def test_larger_type_keeps_the_place(presented):
    _, projector = presented
    _press(projector, *[Key.Key_PageDown] * 5)
    passage, step, _ = _state(projector)
    size = projector.desk.settings.present_size
    for _ in range(8):
        QTest.keyClick(projector.screen, Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert projector.desk.settings.present_size == size + 16
    assert _state(projector)[:2] == (passage, step)
    QTest.keyClick(projector.screen, Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert projector.desk.settings.present_size == size


def test_another_theme_is_painted_at_once(presented):
    window, projector = presented
    for theme in ("light", "dark", "contrast", "sepia"):
        window.desk.set("theme", theme)
        corner = projector.screen.grab().toImage().pixelColor(2, projector.screen.height() // 2)
        assert corner.name() == load_theme(theme)["surface"]


def test_the_speech_timer_runs_on_screen(presented):
    _, projector = presented
    assert "4:00" not in projector.screen.words()
    _press(projector, Key.Key_T, Key.Key_Plus)
    assert "5:00" in projector.screen.words()
    assert projector.timer.is_running
    _press(projector, Key.Key_T)
    assert not projector.timer.is_running
    QTest.keyClick(projector.screen, Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert "5:00 (ready)" in projector.screen.words()
    QTest.keyClick(projector.screen, Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert "5:00" not in projector.screen.words()
    assert projector.desk.preferences.recall("speech_minutes") == 5


def test_a_show_of_hands(presented):
    _, projector = presented
    before = _state(projector)
    _press(projector, Key.Key_V, Key.Key_1, Key.Key_0, Key.Key_PageDown, Key.Key_2, Key.Key_0)
    _press(projector, Key.Key_PageDown, Key.Key_1, Key.Key_5, Key.Key_PageDown, Key.Key_1)
    _press(projector, Key.Key_5)
    words = projector.screen.words()
    assert "Swing: 17 percentage points to Deterrence" in " ".join(words.split())
    assert "Humanitarian" in words  # not broken over two lines
    _press(projector, Key.Key_Escape)
    assert projector.is_on
    assert _state(projector) == before
    _press(projector, Key.Key_V)
    assert projector.vote.counts == (10, 20, 15, 15)


def test_the_mouse_goes_on_and_back_and_its_pointer_hides(presented):
    _, projector = presented
    before, screen = _state(projector), projector.screen
    QTest.mouseClick(screen, Qt.MouseButton.LeftButton)
    assert _state(projector) != before
    QTest.mouseClick(screen, Qt.MouseButton.RightButton)
    assert _state(projector) == before
    screen._mouse.setInterval(1)
    where = QPointF(50, 50)
    none = Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        screen, QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, keys)
    )
    assert screen.cursor().shape() != Qt.CursorShape.BlankCursor
    wait_until(lambda: screen.cursor().shape() == Qt.CursorShape.BlankCursor)


def test_closing_the_readers_window_ends_the_show(presented):
    window, projector = presented
    screen = projector.screen
    window.close()
    assert not screen.isVisible()


def test_opening_another_library_ends_the_show(presented, tmp_path):
    from briefing.library import create_library

    window, projector = presented
    create_library(tmp_path / "empty", "Empty")
    window.commands.open_at(tmp_path / "empty")
    assert not projector.is_on


def test_home_and_end(presented):
    _, projector = presented
    _press(projector, Key.Key_N, Key.Key_End)
    passage = projector.show.passage
    assert projector.show.step == len(projector.show.current.steps) - 1
    _press(projector, Key.Key_Home)
    assert _state(projector) == (passage, 0, 0)
    _press(projector, Key.Key_Home)
    assert projector.show.stop == 0


def test_keys_of_other_programs_do_nothing(presented):
    _, projector = presented
    before = _state(projector)
    event = QKeyEvent(QEvent.Type.KeyPress, 0x01FFFFFF, Qt.KeyboardModifier.NoModifier, "")
    QApplication.sendEvent(projector.screen, event)
    _press(projector, Key.Key_Q, Key.Key_F3, Key.Key_Shift)
    assert _state(projector) == before


def test_on_two_screens_the_projector_takes_the_second(tmp_path):
    """In a process of its own, because screens are faked before Qt starts."""
    screens = [
        {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768},
        {"name": "projector", "x": 1366, "y": 0, "width": 1024, "height": 768},
    ]
    setup = tmp_path / "screens.json"
    setup.write_text(
        json.dumps({"screens": [{**one, "logicalDpi": 96, "dpr": 1} for one in screens]}),
        encoding="utf-8",
    )
    script = Path(__file__).with_name("on_two_screens.py")
    environ = {
        **os.environ,
        # A relative path: a colon in it would end the plugin's option.
        "QT_QPA_PLATFORM": f"offscreen:configfile={setup.name}",
        "BRIEFING_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, str(script), str(seeds())],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip() == "the reader on laptop, the show on projector, 1024 x 768"


# -- cases and topics -----------------------------------------------------------------------------


def test_a_case_is_presented_from_its_chosen_row_and_the_pane_follows(window: Window):
    window.go(Destination(Room.CASE, next(iter(window.desk.workspace.cases))))
    pane = window.case_pane
    row = next(row for row, one in enumerate(pane.model.rows) if one.kind == "point")
    claim = pane.model.rows[row].text
    pane.select(row - 1)
    pane.focus()
    QTest.keyClick(pane.list, Key.Key_F5)
    projector = window.commands.presenter.projector
    assert _flat(pane.model.rows[row - 1].text)[:40] in _flat(projector.screen.words())
    _press(projector, Key.Key_PageDown)
    assert _flat(claim) in _flat(projector.screen.words())
    assert "Against the motion" in projector.screen.words()
    assert pane.list.row == row
    _press(projector, Key.Key_PageDown)
    assert isinstance(projector.show.current.steps[projector.show.step], ShowQuotation)
    pane.add(next(iter(window.desk.workspace.points)))  # the show goes on with what changed
    assert projector.is_on and projector.show.passage == row
    _press(projector, Key.Key_Escape)
    assert not projector.is_on


def test_the_two_sides_of_a_topic_are_presented_in_turn(window: Window):
    topic = next(iter(window.desk.workspace.topics.values()))
    window.go(Destination(Room.TOPIC, topic.id))
    window.run_action("present.start")
    projector = window.commands.presenter.projector
    assert _flat(topic.motion) in _flat(projector.screen.words())
    _press(projector, Key.Key_N, Key.Key_PageDown)
    seen = projector.show.current.beside.seen
    assert {one.point.side for one in seen[:2]} == {Side.FOR, Side.AGAINST}
    words = projector.screen.words()
    assert _flat(seen[0].point.claim) in _flat(words) and "this" not in words.split("\n")[-3]
    shown = {one.point.id for stop in projector.show.stops for one in stop.beside.seen}
    every = {one.id for one in window.desk.workspace.library.points if one.topic == topic.id}
    assert shown == every
    _press(projector, Key.Key_F5)


def test_what_cannot_be_presented_is_said(window: Window, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("briefing.app.presented.MOST_POINTS", 5)
    window.run_action("present.topic")
    assert "a case, and present that" in window.statusBar().currentMessage()
    window.case_pane.book.open_new("Empty", None)
    window.run_action("present.case")
    assert "This case is empty" in window.statusBar().currentMessage()
    assert not window.commands.presenter.projector.is_on
