"""Somebody hunts a quotation: three letters, the words, who said it, and the citation in hand."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from briefing.app.finding import Finder
from briefing.app.navigation import Room
from briefing.index import Kind
from briefing.library import create_library
from briefing.ui.item_models.rows import ROW
from briefing.ui.main import open_window
from briefing.ui.opening import Opening
from briefing.ui.window import Window
from tests.stories.hands import wait_until

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NASTY = (
    '"',
    "((((",
    ")))",
    "AND",
    "OR OR",
    "NOT",
    "a AND (b OR",
    "by:",
    "side:",
    "year:..",
    "year:2023..1999",
    "year:99999999999999999999",
    "theme:::::",
    "kind:nonsense words",
    "***",
    "*",
    "?",
    "a*b*c*",
    "[a TO b]",
    "{}",
    "~~~",
    "^^2",
    "\\",
    "\\\\\\",
    "<b>bold</b>",
    "&amp;",
    "dud\x00rate",
    "\u202egnp.exe",
    "\U0001f4a3\U0001f4a5",
    "ﬁﬂ",
    "İstanbul",
    "-" * 300,
    "(" * 200,
    "word " * 400,
    "ж",
    "   ",
    "\t\n",
    "NOT NOT NOT dud",
    '"unclosed phrase',
    "by:\"O'Neil",
)


@pytest.fixture
def searcher(window: Window) -> Window:
    """The window with the keyboard in the search field."""
    window.resize(1280, 800)
    window.activateWindow()
    window.reader.view.setFocus()
    QApplication.processEvents()
    press(window, Key.Key_K, CONTROL)
    assert window.search_field.hasFocus()
    return window


def press(
    window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(window.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def type_query(window: Window, query: str) -> list[str]:
    """Type a query into the field; the rows that are shown then."""
    window.search_field.clear()
    window.search_field.setFocus()
    QTest.keyClicks(window.search_field, query)
    QApplication.processEvents()
    return rows(window)


def rows(window: Window) -> list[str]:
    """The hits, as a screen reader reads them."""
    model = window.search.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def said(window: Window) -> str:
    """The words above the hits."""
    labels = window.search.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisible())


def test_results_from_the_third_letter(searcher: Window) -> None:
    assert type_query(searcher, "du") == []
    assert searcher.search.isVisible()
    assert "third letter" in said(searcher)
    QTest.keyClicks(searcher.search_field, "d")
    assert any("dud" in row.lower() for row in rows(searcher))
    assert searcher.search_field.hasFocus(), "one can go on typing"
    assert type_query(searcher, "un") == []
    press(searcher, Key.Key_Return)  # who means two letters gets them
    assert rows(searcher)


def test_kinds_stand_together_and_alone(searcher: Window) -> None:
    everything = type_query(searcher, "dud rate")
    heads = {row.split(" · ")[0].split(". ")[0] for row in everything}
    assert {"Quotation", "Glossary term", "Figure"} <= heads
    box = searcher.search.kinds
    box.setFocus()
    for place in range(1, box.count()):
        QTest.keyClick(box, Key.Key_Down)
        kind = box.itemData(place)
        assert isinstance(kind, Kind)
        found = rows(searcher)
        assert found
        assert all(row.startswith(kind.singular.capitalize()) for row in found)
        count = int(box.itemText(place).rpartition("(")[2].rstrip(")"))
        assert len(found) == min(count, 60)


def test_hits_are_marked(searcher: Window) -> None:
    type_query(searcher, "dud")
    row = searcher.search.model.index(0).data(ROW)
    hits = [text.lower() for text, is_hit in (*row.title, *row.text) if is_hit]
    assert hits
    assert all(one.startswith("dud") for one in hits)


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ('"dud rate"', "dud rate"),
        ("dud AND ukraine", "dud OR ukraine"),
        ("dud NOT ukraine", "dud"),
        ("side:for dud", "dud"),
        ("by:kahl", "kahl OR rate"),
        ("year:2023 dud", "dud"),
        ("theme:norms cluster", "cluster"),
        ("muniti*", "muniti* OR dud"),
    ],
)
def test_query_language(searcher: Window, query: str, other: str) -> None:
    def total(words: str) -> int:
        type_query(searcher, words)
        assert searcher.search_field.accessibleDescription() == ""
        return int(searcher.search.kinds.itemText(0).rpartition("(")[2].rstrip(")"))

    assert 0 < total(query) <= total(other)


def test_nothing_that_is_typed_raises(searcher: Window) -> None:
    for query in NASTY:
        searcher.search_field.setFocus()
        searcher.search_field.setText(query)
        searcher.search_field.textEdited.emit(query)
        press(searcher, Key.Key_Return)
        searcher.search_field.setFocus()
        QApplication.processEvents()
    assert type_query(searcher, "dud rate")


def test_field_says_what_it_could_not_understand(searcher: Window) -> None:
    type_query(searcher, "side:sideways dud")
    notice = searcher.search_field.accessibleDescription()
    assert notice
    assert notice in said(searcher)
    type_query(searcher, "dud")
    assert searcher.search_field.accessibleDescription() == ""
    assert notice not in said(searcher)


def test_nothing_found_says_what_to_try(searcher: Window) -> None:
    assert type_query(searcher, "zzzyx") == []
    assert "Nothing found" in said(searcher) and "fewer words" in said(searcher)
    type_query(searcher, "topic:nowhere munitions")
    assert "Try it without “topic:nowhere”." in said(searcher)
    type_query(searcher, "answers:nothing-has-this")
    assert "Try something else after the colon." in said(searcher)
    type_query(searcher, " ~ (~~")
    assert "Type a word" in said(searcher)


def test_enter_opens_the_hit_and_the_query_survives(searcher: Window) -> None:
    type_query(searcher, "dud rate")
    press(searcher, Key.Key_Down)
    assert searcher.search.list.hasFocus()
    press(searcher, Key.Key_Return)
    assert searcher.points.is_alone
    assert "dud rate" in " ".join(
        label.accessibleName() for label in searcher.points.findChildren(QLabel)
    )
    assert searcher.search_field.text() == "dud rate"
    assert searcher.search.isVisible()
    box = searcher.search.kinds
    box.setCurrentIndex(box.findData(Kind.PASSAGE))
    box.activated.emit(box.currentIndex())
    for place in range(len(rows(searcher))):
        searcher.search.list.setFocus()
        searcher.search.list.setCurrentIndex(searcher.search.model.index(place))
        goal = searcher.search.model.index(place).data(ROW).goal
        press(searcher, Key.Key_Return)
        assert goal.room is Room.ARTICLE
        assert searcher.reader.article is not None
        assert searcher.reader.article.id == goal.id
        if goal.spot > 0:
            assert searcher.reader.view.current == goal.spot
        view = searcher.reader.view
        top, _ = view.span(goal.spot)
        offset = view.verticalScrollBar().value()
        assert offset <= top < offset + view.viewport().height()
    assert searcher.search.list.hasFocus(), "one looks at the next hit"
    press(searcher, Key.Key_Escape)
    assert searcher.search_field.hasFocus()
    assert searcher.search_field.text() == "dud rate"
    press(searcher, Key.Key_Escape)
    assert not searcher.search.isVisible()
    assert searcher.library_pane.isVisible()
    assert searcher.reader.view.hasFocus()


def test_every_kind_of_hit_opens(searcher: Window) -> None:
    type_query(searcher, "cluster")
    box = searcher.search.kinds
    kinds = [box.itemData(place) for place in range(1, box.count())]
    assert len(kinds) >= 6
    for kind in kinds:
        box.setCurrentIndex(box.findData(kind))
        box.activated.emit(box.currentIndex())
        searcher.search.list.setFocus()
        searcher.search.list.setCurrentIndex(searcher.search.model.index(0))
        goal = searcher.search.model.index(0).data(ROW).goal
        press(searcher, Key.Key_Return)
        current = searcher.going.history.current
        assert current is not None
        assert (current.room, current.id) == (goal.room, goal.id)


def test_copy_puts_the_quotation_with_its_citation_on_the_clipboard(searcher: Window) -> None:
    type_query(searcher, "dud rate 2.35")
    press(searcher, Key.Key_Down)
    press(searcher, Key.Key_C, CONTROL)
    words = QGuiApplication.clipboard().text()
    assert "dud rate less than 2.35 percent" in words
    assert "Kahl" in words
    assert "2023" in words
    assert searcher.statusBar().currentMessage().startswith("Copied: “")


def test_plus_adds_the_hit_to_the_case(searcher: Window) -> None:
    type_query(searcher, "dud rate 2.35")
    press(searcher, Key.Key_Down)
    row = searcher.search.list.currentIndex().data(ROW)
    QTest.keyClicks(searcher.search.list, "+")
    QApplication.processEvents()
    case = searcher.case_pane.case
    assert case is not None
    assert row.point in repr(case)


def test_escape_gives_the_room_back(searcher: Window) -> None:
    before = searcher.columns.sizes()
    type_query(searcher, "dud")
    QApplication.processEvents()
    assert searcher.left.width() > before[0]
    press(searcher, Key.Key_Escape)
    assert searcher.columns.sizes() == before
    assert searcher.search_field.text() == ""


# -- the index ------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", ["deleted", "emptied", "scrambled"])
def test_lost_or_damaged_index_is_made_again(
    application: QApplication, home: Path, library: Path, boxes: list[str], harm: str
) -> None:
    window = open_window(library, serial=True)
    assert window is not None
    QApplication.processEvents()
    window.close()
    QApplication.processEvents()
    folder = Finder(library).folder
    assert folder.is_dir()
    if harm == "deleted":
        shutil.rmtree(folder)
    for path in [one for one in folder.rglob("*") if one.is_file()]:
        if path.suffix != ".lock":
            path.write_bytes(b"" if harm == "emptied" else b"\x00no index" * 40)
    again = open_window(library, serial=True)
    assert again is not None
    wait_until(lambda: again.desk.finder is not None)
    QApplication.processEvents()
    words = " ".join(label.text() for label in again.statusBar().findChildren(QLabel))
    assert "Index built" in words or "rebuilt" in words, words
    assert type_query(again, "dud rate")
    again.close()
    QApplication.processEvents()


def test_index_damaged_while_the_window_is_open_is_mended(searcher: Window) -> None:
    finder = searcher.desk.finder
    assert finder is not None
    assert type_query(searcher, "dud rate")
    finder.is_damaged = True  # as `find` notes when it trips over damage
    type_query(searcher, "dud rate 2.35")
    wait_until(lambda: bool(rows(searcher)))


def test_article_is_readable_before_the_index_is_done(
    application: QApplication,
    home: Path,
    library: Path,
    boxes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    ensure = Finder.ensure

    def slow(self: Finder, *words: object, **more: object) -> str:
        gate.wait(20)
        return ensure(self, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Finder, "ensure", slow)
    window = open_window(library)
    assert window is not None
    try:
        QApplication.processEvents()
        assert len(window.reader.view.toPlainText()) > 1000
        wait_until(lambda: bool(window.points.cards))
        QTest.keyClicks(window.search_field, "dud rate")
        QApplication.processEvents()
        assert "as soon as it is ready" in said(window)
        assert rows(window) == []
    finally:
        gate.set()
    wait_until(lambda: bool(rows(window)))
    assert said(window) == ""
    window.close()
    QApplication.processEvents()


def test_an_index_that_comes_late_is_not_that_of_the_library_opened_meanwhile(
    application: QApplication,
    home: Path,
    library: Path,
    tmp_path: Path,
    boxes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "other"
    create_library(other, "Other")
    gate, begun = threading.Event(), threading.Event()

    def slow(self: Finder, *words: object, **more: object) -> str:
        begun.set()
        gate.wait(20)
        return "Index up to date"

    monkeypatch.setattr(Finder, "ensure", slow)
    window = open_window(library)
    assert window is not None
    wait_until(begun.is_set)
    monkeypatch.setattr(Opening, "_read_library", lambda opening: None)  # it takes its time
    window.open_library(other)
    gate.set()
    wait_until(lambda: not window.desk.tasks.is_busy())
    assert window.desk.finder is None, "what it finds is not of this library"
    window.close()
    QApplication.processEvents()
