"""Everything that changes the library, by mouse alone: menus where things stand, and buttons.

Only the words themselves are put into fields: a mouse has none.
"""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget

from briefing.app import undo
from briefing.app.editing.articles import rename_theme
from briefing.app.navigation import Destination, Room
from briefing.library import discarded, read_library
from briefing.model import Library, MarkKind, PassageTarget, Relation
from briefing.ui import messages
from briefing.ui.dialogs.article import ArticleDialog, NoteDialog
from briefing.ui.dialogs.evidence import EvidenceDialog
from briefing.ui.dialogs.linking import Chooser, LinksDialog
from briefing.ui.dialogs.listed import ThemesDialog, TrashDialog
from briefing.ui.dialogs.point import PointDialog
from briefing.ui.dialogs.source import SourceDialog
from briefing.ui.dialogs.topic import TopicDialog
from briefing.ui.dialogs.whole_text import WholeTextDialog
from briefing.ui.panes.note_card import NoteCard
from briefing.ui.widgets.rich_label import RichLabel
from briefing.ui.window import Window
from tests.stories.hands import (
    answering,
    button,
    choose,
    click,
    click_row,
    dialog,
    first_card,
    menu_bar,
    newest,
    on_disk,
    remember_points,
    right_click,
    wait_until,
)

TOPIC = "cluster-munitions"


def files(window: Window) -> Library:
    return read_library(window.desk.workspace.root)


def points_on_disk(window: Window) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in window.desk.workspace.root.rglob("*.md")}


def tool(owner: QWidget, words: str) -> QToolButton:
    (found,) = (one for one in owner.findChildren(QToolButton) if one.text().startswith(words))
    return found


def tree_row(window: Window, words: str) -> QPoint:
    """Where a row of the library stands."""
    tree = window.library_pane.tree
    model = tree.model()
    flags = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
    (index, *_) = model.match(model.index(0, 0), Qt.ItemDataRole.DisplayRole, words, 1, flags)
    assert isinstance(index, QModelIndex)
    tree.scrollTo(index)
    return tree.visualRect(index).center()


def tree_menu(window: Window, row: str, words: str) -> None:
    right_click(window.library_pane.tree, tree_row(window, row))
    choose(window, words)


def test_a_card_s_menu_marks_links_breaks_merges_and_deletes(reading: Window):
    card = first_card(reading)
    point, other = card.point, reading.points.cards[1].point
    right_click(card)
    choose(reading, "Mark evidence")
    if len(point.evidence) > 1:
        choose(reading, point.evidence[0].quote[:20])
    form = dialog(reading, EvidenceDialog)
    form.box.set_marks(())
    form.box.selectAll()
    click(tool(form._bar, "Underline"))
    click(tool(form._bar, "Clear"))
    right_click(form.box)
    choose(reading, "Highlight")
    click(form.speaking)
    assert form.spoken.isVisible()
    click(button(form, "Save"))
    assert {one.kind for one in on_disk(reading, point.id).evidence[0].marks} == {
        MarkKind.HIGHLIGHT
    }
    right_click(first_card(reading))
    choose(reading, "Link to")
    chooser = dialog(reading, Chooser)
    click(chooser.relations[Relation.UNDERCUTS], QPoint(8, 8))
    click_row(chooser.list, 3)
    click(button(chooser, "Link"))
    (new,) = set(on_disk(reading, point.id).links) - set(point.links)
    assert isinstance(new.target, PassageTarget) and new.relation is Relation.UNDERCUTS
    right_click(first_card(reading))
    choose(reading, "Links")
    links = dialog(reading, LinksDialog)
    click_row(links.list, links.list.count() - 1)
    click(button(links, "Break"))
    assert on_disk(reading, point.id).links == point.links
    click(button(links, "Close"))
    right_click(first_card(reading))
    choose(reading, "Merge with")
    chooser = dialog(reading, Chooser)
    chooser.field.setText(other.claim)
    click_row(chooser.list, 0)
    click(button(chooser, "Merge"))
    assert other.id not in {one.id for one in files(reading).points}
    for name in ("merge", "break", "link", "marks"):
        assert name in reading.actions_by_id["edit.undo"].text()
        menu_bar(reading, "Edit", "Undo")
    assert on_disk(reading, point.id) == point
    assert on_disk(reading, other.id) == other
    menu_bar(reading, "Edit", "Redo marks")
    menu_bar(reading, "Edit", "Undo marks")


