"""Passages and anchors of any text: numbered throughout, the same in pieces, quick, never wrong."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.model import Selector
from briefing.text.anchors import find
from briefing.text.passages import Rendered, chunks, passages, pieces, render, to_html, to_plain

WORD = st.sampled_from(
    [
        "the",
        "states",
        "treaty",
        "bombs",
        "*civilian*",
        "**dud**",
        "rate_of",
        "`code`",
        "[@r17]",
        "_under_",
        "5",
        "[a](b)",
        "&",
        "<",
        "a*b",
    ]
)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
HEADING = st.builds(lambda level, text: "#" * level + " " + text, st.integers(1, 4), LINE)
QUOTE = PARAGRAPH.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n")))
TIGHT = st.lists(LINE, min_size=1, max_size=4).map(lambda all_: "\n".join(f"- {x}" for x in all_))
LOOSE = st.lists(LINE, min_size=2, max_size=4).map(lambda all_: "\n\n".join(f"* {x}" for x in all_))
NUMBERED = st.lists(LINE, min_size=1, max_size=4).map(
    lambda all_: "\n".join(f"{n}. {x}" for n, x in enumerate(all_, 1))
)
NESTED = st.builds(lambda one, two, three: f"- {one}\n    - {two}\n\n    {three}", LINE, LINE, LINE)
TABLE = st.lists(st.tuples(LINE, LINE), min_size=1, max_size=3).map(
    lambda rows: "a | b\n--|--\n" + "\n".join(" | ".join(row) for row in rows)
)
CODE = LINE.map(lambda text: f"    {text}")
TERM = st.builds(lambda term, text: f"{term}\n:   {text}", LINE, LINE)
REFERENCE = st.just("[here]: https://example.org 'A title'")
USED = st.just("See [here] and [there][here].")
BLOCK = st.one_of(
    PARAGRAPH, HEADING, QUOTE, TIGHT, LOOSE, NUMBERED, NESTED, TABLE, CODE, TERM, REFERENCE, USED
)
MARKDOWN = st.lists(BLOCK, max_size=12).map("\n\n".join)


def in_pieces(markdown: str, size: int) -> list[Rendered]:
    done: list[Rendered] = []
    for chunk in chunks(markdown, size):
        done.append(render(chunk, sum(len(one.passages) for one in done)))
    return done


@given(MARKDOWN, st.integers(1, 120))
@settings(deadline=None)
def test_pieces_render_as_the_whole_does(markdown: str, size: int):
    whole = render(markdown)
    parts = in_pieces(markdown, size)
    assert tuple(one for part in parts for one in part.passages) == whole.passages


# The first text of all characters is slow to draw: their table is made then.
@given(st.text(max_size=300) | MARKDOWN, st.integers(1, 60))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_passages_are_numbered_throughout(markdown: str, size: int):
    numbers = [one.index for part in in_pieces(markdown, size) for one in part.passages]
    assert numbers == list(range(len(numbers)))
    assert [one.index for one in passages(markdown)] == list(range(len(passages(markdown))))


@given(st.text(alphabet="*_[]()`<>#-=+|:~!&\\1. \t\nab\"'@^{}", max_size=400))
@settings(deadline=None)
def test_no_text_raises(markdown: str):
    for piece in pieces(markdown):
        assert "<script" not in piece.html
    to_html(markdown)
    to_plain(markdown)


@given(st.sampled_from(["<script>x</script>", "<img src=http://a/b>", "<style>*{}</style>"]))
def test_html_is_shown_and_not_obeyed(html: str):
    rendered = render(f"Before {html} after")
    assert "<script" not in rendered.html
    assert "<img" not in rendered.html and "<style" not in rendered.html
    assert html in rendered.passages[0].text


HOSTILE = {
    "emphasis": "*a_" * 20_000,
    "brackets": "[[[[" * 15_000,
    "backticks": "`" * 60_000,
    "angles": "<<<<" * 15_000,
    "pictures": "![" * 30_000,
    "links": "[a](" * 15_000,
    "ampersands": "&" * 60_000,
    "backslashes": "\\*" * 30_000,
    "underlined headings": "a\n-\n" * 15_000,
    "headings": "# a\n" * 15_000,
    "references": "[a]: " * 12_000,
    "fences": "```\n" * 15_000,
    "empty lines": "\n" * 60_000,
    "quotations": "> " * 200 + "a",
    "quotations, deeper and deeper": "\n".join(">" * n + " a" for n in range(1, 201)),
    "lists in lists": "\n".join("    " * n + "- a" for n in range(200)),
    "lists in one line": "1. " * 20_000 + "a",
    "lists and quotations": "> - " * 200 + "a",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_quick(name: str):
    begin = time.process_time()
    found = [one for piece in pieces(HOSTILE[name]) for one in piece.passages]
    seconds = time.process_time() - begin
    assert [one.index for one in found] == list(range(len(found)))
    # A second is the promise; the minutes that such texts once took are what must not come back.
    assert seconds < 5


def test_nesting_too_deep_to_render_is_shown_as_it_stands():
    deep = "1. " * 20_000 + "the end"
    (only,) = render(f"{deep}\n", first=3).passages
    assert only.index == 3
    assert only.text.startswith("1. 1. 1. ")
    assert only.text.endswith("the end")


# -- anchors --------------------------------------------------------------------------------------

LETTERS = st.text("abcdefghijklmnop", min_size=3, max_size=8)
SENTENCE = st.lists(LETTERS, min_size=6, max_size=14, unique=True).map(" ".join)
TEXTS = st.lists(SENTENCE, min_size=2, max_size=8, unique=True)


@given(TEXTS, st.data())
@settings(deadline=None)
def test_a_passage_is_found_again_after_edits_elsewhere(texts: list[str], data: st.DataObject):
    place = data.draw(st.integers(0, len(texts) - 1))
    wanted = texts[place]
    others = [one for n, one in enumerate(texts) if n != place]
    edited = data.draw(st.permutations([*others[1:], *data.draw(TEXTS)]))
    edited = [one for one in edited if wanted not in one]
    at = data.draw(st.integers(0, len(edited)))
    found = find(Selector(wanted), [*edited[:at], wanted, *edited[at:]])
    assert found is not None and found.exact
    assert found.index == at


@given(TEXTS, st.data())
@settings(deadline=None)
def test_words_may_be_added_around_a_passage(texts: list[str], data: st.DataObject):
    place = data.draw(st.integers(0, len(texts) - 1))
    grown = list(texts)
    grown[place] = f"{data.draw(SENTENCE)} {texts[place]} {data.draw(SENTENCE)}"
    found = find(Selector(texts[place]), grown)
    assert found is not None
    assert texts[place] in grown[found.index]


@given(SENTENCE, st.data())
@settings(deadline=None)
def test_of_two_similar_passages_none_is_guessed(gone: str, data: st.DataObject):
    """The words are gone, and two passages resemble them alike: lost is the only honest answer."""
    words = gone.split()
    place = data.draw(st.integers(0, len(words) - 1))
    similar = [" ".join([*words[:place], new, *words[place + 1 :]]) for new in ("zzzone", "zzztwo")]
    assert find(Selector(gone), similar) is None


@given(SENTENCE, TEXTS)
@settings(deadline=None)
def test_words_that_stand_nowhere_are_lost(gone: str, texts: list[str]):
    others = [" ".join(w for w in one.split() if w not in gone.split()) for one in texts]
    assert find(Selector(gone), others) is None
