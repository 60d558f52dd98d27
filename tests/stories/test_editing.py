"""A debater makes the library theirs: cuts cards, links, marks, writes; by keys, and by mouse."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QMenu, QWidget

from briefing.app.drafts import Drafts
from briefing.library import discarded, read_library
from briefing.model import Link, MarkKind, PassageTarget, Point, PointTarget, Relation
from briefing.text.passages import passages
from briefing.ui import messages
from briefing.ui.desk import Desk
from briefing.ui.dialogs.article import ArticleDialog, NoteDialog
from briefing.ui.dialogs.cutting import CutDialog
from briefing.ui.dialogs.evidence import EvidenceDialog
from briefing.ui.dialogs.linking import Chooser, LinksDialog
from briefing.ui.dialogs.listed import DraftsDialog, ThemesDialog, TrashDialog
from briefing.ui.dialogs.point import PointDialog
from briefing.ui.dialogs.source import SourceDialog
from briefing.ui.dragging import POINT
from briefing.ui.panes.card import Card
from briefing.ui.window import Window

Key, Held = Qt.Key, Qt.KeyboardModifier
NONE, CONTROL, SHIFT, ALT = (
    Held.NoModifier,
    Held.ControlModifier,
    Held.ShiftModifier,
    Held.AltModifier,
)
Kind = TypeVar("Kind", bound=QDialog)


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody searches here, and building the index takes longest."""
    monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")


@pytest.fixture
def reading(window: Window) -> Window:
    """A window that stands at the first passage with points, its first card in hand."""
    window.activateWindow()
    for _ in range(9):
        window.run_action("go.next")
        settle()
        if len(window.points.cards) > 1:
            break
    return window


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def press(widget: QWidget, key: Qt.Key, held=NONE) -> None:
    widget.window().activateWindow()
    settle()
    QTest.keyClick(widget, key, held)
    settle()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    settle()


def dialog(window: Window, kind: type[Kind]) -> Kind:
    (found,) = (one for one in window.findChildren(kind) if one.isVisible())
    return found


def button(owner: QDialog, words: str) -> QWidget:
    (box,) = owner.findChildren(QDialogButtonBox)
    (found,) = (one for one in box.buttons() if one.text().replace("&", "") == words)
    return found


def choose(window: Window, words: str) -> None:
    """Choose from the menu that is open."""
    menus = [one for one in window.findChildren(QMenu) if one.isVisible()]
    (action,) = (a for one in menus for a in one.actions() if words in a.text().replace("&", ""))
    action.trigger()
    for one in menus:
        one.close()
    settle()


def first_card(window: Window) -> Card:
    card = window.points.cards[0]
    window.activateWindow()
    card.setFocus()
    settle()
    return card


def on_disk(window: Window, point: str) -> Point:
    library = read_library(window.desk.workspace.root)
    (found,) = (one for one in library.points if one.id == point)
    assert found == window.desk.workspace.points[point], "memory and disk differ"
    return found


def newest(window: Window) -> Point:
    known = {one.id for one in read_library(window.desk.workspace.root).points}
    (new,) = known - window.known  # type: ignore[attr-defined]
    return on_disk(window, new)


def remember_points(window: Window) -> None:
    window.known = {one.id for one in window.desk.workspace.library.points}  # type: ignore[attr-defined]


# -- cutting --------------------------------------------------------------------------------------


