"""Files of cards into a real library: what comes in, what does not come twice, and back again."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing.app import importing
from briefing.app.cards import evidence_html
from briefing.app.editing import Editor
from briefing.app.exporting import Taste, case_subject, topic_subject
from briefing.app.importing.telling import report_html, summary
from briefing.app.importing.twins import Twins, letters
from briefing.app.navigation import Room
from briefing.app.topic_rows import TopicRows
from briefing.app.unfolding import variant_rows
from briefing.app.workspace import Workspace
from briefing.exporters import named
from briefing.importers import Flagged, Options, worker
from briefing.library import check, create_library, create_topic, read_library
from briefing.model import Cancelled, Prose, Side, TopicId
from briefing.resources import seeds
from tests.importers.word_files import CITE, card, marked_body, paragraph, run, word

LONG = (
    "The exit right was written into the treaty by the very states that now object to its use, and "
    "every one of them kept the same right in the six agreements that it signed in the years since."
)


def body(text: str, marked: int = 40) -> str:
    return paragraph(run(text[:marked], "StyleUnderline"), run(text[marked:]))


FIRST = word(
    paragraph("1NC", style="Heading1")
    + paragraph("T", style="Heading3")
    + card("A carbon price works", "Rivera 24", CITE, [marked_body()])
    + card("Exit is lawful", "Okafor 22", " [Ada Okafor, “Exits,” Law Review, 2022]", [body(LONG)])
    + paragraph("Vote negative", style="Heading4")
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    root = tmp_path / "library"
    create_library(root, "Mine")
    create_topic(root, "Prices should rise", "Prices")
    return Workspace(root)


def reads(*paths: Path) -> Sequence[importing.Read]:
    """What is in files; read here, for a process for every test takes long."""
    answers = [(path, worker.read(path, Options())) for path in paths]
    return [
        importing.Read(path, one.importer, one.intake, one.digest, one.trouble)
        for path, one in answers
    ]


def bring(workspace: Workspace, *paths: Path, side: Side | None = None) -> importing.Plan:
    plan = importing.make_plan(workspace.library, reads(*paths))
    editor = Editor(workspace)
    if plan.brings:
        written = importing.write(plan, workspace, side)
        editor.adopt(written.done)
    return plan


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "neg.docx"
    path.write_bytes(FIRST)
    return path


def test_a_file_of_cards_becomes_one_file_of_points(workspace: Workspace, first: Path) -> None:
    plan = bring(workspace, first, side=Side.AGAINST)
    assert plan.reports[0].lines[0] == "2 cards, 1 point without evidence, 2 sources."
    assert check(workspace.root) == ()
    fresh = read_library(workspace.root)
    assert fresh.points == workspace.library.points
    one, two, three = fresh.points
    assert (one.claim, two.claim, three.claim) == (
        "A carbon price works",
        "Exit is lawful",
        "Vote negative",
    )
    assert one.headings == ("1NC", "", "T") and one.side is Side.AGAINST
    assert one.evidence[0].cite == "Rivera 24" + CITE
    assert one.evidence[0].quote.startswith("In our sample")
    assert {mark.kind.value for mark in one.evidence[0].marks} == {
        *("underline", "emphasis", "highlight", "shrink")
    }
    assert [source.id for source in fresh.sources] == ["rivera-2024", "okafor-2022"]
    assert one.evidence[0].source == "rivera-2024"
    files = list((workspace.root / "prices" / "points").iterdir())
    assert [path.name for path in files] == ["neg.md"]


def test_a_second_import_brings_nothing(workspace: Workspace, first: Path, tmp_path: Path) -> None:
    bring(workspace, first)
    files = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    renamed = tmp_path / "other name.docx"
    renamed.write_bytes(FIRST)
    for path in (first, renamed):
        plan = bring(workspace, path)
        assert not plan.brings
        assert plan.reports[0].already == 3
        assert "in the library already" in plan.reports[0].lines[0]
    assert files == {
        path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()
    }


def test_what_is_new_in_a_later_version_comes_in(
    workspace: Workspace, first: Path, tmp_path: Path
) -> None:
    bring(workspace, first)
    later = tmp_path / "neg v2.docx"
    later.write_bytes(
        word(
            paragraph("1NC", style="Heading1")
            + paragraph("T", style="Heading3")
            + card("A carbon price works", "Rivera 24", CITE, [marked_body()])
            + card(
                "Something new", "Lund 23", " [Per Lund, “New,” 2023]", [body("Quite new. " * 9)]
            )
        )
    )
    report = bring(workspace, later).reports[0]
    assert (report.already, [point.claim for point in report.points]) == (1, ["Something new"])
    assert len(workspace.library.points) == 4


def test_planning_tells_how_far_it_is_and_can_be_stopped(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "many.docx"
    points = [paragraph(f"Reason {number} is good", style="Heading4") for number in range(250)]
    path.write_bytes(word("".join(points)))
    told: list[tuple[int, int]] = []

    def plan(**how: Any) -> importing.Plan:
        told.clear()
        library = workspace.library
        return importing.make_plan(
            library, reads(path), progress=lambda *one: told.append(one), **how
        )

    made = plan()
    assert len(made.reports[0].points) == 250
    assert told == [(0, 250), (100, 250), (200, 250)]
    answers = iter((False, True))
    with pytest.raises(Cancelled):
        plan(stop=lambda: next(answers))
    assert told == [(0, 250)]
    Editor(workspace).adopt(importing.write(made, workspace).done)
    assert plan().reports[0].already == 250  # those of the library are gone through first
    assert told == [(done, 500) for done in (100, 200, 250, 300, 400, 500)]


def test_the_same_words_cut_by_others_are_variants(
    workspace: Workspace, first: Path, tmp_path: Path
) -> None:
    bring(workspace, first)
    root = workspace.library.points[1].evidence[0].id
    other = tmp_path / "aff.docx"
    shorter = LONG[60:]
    other.write_bytes(
        word(
            card("They may leave", "Okafor 22", " [Ada, “Exits,” 2022] //GrRv", [body(LONG, 90)])
            + card("Part of it", "Okafor 22", " [Ada, “Exits,” 2022] ~soham", [body(shorter, 20)])
        )
    )
    report = bring(workspace, other).reports[0]
    assert report.variants == 2
    new = [
        point.evidence[0]
        for point in workspace.library.points
        if point.claim in ("They may leave", "Part of it")
    ]
    assert [one.variant_of for one in new] == [root, root]
    assert [one.quote for one in new] == [LONG, shorter]
    assert workspace.cuts_of(workspace.quotes[root]) == tuple(new)
    assert workspace.cuts_of(new[1]) == (workspace.quotes[root], new[0])
    alone = next(one for one in workspace.library.points if one.claim == "A carbon price works")
    assert not workspace.cuts_of(alone.evidence[0])
    html = evidence_html(workspace, new[0])
    assert "Also cut as:" in html and f'href="cut:{root}">Exit is lawful</a>' in html
    assert f'href="cut:{new[1].id}">Part of it</a>' in html and "cut first" in html
    assert "… ~soham" in html  # what is other in its cite
    rows = TopicRows(workspace, Room.QUOTES, "prices")
    (first_row,) = [row for row in rows if row.quote in (root, *(one.id for one in new))]
    assert (first_row.quote, first_row.folded) == (root, "2 variants")
    under = variant_rows(workspace, first_row)
    assert [row.quote for row in under] == [one.id for one in new]
    assert all(row.head.endswith("Variant of another card") for row in under)
    assert "~soham" in under[1].foot
    assert {row.quote for row in rows.matching("also cut")} == {root}
    assert check(workspace.root) == ()
    Workspace(workspace.root)
    again = Workspace.remembered(workspace.root)  # out of the cache of what was read
    assert again is not None and again.cuts_of(new[0])[0].id == root


def test_one_undo_takes_all_of_it_back(workspace: Workspace, first: Path, tmp_path: Path) -> None:
    text = tmp_path / "own.txt"
    text.write_text("Shells and promises\n\nThe first paragraph of a text.\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    plan = importing.make_plan(workspace.library, reads(first, text))
    written = importing.write(plan, workspace)
    editor = Editor(workspace)
    changes = editor.adopt(written.done)
    assert len(changes.points) == 3 and len(changes.articles) == 1
    assert editor.steps.undo_name == "import of 2 files"
    editor.undo()
    after = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    assert after == before and not workspace.library.points
    editor.redo()
    assert len(workspace.library.points) == 3


def test_what_cannot_be_written_leaves_nothing_behind(
    workspace: Workspace, first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.app.importing import writing
    from briefing.model import SystemTrouble

    def full(*words: object) -> None:
        raise SystemTrouble("There is no space left.")

    monkeypatch.setattr(writing, "add_sources", full)
    plan = importing.make_plan(workspace.library, reads(first))
    before = {path for path in workspace.root.rglob("*") if path.is_file()}
    with pytest.raises(SystemTrouble):
        importing.write(plan, workspace)
    assert {path for path in workspace.root.rglob("*") if path.is_file()} == before


def test_folders_are_searched_and_what_is_passed_over_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.docx", "deep/b.TXT", "~$a.docx", ".hidden.txt", "program.exe"):
        (folder / name).write_bytes(b"x")
    if hasattr(Path, "symlink_to"):
        (folder / "link.txt").symlink_to(folder / "a.docx")
    found = importing.find([folder, tmp_path / "named.exe"])
    assert [path.name for path in found.paths] == ["a.docx", "b.TXT", "named.exe"]
    assert {path.name for path, _ in found.passed_over} == {"~$a.docx", "program.exe", "link.txt"}


def test_the_topic_must_be_known(workspace: Workspace, first: Path) -> None:
    create_topic(workspace.root, "Another motion", "Other")
    fresh = Workspace(workspace.root)
    plan = importing.make_plan(fresh.library, reads(first))
    assert "Say which topic" in plan.reports[0].trouble
    plan = importing.make_plan(fresh.library, reads(first), TopicId("other"))
    assert plan.reports[0].topic == "other" and plan.brings
    plan = importing.make_plan(fresh.library, reads(first), fallback=TopicId("prices"))
    assert plan.reports[0].topic == "prices"


def test_twins_are_found_by_the_words_they_share() -> None:
    import random

    chance = random.Random(1)
    vocabulary = ["".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(3000)]
    texts = [" ".join(chance.choices(vocabulary, k=300)) for _ in range(100)]
    twins = Twins()
    for number, text in enumerate(texts):
        assert twins.find(letters(text)) is None
        twins.add(str(number), letters(text))
    for number, text in enumerate(texts):
        words = text.split()
        part = " ".join(words[100:200]).upper() + "!"
        assert twins.find(letters(part)) == str(number)
        assert twins.find(letters("Quite others. " + text)) == str(number)


def test_files_and_packs_in_a_folder_and_in_a_zip_are_files_of_the_batch(
    workspace: Workspace, first: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    create_library(other, "Other")
    topic = create_topic(other, "Rents should be capped", "Rents")
    subject = topic_subject(Workspace(other), topic)
    folder = tmp_path / "sent"
    folder.mkdir()
    named("pack").write(subject.make(Taste()), folder / "rents.briefing")
    with zipfile.ZipFile(folder / "all.zip", "w") as made:
        made.write(first, "neg/1NC.docx")
        made.write(folder / "rents.briefing", "rents.briefing")
        made.writestr("../../out.txt", "outside")
        made.writestr("__MACOSX/neg/._1NC.docx", b"left")
        made.writestr("photo.png", b"\x89PNG")
    found = importing.find([folder])
    zipped = folder / "all.zip"
    assert set(found.paths) == {
        zipped / "neg/1NC.docx",
        zipped / "rents.briefing",
        folder / "rents.briefing",
    }
    assert any(path == zipped and "1 other file in it" in why for path, why in found.passed_over)
    before = {path for path in workspace.root.rglob("*") if path.is_file()}
    plan = importing.make_plan(workspace.library, reads(*found.paths), TopicId("prices"))
    assert all(one.brings for one in plan.reports)
    assert any("the topic “Rents”" in line for one in plan.reports for line in one.lines)
    editor = Editor(workspace)
    written = importing.write(plan, workspace)
    editor.adopt(written.done)
    assert "rents" in workspace.topics and workspace.topics["rents"].motion.startswith("Rents")
    assert [one.topic for one in workspace.library.points] == ["prices"] * 3
    assert check(workspace.root) == ()
    editor.undo()
    assert {path for path in workspace.root.rglob("*") if path.is_file()} == before


def test_json_of_a_topic_brings_all_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Claims, fact checks, lists and cases as well; and none of it twice."""
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    given = Workspace(seeds())
    subject = topic_subject(given, given.topics["cluster-munitions"])
    path = tmp_path / "topic.json"
    named("json").write(subject.make(Taste()), path)
    root = tmp_path / "library"
    create_library(root, "Mine")
    topic = create_topic(root, "NATO should leave", "Other")
    workspace = Workspace(root)
    plan = bring(workspace, path)
    (report,) = plan.reports
    assert "fact check" in report.counted and "event" in report.counted
    assert not [one for one in check(root) if "unused" not in one.what], "no fault was written"
    library, before = workspace.library, given.library
    # Sources have other ids now: a text is compared with what stands for them left out.
    assert [_bare(one.text_md) for one in library.timeline] == [
        _bare(one.text_md) for one in before.timeline
    ]
    assert [one.date for one in library.timeline] == [one.date for one in before.timeline]
    assert [(one.term, one.aliases, _bare(one.meaning_md)) for one in library.glossary] == [
        (one.term, one.aliases, _bare(one.meaning_md)) for one in before.glossary
    ]
    assert [(one.label, one.value, one.as_of, one.caution) for one in library.figures] == [
        (one.label, one.value, one.as_of, one.caution) for one in before.figures
    ]
    checks = [[(one.id, [each.verdict for each in one.checks]) for one in some] for some in (
        sorted(library.claims, key=lambda one: (one.text, one.id)),
        sorted(before.claims, key=lambda one: (one.text, one.id)),
    )]  # fmt: skip
    assert checks[0] == checks[1]
    assert sum(len(one.links) for one in library.points) == sum(
        len(one.links) for one in before.points
    )
    assert [len(one.items) for one in library.cases] == [len(one.items) for one in before.cases]
    titles = {one.id: one.title for one in library.sources}
    old = {one.id: one.title for one in before.sources}
    for new, was in zip(library.figures, before.figures, strict=True):
        assert [titles[one] for one in new.sources] == [old[one] for one in was.sources]
    again = importing.make_plan(library, reads(path), topic.id)
    assert not again.brings, again.reports[0].lines


