"""A user brings in articles, and hands out what was collected."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMenu,
    QProgressDialog,
    QToolButton,
)

from briefing.app.editing.points import keep_point, new_point
from briefing.app.importing import FileReport, ImportReport, Plan, Read
from briefing.app.navigation import Destination, Room
from briefing.app.reading import Beside
from briefing.app.settings import STYLES
from briefing.exporters import ALL
from briefing.library import create_library, read_library
from briefing.model import (
    ArticleKind,
    ClaimTarget,
    Evidence,
    EvidenceId,
    Library,
    Link,
    Progress,
    Relation,
    Stop,
)
from briefing.ui import messages
from briefing.ui.clipboard import COPY_AS
from briefing.ui.desk import Desk
from briefing.ui.dialogs.columns import ColumnsBox
from briefing.ui.dialogs.export import ExportDialog
from briefing.ui.dialogs.importing import ImportDialog
from briefing.ui.dialogs.pack import PackDialog
from briefing.ui.dialogs.topic import TopicDialog
from briefing.ui.dragging import FIRST
from briefing.ui.importing import Batch, Importing
from briefing.ui.panes.card import Card
from briefing.ui.window import Window
from tests.importers.word_files import CITE, card, marked_body, paragraph, run, word
from tests.stories.hands import wait_until

OWN = """Shells and promises

By Ada Writer

The first paragraph of an article that nobody has summed up.

The second paragraph, about something else.
"""


@pytest.fixture(autouse=True)
def no_index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building the index takes longest, and few stories search."""
    if "searches" not in request.node.name:
        monkeypatch.setattr(Desk, "prepare", lambda desk, library, task: "No index")


@pytest.fixture(autouse=True)
def ready(no_index: None, window: Window) -> None:
    """What the first paint did without is made by now."""
    for _ in range(8):
        QApplication.processEvents()


def full_text(window: Window, digest: str, without: int = 0) -> str:
    """A text in which each claim of a digest stands in a paragraph of its own."""
    claims = [one for one in window.desk.workspace.library.claims if one.article == digest]
    locators = [one.locator.exact for one in claims if one.locator][without:]
    paragraphs = [f"They write: {words}, and go on." for words in locators]
    return "\n\n".join(["A title", *paragraphs, "Share:", "Load More"]) + "\n"


def a_digest(window: Window) -> str:
    articles = window.desk.workspace.library.articles
    return next(one.id for one in articles if one.kind is ArticleKind.DIGEST)


def import_dialog(window: Window) -> ImportDialog:
    QApplication.processEvents()
    (dialog,) = [one for one in window.findChildren(ImportDialog) if one.isVisible()]
    return dialog


def words_of(dialog: ImportDialog) -> str:
    return "\n".join(label.accessibleName() for label in dialog.findChildren(QLabel))


def test_a_full_text_is_recognised_reported_and_then_saved(window: Window, tmp_path: Path):
    digest = a_digest(window)
    path = tmp_path / "copy.txt"
    path.write_text(full_text(window, digest, without=1), "utf-8")
    before = len(window.desk.workspace.articles)
    window.collecting.import_files([path])
    dialog = import_dialog(window)
    words = words_of(dialog)
    report = dialog.reports[0].articles[0]
    assert report.digest is not None and report.digest.id == digest
    assert f"{report.located - 1} of {report.located} claims found" in words
    assert report.lost[0].text in words
    assert "Load More" in words and "Share:" in words
    assert len(window.desk.workspace.articles) == before  # nothing is saved before it is accepted
    dialog.add_button.click()
    QApplication.processEvents()
    article = window.reader.article
    assert article is not None and article.full_text_of == digest
    reading = window.reader.reading
    assert reading is not None and any(one.seen for one in reading.passages)
    found = read_library(window.desk.workspace.root)
    assert article.id in {one.id for one in found.articles}
    assert "Added:" in window.statusBar().currentMessage()


