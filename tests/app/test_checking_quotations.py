from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefing.app.checking_quotations import (
    QuotationCheck,
    QuoteVerdict,
    address_key,
    all_quotations,
    difference_html,
    keep_source_text,
    read_aloud_html,
    read_source_text,
    summary,
    title_key,
)
from briefing.app.editing import Editor
from briefing.app.workspace import Workspace
from briefing.library import (
    add_source,
    check,
    create_library,
    create_topic,
    read_library,
    save_article,
    save_point,
    save_source_text,
)
from briefing.model import (
    Article,
    ArticleId,
    ArticleKind,
    Cancelled,
    Evidence,
    EvidenceId,
    Library,
    Mark,
    MarkKind,
    Point,
    PointId,
    Source,
    SourceId,
    UserError,
)
from briefing.text.comparison import SourceText

WORDS = "The treaty does not bind those who stay out, however loudly its friends may complain."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create_library(tmp_path / "library", "Checked")
    create_topic(tmp_path / "library", "Treaties bind.", "Treaties")
    return tmp_path / "library"


def with_quotation(root: Path, quote: str, **values: object) -> Library:
    """The library with a source s1 and one quotation from it."""
    library = read_library(root)
    topic = library.topics[0].id
    if not library.sources:
        url = "https://www.example.org/what-binds/?ref=1"
        title = "What binds whom, and for how long"
        add_source(library, Source(SourceId("s1"), topic, title=title, url=url))
    evidence = Evidence(EvidenceId("q1"), quote, source=SourceId("s1"), topic=topic)
    evidence = replace(evidence, **values)  # type: ignore[arg-type]
    point = Point(PointId("p1"), topic, "It binds nobody.", evidence=(evidence,))
    save_point(read_library(root), point)
    return read_library(root)


def verdict(library: Library) -> QuoteVerdict:
    return QuotationCheck(library).check(all_quotations(library)[0]).verdict


def test_without_a_text_nothing_is_said_against_a_quotation(root: Path) -> None:
    library = with_quotation(root, "Anything")
    assert verdict(library) is QuoteVerdict.NO_TEXT
    assert not QuoteVerdict.NO_TEXT.is_fault


@pytest.mark.parametrize(
    "article",
    [
        Article(ArticleId("a"), "", "By its source", source=SourceId("s1")),
        Article(ArticleId("b"), "", "By its address", url="http://example.org/what-binds"),
        Article(ArticleId("c"), "", "What Binds Whom, and for How Long"),
    ],
)
def test_an_article_is_the_text_of_its_source(root: Path, article: Article) -> None:
    library = with_quotation(root, "The treaty does not bind those who stay out")
    topic = library.topics[0].id
    save_article(root, replace(article, topic=topic, text_md=f"First.\n\n{WORDS}", place=None))
    assert verdict(read_library(root)) is QuoteVerdict.EXACT


def test_a_digest_is_no_text_but_the_full_text_of_one_is(root: Path) -> None:
    library = with_quotation(root, "The treaty does not bind those who stay out")
    topic = library.topics[0].id
    digest = Article(
        ArticleId("digest"), topic, "Digest", ArticleKind.DIGEST, text_md="Other words."
    )
    save_article(root, replace(digest, source=SourceId("s1")))
    assert verdict(read_library(root)) is QuoteVerdict.NO_TEXT
    full = Article(ArticleId("full"), topic, "Full", text_md=WORDS)
    save_article(root, replace(full, full_text_of=ArticleId("digest")))
    assert verdict(read_library(root)) is QuoteVerdict.EXACT


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("The treaty does not bind those who stay out", QuoteVerdict.EXACT),
        ("The treaty does bind those who stay out", QuoteVerdict.OMITS),
        ("The pact does not bind those who stay out", QuoteVerdict.DIFFERS),
        ("The treaty does … bind those who stay out", QuoteVerdict.CLIPPED),
        ("Nobody ever wrote such a sentence", QuoteVerdict.NOT_FOUND),
    ],
)
def test_a_given_text_is_kept_and_used(
    root: Path, tmp_path: Path, quote: str, expected: QuoteVerdict
) -> None:
    library = with_quotation(root, quote)
    file = tmp_path / "source.txt"
    file.write_text(f"Before it.\n\n{WORDS}\n\nAfter it.\n", encoding="utf-8")
    editor = Editor(Workspace(root))
    changes = keep_source_text(editor, library.sources[0], read_source_text(file))
    assert changes.words
    assert (root / "treaties" / "texts" / "s1.md").is_file()
    again = read_library(root)
    assert not again.faults
    assert [one.title for one in again.articles] == []
    found = QuotationCheck(again).check(all_quotations(again)[0])
    assert found.verdict is expected
    assert found.words
    assert all_quotations(again)[0].quote == quote
    assert editor.steps.undo_name == "text of “What binds whom, and for how long”"
    editor.undo()
    assert not (root / "treaties" / "texts" / "s1.md").exists()


