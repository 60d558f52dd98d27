from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.library import check, glimpse_library, is_library, read_library
from briefing.model import (
    ArticleKind,
    Cancelled,
    ClaimTarget,
    Heading,
    PassageTarget,
    PointItem,
    PointTarget,
    Prose,
    Relation,
    Selector,
    Side,
    UserError,
    Verdict,
    slug,
)

GOOD = {
    "library.md": "---\nbriefing: 1\ntitle: Mine\n---\n",
    "t/topic.md": (
        "---\ntitle: Topic\nmotion: We should\nfor: Yes side\nthemes: legal, moral\n"
        "---\nBack [@r1]."
    ),
    "t/articles/one.md": (
        "---\ntitle: One\nkind: digest\nside: for\nauthors: A B; C D\ndate: c. 2024-08\n"
        "source: r1\n---\nThe first passage.\n\nThe second passage.\n\nThe same.\n\nThe same.\n"
    ),
    "t/articles/one.claims.md": (
        "## A claim. {#a1}\n- type: factual, causal\n- passage: first passage\n"
        "- locator: full words\n- same-as: one#a2\n\nA note.\n\n"
        "### Fact check: needs context\n- sources: r1\n- aspect: dates\n\nBecause [@r1].\n\n"
        "## Another. {#a2}\n- passage: same\n- before: The\n"
    ),
    "t/points/legal.md": (
        "---\nside: against\ntheme: legal\n---\n# Legal\n\n### Nobody {#q0}\n\n> alone\n\n"
        "## First. {#c1}\n- answers: one#a1\n- supports: c2\n- sources: r1\n- evidence: q0\n"
        '- undercuts: one "second \\"passage\\"" after "The"\n- strength: good\n- as-of: 2025\n\n'
        "Why [@r1; @r2].\n\n### Mark {#q1}\n- role: director\n- date: 2025-09-15\n- source: r2\n\n"
        "> some <u>words</u>\n\nNote.\n\n## Second. {#c2}\n- side: none\n- theme: moral\n"
    ),
    "t/sources.json": (
        '[\n {"id": "r1", "title": "T", "type": "book", "issued": {"date-parts": [[2024, 7]]},\n'
        '  "author": [{"family": "F", "given": "G"}, {"literal": "Inst"}],\n'
        '  "note": "caution: Beware.\\nRest"},\n {"id": "r2", "title": "U", "volume": 3}\n]'
    ),
    "t/timeline.md": "* **2024-07-18** Voted [@r1].\n  More.\n- **c. 1963/1972** War\n",
    "t/glossary.md": "DPICM / dual-purpose\n:   Shells.\n\nCCM\n:   Treaty.\n",
    "t/figures.md": (
        "| figure | value | as of | sources | caution |\n|---|---|---|---|---|\n"
        "| dud \\| rate | 2 % | 2024 | r1, r2 | old |\n"
    ),
    "cases/speech.md": (
        "---\ntitle: Speech\ntopic: t\nside: against\n---\n## Head\n\nText\n\nmore.\n\n![[c1]]\n"
    ),
    "notes.txt": "\x00 ignored",
    "t/~lock": "\x00 ignored",
}


