"""Going to the pages of a topic, and from them back into the article."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.app.navigation import Destination, Room
from briefing.library import create_library
from briefing.ui import messages
from briefing.ui.commands import Commands
from briefing.ui.dialogs.article import ArticleDialog
from briefing.ui.dialogs.point import PointDialog
from briefing.ui.dialogs.topic import TopicDialog
from briefing.ui.dialogs.whole_text import WholeTextDialog
from briefing.ui.window import Window

TOPIC = "cluster-munitions"


def follow(window: Window, link: str) -> None:
    """As a click on a link does."""
    window.page.view.anchorClicked.emit(QUrl(link))
    QApplication.processEvents()


def text(window: Window) -> str:
    return window.page.view.toPlainText()


def test_the_tree_leads_to_the_glossary_and_back_leads_to_the_article(window: Window) -> None:
    tree = window.library_pane.tree
    model = tree.model()
    found = model.match(
        model.index(0, 0), Qt.ItemDataRole.DisplayRole, "Glossary", 1, Qt.MatchFlag(0x802)
    )
    found = found or model.match(
        model.index(0, 0),
        Qt.ItemDataRole.DisplayRole,
        "Glossary",
        1,
        Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive,
    )
    tree.scrollTo(found[0])
    QTest.mouseClick(
        tree.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        tree.visualRect(found[0]).center(),
    )
    assert window.centre.currentWidget() is window.page
    assert "Bomblet" in text(window)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.centre.currentWidget() is window.reader
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.centre.currentWidget() is window.page


def test_ctrl_f_filters_and_escape_shows_all_again(window: Window) -> None:
    window.go(Destination(Room.TIMELINE, TOPIC))
    every = text(window)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.page.filter.hasFocus()
    QTest.keyClicks(window.page.filter, "kramatorsk")
    assert "Kramatorsk" in text(window)
    assert len(text(window)) < len(every) / 5
    QTest.keyClick(window.page.filter, Qt.Key.Key_Escape)
    assert text(window) == every
    assert window.page.view.hasFocus()


def test_a_hit_scrolls_to_its_row_and_marks_it(window: Window) -> None:
    events = window.desk.workspace.library.timeline
    last = len(events)
    window.go(Destination(Room.TIMELINE, TOPIC, detail=f"{TOPIC}@{last}"))
    QApplication.processEvents()
    view = window.page.view
    assert "▸" in text(window)
    block = view.document().firstBlock()
    while "▸" not in block.text():
        block = block.next()
    top = view.document().documentLayout().blockBoundingRect(block).top()
    shown = top - view.verticalScrollBar().value()
    assert 0 <= shown < view.viewport().height()


def test_a_page_begins_at_its_top_and_keeps_its_place(window: Window) -> None:
    bar = window.page.view.verticalScrollBar()
    window.go(Destination(Room.GLOSSARY, TOPIC))
    QApplication.processEvents()
    assert bar.value() == 0
    bar.setValue(400)
    window.go(Destination(Room.FIGURES, TOPIC))
    assert bar.value() == 0
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert bar.value() == 400


def test_the_links_of_a_topic_lead_on(window: Window) -> None:
    window.go(Destination(Room.TOPIC, TOPIC))
    assert "What to do first" in text(window)
    follow(window, f"figures:{TOPIC}")
    assert "Key figures" in text(window)
    follow(window, "source:r17")
    assert window.points.is_alone
    follow(window, f"topic:{TOPIC}")
    article = next(iter(window.desk.workspace.articles))
    follow(window, f"article:{article}/3")
    assert window.centre.currentWidget() is window.reader
    assert window.reader.article is not None and window.reader.article.id == article
    follow(window, "do:go.search")
    assert window.focusWidget() is window.search_field


def test_a_link_with_the_keyboard(window: Window) -> None:
    window.go(Destination(Room.GLOSSARY, TOPIC))
    window.page.view.setFocus()
    QTest.keyClick(window.page.view, Qt.Key.Key_Tab)
    QTest.keyClick(window.page.view, Qt.Key.Key_Return)
    assert window.page.place == Destination(Room.TOPIC, TOPIC)


def test_a_web_address_is_copied_and_never_opened(window: Window) -> None:
    window.go(Destination(Room.TOPIC, TOPIC))
    follow(window, "https://example.org/a?b=c")
    assert QGuiApplication.clipboard().text() == "https://example.org/a?b=c"


def test_a_page_that_is_gone_says_so(window: Window) -> None:
    before = window.centre.currentWidget()
    window.go(Destination(Room.TIMELINE, "no-such-topic"))
    assert window.centre.currentWidget() is before
    assert "not in this library" in window.statusBar().currentMessage()


@pytest.mark.parametrize("zoom", [100, 200, 300])
def test_no_page_is_wider_than_the_window(window: Window, zoom: int) -> None:
    window.resize(1280, 800)
    window.desk.set("zoom", zoom)
    for room in (Room.TOPIC, Room.TIMELINE, Room.GLOSSARY, Room.FIGURES):
        window.go(Destination(room, TOPIC))
        QApplication.processEvents()
        assert window.page.view.horizontalScrollBar().maximum() == 0, (room, zoom)


def test_faults_are_shown_and_their_path_copied(window: Window, library: Path) -> None:
    timeline = library / TOPIC / "timeline.md"
    with timeline.open("a", encoding="utf-8") as file:
        file.write("\n* **yesterday** Something happened.\n")
    window.commands.reload()
    window.go(Destination(Room.FAULTS))
    assert f"{TOPIC}/timeline.md:" in text(window)
    assert "To mend it:" in text(window)
    follow(window, "copy:0")
    assert QGuiApplication.clipboard().text().startswith(str(timeline))


def test_an_empty_library_and_a_first_topic(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_library(tmp_path / "empty", "Empty")
    window.commands.open_at(tmp_path / "empty")
    assert window.centre.currentWidget() is window.page
    assert "This library has no topic yet" in text(window)

    follow(window, "do:library.topic")
    (dialog,) = (one for one in window.findChildren(TopicDialog) if one.isVisible())
    QTest.keyClicks(dialog.motion, "Homework should be abolished")
    QTest.keyClicks(dialog.title, "Homework")
    QTest.keyClick(dialog.title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.page.place == Destination(Room.TOPIC, "homework")
    assert "Homework should be abolished" in text(window)
    assert "This topic has no article yet" in text(window)
    assert (tmp_path / "empty" / "homework" / "topic.md").is_file()

    for room, words in (
        (Room.POINTS, "no points yet"),
        (Room.QUOTES, "no quotations yet"),
        (Room.SOURCES, "no sources yet"),
    ):
        window.go(Destination(room, "homework"))
        assert window.browse.empty.isVisible() and words in window.browse.empty.text()
        assert not window.browse.list.isVisible(), "no empty box"
    window.go(Destination(Room.GAPS, "homework"))
    assert "no articles and no points yet" in window.review.about.text()
    window.go(Destination(Room.ALIKE, "homework"))
    assert "no points yet, so no two" in window.review.about.text()

    window.go(Destination(Room.TIMELINE, "homework"))
    follow(window, "do:edit.page")
    (form,) = (one for one in window.findChildren(WholeTextDialog) if one.isVisible())
    form.fields["text"].setPlainText("* **2026-09-01** School begins.")  # type: ignore[union-attr]
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "School begins" in text(window)

    window.go(Destination(Room.TOPIC, "homework"))
    follow(window, "do:edit.point")
    (point,) = (one for one in window.findChildren(PointDialog) if one.isVisible())
    QTest.keyClicks(point.claim.line, "Pupils need rest")
    QTest.keyClick(point, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.go(Destination(Room.POINTS, "homework"))
    assert window.browse.list.isVisible() and not window.browse.empty.isVisible()
    QTest.keyClicks(window.browse.filter, "homework")
    assert "Esc empties the filter" in window.browse.empty.text()
    QTest.keyClick(window.browse.filter, Qt.Key.Key_Escape)
    assert window.browse.model.rowCount() == 1

    window.go(Destination(Room.TOPIC, "homework"))
    follow(window, "do:library.article")
    (article,) = (one for one in window.findChildren(ArticleDialog) if one.isVisible())
    article.fields["title"].setText("An essay")  # type: ignore[union-attr]
    article.fields["text"].setPlainText("Homework takes hours.")  # type: ignore[union-attr]
    QTest.keyClick(article, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.reader.isVisible()
    said: list[str] = []
    monkeypatch.setattr(messages, "ask", lambda *words: bool(said.append(words[2])) or True)
    window.run_action("edit.article-away")
    assert said == ["Move “An essay” to the trash?"], "nothing of links that there are not"
    assert window.centre.currentWidget() is window.page, "what was deleted is not shown any more"


def test_new_settings_keep_the_place(window: Window) -> None:
    window.go(Destination(Room.GLOSSARY, TOPIC))
    QApplication.processEvents()
    window.page.view.verticalScrollBar().setValue(300)
    window.desk.set("theme", "dark")
    assert window.page.view.verticalScrollBar().value() == 300


def test_commands_know_the_page(window: Window) -> None:
    assert isinstance(window.commands, Commands)
    window.go(Destination(Room.GLOSSARY, TOPIC))
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page.view.hasFocus()
    assert window.page.view.mapTo(window, QPoint()).x() > 0
