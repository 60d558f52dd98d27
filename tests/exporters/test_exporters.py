"""Shared tests over all exporters, then what each format owes."""

from __future__ import annotations

import io
import itertools
import re
import stat
import sys
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
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
    LibraryFile,
    PointBlock,
    QuoteBlock,
    SourcesBlock,
    TextBlock,
    for_path,
    named,
    write_file,
)
from briefing.model import (
    Evidence,
    EvidenceId,
    Library,
    Link,
    Point,
    PointId,
    PointTarget,
    Relation,
    Side,
    Source,
    SourceId,
    Topic,
    TopicId,
    UserError,
)
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
TOPIC = Topic(TopicId("dams"), "Dams & floods", "Dams *must* go", ("Town", "River"))
VALUES = Library(
    Path("x"),
    topics=(TOPIC,),
    points=(
        Point(
            PointId("p1"),
            TOPIC.id,
            "Walls fail in floods.",
            side=Side.AGAINST,
            theme="safety",
            explanation_md="They crack.",
            evidence=(
                Evidence(
                    EvidenceId("q1"),
                    "Walls never hold & <never> did.",
                    speaker="Ada Okafor",
                    source=SourceId("r1"),
                    topic=TOPIC.id,
                ),
            ),
        ),
        Point(
            PointId("p2"),
            TOPIC.id,
            "=HYPERLINK(evil)",
            links=(Link(Relation.ANSWERS, PointTarget(PointId("p1"))),),
        ),
    ),
    sources=(Source(SourceId("r1"), TOPIC.id, title="Walls", date="2024"),),
)
FILES = (
    LibraryFile("dams/points/p.md", b"## Walls fail in floods. {#p1}"),
    LibraryFile("dams/topic.md", b"---\nmotion: m\n---\n"),
)
DOCUMENT = replace(DOCUMENT, values=VALUES, files=FILES)
FOR_PEOPLE = [one for one in ALL if one.name in ("docx", "word", "pdf", "html", "markdown")]
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


