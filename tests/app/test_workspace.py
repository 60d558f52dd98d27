from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.app.editing import Editor
from briefing.app.editing.articles import new_article
from briefing.app.editing.discarding import delete_case
from briefing.app.lookups import Found
from briefing.app.workspace import LONG, Workspace
from briefing.model import (
    Article,
    ArticleId,
    Case,
    CaseId,
    PointItem,
    ReadOnly,
    TopicId,
    UserError,
)
from briefing.resources import seeds

FILES = {
    "library.md": "---\nbriefing: 1\ntitle: Small\n---\n",
    "t/topic.md": "---\ntitle: T\nmotion: It is so.\nfor: Yes\nagainst: No\n---\n",
    "t/articles/essay.md": "---\ntitle: Essay\nside: for\nkind: digest\n---\n"
    "# Why\n\nThe sky is blue because of the air.\n\nGrass is green in the spring.\n",
    "t/articles/essay.claims.md": "## The air makes it blue. {#a1}\n"
    "- passage: because of the air\n- locator: due to the atmosphere above us\n\n"
    "### Fact check: supported\n- sources: s1\n\nYes.\n\n"
    "## It rains. {#a2}\n- passage: words that are not there at all\n- locator: raining\n",
    "t/articles/copy.md": "---\ntitle: Copy\nfull-text-of: essay\n---\n"
    "Long before.\n\nAll this is due to the atmosphere above us, they say.\n\nIt is raining.\n",
    "t/articles/other.md": "---\ntitle: Other\nside: against\n---\nThe same air is meant here.\n",
    "t/articles/other.claims.md": "## Air again. {#b1}\n"
    "- passage: The same air\n- same-as: essay#a1\n",
    "t/points/one.md": "## Blue is scattered light. {#p1}\n- side: for\n- supports: essay#a1\n"
    "- sources: s1\n\nSo it is.\n\n### Ann {#q1}\n- source: s1\n\n> Light scatters.\n\n"
    "## Air has no colour. {#p2}\n- side: against\n- answers: essay#a1\n- answers: p1\n"
    "- evidence: q1\n\nNo.\n\n"
    '## Not all grass. {#p3}\n- side: against\n- undercuts: essay "Grass is green"\n'
    "- supports: p2\n\nHay.\n",
    "t/sources.json": '[{"id": "s1", "type": "book", "title": "On light", '
    '"author": [{"family": "Rayleigh", "given": "J."}], "issued": {"date-parts": [[1871]]}}]',
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return tmp_path / "small"


@pytest.fixture
def workspace(root: Path) -> Workspace:
    return Workspace(root)


def test_what_stands_beside_a_passage(workspace: Workspace):
    reading = workspace.read("essay")
    assert reading is not None
    blue = reading.passages[1]
    assert [one.point.id for one in blue.counters] == ["p2"]
    assert [one.point.id for one in blue.supports] == ["p1"]
    assert [one.id for one in blue.claims] == ["a1"]
    assert [one.value for one in blue.verdicts] == ["supported"]
    assert [one.point.id for one in reading.passages[2].seen] == ["p3"]


def test_a_claim_whose_words_are_gone_is_listed(workspace: Workspace):
    reading = workspace.read("essay")
    assert reading is not None
    assert [one.claim.id for one in reading.lost if one.claim] == ["a2"]


def test_a_full_text_shows_the_claims_of_its_digest_at_its_own_words(workspace: Workspace):
    reading = workspace.read("copy")
    assert reading is not None
    assert [one.id for one in reading.passages[1].claims] == ["a1"]
    assert [one.point.id for one in reading.passages[1].seen] == ["p2", "p1"]


def test_the_same_claim_elsewhere_brings_its_points(workspace: Workspace):
    reading = workspace.read("other")
    assert reading is not None
    assert {one.point.id for one in reading.passages[0].seen} == {"p1", "p2"}


def test_what_another_thread_began_to_read_before_a_change_is_not_shown_after_it(
    workspace: Workspace, root: Path, monkeypatch: pytest.MonkeyPatch
):
    from briefing.app import workspace as module

    read = module.read

    def interrupted(*given):
        """As the window takes an edit over while a worker reads the article."""
        monkeypatch.setattr(module, "read", read)
        found = read(*given)
        path = root / "t/points/one.md"
        text = path.read_text(encoding="utf-8").replace("- answers: essay#a1\n", "")
        path.write_text(text, encoding="utf-8", newline="\n")
        workspace.reread([Path("t/points/one.md")])
        return found

    monkeypatch.setattr(module, "read", interrupted)
    begun, after = workspace.read("essay"), workspace.read("essay")
    assert [len(one.passages[1].seen) for one in (begun, after)] == [2, 1]


def test_a_file_that_is_read_again_while_another_thread_looks_something_up(
    workspace: Workspace, root: Path
):
    found = workspace.points
    (numbers, make), *_ = found._sources

    class Interrupted(dict):
        """Numbers as another thread has them when the window takes an edit over."""

        def get(self, key, default=None):
            number = numbers.get(key, default)
            path = root / "t/points/one.md"
            text = path.read_text(encoding="utf-8")
            if "{#p1}" in text:
                path.write_text(text[text.index("## Air") :], encoding="utf-8", newline="\n")
                workspace.reread([Path("t/points/one.md")])
            return number

    for id_ in ("p2", "p3"):
        assert Found((Interrupted(), make))[id_].id == id_
    assert "p1" not in workspace.points and workspace.owner.keys() == set()


def test_chains_put_answers_first(workspace: Workspace):
    assert [one.point.id for one in workspace.beside_point("p1")] == ["p2"]
    assert [(one.point.id, one.is_counter) for one in workspace.beside_point("p2")] == [
        ("p3", False)
    ]
    assert workspace.beside_point("p3") == () == workspace.beside_point("nobody")


def test_borrowed_evidence_comes_after_the_own(workspace: Workspace):
    assert [one.id for one in workspace.evidence_of(workspace.points["p2"])] == ["q1"]
    assert workspace.owner["q1"].id == "p1"
    assert workspace.quotes["q1"].quote == "Light scatters."


def test_the_places_of_a_point(workspace: Workspace):
    places = workspace.places_of(workspace.points["p1"])
    assert [(one.id, spot, claim.id) for one, spot, claim in places if claim] == [
        ("essay", 1, "a1")
    ]
    (article, spot, claim) = workspace.places_of(workspace.points["p3"])[0]
    assert (article.id, spot, claim) == ("essay", 2, None)


def test_short_names_of_sources(workspace: Workspace):
    assert workspace.source_label("s1") == "Rayleigh 1871"
    assert workspace.source_label("unknown") == "unknown"


def test_an_unknown_article_is_none(workspace: Workspace):
    assert workspace.read("nothing") is None
    assert workspace.claim("essay", "zz") is None


def test_a_long_article_in_pieces_is_numbered_throughout(root: Path):
    body = "A paragraph of some words.\n\n" * (LONG // 20)
    (root / "t/articles/long.md").write_text(f"---\ntitle: Long\n---\n{body}", encoding="utf-8")
    workspace = Workspace(root)
    article = workspace.articles["long"]
    assert workspace.is_long(article)
    assert not workspace.is_long(workspace.articles["essay"])
    parts = workspace.pieces(article)
    assert len(parts) > 2 and parts[0] == workspace.first_piece(article)
    reading = workspace.read("long")
    assert reading is not None
    assert [one.passage.index for one in reading.passages] == list(range(LONG // 20))
    assert f'name="p{LONG // 20 - 1}"' in parts[-1]


def test_cases_are_kept_and_removed(workspace: Workspace, root: Path):
    case = Case(CaseId(""), "First speech", items=(PointItem(workspace.points["p1"].id),))
    changes = workspace.keep_case(case)
    (name,) = changes.cases
    assert (root / "cases" / f"{name}.md").read_text(encoding="utf-8").endswith("![[p1]]\n")
    assert Workspace(root).cases[name].items == case.items
    delete_case(Editor(workspace), CaseId(name))
    assert Workspace(root).cases == {} == workspace.cases


def test_a_kept_article_can_be_read_at_once(workspace: Workspace):
    article = Article(ArticleId(""), TopicId("t"), "New one", text_md="Some words.\n")
    saved, changes = new_article(Editor(workspace), article)
    assert changes.articles == {saved.id}
    reading = workspace.read(saved.id)
    assert reading is not None and reading.passages[0].passage.text == "Some words."


def test_a_library_of_a_newer_format_is_not_changed(root: Path):
    (root / "library.md").write_text("---\nbriefing: 99\n---\n", encoding="utf-8")
    workspace = Workspace(root)
    assert workspace.is_read_only
    before = sorted(path.name for path in root.rglob("*"))
    with pytest.raises(ReadOnly, match="newer Briefing"):
        workspace.keep_case(Case(CaseId(""), "First"))
    assert sorted(path.name for path in root.rglob("*")) == before


def test_a_folder_that_is_no_library_is_refused_in_words(tmp_path: Path):
    with pytest.raises(UserError, match=r"library\.md"):
        Workspace(tmp_path)


def test_nothing_of_the_starter_library_is_lost(tmp_path: Path):
    workspace = Workspace(Path(shutil.copytree(seeds(), tmp_path / "seeds")))
    assert workspace.library.faults == ()
    for name in workspace.articles:
        reading = workspace.read(name)
        assert reading is not None
        assert reading.lost == (), name
