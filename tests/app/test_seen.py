"""After an edit only changed files are looked at, and the index is what a whole look would make."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.app.entries import entries
from briefing.app.finding import Finder
from briefing.app.workspace import Workspace
from briefing.index import digest

FILES, EACH = 16, 10
ARTICLE = "---\ntitle: {}\n{}---\n\nA text that says this.\n\nAnd more.\n"


def _claims(same: str = "", note: str = "") -> str:
    return (
        "## It says this. {#k1}\n\n- passage: says this\n- locator: says this\n"
        f"{same}\n{note}\n\n"
        "## There is more. {#k2}\n\n- passage: And more\n"
    )


def _text(file: int, edits: dict[int, str], links: dict[int, str]) -> str:
    blocks = []
    for number in range(file * EACH, file * EACH + EACH):
        link = f"\n- {links[number]}" if number in links else ""
        source = f"- source: s{number % 3}"
        blocks.append(
            f"## Claim {number} {edits.get(number, '')} {{#p{number}}}\n\n- side: for{link}\n\n"
            f"Why.\n\n### Ann Example {{#q{number}}}\n\n{source}\n\n> Words of {number}.\n"
        )
    return "\n".join(blocks)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of some files of points."""
    root = tmp_path / "library"
    (root / "one" / "points").mkdir(parents=True)
    (root / "one" / "articles").mkdir()
    files = {
        "library.md": "---\nbriefing: 1\ntitle: Some\n---\n",
        "one/topic.md": "---\ntitle: One\nmotion: So.\n---\n",
        "one/articles/a.md": ARTICLE.format("A", ""),
        "one/articles/a.claims.md": _claims(),
        "one/articles/whole.md": ARTICLE.format("Whole", "full-text-of: a\n"),
        "one/articles/twin.md": ARTICLE.format("Twin", ""),
        "one/articles/twin.claims.md": _claims("- same-as: a#k1\n"),
        "one/sources.json": '[{"id":"s0","title":"Zero"},{"id":"s1","title":"First"}]',
        **{f"one/points/f{n}.md": _text(n, {}, {}) for n in range(FILES)},
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def finder(root: Path, tmp_path: Path) -> Finder:
    return Finder(root, tmp_path)


def _is_whole(finder: Finder, workspace: Workspace) -> bool:
    wanted = {entry.key: digest(entry) for entry in entries(workspace.library)}
    return finder._index.digests() == wanted


def _write(root: Path, workspace: Workspace, file: int, text: str) -> None:
    path = Path("one", "points", f"f{file}.md")
    (root / path).write_text(text, encoding="utf-8")
    workspace.reread([path])


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the whole library was looked at."""
    found: list[str] = []
    whole: Callable[..., str] = Finder._changed

    def counted(*arguments: object) -> str:
        found.append("whole")
        return whole(*arguments)

    monkeypatch.setattr(Finder, "_changed", counted)
    return found


def test_one_edited_point_is_found_without_a_look_at_the_others(
    root: Path, finder: Finder, looks: list[str]
) -> None:
    workspace = Workspace(root)
    assert finder.ensure(workspace.library) == "Index built"
    _write(root, workspace, 4, _text(4, {45: "zebra"}, {}))
    assert finder.ensure(workspace.library) == "Index up to date"
    assert [hit.id for hit in finder.find("zebra kind:point").hits] == ["p45"]
    assert _is_whole(finder, workspace)
    assert not looks


def test_a_point_that_is_answered_now_says_so_in_another_file(
    root: Path, finder: Finder, looks: list[str]
) -> None:
    workspace = Workspace(root)
    finder.ensure(workspace.library)
    for links in ({5: "answers: p100"}, {5: "supports: p100"}, {}):
        _write(root, workspace, 0, _text(0, {}, links))
        finder.ensure(workspace.library)
        assert _is_whole(finder, workspace)
    assert not looks


def test_after_any_edits_the_index_is_what_a_whole_look_makes(
    root: Path, finder: Finder, looks: list[str]
) -> None:
    chance = random.Random(3)
    workspace = Workspace(root)
    finder.ensure(workspace.library)
    edits: dict[int, str] = {}
    links: dict[int, str] = {}
    for _ in range(15):
        number = chance.randrange(FILES * EACH)
        edits[number] = chance.choice(("zebra", "lion", ""))
        point = f"p{chance.randrange(FILES * EACH)}"
        target = chance.choice((point, "a#k1", "a#k2", "twin#k1", 'a "says this"'))
        links[number] = f"{chance.choice(('answers', 'supports'))}: {target}"
        if chance.random() < 0.3:
            del links[number]
        text = _text(number // EACH, edits, links)
        if chance.random() < 0.2:  # points that went
            text = text[: text.index("## Claim", len(text) // 2)]
        _write(root, workspace, number // EACH, text)
        assert finder.ensure(workspace.library) == "Index up to date"
        assert _is_whole(finder, workspace)
    assert not looks


def test_articles_and_what_is_said_of_their_claims_follow_an_edit(
    root: Path, finder: Finder, looks: list[str]
) -> None:
    def unanswered() -> set[str]:
        return {hit.entry.article for hit in finder.find("is:unanswered kind:passage").hits}

    workspace = Workspace(root)
    finder.ensure(workspace.library)
    assert unanswered() == {"a", "whole", "twin"}
    articles = Path("one", "articles")
    links = {3: "answers: a#k1", 4: "answers: a#k2", 5: "answers: twin#k2"}
    for number, (name, text) in enumerate(
        (
            (Path("one", "points", "f0.md"), _text(0, {}, links)),
            (articles / "a.md", ARTICLE.format("A", "") + "\nA passage about zebras.\n"),
            (articles / "twin.claims.md", _claims()),
            (articles / "twin.claims.md", _claims("- same-as: a#k1\n", "A note on zebras.")),
            (articles / "a.md", ARTICLE.format("A", "side: for\n")),
            (articles / "whole.md", None),
            (articles / "a.claims.md", None),
        )
    ):
        if text is None:
            (root / name).unlink()
        else:
            (root / name).write_text(text, encoding="utf-8")
        workspace.reread([name])
        assert finder.ensure(workspace.library) == "Index up to date"
        assert _is_whole(finder, workspace), name
        assert unanswered() == ({"twin"} if number == 2 else set()), number
    assert not looks


def test_sources_events_terms_and_figures_follow_an_edit(
    root: Path, finder: Finder, looks: list[str]
) -> None:
    workspace = Workspace(root)
    finder.ensure(workspace.library)
    loose = "### Bob {#loose}\n\n- source: s2\n\n> Words of nobody's.\n"
    event = "* **2024-07-18** The Seimas votes [@s1].\n"
    for name, text in (
        ("sources.json", '[{"id":"s0","title":"Zebra"},{"id":"s1","title":"First"}]'),
        ("points/loose.md", loose),
        ("timeline.md", event),
        ("sources.json", '[{"id":"s1","title":"Second"},{"id":"s2","title":"New"}]'),
        ("timeline.md", "* **2023** Before.\n" + event),
        ("glossary.md", "DPICM\n:   Shells.\n"),
        (
            "figures.md",
            "| figure | value | as of | sources | caution |\n|-|-|-|-|-|\n|A|1|2024|s2||\n",
        ),
        ("timeline.md", None),
        ("points/loose.md", None),
        ("sources.json", None),
    ):
        path = Path("one", name)
        if text is None:
            (root / path).unlink()
        else:
            (root / path).write_text(text, encoding="utf-8")
        workspace.reread([path])
        assert finder.ensure(workspace.library) == "Index up to date"
        assert _is_whole(finder, workspace), (name, text)
    assert not looks
    assert not finder.find("zebra").total


def test_names_of_topics_and_notes_stand_in_no_entry(
    root: Path, finder: Finder, looks: list[str]
) -> None:
    workspace = Workspace(root)
    finder.ensure(workspace.library)
    topic = "---\ntitle: Other\nmotion: No.\nfor: Yeses\nagainst: Noes\n---\n"
    note = "## Note {#n1}\n- passage: says this\n\nAsk.\n"
    for name, text in (("one/topic.md", topic), ("one/notes/a.md", note)):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        workspace.reread([Path(name)])
        assert finder.ensure(workspace.library) == "Index up to date"
        assert finder._index.fingerprint == workspace.library.fingerprint
    assert not looks
    assert _is_whole(finder, workspace)
    assert len(finder.find("side:yeses kind:point", limit=200).hits) == FILES * EACH
    assert finder.find("topic:other kind:article").total == 3
