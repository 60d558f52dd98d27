from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.text.front_matter import Entry, read, read_plain, read_yaml, with_values

values = st.text(
    st.one_of(
        st.sampled_from(":#'\"-?[]{}&*!|>%@`, \tab=<~"),
        st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"),
    ),
    max_size=12,
)


@given(st.lists(st.tuples(st.sampled_from(["a", "B-c", "null", "yes", "x_1"]), values), max_size=4))
@example([("a", "true")])
@example([("a", "2024-02-30")])
@example([("a", "'it''s'")])
@example([("a", "b #c")])
@example([("a", "b: c")])
@example([("a", '"b" c')])
def test_the_short_way_reads_what_yaml_reads(pairs: list[tuple[str, str]]) -> None:
    block = "".join(f"{key}: {value}\n" for key, value in pairs)
    plain = read_plain(block)
    if plain is not None:
        assert (plain, []) == read_yaml(block)


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
@example("- x")
@example(" padded ")
@example('"quoted"')
@example("a\r\nb\u2028c\u0085\ufeff")
def test_any_text_can_be_a_value(value: str) -> None:
    text = with_values("---\nold: 1 # kept\n---\nBody\n", {"title": value})
    assert read(text).text("title") == value
    assert read(text).text("old") == "1"
    assert text.endswith("---\nBody\n")


def test_all_values_are_texts() -> None:
    front = read("---\na: 2024-02-30\nb: yes\nc: [x, 1]\nd:\ne: 0x10\n---\n")
    assert front.entries == (
        Entry("a", "2024-02-30", 2),
        Entry("b", "yes", 3),
        Entry("c", ("x", "1"), 4),
        Entry("d", "", 5),
        Entry("e", "0x10", 6),
    )
    assert not front.problems


def test_lists_come_from_yaml_and_from_separators() -> None:
    front = read("---\nthemes: [a, b]\nauthors: John Nagl; Dan Rice\n---\n")
    assert front.texts("themes") == ("a", "b")
    assert front.texts("authors", ";") == ("John Nagl", "Dan Rice")
    assert front.texts("missing") == ()


@pytest.mark.parametrize("text", ["", "Body", "--- \nx", "\ufeffBody", "----\na: b\n---\n"])
def test_without_front_matter_everything_is_body(text: str) -> None:
    front = read(text)
    assert not front.entries
    if not text.startswith("--- "):
        assert text[front.body :] == text.removeprefix("\ufeff")


def test_body_and_its_line_with_carriage_returns_and_byte_order_mark() -> None:
    text = "\ufeff---\r\na: b\r\n---\r\nBody"
    front = read(text)
    assert (text[front.body :], front.body_line, front.text("a")) == ("Body", 4, "b")


@pytest.mark.parametrize(
    ("block", "line", "word"),
    [
        ("a: b\nc: d: e\n", 3, "YAML"),
        ("a: &x b\nc: *x\n", 2, "anchor"),
        ("a: 1\na: 2\n", 3, "twice"),
        ("- a\n- b\n", 2, "keys"),
        ("just words\n", 2, "keys"),
        ("a: [b\n", 3, "YAML"),
        ("a: \x00\n", 2, "YAML"),
        ("a: " + "[" * 5000 + "\n", 2, "brackets"),
        ("a: b\n" * 20_000, 1, "long"),
    ],
)
def test_faults_name_their_line(block: str, line: int, word: str) -> None:
    front = read(f"---\n{block}---\nBody")
    assert front.problems[0].line == line
    assert word in front.problems[0].what


def test_what_is_not_yaml_is_still_read_by_lines() -> None:
    front = read("---\ntitle: Foo: bar\nside: for\n---\n")
    assert (front.text("title"), front.text("side")) == ("Foo: bar", "for")


def test_an_unclosed_block_is_a_fault() -> None:
    assert "not closed" in read("---\na: b\n").problems[0].what


def test_changing_values_keeps_comments_unknown_keys_and_line_ends() -> None:
    text = "---\n# mine\ntitle: A\nmine: {x: 1}\nlist:\n  - a\n# end\nside: for\n---\nBody\n"
    wanted = '---\n# mine\ntitle: "B: c"\nmine: {x: 1}\n# end\nside: against\nnew: n\n---\nBody\n'
    values = {"title": "B: c", "list": "", "side": "against", "new": "n"}
    assert with_values(text, values) == wanted
    windows = text.replace("\n", "\r\n")
    assert with_values(windows, values) == wanted.replace("\n", "\r\n")


def test_front_matter_is_made_where_there_is_none() -> None:
    assert with_values("\ufeffBody", {"a": "b", "c": ""}) == "\ufeff---\na: b\n---\nBody"
