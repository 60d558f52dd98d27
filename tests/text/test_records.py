from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from briefing.text.dates import is_date
from briefing.text.records import clean, escape, field_problems, outline, render, unescape

SAMPLE = """# Title

### Orphan {#o1}
- role: x

Text.

## First {claim} {#c01}
- answers: a#b
- answers: c#d
- Strength: long
  and longer
<!-- a comment -->

Text of it.

#### Deeper

\\## not a record

### Speaker {#q1}

- role: after an empty line

> words

# Second title

### Another orphan {#o2}

## No id
"""


def test_outline_of_a_file() -> None:
    found = outline(SAMPLE)
    assert [part.id for part in found.orphans] == ["o1", "o2"]
    first, second = found.records
    assert (first.heading, first.id, first.line) == ("First {claim}", "c01", 8)
    assert [(field.name, field.value, field.line) for field in first.fields] == [
        ("answers", "a#b", 9),
        ("answers", "c#d", 10),
        ("strength", "long and longer", 11),
        ("", "<!-- a comment -->", 13),
    ]
    assert first.text == "Text of it.\n\n#### Deeper\n\n## not a record"
    assert first.text_line == 15
    (part,) = first.parts
    assert (part.heading, part.id, part.text) == ("Speaker", "q1", "> words")
    assert [(field.name, field.line) for field in part.fields] == [("role", 23)]
    assert SAMPLE[first.start : first.end].endswith("> words\n\n")
    assert (second.heading, second.id) == ("No id", "")


def test_line_ends_make_no_difference() -> None:
    unix, windows = outline(SAMPLE), outline(SAMPLE.replace("\n", "\r\n"))
    for one, other in zip(unix.records, windows.records, strict=True):
        assert (one.heading, one.id, one.text, one.line) == (
            other.heading,
            other.id,
            other.text,
            other.line,
        )
        assert one.fields == other.fields


def test_lines_are_counted_from_where_the_body_begins() -> None:
    text = "---\na: b\n---\n## R {#r}\n"
    (record,) = outline(text, text.index("## R"), 4).records
    assert record.line == 4


hard = st.text(st.sampled_from("#\\- :a>\n\t"), max_size=30)


@given(hard)
@example("- a: b")
@example("\\\\# a")
def test_escaped_text_reads_as_it_was(text: str) -> None:
    text = clean(text)
    assert unescape(escape(text)) == text


@given(hard, st.booleans())
def test_text_never_becomes_structure(text: str, fields: bool) -> None:
    written = render(2, "H", "id", ["- known: x"] if fields else [], text)
    found = outline(written)
    assert len(found.records) == 1
    assert not found.records[0].parts
    assert [field.name for field in found.records[0].fields] == ["known"] * fields
    assert found.records[0].text == clean(text)


def test_problems_with_fields() -> None:
    text = "## R {#r}\n- theme: a\n- theme: b\n- sied: x\n- side:\n-strength: lost\n"
    (record,) = outline(text).records
    problems = field_problems(record, frozenset(("side", "theme")), frozenset())
    assert [(problem.line, problem.what.split("`")[0]) for problem in problems] == [
        (3, "field "),
        (4, "unknown field "),
        (5, "field "),
        (6, "this line is neither a field ("),
    ]
    assert problems[1].mend == "did you mean `side`?"


def test_dates() -> None:
    good = ["2024", "2024-07", "2024-07-18", "1963/1972", "c. 2024-08/2024-09", "2024-02-29"]
    bad = ["", "24", "2024-13", "2023-02-29", "2024/2023", "c.2024", "2024-7-1", "1963/", "٢٠٢٤"]
    assert [text for text in good if not is_date(text)] == []
    assert [text for text in bad if is_date(text)] == []
