from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.library import (
    add_source,
    check,
    create_library,
    create_topic,
    delete_case,
    delete_point,
    discarded,
    files,
    forget,
    is_writable,
    read_library,
    recording,
    save_article,
    save_case,
    save_claims,
    save_point,
    save_source,
    take_back,
    throw_away,
)
from briefing.library.journal import digest
from briefing.library.shelves import find
from briefing.library.source_keeping import add_source_text, source_text
from briefing.library.theming import rename_theme
from briefing.library.trash import Piece
from briefing.model import (
    Article,
    ArticleId,
    Case,
    CaseId,
    Claim,
    ClaimId,
    Evidence,
    EvidenceId,
    Point,
    PointId,
    PointItem,
    Prose,
    ReadOnly,
    Side,
    Source,
    SourceId,
    SystemTrouble,
    TopicId,
    UserError,
)

POINTS = """---
side: against
theme: legal
mine: kept
---
# Legal

## First. {#c1}
- mine: kept
- answers: what is this
-  odd text

Why.

### Mark {#q1}
- role:   director
- mine: kept too
<!-- and this -->

> some <u>words</u>

## Second. {#c2}
- supports: c1
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create_library(tmp_path, "Mine: a library")
    create_topic(tmp_path, "We should", "Topic", ("Yes", "No"), ("legal", "moral"))
    path = tmp_path / "topic" / "points" / "legal.md"
    path.write_bytes(POINTS.encode())
    return tmp_path


def point(root: Path, id_: str) -> Point:
    return next(each for each in read_library(root).points if each.id == id_)


def text(root: Path, name: str = "topic/points/legal.md") -> str:
    return (root / name).read_bytes().decode()


def test_the_folder_of_a_long_motion_ends_with_a_whole_word(tmp_path: Path) -> None:
    create_library(tmp_path / "new", " ")
    motion = "Lithuania should withdraw from the Conventions, as others did"
    assert create_topic(tmp_path / "new", motion).id == "lithuania-should-withdraw-from-the"
    exactly = "Forty letters make a name of forty chars, and more"
    assert create_topic(tmp_path / "new", exactly).id == "forty-letters-make-a-name-of-forty-chars"
    assert len(create_topic(tmp_path / "new", "Donaudampfschiff" * 5).id) == 40


def test_a_new_library_has_no_faults(tmp_path: Path) -> None:
    create_library(tmp_path / "new", " ")
    topic = create_topic(tmp_path / "new", "Cases: a motion", "Cases")
    library = read_library(tmp_path / "new")
    assert check(tmp_path / "new") == ()
    assert (library.title, library.topics) == ("new", (topic,))
    assert topic.id == "cases-2", "`cases` is the folder of the cases"
    with pytest.raises(UserError, match="a library already"):
        create_library(tmp_path / "new", "x")
    with pytest.raises(UserError, match="no motion"):
        create_topic(tmp_path / "new", " ")


def test_what_briefing_does_not_know_survives(root: Path) -> None:
    old = point(root, "c1")
    quote = replace(old.evidence[0], role="head", quote="other words", marks=())
    saved = save_point(
        read_library(root), replace(old, claim="Changed.", strength="good", evidence=(quote,))
    )
    assert saved.claim == "Changed."
    written = text(root)
    assert written.startswith(POINTS[: POINTS.index("## First")])
    assert written.endswith(POINTS[POINTS.index("## Second") :])
    for kept in ("- mine: kept\n", "- answers: what is this\n", "- mine: kept too\n", "<!-- and"):
        assert kept in written
    assert "- role: head\n" in written
    assert "> other words\n" in written


def test_changing_the_claim_leaves_the_evidence_as_it_is_written(root: Path) -> None:
    save_point(read_library(root), replace(point(root, "c1"), explanation_md="Because."))
    assert text(root) == POINTS.replace("-  odd text\n\nWhy.", "\nBecause.")


def test_a_new_point_goes_to_its_like(root: Path) -> None:
    new = Point(PointId("c3"), TopicId("topic"), "Third.", Side.AGAINST, "legal")
    saved = save_point(read_library(root), new)
    assert saved.place is not None
    assert saved.place.path == Path("topic/points/legal.md")
    assert text(root) == POINTS + "\n## Third. {#c3}\n"


def test_a_new_point_without_its_like_gets_a_file(root: Path) -> None:
    new = Point(PointId("c3"), TopicId("topic"), "Third.", Side.FOR, "moral", "Why.")
    save_point(read_library(root), new)
    assert text(root, "topic/points/for-moral.md") == (
        "---\nside: for\ntheme: moral\n---\n# Moral points\n\n## Third. {#c3}\n\nWhy.\n"
    )
    save_point(
        read_library(root),
        replace(new, id=PointId("c4"), side=None),
        Path("topic/points/for-moral.md"),
    )
    assert text(root, "topic/points/for-moral.md").endswith(
        "\n\n## Third. {#c4}\n- side: none\n\nWhy.\n"
    )


def test_a_point_changed_outside_is_not_overwritten(root: Path) -> None:
    library = read_library(root)
    path = root / "topic" / "points" / "legal.md"
    path.write_bytes(path.read_bytes().replace(b"Why.", b"Theirs."))
    before = path.read_bytes()
    first, second = library.points
    with pytest.raises(UserError, match="changed by another program"):
        save_point(library, replace(first, claim="Ours."))
    with pytest.raises(UserError, match="changed by another program"):
        delete_point(library, first.id)
    assert path.read_bytes() == before
    save_point(library, replace(second, claim="Ours."))
    assert "Theirs." in text(root), "a change elsewhere in the file is no obstacle"


def test_deleting_a_point(root: Path) -> None:
    delete_point(read_library(root), PointId("c1"))
    assert text(root) == POINTS[: POINTS.index("## First")] + POINTS[POINTS.index("## Second") :]
    with pytest.raises(UserError, match="no point"):
        delete_point(read_library(root), PointId("c1"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"claim": " "}, "no claim"),
        ({"id": "A b"}, "cannot be an id"),
        ({"topic": "other"}, "no topic"),
        ({"evidence": (Evidence(EvidenceId("q1"), "x"),)}, "taken by other evidence"),
        ({"claim": "a\0"}, "NUL"),
        ({"claim": "a\ud800"}, "half a character"),
    ],
)
def test_points_that_cannot_be_written(root: Path, changes: dict[str, object], words: str) -> None:
    new = Point(PointId("c3"), TopicId("topic"), "Third.", Side.AGAINST, "legal")
    with pytest.raises(UserError, match=words):
        save_point(read_library(root), replace(new, **changes))  # type: ignore[arg-type]
    assert text(root) == POINTS


def test_a_file_with_broken_front_matter_is_not_written(root: Path) -> None:
    path = root / "topic" / "points" / "legal.md"
    path.write_bytes(path.read_bytes().replace(b"mine: kept", b"mine: a: b", 1))
    with pytest.raises(UserError, match=r"legal.md:4: .*YAML"):
        save_point(read_library(root), replace(point(root, "c1"), claim="x"))


def test_a_newer_format_is_only_read(root: Path) -> None:
    assert is_writable(root)
    names = sorted(root.iterdir())
    (root / "library.md").write_text("---\nbriefing: 2\n---\n", encoding="utf-8")
    assert not is_writable(root)
    assert sorted(root.iterdir()) == names
    assert len(read_library(root).points) == 2
    with pytest.raises(ReadOnly, match="format 2"):
        save_point(read_library(root), replace(point(root, "c1"), claim="x"))
    with pytest.raises(ReadOnly, match="format 2"):
        save_case(root, Case(CaseId(""), "Speech"))


def test_articles_never_take_each_others_names(root: Path) -> None:
    one = save_article(root, Article(ArticleId(""), TopicId("topic"), "A Text", text_md="Words."))
    two = save_article(root, Article(ArticleId(""), TopicId("topic"), "A text!", text_md="Other."))
    assert (one.id, two.id) == ("a-text", "a-text-2")
    assert {article.text_md for article in read_library(root).articles} == {"Words.", "Other."}
    assert check(root)[0].path == Path("topic/points/legal.md"), "articles are without fault"


def test_editing_an_article_keeps_unknown_keys(root: Path) -> None:
    one = save_article(root, Article(ArticleId(""), TopicId("topic"), "A", text_md="Words."))
    path = root / "topic" / "articles" / "a.md"
    path.write_bytes(path.read_bytes().replace(b"title: A\n", b"# note\ntitle: A\nmine: x\n"))
    save_article(root, replace(one, title="B", authors=("C D", "E F")), one)
    assert path.read_bytes() == (
        b"---\n# note\ntitle: B\nmine: x\nauthors: C D; E F\n---\nWords.\n"
    )


def test_editing_a_claim_keeps_the_others(root: Path) -> None:
    save_article(root, Article(ArticleId(""), TopicId("topic"), "A", text_md="Words."))
    path = root / "topic" / "articles" / "a.claims.md"
    before = (
        b"# Mine\n\n## One. {#a1}\n- mine: x\n-\n\n### Fact check: disputed\n- x: y\n\nWhy.\n\n"
        b"## Two. {#a2}\n- type:   value\n"
    )
    path.write_bytes(before)
    one, two = read_library(root).claims
    claims = (replace(one, text="Changed."), two, Claim(ClaimId("a3"), ArticleId("a"), "Three."))
    written = save_claims(read_library(root), ArticleId("a"), claims)
    assert [claim.text for claim in written] == ["Changed.", "Two.", "Three."]
    after = path.read_bytes()
    assert b"- mine: x\n" in after
    assert after.startswith(b"# Mine\n\n## Changed. {#a1}\n")
    assert before[before.index(b"### Fact") :] in after
    save_claims(read_library(root), ArticleId("a"), written[1:])
    assert path.read_bytes() == b"# Mine\n\n" + after[after.index(b"## Two") :]


def test_cases(root: Path) -> None:
    items = (Prose("One."), Prose("Two."), PointItem(PointId("c1")))
    case = save_case(root, Case(CaseId(""), "Speech", TopicId("topic"), Side.FOR, items))
    assert case.items == (Prose("One.\n\nTwo."), PointItem(PointId("c1")))
    assert text(root, "cases/speech.md") == (
        "---\ntitle: Speech\ntopic: topic\nside: for\n---\nOne.\n\nTwo.\n\n![[c1]]\n"
    )
    with pytest.raises(UserError, match="changed"):
        delete_case(root, replace(case, title="x"))
    delete_case(root, case)
    assert read_library(root).cases == ()


def test_adding_a_source_keeps_every_byte_before(root: Path) -> None:
    path = root / "topic" / "sources.json"
    before = b'[\r\n    {"id": "r1", "mine": [1,2], "title": "T"}\r\n]\r\n'
    path.write_bytes(before)
    add_source(read_library(root), Source(SourceId("r2"), TopicId("topic"), "book", "U"))
    after = path.read_bytes()
    assert after.startswith(before[: before.rindex(b"\r\n]")] + b',\r\n    {\r\n      "id": "r2"')
    assert after.endswith(b"\r\n    }\r\n]\r\n")
    with pytest.raises(UserError, match="already"):
        add_source(read_library(root), Source(SourceId("r2"), TopicId("topic")))
    path.write_bytes(b"[{]")
    with pytest.raises(UserError, match="not JSON"):
        add_source(read_library(root), Source(SourceId("r3"), TopicId("topic")))


def test_a_list_of_sources_that_was_broken_since_is_left_alone(root: Path) -> None:
    source = Source(SourceId("r1"), TopicId("topic"), title="Old")
    add_source(read_library(root), source)
    library = read_library(root)
    path = root / "topic" / "sources.json"
    record = source_text(library, source.id)
    broken = path.read_text("utf-8").replace("}", "", 1)
    path.write_text(broken, "utf-8")
    with pytest.raises(UserError, match="changed by another program"):
        save_source(library, replace(source, title="New"))
    with pytest.raises(UserError, match="not JSON"):
        add_source_text(replace(library, sources=()), source.topic, record)
    assert path.read_text("utf-8") == broken


def test_a_theme_over_two_lines_with_line_ends_of_windows_is_renamed(root: Path) -> None:
    path = root / "topic" / "points" / "windows.md"
    path.write_bytes(b"## One. {#w1}\r\n- theme: two\r\n  lines\r\n- as-of: 2024\r\n\r\nWhy.\r\n")
    rename_theme(root, Path("topic"), "two lines", "law")
    assert path.read_bytes() == (b"## One. {#w1}\r\n- theme: law\r\n- as-of: 2024\r\n\r\nWhy.\r\n")


THEMES = {
    "a file with another theme": (
        "---\ntheme: moral\n---\n## One. {#w1}\n- theme: law\n",
        "---\ntheme: moral\n---\n## One. {#w1}\n- theme: none\n",
    ),
    "a file with this theme": (
        "---\ntheme: law\n---\n## One. {#w1}\n- theme: law\n- as-of: 2024\n",
        "---\n---\n## One. {#w1}\n- as-of: 2024\n",
    ),
    "a claim that reads like the field": (
        "## Not - theme: law {#w1}\n- theme: law\n- as-of: 2024\n",
        "## Not - theme: law {#w1}\n- as-of: 2024\n",
    ),
    "line ends of both kinds": (
        "## One. {#w1}\n- as-of: 2024\n- theme:\r\n  law\r\n\nWhy.\n",
        "## One. {#w1}\n- as-of: 2024\n\nWhy.\n",
    ),
}


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_that_is_removed_leaves_its_points_without_one(root: Path, name: str) -> None:
    before, after = THEMES[name]
    path = root / "topic" / "points" / "themes.md"
    path.write_bytes(before.encode())
    rename_theme(root, Path("topic"), "law", "")
    assert path.read_bytes() == after.encode()
    assert find(read_library(root).points, "w1").theme == ""


def test_a_file_with_a_long_name_of_another_script_is_saved(tmp_path: Path) -> None:
    path = tmp_path / ("論" * 84 + ".md")
    data = files.write_file(path, b"one", None)
    files.write_file(path, b"two", data)
    assert path.read_bytes() == b"two"


def test_a_new_article_never_takes_the_place_of_one_that_came_meanwhile(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "topic" / "articles" / "essay.md"
    path.write_text("theirs", encoding="utf-8")
    monkeypatch.setattr(Path, "glob", lambda *_: ())  # it came after the look for a free name
    with pytest.raises(UserError, match="exists already"):
        save_article(root, Article(ArticleId(""), TopicId("topic"), "Essay", text_md="Ours."))
    assert path.read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize("place", ["../x.md", "/x.md", "..\\x.md", "C:x.md", ""])
def test_a_trash_from_elsewhere_puts_nothing_outside_the_library(root: Path, place: str) -> None:
    throw_away(root, "point", "A point", [Piece(Path("topic/points/a.md"), "record", b"## A\n")])
    about = next((root / ".trash").glob("*/about.json"))
    text = about.read_text(encoding="utf-8").replace("topic/points/a.md", json.dumps(place)[1:-1])
    about.write_text(text, encoding="utf-8")
    assert discarded(root) == ()


def test_taking_back_is_all_or_nothing_when_the_disk_is_full(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [root / "topic" / name for name in ("timeline.md", "glossary.md")]
    with recording() as changes:
        for path in paths:
            files.write_file(path, b"new", None)
            files.write_file(path, b"newer", digest(b"new"))
    write = files.write_file

    def full(path: Path, data: bytes, expected: str | None) -> str:
        if data == b"new" and path == paths[0]:  # the second that is brought back
            raise SystemTrouble("There is no space left.")
        return write(path, data, expected)

    monkeypatch.setattr(files, "write_file", full)
    with pytest.raises(SystemTrouble):
        take_back([changes[1], changes[3]])
    assert [path.read_bytes() for path in paths] == [b"newer", b"newer"]


def test_a_folder_of_the_trash_that_stays_is_no_entry(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "a window of the system shows it")

    throw_away(root, "case", "Mine", [Piece(Path("cases/mine.md"), "file", b"Words.")])
    monkeypatch.setattr(Path, "rmdir", refuse)
    forget(root, discarded(root)[0])
    assert discarded(root) == ()
