"""Pages: what they show, what they link to, and how their rows are filtered and marked."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.app.entries import entries
from briefing.app.navigation import Destination, Room, goal_of
from briefing.app.pages import (
    MOST_ROWS,
    Entry,
    Page,
    human_date,
    make_page,
    marked_number,
)
from briefing.app.rows import hit_goal
from briefing.app.workspace import Workspace
from briefing.index import Hit, Kind
from briefing.library import create_library, create_topic
from briefing.resources import seeds

TOPIC = "cluster-munitions"
VOID = {"br", "img", "hr"}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(seeds())


def page_at(workspace: Workspace, room: Room, topic: str = TOPIC) -> Page:
    page = make_page(workspace, Destination(room, topic))
    assert page is not None
    return page


class Balance(HTMLParser):
    """Fails on tags that are closed out of order or never."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag


ROOMS = (Room.TOPIC, Room.TIMELINE, Room.GLOSSARY, Room.FIGURES, Room.FAULTS)


@pytest.mark.parametrize("room", ROOMS)
def test_the_html_is_well_formed(workspace: Workspace, room: Room) -> None:
    balance = Balance()
    balance.feed(page_at(workspace, room).html())
    assert balance.open == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_link_leads_somewhere(workspace: Workspace, room: Room) -> None:
    for link in re.findall(r'href="([^"]*)"', page_at(workspace, room).html()):
        scheme, _, target = link.partition(":")
        goal = goal_of(scheme, target)
        if goal is None:
            assert scheme in ("do", "copy", "https", "http"), link
        elif goal.room is Room.ARTICLE:
            assert goal.id in workspace.articles
        elif goal.room is Room.SOURCE:
            assert goal.id in workspace.sources
        else:
            assert goal.id in workspace.topics


def test_the_topic_says_motion_sides_and_articles(workspace: Workspace) -> None:
    html = page_at(workspace, Room.TOPIC).html()
    topic = workspace.topics[TOPIC]
    assert topic.motion in html
    assert "▲ <b>For the motion (Deterrence)</b>" in html
    assert "▼ <b>Against the motion (Humanitarian)</b>" in html
    for article in workspace.articles.values():
        assert f'href="article:{article.id}"' in html
    assert html.count(" min to read") == len(workspace.articles)


def test_only_a_fresh_user_is_told_what_to_do_first(workspace: Workspace) -> None:
    place = Destination(Room.TOPIC, TOPIC)
    fresh, known = make_page(workspace, place, fresh=True), make_page(workspace, place)
    assert fresh is not None and known is not None
    assert "What to do first" in fresh.html()
    assert "What to do first" not in known.html()


def test_figures_always_show_their_date_and_caution(workspace: Workspace) -> None:
    page = page_at(workspace, Room.FIGURES)
    figures = workspace.library.figures
    assert len(page.entries) == len(figures)
    for entry, figure in zip(page.entries, figures, strict=True):
        words = entry.words
        if figure.as_of:
            assert "as of" in words
        if figure.caution:
            assert "caution:" in words
        for source in figure.sources:
            assert f"source:{source}" in entry.cells[2]


def test_dates_are_those_of_people(workspace: Workspace) -> None:
    page = page_at(workspace, Room.TIMELINE)
    assert not re.search(r"<b>[^<]*\d{4}-\d{2}[^<]*</b>", page.html())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-07-18", "18 July 2024"),
        ("2024-09 (Monitor 2024)", "September 2024 (Monitor 2024)"),
        ("c. 2023-07-13/2023-07-20", "c. 13–20 July 2023"),
        ("c. 1960/1975 (Vietnam data)", "c. 1960–75 (Vietnam data)"),
        ("in spring", "in spring"),
        ("", ""),
    ],
)
def test_human_date(text: str, shown: str) -> None:
    assert human_date(text) == shown


@given(st.text())
def test_human_date_takes_anything(text: str) -> None:
    assert isinstance(human_date(text), str)


