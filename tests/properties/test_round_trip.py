"""Read → write → read is equal, and writing one thing leaves every other byte alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.library import (
    add_source,
    create_library,
    create_topic,
    delete_point,
    read_library,
    save_article,
    save_case,
    save_claims,
    save_point,
)
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
    FactCheck,
    Heading,
    Library,
    Link,
    Mark,
    MarkKind,
    Name,
    PassageTarget,
    Point,
    PointId,
    PointItem,
    PointTarget,
    Prose,
    Relation,
    Selector,
    Side,
    Source,
    SourceId,
    TopicId,
    UserError,
    Verdict,
)
from briefing.text.quotation import normal
from briefing.text.records import clean, one_line


@pytest.fixture(scope="module", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Hundreds of tiny libraries need not outlive a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


TOPIC = TopicId("topic")
# Lines that would be taken for structure, and characters that mean something somewhere.
TRAPS = [
    "# a",
    "## a {#b}",
    "### a",
    "#### a",
    "\\## a",
    "\\\\### a",
    "##",
    "- side: for",
    "\\- side: for",
    "- name:",
    "> quoted",
    "\\> quoted",
    "![[x]]",
    "\\![[x]]",
    "---",
    "```",
    "    code",
    "two  spaces  ",
    "<!-- a -->",
    "<u>a</u> <mark>b \\< \\\\ </b>",
    "",
    "  ",
    "“x” — …",
    "[@r1; @r2]",
    "\u2028\u0085\x0b\x0c",
    "\ufeff",
]
characters = st.characters(exclude_categories=("Cs",), exclude_characters="\0\r\n")
lines = st.one_of(st.sampled_from(TRAPS), st.text(characters, max_size=12))
texts = st.lists(lines, max_size=6).map("\n".join)
words = st.one_of(
    st.sampled_from([each for each in TRAPS if each.strip()]), st.text(characters, max_size=9)
)
values = words.map(one_line)
claims_of = values.filter(str.strip)  # a claim of white space only is refused
# Much quicker than `from_regex`, which took a quarter of these tests' time.
ids = st.text("az09._-", max_size=9).map(lambda text: text.lstrip("._-") or "0")
exact = words.map(lambda text: text.replace("\n", " ")).filter(str.strip)
selectors = st.builds(Selector, exact, words, words)
targets = st.one_of(
    st.builds(ClaimTarget, ids.map(ArticleId), ids.map(ClaimId)),
    st.builds(PassageTarget, ids.map(ArticleId), selectors),
    st.builds(PointTarget, ids.map(PointId)),
)
links = st.builds(Link, st.sampled_from(Relation), targets)
sides = st.sampled_from([None, *Side])
source_ids = st.lists(ids.map(SourceId), max_size=3).map(tuple)
dates = st.sampled_from(["", "2024", "c. 2024-08/2024-09", "1963/1972", "2024-02-29"])
marks = st.lists(
    st.builds(Mark, st.integers(0, 30), st.integers(0, 30), st.sampled_from(MarkKind)), max_size=5
)


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    quote = draw(texts)
    return Evidence(
        EvidenceId(draw(ids)),
        quote,
        normal(draw(marks), len(quote)),
        *draw(st.tuples(values, values, values, dates, values)),
        source=draw(st.none() | ids.map(SourceId)),
        page=draw(values),
        translated=draw(values),
        label=draw(values),
        caution=draw(values),
        note_md=clean(draw(texts)),
        topic=TOPIC,
    )


themes = st.sampled_from(["", "humanitarian", "a b", "none of it"])
points = st.builds(
    Point,
    ids.map(PointId),
    st.just(TOPIC),
    claims_of,
    sides,
    themes,
    texts.map(clean),
    st.lists(evidence(), max_size=3).map(tuple),
    st.lists(ids.map(EvidenceId), max_size=3).map(tuple),
    source_ids,
    st.lists(links, max_size=4).map(tuple),
    values,
    values,
    dates,
)


def distinct(those: list[Point]) -> list[Point]:
    """The points with ids that differ."""
    result = []
    for number, point in enumerate(those):
        own = tuple(
            replace(each, id=EvidenceId(f"{each.id[:9]}-{number}-{n}"))
            for n, each in enumerate(point.evidence)
        )
        result.append(replace(point, id=PointId(f"{point.id[:9]}-{number}"), evidence=own))
    return result


@contextmanager
def library() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        create_library(root, "Trial")
        create_topic(root, "Motion", "topic")
        yield root


def saved(root: Path, point: Point) -> Point:
    return save_point(read_library(root), point)


def structural(read: Library) -> list[str]:
    """Faults other than names of things that this library does not have."""
    return [str(fault) for fault in read.faults if "there is no" not in fault.what]


@given(st.lists(points, max_size=4).map(distinct))
@settings(max_examples=50, deadline=None)
def test_points_read_as_they_were_written(those: list[Point]) -> None:
    with library() as root:
        for point in those:
            assert saved(root, point) == point
        read = {point.id: point for point in read_library(root).points}
        assert read == {point.id: point for point in those}


@given(st.lists(points, min_size=2, max_size=4).map(distinct), points, st.data())
@settings(max_examples=50, deadline=None)
def test_changing_a_point_leaves_every_other_byte(
    those: list[Point], other: Point, data: st.DataObject
) -> None:
    newline, mark = (
        data.draw(st.sampled_from(["\n", "\r\n"])),
        data.draw(st.sampled_from(["", "\ufeff"])),
    )
    with library() as root:
        path = root / "topic" / "points" / "all.md"
        for point in those:
            save_point(read_library(root), point, Path("topic/points/all.md"))
        text = mark + path.read_bytes().decode().replace("\n", newline)
        path.write_bytes(text.encode())
        before = path.read_bytes()
        read = read_library(root)
        assert [each.id for each in read.points] == [each.id for each in those]
        index = data.draw(st.integers(0, len(those) - 1))
        begins = starts(before, those)
        begin, end = begins[index], [*begins, len(before)][index + 1]

        own = tuple(
            replace(each, id=EvidenceId(f"new{n}")) for n, each in enumerate(other.evidence)
        )
        changed = replace(other, id=those[index].id, evidence=own)
        assert save_point(read, read.points[index]) == read.points[index]
        assert path.read_bytes() == before, "writing what is there changes nothing"
        assert save_point(read, changed) == changed
        after = path.read_bytes()
        assert after.startswith(before[:begin])
        assert after.endswith(before[end:])
        if newline == "\r\n":
            assert b"\n" not in after.replace(b"\r\n", b"")

        delete_point(read_library(root), changed.id)
        assert path.read_bytes() == before[:begin] + before[end:]


def starts(data: bytes, those: list[Point]) -> list[int]:
    """Where each point's record begins."""
    found = []
    for point in those:
        position = data.index(f" {{#{point.id}}}".encode())
        found.append(max(data.rfind(b"\n## ", 0, position) + 1, 0))
    return found


