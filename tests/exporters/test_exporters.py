"""Shared tests over all exporters, then what each format owes."""

from __future__ import annotations

import io
import itertools
import re
import stat
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from briefing.exporters import (
    ALL,
    Block,
    Document,
    Exporter,
    HeadingBlock,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
    docx,
    for_path,
    markdown,
    named,
    pdf,
    write_file,
)
from briefing.model import UserError
from briefing.text.passages import to_plain
from briefing.text.runs import Run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

QUOTE = QuoteBlock(
    runs=(Run("Walls "), Run("never hold", underline=True, highlight=True), Run(" & <never> did.")),
    who="Ada Okafor, reporter",
    short="Okafor 24",
    cite=(Run("Okafor 24", bold=True), Run(" – Ada Okafor, "), Run("Herald", italic=True)),
    remarks=("about dykes, not dams",),
    notes=(TextBlock((Run("She meant the old one."),), is_note=True),),
)
DOCUMENT = Document(
    "Dams & floods",
    ("Motion: Dams *must* go", "Against the motion (River)"),
    (
        HeadingBlock((Run("First_of all"),)),
        TextBlock((Run("We say so: "), Run("twice", italic=True), Run("."))),
        TextBlock((Run("an item"),), marker="•", depth=1),
        PointBlock(
            "Walls fail in floods.",
            "▼ Answers this · Against the motion (River)",
            explanation=(TextBlock((Run("1. Because [they] crack."),)),),
            remarks=("Caution: one study only",),
        ),
        QUOTE,
        replace(QUOTE, short="Poole 23", who="Ben Poole", cite=(Run("Poole, Ben. “Walls.”"),)),
        SourcesBlock("Sources", ((Run("Okafor, Ada. “Walls.”"),),)),
    ),
)
SAID = [
    "Dams & floods",
    "Motion: Dams *must* go",
    "Against the motion (River)",
    "First_of all",
    "We say so: twice.",
    "an item",
    "Walls fail in floods.",
    "Answers this · Against the motion (River)",
    "1. Because [they] crack.",
    "Caution: one study only",
    "Walls never hold & <never> did.",
    "about dykes, not dams",
    "Okafor 24 – Ada Okafor, Herald",
    "Poole, Ben. “Walls.”",
    "She meant the old one.",
    "Okafor, Ada. “Walls.”",
]


