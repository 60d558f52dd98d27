from __future__ import annotations

import pytest

from briefing.text.passages import chunks, passages, render, to_html, to_plain
from briefing.text.references import referenced

SAMPLE = """\
# A title

A paragraph with *marks* and a source [@r17; @r20].

- one
- two

    still two

1. first

> A quoted paragraph.

| a | b |
|---|---|
| c | d |

Term
:   Its meaning.

```
code * as it is
```
"""


def test_each_kind_of_passage():
    found = [(one.kind, one.text) for one in passages(SAMPLE)]
    assert found == [
        ("heading", "A title"),
        ("paragraph", "A paragraph with marks and a source."),
        ("item", "one"),
        ("paragraph", "two"),
        ("paragraph", "still two"),
        ("item", "first"),
        ("paragraph", "A quoted paragraph."),
        ("row", "a b"),
        ("row", "c d"),
        ("item", "Term"),
        ("item", "Its meaning."),
        ("code", "code * as it is"),
    ]


def test_the_level_of_headings():
    assert [one.level for one in passages("# a\n\n## b\n\nc\n\n#### d\n")] == [1, 2, 0, 4]


def test_each_passage_has_its_anchor_in_the_html():
    rendered = render(SAMPLE, first=7)
    for place, passage in enumerate(rendered.passages, 7):
        assert passage.index == place
        assert rendered.html.count(f'<a name="p{place}"></a>') == 1


def test_what_is_no_article_has_no_anchors():
    assert "<a name" not in to_html(SAMPLE)


def test_sources_are_shown_by_their_label_and_lead_to_the_source():
    html = to_html("See [@r17; @a:b].", lambda one: f"<{one}>")
    assert '<a href="source:r17">&lt;r17&gt;</a>; <a href="source:a:b">&lt;a:b&gt;</a>' in html
    assert "*x*" in to_html("See [@r1].", lambda one: "*x*"), "labels are no Markdown"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Seen again [@r1].", "Seen again."),
        ("Seen again [@r1; @r2], and [@r3] again.", "Seen again, and again."),
        ("Seen [@r1]  [@r2] \n[@r3]; then", "Seen; then"),
        ("(See there  [@r1]) or *there [@r2]*.", "(See there) or there."),
        ("“Seen,” he said [@r1]… “and gone [@r2]”", "“Seen,” he said… “and gone”"),
        ("A note [^1].\n\n[^1]: So.", "A note.\nSo."),
        ("Vu [@r1] : déjà", "Vu : déjà"),
        ("By [@r1](so) or.", "By (so) or."),
        ("At the end [@r1]\n\n. A dot", "At the end\n. A dot"),
        ("[@r1].", "."),
        ("| a [@r1] | , b |\n|--|--|\n| c [@r1]. | d |", "a , b\nc. d"),
    ],
)
def test_a_reference_takes_the_blank_before_it_along(markdown: str, words: str):
    assert to_plain(markdown) == words


def test_a_reference_may_hold_any_white_space():
    assert referenced("So [@r1;\u00a0@r2; @r1].") == ("r1", "r2")
    assert "source:r2" in to_html("So [@r1;\u00a0@r2].")


def test_many_references_are_no_burden():
    text = "Words" + " [@r1]" * 5000 + " go on" + " [@r1]" * 5000 + "."
    assert to_plain(text) == "Words go on."


@pytest.mark.parametrize("text", ["<b>bold</b>", "<script>1</script>", "<!-- c -->", "a < b > c"])
def test_html_is_text(text: str):
    assert to_plain(text) == text


def test_footnotes_are_passages_and_their_marks_are_not():
    found = [one.text for one in passages("Words[^1] here.\n\n[^1]: The note.\n")]
    assert found == ["Words here.", "The note."]


def test_line_ends_make_no_difference():
    assert passages(SAMPLE) == passages(SAMPLE.replace("\n", "\r\n"))


def test_a_long_text_is_cut_at_paragraphs_and_keeps_its_links():
    text = "Go [there].\n\n" + "Words and words.\n\n" * 50 + "[there]: https://example.org\n"
    parts = list(chunks(text, 100))
    assert len(parts) > 3
    assert 'href="https://example.org"' in render(parts[0]).html


@pytest.mark.parametrize("text", ["a[^1]\n\nb\n\n[^1]: c", "a\n\n```\nb\n\nc\n```\n\nd"])
def test_what_reaches_across_paragraphs_is_not_cut(text: str):
    assert list(chunks(text, 1)) == [text]


def test_no_text_has_no_passages():
    assert passages("") == () == passages("\n \n")


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a*b *c* snake_case *d*", "a*b <em>c</em> snake_case <em>d</em>"),
        ("a*b *c* of_it `d` *e*", "a*b <em>c</em> of_it <code>d</code> <em>e</em>"),
        ("end_ *a* end_ **b** _c_ 5*3", "end_ <em>a</em> end_ <strong>b</strong> <em>c</em> 5*3"),
    ],
)
def test_stars_and_lines_inside_words_take_no_letters_away(markdown: str, html: str):
    assert to_html(markdown) == f"<p>{html}</p>"


def test_too_many_delimiters_are_shown_as_they_are():
    text = "*a_" * 300
    assert to_plain(text) == text
