"""Reading against the library: what a debater does with an article and the points beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton, QToolTip

from briefing.app.navigation import Destination, Room
from briefing.app.reading import Seen, margin_words
from briefing.app.settings import THEMES
from briefing.model import Relation
from briefing.ui.main import open_window
from briefing.ui.panes.article_view import ArticleView
from briefing.ui.panes.card import Card
from briefing.ui.window import Window
from tests.stories.hands import wait_until

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
ARTICLE = "nagl-rice-military-times"
OTHER = "what-the-bomblets-leave"


@pytest.fixture
def reader(window: Window) -> Window:
    """The window at an article, in a usual size, with the keyboard in the text."""
    window.resize(1280, 800)
    window.go(Destination(Room.ARTICLE, ARTICLE))
    window.activateWindow()
    window.reader.view.setFocus()
    QApplication.processEvents()
    return window


def press(
    window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(window.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def heading(window: Window) -> str:
    """What the points pane says it stands beside."""
    label = window.points.findChild(QLabel, "heading")
    assert isinstance(label, QLabel)
    return label.text()


def shown(window: Window) -> list[str]:
    """The cards of the points pane, as a screen reader reads them."""
    return [card.accessibleName() for card in window.points.cards]


def click(view: ArticleView, index: int) -> None:
    """Click into a passage that is on the screen."""
    top, _ = view.span(index)
    where = QPoint(view.viewport().width() // 2, int(top - view.verticalScrollBar().value()) + 8)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QApplication.processEvents()


def texts(widget: object) -> str:
    """All that a card shows."""
    assert isinstance(widget, Card)
    labels = [one for one in widget.findChildren(QLabel) if one.isVisible()]
    return "\n".join(one.accessibleName() or one.text() for one in labels)


# -- following and pinning ------------------------------------------------------------------------


def test_points_follow_the_reading_line(reader: Window) -> None:
    view, reading = reader.reader.view, reader.reader.reading
    assert reading is not None
    bar = view.verticalScrollBar()
    seen = []
    for value in range(0, bar.maximum() + 1, 25):
        bar.setValue(value)
        seen.append(view.current)
        expected = {(one.point.id, one.relation) for one in reading.section(view.current).seen}
        assert {(card.point.id, card.seen.relation) for card in reader.points.cards} == expected
        assert heading(reader).startswith(("Passage", "Section"))
    assert seen == sorted(seen), "the pane went back while the text went on"
    bar.setValue(bar.maximum())
    assert view.current == len(reading.passages) - 1
    missed = [one.passage.index for one in reading.passages if one.seen]
    assert set(missed) <= set(seen), "a passage with points never came to the reading line"


def test_counts_on_screen_are_those_of_the_margin(reader: Window) -> None:
    view, reading = reader.reader.view, reader.reader.reading
    assert reading is not None
    for beside in (one for one in reading.passages if one.seen and not one.passage.level):
        view.go_to(beside.passage.index)
        words = margin_words(beside)
        assert view.current == beside.passage.index
        assert heading(reader).startswith(f"Passage {beside.passage.index + 1} of")
        assert f"▼ {len(beside.counters)} answer" in heading(reader)
        assert f"▲ {len(beside.supports)} support" in heading(reader)
        if beside.counters:
            assert f"{len(beside.counters)} answer" in words
        if beside.supports:
            assert f"{len(beside.supports)} support" in words
        for verdict in beside.verdicts:
            assert f"fact check: {verdict.value}" in words


def test_margin_marks_are_said_in_words(reader: Window) -> None:
    view = reader.reader.view
    view.go_to(4)
    top, _ = view.span(4)
    where = QPoint(30, int(top - view.verticalScrollBar().value()) + 10)
    event = QHelpEvent(QEvent.Type.ToolTip, where, view.viewport().mapToGlobal(where))
    QApplication.sendEvent(view.viewport(), event)
    assert "answer this passage" in QToolTip.text()
    assert "support it" in QToolTip.text()
    QToolTip.hideText()


def test_click_pins_and_escape_follows_again(reader: Window) -> None:
    view, bar = reader.reader.view, reader.reader.view.verticalScrollBar()
    view.go_to(4)
    click(view, 5)
    pinned = shown(reader)
    assert view.is_pinned
    assert view.current == 5
    assert reader.points._pin.isVisible()
    for _ in range(40):
        press(reader, Key.Key_Down)
    assert bar.value() > 600
    assert shown(reader) == pinned
    assert heading(reader).startswith("Passage 6 of")
    press(reader, Key.Key_Escape)
    assert not view.is_pinned
    assert not reader.points._pin.isVisible()
    assert view.current > 6
    assert shown(reader) != pinned


def test_alt_down_walks_the_passages_with_points(reader: Window) -> None:
    reading, view = reader.reader.reading, reader.reader.view
    assert reading is not None
    expected = [one.passage.index for one in reading.passages if one.seen][1:]
    walked = []
    for _ in expected:
        press(reader, Key.Key_Down, ALT)
        walked.append(view.current)
        top, _ = view.span(view.current)
        offset = view.verticalScrollBar().value()
        assert offset <= top < offset + view.viewport().height(), "the passage is not on screen"
    assert walked == expected
    press(reader, Key.Key_Down, ALT)
    assert "No further passage" in reader.statusBar().currentMessage()
    press(reader, Key.Key_Up, ALT)
    assert view.current == expected[-2]


# -- filters --------------------------------------------------------------------------------------


def test_counter_support_both(reader: Window) -> None:
    reader.reader.view.go_to(4)
    both = shown(reader)
    press(reader, Key.Key_1, CONTROL | SHIFT)
    counters = shown(reader)
    press(reader, Key.Key_2, CONTROL | SHIFT)
    supports = shown(reader)
    press(reader, Key.Key_3, CONTROL | SHIFT)
    assert (len(counters), len(supports)) == (8, 3)
    assert shown(reader) == both == counters + supports
    assert all(one.startswith(("▼ Answers this", "▼ Undercuts this")) for one in counters)
    assert all(one.startswith("▲ Supports this") for one in supports)
    button = next(b for b in reader.points.findChildren(QToolButton) if b.text() == "Counter")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown(reader) == counters


def test_theme_filter_by_keyboard(reader: Window) -> None:
    reader.reader.view.go_to(4)
    everything = [card.point for card in reader.points.cards]
    box = next(b for b in reader.points.findChildren(QComboBox) if b.accessibleName() == "Theme")
    box.setFocus()
    for _ in range(1, box.count()):
        QTest.keyClick(box, Key.Key_Down)
        QApplication.processEvents()
        theme = box.currentData()
        wanted = [point for point in everything if point.theme == theme]
        assert [card.point for card in reader.points.cards] == wanted
        if not wanted:
            said = [one.text() for one in reader.points.findChildren(QLabel) if one.isVisible()]
            assert any("the filter above hides them" in one for one in said)
    QTest.keyClick(box, Key.Key_Home)
    assert [card.point for card in reader.points.cards] == everything


# -- cards ----------------------------------------------------------------------------------------


def test_relation_and_side_on_every_card(reader: Window) -> None:
    workspace = reader.desk.workspace
    for article in workspace.articles:
        reader.go(Destination(Room.ARTICLE, article))
        reading = reader.reader.reading
        assert reading is not None
        for beside in reading.passages:
            if not beside.seen:
                continue
            reader.reader.view.go_to(beside.passage.index)
            for card in reader.points.cards:
                words = texts(card)
                assert words.startswith(("▼ Answers", "▼ Undercuts", "▲ Supports")), words
                assert any(
                    side in words
                    for side in (
                        "For the motion (Deterrence)",
                        "Against the motion (Humanitarian)",
                        "Takes no side",
                    )
                ), words


def test_card_opens_in_place(reader: Window) -> None:
    reader.reader.view.go_to(1)
    press(reader, Key.Key_3, CONTROL)
    card = reader.points.cards[0]
    assert card.hasFocus()
    before = texts(card)
    press(reader, Key.Key_Return)
    words = texts(card)
    assert card.is_open
    assert len(words) > len(before)
    flat = "".join(words.split())  # marks part words in what a screen reader hears
    for evidence in reader.desk.workspace.evidence_of(card.point):
        assert "".join(evidence.quote.split()) in flat
        assert evidence.speaker in words
        assert evidence.caution in words
        assert evidence.label in words
    assert "Source:" in words
    assert "Stands beside" in words
    press(reader, Key.Key_Return)
    assert not card.is_open
    assert texts(card) == before


def test_marked_words_are_marked_on_the_card(reader: Window) -> None:
    marked = next(
        point
        for point in reader.desk.workspace.points.values()
        if any(evidence.marks for evidence in point.evidence)
    )
    reader.go(Destination(Room.POINT, marked.id))
    card = reader.points.cards[0]
    html = "".join(label.text() for label in card.findChildren(QLabel))
    assert '<span class="read">' in html


def test_chain_to_any_depth_by_keyboard(reader: Window) -> None:
    reader.go(Destination(Room.POINT, "c06"))
    reader.points.focus_cards()
    first = reader.points.cards[0]
    assert first.is_chain_open
    claims = [first.point.id]
    for _ in range(4):  # down into the first answer, and open what answers that
        press(reader, Key.Key_Down)
        card = reader.focusWidget()
        assert isinstance(card, Card)
        assert "the point above. " in card.accessibleName()
        claims.append(card.point.id)
        press(reader, Key.Key_Right)
        if not card.is_chain_open:
            break
        press(reader, Key.Key_Return)
        assert card.is_open
    assert len(claims) >= 3
    assert len(set(claims)) == len(claims)
    while isinstance(card := reader.focusWidget(), Card) and card is not first:
        press(reader, Key.Key_Up)
    press(reader, Key.Key_Left)
    assert not first.is_chain_open


def test_arguments_in_a_circle_end(reader: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_all(card: Card, depth: int = 0) -> int:
        card.set_chain_open(True)
        return max([depth, *(open_all(one, depth + 1) for one in list(card.chain_cards()))])

    workspace = reader.desk.workspace
    one, other = workspace.points["c01"], workspace.points["c02"]
    circle = {
        "c01": (Seen(other, Relation.ANSWERS),),
        "c02": (Seen(one, Relation.UNDERCUTS), Seen(other, Relation.SUPPORTS)),
    }
    monkeypatch.setattr(workspace, "beside_point", lambda point: circle.get(point, ()))
    reader.go(Destination(Room.POINT, "c01"))
    assert open_all(reader.points.cards[0]) == 1
    notes = [one.text() for one in reader.points.findChildren(QLabel)]
    assert any("stands above already" in one for one in notes)


def test_source_on_a_card_leads_to_the_source_and_back(reader: Window) -> None:
    reader.reader.view.go_to(1)
    card = reader.points.cards[0]
    card.set_open(True)
    source = next(one.source for one in card.point.evidence if one.source)
    label = next(one for one in card.findChildren(QLabel) if f"source:{source}" in one.text())
    label.linkActivated.emit(f"source:{source}")
    assert heading(reader) == "Source"
    assert any(card.point == one.point for one in reader.points.cards)
    press(reader, Key.Key_Escape)  # from the text, too, the way back is Escape
    assert heading(reader).startswith("Passage 2")


def test_place_on_a_card_leads_to_the_passage(reader: Window) -> None:
    reader.go(Destination(Room.POINT, "c19"))
    card = reader.points.cards[0]
    card.set_open(True)
    article, spot, _ = reader.desk.workspace.places_of(card.point)[-1]
    label = next(one for one in card.findChildren(QLabel) if "Stands beside" in one.text())
    label.linkActivated.emit(f"article:{article.id}/{spot}")
    assert reader.reader.article == article
    assert reader.reader.view.current == spot
    assert card.point.id in [one.point.id for one in reader.points.cards]


# -- back and forward -----------------------------------------------------------------------------


def test_back_and_forward_keep_the_places(reader: Window) -> None:
    view, bar = reader.reader.view, reader.reader.view.verticalScrollBar()
    assert not reader.actions_by_id["go.back"].isEnabled()
    bar.setValue(900)
    first, value = view.current, bar.value()
    reader.go(Destination(Room.ARTICLE, OTHER))
    assert bar.value() == 0
    bar.setValue(1200)
    second, other_value = view.current, bar.value()
    reader.go(Destination(Room.QUOTES, "cluster-munitions"))
    press(reader, Key.Key_Left, ALT)
    assert reader.reader.article is not None
    assert (reader.reader.article.id, view.current) == (OTHER, second)
    assert abs(bar.value() - other_value) < 200
    press(reader, Key.Key_Left, ALT)
    assert (reader.reader.article.id, view.current) == (ARTICLE, first)
    assert abs(bar.value() - value) < 200
    bar.setValue(2000)
    moved = view.current
    press(reader, Key.Key_Right, ALT)
    assert (reader.reader.article.id, view.current) == (OTHER, second)
    press(reader, Key.Key_Left, ALT)
    assert view.current == moved, "the way back leads to where one was, not to where one came in"
    assert not reader.actions_by_id["go.back"].isEnabled()


def test_back_leads_to_the_title(reader: Window) -> None:
    view = reader.reader.view
    reader.go(Destination(Room.ARTICLE, ARTICLE, 20))
    assert view.current == 20
    press(reader, Key.Key_Left, ALT)
    assert view.verticalScrollBar().value() == 0


def test_open_article_chosen_again_stays_where_it_is(reader: Window) -> None:
    bar = reader.reader.view.verticalScrollBar()
    bar.setValue(1500)
    reader.go(Destination(Room.SOURCES, "cluster-munitions"))
    reader.go(Destination(Room.ARTICLE, ARTICLE))
    assert abs(bar.value() - 1500) < 5


# -- remembered -----------------------------------------------------------------------------------


def test_places_window_and_settings_are_remembered(
    application: QApplication, home: Path, library: Path, boxes: list[str]
) -> None:
    window = open_window(library, serial=True)
    assert window is not None
    window.resize(780, 600)  # the screen of the offscreen platform is no larger than 800
    window.columns.setSizes([170, 340, 270])
    window.go(Destination(Room.ARTICLE, OTHER, 6))
    window.go(Destination(Room.ARTICLE, ARTICLE, 12))
    window.commands.next_theme()
    window.commands.zoom_in()
    application.processEvents()
    sizes, settings = window.columns.sizes(), window.desk.settings
    QTest.keyClicks(window.search_field, "dud")  # the room made for hits is not kept
    window.close()
    application.processEvents()
    again = open_window(None, serial=True)
    assert again is not None
    application.processEvents()
    assert again.desk.workspace.root == library
    assert again.desk.settings == settings
    assert (again.width(), again.height()) == (780, 600)
    assert again.columns.sizes() == sizes
    assert again.reader.article is not None
    assert (again.reader.article.id, again.reader.view.current) == (ARTICLE, 12)
    top, _ = again.reader.view.span(12)
    y = top - again.reader.view.verticalScrollBar().value()
    assert 0 <= y < again.reader.view.viewport().height() * 0.6
    again.go(Destination(Room.ARTICLE, OTHER))
    assert again.reader.view.current == 6
    again.close()
    application.processEvents()


# -- the look of the text -------------------------------------------------------------------------


def test_zoom_width_colours_and_fonts_keep_the_place(reader: Window) -> None:
    view = reader.reader.view
    view.go_to(14)
    changes = (
        ([(Key.Key_Plus, CONTROL)], 5),
        ([(Key.Key_0, CONTROL)], 1),
        ([(Key.Key_Right, ALT | SHIFT)] + [(Key.Key_Left, ALT | SHIFT)] * 6, 1),  # a narrow column
        ([(Key.Key_F, CONTROL | SHIFT)], 3),
        ([(Key.Key_L, CONTROL | SHIFT)] * 2, 1),  # the system's may be the light one
        ([(Key.Key_L, CONTROL | SHIFT)], len(THEMES) - 2),
    )
    look = view.grab().toImage()
    for keys, times in changes:
        for _ in range(times):
            before = look
            for key, held in keys:
                press(reader, key, held)
                assert view.current == 14, (key, reader.desk.settings)
                assert view.anchor[0] == 14
                top, _ = view.span(14)
                y = top - view.verticalScrollBar().value()
                assert 0 <= y < view.viewport().height() * 0.6
            look = view.grab().toImage()
            assert look != before, (keys, reader.desk.settings)


def test_text_is_set_in_the_reading_font_at_every_zoom(reader: Window) -> None:
    for zoom in (100, 200, 60, 100):
        reader.desk.set("zoom", zoom)
        QApplication.processEvents()
        font = reader.reader.view.document().defaultFont()
        assert font.family().startswith("Source Serif")
        assert font.pointSizeF() == pytest.approx(13 * zoom / 100, rel=0.25)


def test_new_width_keeps_the_words_on_the_reading_line(reader: Window) -> None:
    view = reader.reader.view
    view.go_to(17)
    for width, height in ((900, 600), (1920, 1080), (700, 500), (1280, 800)):
        reader.resize(width, height)
        QApplication.processEvents()
        assert view.anchor[0] == 17
        assert view.current == 17


def test_header_says_who_when_which_side_and_how_long(reader: Window) -> None:
    words = reader.reader.view.toPlainText()[:900]
    for one in (
        "John Nagl and Dan Rice",
        "Military Times",
        "10 August 2024",
        "Digest, not the original text",
        "For the motion (Deterrence)",
        "min to read",
        "words)",
    ):
        assert one in words


def test_outline_in_the_tree_leads_into_the_article(reader: Window) -> None:
    tree = reader.library_pane.tree
    press(reader, Key.Key_1, CONTROL)
    assert tree.hasFocus()
    assert tree.currentIndex().data().endswith("ban on cluster bombs") or "NATO" in str(
        tree.currentIndex().data()
    )
    press(reader, Key.Key_Down)
    words = tree.currentIndex().data()
    assert words in [one for _, _, one in reader.reader.headings()]
    press(reader, Key.Key_Return)
    reading = reader.reader.reading
    assert reading is not None
    index = reader.reader.view.current
    assert reading.passages[index].passage.text == words
    assert heading(reader).startswith("Section")


def test_tree_leads_everywhere_by_keyboard(reader: Window) -> None:
    tree = reader.library_pane.tree
    press(reader, Key.Key_1, CONTROL)
    press(reader, Key.Key_Home)
    visited = set()
    for _ in range(60):
        before = tree.currentIndex()
        press(reader, Key.Key_Return)
        if not tree.isExpanded(before) and before.model().hasChildren(before):
            press(reader, Key.Key_Return)  # a group closes and opens again
        visited.add(reader.going.history.current.room if reader.going.history.current else None)
        tree.setFocus()
        tree.setCurrentIndex(before)
        press(reader, Key.Key_Down)
        if tree.currentIndex() == before:
            break
    assert {
        Room.TOPIC,
        Room.ARTICLE,
        Room.POINTS,
        Room.QUOTES,
        Room.SOURCES,
        Room.TIMELINE,
        Room.GLOSSARY,
        Room.FIGURES,
    } <= visited


def test_find_in_article(reader: Window) -> None:
    view, bar = reader.reader.view, reader.reader.find_bar
    press(reader, Key.Key_F, CONTROL)
    assert bar.field.hasFocus()
    QTest.keyClicks(bar.field, "NATO")
    assert view.textCursor().selectedText().lower() == "nato"
    first = view.textCursor().position()
    press(reader, Key.Key_Return)
    assert view.textCursor().selectedText().lower() == "nato"
    assert view.textCursor().position() != first
    press(reader, Key.Key_Return, SHIFT)
    assert view.textCursor().position() == first
    bar.field.setText("")
    QTest.keyClicks(bar.field, "zebra")
    assert any(one.text() == "Not in this article" for one in bar.findChildren(QLabel))
    press(reader, Key.Key_Escape)
    assert not bar.isVisible()
    assert view.hasFocus()


def test_links_are_copied_and_never_opened(reader: Window) -> None:
    article = reader.reader.article
    assert article is not None
    reader.reader.view.anchorClicked.emit(QUrl(f"copy:{article.url}"))
    assert QGuiApplication.clipboard().text() == article.url
    assert "never opens the network" in reader.statusBar().currentMessage()


# -- a long article -------------------------------------------------------------------------------


@pytest.fixture
def long_article(application: QApplication, home: Path, library: Path) -> Iterator[Window]:
    """A window at an article of 50,000 words, with work done in the background as for a user."""
    path = library / "cluster-munitions" / "articles" / f"{ARTICLE}.md"
    text = path.read_text(encoding="utf-8")
    filler = "\n\n".join(
        f"Paragraph {n} of the long text says what the others say as well, in words of its own, "
        + "so that somebody has something to scroll past on a quiet afternoon. " * 4
        for n in range(900)
    )
    path.write_text(f"{text}\n\n## The long part\n\n{filler}\n\nThe very last words.\n", "utf-8")
    window = open_window(library)
    assert window is not None
    window.resize(1280, 800)
    yield window
    window.close()
    application.processEvents()


def test_article_of_fifty_thousand_words(long_article: Window, boxes: list[str]) -> None:
    window = long_article
    window.go(Destination(Room.ARTICLE, ARTICLE))
    view = window.reader.view
    assert "War has come back to Europe" in view.toPlainText(), "readable at once"
    wait_until(lambda: window.reader.reading is not None)
    wait_until(lambda: "The very last words." in view.toPlainText())
    wait_until(lambda: bool(window.points.cards))
    assert "The long part" in [words for _, _, words in window.reader.headings()]
    items = window.library_pane.tree.model()
    wait_until(
        lambda: bool(
            items.match(
                items.index(0, 0), Qt.ItemDataRole.DisplayRole, "The long part", 1,
                Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive,
            )
        )
    )  # fmt: skip
    view.setFocus()
    press(window, Key.Key_End)
    reading = window.reader.reading
    assert reading is not None
    assert view.current == len(reading.passages) - 1
    window.reader.open_find()
    QTest.keyClicks(window.reader.find_bar.field, "Paragraph 777 of")
    assert view.textCursor().selectedText() == "Paragraph 777 of"
    place = view.anchor[0]
    for change in (window.commands.zoom_in, window.commands.next_theme, window.commands.widen):
        change()
        QApplication.processEvents()
        assert view.anchor[0] == place
        top, _ = view.span(place)
        assert 0 <= top - view.verticalScrollBar().value() < view.viewport().height()
    window.reader.keep_place()
    window.go(Destination(Room.ARTICLE, OTHER))
    window.go(Destination(Room.ARTICLE, ARTICLE))
    wait_until(lambda: view.current == place)


# -- libraries that are not as they should be -----------------------------------------------------


def test_empty_library_says_what_to_do(
    application: QApplication, home: Path, tmp_path: Path, boxes: list[str]
) -> None:
    from briefing.library import create_library

    create_library(tmp_path / "empty", "Empty")
    window = open_window(tmp_path / "empty", serial=True)
    assert window is not None
    application.processEvents()
    assert window.current_pane() is window.page
    assert not window.points.cards
    QTest.keyClicks(window.search_field, "anything")
    application.processEvents()
    window.searching.close()
    for action in ("go.next", "go.previous", "go.pin", "go.outline", "go.find", "view.bigger"):
        window.actions_by_id[action].trigger()
    window.close()
    application.processEvents()


def test_library_with_faults_is_read_and_says_so(
    application: QApplication, home: Path, library: Path, boxes: list[str]
) -> None:
    (library / "cluster-munitions" / "articles" / "broken.md").write_text(
        "---\nid: [\n---\n\nWords.\n", "utf-8"
    )
    window = open_window(library, serial=True)
    assert window is not None
    tree = window.library_pane.tree.model()
    names = [tree.index(row, 0).data() for row in range(tree.rowCount())]
    assert any("fault" in name for name in names), names
    window.go(Destination(Room.FAULTS))
    application.processEvents()
    assert window.current_pane() is window.page
    window.close()
    application.processEvents()


def test_read_only_library_says_so(
    application: QApplication,
    home: Path,
    library: Path,
    boxes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("briefing.library.is_writable", lambda root: False)
    window = open_window(library, serial=True)
    assert window is not None
    application.processEvents()
    words = [label.text() for label in window.statusBar().findChildren(QLabel)]
    assert any(one.endswith("(read-only)") for one in words), words
    window.close()
    application.processEvents()


def test_library_removed_meanwhile(reader: Window, library: Path) -> None:
    shutil.rmtree(library)
    for _ in range(5):
        press(reader, Key.Key_Down, ALT)
    assert reader.points.cards
