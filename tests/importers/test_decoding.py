from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.importers.decoding import decode, decode_page
from briefing.model import UserError

RUSSIAN = (
    "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и "
    "совестью и должны поступать в отношении друг друга в духе братства. "
)
POLISH = (
    "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni "
    "obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa. "
)
GREEK = (
    "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι "
    "προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους. "
)
JAPANESE = (
    "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。"
    "人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。"
)
CHINESE = "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。"
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité ; c’est l’œuvre d’un siècle. "


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RUSSIAN, its) for its in ("cp1251", "koi8-r", "iso8859-5", "cp866", "utf-16-le")),
        *((POLISH, its) for its in ("iso8859-2", "cp1250")),
        (GREEK, "cp1253"),
        *((JAPANESE, its) for its in ("shift_jis", "euc_jp", "iso2022_jp", "utf-8")),
        *((CHINESE, its) for its in ("gb18030", "hz")),
        *((FRENCH, its) for its in ("cp1252", "mac_roman", "utf-16-be", "utf-32-le")),
    ],
)
def test_the_encoding_is_found_out(text: str, encoding: str) -> None:
    got, _ = decode((text * 5).encode(encoding), "a.txt")
    assert got == text * 5


def test_a_guess_is_told_and_can_be_overruled() -> None:
    data = ("Ağaç ve ışık. " * 20).encode("cp857")
    _, notices = decode(data, "a.txt")
    assert any("was read as" in one for one in notices)
    assert decode(data, "a.txt", "cp857")[0].startswith("Ağaç ve ışık.")
    with pytest.raises(UserError, match="no encoding"):
        decode(data, "a.txt", "klingon")


@pytest.mark.parametrize("bom", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_mark_decides(bom: bytes) -> None:
    its = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(bom, "utf-8")
    assert decode(bom + "Fluß".encode(its), "a.txt")[0] == "Fluß"


def test_what_is_nearly_utf_8_is_mended() -> None:
    data = ("Straße, Fluß, Öl. " * 9).encode() + b"\x93quoted\x94 \xff"
    got, notices = decode(data, "a.txt")
    assert "“quoted”" in got and "1 characters" in notices[0]
    assert decode("Fluß".encode()[:-1], "a.txt")[0] == "Flu"
    emoji = "😀".encode("utf-16-be")
    pair = b"".join(
        chr(int.from_bytes(emoji[at : at + 2], "big")).encode("utf-8", "surrogatepass")
        for at in (0, 2)
    )
    assert decode(b"ok " + pair, "a.txt")[0] == "ok 😀"


def test_controls_go_and_changes_of_direction_are_told() -> None:
    got, notices = decode("a\x00b\x1b[31mred\x1b[0m \u202egnp.exe".encode(), "a.txt")
    assert got == "abred \u202egnp.exe"
    assert "right-to-left override" in notices[0]


def test_a_page_declares_its_encoding_and_may_be_wrong() -> None:
    meta = '<meta charset="iso-8859-1">'
    assert "“Öl”" in decode_page((meta + "“Öl”").encode("cp1252"), "a.html")[0]
    assert "“Öl”" in decode_page((meta + "“Öl”").encode(), "a.html")[0]
    assert (
        "Öl" in decode_page(b'<meta charset="nonsense">' + "Öl, und mehr".encode("cp1252"), "a")[0]
    )


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1).filter(str.strip))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    try:
        got, _ = decode(text.encode(), "a.txt")
    except UserError:
        return
    kept = text.replace("\ufeff", "").replace("\u2028", "\n").replace("\u2029", "\n")
    assert got == kept