def test_a_search_hit_marks_its_own_row(workspace: Workspace) -> None:
    """The numbers of search hits and of rows are the same."""
    kinds = (Kind.TERM, Kind.EVENT, Kind.FIGURE)
    seen = 0
    for found in entries(workspace.library):
        if found.kind not in kinds:
            continue
        goal = hit_goal(Hit(found, 1.0, (), ()))
        page = make_page(workspace, goal)
        assert page is not None
        number = marked_number(goal.detail)
        row = next(one for one in page.entries if one.number == number)
        words = (found.title or found.text).split(" / ")[0].casefold().split()
        assert all(word in row.words for word in words[:3])
        seen += 1
    assert seen > 100


def test_the_filter_leaves_rows_with_all_words(workspace: Workspace) -> None:
    page = page_at(workspace, Room.TIMELINE)
    some = page.chosen("july LITHUANIA")
    assert 0 < len(some) < len(page.entries)
    assert all("lithuania" in one.words and "july" in one.words for one in some)
    assert page.chosen("  ") == page.entries
    assert "Nothing here has all of these words." in page.html("no-such-word")


def test_a_marked_row_has_a_shape_and_an_anchor(workspace: Workspace) -> None:
    page = page_at(workspace, Room.GLOSSARY)
    html = page.html(marked=page.entries[3].number)
    assert html.count('class="marked"') == len(page.columns)
    assert f'<a name="e{page.entries[3].number}"></a>▸ ' in html


def test_a_long_page_is_cut_around_the_marked_row() -> None:
    rows = tuple(Entry(number, (f"row {number}",)) for number in range(1, 2001))
    page = Page("Long", "", (("Row", 100),), rows)
    html = page.html(marked=1500)
    assert html.count("<tr>") == MOST_ROWS + 1
    assert 'name="e1500"' in html
    assert "1,700 more" in html
    assert 'name="e2000"' in page.html(marked=2000)
    assert 'name="e1"' in page.html()


@pytest.mark.parametrize(
    ("detail", "number"), [("t@12", 12), ("", 0), ("t@", 0), ("12", 12), ("t@x", 0), ("t@²", 0)]
)
def test_marked_number(detail: str, number: int) -> None:
    assert marked_number(detail) == number


def test_a_page_of_no_topic_is_none(workspace: Workspace) -> None:
    assert make_page(workspace, Destination(Room.TIMELINE, "gone")) is None
    assert make_page(workspace, Destination(Room.TOPIC, "gone")) is None


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    create_library(tmp_path / "mine", "Mine & yours")
    page = page_at(Workspace(tmp_path / "mine"), Room.TOPIC, "")
    assert "<h1>Mine &amp; yours</h1>" in page.html()
    for action in ("library.topic", "library.starter", "library.open"):
        assert f"do:{action}" in page.html()


def test_an_empty_topic_says_what_to_do(tmp_path: Path) -> None:
    create_library(tmp_path / "mine", "Mine")
    topic = create_topic(tmp_path / "mine", "Cats <should> vote")
    workspace = Workspace(tmp_path / "mine")
    assert "do:library.import" in page_at(workspace, Room.TOPIC, topic.id).html()
    assert "Cats &lt;should&gt; vote" in page_at(workspace, Room.TOPIC, topic.id).html()
    assert "Nothing here yet" in page_at(workspace, Room.GLOSSARY, topic.id).html()


def test_faults_say_where_what_and_how_to_mend(tmp_path: Path) -> None:
    root = Path(shutil.copytree(seeds(), tmp_path / "library"))
    timeline = root / TOPIC / "timeline.md"
    broken = timeline.read_text(encoding="utf-8") + "\n* **yesterday** Something <happened>.\n"
    timeline.write_text(broken, encoding="utf-8")
    workspace = Workspace(root)
    faults = workspace.library.faults
    assert faults
    page = page_at(workspace, Room.FAULTS)
    assert len(page.entries) == len(faults)
    html = page.html()
    assert f"{TOPIC}/timeline.md:{faults[0].line}" in html
    assert "left" in html and "nothing is dropped" in html
    assert page.copies[0] == f"{root / faults[0].path}:{faults[0].line}"
    assert timeline.read_text(encoding="utf-8") == broken


def test_without_faults_the_page_says_so(workspace: Workspace) -> None:
    assert workspace.library.faults == ()
    assert "Every file" in page_at(workspace, Room.FAULTS).html()