def test_the_menu_of_a_card_opens_on_its_words_too_and_selected_words_are_copied(reading: Window):
    card = first_card(reading)
    words = next(one for one in card.findChildren(RichLabel) if "“" in one.accessibleName())
    right_click(words)
    choose(reading, "Details")
    assert card.is_open, "it was the menu of the card"
    words.setSelection(1, 4)
    right_click(words)
    choose(reading, "Copy these words")
    assert QGuiApplication.clipboard().text() == words.selectedText() != ""


def test_a_long_word_breaks_on_a_card_and_is_copied_whole(reading: Window):
    law = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    label = RichLabel(reading)
    label.show_html(f'<p>The <b>{law}</b> &amp; <a href="https://x.org/{law}">more</a></p>')
    label.setFixedWidth(200)
    label.show()
    lines = label.heightForWidth(200) / label.fontMetrics().lineSpacing()
    assert lines > 2, "it goes on in the next line"
    assert law in label.accessibleName(), "and is spoken as one word"
    assert f"https://x.org/{law}" in label.text(), "addresses stay as they are"
    label.setSelection(4, len(law) + (len(law) - 1) // 6)
    right_click(label)
    choose(reading, "Copy these words")
    assert QGuiApplication.clipboard().text() == law


def test_a_deleted_point_comes_back_out_of_the_trash(reading: Window):
    borrowed = {one for each in reading.desk.workspace.library.points for one in each.also}
    free = (
        one for one in reading.points.cards if not borrowed & {e.id for e in one.point.evidence}
    )
    point = (card := next(free)).point
    right_click(card)
    choose(reading, "Delete")
    assert point.id not in {one.id for one in files(reading).points}
    menu_bar(reading, "Edit", "Trash")
    trash = dialog(reading, TrashDialog)
    assert point.claim in trash.list.item(0).text()
    click(button(trash, "Restore"))
    assert on_disk(reading, point.id).claim == point.claim
    assert "empty" in trash.list.item(0).text()


def test_the_library_s_menus_make_and_change_articles_topics_and_themes(
    reading: Window, monkeypatch: pytest.MonkeyPatch
):
    tree_menu(reading, "Articles", "New article")
    form = dialog(reading, ArticleDialog)
    form.fields["title"].setText("Pasted")
    form.fields["text"].setPlainText("# One\n\nTwo **bold** words.")
    editor = form.fields["text"].parentWidget()
    editor._rest.timeout.emit()  # what happens as soon as one stops typing
    assert "Two bold words." in editor.preview.toPlainText()
    click(button(form, "Save"))
    assert reading.reader.article.title == "Pasted"
    other = next(one for one in reading.desk.workspace.library.articles if one.title != "Pasted")
    tree_menu(reading, other.title, "Edit article")
    form = dialog(reading, ArticleDialog)
    form.fields["venue"].setText("A place")
    click(button(form, "Save"))
    assert reading.desk.workspace.articles[other.id].venue == "A place"
    assert reading.reader.article.title == "Pasted", "one goes on reading"
    monkeypatch.setattr(messages, "ask", lambda *words: True)
    tree_menu(reading, "Pasted", "Delete article")
    assert "Pasted" not in [one.title for one in files(reading).articles]
    assert reading.reader.article is not None, "another one is shown"
    topic = reading.desk.workspace.topics[TOPIC]
    tree_menu(reading, topic.title, "Edit topic")
    form = dialog(reading, TopicDialog)
    form.side_for.setText("Yes")
    click(button(form, "Save"))
    assert files(reading).topics[0].side_names[0] == "Yes"
    tree_menu(reading, topic.title, "Themes")
    themes = dialog(reading, ThemesDialog)
    before = files(reading).topics[0].themes
    answering("Aside", lambda: click(button(themes, "Add …")))
    click_row(themes.list, 0)
    click(button(themes, "Down"))
    answering(before[0], lambda: click(button(themes, "Rename or merge …")))
    click_row(themes.list, 0)
    answering("Changed", lambda: click(button(themes, "Rename or merge …")))
    after = files(reading).topics[0].themes
    assert "Changed" in after and "Aside" in after and before[1] not in after
    click_row(themes.list, after.index("Aside"))
    click(button(themes, "Remove"))
    assert "Aside" not in files(reading).topics[0].themes
    tree_menu(reading, "Timeline", "Edit timeline")
    form = dialog(reading, WholeTextDialog)
    form.fields["text"].appendPlainText("* **2026-11-22** By mouse.")
    click(button(form, "Save"))
    assert files(reading).timeline[-1].text_md == "By mouse."
    menu_bar(reading, "Library", "New topic")
    form = dialog(reading, TopicDialog)
    form.motion.setText("Homework is good")
    click(button(form, "Make topic"))
    assert "Homework is good" in [one.motion for one in files(reading).topics]
    remember_points(reading)
    tree_menu(reading, "Points", "New point")
    form = dialog(reading, PointDialog)
    form.claim.line.setText("By mouse.")
    click(tool(form, "Add quotation"))
    quotation = dialog(reading, EvidenceDialog)
    quotation.paste.setPlainText("They said so.")
    click(tool(quotation, "New source"))
    source = dialog(reading, SourceDialog)
    source.fields["title"].setText("Where they said it")
    click(button(source, "Save"))
    click(button(quotation, "Done"))
    click(button(form, "Save"))
    made = newest(reading)
    assert made.evidence[0].source in {
        one.id for one in files(reading).sources if one.title == "Where they said it"
    }


def test_sources_notes_and_the_look_of_quotations(reading: Window):
    index = reading.reader.view.current
    top, _ = reading.reader.view.span(index)
    place = QPoint(300, int(top) - reading.reader.view.verticalScrollBar().value() + 8)
    right_click(reading.reader.view, place)
    choose(reading, "Note on this passage")
    form = dialog(reading, NoteDialog)
    form.fields["text"].setPlainText("Ask who pays.")
    click(button(form, "Keep the note"))
    assert [one.text_md for one in files(reading).notes] == ["Ask who pays."]
    click(tool(reading.points.findChild(NoteCard), "Edit"))
    form = dialog(reading, NoteDialog)
    form.fields["text"].setPlainText("Ask again.")
    click(button(form, "Keep the note"))
    assert [one.text_md for one in files(reading).notes] == ["Ask again."]
    (note,) = (one for one in reading.points.findChildren(NoteCard) if one.isVisible())
    right_click(note)
    choose(reading, "Delete")
    assert not files(reading).notes
    assert [one.what for one in discarded(reading.desk.workspace.root)] == ["note"]
    menu_bar(reading, "View", "Condense quotations")
    menu_bar(reading, "View", "Next look of quotations")
    settings = reading.desk.settings
    assert (settings.condensed, settings.evidence) == ("yes", "shrunk")
    tree_menu(reading, "Sources", "New source")
    form = dialog(reading, SourceDialog)
    form.fields["title"].setText("Ground rules")
    form.fields["authors"].setText("Lee, Ann")
    assert "Ground rules" in form.preview.text()
    click(button(form, "Save"))
    assert reading.points.shown_source() == files(reading).sources[-1].id
    click(tool(reading.points, "Edit source"))
    form = dialog(reading, SourceDialog)
    form.fields["title"].setText("Other rules")
    click(button(form, "Save"))
    assert files(reading).sources[-1].title == "Other rules"
    reading.go(Destination(Room.SOURCES, TOPIC))
    browse = reading.browse
    browse.filter.setText("Other rules")
    rows, index = browse.list, browse.model.index(0, 0)
    wait_until(lambda: rows.indexAt(rows.visualRect(index).center()) == index)  # laid out later
    right_click(rows, rows.visualRect(index).center())
    choose(reading, "Delete source")
    assert "Other rules" not in [one.title for one in files(reading).sources]


def test_a_step_of_many_files_is_undone_by_a_worker(
    reading: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = points_on_disk(reading)
    themes = files(reading).topics[0].themes
    workspace = reading.desk.workspace
    work = partial(rename_theme, workspace, TOPIC, themes[0], "New")
    reading.making.do_aside(work, "Renaming …")
    after = points_on_disk(reading)
    monkeypatch.setattr(undo, "_AT_ONCE", 0)
    menu_bar(reading, "Edit", "Undo")
    assert (
        points_on_disk(reading) == before and reading.desk.workspace.topics[TOPIC].themes == themes
    )
    menu_bar(reading, "Edit", "Redo")
    assert points_on_disk(reading) == after != before
    path = workspace.root / TOPIC / "topic.md"
    path.write_text(path.read_text(encoding="utf-8").replace("New", "Mine"), encoding="utf-8")
    told: list[str] = []
    monkeypatch.setattr(messages, "trouble", lambda window, error: told.append(str(error)))
    menu_bar(reading, "Edit", "Undo")
    assert "cannot be undone" in told[0] and not reading.making.editor.steps.undo_name
