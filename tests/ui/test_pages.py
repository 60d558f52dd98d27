"""Cutting a document into pages for the projector."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QTextDocument

from briefing.ui.main import make_application
from briefing.ui.present.pages import cut, lines_of


def test_a_source_never_stands_on_a_page_alone() -> None:
    make_application()
    for words in range(60, 200, 7):
        document = QTextDocument()
        document.setHtml(f"<p>{'word ' * words}</p><p>The source</p>")
        document.setTextWidth(200)
        pieces = cut(document, 120)
        assert "word" in pieces[-1].text(), "some of the quotation stands with its source"
        assert all(piece.height <= 120.5 for piece in pieces)
        shown = [line for piece in pieces for line in piece.text().split("\n")]
        assert shown == [text for _, _, text, _ in lines_of(document)], "nothing is lost"
