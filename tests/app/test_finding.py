from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.app.entries import entries, how_many
from briefing.app.finding import Finder, fingerprint, side_names
from briefing.app.rows import hit_row
from briefing.app.workspace import Workspace
from briefing.index import Entry, Kind, manifest
from briefing.library import create_library, read_library
from briefing.model import (
    Article,
    ArticleId,
    Cancelled,
    Claim,
    ClaimId,
    ClaimTarget,
    Event,
    Evidence,
    EvidenceId,
    FactCheck,
    Figure,
    Library,
    Link,
    Name,
    Place,
    Point,
    PointId,
    PointTarget,
    Relation,
    Selector,
    Side,
    Source,
    SourceId,
    Term,
    Topic,
    TopicId,
    Verdict,
)
from briefing.resources import seeds

TOPIC = TopicId("mines")
LIBRARY = Library(
    root=Path("somewhere"),
    topics=(Topic(TOPIC, "Mines", "We should leave", ("Deterrence", "Humanitarian")),),
    articles=(
        Article(
            ArticleId("a"),
            TOPIC,
            "Leave it",
            side=Side.FOR,
            authors=("John Nagl", "Dan Rice"),
            date="c. 2024-08/2024-09",
            text_md="# Heading\n\nThe treaty *denies* us a weapon [@r1].\n\nA second paragraph.\n",
        ),
    ),
    claims=(
        Claim(
            ClaimId("a1"),
            ArticleId("a"),
            "Membership costs capability.",
            passage=Selector("denies us a weapon"),
            checks=(FactCheck(Verdict.DISPUTED, "Zeppelins were **not** banned."),),
        ),
    ),
    points=(
        Point(
            PointId("c1"),
            TOPIC,
            "Duds kill.",
            Side.AGAINST,
            "humanitarian",
            "See *this* [@r1].",
            evidence=(
                Evidence(
                    EvidenceId("q1"),
                    "They lose their limbs",
                    speaker="Mark Hiznay",
                    role="director",
                    source=SourceId("r1"),
                    label="about landmines",
                ),
            ),
            caution="old data",
            as_of="2025-09",
        ),
    ),
    quotes=(Evidence(EvidenceId("q2"), "Alone", speaker="Nobody", date="2023", topic=TOPIC),),
    sources=(
        Source(
            SourceId("r1"),
            TOPIC,
            title="A report",
            authors=(Name(family="Wareham", given="Mary"),),
            container="Reuters",
            date="2024-07-18",
        ),
    ),
    timeline=(Event("1963/1972", "The *war* [@r1].", TOPIC),),
    glossary=(Term("DPICM", "Shells.", TOPIC, ("improved munition",)),),
    figures=(Figure("Dud rate", "6%", "2022", TOPIC, "of tests"),),
)


@pytest.fixture
def finder(tmp_path: Path) -> Finder:
    return Finder(Path("somewhere"), tmp_path)


def _by_key() -> dict[str, Entry]:
    return {entry.key: entry for entry in entries(LIBRARY)}


def _ids(finder: Finder, query: str) -> list[str]:
    return [hit.id for hit in finder.find(query).hits]


def test_everything_of_a_library_is_an_entry() -> None:
    assert sorted(_by_key()) == [
        "article:a",
        "event:mines@1",
        "figure:mines@1",
        "passage:a@0",
        "passage:a@1",
        "passage:a@2",
        "point:c1",
        "quote:q1",
        "quote:q2",
        "source:r1",
        "term:mines@1",
    ]


def test_a_quotation_has_side_theme_and_topic_of_its_point_and_the_date_of_its_source() -> None:
    quote = _by_key()["quote:q1"]
    assert (quote.text, quote.speaker, quote.role) == (
        "They lose their limbs",
        "Mark Hiznay",
        "director",
    )
    assert (quote.side, quote.theme, quote.topic) == ("against", "humanitarian", "mines")
    assert (quote.year, quote.context) == (2024, "Duds kill.")
    assert "Reuters" in quote.source
    assert quote.authors == "Mary Wareham"
    assert "about landmines" in quote.notes
    assert "caution" in quote.flags


def test_markdown_and_source_references_are_not_searched() -> None:
    found = _by_key()
    assert found["point:c1"].text == "See this."
    assert found["passage:a@1"].text == "The treaty denies us a weapon."
    assert found["event:mines@1"].text == "The war."


def test_a_passage_knows_its_claims_and_fact_checks() -> None:
    passage = _by_key()["passage:a@1"]
    assert passage.place == 1
    assert passage.verdicts == ("disputed",)
    assert "Membership costs capability." in passage.notes
    assert "Zeppelins were not banned." in passage.notes
    assert _by_key()["passage:a@2"].notes == ""