def test_references_in_cases_and_figures_follow_their_sources(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "case.json"
    whole = {
        "format": "briefing-json", "version": 1,
        "sources": [{"id": "r1", "title": "One"}, {"id": "r2", "title": "Two"}],
        "figures": [{"label": "Dams", "value": "4", "as_of": "2024",
                     "caution": "Some are weirs [@r2]."}],
        "cases": [{"id": "k", "title": "First", "items": [
            {"kind": "prose", "text_md": "As r1 says [@r1]."}]}],
    }  # fmt: skip
    path.write_text(json.dumps(whole), "utf-8")
    bring(workspace, path)
    assert check(workspace.root) == ()
    titles = {one.title: one.id for one in workspace.library.sources}
    (case,), (figure,) = workspace.library.cases, workspace.library.figures
    assert case.items == (Prose(f"As r1 says [@{titles['One']}]."),)
    assert figure.caution == f"Some are weirs [@{titles['Two']}]."
    document = case_subject(workspace, case).make(Taste())
    assert [one.id for one in document.values.sources] == [titles["One"]]


def _bare(text: str) -> str:
    return re.sub(r"\[@[^\]]*\]", "[@]", text)


def test_a_table_of_quotations_and_a_bibliography_come_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    table, books = tmp_path / "quotes.csv", tmp_path / "books.bib"
    table.write_text("quote,author\nSo it is said here.,Ada Okafor\n", "utf-8")
    books.write_text("@book{a, title = {Prices}, author = {Ana Rivera}, year = 2021}\n", "utf-8")
    assert all(one.brings for one in bring(workspace, table, books).reports)
    for report in bring(workspace, table, books).reports:
        assert not report.brings and report.already == 1
        assert report.lines[0].startswith("All of it is in the library already")


def test_what_would_come_is_told_in_its_own_words(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "one.docx"
    cited = card("A carbon price works", "Rivera 24", CITE, [marked_body()])
    path.write_bytes(word(cited + card("R&D <pays>", "Okafor 22", CITE, [body(LONG)])))
    plan = importing.make_plan(workspace.library, reads(path))
    (report,) = plan.reports
    (other,) = [one for one in report.points if one.claim == "R&D <pays>"]
    html = report_html(workspace, replace(report, flagged=(Flagged(other.id, "look at it"),)))
    assert "R&amp;D &lt;pays&gt;: look at it" in html
    assert summary(plan) == "1 of 1 file can be added: 2 cards."
