"""A long article comes in pieces, and looks as if it had come in one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from briefing.app.editing.articles import keep_article
from briefing.ui.window import Window


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