def test_another_text_takes_the_place_of_the_first(root: Path) -> None:
    library = with_quotation(root, "Words of the second text")
    source = library.sources[0]
    first = save_source_text(library, source, "Words of the first text")
    assert verdict(library) is QuoteVerdict.DIFFERS
    other = replace(source, id=SourceId("S1"))
    assert save_source_text(library, other, "Of another source") != first
    assert save_source_text(library, source, "Words of the second text\n\nand more") == first
    assert verdict(library) is QuoteVerdict.EXACT
    with pytest.raises(UserError, match="no words"):
        save_source_text(library, source, " \n")


def test_texts_that_cannot_be_read_are_passed_over(root: Path) -> None:
    library = with_quotation(root, "The treaty does not bind")
    folder = root / "treaties" / "texts"
    folder.mkdir()
    (folder / "broken.md").write_bytes(b"---\nsource: s1\n---\n\xff\xfe")
    (folder / "without.md").write_text(WORDS, encoding="utf-8")
    (folder / "two.md").write_text(f"---\nsource: s9, s1\n---\n{WORDS}", encoding="utf-8")
    assert verdict(library) is QuoteVerdict.EXACT
    told = {f"{fault.path.name}:{fault.line}: {fault.what}" for fault in check(root)}
    assert told == {
        "broken.md:4: the file is not UTF-8 text",
        "two.md:2: there is no source `s9` in sources.json",
        "without.md:1: this text does not say of which source it is",
    }


def test_a_quotation_of_another_source_is_found_where_it_stands(root: Path) -> None:
    library = with_quotation(root, "does not bind those who stay out")
    save_source_text(library, library.sources[0], "Quite another text of other words.")
    topic = library.topics[0].id
    save_article(root, Article(ArticleId("there"), topic, "The right one", text_md=WORDS))
    library = read_library(root)
    found = QuotationCheck(library).check(all_quotations(library)[0])
    assert found.verdict is QuoteVerdict.NOT_FOUND
    assert "It stands in “The right one”" in found.words


def test_many_texts_are_not_all_kept_ready(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = with_quotation(root, WORDS, source="s1")
    for name in ("One", "Two", "Three"):
        save_article(root, Article(ArticleId(""), library.topics[0].id, name, text_md=WORDS))
    monkeypatch.setattr("briefing.app.checking_quotations._MOST_READY", 2 * len(WORDS))
    sources = [Source(SourceId(f"s{n}"), library.topics[0].id, title=f"S{n}") for n in range(2, 5)]
    library = read_library(root)
    texts = zip(library.articles, sources, strict=True)
    articles = tuple(replace(article, source=source.id) for article, source in texts)
    made: list[str] = []

    class Counted(SourceText):
        def __init__(self, text: str) -> None:
            made.append(text)
            super().__init__(text)

    monkeypatch.setattr("briefing.app.checking_quotations.SourceText", Counted)
    checks = QuotationCheck(replace(library, articles=articles, sources=tuple(sources)))
    quotes = [Evidence(EvidenceId("q"), WORDS, source=one.id) for one in sources]
    for _ in range(2):
        assert {checks.check(one).verdict for one in quotes} == {QuoteVerdict.EXACT}
    assert len(made) == 6


def test_what_is_read_aloud_is_looked_at_with_and_without_a_text(root: Path) -> None:
    marks = (Mark(0, 15, MarkKind.HIGHLIGHT), Mark(20, 24, MarkKind.HIGHLIGHT))
    library = with_quotation(root, "The treaty does not bind those who stay out", marks=marks)
    assert verdict(library) is QuoteVerdict.CLIPPED
    save_source_text(library, library.sources[0], WORDS)
    found = QuotationCheck(library).check(all_quotations(library)[0])
    assert found.verdict is QuoteVerdict.CLIPPED
    assert "“not”" in found.words
    assert "however loudly" in found.words  # the sentence goes on
    assert "<s>not</s>" in read_aloud_html(all_quotations(library)[0], found)


def test_the_difference_is_told_by_shape(root: Path) -> None:
    library = with_quotation(root, "The <pact> does not bind those … stay out")
    save_source_text(library, library.sources[0], WORDS)
    found = QuotationCheck(library).check(all_quotations(library)[0])
    html = difference_html(found)
    assert "[+&nbsp;<u>&lt;pact&gt;</u>]" in html
    assert "[−&nbsp;<s>treaty</s>]" in html
    assert "[… who …]" in html
    assert summary([found]) == "1 quotation: 1 not as in the source"


def test_checking_can_be_stopped(root: Path) -> None:
    library = with_quotation(root, "Anything")
    with pytest.raises(Cancelled):
        QuotationCheck(library).check_all(all_quotations(library), stop=lambda: True)


def test_addresses_and_titles_as_they_are_compared() -> None:
    assert address_key("https://www.Example.org/a/?b=c#d") == address_key("http://example.org/a")
    assert address_key("https://example.org/a") != address_key("https://example.org/b")
    assert title_key("Report") == ""
    assert title_key("What Binds: Whom & why?") == title_key("what binds – whom why")