def docx_part(data: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return ElementTree.fromstring(package.read(name))


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style and text of every paragraph of a .docx."""
    found = []
    for paragraph in docx_part(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        signs = {f"{W}br": "\n", f"{W}tab": "\t"}
        text = "".join(signs.get(each.tag, each.text or "") for each in paragraph.iter())
        found.append((style.get(f"{W}val", "") if style is not None else "", text))
    return found


def words_of(exporter: Exporter, data: bytes) -> str:
    if exporter.name == "docx":
        text = "\n".join(text for _, text in paragraphs(data))
    elif exporter.name == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        text = to_plain(re.sub(r"</?(?:u|mark)>", "", data.decode()))
    return " ".join(text.split())


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_all_words_survive(exporter: Exporter) -> None:
    text = words_of(exporter, exporter.make(DOCUMENT))
    for said in SAID:
        assert said in text


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_the_same_document_gives_the_same_bytes(exporter: Exporter) -> None:
    assert exporter.make(DOCUMENT) == exporter.make(DOCUMENT)


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_an_empty_document_is_still_a_document(exporter: Exporter) -> None:
    assert "Nothing yet" in words_of(exporter, exporter.make(Document("Nothing yet")))


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_characters_that_no_format_can_hold_are_left_out(exporter: Exporter) -> None:
    nasty = Document("T", blocks=(TextBlock((Run("a\x00b\x0bc\ud800d\ufffee\x1f f"),)),))
    assert "abcde f" in words_of(exporter, exporter.make(nasty))


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_writing_replaces_whole_files_and_leaves_nothing_beside(
    exporter: Exporter, tmp_path: Path
) -> None:
    target = tmp_path / f"Élan {exporter.name}{exporter.suffix}"
    target.write_bytes(b"old")
    exporter.write(DOCUMENT, target)
    assert target.read_bytes() == exporter.make(DOCUMENT)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert for_path(target) is exporter
    assert named(exporter.name.upper()) is exporter


def test_unknown_formats_are_named_with_those_that_exist() -> None:
    with pytest.raises(UserError, match=r"\.docx"):
        for_path(Path("x.wpd"))
    with pytest.raises(UserError, match="docx"):
        named("wpd")


def test_a_target_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        write_file(tmp_path / "no" / "such" / "folder.md", b"x")
    taken = tmp_path / "folder"
    taken.mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        write_file(taken, b"x")
    assert list(tmp_path.iterdir()) == [taken]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        write_file(tmp_path / "x.md", b"x")  # root may write anywhere
    except UserError as error:
        assert "choose another folder" in str(error)
    finally:
        tmp_path.chmod(stat.S_IRWXU)


# -- Word -----------------------------------------------------------------------------------------


def test_docx_speaks_verbatim() -> None:
    styles = [(style, text) for style, text in paragraphs(docx.make(DOCUMENT))]
    assert styles[0] == ("Heading1", "Dams & floods")
    assert ("Heading2", "First_of all") in styles
    start = styles.index(("Heading4", "Walls fail in floods."))
    card = styles[start:]
    assert [style for style, _ in card[:7]] == ["Heading4", *["Undertag"] * 5, ""]
    assert card[6][1].startswith("Okafor 24 – Ada Okafor")
    assert card[7] == ("", "Walls never hold & <never> did.")
    # A second quotation is a card of its own, with a tag, and never part of the first one's body.
    assert card[8] == ("Heading4", "Ben Poole")
    assert ("", "Poole 23 – Poole, Ben. “Walls.”") in card


def test_docx_marks_and_order_of_run_properties() -> None:
    data = docx.make(DOCUMENT)
    order = "rStyle b bCs i iCs strike vanish color sz szCs highlight u bdr shd".split()  # noqa: SIM905
    for properties in docx_part(data).iter(f"{W}rPr"):
        names = [order.index(child.tag.removeprefix(W)) for child in properties]
        assert names == sorted(names)
    runs = {
        "".join(run.itertext()): {child.tag.removeprefix(W): child.get(f"{W}val") for child in look}
        for run in docx_part(data).iter(f"{W}r")
        if (look := run.find(f"{W}rPr")) is not None
    }
    assert runs["never hold"] == {"rStyle": "StyleUnderline", "highlight": "cyan"}
    assert runs["Walls "] == {"sz": "16", "szCs": "16"}
    assert runs["Okafor 24"] == {"rStyle": "Style13ptBold"}
    assert runs["Herald"] == {"i": None, "iCs": None}


def test_docx_style_ids_names_and_aliases() -> None:
    styles = docx_part(docx.make(DOCUMENT), "word/styles.xml")
    found = {}
    for style in styles.iter(f"{W}style"):
        alias, level = style.find(f"{W}aliases"), style.find(f"{W}pPr/{W}outlineLvl")
        name = style.find(f"{W}name")
        assert name is not None
        found[style.get(f"{W}styleId")] = (
            name.get(f"{W}val"),
            alias.get(f"{W}val") if alias is not None else None,
            level.get(f"{W}val") if level is not None else None,
        )
    assert found["Heading1"] == ("heading 1", "Pocket", "0")
    assert found["Heading2"] == ("heading 2", "Hat", "1")
    assert found["Heading3"] == ("heading 3", "Block", "2")
    assert found["Heading4"] == ("heading 4", "Tag", "3")
    assert found["Style13ptBold"][:2] == ("Style 13 pt Bold", "Cite")
    assert found["StyleUnderline"][:2] == ("Style Underline", "Underline")
    assert found["Emphasis"][0] == "Emphasis"
    used = {style for style, _ in paragraphs(docx.make(DOCUMENT)) if style}
    assert used <= set(found)


def test_docx_tells_the_language() -> None:
    styles = docx_part(docx.make(replace(DOCUMENT, language='d"e')), "word/styles.xml")
    language = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None
    assert language.get(f"{W}val") == 'd"e'


_text = st.text(max_size=40)
_runs = st.lists(
    st.builds(Run, _text, bold=st.booleans(), underline=st.booleans(), highlight=st.booleans()),
    min_size=1,
    max_size=4,
).map(tuple)


@given(_runs)
def test_docx_keeps_every_legal_character(runs: tuple[Run, ...]) -> None:
    document = Document("T", blocks=(TextBlock(runs),))
    joined = "".join(run.text for run in runs)
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", joined)
    expected = re.sub("\r\n?", "\n", expected)
    assert "".join(text for _, text in paragraphs(docx.make(document))[1:]) == expected


# -- Markdown -------------------------------------------------------------------------------------


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_markdown_escapes_whatever_would_be_taken_for_marks(text: str) -> None:
    document = Document("T", blocks=(TextBlock((Run(text.strip() or "x"),)),))
    plain = to_plain(markdown.make(document).decode())
    assert plain.split()[1:] == (text.strip() or "x").split()


def test_markdown_looks() -> None:
    text = markdown.make(DOCUMENT).decode()
    assert "> Walls <mark><u>never hold</u></mark> & &lt;never> did." in text
    assert "— **Okafor 24** – Ada Okafor, *Herald*" in text
    assert "\n- an item\n" in text


def test_points_beside_an_article_are_set_apart() -> None:
    blocks = (PointBlock("Claim.", "words", is_beside=True), replace(QUOTE, is_beside=True))
    text = markdown.make(Document("T", blocks=blocks)).decode()
    assert "> ### Claim." in text
    assert "> > Walls" in text


# -- PDF ------------------------------------------------------------------------------------------


def test_pdf_pages_fonts_and_outline() -> None:
    long = TextBlock((Run("The river rises and the wall gives way. " * 40),))
    longer = replace(DOCUMENT, blocks=DOCUMENT.blocks + (long,) * 9)
    reader = PdfReader(io.BytesIO(pdf.make(longer)))
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, 1):
        assert str(number) in page.extract_text().split()
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()
    titles = str([entry for entry in reader.outline])
    assert "Walls fail in floods." in titles
    assert reader.metadata is not None
    assert reader.metadata.title == "Dams & floods"


def test_pdf_has_no_lone_lines() -> None:
    sentence = "The river rises every spring and the old wall gives way a little more each time. "
    blocks = tuple(TextBlock((Run(f"Start{n} " + sentence * (2 + n * n % 7)),)) for n in range(150))
    pages = PdfReader(io.BytesIO(pdf.make(Document("T", blocks=blocks)))).pages
    texts = [page.extract_text().strip().split("\n")[:-2] for page in pages]  # without the foot
    assert len(texts) > 3
    for lines, following in itertools.pairwise(texts):
        # Every paragraph has more than one line.
        assert not lines[-1].startswith("Start"), "a first line alone at a page's end"
        if not following[0].startswith("Start"):
            assert not following[1].startswith("Start"), "a last line alone at a page's beginning"


def test_pdf_keeps_headings_and_claims_with_what_follows() -> None:
    sentence = "The river rises every spring and the old wall gives way a little more each time. "
    blocks: list[Block] = []
    for number in range(90):
        blocks.append(TextBlock((Run(sentence * (1 + number * number % 7)),)))
        heading = HeadingBlock((Run(f"Heading{number}"),))
        blocks.append(heading if number % 2 else PointBlock(f"Heading{number}", "words"))
    blocks.append(TextBlock((Run(sentence),)))
    pages = PdfReader(io.BytesIO(pdf.make(Document("T", blocks=tuple(blocks))))).pages
    assert len(pages) > 5
    for page in pages:
        last = page.extract_text().strip().split("\n")[-3]  # above the foot
        assert not last.startswith("Heading")
        assert last != "words"


def test_pdf_survives_mark_up_in_words() -> None:
    text = '<img src="http://example.invalid/x.png"/> & <b>not bold</b> &amp;'
    document = Document("T", blocks=(TextBlock((Run(text),)),))
    assert text in words_of(named("pdf"), pdf.make(document))


def test_pdf_survives_a_word_and_a_quotation_longer_than_a_page() -> None:
    quote = replace(QUOTE, runs=(Run("flood " * 3000 + "x" * 3000),))
    reader = PdfReader(io.BytesIO(pdf.make(Document("T", blocks=(quote,)))))
    text = "".join(page.extract_text() for page in reader.pages)
    assert text.count("flood") == 3000
    assert text.count("x") >= 3000