def select_words(window: Window, first: int, last: int) -> str:
    """Select words of the passage that is read, as the mouse does; what is selected."""
    view = window.reader.view
    text = window.reader.reading.passages[view.current].passage.text
    words = text.split()
    wanted = " ".join(words[first:last])
    cursor = view.document().find(" ".join(words[first : first + 3]))
    start = cursor.selectionStart()
    cursor.setPosition(start)
    cursor.setPosition(start + len(wanted), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    return wanted


def test_a_card_is_cut_by_keys(reading: Window):
    remember_points(reading)
    index = reading.reader.view.current
    press(reading, Key.Key_T, CONTROL)
    form = dialog(reading, CutDialog)
    QTest.keyClicks(form.claim.line, "A claim of my own")
    press(form.claim.line, Key.Key_Return, CONTROL)
    point = newest(reading)
    article = reading.reader.article
    assert point.claim == "A claim of my own"
    assert point.evidence[0].quote == passages(article.text_md)[index].text
    assert reading.desk.workspace.sources[point.evidence[0].source].title
    assert isinstance(point.links[0].target, PassageTarget)
    assert point.id in {card.point.id for card in reading.points.cards}
    press(reading.reader.view, Key.Key_Z, CONTROL)
    assert point.id not in reading.desk.workspace.points


def test_selected_words_are_cut_by_mouse_and_are_exact(reading: Window):
    remember_points(reading)
    wanted = select_words(reading, 2, 9)
    where = reading.reader.view.cursorRect().center()
    reading.reader.view.customContextMenuRequested.emit(where)
    choose(reading, "Cut a card from these words")
    form = dialog(reading, CutDialog)
    assert form.quote.toPlainText() == wanted
    form.claim.line.setText("A claim of my own")
    form.fields["relation"].setCurrentIndex(1)
    click(button(form, "Make the card"))
    point = newest(reading)
    assert point.evidence[0].quote == wanted
    assert point.links[0].relation is Relation.ANSWERS


def test_an_empty_claim_is_told_in_the_form_and_nothing_is_lost(reading: Window):
    before = len(reading.desk.workspace.points)
    press(reading, Key.Key_T, CONTROL)
    form = dialog(reading, CutDialog)
    press(form.claim.line, Key.Key_Return, CONTROL)
    assert form.isVisible() and "has no claim" in form.wrong.text()
    assert len(reading.desk.workspace.points) == before
    form.claim.line.setText("\0\u200b ")
    press(form.claim.line, Key.Key_Return, CONTROL)
    assert form.isVisible()
    form.reject()


def test_a_like_claim_is_warned_of_and_can_take_the_quotation(reading: Window):
    known = reading.desk.workspace.library.points[0]
    press(reading, Key.Key_T, CONTROL)
    form = dialog(reading, CutDialog)
    form.claim.line.setText(known.claim.rstrip("."))
    form.claim._look()
    settle()
    assert "A like point exists" in form.claim.warning.text()
    click(form.under)
    form.under.setChecked(True)
    press(form.claim.line, Key.Key_Return, CONTROL)
    assert len(on_disk(reading, known.id).evidence) == len(known.evidence) + 1


# -- linking --------------------------------------------------------------------------------------


def drop(window: Window, widget: QWidget, where: QPoint, point: str) -> None:
    data = QMimeData()
    data.setData(POINT, point.encode())
    action, button_ = Qt.DropAction.LinkAction, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(where, action, data, button_, NONE)
    QApplication.sendEvent(widget, entered)  # Qt drops nothing on a widget that was not entered
    assert entered.isAccepted()
    event = QDropEvent(QPointF(where), action, data, button_, NONE, QEvent.Type.Drop)
    QApplication.sendEvent(widget, event)
    settle()


def test_a_card_dragged_onto_a_passage_is_linked(reading: Window):
    view = reading.reader.view
    card = first_card(reading)
    before = card.point.links
    index = view.current + 1
    top, _ = view.span(index)
    where = QPoint(view.width() // 2, int(top - view.verticalScrollBar().value()) + 6)
    drop(reading, view.viewport(), where, card.point.id)
    choose(reading, f"Undercuts passage {index + 1}")
    (new,) = set(on_disk(reading, card.point.id).links) - set(before)
    assert new.relation is Relation.UNDERCUTS
    assert f"paragraph {index + 1}" in reading.actions_by_id["edit.undo"].text()
    assert card.point.id in {one.point.id for one in reading.reader.reading.passages[index].seen}
    reading.run_action("edit.undo")
    assert on_disk(reading, card.point.id).links == before


def test_a_card_dragged_onto_another_is_linked(reading: Window):
    one, other = reading.points.cards[0], reading.points.cards[1]
    drop(reading, other, QPoint(20, 10), one.point.id)
    choose(reading, "Supports “")
    wanted = Link(Relation.SUPPORTS, PointTarget(other.point.id))
    assert wanted in on_disk(reading, one.point.id).links


def test_a_point_is_linked_moved_and_unlinked_by_keys(reading: Window):
    point = first_card(reading).point
    press(reading, Key.Key_L, CONTROL)
    chooser = dialog(reading, Chooser)
    QTest.keyClicks(chooser.field, "12")
    supports = chooser.relations[Relation.SUPPORTS]
    supports.setFocus()
    press(supports, Key.Key_Space)
    press(chooser.field, Key.Key_Return)
    (new,) = set(on_disk(reading, point.id).links) - set(point.links)
    assert new.relation is Relation.SUPPORTS
    spot = reading.desk.workspace.read(reading.reader.article.id).passages[11]
    assert point.id in {one.point.id for one in spot.seen}
    first_card(reading)
    press(reading, Key.Key_K, CONTROL | SHIFT)
    links = dialog(reading, LinksDialog)
    links.list.setCurrentRow(links.list.count() - 1)
    links.move_button.click()
    settle()
    chooser = dialog(reading, Chooser)
    QTest.keyClicks(chooser.field, "14")
    press(chooser.field, Key.Key_Return)
    (moved,) = set(on_disk(reading, point.id).links) - set(point.links)
    assert moved != new
    links.list.setCurrentRow(links.list.count() - 1)
    click(links.break_button)
    assert on_disk(reading, point.id).links == point.links
    links.reject()
    for _ in range(3):
        reading.run_action("edit.undo")
    assert on_disk(reading, point.id).links == point.links


def test_a_point_is_found_for_the_passage(reading: Window):
    index = reading.reader.view.current
    press(reading, Key.Key_L, CONTROL | ALT)
    chooser = dialog(reading, Chooser)
    press(chooser.field, Key.Key_Down)
    goal = chooser.list.currentItem().data(Qt.ItemDataRole.UserRole)
    click(button(chooser, "Link"))
    assert goal.point in {one.point.id for one in reading.reader.reading.passages[index].seen}


# -- evidence -------------------------------------------------------------------------------------


def test_words_are_marked_by_the_keys_of_debaters_and_never_altered(reading: Window):
    point = next(one for one in reading.desk.workspace.library.points if one.evidence)
    evidence = point.evidence[0]
    reading.making.mark_evidence(point.id)
    form = dialog(reading, EvidenceDialog)
    box = form.box
    box.set_marks(())
    cursor = box.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(10, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)
    for key in (Key.Key_F9, Key.Key_F10, Key.Key_F11):
        press(box, key)
    QTest.keyClicks(box, "altered")
    press(box, Key.Key_Delete)
    assert box.toPlainText() == evidence.quote
    kinds = {MarkKind.UNDERLINE, MarkKind.EMPHASIS, MarkKind.HIGHLIGHT}
    assert {one.kind for one in box.marks} == kinds
    press(box, Key.Key_F12)
    assert box.marks == ()
    press(box, Key.Key_Z, CONTROL)
    press(box, Key.Key_Return, CONTROL)
    saved = on_disk(reading, point.id).evidence[0]
    assert saved.quote == evidence.quote
    assert {(one.start, one.end) for one in saved.marks} == {(0, 10)}
    assert reading.actions_by_id["edit.undo"].text().startswith("Undo marks on")
    reading.run_action("edit.undo")
    assert on_disk(reading, point.id).evidence[0] == evidence


def test_marks_by_mouse_and_the_speaking_view(reading: Window):
    point = next(one for one in reading.desk.workspace.library.points if one.evidence)
    reading.making.mark_evidence(point.id)
    form = dialog(reading, EvidenceDialog)
    form.box.set_marks(())
    form.box.selectAll()
    (underline,) = (
        one for one in form._bar.children() if getattr(one, "text", str)().startswith("Highlight")
    )
    click(underline)
    click(form.speaking)
    assert form.spoken.isVisible()
    click(button(form, "Save"))
    marks = on_disk(reading, point.id).evidence[0].marks
    assert {one.kind for one in marks} == {MarkKind.HIGHLIGHT}


def test_the_look_of_quotations_changes_for_display_only(reading: Window):
    before = read_library(reading.desk.workspace.root)
    for wanted in ("shrunk", "spoken", "full"):
        press(reading, Key.Key_8, CONTROL)
        assert reading.desk.settings.evidence == wanted
    press(reading, Key.Key_F3)
    assert reading.desk.settings.condensed == "yes"
    assert read_library(reading.desk.workspace.root) == before


# -- writing --------------------------------------------------------------------------------------


def test_a_point_is_written_by_keys_with_rich_words_pasted(reading: Window):
    remember_points(reading)
    press(reading, Key.Key_N, CONTROL | ALT)
    form = dialog(reading, PointDialog)
    QTest.keyClicks(form.claim.line, "Fresh")
    field = form.fields["explanation"]
    data = QMimeData()
    data.setHtml("<p style='color:red'>Pasted <b>bold</b>\0 words</p><script>no()</script>")
    field.insertFromMimeData(data)
    data.setHtml("")
    data.setText("word " * 20_000)
    field.insertFromMimeData(data)
    press(form.claim.line, Key.Key_Return, CONTROL)
    point = newest(reading)
    assert point.explanation_md.startswith("Pasted **bold** words")
    assert len(point.explanation_md) > 99_000


def test_a_point_gets_evidence_in_its_form(reading: Window):
    point = first_card(reading).point
    press(reading, Key.Key_E, CONTROL | SHIFT)
    form = dialog(reading, PointDialog)
    form._add_evidence()
    settle()
    evidence = dialog(reading, EvidenceDialog)
    data = QMimeData()
    data.setHtml("<p>They <u>said</u> <span style='background:yellow'>so</span> &lt;u&gt;.</p>")
    evidence.paste.insertFromMimeData(data)
    evidence.fields["speaker"].setText("A Witness")
    click(button(evidence, "Done"))
    click(button(form, "Save"))
    saved = on_disk(reading, point.id).evidence[-1]
    assert (saved.quote, saved.speaker) == ("They said so <u>.", "A Witness")
    assert {saved.quote[one.start : one.end] for one in saved.marks} == {"said", "so"}


def test_a_note_stands_beside_its_passage(reading: Window):
    index = reading.reader.view.current
    press(reading, Key.Key_M, CONTROL)
    form = dialog(reading, NoteDialog)
    QTest.keyClicks(form.fields["text"], "Ask who pays.")
    press(form.fields["text"], Key.Key_Return, CONTROL)
    workspace = reading.desk.workspace
    (note,) = workspace.notes_beside(workspace.articles[reading.reader.article.id])[index]
    assert note.text_md == "Ask who pays."
    assert read_library(workspace.root).notes == (note,)
    reading.points.note_asked.emit(f"gone:{note.id}")
    settle()
    assert read_library(workspace.root).notes == ()
    assert [one.what for one in discarded(workspace.root)] == ["note"]


def test_a_source_an_article_and_themes(reading: Window, monkeypatch: pytest.MonkeyPatch):
    workspace = reading.desk.workspace
    reading.run_action("edit.source")
    form = dialog(reading, SourceDialog)
    form.fields["title"].setText("Ground rules")
    form.fields["authors"].setText("Lee, Ann")
    assert "Ground rules" in form.preview.text()
    click(button(form, "Save"))
    assert read_library(workspace.root).sources[-1].title == "Ground rules"
    assert reading.points.shown_source() == read_library(workspace.root).sources[-1].id
    reading.run_action("library.article")
    article = dialog(reading, ArticleDialog)
    article.fields["title"].setText("Pasted")
    article.fields["text"].setPlainText("# One\n\nTwo words.")
    click(button(article, "Save"))
    assert reading.reader.article.title == "Pasted"
    reading.run_action("edit.article")
    article = dialog(reading, ArticleDialog)
    article.fields["text"].setPlainText("# One\n\nThree words now.")
    click(button(article, "Save"))
    assert "Three words" in reading.reader.article.text_md
    reading.run_action("edit.themes")
    themes = dialog(reading, ThemesDialog)
    themes._change("legal", "military")
    assert "legal" not in {one.theme for one in read_library(workspace.root).points}
    themes.reject()
    for _ in range(4):
        reading.run_action("edit.undo")
    assert "legal" in {one.theme for one in read_library(workspace.root).points}


def test_two_points_become_one(reading: Window):
    one, other = reading.points.cards[0].point, reading.points.cards[1].point
    reading.making.run("edit.merge", one.id)
    chooser = dialog(reading, Chooser)
    chooser.field.setText(other.claim)
    settle()
    click(button(chooser, "Merge"))
    assert other.id not in reading.desk.workspace.points
    assert len(on_disk(reading, one.id).links) >= len(one.links)
    reading.run_action("edit.undo")
    assert on_disk(reading, other.id) == other


def test_a_deleted_point_lies_in_the_trash(reading: Window):
    borrowed = {one for each in reading.desk.workspace.library.points for one in each.also}
    free = (
        one for one in reading.points.cards if not borrowed & {e.id for e in one.point.evidence}
    )
    card = next(free)
    point = card.point
    press(card, Key.Key_Delete)
    assert point.id not in reading.desk.workspace.points
    reading.run_action("edit.trash")
    trash = dialog(reading, TrashDialog)
    assert point.claim in trash.list.item(0).text()
    click(button(trash, "Restore"))
    assert on_disk(reading, point.id).claim == point.claim
    assert "empty" in trash.list.item(0).text()
    trash.reject()


# -- what is not saved ----------------------------------------------------------------------------


def test_unsaved_words_are_offered_again(reading: Window, library: Path):
    reading.run_action("edit.point")
    form = dialog(reading, PointDialog)
    form.claim.line.setText("Not saved yet")
    form.fields["explanation"].setPlainText("Because.")
    form.keep_draft()  # what the timer does every few seconds
    (draft,) = Drafts(library).all()
    assert draft.values["claim"] == "Not saved yet"
    form._timer.stop()
    form.hide()  # as after a crash: nothing was closed in order
    reading.commands.open_at(library)
    settle()
    offered = dialog(reading, DraftsDialog)
    assert "Not saved yet" in offered.list.item(0).text()
    remember_points(reading)
    click(button(offered, "Go on writing"))
    again = dialog(reading, PointDialog)
    assert again.value("explanation") == "Because."
    click(button(again, "Save"))
    assert newest(reading).claim == "Not saved yet"
    assert Drafts(library).all() == ()


def test_both_are_kept_when_the_file_changed_meanwhile(reading: Window, library: Path):
    point = first_card(reading).point
    reading.run_action("edit.change")
    form = dialog(reading, PointDialog)
    form.claim.line.setText("Mine")
    path = library / point.place.path
    text = path.read_text("utf-8").replace(point.claim, "Theirs")
    path.write_text(text, encoding="utf-8")
    press(form.claim.line, Key.Key_Return, CONTROL)
    assert form.isVisible() and "changed" in form.wrong.text()
    assert path.read_text("utf-8") == text
    assert Drafts(library).all()[0].values["claim"] == "Mine"
    form.reject()


def test_a_read_only_library_says_why_and_offers_a_copy(
    reading: Window, library: Path, monkeypatch: pytest.MonkeyPatch
):
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    reading.desk.workspace.__dict__["is_read_only"] = True
    said: list[str] = []

    def ask(parent: object, title: str, words: str, yes: str, no: str = "") -> bool:
        said.append(f"{words} [{yes}]")
        return False

    monkeypatch.setattr(messages, "ask", ask)
    first_card(reading)
    for action in ("cut", "point", "change", "marks", "link", "here", "merge", "note", "delete"):
        reading.run_action(f"edit.{action}")
        settle()
    assert len(said) == 9
    assert all("cannot be written" in one and "Save a copy" in one for one in said)
    assert {path: path.read_bytes() for path in before} == before
