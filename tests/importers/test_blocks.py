from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importers.blocks import Block, Kind, Span, heading, paragraph, tidy, to_markdown
from briefing.text.passages import passages, to_plain
from tests.bench.extract import score

TEXT = st.text('ab cd*_`[]<>&|#1.-+=!~\\:^\n"é', min_size=1, max_size=14)
SPANS = st.lists(st.builds(Span, TEXT, st.booleans(), st.booleans()), min_size=1, max_size=5)
KINDS = st.sampled_from((Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM))


@given(st.lists(st.tuples(KINDS, SPANS, st.integers(1, 4), st.integers(0, 2)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_the_words_of_blocks_are_those_of_their_markdown(
    drawn: list[tuple[Kind, list[Span], int, int]],
) -> None:
    blocks = [paragraph("Begin.")]
    for kind, spans, level, quoted in drawn:
        # An item stands at most one level deeper than what is above it.
        above = blocks[-1].level if blocks[-1].kind is Kind.ITEM else 0
        depth = {Kind.ITEM: min(level, above + 1), Kind.HEADING: level}.get(kind, 0)
        blocks.append(Block(kind, tuple(spans), depth, "-", quoted if kind != Kind.ITEM else 0))
        blocks.append(paragraph("Between."))
    got = "".join(to_plain(to_markdown(blocks)).split())
    assert got == "".join("".join(block.text for block in blocks).split())


def test_rows_of_a_table_are_as_long_as_the_longest() -> None:
    rows = [
        Block(Kind.ROW, cells=("Year", "Cracks"), table=1),
        Block(Kind.ROW, cells=("1990", "2", "and | more"), table=1),
    ]
    assert to_plain(to_markdown(rows)) == "Year Cracks\n1990 2 and | more"


def test_lists_in_lists_and_their_paragraphs() -> None:
    blocks = [
        Block(Kind.ITEM, (Span("Walls"),), 1, "1."),
        Block(Kind.PARAGRAPH, (Span("of stone"),), 1),
        Block(Kind.ITEM, (Span("High ones"),), 2, "-"),
        Block(Kind.ITEM, (Span("Fish"),), 1, "2."),
        heading("End"),
    ]
    got = to_markdown(blocks)
    assert got == "1. Walls\n\n    of stone\n\n    - High ones\n\n2. Fish\n\n## End\n"
    assert [one.text for one in passages(got)] == ["Walls", "of stone", "High ones", "Fish", "End"]


def test_spans_are_joined_and_blanks_single() -> None:
    assert tidy([Span(" a  "), Span("  b", True), Span(" ", True), Span("c ", True)]) == (
        Span("a "),
        Span("b c", True),
    )


def test_the_score_of_an_extraction() -> None:
    assert score("a b b", "a b b") == (1.0, 1.0, 1.0)
    assert score("a b x y", "a b") == (2 / 3, 0.5, 1.0)
    assert score("", "a") == (0.0, 0.0, 0.0)
    assert score("世界人", "世界") == (0.8, 2 / 3, 1.0)
