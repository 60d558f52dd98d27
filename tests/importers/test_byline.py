"""The lines under a title: who wrote a text, where, when; and what is no such line."""

from __future__ import annotations

import pytest

from briefing.importers.byline import Byline, take_byline
from briefing.importers.plain import article_of_text

ROE = ("Jane Roe",)
BODY = "The first sentence of the text is long enough to be no heading of anything at all, is it?"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("By Jane Roe", Byline(ROE)),
        (
            "By Jane Roe, The Examiner, 3 March 2025",
            Byline(ROE, "The Examiner", "2025-03-03"),
        ),
        ("By Jane Roe | The Examiner | March 3rd, 2025", Byline(ROE, "The Examiner", "2025-03-03")),
        ("By Jane Roe – The Examiner – 2025-03-03", Byline(ROE, "The Examiner", "2025-03-03")),
        ("By Jane Roe, Sept. 2024", Byline(ROE, "", "2024-09")),
        (
            "By Jane Roe, Ben Poole and Ada Okafor, Military Times",
            Byline(("Jane Roe", "Ben Poole", "Ada Okafor"), "Military Times"),
        ),
        (
            "By Jane Roe, Staff Writer, The Examiner",
            Byline(ROE, note="By Jane Roe, Staff Writer, The Examiner"),
        ),
        ("BY JANE ROE", Byline(ROE)),
        (
            "BY JANE ROE AND TIM O'NEILL | MARCH 3, 2025",
            Byline(("Jane Roe", "Tim O'Neill"), "", "2025-03-03"),
        ),
        (
            "Von Hans Müller und Ada Weiß, 3. März 2025",
            Byline(("Hans Müller", "Ada Weiß"), "", "2025-03-03"),
        ),
        ("PAR MARIE DE LA TOUR", Byline(("Marie de La Tour",))),
        (
            "Par Marie Dupont | Le Monde | 1er août 2024",
            Byline(("Marie Dupont",), "Le Monde", "2024-08-01"),
        ),
        (
            "Por Juan Pérez y Ana Gómez, 5 de mayo de 2023",
            Byline(("Juan Pérez", "Ana Gómez"), "", "2023-05-05"),
        ),
        ("BY JAMES E JONES", Byline(("James E Jones",))),
        ("Author: Jane Roe", Byline(ROE)),
        ("Autorin: Ada Weiß", Byline(("Ada Weiß",))),
    ],
)
def test_a_byline_is_read(line: str, read: Byline) -> None:
    assert take_byline([line]) == (read, 1)


@pytest.mark.parametrize(
    "line",
    [
        "By the time it broke",
        "By January the war was over",
        "Von Berlin nach Paris",
        "Par exemple",
        "DE GAULLE RETURNS",
        "BY THE NUMBERS",
        "Text: what they say",
        "La Repubblica",
        "May 2024 be better",
        "On 31 February 2024",
        BODY,
        "2024",
        "",
    ],
)
def test_other_lines_stay_text(line: str) -> None:
    assert take_byline([line]) == (Byline(), 0)


def test_a_date_may_stand_on_its_own_line_before_or_after_the_names() -> None:
    read = (Byline(ROE, "", "2025-03-03"), 2)
    assert take_byline(["By Jane Roe", "Published: Monday, 3 March 2025", BODY]) == read
    assert take_byline(["3 March 2025", "By Jane Roe", BODY]) == read


def test_an_article_has_what_its_byline_says_and_no_heading_of_it() -> None:
    lines = "Why it broke\n\nBy Jane Roe, The Examiner, 3 March 2025\n\n" + f"{BODY}\n\n" * 2
    got = article_of_text(lines, "dam.txt")
    assert (got.title, got.authors, got.venue, got.date) == (
        *("Why it broke", ROE),
        *("The Examiner", "2025-03-03"),
    )
    assert got.text_md == f"{BODY}\n\n{BODY}\n"
