"""A debater makes the library theirs: cuts cards, links, marks, writes; by keys, and by mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from briefing.app.drafts import Drafts
from briefing.app.navigation import Destination, Room
from briefing.model import Link, MarkKind, PassageTarget, PointTarget, Relation
from briefing.text.passages import passages
from briefing.ui import messages
from briefing.ui.dialogs.cutting import CutDialog
from briefing.ui.dialogs.evidence import EvidenceDialog
from briefing.ui.dialogs.linking import Chooser
from briefing.ui.dialogs.listed import DraftsDialog
from briefing.ui.dialogs.point import PointDialog
from briefing.ui.dialogs.source import SourceDialog
from briefing.ui.dragging import POINT
from briefing.ui.window import Window
from tests.stories.hands import (
    ALT,
    CONTROL,
    NONE,
    SHIFT,
    Key,
    button,
    choose,
    click,
    command,
    dialog,
    first_card,
    keys,
    newest,
    on_disk,
    press,
    remember_points,
    settle,
    wait_until,
)

pytestmark = pytest.mark.usefixtures("no_index")


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


def test_the_card_that_was_just_made_is_the_one_that_is_marked_next(reading: Window):
    remember_points(reading)
    press(reading, Key.Key_3, CONTROL)  # another card was chosen before
    press(reading, Key.Key_2, CONTROL)
    select_words(reading, 0, 6)
    press(reading, Key.Key_T, CONTROL)
    QTest.keyClicks(dialog(reading, CutDialog).claim.line, "A claim of my own")
    keys(Key.Key_Return, held=CONTROL)
    card = next(one for one in reading.points.cards if one.point.id == newest(reading).id)
    wait_until(lambda: not card.visibleRegion().isEmpty())
    press(reading, Key.Key_F9)
    assert dialog(reading, EvidenceDialog).target == newest(reading).evidence[0].id


def test_a_new_point_is_shown_when_it_is_saved(reading: Window):
    press(reading, Key.Key_N, CONTROL | ALT)
    QTest.keyClicks(dialog(reading, PointDialog).claim.line, "A point of no article")
    keys(Key.Key_Return, held=CONTROL)
    assert [one.point.claim for one in reading.points.cards] == ["A point of no article"]


def test_a_wrong_date_is_marked_at_its_own_field_whatever_the_title_says(reading: Window):
    command(reading, "new source")
    form = dialog(reading, SourceDialog)
    QTest.keyClicks(form.fields["title"], "The date of publication")
    QTest.keyClicks(form.fields["accessed"], "last week")
    press(form.fields["title"], Key.Key_Return, CONTROL)
    assert "“last week” is not a date" in form.wrong.text()
    assert form.focusWidget() is form.fields["accessed"]
    assert form.fields["date"].accessibleDescription() == ""
    keys(Key.Key_A, held=CONTROL)
    QTest.keyClicks(form.fields["accessed"], "2026-11")
    press(form.fields["title"], Key.Key_Return, CONTROL)
    sources = reading.desk.workspace.library.sources
    (made,) = (one for one in sources if one.title == "The date of publication")
    assert made.accessed == "2026-11"


def test_an_empty_claim_is_told_in_the_form_and_nothing_is_lost(reading: Window):
    before = len(reading.desk.workspace.points)
    press(reading, Key.Key_T, CONTROL)
    form = dialog(reading, CutDialog)
    form.quote.setFocus()
    press(form.quote, Key.Key_Return, CONTROL)
    assert form.isVisible() and "has no claim" in form.wrong.text()
    assert form.focusWidget() is form.claim.line, "where it can be mended"
    below = form.wrong.mapTo(form, form.wrong.rect().topLeft()).y()
    line = form.claim.line.mapTo(form, form.claim.line.rect().bottomLeft()).y()
    side = form.fields["side"].mapTo(form, form.fields["side"].rect().topLeft()).y()
    assert line < below < side, "and told right there"
    label = form.form.labelForField(form.claim)
    assert isinstance(label, QLabel) and label.text() == "✗ Claim:", "not by colour alone"
    assert "has no claim" in form.claim.line.accessibleDescription()
    assert form.claim.line.property("wrong"), "the style sheet draws another frame"
    QTest.keyClicks(form.claim.line, "So")
    assert label.text() == "Claim:"
    assert form.claim.line.accessibleDescription() == ""
    assert not form.claim.line.property("wrong")
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
    point = first_card(reading).point
    evidence = point.evidence[0]
    keys(Key.Key_F9)
    if len(point.evidence) > 1:  # which of them? the first one is at hand
        keys(Key.Key_Return)
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
    if form.list.count():  # Enter is for the row: it opens that, and saves nothing
        form.list.setFocus()
        keys(Key.Key_Return)
        dialog(reading, EvidenceDialog).reject()
        settle()
        assert form.isVisible()
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


# -- what is not saved ----------------------------------------------------------------------------


def test_a_loose_quotation_becomes_a_point_by_one_command(reading: Window, library: Path):
    path = next((library / "cluster-munitions" / "points").glob("*.md"))
    text = path.read_text("utf-8")
    loose = "### Sam Poe {#loose}\n\n> Nobody signs this.\n\n"
    head, mark, rest = text.partition("\n## ")
    path.write_text(f"{head}\n\n{loose}{mark[1:]}{rest}", "utf-8")
    reading.commands.reload()
    remember_points(reading)
    reading.go(Destination(Room.QUOTE, "loose"))
    press(reading, Key.Key_T, CONTROL | SHIFT)
    form = dialog(reading, PointDialog)
    assert form.claim.line.hasFocus() and form.list.count() == 1
    QTest.keyClicks(form.claim.line, "Signatures are few.")
    keys(Key.Key_Return, held=CONTROL)
    point = newest(reading)
    assert [one.id for one in point.evidence] == ["loose"]
    press(reading, Key.Key_Z, CONTROL)
    assert "loose" in reading.desk.workspace.quotes
    assert point.id not in reading.desk.workspace.points


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
    monkeypatch.setattr("briefing.library.is_writable", lambda root: False)
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