def test_a_full_text_shows_the_claims_of_its_digest() -> None:
    full = Article(
        ArticleId("full"), TOPIC, "All", full_text_of=ArticleId("a"), text_md="One.\n\nIt robs us."
    )
    claim = replace(LIBRARY.claims[0], locator=Selector("It robs us"))
    own = Claim(ClaimId("f1"), full.id, "One is enough.", passage=Selector("One."))
    library = replace(LIBRARY, articles=(full,), claims=(claim, own))
    notes = {entry.id: entry.notes for entry in entries(library) if entry.kind is Kind.PASSAGE}
    assert notes["full@0"] == "One is enough."
    assert "Membership" in notes["full@1"]


def test_a_claim_whose_words_are_lost_is_still_found() -> None:
    lost = replace(LIBRARY, claims=(replace(LIBRARY.claims[0], passage=Selector("gone away")),))
    first = next(entry for entry in entries(lost) if entry.kind is Kind.PASSAGE)
    assert "Membership" in first.notes


def test_what_undercuts_answers_too_and_can_be_asked_for_alone(finder: Finder) -> None:
    claim = ClaimTarget(ArticleId("a"), ClaimId("a1"))
    one, two, three = (
        replace(LIBRARY.points[0], id=PointId(name), evidence=(), links=(Link(relation, target),))
        for name, relation, target in (
            ("one", Relation.ANSWERS, claim),
            ("two", Relation.UNDERCUTS, claim),
            ("three", Relation.SUPPORTS, PointTarget(PointId("two"))),
        )
    )
    finder.ensure(replace(LIBRARY, points=(one, two, three)))

    def found(query: str) -> set[str]:
        return {hit.id for hit in finder.find(query).hits}

    assert found("answers:a#a1") == found("answers:a") == {"one", "two"}
    assert found("undercuts:a#a1") == found("undercuts:A") == {"two"}
    assert found("supports:two") == {"three"}
    assert found("undercuts:two") == set()


def test_the_number_of_entries_is_known_before_they_are_made() -> None:
    assert how_many(LIBRARY) == len(tuple(entries(LIBRARY)))


def test_the_fingerprint_follows_the_content() -> None:
    assert fingerprint(LIBRARY) == fingerprint(replace(LIBRARY, root=Path("elsewhere")))
    changed = replace(LIBRARY, glossary=(replace(LIBRARY.glossary[0], meaning_md="Rockets."),))
    assert fingerprint(LIBRARY) != fingerprint(changed)


def test_sides_have_the_names_that_the_topics_give_them() -> None:
    assert side_names(LIBRARY) == {"Deterrence": "for", "Humanitarian": "against"}


def test_from_no_index_to_hits(finder: Finder) -> None:
    assert not finder.is_ready
    assert "not ready" in finder.find("duds").notice
    assert finder.ensure(LIBRARY) == "Index built"
    assert finder.is_ready
    assert finder.ensure(LIBRARY) == "Index up to date"
    finder.warm()
    assert _ids(finder, "kill") == ["c1"]  # its quotation shows the claim, but is not found by it
    assert _ids(finder, "side:humanitarian kind:quote") == ["q1"]
    assert _ids(finder, "by:wareham kind:source") == ["r1"]
    assert _ids(finder, "zeppelins") == ["a@1"]


