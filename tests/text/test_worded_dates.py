"""Dates as people write them: every form that any reader ever knew, and nothing by guesswork."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.dates import MONTHS, apa, chicago, day_first, mla
from briefing.text.worded_dates import dates_in, month_of, read_date


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2024", "2024"),
        ("c. 2024-07", "c. 2024-07"),
        ("1963/1972", "1963/1972"),
        ("2024/7", "2024-07"),
        ("2024.7.8", "2024-07-08"),
        ("2024-07-18T10:00Z", "2024-07-18"),
        ("2024-07-18, about noon", "2024-07-18"),
        ("18.7.2024", "2024-07-18"),
        ("18. 7. 2024", "2024-07-18"),
        ("July 18th, 2024", "2024-07-18"),
        ("July 18 2024", "2024-07-18"),
        ("18 JULY 2024", "2024-07-18"),
        ("8 Sept. 2024", "2024-09-08"),
        ("Sept 2024", "2024-09"),
        ("Febr. 3, 2024", "2024-02-03"),
        ("12. Mai 2023", "2023-05-12"),
        ("3. März 2025", "2025-03-03"),
        ("1er août 2024", "2024-08-01"),
        ("3 juil. 2024", "2024-07-03"),
        ("2024 Jul 18", "2024-07-18"),
        ("2024, Sept.", "2024-09"),
        ("2024 Feb 30", ""),
        ("5 de mayo de 2023", "2023-05-05"),
        ("7 december 2023", "2023-12-07"),
        ("", ""),
        ("31.2.2024", ""),
        ("31 February 2024", ""),
        ("0 May 2024", ""),
        ("7/18/2024", ""),
        ("3 jui 2024", ""),
        ("Maybe 3, 2024", ""),
        ("last week", ""),
    ],
)
def test_a_text_that_is_a_date(said: str, date: str) -> None:
    assert read_date(said) == date


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The Post, May 12, 2023, and 3rd June 2024.", ["2023-05-12", "2024-06-03"]),
        ("Die Zeit, 12. Mai 2023", ["2023-05-12"]),
        ("No. 12. March 2020", ["2020-03"]),
        ("The Mars 2020 mission", []),
        ("Law Review 12 Harvard 2020, Vol 3 2021, April 1815, 31 April 2020", []),
        ("NDT 2019 April 2020", ["2020-04"]),
    ],
)
def test_dates_in_running_text(text: str, dates: list[str]) -> None:
    assert list(dates_in(text)) == dates


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_citations_write_is_read_again(day: date) -> None:
    iso = day.isoformat()
    for write in (day_first, mla, chicago, apa):
        assert read_date(write(iso)) == iso
        assert read_date(write(iso[:7])) == iso[:7]


def test_months() -> None:
    for number, name in enumerate(MONTHS, 1):
        assert month_of(name) == month_of(name[:3].upper()) == month_of(f"{name[:3]}.") == number
    assert (month_of("juillet"), month_of("juin"), month_of("Mittwoch")) == (7, 6, 0)
