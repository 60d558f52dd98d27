from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.model import Mark, MarkKind
from briefing.text.quotation import normal, read, render

U, B, H = MarkKind.UNDERLINE, MarkKind.EMPHASIS, MarkKind.HIGHLIGHT

texts = st.text(st.sampled_from("ab<>\\/umark \n"), max_size=20)
marks = st.lists(
    st.builds(Mark, st.integers(-2, 22), st.integers(-2, 22), st.sampled_from(MarkKind)), max_size=6
)


def test_marks_and_paragraphs() -> None:
    found = read("> One <u>two <mark>three</mark></u>\n>\n> <b>f\\<u>our</b> \\\\ 5 < 6\n\nA note.")
    assert found.text == "One two three\n\nf<u>our \\ 5 < 6"
    assert found.marks == (Mark(4, 13, U), Mark(8, 13, H), Mark(15, 22, B))
    assert found.note == "A note."
    assert not found.problems


def test_marks_may_overlap() -> None:
    found = read("> a<u>b<mark>c</u>d</mark>")
    assert (found.text, found.marks) == ("abcd", (Mark(1, 3, U), Mark(2, 4, H)))
    assert render("abcd", found.marks) == "> a<u>b<mark>c</u>d</mark>"


def test_nested_marks_are_written_nested() -> None:
    written = render("abc", [Mark(0, 3, H), Mark(0, 3, U), Mark(1, 3, B)])
    assert written == "> <u><mark>a<b>bc</b></mark></u>"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("> a\n> <u>b", 6, "not closed"),
        ("> b</mark>", 5, "without"),
        ("> <u>a<u>b</u>", 5, "inside"),
        ("> a\n\n> b", 7, "second block quotation"),
    ],
)
def test_problems_name_their_line(text: str, line: int, word: str) -> None:
    (problem,) = read(text, 5).problems
    assert (problem.line, word in problem.what) == (line, True)


def test_without_a_quotation_all_is_note() -> None:
    assert read("Text\n\n> later")[:3] == ("", (), "Text\n\n> later")


@given(texts, marks, texts)
@example("<u>", [Mark(1, 2, B)], "> x")
@example("\\<", [Mark(0, 1, U), Mark(1, 2, U)], "\\> x")
def test_what_is_written_reads_as_it_was(text: str, some: list[Mark], note: str) -> None:
    found = read(render(text, some, note))
    if text:
        assert found.text == text
        assert found.marks == normal(some, len(text))
        assert not [problem for problem in found.problems if "second" not in problem.what]
    assert found.note == read(render("", (), note)).note


@given(marks)
def test_normal_marks_cover_the_same_characters(some: list[Mark]) -> None:
    def covered(those: list[Mark] | tuple[Mark, ...]) -> set[tuple[int, MarkKind]]:
        return {(n, m.kind) for m in those for n in range(m.start, m.end) if 0 <= n < 20}

    result = normal(some, 20)
    assert covered(result) == covered(some)
    assert normal(result, 20) == result
