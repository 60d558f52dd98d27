"""The texts of cards."""

from __future__ import annotations

from briefing.app.cards import quotation_html
from briefing.model import Mark, MarkKind


def test_marks_of_a_quotation_overlap_and_its_words_are_no_html() -> None:
    quote = "One < two\nthree"
    marks = (
        Mark(0, 9, MarkKind.UNDERLINE),
        Mark(4, 15, MarkKind.HIGHLIGHT),
        Mark(4, 9, MarkKind.EMPHASIS),
    )
    assert quotation_html(quote, marks) == (
        '<u>One </u><u><b><span class="read">&lt; two</span></b></u>'
        '<span class="read"><br>three</span>'
    )
    assert quotation_html("“A” & 'b'", ()) == "“A” &amp; 'b'"
