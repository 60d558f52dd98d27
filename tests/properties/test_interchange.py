"""Library → file → library: what both sides can say comes back, whatever the words are."""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.app.exporting import Taste, points_document
from briefing.exporters import Document, LibraryFile, named
from briefing.importers import ALL, Glance, Intake, Options, for_file
from briefing.importers.docx import read as read_docx
from briefing.model import (
    Evidence,
    EvidenceId,
    Library,
    Link,
    Mark,
    MarkKind,
    Name,
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

TOPIC = Topic(TopicId("dams"), "Dams", "Dams should go", ("River", "Town"))
NOWHERE = TopicId("")

# Words that each format might take for its own.
TRAPS = [
    "Pro: yes", "Con: no", "-> See 1.1.", "1.1. Pro: x", "(a) [b] \\(c\\)", "<A>: b", "[S]: c",
    "# heading", "#tag and #(two words)", "{a: b}", "a {x: 1}", "// no comment", "/* no */",
    "https://a.example/b//c", "<!-- x -->", "*bold* _it_", "@[A] @<B>", "+ plus", "- minus",
    "_ under", ">< both", "(1) premise", "----", "===", "=1+2", "@SUM(A1)", "'=x", "''-", "a,b;c",
    'say "so"', "“quoted”", "100 %", "a\\", "\\", "naïve – ſtraße", "日本語", "😀", "a\\ b",
    "*/", "-->",
    "title: x", "\\-> See 1.", "1. a", "Discussion Title: x", "é", "--", "{", "}", "[",
    "<", "x:", "#",
]  # fmt: skip
letters = st.characters(categories=("L", "N", "P", "S"))
plain = st.text(st.one_of(letters, st.just(" ")), max_size=30)
words = st.one_of(st.sampled_from(TRAPS), plain).map(lambda text: " ".join(text.split()))
some_words = words.filter(bool)
claims = some_words
dates = st.sampled_from(["", "2024", "2024-07", "2024-07-18"])
names = st.lists(
    st.one_of(
        st.builds(Name, st.sampled_from(["Okafor", "van Dam"]), st.sampled_from(["Ada", "B."])),
        st.builds(Name, literal=st.sampled_from(["World Bank", "NATO"])),
    ),
    max_size=2,
).map(tuple)
themes = st.sampled_from(["", "legal", "two words"])
sides = st.sampled_from([None, *Side])


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """A few points, linked in any way that makes no circle, with evidence and sources."""
    count = draw(st.integers(1, 5))
    sources = tuple(
        Source(
            SourceId(f"s{n}"),
            TOPIC.id,
            title=draw(some_words),
            authors=draw(names),
            container=draw(words),
            date=draw(dates),
            url=draw(st.sampled_from(["", "https://a.example/x//y?q=(1)&b=*"])),
        )
        for n in range(2)
    )
    points = []
    for n in range(count):
        quotes = tuple(
            Evidence(
                EvidenceId(f"q{n}-{m}"),
                draw(some_words),
                speaker=draw(words),
                role=draw(words),
                date=draw(dates),
                occasion=draw(words),
                source=draw(st.sampled_from([None, SourceId("s0"), SourceId("s1")])),
                label=draw(words),
                topic=TOPIC.id,
            )
            for m in range(draw(st.integers(0, 2)))
        )
        links = tuple(
            dict.fromkeys(
                Link(draw(st.sampled_from(Relation)), PointTarget(PointId(f"p{other}")))
                for other in draw(st.lists(st.integers(0, max(n - 1, 0)), max_size=2))
                if other < n
            )
        )
        points.append(
            Point(
                PointId(f"p{n}"),
                TOPIC.id,
                draw(claims),
                side=draw(sides),
                theme=draw(themes),
                evidence=quotes,
                links=links,
                strength=draw(words),
                caution=draw(words),
            )
        )
    return Library(Path(), topics=(TOPIC,), points=tuple(points), sources=sources)


def handed_over(name: str, library: Library, **more: object) -> Intake:
    """What comes in of a library that goes out in a format."""
    document = Document("Dams", values=library, **more)  # type: ignore[arg-type]
    exporter = named(name)
    data = exporter.make(document)
    file = f"handout{exporter.suffix}"
    members: tuple[str, ...] = ()
    if data.startswith(b"PK"):
        members = tuple(zipfile.ZipFile(io.BytesIO(data)).namelist())
    importer = for_file(Glance(file, data[:4096], members))
    assert importer.name == name
    module, function = importer.read.split(":")
    read: Callable[[bytes, str, Options], Intake] = getattr(
        importlib.import_module(f"briefing.importers.{module}"), function
    )
    return read(data, file, Options())


def bare(point: Point) -> Point:
    """A point as an importer gives it: without the topic."""
    own = tuple(replace(one, topic=NOWHERE) for one in point.evidence)
    return replace(point, topic=NOWHERE, evidence=own)


def by_id(intake: Intake) -> dict[str, Point]:
    return {point.id: point for point in intake.points}


many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(libraries())
@many
def test_argdown(library: Library) -> None:
    intake = handed_over("argdown", library)
    assert intake.motion == TOPIC.motion
    assert not intake.articles and not intake.dropped
    there = by_id(intake)
    assert list(there) == [point.id for point in library.points]
    for point in library.points:
        assert there[point.id] == bare(point)
    used = {one.source for point in library.points for one in point.evidence if one.source}
    known = {one.id: one for one in library.sources}
    assert {one.id: one for one in intake.sources} == {
        one: replace(known[one], topic=NOWHERE) for one in used
    }


@pytest.mark.parametrize("name", ["argdown", "csv"])
def test_a_quotation_that_two_points_have_stays_one(name: str) -> None:
    own = Evidence(EvidenceId("q1"), "So it is.", topic=TOPIC.id)
    points = (
        Point(PointId("c1"), TOPIC.id, "One.", evidence=(own,)),
        Point(PointId("c2"), TOPIC.id, "Two.", also=(own.id,)),
    )
    there = by_id(handed_over(name, Library(Path(), topics=(TOPIC,), points=points)))
    assert [one.quote for one in there[PointId("c1")].evidence] == [own.quote]
    assert (there[PointId("c2")].evidence, there[PointId("c2")].also) == ((), (own.id,))


@given(libraries())
@many
def test_csv(library: Library) -> None:
    intake = handed_over("csv", library)
    there = by_id(intake)
    for point in library.points:
        assert there[point.id] == bare(point)
    used = {one.source for point in library.points for one in point.evidence if one.source}
    known = {one.id: one for one in library.sources}
    assert {one.id: one for one in intake.sources} == {
        one: replace(known[one], topic=NOWHERE) for one in used
    }


@given(libraries())
@many
def test_json(library: Library) -> None:
    intake = handed_over("json", library)
    assert list(intake.points) == [bare(point) for point in library.points]
    assert intake.sources == tuple(replace(one, topic=NOWHERE) for one in library.sources)
    assert intake.motion == TOPIC.motion


@given(libraries())
@many
def test_csl(library: Library) -> None:
    intake = handed_over("csl", library)
    assert intake.sources == tuple(replace(one, topic=NOWHERE) for one in library.sources)


@given(libraries())
@many
def test_kialo(library: Library) -> None:
    """Claims, their sides under the motion, and every link come back; undercuts as answers."""
    intake = handed_over("kialo", library)
    assert intake.motion == TOPIC.motion
    assert not intake.dropped
    stance: dict[str, Side | None] = {}
    expected = []
    for point in library.points:
        links = [
            (Relation.ANSWERS if one.relation.is_counter else Relation.SUPPORTS, one.target.point)
            for one in point.links
            if isinstance(one.target, PointTarget)
        ]
        side = point.side
        if links:  # the side is the product of the words on the way from the motion
            above = stance[links[0][1]]
            side = above.other if above and links[0][0].is_counter else above
        stance[point.id] = side
        claims = {one.id: one.claim for one in library.points}
        ends = sorted({(relation.value, claims[PointId(target)]) for relation, target in links})
        expected.append((point.claim, side, ends))
    claims_in = by_id(intake)
    got = [
        (
            point.claim,
            point.side,
            sorted(
                (one.relation.value, claims_in[one.target.point].claim)
                for one in point.links
                if isinstance(one.target, PointTarget)
            ),
        )
        for point in intake.points
    ]
    key = repr
    same = {claim for claim, _, _ in expected}
    if len(same) == len(expected):  # else one cannot tell which of two is which
        assert sorted(got, key=key) == sorted(expected, key=key)
    assert sorted(one[0] for one in got) == sorted(one[0] for one in expected)


SPOKEN = ["rivers", "walls", "hold", "never", "always", "“so”", "(not)", "naïve", "é—"]
WORDS = st.lists(st.sampled_from(SPOKEN), min_size=6, max_size=40).map(" ".join)


@st.composite
def cards(draw: st.DrawFn) -> Point:
    """A card as debaters cut it: one cite, some paragraphs and lines, marks that do not touch."""
    number = draw(st.integers(0, 10**6))
    lines = st.lists(WORDS, min_size=1, max_size=2).map("\n".join)
    quote = "\n\n".join(draw(st.lists(lines, min_size=1, max_size=3)))
    cuts = sorted(draw(st.sets(st.integers(0, len(quote)), max_size=6)))
    spans = [
        (start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if "\n" not in quote[start:end] and quote[start:end].strip() == quote[start:end]
    ]  # fmt: skip
    # What is emphasised is underlined, too, in Verbatim.
    both = (MarkKind.UNDERLINE, MarkKind.EMPHASIS)
    looks = st.sampled_from([(MarkKind.UNDERLINE,), both, (MarkKind.SHRINK,)])
    marks = tuple(Mark(start, end, kind) for start, end in spans for kind in draw(looks))
    cite = f"Okafor 24, reporter, “Walls and Floods,” The Valley Herald, 2024, https://a.example/{number}"
    evidence = Evidence(
        EvidenceId(f"q{number}"),
        quote,
        marks,
        cite=cite,
        cite_marks=(Mark(0, 9, MarkKind.EMPHASIS),),
        topic=TOPIC.id,
    )
    return Point(PointId(f"p{number}"), TOPIC.id, draw(WORDS), evidence=(evidence,))


def card(point: Point) -> tuple[object, ...]:
    """What a card is: tag, cite, body, and the marks on both."""
    (evidence,) = point.evidence
    marks = {(one.start, one.end, one.kind.value) for one in evidence.marks}
    return point.claim, evidence.cite, evidence.cite_marks, evidence.quote, marks


@given(st.lists(cards(), min_size=1, max_size=4, unique_by=lambda one: one.id))
@many
def test_verbatim(points: list[Point]) -> None:
    """Every card's tag, cite, body and marks come back."""
    library = Library(Path(), topics=(TOPIC,), points=tuple(points))
    document = points_document(library, points, "Cards", Taste(sources=False))
    for options in ({}, {"analytics": "styles"}):
        data = named("docx").make(document, options)
        intake = read_docx(data, "cards.docx", Options())
        cards_in = [one for one in intake.points if one.evidence]
        assert [card(one) for one in cards_in] == [card(one) for one in points]
        assert not intake.flagged


FILES = (
    LibraryFile("cases/c.md", b"---\ntitle: C\ntopic: dams\n---\n"),
    LibraryFile("dams/points/a.md", "## Wände fallen. {#p1}\r\n".encode()),
    LibraryFile("dams/topic.md", b"---\nmotion: Dams should go\n---\n"),
)


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=4))
@many
def test_packs_keep_every_byte(contents: list[bytes]) -> None:
    more = tuple(LibraryFile(f"dams/articles/a{n}.md", data) for n, data in enumerate(contents))
    library = Library(Path(), topics=(TOPIC,))
    intake = handed_over("pack", library, files=FILES + more)
    there = {one.path: one.data for one in intake.pack}
    expected = {one.path.removeprefix("dams/"): one.data for one in FILES + more}
    assert there == expected
    assert intake.motion == TOPIC.motion


