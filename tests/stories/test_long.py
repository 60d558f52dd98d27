"""A long article comes in pieces, and looks as if it had come in one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.app.editing.articles import keep_article
from briefing.ui.window import Window
from tests.stories.hands import wait_until


def test_every_paragraph_of_an_article_in_pieces_has_one_shape(
    window: Window, application: QApplication
) -> None:
    some = next(iter(window.desk.workspace.articles.values()))
    text = "\n\n".join(
        f"## Section {n}\n\n" + "\n\n".join(["Some words of prose. " * 30] * 5) for n in range(12)
    )
    keep_article(window.desk.editor, replace(some, text_md=text))
    window.reader.article = None
    window.reader.open(some.id, 0)
    window.reader.view.load_all()
    application.processEvents()
    block = window.reader.view.document().begin()
    shapes = set()
    while block.isValid():
        if block.text().startswith("Some words"):
            shape = block.blockFormat()
            shapes.add((shape.lineHeight(), shape.topMargin(), shape.bottomMargin()))
        block = block.next()
    assert len(window.desk.workspace.pieces(replace(some, text_md=text))) > 2
    assert len(shapes) == 1


def test_the_end_is_shown_although_it_is_still_to_be_laid_out(window: Window) -> None:
    some = next(iter(window.desk.workspace.articles.values()))
    text = "\n\n".join(f"Paragraph {n}. " + "Some words of prose. " * 30 for n in range(80))
    keep_article(window.desk.editor, replace(some, text_md=text))
    window.reader.article = None
    window.reader.open(some.id, 0)
    view = window.reader.view
    assert "Paragraph 79" not in view.toPlainText()
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: "Paragraph 79" in view.toPlainText())
    assert view.current == 79
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert view.anchor[0] == 79, "and it is where one comes back to"
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.verticalScrollBar().value() == 0
