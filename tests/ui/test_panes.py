"""What single panes say and show, without a window around them."""

from __future__ import annotations

import os
from dataclasses import replace
from html import escape
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room
from briefing.app.reading import Seen
from briefing.app.rows import Row
from briefing.app.settings import Preferences
from briefing.app.workspace import Workspace
from briefing.model import ArticleId, Evidence, EvidenceId, Point, PointId, Relation, Side, TopicId
from briefing.resources import seeds
from briefing.text.words import short
from briefing.ui.desk import Desk
from briefing.ui.main import make_application
from briefing.ui.panes.base import Pane
from briefing.ui.panes.browse import BrowsePane
from briefing.ui.panes.card import Card
from briefing.ui.panes.case import CasePane
from briefing.ui.panes.library import LibraryPane
from briefing.ui.panes.points import PointsPane
from briefing.ui.tasks import Tasks
from briefing.ui.widgets.rich_label import RichLabel


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk on which only one article has been read so far."""
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path))
    make_application()
    desk = Desk(Preferences(), Tasks(serial=True))
    desk.open(Workspace.glimpse(seeds()))
    return desk


def said(pane: Pane) -> list[str]:
    words: list[str] = []
    pane.said.connect(words.append)
    return words


def test_a_case_is_not_changed_before_it_is_read(desk: Desk) -> None:
    pane = CasePane(desk)
    words = said(pane)
    pane.refresh(Changes(everything=True))
    pane.add("any-point")
    pane.write_heading()
    pane.new_case()  # a dialog would wait here for ever
    assert len(words) == 3
    assert all("still being read" in one for one in words)
    assert pane.case is None
    assert not pane.writing.is_active


def test_a_list_says_why_a_row_is_not_for_a_case(desk: Desk) -> None:
    pane = BrowsePane(desk)
    words = said(pane)
    added: list[str] = []
    pane.add_to_case.connect(added.append)
    goal = Destination(Room.QUOTE, "q1")
    title = (("Some words", False),)
    rows = (
        Row(goal, "", title, quote="q1"),
        Row(goal, "", title, source="s1"),
        Row(goal, "", title, quote="q2", point="p2"),
    )
    pane.model.show(rows)
    for row in range(3):
        pane.list.collected.emit(pane.model.index(row, 0))
    assert added == ["p2"]
    assert "stands under no point" in words[0]
    assert "made of points" in words[1]
    assert len(words) == 2


def test_a_full_text_does_not_look_like_its_digest(desk: Desk) -> None:
    digest = next(iter(desk.workspace.articles.values()))
    full = replace(digest, id=ArticleId("whole"), full_text_of=digest.id)
    library = desk.workspace.library
    desk.workspace.library = replace(library, articles=(*library.articles, full))
    desk.workspace.__dict__.pop("titles", None)
    pane = LibraryPane(desk)
    pane.refresh(Changes(everything=True))
    names = {goal.id: item.text() for goal, item in pane._items.items()}
    assert names[full.id] == f"{names[digest.id]} (full text)"


def test_of_many_topics_only_those_that_are_looked_at_are_opened(desk: Desk) -> None:
    glimpse = desk.workspace
    (topic,) = glimpse.library.topics
    (article,) = glimpse.articles.values()
    topics = tuple(replace(topic, id=TopicId(f"t{n}"), title=f"Topic {n}") for n in range(60))
    texts = tuple(replace(article, id=ArticleId(f"a{n}"), topic=f"t{n % 60}") for n in range(300))
    glimpse.library = replace(glimpse.library, topics=topics, articles=texts)
    for name in ("titles", "topics", "articles"):
        glimpse.__dict__.pop(name, None)
    pane = LibraryPane(desk)
    pane.refresh(Changes(everything=True))
    tree, model = pane.tree, pane.tree.model()
    assert not tree.isExpanded(model.index(7, 0)) and len(pane._items) == 60
    assert sorted(pane.articles_in_order()) == sorted(one.id for one in texts)
    pane.mark(Destination(Room.ARTICLE, "a67"))
    assert "Topic 7" in tree.currentIndex().parent().parent().data()
    assert model.rowCount(model.index(0, 0, model.index(7, 0))) == 5
    pane.show_outline("a68", [(1, 2, "A heading")])
    assert tree.isExpanded(model.index(8, 0))
    pane.refresh(Changes(searches=True))
    pane.mark(Destination(Room.ARTICLE, "a68"))
    article_row = tree.currentIndex()
    assert model.index(0, 0, article_row).data() == "A heading", "it stays under its article"
    tree.expand(model.index(9, 0))  # as a click on its arrow does
    assert model.index(0, 0, model.index(9, 0)).data() == "Articles"
    assert not tree.isExpanded(model.index(10, 0))


def test_points_name_their_article_while_something_else_is_read(desk: Desk) -> None:
    pane = PointsPane(desk)
    article = next(iter(desk.workspace.articles.values()))
    reading = desk.workspace.read(article.id)
    assert reading is not None
    pane.set_elsewhere(True)  # nothing is shown yet: nothing to name
    pane.set_passage(reading, 1)
    assert pane._where.text().splitlines() == [
        f"Passage 2 of {len(reading.passages)}",
        f"“{short(article.title)}”",
    ]
    pane.set_elsewhere(False)
    assert pane._where.text() == f"Passage 2 of {len(reading.passages)}"
    pane.show_alone(Destination(Room.POINT, "p"))
    pane.set_elsewhere(True)
    assert pane._where.text() == "Point"


def test_words_of_a_card_are_no_html(desk: Desk) -> None:
    topic = next(iter(desk.workspace.topics.values()))
    desk.workspace.topics[topic.id] = replace(topic, side_names=("Pro & <i>", "Con"))
    evidence = Evidence(
        EvidenceId("q"), "One < two.", speaker="A <b> C", label="R&amp;D", caution="<u>"
    )
    point = Point(
        PointId("p"), topic.id, "A claim", side=Side.FOR, theme="<law>", evidence=(evidence,)
    )
    card = Card(desk, Seen(point, Relation.ANSWERS))
    html = " ".join(label.text() for label in card.findChildren(RichLabel))
    for words in ("Pro & <i>", "<law>", "One < two.", "A <b> C", "R&amp;D", "<u>"):
        assert escape(words) in html
