"""Cutting, writing, merging, deleting, without a window."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from briefing.app.drafts import Drafts
from briefing.app.editing import Editor, discarding, linking, points
from briefing.app.editing import articles as making
from briefing.app.editing.aside import undo_aside, write_aside
from briefing.app.editing.excerpt import Shown, excerpt_of, whole_passage
from briefing.app.editing.sources import keep_source, new_source, read_name, source_for
from briefing.app.undo import FileStep
from briefing.app.workspace import Workspace
from briefing.library import check, discarded, read_library, save_point
from briefing.model import (
    Cancelled,
    Case,
    CaseId,
    Link,
    Name,
    PassageTarget,
    PointItem,
    PointTarget,
    Relation,
    Side,
    Stop,
    UserError,
)
from briefing.text.passages import passages
from tests.app.editing.conftest import state


def article(editor: Editor):
    return editor.workspace.articles["plan"]


def test_an_excerpt_is_the_article_word_for_word(editor: Editor):
    texts = [one.text for one in passages(article(editor).text_md)]
    assert texts[1] == "The first paragraph says that treaties bind only those who sign them."
    shown = texts[1].replace("bind only", "bind Report 2020 only")  # the label of a source
    start = shown.index("reaties bind")
    found = excerpt_of(article(editor), [Shown(1, shown, start, shown.index("those") + 3)])
    assert found.quote == "treaties bind only those" == found.words
    two = excerpt_of(
        article(editor),
        [
            Shown(1, texts[1], texts[1].index("sign"), len(texts[1])),
            Shown(2, texts[2], 0, texts[2].index(" says")),
        ],
    )
    assert two.quote == "sign them.\n\nThe second paragraph — “quoted” —"
    assert all(part in texts[n] for n, part in enumerate(two.quote.split("\n\n"), 1))
    with pytest.raises(UserError, match="Select the words"):
        excerpt_of(article(editor), [])


def test_a_card_is_cut_with_its_source_and_its_link(editor: Editor, root: Path):
    excerpt = whole_passage(article(editor), 2)
    wanted = points.Cut(
        excerpt, "Nothing of the kind is said.", Side.FOR, "legal", Relation.SUPPORTS
    )
    before = state(root)
    point, _ = points.cut(editor, wanted)
    (evidence,) = point.evidence
    assert evidence.quote == passages(article(editor).text_md)[2].text
    source = editor.workspace.sources[evidence.source]
    assert (source.title, source.container, source.date) == ("A plan", "The Paper", "2024-05")
    assert source.authors == (Name("Lee", "Ann"), Name("Ray", "Bob"))
    assert linking.spot(editor, point.links[0].target) == 2
    assert not [one for one in check(root) if "source" in one.what and point.id in one.what]
    again, _ = points.cut(editor, replace(wanted, claim="Another one.", relation=None))
    assert again.evidence[0].source == source.id, "the source is made once"
    under, _ = points.cut(editor, replace(wanted, under=point.id))
    assert len(under.evidence) == 2 and len(under.links) == 1
    for _ in range(3):
        editor.undo()
    assert state(root) == before


def test_a_like_point_is_found(editor: Editor):
    known = editor.library.points
    assert [one.id for one in points.like_points(known, "All treaties bind.")] == ["c01"]
    assert points.like_points(known, "Cats purr softly.") == ()
    assert [one.id for one in points.beginning_like(known, "trea are")] == ["c02"]


@pytest.mark.parametrize("claim", ["", "  \n", "\0\u200b", "x" * 100_000])
def test_a_claim_that_is_none_is_refused_in_words(editor: Editor, root: Path, claim: str):
    before = state(root)
    with pytest.raises(UserError):
        points.keep_point(editor, replace(points.new_point("signing"), claim=claim))
    assert state(root) == before


def test_what_is_pasted_is_kept_or_cleaned(editor: Editor, root: Path):
    text = "\U0001f600 ‏עברית‏ " + "word " * 20_000 + "\0\r\nend"
    new = replace(
        points.new_point("signing"), claim="Odd \0 words\n\U0001f600", explanation_md=text
    )
    points.keep_point(editor, new)
    (read,) = (one for one in read_library(root).points if one.id == new.id)
    assert read.claim == "Odd words \U0001f600"
    assert read.explanation_md == text.replace("\0\r\n", "\n")


def test_a_point_that_changed_elsewhere_is_not_overwritten(editor: Editor):
    opened = editor.workspace.points["c02"]
    points.keep_point(editor, replace(opened, claim="Changed in another form."))
    with pytest.raises(UserError, match="changed elsewhere"):
        points.keep_point(editor, replace(opened, claim="Mine."), opened)


def test_merging_unites_and_leads_everything_to_the_one(editor: Editor, root: Path):
    new = replace(
        points.new_point("signing", Side.AGAINST, "legal"),
        claim="Treaties bind everyone.",
        explanation_md="As I said.",
        evidence=(replace(points.new_evidence("signing"), quote="They do.", speaker="Me"),),
        links=(Link(Relation.UNDERCUTS, PointTarget("c02")),),
    )
    points.keep_point(editor, new)
    linking.link(editor, "c02", PointTarget(new.id), Relation.ANSWERS)
    editor.workspace.keep_case(Case(CaseId(""), "Speech", items=(PointItem(new.id),)))
    before = state(root)
    points.merge(editor, "c01", new.id)
    kept = editor.workspace.points["c01"]
    assert [one.quote for one in kept.evidence] == ["They bind all of us.", "They do."]
    assert kept.explanation_md == "Because they do.\n\nAs I said."
    assert Link(Relation.UNDERCUTS, PointTarget("c02")) in kept.links
    assert {one.target for one in editor.workspace.points["c02"].links} == {PointTarget("c01")}
    assert editor.workspace.cases["speech"].items == (PointItem(kept.id),)
    assert new.id not in editor.workspace.points
    assert [one.title for one in discarded(root)] == [new.claim]
    assert read_library(root).points == editor.library.points
    editor.undo()
    assert state(root) == before


def test_two_points_are_told_apart_in_their_own_records_and_no_more(editor: Editor, root: Path):
    path = root / "signing" / "points" / "legal.md"
    points.tell_apart(editor, "c01", "c02")
    text = path.read_text("utf-8")
    assert text.count("- differs-from: c02\n") == text.count("- differs-from: c01\n") == 1
    assert [one for one in check(root) if "differs" in one.what] == []
    one, other = editor.workspace.points["c01"], editor.workspace.points["c02"]
    assert points.is_told_apart(one, other) and points.is_told_apart(other, one)
    points.tell_apart(editor, "c02", "c01")
    assert b"differs-from" not in path.read_bytes(), "they are alike after all"
    line, by_hand = b"- supports: c01", b"- differs-from: c01\r\n- supports: c01"
    path.write_bytes(path.read_bytes().replace(line, by_hand))
    editor.workspace.reread([path.relative_to(root)])
    one, other = editor.workspace.points["c01"], editor.workspace.points["c02"]
    assert points.is_told_apart(one, other), "said under one of them is enough"


def test_what_was_told_apart_from_a_merged_point_is_told_apart_from_the_one(editor: Editor):
    third = replace(points.new_point("signing"), claim="Treaties bind everybody.")
    points.keep_point(editor, third)
    points.tell_apart(editor, third.id, "c02")
    points.tell_apart(editor, "c01", "c02")
    points.merge(editor, "c01", third.id)
    assert editor.workspace.points["c01"].differs == ("c02",)
    assert editor.workspace.points["c02"].differs == ("c01",)
    points.merge(editor, "c01", "c02")
    assert editor.workspace.points["c01"].differs == ()


def test_a_deleted_point_comes_back_with_the_links_to_it(editor: Editor, root: Path):
    discarding.delete_point(editor, "c01")
    assert editor.workspace.points["c02"].links == ()
    (entry,) = discarded(root)
    assert entry.title == "Treaties bind all." and b"strange: kept" in entry.pieces[0].data
    discarding.bring_back(editor, entry)
    assert editor.workspace.points["c02"].links == (Link(Relation.SUPPORTS, PointTarget("c01")),)
    assert editor.workspace.points["c01"].evidence[0].quote == "They bind all of us."
    assert discarded(root) == ()


def test_an_article_comes_back_with_claims_and_links(editor: Editor, root: Path):
    making.keep_note(editor, replace(making.new_note(editor, "plan", 1), text_md="Mine."))
    point = editor.workspace.points["c01"]
    discarding.delete_article(editor, "plan")
    assert not editor.workspace.points["c01"].links and not editor.library.claims
    (entry,) = discarded(root)
    assert len(entry.pieces) == 3
    discarding.bring_back(editor, entry)
    assert editor.workspace.points["c01"].links == point.links
    assert editor.workspace.notes_beside(article(editor))[1][0].text_md == "Mine."


def test_a_trash_from_elsewhere_cannot_write_outside_the_library(root: Path):
    folder = root / ".trash" / "x"
    folder.mkdir(parents=True)
    (folder / "1").write_text("x", encoding="utf-8")
    for path in ("../../evil.md", "/evil.md", "C:/evil.md"):
        about = {"what": "article", "pieces": [{"path": path, "kind": "file", "file": "1"}]}
        (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
        assert discarded(root) == ()


def test_a_source_in_use_is_not_deleted_and_keeps_what_is_unknown(editor: Editor, root: Path):
    with pytest.raises(UserError, match=r"“Treaties bind all\.” and 2 more"):
        discarding.delete_source(editor, "s1")
    keep_source(editor, replace(editor.workspace.sources["s1"], container="The Paper"))
    text = (root / "signing" / "sources.json").read_text("utf-8")
    assert '"odd": [' in text and '{"id": "s2", "type": "book", "title": "Book"}' in text
    made, _ = keep_source(editor, replace(new_source(editor, "signing"), title="A Book, “quoted”"))
    assert read_library(root).sources[-1] == made
    with pytest.raises(UserError, match="is not a date"):
        keep_source(editor, replace(made, date="yesterday"))
    kept, _ = keep_source(editor, replace(made, date=" 12 May 2023", accessed="June 2024"))
    assert (kept.date, kept.accessed) == ("2023-05-12", "2024-06")


def test_names_are_read_as_they_are_written():
    assert read_name("Nagl, John") == Name("Nagl", "John")
    assert read_name("Jens Stoltenberg") == Name("Stoltenberg", "Jens")
    assert read_name("Ministry of Defence") == Name(literal="Ministry of Defence")


def test_an_article_without_words_about_itself_has_no_source(editor: Editor):
    bare = replace(article(editor), authors=(), venue="", url="")
    assert source_for(editor, bare) == (None, False)


def test_links_claims_and_notes_follow_an_edited_text(editor: Editor, root: Path):
    target = linking.passage_target(editor, "plan", 3)
    linking.link(editor, "c02", target, Relation.ANSWERS)
    making.keep_note(editor, replace(making.new_note(editor, "plan", 3), text_md="Mine."))
    old = article(editor)
    text = old.text_md.replace("# A plan\n", "# A plan\n\nA new beginning of it all.\n")
    text = text.replace("stands alone and is quite a bit longer", "stands by itself and is longer")
    changes, lost = making.keep_article(editor, replace(old, text_md=text))
    assert (lost, changes.articles) == ((), frozenset({"plan"}))
    (link,) = [
        one for one in editor.workspace.points["c02"].links if isinstance(one.target, PassageTarget)
    ]
    assert "stands by itself" in link.target.selector.exact
    assert linking.spot(editor, link.target) == 4
    assert list(editor.workspace.notes_beside(article(editor))) == [4]
    _, lost = making.keep_article(
        editor, replace(article(editor), text_md="Nothing is left of it.")
    )
    assert len(lost) == 3, "the note and the link had the same words"


def rename(editor: Editor, old: str, new: str, stop: Stop | None = None) -> None:
    done = making.rename_theme(editor.workspace, "signing", old, new, stop=stop)
    assert done is not None
    editor.adopt(done)


def test_themes_are_renamed_merged_and_removed(editor: Editor, root: Path):
    rename(editor, "legal", "law")
    assert editor.workspace.topics["signing"].themes == ("law", "history")
    assert [one.theme for one in editor.library.points] == ["law", "history"]
    rename(editor, "history", "law")
    assert {one.theme for one in editor.library.points} == {"law"}
    assert editor.workspace.topics["signing"].themes == ("law",)
    rename(editor, "law", "")
    assert {one.theme for one in editor.library.points} == {""}
    assert not [one for one in check(root) if "theme" in one.what]


def test_what_a_worker_wrote_is_undone_by_a_worker(editor: Editor, root: Path):
    before = state(root)
    with pytest.raises(Cancelled):
        rename(editor, "legal", "law", stop=iter([False, True]).__next__)
    assert state(root) == before and not editor.steps.undo_name
    rename(editor, "legal", "law")
    after = state(root)
    for way, wanted in (("undo", before), ("redo", after), ("undo", before)):
        step = editor.steps.latest(way)
        assert isinstance(step, FileStep)
        editor.adopt_undone(step, undo_aside(editor.workspace, step))
        assert state(root) == wanted
    assert editor.library.points[0].theme == "legal" and editor.steps.redo_name


def test_drafts_outlive_the_program(root: Path, tmp_path: Path):
    drafts = Drafts(root, tmp_path / "data")
    id_ = drafts.keep("point", "c01", "Point: x", {"claim": "words \U0001f600 \ud800"})
    drafts.keep("point", "c01", "Point: y", {"claim": "more"}, id_)
    (found,) = Drafts(root, tmp_path / "data").all()
    assert (found.about, found.values) == ("Point: y", {"claim": "more"})
    (tmp_path / "data" / "drafts").joinpath(
        next((tmp_path / "data" / "drafts").iterdir()), "bad.json"
    ).write_text("{")
    assert len(drafts.all()) == 1
    drafts.drop(id_)
    assert drafts.all() == () == Drafts(tmp_path, tmp_path / "data").all()


def test_drafts_of_former_versions_are_found_under_their_new_name(tmp_path: Path):
    root, data = tmp_path / "library", tmp_path / "data"
    drafts = Drafts(root, data)
    id_ = drafts.keep("point", "c01", "Point: x", {"claim": "words"})
    (folder,) = (data / "drafts").iterdir()
    former = blake2b(str(root).encode(), digest_size=8).hexdigest()
    folder.rename(folder.with_name(former))
    assert drafts.all() == ()
    new = drafts.keep("point", "c02", "Point: y", {"claim": "more"})
    again = Drafts(root, data)
    assert {one.id for one in again.all()} == {id_, new}
    again.drop(id_)
    assert [one.id for one in Drafts(root, data).all()] == [new]
    assert list((data / "drafts").iterdir()) == [folder]


def test_a_quotation_of_no_point_is_changed_deleted_and_brought_back(root: Path):
    path = root / "signing" / "points" / "legal.md"
    text = path.read_bytes()
    loose = b"### Sam Poe {#q9}\r\n- page: 3\r\n- odd: kept\r\n\r\n> Nobody signs.\r\n\r\n"
    path.write_bytes(text.replace(b"## Treaties bind all", loose + b"## Treaties bind all"))
    editor = Editor(Workspace(root))
    quote, before = editor.workspace.quotes["q9"], path.read_bytes()
    points.keep_evidence(editor, replace(quote, speaker="Sam Poet", page="4"), opened=quote)
    changed = before.replace(b"Sam Poe {", b"Sam Poet {").replace(b"page: 3", b"page: 4")
    assert path.read_bytes() == changed
    with pytest.raises(UserError, match="changed elsewhere"):
        points.keep_evidence(editor, replace(quote, speaker="Nobody"), opened=quote)
    with pytest.raises(UserError, match="is empty"):
        points.keep_evidence(editor, replace(editor.workspace.quotes["q9"], quote=" "))
    editor.undo()
    assert path.read_bytes() == before
    discarding.delete_quote(editor, "q9")
    assert path.read_bytes() == text
    (entry,) = discarded(root)
    discarding.bring_back(editor, entry)
    assert editor.workspace.quotes["q9"] == quote
    assert "q9" not in editor.workspace.owner
    assert path.read_bytes() == before
    with pytest.raises(UserError, match="stands under"):
        discarding.delete_quote(editor, "q01")


def test_a_quotation_of_no_point_gets_one_and_loses_nothing(root: Path):
    path = root / "signing" / "points" / "legal.md"
    text = path.read_bytes()
    loose = b"### Sam Poe {#q9}\r\n- page: 3\r\n- odd: kept\r\n\r\n> Nobody signs.\r\n\r\n"
    path.write_bytes(text.replace(b"## Treaties bind all", loose + b"## Treaties bind all"))
    editor, before = Editor(Workspace(root)), path.read_bytes()
    quote = editor.workspace.quotes["q9"]
    known, faults = set(editor.workspace.points), len(editor.library.faults)
    point = replace(
        points.new_point(quote.topic), claim="Few sign.", evidence=(replace(quote, page="4"),)
    )
    with pytest.raises(UserError, match="changed elsewhere"):
        points.keep_point(editor, point, taken=[replace(quote, page="9")])
    points.keep_point(editor, point, taken=[quote])
    (new,) = set(editor.workspace.points) - known
    assert editor.workspace.owner["q9"] == editor.workspace.points[new]
    written = b"".join(one.read_bytes() for one in path.parent.glob("*.md"))
    assert written.count(b"{#q9}") == 1
    assert b"odd: kept" in written and b"page: 4" in written
    assert len(editor.library.faults) == faults
    editor.undo()
    assert path.read_bytes() == before
    assert editor.workspace.quotes["q9"] == quote and "q9" not in editor.workspace.owner


def test_merging_drops_no_quotation_that_a_third_point_shows(editor: Editor, root: Path):
    words = {"quote": "They bind all of us.", "speaker": "Me"}
    source = editor.workspace.points["c01"].evidence[0].source
    own = replace(points.new_evidence("signing"), source=source, **words)
    twin = replace(points.new_point("signing"), claim="Everyone is bound by them.", evidence=(own,))
    points.keep_point(editor, twin)
    third = replace(points.new_point("signing"), claim="So it is used.", also=(own.id,))
    points.keep_point(editor, third)
    points.keep_point(editor, replace(editor.workspace.points["c02"], also=(own.id,)))
    points.merge(editor, "c02", twin.id)  # it borrowed the quotation, which is its own now
    assert [one.id for one in editor.workspace.points["c02"].evidence][-1] == own.id
    assert editor.workspace.points["c02"].also == ()
    points.merge(editor, "c01", "c02")  # both quote the same words
    assert own.id in [one.id for one in editor.workspace.points["c01"].evidence]
    assert [one.id for one in editor.workspace.evidence_of(third)] == [own.id]
    assert not [one for one in check(root) if "evidence" in one.what]


def test_a_bug_in_the_middle_leaves_the_files_as_they_were(editor: Editor, root: Path):
    before = state(root)

    def write() -> None:
        save_point(editor.library, replace(editor.library.points[0], claim="Half of it."))
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        editor.do("break", write)
    with pytest.raises(KeyError):
        write_aside(editor.workspace, "break", write)
    assert state(root) == before and not editor.steps.undo_name
