"""PDF and Rich Text."""

from __future__ import annotations

import io
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importers import Glance, NeedsPassword, Options, for_file
from briefing.importers.blocks import Kind
from briefing.importers.pdf import flow, margins
from briefing.importers.pdf.lines import HYPHEN, Line
from briefing.model import UserError
from briefing.text.passages import passages, to_plain
from tests.importers.build import STORY, article, pdf, read, set_in_lines

PDF, RTF = "pdf.read:read_pdf", "rtf:read_rtf"


def texts(data: bytes) -> list[str]:
    return [one.text for one in passages(article(PDF, data).text_md)]


def test_lines_become_paragraphs_and_large_ones_headings() -> None:
    data = pdf(
        [
            [
                (72, 780, 22, "The Dam Nobody Wanted"),
                *set_in_lines(STORY[0], 72, 740),
                (72, 680, 14, "What was found"),
                *set_in_lines(STORY[1], 72, 655),
                *set_in_lines(STORY[2], 90, 610),
            ]
        ],
        author="Ada Okafor; Ben Poole",
    )
    got = article(PDF, data)
    assert got.title == "The Dam Nobody Wanted" and got.authors == ("Ada Okafor", "Ben Poole")
    assert got.date
    assert [one.text for one in passages(got.text_md)] == [
        STORY[0],
        "What was found",
        STORY[1],
        STORY[2],
    ]
    assert passages(got.text_md)[1].kind == "heading"


def test_columns_are_read_one_after_the_other() -> None:
    left = [line for n in (0, 1) for line in set_in_lines(STORY[n], 72, 740 - 90 * n, 38)]
    right = [line for n in (2, 3) for line in set_in_lines(STORY[n], 320, 740 - 90 * (n - 2), 38)]
    assert texts(pdf([left + right])) == list(STORY)


def test_a_paragraph_goes_on_over_the_page_and_heads_and_numbers_stay_out() -> None:
    whole = " ".join(STORY)
    lines = textwrap.wrap(whole, 60)
    pages = []
    for number in range(4):
        part = lines[number * 2 : number * 2 + 2] if number < 3 else lines[6:]
        pages.append(
            [
                (72, 815, 9, "Of Dams and Rivers"),
                *((72, 700 - 14 * at, 11, line) for at, line in enumerate(part)),
                (290, 20, 9, f"Page {number + 1} of 4"),
            ]
        )
    got = article(PDF, pdf(pages))
    assert to_plain(got.text_md) == whole
    assert any("Of Dams and Rivers" in one.text for one in got.dropped)
    assert any("Page 1 of 4" in one.text for one in got.dropped)


def test_words_parted_at_the_end_of_a_line_are_whole_again() -> None:
    lines = [
        Line(
            f"The govern{HYPHEN}ment and the co-opera{HYPHEN}tive built a well{HYPHEN}being",
            0,
            72,
            400,
            714,
            700,
            11,
        ),
        Line(
            "centre. It is well-being they want; 19" + HYPHEN + "20 people came.",
            0,
            72,
            380,
            686,
            672,
            11,
        ),
    ]
    (block,) = flow.blocks_of([lines])
    assert block.text == (
        "The government and the co-operative built a well-being centre. It is well-being they "
        "want; 19-20 people came."
    )


def test_numbers_of_a_transcripts_lines_stay_out() -> None:
    lines = [Line(f"{n} Q. What did you see at {n}?", 0, top=700 - 20 * n) for n in range(1, 26)]
    (kept,), dropped = margins.without([lines], 792)
    assert kept[0].text == "Q. What did you see at 1?" and len(kept) == 25
    assert "numbers of lines" in dropped[0].text
    apart = [Line(str(n), 0, top=700 - 20 * n) for n in range(1, 26)]
    (kept,), _ = margins.without([[*apart, Line("Q. What?", 0, top=400)]], 792)
    assert [line.text for line in kept] == ["Q. What?"]


def test_bullets_are_items() -> None:
    (one, two) = flow.blocks_of(
        [[Line("• Walls", 0, 72, 90, 700, 700, 10), Line("• Fish", 0, 72, 90, 686, 686, 10)]]
    )
    assert (one.kind, one.text, two.text) == (Kind.ITEM, "Walls", "Fish")


def test_what_cannot_be_read_is_said() -> None:
    from pypdf import PdfReader, PdfWriter

    plain = pdf([[(72, 700, 11, line) for line in STORY[:1]]])
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(NeedsPassword, match="locked with a password"):
        read(PDF, locked.getvalue())
    with pytest.raises(NeedsPassword, match="wrong"):
        read(PDF, locked.getvalue(), options=Options(password="no"))
    assert read(PDF, locked.getvalue(), options=Options(password="secret")).articles
    with pytest.raises(UserError, match="damaged"):
        read(PDF, plain[: len(plain) // 3])
    with pytest.raises(UserError, match="OCR"):
        read(PDF, pdf([[], []]))


def test_a_pdf_with_something_before_it() -> None:
    data = b"X-Mail: yes\r\n\r\n" + pdf([[(72, 700, 11, line) for line in STORY[:1]]])
    assert for_file(Glance("a.txt", data[:4096])).name == "pdf"
    assert STORY[0] in to_plain(article(PDF, data).text_md)


WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz*_`[]<>&|#1", min_size=1, max_size=9),
    min_size=1,
    max_size=30,
).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6))
@settings(deadline=None, max_examples=25)
def test_no_word_of_a_page_is_lost(lines: list[str]) -> None:
    page = []
    top = 780.0
    for line in (*STORY, *lines):
        page += set_in_lines(line, 72, top)
        top = page[-1][1] - 24
    got = article(PDF, pdf([page]))
    words = (got.title + " " + to_plain(got.text_md)).split()
    words += " ".join(one.text for one in got.dropped).split()
    missing = [word for line in lines for word in line.split()
               if word not in words and len(word) > 1 and word.strip("*")]  # fmt: skip
    assert missing == []


def rtf(body: str, head: str = "") -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252 " + head + body + "}").encode("latin-1")


def test_rich_text() -> None:
    head = r"{\info{\title Of D\'e4mmen}{\author Ada Okafor}{\creatim\yr2024\mo5\dy3}}"
    body = r"\b " + r"\par ".join(STORY) + r"\par \u8222?Gr\'fc\'dfe\ldblquote\par"
    got = article(RTF, rtf(body, head))
    assert to_plain(got.text_md).split("\n")[: len(STORY)] == list(STORY)
    assert "„Grüße“" in got.text_md
    assert (got.title, got.authors, got.date) == ("Of Dämmen", ("Ada Okafor",), "2024-05-03")
    assert any("not imported" in one for one in got.notices)


def test_rich_text_with_pictures_and_without_words() -> None:
    body = r"{\pict\bin20 " + "}{\\x" * 5 + "}" + STORY[0] + r"\par " + STORY[1]
    picture = r"{\*\shppict{\pict " + "89504e47" * 20_000 + "}}"
    got = article(RTF, rtf(body + picture))
    assert STORY[0] in got.text_md and "8950" not in got.text_md
    with pytest.raises(UserError, match="no text"):
        read(RTF, rtf(picture))


def test_rich_text_that_would_take_minutes_is_refused_at_once() -> None:
    with pytest.raises(UserError, match="17 MB of text"):
        read(RTF, rtf("{\\b a}" * (17 * 2**20 // 6 + 100)))
