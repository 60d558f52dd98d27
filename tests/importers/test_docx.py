"""Debaters' Word files: what is a tag, a cite, a body; and that no word is ever lost."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from briefing.importers import Glance, Intake, NeedsPassword, Options, for_file
from briefing.importers.docx import read
from briefing.model import Evidence, MarkKind, Point, UserError
from tests.importers.word_files import CITE, W, card, marked_body, paragraph, run, styles, word
from tests.importers.words import of_file, of_intake

U, B, H, S = MarkKind.UNDERLINE, MarkKind.EMPHASIS, MarkKind.HIGHLIGHT, MarkKind.SHRINK
BODY = (
    "In our sample, a carbon price cut emissions over ten years in all of the thirty cities that "
    "we looked at. We caution that the result may not hold in small markets."
)
TAG = "A carbon price works"
YELLOW = '<w:highlight w:val="yellow"/>'


def came_in(body: str, **words: object) -> Intake:
    data = word(body, **words)  # type: ignore[arg-type]
    intake = read(data, "neg.docx", Options())
    if "document.xml" in words.get("main", "word/document.xml"):  # type: ignore[operator]
        assert of_intake(intake) == of_file(data)
    return intake


def the_point(body: str, **words: object) -> Point:
    (point,) = came_in(body, **words).points
    return point


def the_evidence(body: str, **words: object) -> Evidence:
    (evidence,) = the_point(body, **words).evidence
    return evidence


def marked(evidence: Evidence, kind: MarkKind) -> list[str]:
    return [evidence.quote[one.start : one.end] for one in evidence.marks if one.kind is kind]


def test_a_card_with_all_its_marks() -> None:
    intake = came_in(card(TAG, "Rivera 24", CITE, [marked_body()]))
    (point,) = intake.points
    (evidence,) = point.evidence
    assert (point.claim, point.explanation_md, evidence.note_md) == (TAG, "", "")
    assert evidence.quote == BODY
    assert marked(evidence, U) == [
        "a carbon price cut emissions",
        " in all of the thirty cities that we looked at",
    ]
    assert marked(evidence, B) == ["cut emissions"]
    assert marked(evidence, H) == ["a carbon price cut emissions"]
    assert marked(evidence, S) == [
        "In our sample, ",
        " over ten years",
        ". We caution that the result may not hold in small markets.",
    ]
    assert evidence.cite == "Rivera 24" + CITE
    assert [evidence.cite[one.start : one.end] for one in evidence.cite_marks] == ["Rivera 24"]


def test_what_a_cite_says_for_sure_becomes_the_source() -> None:
    intake = came_in(card(TAG, "Rivera 24", CITE, [marked_body()]))
    (source,) = intake.sources
    (evidence,) = intake.points[0].evidence
    assert evidence.source == source.id
    assert (evidence.speaker, evidence.date) == ("Ana Rivera", "2024-03-14")
    assert evidence.role == "Professor of Economics at Test University"
    assert (source.title, source.container) == ("Prices and Limits", "Journal of Examples")
    assert (source.date, source.accessed) == ("2024-03-14", "2024-05-01")
    assert source.url == "https://example.org/prices"
    assert [(one.given, one.family) for one in source.authors] == [("Ana", "Rivera")]


@pytest.mark.parametrize(
    ("short", "rest", "author", "date"),
    [
        ("Bazzi, 19", " – Mohamad Bazzi, a professor (“Trump” The Guardian, 6/8)", "Bazzi", "2019"),
        ("Kabir ’17", " [Muhammad; 2017; a thesis at the City University]", "Kabir", "2017"),
        ("Sjursen, 3-20-2018", " - Danny, U.S. Army strategist “X”", "Sjursen", "2018-03-20"),
        ("WB 21", ", the World Bank, 8/23/2021, “Food Security”", "WB", "2021-08-23"),
        ("ALCOFF ‘2K", " Linda, Philosophy @ Syracuse p. 3-12", "ALCOFF", "2000"),
        ("Karnofsky 2014", "; July 03, 2014 Holden Karnofsky “X”", "Karnofsky", "2014-07-03"),
        ("US Chamber of Commerce no date", " [“Title”]", "US Chamber of Commerce", ""),
        ("Burbach & Fettweis 16", " – Dr. David T. Burbach", "Burbach & Fettweis", "2016"),
        ("Jervis 96", " [Robert, Professor]", "Jervis", "1996"),
    ],
)
def test_shapes_of_cites(short: str, rest: str, author: str, date: str) -> None:
    evidence = the_evidence(card(TAG, short, rest, [marked_body()]))
    assert evidence.cite == short + rest
    assert author.split()[-1] in evidence.speaker
    assert evidence.date == date


def test_pocket_hat_and_block_are_the_headings() -> None:
    one = card(TAG, "Rivera 24", CITE, [marked_body()])
    intake = came_in(
        paragraph("1NC", style="Heading1")
        + paragraph("Offcase", style="Heading2")
        + paragraph("T", style="Heading3")
        + one
        + paragraph("CP", style="Heading3")
        + one
        + paragraph("", style="Heading3")
        + paragraph("2NC", style="Heading1")
        + one
        + paragraph("Empty at the end", style="Heading2")
    )
    assert [(group.headings, len(group.points)) for group in intake.groups] == [
        (("1NC", "Offcase", "T"), 1),
        (("1NC", "Offcase", "CP"), 1),
        (("2NC",), 1),
        (("2NC", "Empty at the end"), 0),
    ]


def test_analytics_undertags_and_notes_are_kept() -> None:
    intake = came_in(
        paragraph("Patch notes before any tag")
        + paragraph("Only an analytic", style="Analytic")
        + paragraph("A tag that nothing follows", style="Heading4")
        + paragraph("A tag with a plain explanation", style="Heading4")
        + paragraph("For they said so.")
        + paragraph("The tag", style="Heading4")
        + paragraph("Can almost always skip this one", style="Undertag")
        + paragraph(run("Rivera 24", "Style13ptBold"), run(CITE))
        + paragraph("[Table Omitted]")
        + paragraph("~Trigger warning: this describes a war~")
        + marked_body()
        + paragraph("A second paragraph of the body.")
    )
    assert [(one.claim, one.explanation_md) for one in intake.points[:4]] == [
        ("Patch notes before any tag", ""),
        ("Only an analytic", ""),
        ("A tag that nothing follows", ""),
        ("A tag with a plain explanation", "For they said so."),
    ]
    last = intake.points[4]
    assert last.explanation_md == "Can almost always skip this one"
    (evidence,) = last.evidence
    assert "Table Omitted" in evidence.note_md and "Trigger warning" in evidence.note_md
    assert evidence.quote == f"{BODY}\n\nA second paragraph of the body."


def test_tags_by_outline_level_and_cites_in_bold() -> None:
    body = (
        paragraph(run(TAG, direct='<w:b/><w:sz w:val="26"/>'), direct='<w:outlineLvl w:val="3"/>')
        + paragraph(run("Rivera 24", direct='<w:b/><w:u w:val="single"/>'), run(CITE))
        + paragraph(run(BODY[:60], "Heading3Char"), run(BODY[60:]))
    )
    evidence = the_evidence(body)
    assert evidence.cite == "Rivera 24" + CITE
    assert marked(evidence, U) == [BODY[:60]]


def test_a_file_without_styles_has_its_tags_by_looks() -> None:
    body = (
        paragraph(run(TAG, direct='<w:b/><w:sz w:val="26"/>'))
        + paragraph(run("Rivera 24", direct='<w:b/><w:u w:val="single"/>'), run(CITE))
        + paragraph(
            run(BODY[:60], direct='<w:u w:val="single"/>'), run(BODY[60:] + " And more." * 10)
        )
    )
    intake = came_in(body, with_styles=False)
    assert intake.points[0].claim == TAG
    assert intake.points[0].evidence[0].cite == "Rivera 24" + CITE
    assert "no tag styles" in intake.notices[0]


def test_without_a_styles_part_ids_must_do() -> None:
    evidence = the_evidence(card(TAG, "Rivera 24", CITE, [marked_body()]), with_styles=False)
    assert marked(evidence, B) == ["cut emissions"]
    assert evidence.cite == "Rivera 24" + CITE


def test_a_card_without_cite_is_flagged_and_reads_again_are_told() -> None:
    plain = paragraph(TAG, style="Heading4") + marked_body() * 3
    intake = came_in(plain)
    # Without one cite in the file it is no debater's file unless its styles say so: they do.
    assert intake.points[0].evidence[0].cite == ""
    assert intake.flagged[0].what == "no cite was found"
    again = came_in(
        card(TAG, "Rivera 24", CITE, [marked_body()])
        + paragraph("Again", style="Heading4")
        + paragraph("<<BOOK FOR REFERENCE>>")
        + marked_body()
    )
    assert again.points[1].evidence[0].cite == "<<BOOK FOR REFERENCE>>"
    assert "earlier card" in again.flagged[0].what


def test_qualifications_that_are_read_aloud_are_part_of_the_cite() -> None:
    cite = paragraph(
        run("Rivera 24", "Style13ptBold"),
        run(", Ana, Professor of Economics at Test University and", direct=YELLOW),
        run(" of “Prices and Limits,” Journal of Examples, 3-14-2024, https://example.org/prices"),
    )
    evidence = the_evidence(paragraph(TAG, style="Heading4") + cite + marked_body())
    assert evidence.cite.startswith("Rivera 24, Ana") and evidence.quote == BODY


def test_a_cite_in_two_paragraphs() -> None:
    body = (
        paragraph(TAG, style="Heading4")
        + paragraph(run("Dean 05", "Style13ptBold"), run(" – Dept"))
        + paragraph("(Jodi, “Communicative Capitalism,” Cultural Politics, 2005, p. 51)")
        + marked_body()
    )
    evidence = the_evidence(body)
    assert evidence.cite.startswith("Dean 05 – Dept (Jodi,")
    assert evidence.quote == BODY


def test_grey_shading_is_no_highlight_and_colour_is() -> None:
    grey = '<w:shd w:val="clear" w:fill="D2D2D2"/>'
    cyan = '<w:shd w:val="clear" w:fill="00FFFF"/>'
    body = paragraph(run("grey words, ", direct=grey), run("cyan words", direct=cyan))
    evidence = the_evidence(card(TAG, "Rivera 24", CITE, [body]))
    assert marked(evidence, H) == ["cyan words"]


def test_pilcrows_part_paragraphs_and_read_marks_are_noted() -> None:
    body = paragraph("First paragraph.\u00b6 Second paragraph ~ Marked 10:32 ~ goes on.")
    evidence = the_evidence(card(TAG, "Rivera 24", CITE, [body]))
    assert evidence.quote == "First paragraph.\n\nSecond paragraph goes on."
    assert "Marked 10:32" in evidence.note_md


def test_hidden_words_are_kept_and_said() -> None:
    body = paragraph(run("Seen. "), run("Hidden.", direct="<w:vanish/>"))
    intake = came_in(card(TAG, "Rivera 24", CITE, [body]))
    assert intake.points[0].evidence[0].quote == "Seen. Hidden."
    assert "hidden" in intake.notices[0]


def test_tracked_changes_tables_boxes_and_wrappers() -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
        + paragraph("In a box.")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        + paragraph("In a box.")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    inner = (
        "<w:ins><w:r><w:t>Inserted </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>deleted </w:delText></w:r></w:del>"
        "<w:smartTag><w:r><w:t>tagged </w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtContent><w:r><w:t>controlled </w:t></w:r></w:sdtContent></w:sdt>"
        "<w:hyperlink><w:r><w:t>linked </w:t></w:r></w:hyperlink>"
        "<w:fldSimple><w:r><w:t>field</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>x</w:t></w:r>"
        f"</w:fldSimple>{box}"
    )
    table = (
        f"<w:tbl><w:tr><w:tc>{paragraph('Cell one.')}</w:tc>"
        f"<w:tc>{paragraph('Cell two.')}</w:tc></w:tr></w:tbl>"
    )
    evidence = the_evidence(card(TAG, "Rivera 24", CITE, [f"<w:p>{inner}</w:p>", table]))
    assert evidence.quote == (
        "Inserted tagged controlled linked field\u2011x\n\nIn a box.\n\nCell one.\n\nCell two."
    )


def test_footnotes_and_comments_are_notes() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("See also Okafor.")}'
        "</w:footnote></w:footnotes>"
    )
    body = paragraph(
        run("Words."), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" More words.")
    )
    data = [("word/footnotes.xml", notes)]
    evidence = the_evidence(card(TAG, "Rivera 24", CITE, [body]), parts=data)
    assert evidence.quote == "Words. More words."
    assert evidence.note_md == "Footnote: See also Okafor."


def test_strict_files_and_other_names_of_the_main_part() -> None:
    data = word(card(TAG, "Rivera 24", CITE, [marked_body()]), main="text/main.xml")
    assert read(data, "x.docx", Options()).points[0].evidence[0].quote == BODY
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = card(TAG, "Rivera 24", CITE, [marked_body()])
    data = word(body.replace(W, strict.decode()))
    assert read(data, "x.docx", Options()).points


def test_other_word_files_are_articles() -> None:
    data = word(
        paragraph("The Dam", style="Heading1")
        + paragraph("By Ada Okafor")
        + paragraph("It has stood for ninety years.")
        + paragraph("What was seen", style="Heading2")
        + paragraph("Cracks.")
    )
    intake = read(data, "dam.docx", Options())
    (article,) = intake.articles
    assert (article.title, article.authors) == ("The Dam", ("Ada Okafor",))
    assert article.text_md == "It has stood for ninety years.\n\n## What was seen\n\nCracks.\n"
    assert not intake.points


def test_an_article_keeps_its_bold_words_its_lists_and_tables() -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>at once</w:t></w:r>"
    cells = "".join(f"<w:tc>{paragraph(one)}</w:tc>" for one in ("Dam", "1 | 2"))
    item = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one of two</w:t></w:r></w:p>"
    data = word(
        paragraph("The Dam", style="Heading1")
        + f"<w:p>{run('It broke ')}{bold}{run('.')}</w:p>"
        + item * 2
        + f"<w:tbl><w:tr>{cells}</w:tr><w:tr><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>"
    )
    (article,) = read(data, "dam.docx", Options()).articles
    assert article.text_md == (
        "It broke **at once**.\n\n- one of two\n- one of two\n\n"
        "| Dam | 1 &#124; 2 |\n| --- | --- |\n| x |  |\n"
    )


def test_what_is_no_word_file_says_so() -> None:
    for data, said in (
        (word("<w:p/>"), "holds no text"),
        (word(paragraph("x"))[:-60], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word file"),
        (word("<w:p>"), "no XML"),
    ):
        with pytest.raises(UserError, match=said):
            read(data, "x.docx", Options())
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(UserError, match="document type"):
        read(_with_doctype(entity), "x.docx", Options())


def _with_doctype(entity: str) -> bytes:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("word/document.xml", f'{entity}<w:document xmlns:w="{W}"/>')
    return stream.getvalue()


def test_a_word_file_is_known_by_its_parts() -> None:
    members = ("[Content_Types].xml", "word/document.xml")
    assert for_file(Glance("x.zip", b"PK\x03\x04", members)).name == "docx"
    assert for_file(Glance("x.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")).name == "docx"


def test_an_encrypted_file_asks_for_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import random

    pytest.importorskip("msoffcrypto", reason="is not made for this system")
    from msoffcrypto.format.ooxml import OOXMLFile

    large = [("word/media/picture.bin", random.Random(7).randbytes(20_000).hex())]
    plain = io.BytesIO(word(card(TAG, "Rivera 24", CITE, [marked_body()]), parts=large))
    locked = io.BytesIO()
    OOXMLFile(plain).encrypt("secret", locked)
    data = locked.getvalue()
    for password in ("", "wrong"):
        with pytest.raises(NeedsPassword, match="password"):
            read(data, "x.docx", Options(password=password))
    assert read(data, "x.docx", Options(password="secret")).points[0].claim == TAG
    without_decryption(monkeypatch)
    with pytest.raises(UserError, match="on this computer"):
        read(data, "x.docx", Options())


def without_decryption(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system for which the package is not made."""
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)


