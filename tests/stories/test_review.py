"""Checking quotations and finding gaps, by keyboard and by mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from briefing.app.navigation import Destination, Room
from briefing.library import read_library, save_article, save_source_text
from briefing.model import Article, ArticleId, TopicId
from briefing.ui.desk import Desk
from briefing.ui.panes.card import Card
from briefing.ui.panes.review import ReviewPane
from briefing.ui.window import Window
from tests.stories.hands import wait_until

TOPIC = "cluster-munitions"
QUOTE = "q62"  # "NATO as an alliance does not have a position on the Convention …"


def text_of_source(window: Window, change: tuple[str, str] = ("", "")) -> str:
    """A text that holds the quotation, changed in one place."""
    words = window.desk.workspace.quotes[QUOTE].quote
    return f"He was asked again.\n\n{words.replace(*change) if change[0] else words}.\n\nNext."


def keep_text(window: Window, text: str) -> None:
    """Store the text of the quotation's source, and read the library again."""
    workspace = window.desk.workspace
    source = workspace.sources[workspace.quotes[QUOTE].source or ""]
    save_source_text(workspace.library, source, text)
    window.commands.reload()
    QApplication.processEvents()


def review(window: Window) -> ReviewPane:
    pane = window.centre.currentWidget()
    assert isinstance(pane, ReviewPane)
    return pane


def click_row(pane: ReviewPane, row: int) -> None:
    index = pane.model.index(row, 0)
    view = pane.list
    for _ in range(100):  # rows are laid out in batches, a little later
        QApplication.processEvents()
        view.scrollTo(index)
        if view.indexAt(view.visualRect(index).center()) == index:
            break
        QTest.qWait(10)
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.visualRect(index).center(),
    )
    QApplication.processEvents()


def click_in_tree(window: Window, name: str) -> None:
    tree = window.library_pane.tree
    model = tree.model()
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    (index, *_) = model.match(model.index(0, 0), Qt.ItemDataRole.DisplayRole, name, 1, flags)
    assert isinstance(index, QModelIndex)
    tree.scrollTo(index)
    QTest.mouseClick(
        tree.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        tree.visualRect(index).center(),
    )
    QApplication.processEvents()


def choose(pane: ReviewPane, kind: str) -> None:
    pane.kind.setCurrentIndex(pane.kind.findData(kind))