def test_looking_for_what_is_there_says_how_far_it_is(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    seen: list[tuple[object, ...]] = []

    def plan(library: Library, *given: object, progress: Progress, stop: Stop, **how: object):
        dialog = window.findChildren(QProgressDialog)[-1]
        progress(100, 500)
        seen.append((dialog.labelText(), dialog.value(), dialog.maximum(), stop()))
        return Plan(library)

    monkeypatch.setattr("briefing.ui.importing.make_plan", plan)
    path = tmp_path / "own.txt"
    path.write_text(OWN, "utf-8")
    window.collecting.import_files([path])
    assert seen == [("Looking for what is there already: 100 of 500", 100, 500, False)]


def test_the_same_text_is_not_added_twice(window: Window, tmp_path: Path):
    path = tmp_path / "own.txt"
    path.write_text(OWN, "utf-8")
    window.collecting.import_files([path])
    import_dialog(window).add_button.click()
    QApplication.processEvents()
    window.collecting.import_files([path])
    dialog = import_dialog(window)
    assert "in the library already" in words_of(dialog)
    assert not dialog.add_button.isVisible()
    dialog.reject()


def test_a_bad_file_says_why_and_the_others_go_on(window: Window, tmp_path: Path):
    good, picture, empty = tmp_path / "own.md", tmp_path / "photo.png", tmp_path / "empty.txt"
    good.write_text(OWN, "utf-8")
    picture.write_bytes(b"\x89PNG\r\n")
    empty.write_text("", "utf-8")
    window.collecting.import_files([picture, tmp_path / "gone.txt", empty, good])
    dialog = import_dialog(window)
    words = words_of(dialog)
    for name in ("photo.png", "gone.txt", "empty.txt"):
        assert name in words
    assert [one.trouble == "" for one in dialog.reports] == [False, False, False, True]
    assert len(dialog.checks) == 1
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "1 of 4 files can be added: 1 article. 3 files could not be read" in shown
    assert dialog.add_button.text() == "Add it"
    dialog.add_button.click()
    assert window.reader.article is not None
    assert "Shells and promises" in window.reader.article.text_md


def test_a_file_of_cards_is_shown_added_and_taken_back(window: Window, tmp_path: Path):
    path = tmp_path / "neg.docx"
    path.write_bytes(word(card("A carbon price works", "Rivera 24", CITE, [marked_body()])))
    before = len(window.desk.workspace.points)
    window.collecting.import_files([path])
    dialog = import_dialog(window)
    words = words_of(dialog)
    assert "1 card, 1 source" in words and "A carbon price works" in words
    dialog.side_box.setCurrentIndex(dialog.side_box.findData("against"))
    assert len(window.desk.workspace.points) == before
    dialog.add_button.click()
    QApplication.processEvents()
    assert len(window.desk.workspace.points) == before + 1
    new = next(one for one in window.desk.workspace.library.points if "carbon" in one.claim)
    assert new.side is not None and new.side.value == "against"
    assert "Undo takes it back" in window.statusBar().currentMessage()
    window.run_action("edit.undo")
    QApplication.processEvents()
    assert len(window.desk.workspace.points) == before
    assert not any("neg" in path.name for path in window.desk.workspace.root.rglob("*.md"))


def test_the_first_file_of_a_new_library_gets_its_topic_there_and_then(
    window: Window, tmp_path: Path
):
    create_library(tmp_path / "new", "New")
    window.commands.open_at(tmp_path / "new")
    QApplication.processEvents()
    path = tmp_path / "neg.docx"
    other = card("Prices are fair", "Li 23", "", [paragraph("Those who emit more pay more.")])
    body = card("A carbon price works", "Rivera 24", CITE, [marked_body()]) + other
    path.write_bytes(word(body))
    window.collecting.import_files([path])
    dialog = import_dialog(window)
    assert "has no topic yet" in words_of(dialog) and not dialog.add_button.isVisible()
    assert dialog.focusWidget() is dialog.new_topic_button, "what is to be done first"
    QTest.keyClick(dialog.new_topic_button, Qt.Key.Key_Space)
    QApplication.processEvents()
    (form,) = [one for one in window.findChildren(TopicDialog) if one.isVisible()]
    form.save_button.click()
    assert form.isVisible() and "no motion" in form.wrong.text()
    QTest.keyClicks(form.motion, "Emissions should cost more")
    QTest.keyClicks(form.title, "Prices")
    QTest.keyClick(form.title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert dialog.isVisible() and dialog.topic_box.currentText() == "Prices"
    assert "2 cards" in words_of(dialog)
    dialog.add_button.click()
    QApplication.processEvents()
    point, _ = window.desk.workspace.library.points
    assert (point.topic, point.claim) == ("prices", "A carbon price works")
    assert window.browse.isVisible() and window.browse.model.rowCount() == 2, "all that came in"
    assert window.points.cards[0].point == point


def test_a_card_and_its_variants_are_shown_as_one(window: Window, tmp_path: Path):
    words = "The exit right was written into the treaty by the very states that object to it now. "
    path = tmp_path / "neg.docx"
    cards = (
        card(tag, "Okafor 22", f" [Ada, “Exits,” 2022] {who}", [paragraph(run(words * 3))])
        for tag, who in (("Exit is lawful", "//GrRv"), ("They may leave", "~soham"))
    )
    path.write_bytes(word("".join(cards)))
    window.collecting.import_files([path])
    import_dialog(window).add_button.click()
    QApplication.processEvents()
    found = {one.claim: one for one in window.desk.workspace.library.points}
    first, other = found["Exit is lawful"], found["They may leave"]
    window.go(Destination(Room.POINT, first.id))
    QApplication.processEvents()
    (shown,) = window.points.cards
    assert "Also cut as:" in shown._text.text() and "They may leave" in shown._text.text()
    shown._text.linkActivated.emit(f"cut:{other.evidence[0].id}")
    QApplication.processEvents()
    assert window.points.cards[0].point.id == other.id
    labels = [one.text() for one in window.points.findChildren(QLabel) if one.isVisible()]
    assert any(f"cut:{first.evidence[0].id}" in one and "cut first" in one for one in labels)


def test_variants_are_one_row_that_opens_with_keyboard_and_mouse(window: Window, tmp_path: Path):
    words = "The exit right was written into the treaty by the very states that object to it now. "
    path = tmp_path / "neg.docx"
    cards = (
        card(tag, "Okafor 22", f" [Ada, “Exits,” 2022] {who}", [paragraph(run(words * 3))])
        for tag, who in (("Exit is lawful", "//GrRv"), ("They may leave", "~soham"))
    )
    path.write_bytes(word("".join(cards)))
    window.collecting.import_files([path])
    import_dialog(window).add_button.click()
    QApplication.processEvents()
    found = {one.claim: one for one in window.desk.workspace.library.points}
    first, other = found["Exit is lawful"], found["They may leave"]
    window.go(Destination(Room.POINTS, first.topic))
    QApplication.processEvents()
    rows, view = window.browse.model, window.browse.list

    def shown() -> list[str]:
        return [row.point for row in rows.rows]

    at = shown().index(first.id)
    assert other.id not in shown() and rows.rows[at].variants == 1
    view.setCurrentIndex(rows.index(at, 0))
    view.setFocus()
    assert "1 variant, Right arrow" in rows.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert shown()[at + 1] == other.id and rows.rows[at + 1].level == 1
    view.setCurrentIndex(rows.index(at + 1, 0))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert other.id not in shown() and view.currentIndex().row() == at
    view.scrollTo(rows.index(at, 0))
    QApplication.processEvents()
    box = view.visualRect(rows.index(at, 0))
    place = box.bottomLeft() + QPointF(30, -12).toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown()[at + 1] == other.id
    here = window.going.history.current
    assert here.room is Room.POINTS  # the click opened the row, not the point
    menu = QMenu()
    view.menu_opening.emit(rows.index(at + 1, 0), menu)
    next(one for one in menu.actions() if one.text() == FIRST).trigger()
    QApplication.processEvents()
    assert other.id in shown() and first.id not in shown()
    window.run_action("edit.undo")
    QApplication.processEvents()
    assert first.id in shown() and other.id not in shown()


def test_variants_beside_a_passage_are_one_card_that_opens(window: Window, tmp_path: Path):
    words = "The exit right was written into the treaty by the very states that object to it now. "
    path = tmp_path / "neg.docx"
    cards = (
        card(tag, "Okafor 22", f" [Ada, “Exits,” 2022] {who}", [paragraph(run(words * 3))])
        for tag, who in (("Exit is lawful", "//GrRv"), ("They may leave", "~soham"))
    )
    path.write_bytes(word("".join(cards)))
    window.collecting.import_files([path])
    import_dialog(window).add_button.click()
    QApplication.processEvents()
    claim = next(iter(window.desk.workspace.library.claims))
    points = window.desk.workspace.library.points
    ids = [one.id for one in points if one.claim in ("Exit is lawful", "They may leave")]
    for id_ in reversed(ids):  # the variant is linked first
        point = window.desk.workspace.points[id_]
        link = Link(Relation.SUPPORTS, ClaimTarget(claim.article, claim.id))
        window.making.do(partial(keep_point, window.desk.editor, replace(point, links=(link,))))
    window.go(Destination(Room.ARTICLE, claim.article, 0))
    QApplication.processEvents()
    reading = window.reader.reading
    assert reading is not None
    spot = next(n for n, one in enumerate(reading.passages) if ids[0] in _points(one))
    window.go(Destination(Room.ARTICLE, claim.article, spot))
    QApplication.processEvents()
    shown = [one for one in window.points.cards if one.point.id in ids]
    (one,) = shown
    assert one.point.claim == "Exit is lawful"  # the cut that came first
    QTest.keyClick(one, Qt.Key.Key_V)
    inner = [each for each in one.findChildren(Card) if each.isVisible()]
    assert [each.point.claim for each in inner] == ["They may leave"]
    (button,) = [each for each in one.findChildren(QToolButton) if "1 variant" in each.text()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not inner[0].isVisible()


def _points(beside: Beside) -> set[str]:
    return {one.point.id for one in beside.seen}


def test_what_is_unticked_is_not_added(window: Window, tmp_path: Path):
    path = tmp_path / "own.txt"
    path.write_text(OWN, "utf-8")
    window.collecting.import_files([path])
    dialog = import_dialog(window)
    dialog.checks[0].setChecked(False)
    assert not dialog.add_button.isEnabled()
    dialog.reject()
    assert not any("Shells" in one.title for one in window.desk.workspace.articles.values())


def test_files_can_be_dropped_onto_the_window(window: Window, tmp_path: Path):
    path = tmp_path / "own.txt"
    path.write_text(OWN, "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    words = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    held = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), *words, held)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), *words, held))
    import_dialog(window).reject()
    text = QMimeData()
    text.setText("only words")
    other = QDragEnterEvent(QPointF(5, 5).toPoint(), words[0], text, words[2], held)
    other.ignore()
    QApplication.sendEvent(window, other)
    assert not other.isAccepted()


def test_ctrl_i_asks_for_files_and_none_is_no_trouble(
    window: Window, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *words: ([], ""))
    window.run_action("library.import")
    assert not window.findChildren(ImportDialog)


def test_a_library_that_cannot_be_written_says_so_at_once(
    window: Window, boxes: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("briefing.library.is_writable", lambda root: False)
    window.desk.workspace.__dict__["is_read_only"] = True
    window.run_action("library.import")
    assert "cannot be written" in boxes.pop()


def test_an_article_that_cannot_be_saved_keeps_the_dialog(
    window: Window, tmp_path: Path, boxes: list[str], monkeypatch: pytest.MonkeyPatch
):
    from briefing.model import SystemTrouble

    def full(plan: object, *others: object) -> None:
        raise SystemTrouble("There is no space left.")

    path = tmp_path / "own.txt"
    path.write_text(OWN, "utf-8")
    window.collecting.import_files([path])
    dialog = import_dialog(window)
    monkeypatch.setattr("briefing.ui.importing.write", full)
    dialog.keep()
    assert "no space left" in boxes.pop()
    assert dialog.isVisible() and dialog.checks[0].isChecked()
    dialog.reject()


def test_one_searches_for_words_of_what_came_in(window: Window, tmp_path: Path):
    path = tmp_path / "own.txt"
    path.write_text(OWN.replace("something else", "zyxwvutopia"), "utf-8")
    window.collecting.import_files([path])
    import_dialog(window).add_button.click()
    QApplication.processEvents()
    window.search.ask("zyxwvutopia", typing=False)
    QApplication.processEvents()
    assert window.search.model.rowCount() >= 1


def export_dialog(window: Window) -> ExportDialog:
    window.run_action("library.export")
    QApplication.processEvents()
    (dialog,) = [one for one in window.findChildren(ExportDialog) if one.isVisible()]
    return dialog


@pytest.mark.parametrize("format_", range(len(ALL)), ids=[one.name for one in ALL])
def test_a_case_is_handed_out_in_every_format(window: Window, tmp_path: Path, format_: int):
    workspace = window.desk.workspace
    point = next(one for one in workspace.library.points if one.evidence)
    window.case_pane.add(point.id)
    dialog = export_dialog(window)
    assert dialog.what.currentText().startswith("This case:")
    assert "points · " in dialog.count.text()
    if ALL[format_].needs_files:
        dialog.what.setCurrentIndex(dialog.what.count() - 1)
        assert dialog.what.currentText().startswith("The whole topic:")
    dialog.format.setCurrentIndex(format_)
    assert dialog.file.text().endswith(ALL[format_].suffix)
    dialog.style_box.setCurrentIndex(list(STYLES).index("mla"))
    dialog.file.setText(str(tmp_path / "handout"))
    dialog.export_button.click()
    QApplication.processEvents()
    path = tmp_path / f"handout{ALL[format_].suffix}"
    assert str(path) in dialog.said.text()
    data = path.read_bytes()
    assert len(data) > 100
    if path.suffix in (".md", ".html", ".argdown"):
        assert point.claim in data.decode()
        assert point.evidence[0].quote.split()[0] in data.decode()
    elif path.suffix == ".docx":
        assert "word/document.xml" in zipfile.ZipFile(path).namelist()
    elif path.suffix == ".pdf":
        assert data.startswith(b"%PDF")
    dialog.reject()
    again = export_dialog(window)  # the folder and the format are remembered
    assert Path(again.file.text()).parent == tmp_path
    if not ALL[format_].needs_files:
        assert again.format.currentIndex() == format_
    again.reject()


def test_a_card_without_its_cite_is_named_when_it_is_handed_out(window: Window, tmp_path: Path):
    topic = next(iter(window.desk.workspace.topics.values()))
    bare = Evidence(EvidenceId("bare"), "Nobody knows who said this.", topic=topic.id)
    point = replace(new_point(topic.id), claim="Unknown words.", evidence=(bare,))
    window.making.do(lambda: keep_point(window.making.editor, point))
    window.case_pane.add(point.id)
    dialog = export_dialog(window)
    dialog.file.setText(str(tmp_path / "case.docx"))
    dialog.export_button.click()
    QApplication.processEvents()
    lacking = "(no speaker or source, no date: “Nobody knows who said this.”)"
    assert lacking in dialog.lacking.text()
    dialog.contents.boxes["quotations"].setChecked(False)
    dialog.file.setText(str(tmp_path / "claims.docx"))
    dialog.export_button.click()
    QApplication.processEvents()
    assert not dialog.lacking.isVisible()
    dialog.reject()


def test_options_are_remembered_for_each_format(window: Window, tmp_path: Path):
    names = [one.name for one in ALL]
    dialog = export_dialog(window)
    dialog.format.setCurrentIndex(names.index("pdf"))
    paper = dialog.options.fields["paper"]
    assert isinstance(paper, QComboBox)
    paper.setCurrentIndex(paper.findData("letter"))
    dialog.contents.boxes["explanations"].setChecked(False)
    dialog.file.setText(str(tmp_path / "x.pdf"))
    dialog.export_button.click()
    QApplication.processEvents()
    dialog.reject()
    again = export_dialog(window)
    assert again.options.chosen() == {"paper": "letter", "size": "normal"}
    assert not again.taste().explanations and again.taste().quotations
    again.format.setCurrentIndex(names.index("docx"))
    assert again.options.chosen()["paper"] == "a4"
    again.format.setCurrentIndex(names.index("markdown"))
    assert again.options.chosen() == {}
    again.reject()


def test_one_searches_and_hands_the_results_out(window: Window, tmp_path: Path):
    window.search.ask("treaty", typing=False)
    QApplication.processEvents()
    dialog = export_dialog(window)
    shown = [dialog.what.itemText(row) for row in range(dialog.what.count())]
    row = next(n for n, words in enumerate(shown) if "search result" in words)
    dialog.what.setCurrentIndex(row)
    assert "result" in dialog.count.text()
    dialog.format.setCurrentIndex([one.name for one in ALL].index("markdown"))
    dialog.file.setText(str(tmp_path / "found.md"))
    dialog.export_button.click()
    QApplication.processEvents()
    assert "treaty" in (tmp_path / "found.md").read_text("utf-8").lower()
    dialog.reject()


def test_a_point_is_copied_in_other_formats(window: Window):
    point = next(one for one in window.desk.workspace.library.points if one.evidence)
    board = QApplication.clipboard()
    for name in COPY_AS:
        window.collecting.copy_point_as(point.id, name)
        if name not in ("csl",):
            assert point.claim in board.text()
    window.collecting.copy_point_as(point.id, "rich")
    assert "<blockquote>" in board.mimeData().html()
    assert board.text().startswith(point.claim)


def test_the_article_and_the_points_beside_it_can_be_handed_out(window: Window, tmp_path: Path):
    window.reader.step(1)
    QApplication.processEvents()
    dialog = export_dialog(window)
    shown = [dialog.what.itemText(row) for row in range(dialog.what.count())]
    assert any("This article with its points" in words for words in shown)
    assert any("shown (" in words for words in shown)
    dialog.format.setCurrentIndex([one.name for one in ALL].index("markdown"))
    for row in range(dialog.what.count()):
        dialog.what.setCurrentIndex(row)
        dialog.file.setText(str(tmp_path / f"out{row}.md"))
        dialog.export_button.click()
        QApplication.processEvents()
        assert (tmp_path / f"out{row}.md").stat().st_size > 500
    dialog.reject()


def test_names_that_will_not_do_are_told(
    window: Window, tmp_path: Path, boxes: list[str], monkeypatch: pytest.MonkeyPatch
):
    dialog = export_dialog(window)
    dialog.format.setCurrentIndex([one.name for one in ALL].index("markdown"))
    topic = next(iter(window.desk.workspace.topics))
    inside = window.desk.workspace.root / topic / "articles" / "out.md"
    for name, words in (
        ("", "Say into which file"),
        (str(tmp_path / "none" / "x.md"), "There is no folder"),
        (str(inside), "lies inside the library"),
    ):
        dialog.file.setText(name)
        dialog.export_button.click()
        assert words in boxes.pop()
    assert not inside.exists()
    path = tmp_path / "kept.md"
    path.write_text("mine", "utf-8")
    dialog.file.setText(str(path))
    monkeypatch.setattr(messages, "ask", lambda *words: False)
    dialog.export_button.click()
    assert path.read_text("utf-8") == "mine"
    monkeypatch.setattr(messages, "ask", lambda *words: True)
    dialog.export_button.click()
    QApplication.processEvents()
    assert path.read_text("utf-8") != "mine"
    dialog.reject()


def test_reports_of_files_that_lost_nothing_say_nothing_of_it(window: Window, tmp_path: Path):
    article = next(iter(window.desk.workspace.articles.values()))
    report = FileReport(Read(tmp_path / "x.txt"), articles=(ImportReport(article),))
    plan = Plan(window.desk.workspace.library, (report,))
    dialog = ImportDialog(Importing(window, Batch(())), plan, window)
    words = words_of(dialog)
    assert "is suggested beside it" in words
    assert "lost" not in words and "Left out" not in words
    dialog.close()


def test_a_pack_is_taken_over_and_taken_back(window: Window, tmp_path: Path, boxes: list[str]):
    topic = next(iter(window.desk.workspace.topics))
    dialog = export_dialog(window)
    dialog.what.setCurrentIndex(dialog.what.count() - 1)
    dialog.format.setCurrentIndex([one.name for one in ALL].index("pack"))
    path = tmp_path / "stick.briefing"
    dialog.file.setText(str(path))
    dialog.export_button.click()
    QApplication.processEvents()
    dialog.reject()
    window.collecting.import_files([path])
    QApplication.processEvents()
    (taking,) = [one for one in window.findChildren(PackDialog) if one.isVisible()]
    taking.beside.setChecked(True)
    taking.take_button.click()
    QApplication.processEvents()
    assert f"{topic}-2" in window.desk.workspace.topics
    assert window.going.history.current == Destination(Room.TOPIC, f"{topic}-2")
    window.desk.editor.undo()
    assert f"{topic}-2" not in window.desk.workspace.topics
    path.write_bytes(path.read_bytes()[:-400])
    window.collecting.import_files([path])
    QApplication.processEvents()
    assert "stick.briefing" in boxes.pop()


def test_a_guessed_encoding_can_be_corrected(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "own.txt"
    path.write_bytes("Żółć i gęś\n\nZażółć gęślą jaźń, powiedział minister.\n".encode("cp1250"))
    window.collecting.import_files([path])
    dialog = import_dialog(window)

    def button() -> QToolButton:
        shown = dialog.findChildren(QToolButton)
        return next(one for one in shown if one.text() == "Encoding …")

    for name, encoding in (("Cyrillic (Windows-1251)", "cp1251"), ("Central European", "cp1250")):
        monkeypatch.setattr(
            QInputDialog,
            "getItem",
            lambda parent, title, words, items, *rest, name=name: (
                next(one for one in items if one.startswith(name)),
                True,
            ),
        )
        button().click()
        QApplication.processEvents()
        expected = path.read_bytes().decode(encoding)
        assert expected.split("\n\n")[1].strip() in dialog.reports[0].articles[0].article.text_md
    dialog.reject()


def test_guessed_columns_are_corrected_with_keyboard_and_mouse(window: Window, tmp_path: Path):
    path = tmp_path / "found.csv"
    line = "The right stands."
    path.write_text(f"a;b\nAda Okafor;{line}\nBen Poole;So it does.\n", "utf-8")
    window.collecting.import_files([path])
    dialog = import_dialog(window)
    assert "No column is known" in words_of(dialog) and not dialog.add_button.isVisible()

    def columns() -> ColumnsBox:
        (shown,) = dialog.findChildren(ColumnsBox)
        return shown

    box = columns().boxes[1]
    box.setFocus()
    QTest.keyClicks(box, "The words")  # the keyboard finds the use, and the file is read again
    wait_until(lambda: bool(dialog.reports) and bool(dialog.reports[0].quotes))
    assert dialog.reports[0].quotes[0].quote == line
    assert dialog.focusWidget() is columns().boxes[1] and dialog.add_button.isVisible()
    box = columns().boxes[0]
    box.showPopup()
    place = box.view().visualRect(box.model().index(box.findData("speaker"), 0)).center()
    QTest.mouseClick(box.view().viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_until(lambda: dialog.reports[0].quotes[0].speaker == "Ada Okafor")
    QTest.keyClick(columns().header, Qt.Key.Key_Space)
    wait_until(lambda: not columns().header.isChecked())
    QTest.keyClick(columns().header, Qt.Key.Key_Space)
    wait_until(lambda: columns().header.isChecked())
    dialog.reject()