@pytest.mark.parametrize("importer", ALL, ids=lambda one: one.name)
@given(data=st.binary(max_size=200))
@settings(max_examples=15, deadline=None)
def test_importers_refuse_in_words_only(importer: object, data: bytes) -> None:
    """Anything else than words for the user would be a fault of ours."""
    read = getattr(importer, "read", "")
    if not read or importer.name not in OURS:  # type: ignore[attr-defined]
        return
    module, function = read.split(":")
    try:
        getattr(importlib.import_module(f"briefing.importers.{module}"), function)(
            data, "x", Options()
        )
    except UserError as error:
        assert len(str(error)) > 20


OURS = ("argdown", "kialo", "csv", "csl", "json", "pack")


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    for name in ("argdown", "kialo", "quotes_csv"):
        module = importlib.import_module(f"briefing.importers.{name}")
        try:
            module.read(text.encode("utf-8", "replace"), "x", Options())
        except UserError:
            continue


def test_marks_survive_json() -> None:
    marks = (Mark(0, 3, MarkKind.UNDERLINE), Mark(1, 2, MarkKind.HIGHLIGHT))
    quote = Evidence(EvidenceId("q"), "abc def", marks=marks, topic=TOPIC.id)
    point = Point(PointId("p"), TOPIC.id, "c", evidence=(quote,))
    intake = handed_over("json", Library(Path(), topics=(TOPIC,), points=(point,)))
    assert intake.points[0].evidence[0].marks == marks