@pytest.mark.parametrize("password", ["", "secret"])
def test_where_nothing_can_be_decrypted_the_words_say_so_and_no_password_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    without_decryption(monkeypatch)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    with pytest.raises(UserError, match="save it without a password") as protected:
        read(ole + "EncryptedPackage".encode("utf-16-le"), "x.docx", Options(password=password))
    assert not isinstance(protected.value, NeedsPassword)
    with pytest.raises(UserError, match="old Word file"):
        read(ole + "WordDocument".encode("utf-16-le"), "x.doc", Options(password=password))


# -- no word is lost ------------------------------------------------------------------------------

SAID = st.text(
    st.sampled_from("abcXYZ 019 .,;:!?“”’‘'\"()[]<>{}#*_-–—~`|&¶\t\né中\u00a0\u2028=>+"),
    max_size=60,
)
PARAGRAPH_STYLES = st.sampled_from(
    ["", "", "", "Heading1", "Heading2", "Heading3", "Heading4", "Heading4", "Analytic", "Undertag"]
)
RUN = st.builds(
    run,
    SAID,
    st.sampled_from(["", "", "Style13ptBold", "StyleUnderline", "Emphasis"]),
    st.sampled_from(["", "<w:b/>", '<w:highlight w:val="cyan"/>', "<w:vanish/>"]),
)
WRAPPED = st.builds(
    lambda inner, wrapper: wrapper.format(inner),
    RUN,
    st.sampled_from(
        [
            "{}",
            "{}",
            "<w:ins>{}</w:ins>",
            "<w:del>{}</w:del>",
            "<w:smartTag>{}</w:smartTag>",
            "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        ]
    ),
)
PARAGRAPH = st.builds(
    lambda runs, style: paragraph(*runs, style=style),
    st.lists(WRAPPED, max_size=4),
    PARAGRAPH_STYLES,
)
CARD = st.builds(
    card,
    SAID,
    st.sampled_from(["Rivera 24", "Dean ’05", "X 3-14-2024", ""]),
    SAID,
    st.lists(PARAGRAPH, max_size=3),
)
TABLE = st.builds(
    lambda cells: (
        "<w:tbl><w:tr>" + "".join(f"<w:tc>{one}</w:tc>" for one in cells) + "</w:tr></w:tbl>"
    ),
    st.lists(PARAGRAPH, min_size=1, max_size=3),
)


@given(st.lists(st.one_of(PARAGRAPH, PARAGRAPH, CARD, TABLE), min_size=1, max_size=8))
@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_the_words_of_the_file_are_the_words_of_the_import(parts: list[str]) -> None:
    headings = re.findall(r'Heading[123]"/></w:pPr>(.*?)</w:p>', "".join(parts))
    assume(len(set(headings)) == len(headings))  # two parts of one name become one
    data = word("".join(parts) + paragraph("Last words."))
    intake = read(data, "Last.docx", Options())
    expected, found = of_file(data), of_intake(intake)
    for article in intake.articles:
        if article.title == "Last":  # named after the file, for nothing in it is a title
            found -= of_intake(Intake(articles=(type(article)("Last", ""),)))
    assert found == expected


@pytest.mark.parametrize("name", ("Überschrift {}", "Titre {}", "Título {}", "Kop {}", "标题 {}"))
def test_headings_named_in_other_languages(name: str) -> None:
    """As programs other than Word write them: no English name, no outline level, no alias."""
    named = re.sub(r"<w:aliases[^>]*/>|<w:outlineLvl[^>]*/>", "", styles())
    for level in range(1, 5):
        local = name.format(level)
        named = named.replace(f'"heading {level}"', f'"{local}"')
        named = named.replace(f'"Heading{level}"', f'"{local.replace(" ", "")}"')
    made = card("A carbon price works", "Rivera 24", CITE, [marked_body()])
    made = paragraph("1NC", style="Heading1") + made
    for level in (1, 4):
        made = made.replace(f'"Heading{level}"', f'"{name.format(level).replace(" ", "")}"')
    data = word(made, with_styles=False, parts=(("word/styles.xml", named),))
    intake = read(data, "x.docx", Options())
    assert intake.groups[0].headings == ("1NC",)
    assert intake.points[0].claim == "A carbon price works" and intake.points[0].evidence


def test_signs_of_the_font_symbol_and_documents_that_word_puts_in() -> None:
    signs = "".join(
        f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>' for code in ("F061", "F0AE", "F0B3")
    )
    insert = '<w:altChunk xmlns:r="urn:r" r:id="rId9"/>'
    intake = read(word(paragraph("Growth: ", signs) + insert), "x.docx", Options())
    assert "Growth: α→≥" in intake.articles[0].text_md
    assert any("another document" in one for one in intake.notices)