def make(root: Path, changes: dict[str, str | bytes] | None = None) -> Path:
    for name, text in {**GOOD, **(changes or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def test_a_good_library(tmp_path: Path) -> None:
    library = read_library(make(tmp_path))
    assert [str(f) for f in library.faults] == []
    assert library.title == "Mine"
    (topic,) = library.topics
    assert topic.side_names == ("Yes side", "Against")
    assert topic.themes == ("legal", "moral")
    (article,) = library.articles
    assert (article.id, article.kind, article.side) == ("one", ArticleKind.DIGEST, Side.FOR)
    assert article.authors == ("A B", "C D")
    claim = library.claims[0]
    assert claim.passage == Selector("first passage")
    assert claim.checks[0].verdict is Verdict.NEEDS_CONTEXT
    assert (claim.types, claim.same_as, claim.note_md) == (
        ("factual", "causal"),
        ("one#a2",),
        "A note.",
    )
    first, second = library.points
    assert (first.side, first.theme, first.also) == (Side.AGAINST, "legal", ("q0",))
    assert [link.relation for link in first.links] == [
        Relation.ANSWERS,
        Relation.SUPPORTS,
        Relation.UNDERCUTS,
    ]
    assert [link.target for link in first.links] == [
        ClaimTarget("one", "a1"),  # type: ignore[arg-type]
        PointTarget("c2"),  # type: ignore[arg-type]
        PassageTarget("one", Selector('second "passage"', "The")),  # type: ignore[arg-type]
    ]
    assert (second.side, second.theme) == (None, "moral")
    (quote,) = first.evidence
    assert (quote.quote, quote.speaker, quote.note_md) == ("some words", "Mark", "Note.")
    assert [each.id for each in library.quotes] == ["q0"]
    source = library.sources[0]
    assert (source.date, source.caution, source.note) == ("2024-07", "Beware.", "Rest")
    assert library.sources[1].volume == "3"
    assert [(event.date, event.text_md) for event in library.timeline] == [
        ("2024-07-18", "Voted [@r1].\nMore."),
        ("c. 1963/1972", "War"),
    ]
    assert [(term.term, term.aliases) for term in library.glossary] == [
        ("DPICM", ("dual-purpose",)),
        ("CCM", ()),
    ]
    assert (library.figures[0].label, library.figures[0].sources) == ("dud | rate", ("r1", "r2"))
    assert library.cases[0].items == (
        Heading("Head"),
        Prose("Text\n\nmore."),
        PointItem("c1"),  # type: ignore[arg-type]
    )


def test_paths_are_relative_and_lines_count_from_one(tmp_path: Path) -> None:
    library = read_library(make(tmp_path))
    place = library.points[0].place
    assert place is not None
    assert (place.path, place.line) == (Path("t/points/legal.md"), 11)


def test_byte_order_marks_and_carriage_returns_change_nothing(tmp_path: Path) -> None:
    windows = {
        name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in GOOD.items()
    }
    one = read_library(make(tmp_path / "a"))
    other = read_library(make(tmp_path / "b", windows))
    assert [str(fault) for fault in other.faults] == []
    assert (one.points, one.claims, one.articles, one.sources, one.cases) == (
        other.points,
        other.claims,
        other.articles,
        other.sources,
        other.cases,
    )


POINT = "t/points/legal.md"
CLAIMS = "t/articles/one.claims.md"
FULL = "t/articles/full.md"
NOTES = "t/notes/one.md"
HEADS_ASTRAY = "|Figure|As of|Value|Sources|Caution|\n|-|-|-|-|-|\n|a|2024|1|||\n"


@pytest.mark.parametrize(
    ("name", "text", "line", "what", "mend"),
    [
        (POINT, "## A {#x}\n- answers: one#zz\n", 2, "no claim `one#zz`", "add it"),
        (POINT, "## A {#x}\n- supports: xx\n", 2, "no point `xx`", ""),
        (POINT, '## A {#x}\n- answers: two "words"\n', 2, "no article `two`", ""),
        (POINT, "## A {#x}\n- answers: two words\n", 2, "does not name", "exact words"),
        (POINT, "## A {#x}\n- sources: r9\n", 2, "no source `r9`", ""),
        (POINT, "## A {#x}\n\nWhy.\n\nBecause [@r9].\n", 5, "no source `r9`", ""),
        (POINT, "## A {#x}\n- evidence: q9\n", 2, "no evidence `q9`", ""),
        (POINT, "## A {#x}\n- sied: for\n", 2, "unknown field `sied`", "did you mean `side`?"),
        (POINT, "## A {#x}\n- side: left\n", 2, "`left` is not a side", "for, against"),
        (POINT, "## A {#x}\n- theme: lgal\n", 2, "no theme `lgal`", "topic.md"),
        (POINT, "## A {#x}\n- as-of: 2024-02-30\n", 2, "not a date", "2024-07-18"),
        (POINT, "## A {#x}\n\n## B {#x}\n", 3, "`x` is taken", "another id"),
        (POINT, "## A\n", 1, "has no id", "{#c14}"),
        (POINT, "## A {#X Y}\n", 1, "cannot be an id", "lower-case"),
        (POINT, "## {#x}\n", 1, "no claim", ""),
        (POINT, "## A {#x}\n### B {#y}\n", 2, "no quotation", "`> `"),
        (POINT, "## A {#x}\n### B {#y}\n\n> a <u>b\n", 4, "not closed", "</u>"),
        (POINT, "---\nside: left\n---\n", 2, "not a side", ""),
        (POINT, "---\nside: &x for\n---\n", 2, "anchor", ""),
        (POINT, "a\rb", 1, "carriage returns", "CRLF"),
        (POINT, b"\xff\n", 1, "not UTF-8", "UTF-8"),
        (POINT, b"a\n\0", 2, "NUL", ""),
        (CLAIMS, "## A {#x}\n- type: fact\n", 2, "not a type", "factual"),
        (CLAIMS, "## {#x}\n", 1, "is empty", ""),
        (CLAIMS, "## A {#x}\n- same-as: one#zz\n", 2, "no claim", ""),
        (CLAIMS, "## A {#x}\n### Fact check: wrong\n", 2, "not a verdict", "disputed"),
        (CLAIMS, "## A {#x}\n### Note\n", 2, "not a part of a claim", "Fact check"),
        (CLAIMS, "## A {#x}\n- passage: third passage\n", 2, "does not stand", "exactly"),
        (CLAIMS, "## A {#x}\n- passage: The same\n", 2, "stands in 2 passages", "before"),
        (POINT, '## A {#x}\n- answers: one "no such"\n', 2, "does not stand", "exactly"),
        ("t/articles/two.claims.md", "", 1, "no article `two`", "name the file"),
        ("t/articles/Two.md", "---\ntitle: T\n---\nX", 1, "cannot be the id", "rename"),
        ("t/articles/two.md", "Text", 1, "no title", ""),
        ("t/articles/two.md", "---\ntitle: T\nkind: essay\n---\nX", 3, "not a kind", "digest"),
        ("t/articles/two.md", "---\ntitle: T\ndate: May\n---\nX", 3, "not a date", ""),
        ("t/articles/two.md", "---\ntitle: T\nsource: r9\n---\nX", 3, "no source", ""),
        ("t/topic.md", "---\ntitle: T\n---\n", 1, "no motion", "motion"),
        ("t/sources.json", "[\n{]", 2, "not JSON", ""),
        ("t/sources.json", "{}", 1, "not an array", ""),
        ("t/sources.json", "[" * 100_000, 1, "", ""),
        ("t/sources.json", '[{"title": "x"}]', 1, "no id", ""),
        ("t/sources.json", '[\n{"id":"a","title":"\\ud800"}]', 1, "surrogate", ""),
        ("t/timeline.md", "* 2024 x\n", 1, "date in bold", ""),
        ("t/timeline.md", "\n* **May** x\n", 2, "not a date", ""),
        ("t/glossary.md", "A\n\nB\n", 1, "no meaning", ""),
        ("t/figures.md", "|a|\n|-|\n|b|c|\n", 3, "2 cells", ""),
        ("t/figures.md", HEADS_ASTRAY, 1, "another order", "figure, value, as of"),
        (POINT, "## A {#x}\n- supports: x\n", 1, "itself", "take this link out"),
        (POINT, "## A {#x}\n### B {#y}\n- variant-of: y\n\n> a\n", 2, "of itself", "take"),
        (FULL, "---\ntitle: F\nfull-text-of: full\n---\nX", 1, "`full` is no digest", "kind:"),
        (NOTES, "## Note {#n}\n- passage: no such\n", 1, "does not stand", "exactly"),
        (NOTES, "## Note {#n}\n- passage: The same\n", 1, "stands in 2 passages", "before"),
        (NOTES, "## Note {#n}\n- passage: x\n- date: May\n", 1, "not a date", "2024"),
        ("cases/speech.md", "---\ntitle: S\ntopic: zz\n---\n", 3, "no topic", ""),
        ("cases/speech.md", "---\ntitle: S\n---\n\n![[zz]]\n", 5, "no point `zz`", ""),
        ("cases/Speech.md", "---\ntitle: S\n---\n", 1, "cannot be the id", ""),
        ("library.md", "---\ntitle: x\n---\n", 1, "number of its format", "briefing: 1"),
        ("library.md", "---\nbriefing: 2\n---\n", 2, "format 2", "newer"),
    ],
)
def test_faults(
    tmp_path: Path, name: str, text: str | bytes, line: int, what: str, mend: str
) -> None:
    root = make(tmp_path, {name: text})
    faults = [fault for fault in check(root) if fault.path == Path(name)]
    found = [fault for fault in faults if fault.line == line and what in fault.what]
    assert found, [str(fault) for fault in faults]
    assert mend in found[0].mend
    assert str(found[0]).startswith(f"{Path(name)}:{line}: ")
    assert read_library(root).title, "the rest is still read"


def test_all_faults_come_in_one_go_in_order(tmp_path: Path) -> None:
    root = make(tmp_path, {POINT: "## A\n## B\n- x: y\n", CLAIMS: "## C\n", "t/topic.md": ""})
    faults = check(root)
    keys = [(fault.path.as_posix(), fault.line) for fault in faults]
    assert keys == sorted(keys)
    assert {path for path, _ in keys} >= {POINT, CLAIMS, "t/topic.md"}


def test_records_without_a_usable_id_are_still_shown(tmp_path: Path) -> None:
    library = read_library(make(tmp_path, {POINT: "## A b\n## C {#c}\n## D {#c}\n"}))
    assert [(point.id, point.claim) for point in library.points] == [
        ("a-b", "A b"),
        ("c", "C"),
        ("c-2", "D"),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="needs names that differ in case only")
def test_names_that_collide_elsewhere(tmp_path: Path) -> None:
    root = make(tmp_path, {"t/points/Legal.md": ""})
    assert any("one name on Windows" in fault.what for fault in check(root))


@pytest.mark.parametrize("name", ["Cases", "t/Texts", "t/Notes", "t/Figures.md", "t/notes/E.MD"])
def test_what_would_be_read_but_for_its_capitals_is_told(tmp_path: Path, name: str) -> None:
    """Where capitals make no difference new files go into such a folder: they must not vanish."""
    root = make(tmp_path, {"t/notes/e.md": "", "t/texts/e.md": "", "cases/e.md": ""})
    path, small = root / name, root / (name[:2] + name[2:].lower() if "/" in name else name.lower())
    small.rename(path)
    told = [one for one in check(root) if one.path == Path(name) and "is not read" in one.what]
    assert len(told) == 1


def test_names_that_windows_keeps_for_devices_are_told(tmp_path: Path) -> None:
    """Debaters call files "Pro" and "Con"."""
    topic = "---\nmotion: M\n---\n"
    root = make(tmp_path, {"t/points/con.md": "## A {#a1}\n", "aux/topic.md": topic})
    paths = {one.path for one in check(root) if "device" in one.what}
    assert paths == {Path("t/points/con.md"), Path("aux")}
    names = [slug(name) for name in ("Con", "NUL", "com1", "Conquest")]
    assert names == ["the-con", "the-nul", "the-com1", "conquest"]


def test_what_is_no_library(tmp_path: Path) -> None:
    assert not is_library(tmp_path)
    assert not is_library(tmp_path / "missing")
    for root in (tmp_path, tmp_path / "missing"):
        with pytest.raises(UserError, match="Choose the folder"):
            read_library(root)
    assert is_library(make(tmp_path))


def test_progress_and_stop(tmp_path: Path) -> None:
    root = make(tmp_path)
    told: list[tuple[int, int]] = []
    read_library(root, lambda done, total: told.append((done, total)))
    assert told == [(number, 10) for number in range(1, 11)]
    with pytest.raises(Cancelled):
        read_library(root, stop=lambda: True)


TOKENS = (
    '---\n @## @### @{#c1}@\n@- answers: @"@\\@> @<u>@</mark>@[r1]@]@![[@|@* **@{@:   @&a @*a'
    "@\r@\0@\ufeff@Fact check: @, @x"
)
pieces = st.sampled_from(TOKENS.split("@")).map(str.encode) | st.binary(max_size=4)


@given(st.sampled_from(sorted(GOOD)), st.data())
@settings(max_examples=150, deadline=None)
def test_no_content_stops_the_reading(name: str, data: st.DataObject) -> None:
    content = GOOD[name].encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 12)))
        middle = b"".join(data.draw(st.lists(pieces, max_size=4)))
        content = content[:start] + middle + content[end:]
    with tempfile.TemporaryDirectory() as folder:
        root = make(Path(folder), {name: content})
        library = read_library(root)
        faults = check(root)
        assert set(library.faults) <= set(faults)
        assert all(fault.line >= 1 and fault.what and fault.mend for fault in faults)
        lines = content.count(b"\n") + 1
        assert all(fault.line <= lines for fault in faults if fault.path == Path(name))
        assert all(not fault.path.is_absolute() for fault in faults)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_name_that_is_no_text_is_a_fault_and_stops_nothing(tmp_path: Path) -> None:
    root = make(tmp_path)
    for folder in ("t/points", "t/articles"):
        name = os.fsencode(root / folder) + b"/0caf\xe9.md"
        Path(os.fsdecode(name)).write_text("## Lost. {#c99}\n", "utf-8")
    library = read_library(root)
    found = [fault for fault in library.faults if "not UTF-8" in fault.what]
    assert [fault.path.name for fault in found] == ["0caf?.md"] * 2
    assert "\n".join(map(str, check(root))).encode()  # they can be printed
    assert len(library.points) == len(read_library(make(tmp_path / "good")).points)
    assert glimpse_library(root).articles[0].id == "one"


def test_a_folder_that_nobody_may_look_into_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path)
    is_file = Path.is_file
    for name in ("System Volume Information", "lost+found", "private"):
        (root / name).mkdir()

    def refuse(path: Path) -> bool:
        if path.parent.name in ("System Volume Information", "lost+found", "private"):
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refuse)
    library = read_library(root)
    assert [fault.path.as_posix() for fault in library.faults] == ["private"]
    assert len(library.points) == 2


def test_a_library_that_nobody_may_look_into_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    for read in (read_library, glimpse_library):
        with pytest.raises(UserError, match="cannot be opened: Permission denied"):
            read(tmp_path)
