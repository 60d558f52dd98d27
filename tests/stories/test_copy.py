"""A debater copies quotations and sources, in the citation style that is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from briefing.app.navigation import Destination, Room
from briefing.app.settings import STYLES
from briefing.text.citations import Style, cite, copy_text
from briefing.ui import clipboard
from briefing.ui.desk import Desk
from briefing.ui.window import Window


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody searches here, and building the index takes longest."""
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")


@pytest.fixture(autouse=True)
def ready(no_index: None, window: Window) -> None:
    """What the first paint did without is made by now."""
    for _ in range(8):
        QApplication.processEvents()


def pasted() -> str:
    return QApplication.clipboard().text()


def test_ctrl_c_on_a_card_copies_the_quotation_with_its_citation(window: Window):
    workspace = window.desk.workspace
    point = next(one for one in workspace.library.points if one.evidence)
    window.go(Destination(Room.POINT, point.id))
    QApplication.processEvents()
    QTest.keyClick(window.points.cards[0], Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    evidence = point.evidence[0]
    source = workspace.sources.get(evidence.source or "")
    assert pasted() == copy_text(evidence, source, Style.DEBATE)
    assert pasted().startswith(f"“{evidence.quote}”")
    words = window.statusBar().currentMessage()
    assert words.startswith("Copied: “") and words.endswith("(Debate)")


def test_every_style_is_in_the_menu_and_changes_what_is_copied(window: Window):
    menus = [one for one in window.findChildren(QMenu) if one.title() == "Citation style"]
    assert len(menus) == 1
    menu = menus[0]
    workspace = window.desk.workspace
    evidence = next(one for one in workspace.quotes.values() if one.source)
    seen = set()
    for action, (name, words) in zip(menu.actions(), STYLES.items(), strict=True):
        assert action.text() == words
        action.trigger()
        assert window.desk.settings.citation == name
        menu.aboutToShow.emit()
        assert [one.text() for one in menu.actions() if one.isChecked()] == [words]
        said = clipboard.copy_quote(window.desk, evidence.id)
        assert f"({words})" in said
        seen.add(pasted())
    assert len(seen) == len(STYLES)


def test_labels_cautions_and_translations_are_copied_too(window: Window):
    quotes = window.desk.workspace.quotes.values()
    for kind in ("label", "caution", "translated"):
        one = next((quote for quote in quotes if getattr(quote, kind)), None)
        if one is None:
            continue
        clipboard.copy_quote(window.desk, one.id)
        assert getattr(one, kind).strip() in pasted()


def test_marks_are_copied_as_rich_text_and_words_stay_exact(window: Window):
    workspace = window.desk.workspace
    for evidence in workspace.quotes.values():
        clipboard.copy_quote(window.desk, evidence.id)
        assert evidence.quote in pasted()
        data = QApplication.clipboard().mimeData()
        assert data is not None and data.hasHtml()
    marked = next(one for one in workspace.quotes.values() if one.marks)
    clipboard.copy_quote(window.desk, marked.id)
    data = QApplication.clipboard().mimeData()
    assert data is not None
    assert any(tag in data.html() for tag in ("<u>", "<mark>", "<strong>"))


def test_a_source_is_copied_as_its_entry(window: Window):
    workspace = window.desk.workspace
    source = next(iter(workspace.sources.values()))
    window.desk.set("citation", "apa")
    window.go(Destination(Room.SOURCE, source.id))
    window.points.copy_source.emit(source.id)
    assert pasted() == cite(None, source, Style.APA)
    assert window.statusBar().currentMessage().endswith("(APA)")


def test_links_are_copied_and_never_opened(window: Window):
    window.points.copy_link.emit("https://example.org/a?b=c")
    assert pasted() == "https://example.org/a?b=c"
    assert "Link copied" in window.statusBar().currentMessage()


def test_what_is_gone_is_said_and_the_clipboard_left_alone(window: Window):
    clipboard.copy_text("before")
    window.points.copy_quote.emit("no-such-quotation")
    assert "any more" in window.statusBar().currentMessage()
    window.points.copy_source.emit("no-such-source")
    assert pasted() == "before"


def test_rows_of_the_lists_are_copied_and_collected(window: Window):
    topic = next(iter(window.desk.workspace.topics))
    window.go(Destination(Room.QUOTES, topic))
    QApplication.processEvents()
    rows = window.browse.list
    rows.focus_first()
    QTest.keyClick(rows, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    evidence = next(one for one in window.desk.workspace.quotes.values() if one.topic == topic)
    assert evidence.quote in pasted()
    window.go(Destination(Room.POINTS, topic))
    rows.setCurrentIndex(window.browse.model.index(1, 0))
    point = [one for one in window.desk.workspace.library.points if one.topic == topic][1]
    QTest.keyClick(rows, Qt.Key.Key_Plus)
    assert window.case_pane.isVisible()
    assert window.case_pane.book.row_of(point.id) >= 0
