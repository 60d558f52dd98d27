from __future__ import annotations

import codecs
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importers import MOST_BYTES, Imported, Options, markdown, plain
from briefing.importers.plain import from_file_name
from briefing.model import UserError
from briefing.text.passages import passages, to_plain

LONG = (
    "The old dam above the town of Ford has stood for ninety years, and for most of them nobody "
    "asked whether it would stand for ninety more."
)
OTHER = (
    "Engineers who walked along its crest last autumn found cracks that no report had mentioned, "
    "some of them wide enough to hold a hand."
)


def read_text(data: bytes, name: str) -> Imported:
    return plain.read_text(data, name, Options()).articles[0]


def read_markdown(data: bytes, name: str) -> Imported:
    return markdown.read_markdown(data, name, Options()).articles[0]


def text(*lines: str, name: str = "dam.txt") -> Imported:
    return read_text("\n".join(lines).encode(), name)


# -- structure ------------------------------------------------------------------------------------


def test_paragraphs_parted_by_empty_lines() -> None:
    got = text("The Dam Nobody Wanted", "", LONG, "", "What the engineers saw", "", OTHER, "")
    assert got.title == "The Dam Nobody Wanted"
    assert got.text_md == f"{LONG}\n\n## What the engineers saw\n\n{OTHER}\n"
    assert got.dropped == ()


def test_paragraphs_one_to_a_line() -> None:
    got = text(
        "The Dam Nobody Wanted: A Plea", LONG, "What the engineers saw", OTHER, "He said so."
    )
    assert got.text_md == f"{LONG}\n\n## What the engineers saw\n\n{OTHER}\n\nHe said so.\n"


def test_lines_wrapped_by_hand_are_joined() -> None:
    wrapped = [
        "The old dam above the town of Ford has stood for ninety years, and",
        "for most of them nobody asked whether it would stand for ninety",
        "more.",
        "Engineers who walked along its crest last autumn found cracks that",
        "no report had mentioned.",
    ]
    got = text("The Dam", *wrapped)
    assert [one.text for one in passages(got.text_md)] == [
        " ".join(wrapped[:3]),
        " ".join(wrapped[3:]),
    ]


def test_without_a_title_the_file_gives_it() -> None:
    got = text(LONG, OTHER, name="old_dam-of ford.txt")
    assert got.title == "Old dam of ford"
    assert got.text_md.startswith("The old dam")
    assert from_file_name("___.txt") == "Untitled"


def test_a_byline_names_the_authors() -> None:
    assert text("The Dam", "By Ada Okafor and Ben Poole", LONG).authors == (
        "Ada Okafor",
        "Ben Poole",
    )
    got = text("The Dam", "By the time it broke", LONG)
    assert got.authors == ()
    assert "By the time it broke" in got.text_md


def test_lists_become_lists_and_numbers_stay_words() -> None:
    got = text("Rules", LONG, "• Mend the wall", "- Count the fish", "1. Each party pays.", OTHER)
    kinds = [(one.kind, one.text) for one in passages(got.text_md)]
    assert ("item", "Mend the wall") in kinds
    assert ("item", "Count the fish") in kinds
    assert ("paragraph", "1. Each party pays.") in kinds


def test_marks_of_markdown_stay_words() -> None:
    said = "A *star* [link](x) under_score <b>tag</b> `code` &amp; and 2 * 3 = 6 | so ![there]."
    got = text("The Dam", LONG, said, "#hashtag says it", "> as quoted before", "*The end")
    assert [one.text for one in passages(got.text_md)][1:] == [
        said,
        "#hashtag says it",
        "> as quoted before",
        "*The end",
    ]
    assert {one.kind for one in passages(got.text_md)} == {"paragraph"}


_lines = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), max_size=90),
    min_size=1,
    max_size=8,
)


@given(_lines)
@settings(deadline=None)
def test_no_word_is_lost(lines: list[str]) -> None:
    source = "\n".join(lines)
    try:
        got = read_text(source.encode(), "dam.txt")
    except UserError as error:
        refused = str(error)
        assert "not a text file" in refused or not source.strip()
        return
    shown = "\n".join(
        [
            got.title,
            " ".join(got.authors),
            to_plain(got.text_md),
            *(one.text for one in got.dropped),
        ]
    )
    kept = sorted(re.findall(r"\w+", source))
    there = re.findall(r"\w+", shown)
    for word in set(kept):
        assert there.count(word) >= kept.count(word) - (word.lower() == "by")


# -- furniture ------------------------------------------------------------------------------------


def test_furniture_is_dropped_and_reported() -> None:
    got = text(
        "Skip to main content",
        "The Dam Nobody Wanted",
        "5 min read",
        LONG,
        "Advertisement",
        OTHER,
        "Share:",
        "Related stories",
        "Ten fish you should know",
        "Mayor resigns after flood",
        "Load More…",
        "© 2024 Valley Herald. All rights reserved.",
        "We use cookies to improve your visit. By continuing you agree.",
    )
    assert got.title == "The Dam Nobody Wanted"
    assert got.text_md == f"{LONG}\n\n{OTHER}\n"
    assert [(one.line, one.text) for one in got.dropped][:3] == [
        (1, "Skip to main content"),
        (3, "5 min read"),
        (5, "Advertisement"),
    ]
    assert [one.line for one in got.dropped] == [1, 3, 5, 7, 8, 9, 10, 11, 12, 13]


