"""From a library to documents: nothing that fairness demands is left behind."""

from __future__ import annotations

from pathlib import Path

from briefing.app.exporting import (
    Taste,
    article_document,
    case_document,
    points_document,
    quotes_document,
)
from briefing.app.reading import Seen, read
from briefing.exporters import HeadingBlock, PointBlock, QuoteBlock, SourcesBlock, TextBlock
from briefing.model import (
    Article,
    ArticleId,
    ArticleKind,
    Case,
    CaseId,
    Claim,
    ClaimId,
    ClaimTarget,
    Evidence,
    EvidenceId,
    Heading,
    Library,
    Link,
    Mark,
    MarkKind,
    Name,
    Point,
    PointId,
    PointItem,
    Prose,
    Relation,
    Selector,
    Side,
    Source,
    SourceId,
    Topic,
    TopicId,
)
from briefing.text.citations import Style
from briefing.text.passages import passages
from briefing.text.runs import text_of

TOPIC = Topic(TopicId("dams"), "Dams", "Dams should go", ("River", "Town"), language="en")
HERALD = Source(
    SourceId("r1"),
    TOPIC.id,
    type="article-newspaper",
    title="The Dam",
    authors=(Name("Okafor", "Ada"),),
    container="The Valley Herald",
    date="2024-09-18",
    caution="owned by the dam's builder",
)
BOOK = Source(SourceId("r2"), TOPIC.id, type="book", title="Weirs", date="2001")
UNUSED = Source(SourceId("r3"), TOPIC.id, type="book", title="Unused")
QUOTE = Evidence(
    EvidenceId("q1"),
    "Walls never hold.",
    marks=(Mark(6, 11, MarkKind.HIGHLIGHT),),
    speaker="Ilse Poole",
    role="minister",
    source=HERALD.id,
    label="about dykes",
    translated="by the paper",
    caution="from memory",
    note_md="Said *aloud*.",
)
OTHER = Evidence(EvidenceId("q2"), "They do.", speaker="Ben Poole", source=SourceId("gone"))
POINT = Point(
    PointId("p1"),
    TOPIC.id,
    "Walls fail.",
    side=Side.AGAINST,
    theme="safety",
    explanation_md="They *crack* [@r2].\n\n#### Why\n\n- age",
    evidence=(QUOTE,),
    also=(OTHER.id,),
    sources=(BOOK.id,),
    links=(Link(Relation.ANSWERS, ClaimTarget(ArticleId("a"), ClaimId("c1"))),),
    strength="Strong.",
    caution="One study.",
    as_of="2024-05",
)
ARTICLE = Article(
    ArticleId("a"),
    TOPIC.id,
    "The Dam Must Stay",
    ArticleKind.DIGEST,
    Side.FOR,
    authors=("Ada Okafor",),
    venue="Herald",
    date="2024-09-18",
    text_md="## Why\n\nIt has stood long.\n\nIt will stand.",
)
CLAIM = Claim(ClaimId("c1"), ARTICLE.id, "It stood.", passage=Selector("has stood"))
LIBRARY = Library(
    Path("x"),
    topics=(TOPIC,),
    articles=(ARTICLE,),
    claims=(CLAIM,),
    points=(POINT,),
    quotes=(OTHER,),
    sources=(HERALD, BOOK, UNUSED),
)


def test_a_point_carries_everything_that_must_be_said_with_it() -> None:
    document = points_document(LIBRARY, [POINT], "One point", Taste(Style.MLA))
    point, quote, other, sources = document.blocks
    assert isinstance(point, PointBlock)
    assert point.words == "Against the motion (Town) · safety"
    explained = [text_of(one.runs) for one in point.explanation]
    assert explained == ["They crack [Weirs 01].", "Why", "age"]
    assert point.remarks == (
        "Strength: Strong.",
        "Caution: One study.",
        "As of May 2024",
        "Sources: Weirs 01",
    )
    assert isinstance(quote, QuoteBlock)
    assert text_of(quote.runs) == QUOTE.quote
    assert [run.text for run in quote.runs if run.highlight] == ["never"]
    assert quote.who == "Ilse Poole, minister"
    assert text_of(quote.cite).startswith("Ilse Poole, qtd. in Okafor, Ada. “The Dam.”")
    assert quote.remarks == (
        "translated by the paper",
        "about dykes",
        "caution: from memory",
        "source: owned by the dam's builder",
    )
    assert text_of(quote.notes[0].runs) == "Said aloud."
    assert isinstance(other, QuoteBlock)
    assert text_of(other.cite) == "Poole, Ben."
    assert isinstance(sources, SourcesBlock)
    assert [text_of(one) for one in sources.entries] == [
        "Okafor, Ada. “The Dam.” The Valley Herald, 18 Sept. 2024. [owned by the dam's builder]",
        "Weirs. 2001.",
    ]


def test_a_case_keeps_its_order_and_names_what_is_lost() -> None:
    items = (
        Heading("First", 3),
        Prose("We *say* so."),
        PointItem(POINT.id),
        PointItem(PointId("no")),
    )
    case = Case(CaseId("c"), "Speech", TOPIC.id, Side.AGAINST, items)
    document = case_document(LIBRARY, case, Taste(Style.DEBATE))
    assert document.title == "Speech"
    assert document.lines == ("Dams should go", "Against the motion (Town)")
    kinds = [type(block) for block in document.blocks]
    assert kinds == [
        HeadingBlock, TextBlock, PointBlock, QuoteBlock, QuoteBlock, TextBlock, SourcesBlock,
    ]  # fmt: skip
    lost = document.blocks[5]
    assert isinstance(lost, TextBlock)
    assert text_of(lost.runs) == "The point “no” is not in this library."


def test_an_article_has_its_points_below_the_passage_they_answer() -> None:
    seen = {CLAIM.ref: (Seen(POINT, Relation.ANSWERS),)}
    reading = read(ARTICLE, passages(ARTICLE.text_md), ((CLAIM, CLAIM.passage),), seen, ())
    document = article_document(LIBRARY, reading, Taste(Style.PLAIN))
    assert "Digest by the editors, not the original text" in document.lines
    assert "Ada Okafor · Herald · 18 September 2024" in document.lines
    assert "For the motion (River)" in document.lines
    heading, passage, point, quote, *_ = document.blocks
    assert isinstance(heading, HeadingBlock)
    assert isinstance(passage, TextBlock)
    assert text_of(passage.runs) == "It has stood long."
    assert isinstance(point, PointBlock)
    assert point.words == "▼ Answers this · Against the motion (Town) · safety"
    assert isinstance(quote, QuoteBlock)
    assert point.is_beside
    assert quote.is_beside


def test_points_of_lost_passages_stand_at_the_end() -> None:
    gone = Claim(CLAIM.id, ARTICLE.id, "It stood.", passage=Selector("no such words at all"))
    seen = {CLAIM.ref: (Seen(POINT, Relation.ANSWERS),)}
    reading = read(ARTICLE, passages(ARTICLE.text_md), ((gone, gone.passage),), seen, ())
    blocks = article_document(LIBRARY, reading, Taste(Style.PLAIN)).blocks
    place = [i for i, one in enumerate(blocks) if isinstance(one, PointBlock)]
    assert place == [4]
    heading = blocks[3]
    assert isinstance(heading, HeadingBlock)
    assert "not found" in text_of(heading.runs)


def test_quotations_alone() -> None:
    document = quotes_document(LIBRARY, [QUOTE, OTHER], "Quotes", Taste(Style.APA))
    assert [type(block) for block in document.blocks] == [QuoteBlock, QuoteBlock, SourcesBlock]
