"""E-books and OpenDocument texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import UserError
from briefing.text.passages import passages, to_plain
from tests.importers.build import STORY, article, epub, odt, paragraphs, read, zipped

EPUB, ODT = "epub:read_epub", "odt:read_odt"


def test_chapters_come_in_the_order_of_the_spine() -> None:
    book = epub(
        {
            "two%20caf%C3%A9.xhtml": "<h1>Fish</h1>" + paragraphs(STORY[2:]),
            "one.xhtml": "<h1>Walls</h1><p><a id='x'/>" + STORY[0] + "</p>",
            "cover.xhtml": "<p>Cover</p>",
        },
        spine=["cover.xhtml", "one.xhtml", "two%20caf%C3%A9.xhtml"],
    )
    got = read(EPUB, book)
    assert [one.title for one in got.articles] == ["Walls — Of Dams", "Fish — Of Dams"]
    first, second = got.articles
    assert (first.authors, first.date, first.venue) == (("Ada Okafor",), "2021-03-04", "Of Dams")
    assert to_plain(first.text_md) == STORY[0]
    assert to_plain(second.text_md).split("\n") == list(STORY[2:])
    assert "Cover" in got.dropped[0].text
    assert any("2 articles" in one for one in got.notices)


def test_a_short_book_is_one_article() -> None:
    got = article(EPUB, epub({"one.xhtml": "<h1>Of Dams</h1>" + paragraphs()}))
    assert got.title == "Of Dams" and got.venue == "Ford Press"
    assert to_plain(got.text_md).split("\n") == list(STORY)


def test_chapters_that_are_missing_or_outside_are_told() -> None:
    book = epub(
        {"one.xhtml": paragraphs(), "../../../etc/passwd": "", "gone.xhtml": ""},
        parts={"OEBPS/gone.xhtml": ""},
    )
    got = read(EPUB, book)
    assert len(got.articles) == 1
    assert any("does not hold: ../../../etc/passwd" in one for one in got.notices)


def test_a_locked_book_says_so() -> None:
    lock = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
        'xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{}"/>'
        "</EncryptedData></encryption>"
    )
    book = {"one.xhtml": paragraphs()}
    name = "META-INF/encryption.xml"
    with pytest.raises(UserError, match="digital rights"):
        read(EPUB, epub(book, parts={name: lock.format("http://ns.adobe.com/adept")}))
    fonts = lock.format("http://www.idpf.org/2008/embedding")
    assert read(EPUB, epub(book, parts={name: fonts})).articles


def test_no_document_type_in_the_package() -> None:
    evil = '<!DOCTYPE package [<!ENTITY e SYSTEM "file:///etc/passwd">]><package/>'
    with pytest.raises(UserError, match="DOCTYPE"):
        read(EPUB, epub({"one.xhtml": paragraphs()}, parts={"OEBPS/book.opf": evil}))
    with pytest.raises(UserError, match="no e-book"):
        read(EPUB, zipped({"a.txt": "x"}))


def test_an_opendocument_text() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T2"><style:text-properties fo:font-style="italic"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:p>Deleted.</text:p>"
        "</text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">The Dam</text:h>'
        f"<text:p>{STORY[0]}<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>A note.</text:p></text:note-body></text:note></text:p>"
        '<text:h text:outline-level="2">Walls</text:h>'
        '<text:p>two<text:s text:c="2"/>spaces<text:tab/>tab<text:line-break/>'
        '<text:span text:style-name="T1">bold <text:span text:style-name="T2">both</text:span>'
        "</text:span></text:p>"
        '<text:p text:style-name="Quotations">Quoted.</text:p>'
        "<text:list><text:list-item><text:p>Walls</text:p><text:list><text:list-item><text:p>Stone"
        "</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>1990</text:p></table:table-cell>"
        "<table:table-cell><text:p>two</text:p></table:table-cell></table:table-row></table:table>"
    )
    meta = (
        "<dc:title>Of Dams</dc:title><dc:creator>Ada Okafor</dc:creator>"
        "<dc:date>2024-05-01T1</dc:date>"
    )
    got = article(ODT, odt(body, styles, meta))
    assert (got.title, got.authors, got.date) == ("Of Dams", ("Ada Okafor",), "2024-05-01")
    assert "Deleted" not in got.text_md
    assert f"{STORY[0]}\\[1\\]" in got.text_md and got.text_md.endswith("\\[1\\] A note.\n")
    assert "## Walls" in got.text_md and "**bold** ***both***" in got.text_md
    assert "two spaces tab  \n" in got.text_md
    assert "\n> Quoted.\n" in got.text_md and "- Walls\n    - Stone\n" in got.text_md
    assert "| 1990 | two |" in got.text_md


def test_opendocument_texts_that_are_refused() -> None:
    with pytest.raises(UserError, match="DOCTYPE"):
        read(ODT, zipped({"content.xml": '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'}))
    with pytest.raises(UserError, match="password"):
        read(ODT, zipped({"META-INF/manifest.xml": "<m:encryption-data/>", "content.xml": "x"}))
    with pytest.raises(UserError, match="missing"):
        read(ODT, zipped({"a": "b"}))
    with pytest.raises(UserError, match="no text"):
        read(ODT, odt(""))


WORD = st.text("abcdefghijklmnopqrstuvwxyzäé*_`[]<>&|#1.-+=", min_size=1, max_size=9)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=12).map(" ".join), min_size=2, max_size=10)


@given(LINES, st.data())
@settings(deadline=None, max_examples=30)
def test_no_word_of_an_opendocument_text_is_lost(lines: list[str], data: st.DataObject) -> None:
    from html import escape

    shapes = ("<text:p>{}</text:p>", '<text:h text:outline-level="2">{}</text:h>',
              "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
              '<text:p><text:span text:style-name="T1">{}</text:span></text:p>')  # fmt: skip
    body = "".join(data.draw(st.sampled_from(shapes)).format(escape(line)) for line in lines)
    got = article(ODT, odt("<text:p>First.</text:p>" + body))
    words = " ".join(one.text for one in passages(got.text_md)).split()
    assert [word for line in lines for word in line.split() if word not in words] == []


@given(LINES)
@settings(deadline=None, max_examples=20)
def test_no_word_of_a_book_is_lost(lines: list[str]) -> None:
    from html import escape

    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    got = article(EPUB, epub({"one.xhtml": paragraphs() + body}))
    words = to_plain(got.text_md).split()
    assert [word for line in lines for word in line.split() if word not in words] == []
