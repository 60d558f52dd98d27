"""Everything that changes the library, by keyboard alone."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.app.navigation import Destination, Room
from briefing.library import discarded, read_library
from briefing.model import Library, Relation
from briefing.ui.dialogs.article import ArticleDialog, NoteDialog
from briefing.ui.dialogs.cutting import CutDialog
from briefing.ui.dialogs.evidence import EvidenceDialog
from briefing.ui.dialogs.linking import Chooser, LinksDialog
from briefing.ui.dialogs.listed import ThemesDialog, TrashDialog
from briefing.ui.dialogs.source import SourceDialog
from briefing.ui.dialogs.topic import TopicDialog
from briefing.ui.dialogs.whole_text import WholeTextDialog
from briefing.ui.panes.note_card import NoteCard
from briefing.ui.window import Window
from tests.stories.hands import (
    ALT,
    CONTROL,
    SHIFT,
    Key,
    answering,
    command,
    dialog,
    first_card,
    keys,
    menu_entry,
    menu_key,
    newest,
    on_disk,
    press,
    remember_points,
    settle,
    wait_until,
)

TOPIC = "cluster-munitions"


def files(window: Window) -> Library:
    return read_library(window.desk.workspace.root)


def typed(words: str) -> None:
    """Type over what the field that has the keyboard holds."""
    widget = QApplication.focusWidget()
    keys(Key.Key_A, held=CONTROL)
    QTest.keyClicks(widget, words)
    settle()


def test_words_are_selected_and_cut(reading: Window):
    remember_points(reading)
    view = reading.reader.view
    words = reading.reader.reading.passages[view.current].passage.text.split()
    press(view, Key.Key_Right)
    assert view.textCursor().selectedText() == words[0]
    keys(Key.Key_Right, Key.Key_Right, Key.Key_Left)
    keys(*[Key.Key_Right] * 3, Key.Key_Left, held=SHIFT)
    assert view.textCursor().selectedText() == " ".join(words[1:4])
    keys(Key.Key_Down, held=SHIFT)
    longer = view.textCursor().selectedText()
    assert longer.split() == words[1 : 1 + len(longer.split())] and len(longer.split()) > 5
    keys(*[Key.Key_Up] * 2, held=SHIFT)
    assert view.textCursor().selectedText() == words[1]
    keys(Key.Key_Escape)
    assert not view.textCursor().hasSelection()
    keys(Key.Key_Right)
    keys(*[Key.Key_Right] * 4, held=SHIFT)
    menu_key(view)
    menu_entry("Cut a card")
    form = dialog(reading, CutDialog)
    assert form.focusWidget() is form.claim.line
    typed("Cut by keys.")
    keys(Key.Key_Return, held=CONTROL)
    assert newest(reading).evidence[0].quote == " ".join(words[:5])
    before = files(reading)
    for wanted in ("shrunk", "spoken", "full"):
        press(reading, Key.Key_8, CONTROL)
        assert reading.desk.settings.evidence == wanted
    press(reading, Key.Key_F3)
    assert reading.desk.settings.condensed == "yes"
    assert files(reading) == before, "for display only"


def test_links_are_moved_and_broken_and_points_merged_and_deleted(reading: Window):
    point, other = first_card(reading).point, reading.points.cards[1].point
    keys(Key.Key_L, held=CONTROL)
    chooser = dialog(reading, Chooser)
    typed("12")
    keys(Key.Key_S, held=ALT)
    # A button that is pressed by its letter is seen to go down before it acts.
    wait_until(lambda: chooser.relation is Relation.SUPPORTS)
    keys(Key.Key_Return)
    (new,) = set(on_disk(reading, point.id).links) - set(point.links)
    assert new.relation is Relation.SUPPORTS
    first_card(reading)
    keys(Key.Key_K, held=CONTROL | SHIFT)
    links = dialog(reading, LinksDialog)
    keys(Key.Key_End, Key.Key_Return)
    typed("14")
    keys(Key.Key_Return)
    (moved,) = set(on_disk(reading, point.id).links) - set(point.links)
    assert moved != new
    press(links.list, Key.Key_End)
    keys(Key.Key_Delete)
    assert on_disk(reading, point.id).links == point.links
    keys(Key.Key_Escape)
    first_card(reading)
    command(reading, "merge with another")
    typed(other.claim)
    keys(Key.Key_Return)
    assert other.id not in {one.id for one in files(reading).points}
    for _ in range(4):
        press(reading.reader.view, Key.Key_Z, CONTROL)
    assert on_disk(reading, point.id) == point
    assert on_disk(reading, other.id) == other


def test_the_trash_gives_back_and_forgets(reading: Window):
    borrowed = {one for each in reading.desk.workspace.library.points for one in each.also}
    free = (
        one for one in reading.points.cards if not borrowed & {e.id for e in one.point.evidence}
    )
    card = next(free)
    point = card.point
    press(card, Key.Key_Delete)
    command(reading, "trash")
    trash = dialog(reading, TrashDialog)
    keys(Key.Key_Return)
    assert on_disk(reading, point.id).claim == point.claim
    keys(Key.Key_Escape)
    reading.go(Destination(Room.POINT, point.id))
    press(reading.points.cards[0], Key.Key_Delete)
    command(reading, "trash")
    trash = dialog(reading, TrashDialog)
    keys(Key.Key_Delete)
    assert "empty" in trash.list.item(0).text()
    assert not discarded(reading.desk.workspace.root)


def test_notes_sources_articles_topics_and_themes(reading: Window):
    keys(Key.Key_M, held=CONTROL)
    typed("Ask who pays.")
    keys(Key.Key_Return, held=CONTROL)
    first_card(reading)
    keys(Key.Key_Up)
    assert isinstance(QApplication.focusWidget(), NoteCard)
    keys(Key.Key_Return)
    dialog(reading, NoteDialog)
    typed("Ask again.")
    keys(Key.Key_Return, held=CONTROL)
    assert [one.text_md for one in files(reading).notes] == ["Ask again."]
    first_card(reading)
    keys(Key.Key_Up, Key.Key_Delete)
    assert not files(reading).notes
    command(reading, "new source")
    form = dialog(reading, SourceDialog)
    form.fields["title"].setFocus()
    typed("Ground rules")
    keys(Key.Key_Return, held=CONTROL)
    reading.go(Destination(Room.SOURCES, TOPIC))
    press(reading.browse.filter, Key.Key_G)
    typed("Ground rules")
    keys(Key.Key_Down, Key.Key_F2)
    dialog(reading, SourceDialog).fields["title"].setFocus()
    typed("Rules of the ground")
    keys(Key.Key_Return, held=CONTROL)
    assert files(reading).sources[-1].title == "Rules of the ground"
    press(reading.browse.list, Key.Key_Delete)
    assert "Rules of the ground" not in [one.title for one in files(reading).sources]
    reading.go(Destination(Room.QUOTES, TOPIC))
    reading.browse.filter.setFocus()
    press(reading.browse.filter, Key.Key_Down)
    keys(Key.Key_F2)
    form = dialog(reading, EvidenceDialog)
    assert form.box.quote == reading.desk.workspace.quotes[reading.browse.model.rows[0].quote].quote
    keys(Key.Key_Escape)
    command(reading, "new article")
    form = dialog(reading, ArticleDialog)
    assert form.focusWidget() is form.fields["title"]
    typed("Written")
    form.fields["text"].setFocus()
    QTest.keyClicks(form.fields["text"], "Two words.")
    keys(Key.Key_Return, held=CONTROL)
    assert reading.reader.article.title == "Written"
    press(reading, Key.Key_1, CONTROL)
    keys(Key.Key_F2)
    form = dialog(reading, ArticleDialog)
    typed("Rewritten")
    keys(Key.Key_Return, held=CONTROL)
    assert reading.reader.article.title == "Rewritten"
    command(reading, "edit claims")
    form = dialog(reading, WholeTextDialog)
    typed("## It is said. {#x1}")
    keys(Key.Key_Return)
    QTest.keyClicks(form.fields["text"], "- passage: Two words")
    keys(Key.Key_Return, held=CONTROL)
    assert [one.id for one in files(reading).claims if one.article == "written"] == ["x1"]
    reading.go(Destination(Room.GLOSSARY, TOPIC))
    command(reading, "edit this page")
    form = dialog(reading, WholeTextDialog)
    form.fields["text"].setFocus()
    keys(Key.Key_End, held=CONTROL)
    QTest.keyClicks(form.fields["text"], " By keys.")
    keys(Key.Key_Return, held=CONTROL)
    assert files(reading).glossary[-1].meaning_md.endswith("By keys.")
    command(reading, "edit topic")
    form = dialog(reading, TopicDialog)
    form.side_against.setFocus()
    typed("No")
    keys(Key.Key_Return, held=CONTROL)
    assert files(reading).topics[0].side_names[1] == "No"
    command(reading, "themes")
    themes = dialog(reading, ThemesDialog)
    before = files(reading).topics[0].themes
    keys(Key.Key_Home)
    keys(Key.Key_Down, held=ALT)
    assert files(reading).topics[0].themes[:2] == (before[1], before[0])
    answering("Changed", lambda: keys(Key.Key_F2))
    assert files(reading).topics[0].themes[:2] == (before[1], "Changed")
    press(themes.list, Key.Key_Delete)
    assert "Changed" not in files(reading).topics[0].themes
    themes.reject()