def test_quotations_are_checked_by_keyboard(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_text(window, text_of_source(window, ("does not have", "has")))
    QTest.keyClick(window, Qt.Key.Key_F7)
    pane = review(window)
    assert pane.report is not None and len(pane.report.rows) == len(window.desk.workspace.quotes)
    assert "1 not as in the source" in pane.about.text()
    first = pane.model.rows[0]
    assert first.head == "≠ Differs"
    assert first.quote == QUOTE
    shown = pane.detail.toPlainText().replace("\xa0", " ")
    assert "[+ does not have]" in shown
    assert "[− has]" in shown
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert pane.filter.hasFocus()
    QTest.keyClicks(pane.filter, "stoltenberg position")
    assert 0 < len(pane.model.rows) < len(pane.report.rows)
    QTest.keyClick(pane.filter, Qt.Key.Key_Down)
    QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert window.points.is_alone
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.centre.currentWidget() is pane
    QTest.keyClick(pane.list, Qt.Key.Key_Escape)
    assert pane.filter.hasFocus()
    QTest.keyClick(pane.filter, Qt.Key.Key_Escape)
    assert len(pane.model.rows) == len(pane.report.rows)
    file = tmp_path / "transcript.txt"
    file.write_text(text_of_source(window), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(file), ""))
    pane.list.setCurrentIndex(pane.model.index(0, 0))
    pane.give_text.setFocus()
    QTest.keyClick(pane.give_text, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert window.desk.checking.known[QUOTE].title == "✓ Exact", "the best text counts"


def test_a_text_is_given_with_the_mouse(
    window: Window, tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "transcript.txt"
    file.write_text(text_of_source(window), encoding="utf-8")
    before = window.desk.workspace.quotes[QUOTE]
    click_in_tree(window, "Quotation check")
    pane = review(window)
    choose(pane, "no-text")
    pane.filter.setText("stoltenberg position")
    row = next(n for n, one in enumerate(pane.model.rows) if one.quote == QUOTE)
    click_row(pane, row)
    assert "No stored text" in pane.detail.toPlainText()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(file), ""))
    QTest.mouseClick(pane.give_text, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert "in cluster-munitions/texts" in window.statusBar().currentMessage()
    check = window.desk.checking.known[QUOTE]
    assert check.title == "✓ Exact"
    choose(pane, "exact")
    assert QUOTE in [one.quote for one in pane.model.rows]
    assert read_library(library).points  # and nothing else was written
    again = {one.id: one for point in read_library(library).points for one in point.evidence}
    assert again[before.id] == before


def test_an_open_card_says_what_the_check_found(window: Window) -> None:
    keep_text(window, text_of_source(window, ("does not have", "has")))
    owner = window.desk.workspace.owner[QUOTE]
    window.go(Destination(Room.POINT, owner.id))
    QApplication.processEvents()
    card = next(one for one in window.points.findChildren(Card) if one.point.id == owner.id)
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert card.is_open
    assert "≠ Differs" in card._text.text()
    card._text.linkActivated.emit(f"check:{QUOTE}")
    QApplication.processEvents()
    pane = review(window)
    assert pane.list.currentIndex().row() >= 0
    assert pane.model.rows[pane.list.currentIndex().row()].quote == QUOTE


def test_gaps_by_keyboard_lead_to_the_passage(window: Window) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    pane = review(window)
    assert not pane.below.isVisible()
    row = pane.model.rows[0]
    assert row.head == "▼ Claim that nothing answers"
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert window.centre.currentWidget() is window.reader
    assert window.reader.article is not None and window.reader.article.id == row.goal.id
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.centre.currentWidget() is pane
    kinds = [key for key, _, _ in pane.report.kinds] if pane.report else []
    assert len(kinds) > 3
    for place, kind in enumerate(kinds, 1):
        pane.kind.setFocus()
        QTest.keyClick(pane.kind, Qt.Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(pane.kind, Qt.Key.Key_Down)
        assert {one.kind for one in pane._shown} == {kind}
        goal = pane.model.rows[0].goal
        pane.list.setFocus()
        QTest.keyClick(pane.list, Qt.Key.Key_Return)
        assert window.going.history.current == goal
        QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


def test_a_quotation_is_shown_where_it_stands_in_the_article(window: Window) -> None:
    workspace = window.desk.workspace
    source = workspace.quotes[QUOTE].source
    text = f"# One\n\n{text_of_source(window, ('does not have', 'has'))}"
    article = Article(ArticleId("held"), TopicId(TOPIC), "Held", source=source, text_md=text)
    save_article(workspace.root, article)
    window.commands.reload()
    QApplication.processEvents()
    window.go(Destination(Room.CHECKS, TOPIC, detail=QUOTE))
    pane = review(window)
    choose(pane, "differs")
    assert "“Held” has it here" in pane.detail.toPlainText()
    QTest.mouseClick(pane.show_place, Qt.MouseButton.LeftButton)
    assert window.reader.article is not None and window.reader.article.id == "held"
    assert window.reader.view.current == 2


def test_gaps_by_mouse_lead_to_point_and_source(window: Window) -> None:
    click_in_tree(window, "Gaps")
    pane = review(window)
    choose(pane, "no-evidence")
    point = pane.model.rows[0].point
    click_row(pane, 0)
    assert window.points.is_alone
    assert point in [card.point.id for card in window.points.findChildren(Card)]
    choose(pane, "used-once")
    click_row(pane, 0)
    assert window.going.history.current == pane.model.rows[0].goal
    assert pane.model.rows[0].goal.room is Room.SOURCE


def test_old_is_what_the_settings_say(window: Window) -> None:
    window.go(Destination(Room.GAPS, TOPIC))
    pane = review(window)
    old = next(number for key, _, number in pane.report.kinds if key == "old")  # type: ignore[union-attr]
    window.desk.set("evidence_age", 100)
    QTest.keyClick(pane, Qt.Key.Key_F6)
    assert pane.report is not None
    assert old > 0
    assert "old" not in [key for key, _, _ in pane.report.kinds]


def test_a_file_that_cannot_be_read_is_listed_and_left_alone(window: Window, library: Path) -> None:
    broken = library / TOPIC / "points" / "broken.md"
    broken.write_bytes(b"---\nside: for\n---\n## A point \xff\xfe {#b1}\n")
    before = broken.read_bytes()
    points = len(window.desk.workspace.points)
    window.commands.reload()
    QApplication.processEvents()
    assert len(window.desk.workspace.points) == points
    click_in_tree(window, "⚠ 1 fault in files")
    shown = window.page.view.toPlainText()
    assert f"{TOPIC}/points/broken.md:4" in shown
    assert "the file is not UTF-8 text" in shown
    assert "save it with the encoding UTF-8" in shown
    window.go(Destination(Room.CHECKS, TOPIC))
    window.go(Destination(Room.GAPS, TOPIC))
    assert broken.read_bytes() == before


def test_pages_of_a_topic_that_is_gone(window: Window) -> None:
    before = window.centre.currentWidget()
    window.go(Destination(Room.GAPS, "no-such-topic"))
    assert window.centre.currentWidget() is before
    assert "not in this library" in window.statusBar().currentMessage()


def test_alike_points_are_merged_or_told_apart(
    window: Window, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")
    points = window.desk.workspace.library.points[:2]
    place = points[0].place
    assert place is not None
    path = library / place.path
    twins = (f"\n## {one.claim} {{#twin{n}}}\n\nAgain.\n" for n, one in enumerate(points))
    more = "".join(twins)
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    window.commands.reload()
    window.run_action("go.alike")
    pane = review(window)
    assert pane.model.rowCount() == 2
    pane.setFocus()
    first = pane._current()
    assert first is not None and first.pair is not None
    claim = window.desk.workspace.points[first.pair.first].claim
    assert pane.alike.both.toPlainText().count(claim) == 2
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(pane.alike.apart, left)
    assert [one.kind for one in pane._shown] == ["claim", "different"]
    current = pane._current()
    assert current is not None and current.pair == first.pair, "one sees where it went"
    assert pane.alike.apart.text() == "They are alike after all"
    click_row(pane, 0)
    pair = pane._shown[0].pair
    assert pair is not None
    QTest.mouseClick(pane.alike.keep_first, left)
    assert pair.second not in window.desk.workspace.points
    assert "Again." in window.desk.workspace.points[pair.first].explanation_md
    assert [one.kind for one in pane._shown] == ["different"]
    window.run_action("edit.undo")
    assert pair.second in window.desk.workspace.points
    assert pane.model.rowCount() == 2
    assert f"- differs-from: {first.pair.second}" in path.read_text("utf-8"), "all who share it see"
    window.run_action("edit.undo")
    assert [one.kind for one in pane._shown] == ["claim", "claim"]
    assert "differs-from" not in path.read_text("utf-8")


def test_a_topic_without_alike_points_says_so_and_what_the_page_is_for(
    no_index: None, window: Window
) -> None:
    window.activateWindow()
    window.reader.view.setFocus()
    window.run_action("go.gaps")
    pane = review(window)
    wait_until(pane.list.hasFocus)  # who comes by keys is on a row
    window.run_action("go.alike")
    assert "No two points" in pane.about.text()
    assert pane.empty.isVisible()
    assert "Merge with another point" in pane.empty.text()
    assert not pane.parts.isVisible(), "no empty boxes"
    assert not pane.filter.isVisible(), "nothing to filter"
    window.go(Destination(Room.GAPS, TOPIC))
    assert pane.parts.isVisible()
    assert not pane.empty.isVisible()