checks = st.builds(FactCheck, st.sampled_from(Verdict), texts.map(clean), source_ids, values)
line_selectors = st.builds(Selector, claims_of, values, values)
some_claims = st.lists(
    st.builds(
        Claim,
        ids.map(ClaimId),
        st.just(ArticleId("text")),
        claims_of,
        st.lists(st.sampled_from(["factual", "causal"]), max_size=2).map(tuple),
        st.none() | line_selectors,
        st.none() | line_selectors,
        st.lists(ids.map(lambda each: f"other#{each}"), max_size=2).map(tuple),
        st.lists(checks, max_size=3).map(tuple),
        texts.map(clean),
    ),
    max_size=3,
    unique_by=lambda claim: claim.id,
).map(tuple)


@given(some_claims, some_claims)
@settings(max_examples=50, deadline=None)
def test_claims_read_as_they_were_written(
    first: tuple[Claim, ...], second: tuple[Claim, ...]
) -> None:
    with library() as root:
        save_article(root, Article(ArticleId("text"), TOPIC, "Text", text_md="Words."))
        for claims in (first, second):
            written = save_claims(read_library(root), ArticleId("text"), claims)
            assert set(written) == set(claims)
            assert read_library(root).claims == written
        path = root / "topic" / "articles" / "text.claims.md"
        before = path.read_bytes() if path.exists() else b""
        assert save_claims(read_library(root), ArticleId("text"), written) == written
        assert not before or path.read_bytes() == before


