"""Rich text from Word and the web: what means something is kept, the rest is cleaned away."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import MarkKind
from briefing.text.passages import to_plain
from briefing.text.rich import to_markdown, to_quotation

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri";} --></style></head>
<body lang=EN-GB><!--StartFragment-->
<h1>Ground rules<o:p></o:p></h1>
<p class=MsoNormal>Treaties <b style='mso-bidi-font-weight:normal'>bind</b> <i>only</i>
<span style='background:yellow;mso-highlight:yellow'>signatories</span>,<u> they</u>
say*.<o:p></o:p></p>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;
</span></span><![endif]>first item</p>
<p class=MsoListParagraph>second item</p>
<!--EndFragment--></body></html>"""
WEB = """<meta charset='utf-8'><script>alert(1)</script><div><p>A
<a href="https://x.org/a b">link</a>,
a <a href="javascript:alert(1)">trap</a><br>and a line.</p><ol><li>one</li><li><p>two</p></li></ol>
<blockquote><p>Quoted.</p></blockquote><img src=x
onerror=alert(2)><p style="display:none">no</p></div>"""


def test_word():
    assert to_markdown(WORD) == (
        "## Ground rules\n\nTreaties **bind** *only* signatories, they say\\*.\n\n"
        "- first item\n- second item"
    )


def test_the_web():
    assert to_markdown(WEB) == (
        "A [link](https://x.org/a%20b), a trap\nand a line.\n\n1. one\n2. two\n\n> Quoted."
    )


def test_google_docs_wraps_everything_in_a_bold_that_is_none():
    html = '<b style="font-weight:normal"><span style="font-weight:700">Bold</span> not</b>'
    assert to_markdown(html) == "**Bold** not"


def test_a_quotation_keeps_its_marks():
    text, marks = to_quotation(WORD)
    assert text.startswith("Ground rules\n\nTreaties bind only signatories, they say*.")
    found = {mark.kind: text[mark.start : mark.end].strip() for mark in marks}
    assert found == {
        MarkKind.EMPHASIS: "bind",
        MarkKind.HIGHLIGHT: "signatories",
        MarkKind.UNDERLINE: "they",
    }


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_taken(text):
    for made in (to_markdown(text), to_quotation(text)[0]):
        assert "\0" not in made and "\r" not in made


@settings(deadline=None)
@given(st.text(alphabet="abc *_#>-+1.[]`!|~\\&;:=", min_size=1, max_size=60))
def test_plain_words_stay_the_words_they_are(text):
    from html import escape

    made = to_plain(to_markdown(f"<p>{escape(text)}</p>"))
    assert "".join(made.split()) == "".join(text.split())


@pytest.mark.parametrize("html", ["<div>" * 3000, "<b>" * 3000 + "x", "x" * 100_000, "<p>a" * 9000])
def test_monsters_are_quick(html):
    begin = time.process_time()
    to_markdown(html)
    assert time.process_time() - begin < 3
