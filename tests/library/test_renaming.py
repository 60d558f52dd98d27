"""Other ids: every reference follows, and no word that only looks like an id."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.library.articles import article_values, read_article
from briefing.library.cases import case_values, read_case, render_items
from briefing.library.claims import ClaimsReader, check_fields, claim_fields
from briefing.library.context import Context
from briefing.library.filing import points_text
from briefing.library.points import PointsReader
from briefing.library.renaming import Renaming
from briefing.model import (
    Article,
    ArticleId,
    Case,
    CaseId,
    Claim,
    ClaimId,
    ClaimTarget,
    Evidence,
    EvidenceId,
    FactCheck,
    Heading,
    Library,
    Link,
    PassageTarget,
    Point,
    PointId,
    PointItem,
    PointTarget,
    Prose,
    Relation,
    Selector,
    SourceId,
    Topic,
    TopicId,
    Verdict,
)
from briefing.text.front_matter import with_values
from briefing.text.records import clean, render
from briefing.text.references import renamed

NEW = Renaming(
    points={"c1": "c1-2", "c2": "c2-2"},
    evidence={"q1": "q1-2", "q2": "q2-2"},
    articles={"a": "a-2", "b": "b-2"},
    sources={"r1": "r1-2", "r:ö": "r:ö-2"},
    cases={"k": "k-2"},
    topics={"dams": "dams-2"},
)
OLD = Renaming(
    **{
        kind: {new: old for old, new in getattr(NEW, kind).items()}
        for kind in ("points", "evidence", "articles", "sources", "cases", "topics")
    }
)
TOPIC = TopicId("dams")

# Words that stand where names of things stand, or look as these do.
WORDS = [
    "c1", "q1", "r1", "a", "b", "k", "dams", "a#a1", "{#c1}", "![[c1]]", "@r1", "[r1]", "r:ö",
    "[@r1", "(@r1; @r9]", "r1, c1", "| r1 |", '"id": "r1"', "“c1”", "me@r1]", "- supports: c1",
    "- sources: r1", "source: r1", "same-as: a#a1", "## c1 {#c1}", "### q1 {#q1}", "> c1", "x",
]  # fmt: skip
REFERENCES = ["[@r1]", "[@r1; @r9; @r:ö]", "[@other]"]
line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
heading = line.filter(lambda one: not one.endswith("}"))
some_lines = st.lists(st.one_of(line, st.sampled_from(REFERENCES)), min_size=1, max_size=4)
markdown = some_lines.map("\n".join).map(clean)
quoted = st.lists(line, min_size=1, max_size=3).map("\n".join)
selectors = st.builds(Selector, line, st.one_of(st.just(""), line), st.one_of(st.just(""), line))
targets = st.one_of(
    st.sampled_from([PointTarget(PointId("c2")), PointTarget(PointId("elsewhere"))]),
    st.builds(ClaimTarget, st.sampled_from([ArticleId("a")]), st.just(ClaimId("a1"))),
    st.builds(PassageTarget, st.sampled_from([ArticleId("b"), ArticleId("c1")]), selectors),
)
links = st.lists(st.builds(Link, st.sampled_from(Relation), targets), max_size=3).map(tuple)
source_ids = st.sampled_from([SourceId("r1"), SourceId("r9"), SourceId("r:ö")])
named = st.lists(source_ids, max_size=2)
articles = st.builds(
    Article,
    st.just(ArticleId("a")),
    st.just(TOPIC),
    line,
    source=st.sampled_from([None, SourceId("r1"), SourceId("a")]),
    full_text_of=st.sampled_from([None, ArticleId("b"), ArticleId("r1")]),
    note=line,
    text_md=markdown,
)
checks = st.builds(FactCheck, st.just(Verdict.DISPUTED), markdown, named.map(tuple), line)
same = st.lists(st.sampled_from(["a#a1", "b#a", "c#a"]), max_size=2).map(tuple)
claims = st.builds(
    Claim, st.just(ClaimId("a1")), st.just(ArticleId("a")), heading, st.just(()), selectors,
    st.none(), same, st.lists(checks, max_size=2).map(tuple), markdown,
)  # fmt: skip
items = st.one_of(
    st.builds(Heading, line, st.just(2)),
    st.sampled_from([PointItem(PointId("c1")), PointItem(PointId("q1"))]),
    st.builds(Prose, markdown),
)


def evidence(id_: str) -> st.SearchStrategy[Evidence]:
    return st.builds(
        Evidence,
        st.just(EvidenceId(id_)),
        quoted,
        speaker=heading,
        role=line,
        source=st.sampled_from([None, SourceId("r1"), SourceId("q1")]),
        label=line,
        note_md=markdown,
        topic=st.just(TOPIC),
        cite=line,
        variant_of=st.sampled_from([None, EvidenceId("q2"), EvidenceId("r1")]),
    )


points = st.builds(
    Point, st.just(PointId("c1")), st.just(TOPIC), heading, explanation_md=markdown,
    evidence=st.tuples(evidence("q2")), also=st.sampled_from([(), (EvidenceId("q1"),)]),
    sources=named.map(tuple), links=links, strength=line,
)  # fmt: skip


def sources(some: tuple[SourceId, ...]) -> tuple[SourceId, ...]:
    return tuple(SourceId(NEW.sources.get(one, one)) for one in some)


def source(one: SourceId | None) -> SourceId | None:
    return None if one is None else sources((one,))[0]


def in_text(markdown: str) -> str:
    return renamed(markdown, NEW.sources)


def copied(one: Evidence) -> Evidence:
    variant = one.variant_of and EvidenceId(NEW.evidence.get(one.variant_of, one.variant_of))
    return replace(
        one,
        id=EvidenceId(NEW.evidence[one.id]),
        source=source(one.source),
        note_md=in_text(one.note_md),
        variant_of=variant,
    )


def followed(link: Link) -> Link:
    target = link.target
    if isinstance(target, PointTarget):
        point = PointId(NEW.points.get(target.point, target.point))
        return Link(link.relation, PointTarget(point))
    article = ArticleId(NEW.articles.get(target.article, target.article))
    return Link(link.relation, replace(target, article=article))


def there_and_back(path: str, text: str, ends: str) -> str:
    """The text with the new ids; with the old ones again, it is what it was."""
    text = text.replace("\n", ends)
    new = NEW.text(path, text)
    assert OLD.text(path, new) == text
    return new


ends = st.sampled_from(["\n", "\r\n"])


@given(points, evidence("q1"), ends)
@settings(max_examples=60)
def test_points_and_evidence(point: Point, loose: Evidence, ends: str) -> None:
    text = points_text([(("r1",), [point])], [loose], {"title": "c1"})
    new = there_and_back("points/c1.md", text, ends)
    made, quotes = PointsReader(Context(), Path("x"), TOPIC).read(new)
    assert quotes == [copied(loose)]
    assert made == [
        replace(
            point,
            id=PointId("c1-2"),
            explanation_md=in_text(point.explanation_md),
            evidence=tuple(map(copied, point.evidence)),
            also=tuple(EvidenceId(NEW.evidence[one]) for one in point.also),
            sources=sources(point.sources),
            links=tuple(map(followed, point.links)),
        )
    ]


@given(claims, ends)
@settings(max_examples=30)
def test_claims_and_fact_checks(claim: Claim, ends: str) -> None:
    pieces = [render(2, claim.text, claim.id, claim_fields(claim), claim.note_md)]
    pieces += [
        render(3, "Fact check: disputed", "", check_fields(one), one.text_md)
        for one in claim.checks
    ]
    new = there_and_back("articles/a.claims.md", "\n".join(pieces), ends)
    assert ClaimsReader(Context(), Path("x"), ArticleId("a")).read(new) == [
        replace(
            claim,
            same_as=tuple(
                {"a#a1": "a-2#a1", "b#a": "b-2#a"}.get(one, one) for one in claim.same_as
            ),
            checks=tuple(
                replace(one, text_md=in_text(one.text_md), sources=sources(one.sources))
                for one in claim.checks
            ),
            note_md=in_text(claim.note_md),
        )
    ]


@given(articles, st.lists(items, max_size=4), ends)
@settings(max_examples=30)
def test_articles_and_cases(article: Article, items: list[Any], ends: str) -> None:
    text = with_values(article.text_md + "\n", article_values(article))
    new = there_and_back("articles/a.md", text, ends)
    full_text_of = article.full_text_of
    made = read_article(Context(), Path("x"), TOPIC, "a", new)
    assert replace(made, text_md=clean(made.text_md)) == replace(
        article,
        source=source(article.source),
        full_text_of=ArticleId("b-2") if full_text_of == "b" else full_text_of,
        text_md=in_text(article.text_md),
    )
    case = Case(CaseId("k"), "c1", TOPIC, None, tuple(items))
    text = with_values(render_items(items), case_values(case))
    case = read_case(Context(), Path("x"), "k", text)  # texts in a row are one now
    new = there_and_back("cases/k.md", text, ends)
    kept = [
        PointItem(PointId(NEW.points.get(one.point, one.point)))
        if isinstance(one, PointItem)
        else replace(one, text_md=in_text(one.text_md))
        if isinstance(one, Prose)
        else one
        for one in case.items
    ]
    made = read_case(Context(), Path("x"), "k", new)
    assert made == replace(case, topic=TopicId("dams-2"), items=tuple(kept))


@given(st.lists(line, min_size=3, max_size=3), st.lists(source_ids, min_size=1, max_size=2))
@settings(max_examples=30)
def test_a_figure_has_its_sources_in_one_cell(cells: list[str], some: list[SourceId]) -> None:
    label, value, caution = (one.replace("|", "\\|") for one in cells)
    row = f"| {label} | {value} | 2024 | {', '.join(some)} | {caution} |\n"
    head = "| figure | value | as of | r1 | c |\n|--|--|--|--|--|\n"
    new = there_and_back("figures.md", head + row, "\n")
    assert new == head + row.replace(
        f"2024 | {', '.join(some)} |", f"2024 | {', '.join(sources(tuple(some)))} |"
    )


def test_sources_have_their_own_id_and_words() -> None:
    text = (
        '[\n  {"id": "r1", "title": "\\"id\\": \\"r1\\"", "custom": {"id": "r1"}, "note": "r1"},'
        '\n  {"title": "[@r1] {}", "id" : "r:\\u00f6"}, {"id": 7, "x": [1, {"id": "r1"}]}, {}]\n'
    )
    new = replace(NEW, sources=NEW.sources | {"7": "7-2"}).text("sources.json", text)
    one, two, three, four = json.loads(new)
    assert one == {"id": "r1-2", "title": '"id": "r1"', "custom": {"id": "r1"}, "note": "r1"}
    assert two == {"title": "[@r1] {}", "id": "r:ö-2"}
    assert (three, four) == ({"id": "7-2", "x": [1, {"id": "r1"}]}, {})
    with pytest.raises(ValueError, match="no array"):
        NEW.text("sources.json", '{"id": "r1"}')


def test_what_the_readers_do_not_read_stays() -> None:
    text = "# r1 [@r1]\nc1\n\n## One. {#c1}\n- answers: no such thing, a#a1\n- mine: r1, c1\n"
    assert NEW.text("points/p.md", text) == text.replace("{#c1}", "{#c1-2}")
    text = '## One. {#c1}\n- sources: r1,\n  r1 , r9,r:ö\n- answers:\n  b "r1 c1"\n'
    assert NEW.text("points/p.md", text) == (
        '## One. {#c1-2}\n- sources: r1-2,\n  r1-2 , r9,r:ö-2\n- answers:\n  b-2 "r1 c1"\n'
    )
    assert NEW.text("timeline.md", "* **2024** r1 [@r1]\n") == "* **2024** r1 [@r1-2]\n"


def test_no_two_things_get_the_same_new_id() -> None:
    long = [f"{'x' * 70}{n}" for n in range(3)]
    texts = {"points/p.md": "".join(f"## One. {{#{one}}}\n" for one in long)}
    here = tuple(Point(PointId(one), TOPIC, "") for one in long)
    topic = Topic(TOPIC, "", "", ("", ""))
    names = Renaming.of(Library(Path(), topics=(topic,), points=here), texts).points
    assert len(set(names.values())) == 3