names = (
    st.text(characters, min_size=1, max_size=9)
    .map(lambda text: text.replace(";", ""))
    .map(str.strip)
    .filter(bool)
)
articles = st.builds(
    Article,
    st.just(ArticleId("")),
    st.just(TOPIC),
    words.filter(str.strip),
    st.sampled_from(ArticleKind),
    sides,
    st.lists(names, max_size=3).map(tuple),
    words,
    dates,
    words,
    st.none() | ids.map(SourceId),
    st.none() | ids.map(ArticleId),
    texts,
    texts.map(clean),
)


@given(articles, articles)
@settings(max_examples=50, deadline=None)
def test_articles_read_as_they_were_written(first: Article, second: Article) -> None:
    with library() as root:
        written = save_article(root, first)
        assert replace(written, id=ArticleId("")) == first
        assert read_library(root).articles == (written,)
        changed = replace(second, id=written.id, place=written.place)
        assert save_article(root, changed, written) == changed
        assert read_library(root).articles == (changed,)
        with pytest.raises(UserError, match="changed by another program"):
            save_article(
                root, replace(changed, title="x"), replace(changed, title=changed.title + "?")
            )


items = st.lists(
    st.one_of(
        st.builds(Heading, claims_of.filter(lambda text: not text.isspace()), st.integers(2, 6)),
        st.builds(Prose, texts.map(clean).filter(bool)),
        st.builds(PointItem, ids.map(PointId)),
    ),
    max_size=5,
)


def joined(those: list[Heading | Prose | PointItem]) -> tuple[Heading | Prose | PointItem, ...]:
    """The items with texts in a row made one, as a file has them."""
    result: list[Heading | Prose | PointItem] = []
    for item in those:
        if isinstance(item, Prose) and result and isinstance(result[-1], Prose):
            result[-1] = Prose(result[-1].text_md + "\n\n" + item.text_md)
        else:
            result.append(item)
    return tuple(result)


cases = st.builds(
    Case,
    st.just(CaseId("")),
    words.filter(str.strip),
    st.sampled_from([None, TOPIC]),
    sides,
    items.map(joined),
)


@given(cases, cases)
@settings(max_examples=50, deadline=None)
def test_cases_read_as_they_were_written(first: Case, second: Case) -> None:
    with library() as root:
        written = save_case(root, first)
        assert replace(written, id=CaseId("")) == first
        assert read_library(root).cases == (written,)
        path = root / "cases" / f"{written.id}.md"
        before = path.read_bytes()
        assert save_case(root, written, written) == written
        assert path.read_bytes() == before
        changed = replace(second, id=written.id, place=written.place)
        assert save_case(root, changed, written) == changed
        assert read_library(root).cases == (changed,)


noted = st.lists(values.filter(bool), max_size=2).map("\n".join)
sources = st.builds(
    Source,
    ids.map(SourceId),
    st.just(TOPIC),
    st.sampled_from(["document", "article-newspaper"]),
    words,
    st.lists(st.builds(Name, words, words, words).filter(Name().__ne__), max_size=3).map(tuple),
    words,
    words,
    dates,
    words,
    dates,
    words,
    words,
    words,
    caution=st.sampled_from(["", "State outlet.", "One.\nTwo."]),
    note=st.sampled_from(["", "A note.", "One.\n\nTwo."]),
)


@given(st.lists(sources, max_size=3, unique_by=lambda source: source.id))
@settings(max_examples=40, deadline=None)
def test_sources_read_as_they_were_written(those: list[Source]) -> None:
    with library() as root:
        before = b"["
        path = root / "topic" / "sources.json"
        for source in those:
            assert add_source(read_library(root), source) == source
            after = path.read_bytes()
            assert after.startswith(before)
            before = after.rstrip()[:-1].rstrip()
        assert read_library(root).sources == tuple(those)


@given(texts)
@example("- side: for\n## x")
@settings(max_examples=40, deadline=None)
def test_an_explanation_of_any_lines_stays_one_record(text: str) -> None:
    with library() as root:
        saved(root, Point(PointId("p"), TOPIC, "Claim", explanation_md=text))
        read = read_library(root)
        assert [point.explanation_md for point in read.points] == [clean(text)]
        assert not structural(read)