class Words(HTMLParser):
    """What a page says to a reader without scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")
        if tag not in ("b", "i", "u", "em", "strong", "mark", "span"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def words_of(exporter: Exporter, data: bytes) -> str:
    if exporter.suffix == ".docx":
        text = "\n".join(text for _, text in paragraphs(data))
    elif exporter.name == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    elif exporter.name == "html":
        page = Words()
        page.feed(data.decode())
        text = "".join(page.words)
    elif exporter.name == "markdown":
        text = to_plain(re.sub(r"</?(?:u|mark)>", "", data.decode()))
    elif exporter.name == "pack":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = "\n".join(archive.read(name).decode() for name in archive.namelist())
    else:
        text = data.decode("utf-8-sig")
    return " ".join(text.split())


@pytest.mark.parametrize("exporter", FOR_PEOPLE, ids=lambda one: one.name)
def test_all_words_survive(exporter: Exporter) -> None:
    text = words_of(exporter, exporter.make(DOCUMENT))
    for said in SAID:
        assert said in text


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_the_values_are_in_every_format(exporter: Exporter) -> None:
    text = words_of(exporter, exporter.make(DOCUMENT))
    assert "Walls" in text
    if exporter.name != "csl":
        assert "Walls fail in floods." in text


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_the_same_document_gives_the_same_bytes(exporter: Exporter) -> None:
    assert exporter.make(DOCUMENT) == exporter.make(DOCUMENT)


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_an_empty_document_is_still_a_document(exporter: Exporter) -> None:
    empty = Document("Nothing yet")
    if exporter.needs_files:
        with pytest.raises(UserError, match="whole topic"):
            exporter.make(empty)
        return
    text = words_of(exporter, exporter.make(empty))
    assert "Nothing yet" in text or exporter.name in ("csv", "csl")


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_every_option_has_an_effect_or_none_is_taken(exporter: Exporter) -> None:
    for option in exporter.options:
        for value, words in option.values:
            assert exporter.make(DOCUMENT, {option.name: value})
            assert words
        with pytest.raises(UserError, match="Choose from"):
            exporter.make(DOCUMENT, {option.name: "no such value"})
    with pytest.raises(UserError, match="no option"):
        exporter.make(DOCUMENT, {"nonsense": "1"})


@pytest.mark.parametrize("exporter", FOR_PEOPLE, ids=lambda one: one.name)
def test_characters_that_no_format_can_hold_are_left_out(exporter: Exporter) -> None:
    nasty = Document("T", blocks=(TextBlock((Run("a\x00b\x0bc\ud800d\ufffee\x1f f"),)),))
    assert "abcde f" in words_of(exporter, exporter.make(nasty))


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_values_with_such_characters_still_make_a_file(exporter: Exporter) -> None:
    nasty = "a\x00b\x0bc\ud800d\ufffee\x1f f"
    point = replace(VALUES.points[0], claim=nasty, explanation_md=nasty)
    source = replace(VALUES.sources[0], title=nasty)
    values = replace(VALUES, points=(point,), sources=(source,))
    assert exporter.make(replace(DOCUMENT, title=nasty, values=values))


@pytest.mark.parametrize("exporter", ALL, ids=lambda one: one.name)
def test_writing_replaces_whole_files_and_leaves_nothing_beside(
    exporter: Exporter, tmp_path: Path
) -> None:
    target = tmp_path / f"Élan {exporter.name}{exporter.suffix}"
    target.write_bytes(b"old")
    written = exporter.write(DOCUMENT, target)
    assert written == exporter.files(target)
    assert target.read_bytes() == exporter.make(DOCUMENT)
    assert sorted(tmp_path.iterdir()) == sorted(written)
    if exporter.name != "word":  # its ending is taken for that of debaters' documents
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
    styles = [(style, text) for style, text in paragraphs(named("docx").make(DOCUMENT))]
    assert styles[0] == ("Heading1", "Dams & floods")
    assert ("Heading2", "First_of all") in styles
    # Own words are a tag, and plain text after it.
    assert ("Heading4", "We say so: twice.") in styles
    assert ("", "•\tan item") in styles
    start = styles.index(("Heading4", "Walls fail in floods."))
    tag, notes, cite, body, second = styles[start : start + 5]
    assert tag[0] == "Heading4"
    assert notes == ("", "▼ Answers this · Against the motion (River)")
    # What must be read with the quotation stands with its cite.
    assert cite == ("", "Okafor 24 – Ada Okafor, Herald [about dykes, not dams]")
    assert body == ("", "Walls never hold & <never> did.")
    # A second quotation is a card of its own, with a tag, and never part of the first one's body.
    assert second == ("Heading4", "Ben Poole")
    # The explanation follows the cards as an analytic, so that they stay tag, cite, body.
    later = styles.index(("Heading4", "Explanation"))
    assert later > styles.index(second)
    assert styles[later + 1][1].startswith("1. Because [they] crack.\nCaution: one study only\n")


def test_docx_with_the_styles_of_verbatims_successors() -> None:
    data = named("docx").make(DOCUMENT, {"analytics": "styles"})
    styles = paragraphs(data)
    start = styles.index(("Heading4", "Walls fail in floods."))
    assert [style for style, _ in styles[start : start + 4]] == ["Heading4", "Undertag", "", ""]
    assert "Because [they] crack." in styles[start + 1][1]
    assert ("Analytic", "We say so: twice.") in styles
    known = {style.get(f"{W}styleId") for style in docx_part(data, "word/styles.xml")}
    assert {"Analytic", "Undertag"} <= known
    plain = docx_part(named("docx").make(DOCUMENT), "word/styles.xml")
    assert not {"Analytic", "Undertag"} & {style.get(f"{W}styleId") for style in plain}


def test_text_of_an_article_is_never_part_of_a_card() -> None:
    blocks = (TextBlock((Run("One."),), passage=0), *DOCUMENT.blocks[3:5])
    blocks += (TextBlock((Run("Two words."),), passage=1),)
    styles = paragraphs(named("docx").make(Document("T", blocks=blocks)))
    assert styles[1] == ("", "One.")
    assert styles[-2:] == [("Heading3", "Two words."), ("", "Two words.")]


def test_docx_marks_and_order_of_run_properties() -> None:
    data = named("docx").make(DOCUMENT, {"shrink": "8"})
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
    styles = docx_part(named("docx").make(DOCUMENT), "word/styles.xml")
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
    used = {style for style, _ in paragraphs(named("docx").make(DOCUMENT)) if style}
    assert used <= set(found)


def test_docx_tells_the_language() -> None:
    styles = docx_part(named("docx").make(replace(DOCUMENT, language='d"e')), "word/styles.xml")
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
    assert "".join(text for _, text in paragraphs(named("docx").make(document))[1:]) == expected


# -- Markdown -------------------------------------------------------------------------------------


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_markdown_escapes_whatever_would_be_taken_for_marks(text: str) -> None:
    document = Document("T", blocks=(TextBlock((Run(text.strip() or "x"),)),))
    plain = to_plain(named("markdown").make(document).decode())
    assert plain.split()[1:] == (text.strip() or "x").split()


def test_markdown_looks() -> None:
    text = named("markdown").make(DOCUMENT).decode()
    assert "> Walls <mark><u>never hold</u></mark> & &lt;never> did." in text
    assert "— **Okafor 24** – Ada Okafor, *Herald*" in text
    assert "\n- an item\n" in text


def test_points_beside_an_article_are_set_apart() -> None:
    blocks = (PointBlock("Claim.", "words", is_beside=True), replace(QUOTE, is_beside=True))
    text = named("markdown").make(Document("T", blocks=blocks)).decode()
    assert "> ### Claim." in text
    assert "> > Walls" in text


# -- PDF ------------------------------------------------------------------------------------------


def test_pdf_pages_fonts_and_outline() -> None:
    long = TextBlock((Run("The river rises and the wall gives way. " * 40),))
    longer = replace(DOCUMENT, blocks=DOCUMENT.blocks + (long,) * 9)
    reader = PdfReader(io.BytesIO(named("pdf").make(longer)))
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
    pages = PdfReader(io.BytesIO(named("pdf").make(Document("T", blocks=blocks)))).pages
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
    pages = PdfReader(io.BytesIO(named("pdf").make(Document("T", blocks=tuple(blocks))))).pages
    assert len(pages) > 5
    for page in pages:
        last = page.extract_text().strip().split("\n")[-3]  # above the foot
        assert not last.startswith("Heading")
        assert last != "words"


def test_pdf_survives_mark_up_in_words() -> None:
    text = '<img src="http://example.invalid/x.png"/> & <b>not bold</b> &amp;'
    document = Document("T", blocks=(TextBlock((Run(text),)),))
    assert text in words_of(named("pdf"), named("pdf").make(document))


def test_pdf_survives_a_word_and_a_quotation_longer_than_a_page() -> None:
    quote = replace(QUOTE, runs=(Run("flood " * 3000 + "x" * 3000),))
    reader = PdfReader(io.BytesIO(named("pdf").make(Document("T", blocks=(quote,)))))
    text = "".join(page.extract_text() for page in reader.pages)
    assert text.count("flood") == 3000
    assert text.count("x") >= 3000