def test_rows_of_hits_show_dates_as_people_write_them(
    finder: Finder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    create_library(tmp_path / "library", "")
    workspace = Workspace(tmp_path / "library")
    other = Source(SourceId("r2"), TOPIC, title="Another", publisher="UN")
    point = replace(LIBRARY.points[0], sources=(SourceId("r1"), other.id))
    sources = (*LIBRARY.sources, other)
    finder.ensure(replace(LIBRARY, points=(point,), sources=sources))
    feet = {
        query: hit_row(workspace, finder.find(query).hits[0]).foot
        for query in ("kind:article", "kind:event", "kind:source report", "kind:point")
    }
    assert feet == {
        "kind:article": "c. August–September 2024",
        "kind:event": "1963–72",
        "kind:source report": "Reuters · 18 July 2024",
        "kind:point": "A report · Reuters; Another · UN",
    }
    assert next(one for one in entries(LIBRARY) if one.id == "r1").context == "Reuters · 2024-07-18"


def test_a_small_change_is_findable_without_a_new_build(finder: Finder) -> None:
    many = tuple(
        Point(PointId(f"p{number}"), TOPIC, f"Claim number{number}") for number in range(40)
    )
    library = replace(LIBRARY, points=(*LIBRARY.points, *many))
    finder.ensure(library)
    build = [path.name for path in finder.folder.iterdir() if path.is_dir()]
    point = replace(LIBRARY.points[0], claim="Zebras kill.")
    changed = replace(library, points=(point, *many[1:]))
    assert not finder.find("zebras").hits
    assert finder.ensure(changed) == "Index up to date"
    assert _ids(finder, "zebras") == ["c1"]
    assert _ids(finder, "number0") == []
    assert [path.name for path in finder.folder.iterdir() if path.is_dir()] == build


def test_lines_that_only_moved_leave_the_index_alone(finder: Finder) -> None:
    finder.ensure(LIBRARY)
    point = replace(LIBRARY.points[0], place=Place(Path("x.md"), 99))
    assert finder.ensure(replace(LIBRARY, points=(point,))) == "Index up to date"
    assert _ids(finder, "limbs") == ["q1"]


def test_a_damaged_index_is_rebuilt_with_a_word(finder: Finder) -> None:
    finder.ensure(LIBRARY)
    for path in finder.folder.rglob("*.seg"):
        path.write_bytes(path.read_bytes()[:-1])
    finder.close()
    assert "not ready" in finder.find("duds").notice
    assert finder.is_damaged
    assert finder.ensure(LIBRARY) == "Index was damaged: rebuilt"
    assert not finder.is_damaged
    assert _ids(finder, "limbs") == ["q1"]


def test_an_old_or_deleted_index_is_rebuilt(finder: Finder) -> None:
    finder.ensure(LIBRARY)
    path = finder.folder / "manifest.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"version": ', '"version": 9'), encoding="utf-8")
    assert finder.ensure(LIBRARY) == "Index was of an older version: rebuilt"
    path.unlink()
    assert finder.ensure(LIBRARY) == "Index built"
    assert finder.ensure(LIBRARY, rebuild=True) == "Index built"
    assert _ids(finder, "limbs") == ["q1"]


def test_a_cache_that_cannot_be_written_is_said_and_nothing_raises(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be", encoding="utf-8")
    finder = Finder(Path("somewhere"), tmp_path)
    assert "Search is not available" in finder.ensure(LIBRARY)
    assert finder.find("duds").hits == ()


def test_a_full_disk_leaves_the_old_index_and_says_so(
    finder: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder.ensure(LIBRARY)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(manifest, "write", full)
        status = finder.ensure(replace(LIBRARY, glossary=()))
    assert status.startswith("Search does not know the latest changes")
    assert "No space left on device" in status
    assert _ids(finder, "dpicm") == ["mines@1"]
    assert finder.ensure(replace(LIBRARY, glossary=())) == "Index up to date"
    assert _ids(finder, "dpicm") == []


def test_building_can_be_stopped(finder: Finder) -> None:
    with pytest.raises(Cancelled):
        finder.ensure(LIBRARY, stop=lambda: True)
    assert finder.ensure(LIBRARY) == "Index built"


def test_libraries_do_not_share_an_index(tmp_path: Path) -> None:
    one, other = Finder(tmp_path / "one", tmp_path), Finder(tmp_path / "other", tmp_path)
    assert one.folder != other.folder


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(), st.booleans())
def test_no_text_raises_with_or_without_an_index(finder: Finder, text: str, typing: bool) -> None:
    if not finder.is_ready and len(text) > 5:
        finder.ensure(LIBRARY)
    finder.find(text, typing=typing)


SEEDS = Path(__file__).parents[2] / "seeds"


def test_every_quotation_of_the_starter_library_is_found_by_its_words(tmp_path: Path) -> None:
    library = read_library(SEEDS)
    finder = Finder(SEEDS, tmp_path)
    finder.ensure(library)
    quotes = [*library.quotes, *(one for point in library.points for one in point.evidence)]
    lost = []
    for evidence in quotes:
        words = " ".join(evidence.quote.replace('"', " ").split()[:8])
        phrase = [hit.id for hit in finder.find(f'"{words}"').hits[:3]]
        plain = [hit.id for hit in finder.find(words.replace(":", " ")).hits[:3]]
        if evidence.id not in phrase or evidence.id not in plain:
            lost.append((evidence.id, words, phrase, plain))
    assert not lost
    assert len(quotes) > 50


def test_a_shared_folder_is_read_and_searched_without_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A school's library on a drive that is read-only for most: all caches are the user's own."""
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    root = Path(shutil.copytree(seeds(), tmp_path / "shared"))
    folders = [path for path in (root, *root.rglob("*")) if path.is_dir()]
    for path in folders:
        path.chmod(0o555)
    before = {path: path.stat().st_mtime_ns for path in (root, *root.rglob("*"))}
    try:
        for _ in range(2):  # the second time out of the caches
            workspace = Workspace.remembered(root) or Workspace(root)
            first, second = Finder(root), Finder(root)  # two windows, or two programs
            assert "Index" in first.ensure(workspace.library)
            assert second.ensure(workspace.library) == "Index up to date"
            assert first.find("civilians").total == second.find("civilians").total > 0
        assert before == {path: path.stat().st_mtime_ns for path in (root, *root.rglob("*"))}
    finally:
        for path in folders:
            path.chmod(0o755)
