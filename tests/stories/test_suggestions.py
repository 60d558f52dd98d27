"""A debater whose article nobody has linked: what is suggested, kept, dismissed and asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from briefing.app.editing.articles import new_article
from briefing.app.navigation import Destination, Room
from briefing.app.reading import side_words
from briefing.app.suggesting import Adviser
from briefing.model import Article, ArticleId, ArticleKind, PassageTarget, Side
from briefing.suggest import Bearing
from briefing.ui.panes.card import Card
from briefing.ui.panes.suggestion import SuggestionCard
from briefing.ui.window import Window

TEXT = """\
Unexploded bomblets go on killing civilians, among them many children, for decades after a war.

If allies keep cluster munitions, they deter an attacker who counts on masses of infantry.

Die Vögel singen im Wald.
"""


@pytest.fixture
def unlinked(window: Window) -> Window:
    """The window on an article that states no side and has no links."""
    topic = next(iter(window.desk.workspace.topics.values()))
    article = Article(ArticleId("mine"), topic.id, "Mine", ArticleKind.ARTICLE, text_md=TEXT)
    window.desk.changed.emit(new_article(window.desk.editor, article)[1])
    window.desk.advice.begin()
    window.go(Destination(Room.ARTICLE, "mine", 0))
    window.show()
    QApplication.processEvents()
    return window


def cards(window: Window) -> list[SuggestionCard]:
    return window.points.suggested.cards


def words(window: Window) -> str:
    suggested = window.points.suggested
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    labels = suggested.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def press(window: Window, key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)
    QApplication.processEvents()


def click(card: SuggestionCard, text: str) -> None:
    button = next(one for one in card.findChildren(QToolButton) if one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def links_of(window: Window, point: str) -> list[PassageTarget]:
    targets = [link.target for link in window.desk.workspace.points[point].links]
    return [one for one in targets if isinstance(one, PassageTarget) and one.article == "mine"]


def test_suggestions_stand_apart_with_reasons(unlinked: Window) -> None:
    assert not unlinked.points.cards, "nobody has linked anything here"
    assert 1 <= len(cards(unlinked)) <= 9, "never more than a few"
    assert "Suggested (" in words(unlinked)
    assert words(unlinked).count("Why: ") == len(cards(unlinked))
    assert any("shares" in one or "Speaks of" in one for one in words(unlinked).split("Why: "))
    assert not any(isinstance(one, Card) for one in cards(unlinked))


def test_enter_links_and_undo_takes_it_back(unlinked: Window) -> None:
    unlinked.run_action("suggest.focus")
    card = QApplication.focusWidget()
    assert isinstance(card, SuggestionCard)
    chosen = next(one for one in cards(unlinked) if one.suggestion.bearing.relation is not None)
    chosen.setFocus()
    point = chosen.point.id
    press(unlinked, Qt.Key.Key_Return)
    assert links_of(unlinked, point)
    assert point in [one.point.id for one in unlinked.points.cards], "a card of its own now"
    assert point not in [one.point.id for one in cards(unlinked)]
    unlinked.run_action("edit.undo")
    assert not links_of(unlinked, point)


def test_dismissed_stays_dismissed_until_it_is_brought_back(unlinked: Window) -> None:
    point = cards(unlinked)[0].point.id
    click(cards(unlinked)[0], "Dismiss")
    assert point not in [one.point.id for one in cards(unlinked)]
    unlinked.go(Destination(Room.ARTICLE, "mine", 1))
    unlinked.go(Destination(Room.ARTICLE, "mine", 0))
    unlinked.points.suggested._show_more()
    assert point not in [one.point.id for one in cards(unlinked)]
    unlinked.run_action("suggest.restore")
    assert point in [one.point.id for one in cards(unlinked)]


def test_keys_go_through_the_suggestions_one_after_the_other(unlinked: Window) -> None:
    unlinked.activateWindow()
    unlinked.run_action("suggest.focus")
    first, second, third = [one.point.id for one in cards(unlinked)[:3]]
    press(unlinked, Qt.Key.Key_Delete)
    at_hand = QApplication.focusWidget()
    assert isinstance(at_hand, SuggestionCard), "the keyboard stays with the suggestions"
    assert at_hand.point.id == second
    assert not at_hand.visibleRegion().isEmpty()
    assert at_hand.visibleRegion().boundingRect() == at_hand.rect(), "all of it is in sight"
    press(unlinked, Qt.Key.Key_Return)
    at_hand = QApplication.focusWidget()
    assert links_of(unlinked, second)
    assert isinstance(at_hand, SuggestionCard)
    assert at_hand.point.id == third
    unlinked.run_action("edit.undo")
    assert not links_of(unlinked, second), "the latest step goes back first"
    unlinked.run_action("edit.undo")
    assert first in [one.point.id for one in cards(unlinked)], "then what was dismissed is back"
    unlinked.run_action("edit.redo")
    assert first not in [one.point.id for one in cards(unlinked)]


def test_what_is_linked_stands_above_what_is_suggested_when_asked(unlinked: Window) -> None:
    chosen = next(one for one in cards(unlinked) if one.suggestion.bearing is Bearing.ANSWERS)
    point = chosen.point.id
    click(chosen, "Link")
    unlinked.run_action("suggest.answers")
    assert [one.point.id for one in unlinked.points.cards] == [point]
    assert not unlinked.points.filter.isVisible(), "it has no say here"
    unlinked.run_action("suggest.supports")
    assert not unlinked.points.cards
    unlinked.points.show_passage()
    assert unlinked.points.filter.isVisible()


def test_the_mouse_links_too(unlinked: Window) -> None:
    chosen = next(one for one in cards(unlinked) if one.suggestion.bearing.relation is not None)
    point = chosen.point.id
    click(chosen, "Link")
    assert links_of(unlinked, point)


def test_what_answers_the_selected_words(unlinked: Window) -> None:
    view = unlinked.reader.view
    cursor = view.textCursor()
    found = view.document().find("they deter an attacker")
    cursor.setPosition(found.selectionStart())
    cursor.setPosition(found.selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.setFocus()
    unlinked.run_action("suggest.answers")
    asked = unlinked.points.suggested.asked
    assert asked is not None
    assert asked.words == "they deter an attacker"
    assert "What answers “they deter an attacker”?" in unlinked.points._where.text()
    bearings = {one.suggestion.bearing for one in cards(unlinked)}
    assert Bearing.SUPPORTS not in bearings
    unlinked.points.setFocus()
    QTest.keyClick(unlinked.points, Qt.Key.Key_Escape)
    assert "Passage" in unlinked.points._where.text()


def choose(start: str) -> None:
    """Take what begins so from the menu that is open."""
    QApplication.processEvents()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.text().startswith(start))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    QApplication.processEvents()


def test_the_menus_of_a_passage_and_a_card_ask_too(unlinked: Window) -> None:
    suggested = unlinked.points.suggested
    view = unlinked.reader.view
    view.customContextMenuRequested.emit(view.viewport().rect().center())
    choose("What answers this?")
    assert suggested.asked is not None and suggested.asked.article is not None
    assert "What answers" in unlinked.points._where.text()
    unlinked.go(Destination(Room.POINT, "c06"))
    card = unlinked.points.cards[0]
    where = card.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, card.mapToGlobal(where))
    QApplication.sendEvent(card, event)
    choose("What supports this?")
    assert suggested.asked is not None and suggested.asked.point is not None
    assert "What supports" in unlinked.points._where.text()


def test_what_supports_a_point(unlinked: Window) -> None:
    unlinked.go(Destination(Room.POINT, "c06"))
    unlinked.points.cards[0].setFocus()
    unlinked.run_action("suggest.supports")
    assert unlinked.points.suggested.asked is not None
    point = unlinked.desk.workspace.points["c06"]
    assert unlinked.points.suggested.asked.point == point
    assert "c06" not in [one.point.id for one in cards(unlinked)]


def test_a_side_that_is_not_stated_is_estimated_and_chosen(unlinked: Window) -> None:
    assert "The article states no side" in words(unlinked)
    buttons = unlinked.points.suggested.findChildren(QToolButton)
    topic = next(iter(unlinked.desk.workspace.topics.values()))
    name = side_words(Side.AGAINST, topic)
    button = next(one for one in buttons if one.text() == name and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert unlinked.desk.workspace.articles["mine"].side is Side.AGAINST
    assert "states no side" not in words(unlinked)
    unlinked.run_action("edit.undo")
    assert unlinked.desk.workspace.articles["mine"].side is None


def test_coverage_leads_to_the_passages(unlinked: Window) -> None:
    unlinked.run_action("suggest.coverage")
    review = unlinked.review
    assert review.isVisible()
    assert review.report is not None
    assert len(review.report.rows) == 3
    last = review.report.rows[0]
    assert last.kind == "unanswered", "another language"
    review.go.emit(last.row.goal)
    assert last.row.goal.spot == 2
    assert unlinked.reader.isVisible()


def test_forgetting_asks_first(unlinked: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    point = cards(unlinked)[0].point.id
    click(cards(unlinked)[0], "Dismiss")
    monkeypatch.setattr("briefing.ui.messages.ask", lambda *_: True)
    unlinked.run_action("suggest.forget")
    assert point in [one.point.id for one in cards(unlinked)]


def test_empty_library_suggests_nothing(window: Window, tmp_path: Path) -> None:
    from briefing.library import create_library, create_topic

    create_library(tmp_path / "new", "New")
    create_topic(tmp_path / "new", "Should it be?", "A topic", ("Yes", "No"))
    window.open_library(tmp_path / "new")
    window.desk.advice.begin()
    assert not cards(window)


def test_until_suggestions_come_the_pane_says_so_and_why_when_they_never_do(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.run_action("go.next")
    QApplication.processEvents()
    assert "come as soon as the library has been read" in words(window)
    window.run_action("suggest.focus")
    assert "as soon as" in window.statusBar().currentMessage()

    def fail(*given: object) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr(Adviser, "prepare", fail)
    window.desk.advice.begin()
    QApplication.processEvents()
    assert "not available: no room on the disk" in words(window)


def test_an_article_in_another_language_is_offered_no_sides(unlinked: Window) -> None:
    topic = next(iter(unlinked.desk.workspace.topics.values()))
    text = (
        "Die Vögel singen im Wald, und niemand hört ihnen zu, weil alle längst nach Hause gingen.\n"
    )
    article = Article(ArticleId("wald"), topic.id, "Wald", ArticleKind.ARTICLE, text_md=text)
    unlinked.desk.changed.emit(new_article(unlinked.desk.editor, article)[1])
    unlinked.go(Destination(Room.ARTICLE, "wald", 0))
    QApplication.processEvents()
    assert "another language" in words(unlinked)
    assert "states no side" not in words(unlinked)
