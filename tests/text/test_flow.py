from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import Mark, MarkKind
from briefing.text.escaping import escape
from briefing.text.flow import flow
from briefing.text.passages import passages, to_plain
from briefing.text.runs import Run, marked_runs, merged, text_of, to_html

TEXT = """# Title

First *line*
goes **on**[@r1]; see [a link](there).

- one
- two

    more of two

3. three

> quoted

| a | b |
|---|---|
| 1 | 2 |

    code  here
      there
"""


def test_blocks() -> None:
    got = flow(TEXT, lambda source: f"<{source}>")
    shown = [(one.kind, one.marker, one.depth, one.quoted, text_of(one.runs)) for one in got]
    assert shown == [
        ("heading", "", 0, False, "Title"),
        ("paragraph", "", 0, False, "First line goes on [<r1>]; see a link."),
        ("item", "•", 1, False, "one"),
        ("item", "•", 1, False, "two"),
        ("item", "", 1, False, "more of two"),
        ("item", "3.", 1, False, "three"),
        ("paragraph", "", 0, True, "quoted"),
        ("row", "", 0, False, "a\tb"),
        ("row", "", 0, False, "1\t2"),
        ("code", "", 0, False, "code  here\n  there"),
    ]
    assert Run("line", italic=True) in got[1].runs
    assert Run("on", bold=True) in got[1].runs


def test_every_passage_begins_a_block_of_the_flow() -> None:
    for text in (TEXT, "A paragraph.\n\n" * 2000):
        begun = [one.passage for one in flow(text) if one.passage >= 0]
        assert begun == [one.index for one in passages(text)]


@given(
    st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" \n"), max_size=80)
)
@settings(deadline=None)
def test_escaped_words_are_neither_lost_nor_marked(text: str) -> None:
    assert to_plain(escape(text)).split() == text.split()


def test_runs() -> None:
    assert merged([Run("a"), Run("", bold=True), Run("b")]) == (Run("ab"),)
    assert to_html([Run("a<b\nc", bold=True, highlight=True)]) == "<mark><b>a&lt;b<br>c</b></mark>"


places = st.integers(-2, 12)
kinds = st.sampled_from([MarkKind.UNDERLINE, MarkKind.HIGHLIGHT])


@given(st.lists(st.builds(Mark, places, places, kinds), max_size=6), st.integers(0, 10))
@settings(deadline=None)
def test_runs_look_as_the_marks_on_each_character_say(marks: list[Mark], size: int) -> None:
    quote = "abcdefghij"[:size]
    runs = marked_runs(quote, marks)
    assert text_of(runs) == quote
    assert merged(runs) == runs
    looks = [(run.underline, run.highlight) for run in runs for _ in run.text]
    for at, look in enumerate(looks):
        on = {mark.kind for mark in marks if mark.start <= at < mark.end}
        assert look == (MarkKind.UNDERLINE in on, MarkKind.HIGHLIGHT in on)
