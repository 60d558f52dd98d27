"""Plain prose comes out of the short way exactly as out of python-markdown."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.text.markdown_setup import Converter
from briefing.text.prose import prose_to_html

_CONVERTER = Converter()

_words = st.text(alphabet="abzÉß“”‘’'\"(),.:;!?-–—…#=+12 9/@&\t\u00a0", min_size=1, max_size=12)
_marks = st.sampled_from(
    [
        "*a*",
        "_b_",
        "[@r1]",
        "[@r1; @r2]",
        "[x](y)",
        "`c`",
        "<b>",
        "&amp;",
        "1. ",
        "- ",
        "> ",
        "| a |",
    ]
)
_line = st.lists(st.one_of(_words, _words, _words, _marks), min_size=1, max_size=5).map(" ".join)
_block = st.one_of(
    st.lists(_line, min_size=1, max_size=3).map("\n".join),
    st.tuples(st.sampled_from(["#", "##", "###", "#######", "#x"]), _line).map(" ".join),
    st.sampled_from(
        ["---", "===", "a\n---", "a\n===", ": b", "    code", "[r]: x", "*[a]: b", "![i](j)"]
    ),
)
_text = st.lists(_block, min_size=1, max_size=5).map("\n\n".join)


def _parsed(text: str) -> str:
    return _CONVERTER.html(text, 3, str.upper)


@given(_text)
@settings(max_examples=400, deadline=None)
@example("One.\n\n## Two\n\nThree [@r1; @r2], four.\nFive.")
@example("a\n\n\n\nb")
@example("term\n\n:   meaning")
@example("Title\n1. one")
def test_prose_is_what_the_parser_makes_of_it(text: str) -> None:
    short = prose_to_html(text, 3, str.upper)
    assert short is None or short == _parsed(text)


def test_ordinary_prose_takes_the_short_way() -> None:
    text = "## A heading\n\nOrdinary words, “quoted” – and 2.35% of 88 [@r77].\n\nNext."
    assert prose_to_html(text, 0, None) is not None