def test_words_of_the_article_are_no_furniture() -> None:
    said = "We all share: the blame, the water, and the bill."
    got = text("The Dam", LONG, "Comments", OTHER, said, "The author is a reporter.")
    assert got.dropped == ()
    assert "## Comments" in got.text_md
    assert said in got.text_md


def test_a_wrapped_line_that_reads_like_furniture_stays() -> None:
    got = text(
        "The Dam",
        "The old dam above the town of Ford has stood for ninety years, and",
        "subscribe",
        "to nothing that anybody wrote about it since the day it was built.",
        LONG[:60],
    )
    assert got.dropped == ()


def test_furniture_around_a_wrapped_text() -> None:
    wrapped = [
        "The old dam above the town of Ford has stood for ninety years, and",
        "for most of them nobody asked whether it would stand for ninety",
        "more.",
    ]
    got = text("The Dam", "", *wrapped, "", "Share:", "Print")
    assert got.text_md == " ".join(wrapped) + "\n"
    assert [one.text for one in got.dropped] == ["Share:", "Print"]


def test_an_author_note_after_related_stories_stays() -> None:
    got = text("The Dam", LONG, "Related stories", "Fish again", "Ada Okafor lives in Ford.")
    assert "Ada Okafor lives in Ford." in got.text_md
    assert [one.text for one in got.dropped] == ["Related stories", "Fish again"]


def test_a_file_of_nothing_but_furniture_is_kept() -> None:
    got = text("Advertisement", "Load more")
    assert (got.title, got.text_md, got.dropped) == ("Advertisement", "Load more\n", ())


# -- decoding -------------------------------------------------------------------------------------

SAID = "The café’s “dam” holds – for now, they say, and naïve people believe it."


@pytest.mark.parametrize(
    "data",
    [
        SAID.encode(),
        codecs.BOM_UTF8 + SAID.encode(),
        codecs.BOM_UTF16_LE + SAID.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SAID.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SAID.encode("utf-32-le"),
        SAID.encode("utf-16-le"),
        SAID.encode("utf-16-be"),
        SAID.encode() + "é".encode()[:1],
        SAID.replace(" ", "\x00 ", 3).encode(),
        ("\x1b[31m" + SAID + "\x1b[0m").encode(),
        SAID.encode() + b"\r\n\r\n",
    ],
)
def test_encodings(data: bytes) -> None:
    got = read_text(data, "dam.txt")
    assert got.text_md == SAID + "\n"
    assert got.notices == ()


def test_doubtful_encodings_say_so() -> None:
    got = read_text(SAID.encode("cp1252"), "dam.txt")
    assert got.text_md == SAID + "\n"
    assert "Windows-1252" in got.notices[0]
    broken = SAID.encode() + b" \xff\xfe more"
    assert "could not be read" in read_text(broken, "dam.txt").notices[0]
    assert "direction" in read_text((SAID + "\u202eabc").encode(), "dam.txt").notices[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no text"),
        (b" \r\n\t\n", "holds no text"),
        (b"%PDF-1.7 ...", "looks like a PDF"),
        (b"PK\x03\x04....", "Word, OpenDocument"),
        (b"\x89PNG\r\n", "a picture"),
        (bytes(range(32)) * 50, "not a text file"),
        (b"x" * (MOST_BYTES + 1), "too large"),
    ],
)
@pytest.mark.parametrize("read", [read_text, read_markdown])
def test_what_is_no_text_is_refused_in_words(
    read: Callable[[bytes, str], Imported], data: bytes, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        read(data, "dam.txt")


# -- Markdown -------------------------------------------------------------------------------------


def test_markdown_is_kept_as_it_is() -> None:
    body = f"{LONG}\n\n## Why *now*\n\n- one\n- two\n"
    front = "---\ntitle: The Dam\nauthors: Ada Okafor; Ben Poole\ndate: 2024-09-18\nurl: x\n---\n"
    got = read_markdown((front + body).encode(), "dam.md")
    assert got == Imported(
        "The Dam", body, authors=("Ada Okafor", "Ben Poole"), date="2024-09-18", url="x"
    )


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        ("author: Ada Okafor, Ben Poole", ("Ada Okafor", "Ben Poole")),
        ("author: Okafor, Ada", ("Okafor, Ada",)),
        ("authors: [Ada Okafor, UN]", ("Ada Okafor", "UN")),
    ],
)
def test_authors_of_front_matter(said: str, authors: tuple[str, ...]) -> None:
    assert read_markdown(f"---\n{said}\n---\n{LONG}\n".encode(), "x.md").authors == authors


def test_the_first_heading_of_markdown_is_its_title() -> None:
    got = read_markdown(f"# The Dam #\n\n{LONG}\n".encode(), "x.md")
    assert (got.title, got.text_md) == ("The Dam", LONG + "\n")


def test_broken_front_matter_is_kept_as_text() -> None:
    got = read_markdown(f"---\nnever closed\n\n{LONG}\n".encode(), "x.md")
    assert "never closed" in got.text_md
    assert got.notices


def test_furniture_in_markdown_is_dropped_with_its_line() -> None:
    got = read_markdown(f"---\ntitle: T\n---\n{LONG}\n\nShare:\n\n## Share\n".encode(), "x.md")
    assert [(one.line, one.text) for one in got.dropped] == [(6, "Share:")]
    assert "## Share" in got.text_md
