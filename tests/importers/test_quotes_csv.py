from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importers import Intake, Options, quotes_csv
from briefing.importers.csv_columns import USES
from briefing.model import Evidence


def read(text: str, options: Options | None = None) -> Intake:
    return quotes_csv.read(text.encode(), "quotes.csv", options or Options())


def uses_of(intake: Intake) -> tuple[str, ...]:
    assert intake.columns is not None
    return intake.columns.uses


@pytest.mark.parametrize(
    ("head", "uses"),
    [
        ("Quote,Author,Date,Source,URL", ("quotation", "author", "date", "title", "url")),
        ("Zitat;Autor;Datum;Seite", ("quotation", "author", "date", "page")),
        ("claim\tstance\tcard\tby", ("tag", "side", "quotation", "author")),
        ("id|text|speaker|genre", ("", "quotation", "speaker", "theme")),
    ],
)
def test_columns_are_known_by_their_names(head: str, uses: tuple[str, ...]) -> None:
    sign = next(one for one in ",;\t|" if one in head)
    row = sign.join(f"cell {number}" for number in range(len(uses)))
    intake = read(f"{head}\n{row}\n{row}\n")
    assert uses_of(intake) == uses
    assert intake.columns is not None
    assert intake.columns.delimiter == sign and intake.columns.has_header


def test_columns_without_names_are_known_by_what_they_hold() -> None:
    line = '"To be free is to have choices, and to make them.",Ada Okafor,https://a.example/x\n'
    other = '"Nobody asked whether it would stand for ninety more.",Ben Poole,https://b.example\n'
    intake = read(line + other)
    assert uses_of(intake) == ("quotation", "author", "url")
    assert intake.columns is not None and not intake.columns.has_header
    assert [one.speaker for one in intake.quotes] == ["Ada Okafor", "Ben Poole"]


def test_a_quotation_keeps_its_line_breaks() -> None:
    (quote,) = read('quote,author\n"First line,\nsecond ""line"".",Poe\n').quotes
    assert quote.quote == 'First line,\nsecond "line".'


def test_what_the_user_says_of_columns_counts() -> None:
    text = "a,b\nThe dam will not stand.,Ada Okafor\n"
    guessed = read(text)
    assert guessed.is_empty and guessed.columns is not None  # the user is asked
    assert "No column is known" in guessed.notices[-1]
    (quote,) = read(text, Options(columns=("quotation", "speaker"))).quotes
    assert (quote.quote, quote.speaker) == ("The dam will not stand.", "Ada Okafor")
    both = read(text, Options(columns=("quotation", "speaker"), has_header=False))
    assert [one.quote for one in both.quotes] == ["a", "The dam will not stand."]
    parted = read("quote;by,x\nOne; two,y\n", Options(delimiter=",", columns=("", "quotation")))
    assert parted.quotes[-1].quote == "y" and "One; two" in parted.quotes[-1].note_md


_cell = st.text(st.characters(categories=("L", "N"), include_characters=" -.,;\n'"), max_size=30)
_table = st.integers(1, 5).flatmap(
    lambda width: st.tuples(
        st.lists(st.sampled_from(USES), min_size=width, max_size=width, unique=True),
        st.lists(st.lists(_cell, min_size=width, max_size=width), min_size=2, max_size=4),
    )
)


@given(_table)
@settings(deadline=None, max_examples=60)
def test_no_word_of_a_table_is_lost(table: tuple[list[str], list[list[str]]]) -> None:
    """Whatever the columns are taken for, all words of a row come in, or are said to be left."""
    uses, rows = table
    if not {"quotation", "tag"} & set(uses) or not any("".join(row).strip() for row in rows):
        return
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    options = Options(columns=tuple(uses), delimiter=",", has_header=False)
    intake = read(out.getvalue(), options)
    # Dates and sides come as values, ids as ids; and a topic is where things go.
    values = ("date", "published", "accessed", "as of", "side", "links", "id", "topic", "motion")
    there = set(re.findall(r"\w+", f"{intake!r}".replace("\\n", " ")))
    for row in rows:
        for use, cell in zip(uses, row, strict=True):
            if use not in values and use != "source id" and use != "quotation id":
                assert set(re.findall(r"\w+", cell)) <= there, (use, cell)


@pytest.mark.parametrize("tag", ["", "One tag"])
def test_rows_are_not_compared_with_all_rows_before(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    same = Evidence.__eq__
    monkeypatch.setattr(Evidence, "__eq__", lambda a, b: compared.append(1) or same(a, b))
    rows = "".join(f"Words number {number} of it,{tag}\n" for number in range(500))
    intake = quotes_csv.read(f"quote,tag\n{rows}".encode(), "many.csv", Options())
    quotes = [*intake.quotes, *(one for point in intake.points for one in point.evidence)]
    assert len(quotes) == 500
    assert len(compared) < 500
