"""Import into a small library of our own: a digest, its claims, and two ways to say the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefing.app.importing import ImportReport
from briefing.app.importing.articles import place
from briefing.importers import Options, worker
from briefing.model import (
    Article,
    ArticleId,
    ArticleKind,
    Claim,
    ClaimId,
    Library,
    Selector,
    Side,
    SourceId,
    Topic,
    TopicId,
    UserError,
)
from briefing.text.passages import to_plain


def import_article(library: Library, path: Path, topic: TopicId | None = None) -> ImportReport:
    answer = worker.read(path, Options())
    if answer.intake is None:
        raise UserError(answer.trouble)
    return place(library, answer.intake.articles[0], topic, path.stem)


TOPIC = TopicId("dams")
FULL = """The Dam Must Go
The old dam above Ford has stood for ninety years, and its keepers have never asked what it costs
the river, the fish or the people who live below it.
Nobody counts the fish that die each spring in the turbines of the plant, for nobody is paid to
count anything that cannot be sold. The wall is cracked along its whole crest, as every engineer
knows who was ever sent to look at it.
A dam that cannot be mended must be taken down before it takes itself down. That is the whole of our
plea, and we make it in time.
Share:
Load More
"""
DIGEST = Article(
    ArticleId("dam-must-go"),
    TOPIC,
    "The dam must go",
    ArticleKind.DIGEST,
    side=Side.FOR,
    authors=("Ada Okafor",),
    venue="The Valley Herald",
    date="2024-09",
    url="https://valley.example/dam",
    source=SourceId("r1"),
    text_md="Our own words about the plea.",
)


def claim(number: int, locator: str) -> Claim:
    words = Selector(locator) if locator else None
    return Claim(ClaimId(f"a{number}"), DIGEST.id, f"Claim {number}.", locator=words)


LIBRARY = Library(
    Path("x"),
    topics=(Topic(TOPIC, "Dams", "Dams should go", ("For", "Against")),),
    articles=(DIGEST,),
    claims=(
        claim(1, "has stood for ninety years"),
        claim(2, "Nobody counts the fish"),
        claim(3, "cracked along its whole crest"),
        claim(4, "these words stand nowhere in it at all"),
        claim(5, ""),
    ),
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "My copy.txt"
    path.write_text(FULL, encoding="utf-8")
    return path


def test_a_copy_is_recognised_as_the_full_text_of_its_digest(copy: Path) -> None:
    report = import_article(LIBRARY, copy)
    assert report.digest == DIGEST
    assert (report.found, report.located) == (3, 4)
    assert [one.id for one in report.lost] == ["a4"]
    article = report.article
    assert article.full_text_of == DIGEST.id
    assert article.kind is ArticleKind.ARTICLE
    assert article.id == "dam-must-go-full-text"
    for known in ("topic", "title", "side", "authors", "venue", "date", "url", "source"):
        assert getattr(article, known) == getattr(DIGEST, known)
    assert "never asked what it costs" in article.text_md
    assert [(one.line, one.text) for one in report.dropped] == [(9, "Share:"), (10, "Load More")]


def test_the_report_says_everything(copy: Path) -> None:
    said = "\n".join(import_article(LIBRARY, copy).lines)
    assert "3 of 4 claims found" in said
    assert "Lost: Claim 4. (a4)" in said
    assert "“Load More” (line 10)" in said


def test_the_same_text_comes_in_once(copy: Path) -> None:
    first = import_article(LIBRARY, copy)
    library = replace(LIBRARY, articles=(DIGEST, first.article))
    again = import_article(library, copy)
    assert again.already == first.article.id
    assert "nothing was added" in again.lines[0]
    # Other line ends, marks and spaces are still the same text; another word is not.
    copy.write_bytes(("\ufeff" + FULL.replace("\n", "\r\n")).encode())
    assert import_article(library, copy).already == first.article.id
    copy.write_text(FULL.replace("spring", "winter"), encoding="utf-8")
    other = import_article(library, copy)
    assert other.already is None
    assert other.article.id == "dam-must-go-full-text-2"


def test_a_text_without_a_digest_stays_itself(copy: Path, tmp_path: Path) -> None:
    few = replace(LIBRARY, claims=(LIBRARY.claims[0], LIBRARY.claims[1]))
    poor = replace(
        LIBRARY, claims=(*LIBRARY.claims, *(claim(n, f"no such {n} words") for n in "678"))
    )
    for library in (few, poor):
        report = import_article(library, copy)
        assert report.digest is None
        assert report.article.full_text_of is None
        assert report.article.title == "The Dam Must Go"
        assert report.article.id == "the-dam-must-go"
        assert report.article.topic == TOPIC


def test_front_matter_of_a_markdown_file(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("---\ntitle: Fish\ndate: last week\n---\nThey swim.\n", encoding="utf-8")
    report = import_article(LIBRARY, path)
    assert (report.article.title, report.article.date) == ("Fish", "")
    assert to_plain(report.article.text_md) == "They swim."
    assert "last week" in report.notices[0]


def test_the_topic_must_be_known(copy: Path) -> None:
    other = Topic(TopicId("fish"), "Fish", "Fish should stay", ("For", "Against"))
    many = replace(LIBRARY, topics=(*LIBRARY.topics, other), claims=())
    with pytest.raises(UserError, match="dams, fish"):
        import_article(many, copy)
    assert import_article(many, copy, TopicId("fish")).article.topic == "fish"
    with pytest.raises(UserError, match="no topic"):
        import_article(replace(LIBRARY, topics=(), claims=()), copy)


def test_a_digest_names_the_topic_and_only_that_topic_is_searched(copy: Path) -> None:
    other = Topic(TopicId("fish"), "Fish", "Fish should stay", ("For", "Against"))
    many = replace(LIBRARY, topics=(*LIBRARY.topics, other))
    assert import_article(many, copy).article.topic == TOPIC
    assert import_article(many, copy, TopicId("fish")).digest is None


def test_files_that_cannot_be_read_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        import_article(LIBRARY, tmp_path / "none.txt")
    (tmp_path / "x.txt").write_bytes(b"")
    with pytest.raises(UserError, match="holds no text"):
        import_article(LIBRARY, tmp_path / "x.txt")


def test_nothing_is_written(copy: Path, tmp_path: Path) -> None:
    before = copy.read_bytes()
    report = import_article(LIBRARY, copy)
    assert isinstance(report, ImportReport)
    assert [path.name for path in tmp_path.iterdir()] == [copy.name]
    assert copy.read_bytes() == before
