"""BibTeX, RIS, OPML and vaults of notes."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.importers import Dropped, Glance, Options, archive, for_file, for_folder, shortened
from briefing.importers.markdown import as_markdown
from briefing.importers.obsidian import read_vault
from briefing.model import Name, Side, UserError
from tests.importers.build import STORY, article, read, zipped

BIB, RIS, OPML = "bibtex:read_bibtex", "ris:read_ris", "opml:read_opml"


def test_bibtex() -> None:
    data = r"""
@article{walls, title={Of {Dams} and Stra{\ss}en}, author={Okafor, Ada and {Ford Council} and
  G{\"o}del, Kurt and others}, journal="J. Walls", year=2020, month=jul, pages={1--9},
  volume=3, number=4, doi={10.1/x}, keywords={a, b}, note={Read \emph{this} 50% }}
@book{bad, title={unbalanced, author={X}
@article(paren, title={In parentheses (two)}, year={2021})
@misc{walls, title={The same key}, howpublished={\url{http://x.example/a}}}
"""
    got = read(BIB, data.encode())
    walls, paren, again = got.sources
    assert walls.title == "Of Dams and Straßen" and walls.type == "article-journal"
    assert walls.authors == (
        Name("Okafor", "Ada"),
        Name(literal="Ford Council"),
        Name("Gödel", "Kurt"),
    )
    assert (walls.date, walls.page, walls.volume, walls.issue) == ("2020-07", "1–9", "3", "4")
    assert walls.url == "https://doi.org/10.1/x" and walls.container == "J. Walls"
    assert "50%" in walls.note and "keywords: a, b" in walls.note
    assert paren.title == "In parentheses (two)" and again.id == "walls-2"
    assert again.url == "http://x.example/a"
    assert [one.text.split(":")[0] for one in got.dropped] == ["not readable"]


def test_bibtex_that_is_none() -> None:
    with pytest.raises(UserError, match="no BibTeX"):
        read(BIB, b"Hello")
    with pytest.raises(UserError, match="nested"):
        read(BIB, b"@misc{x, title={" + b"{" * 50_000 + b"}" * 50_000 + b"}}")


def test_ris_records_end_where_the_next_begins() -> None:
    data = (
        "1.\r\nTY  - JOUR\r\nAU  - Okafor, Ada\r\nA1  - Poole, Ben\r\nTI  - Of dams\r\n"
        "and rivers\r\nT2  - J. Walls\r\nPY  - 2020/07/18/\r\nSP  - 1\r\nEP  - 9\r\n"
        "N1  - A note\r\n"
        "C1  - odd\r\nTY  - BOOK\r\nT1  - Second\r\nY1  - 2019//\r\nER  - \r\nGARBAGE\r\n"
        "TY - THES\r\nTI - One blank\r\nDO - 10.1/y\r\nER -\r\n"
    )
    got = read(RIS, data.encode())
    first, second, third = got.sources
    assert first.title == "Of dams and rivers" and first.date == "2020-07-18"
    assert (first.page, first.container) == ("1–9", "J. Walls")
    assert "A note" in first.note and "C1: odd" in first.note
    assert (second.title, second.date, second.type) == ("Second", "2019", "book")
    assert (third.type, third.url) == ("thesis", "https://doi.org/10.1/y")
    assert [one.text for one in got.dropped] == ["GARBAGE"]
    with pytest.raises(UserError, match="no RIS"):
        read(RIS, b"nothing")


def opml(body: str, head: str = "<title>Dams</title>") -> bytes:
    return f"<opml version='2.0'><head>{head}</head><body>{body}</body></opml>".encode()


def test_an_outline_becomes_points_under_headings() -> None:
    got = read(
        OPML,
        opml(
            "<outline text='Costs'><outline text='Mending costs more than the town takes in.' "
            "_note='So they say &amp; more'><outline text='2 million &amp;lt;b&amp;gt;'/></outline>"
            "<outline text='Taking it down is cheap'/></outline><outline text='Alone'/>"
        ),
    )
    first, second = got.groups if got.groups[0].headings else tuple(reversed(got.groups))
    assert first.headings == ("Costs",) and second.headings == ()
    assert [one.claim for one in first.points] == [
        "Mending costs more than the town takes in.",
        "Taking it down is cheap",
    ]
    assert first.points[0].explanation_md == "So they say & more\n\n- 2 million &lt;b>"
    assert second.points[0].claim == "Alone" and got.title == "Dams"


def test_subscriptions_become_sources_and_written_outlines_articles() -> None:
    feeds = "<outline text='News'><outline text='A & B' xmlUrl='https://a.example/x?a=1&b=2'/></outline>"
    (source,) = read(OPML, opml(feeds)).sources
    assert (source.title, source.url) == ("A & B", "https://a.example/x?a=1&b=2")
    inner = f"<outline text='Fish' _note='{STORY[1]}'/>"
    written = f"<outline text='Walls' _note='{STORY[0]}'>{inner}</outline>"
    got = article(OPML, opml(written))
    assert got.text_md == f"## Walls\n\n{STORY[0]}\n\n### Fish\n\n{STORY[1]}\n"


def test_outlines_that_are_refused() -> None:
    deep = b"<outline text='a'>" * 400 + b"</outline>" * 400
    with pytest.raises(UserError, match="nested too deeply"):
        read(OPML, b"<opml><body>" + deep + b"</body></opml>")
    with pytest.raises(UserError, match="DOCTYPE"):
        read(OPML, b"<!DOCTYPE opml><opml/>")
    with pytest.raises(UserError, match="no OPML"):
        read(OPML, b"<html/>")
    assert for_file(Glance("a.xml", b"<?xml version='1.0'?><opml>")).name == "opml"


@given(st.lists(st.text("abcdefgh .", min_size=1, max_size=30).filter(str.strip), min_size=1))
@settings(max_examples=30, deadline=None)
def test_no_word_of_an_outline_is_lost(texts: list[str]) -> None:
    body = ""
    for text in texts:  # each below the one before
        body = f"<outline text='{text}'>{body}</outline>"
    got = read(OPML, opml(body))
    said = " ".join(
        " ".join((*group.headings, *(f"{p.claim} {p.explanation_md}" for p in group.points)))
        for group in got.groups
    )
    if len(texts) <= 6:
        assert [w for text in texts for w in text.split() if w.strip(".") not in said] == []


def test_dates_of_records_are_read_in_words_as_well() -> None:
    ris = b"TY  - JOUR\nTI  - A\nPY  - 2024\nDA  - 2024-07-18\nY2  - 12 May 2025\nER  -\n"
    got = read(RIS, ris).sources[0]
    assert (got.date, got.accessed) == ("2024-07-18", "2025-05-12")
    bib = b"@misc{a, title={A}, date={18 July 2024}, urldate={May 12, 2025}}"
    got = read(BIB, bib).sources[0]
    assert (got.date, got.accessed) == ("2024-07-18", "2025-05-12")


def test_a_body_with_its_place_loses_no_word() -> None:
    ris = b"TY  - RPRT\nTI  - A\nAU  - Ministry of Rivers, Dams, and Fish, Oslo\nER  -\n"
    (author,) = read(RIS, ris).sources[0].authors
    assert author == Name(literal="Ministry of Rivers, Dams, and Fish, Oslo")


def test_of_much_that_was_left_out_the_number_is_told() -> None:
    many = [Dropped(one, f"line {one}") for one in range(1, 301)]
    few = shortened(shortened(many), 20)
    assert [one.said for one in few[-2:]] == ["“line 20” (line 20)", "and 280 more"]
    assert shortened(many[:3]) == tuple(many[:3])


def test_the_last_record_of_a_file_that_was_cut_short_is_read() -> None:
    got = read(RIS, b"FN Web\nVR 1.0\nPT J\nAU Okafor, A\nTI Dams\nPY 2020\n")
    assert [one.title for one in got.sources] == ["Dams"]


def test_an_address_without_a_name_is_a_source() -> None:
    outline = '<opml><body><outline text="" htmlUrl="https://a.example/"/></body></opml>'
    more = outline.replace("<body>", '<body><outline text="A point."/>')
    got = read(OPML, more.encode())
    assert [(one.title, one.url) for one in got.sources] == [("https://a.example/",) * 2]


def test_a_vault(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "app.json").write_text("{}")
    (tmp_path / "topic").mkdir()
    (tmp_path / "Dams.md").write_text(
        "\ufeff---\r\ntitle: Of Dams\r\nauthor: Ada Okafor\r\ndate: 2024-07-18\r\n---\r\n"
        f"{STORY[0]} See [[Walls|the walls]] and ![[crack.png|200]].\r\n",
        encoding="utf-8",
        newline="",
    )
    (tmp_path / "topic" / "Fish.md").write_text(
        "---\ntags: [point, fish]\nside: con\n---\n# Fish come back.\n\nThey do. ^abc\n", "utf-8"
    )
    (tmp_path / "bad.md").write_text("---\ntitle: {{date}}\na: [\n---\nWords stay.\n", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    folder = archive.Folder(tmp_path)
    importer = for_folder(folder.names)
    assert importer is not None and importer.name == "obsidian"
    got = read_vault(folder, Options())
    dams, bad = sorted(got.articles, key=lambda one: one.title, reverse=True)
    assert (dams.title, dams.authors, dams.date) == ("Of Dams", ("Ada Okafor",), "2024-07-18")
    assert dams.text_md == f"{STORY[0]} See the walls and \\[embedded: crack.png\\].\n"
    assert bad.title == "Bad" and "{{date}}" in bad.text_md and "Words stay." in bad.text_md
    ((path, (point,)),) = [(one.headings, one.points) for one in got.groups]
    assert path == ("topic",) and point.side is Side.AGAINST
    assert (point.claim, point.explanation_md) == ("Fish come back.", "They do.")
    assert any("read as text" in one for one in got.notices)
    assert any("picture.png" in one for one in got.notices)
    assert [one.text for one in got.dropped] == ["empty.md: empty"]


def test_a_folder_of_a_vault_that_cannot_be_read_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "note.md").write_text("Words.\n", "utf-8")
    listed = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    got = read_vault(archive.Folder(tmp_path), Options())
    assert [one.text_md for one in got.articles] == ["Words.\n"]
    assert [one.text for one in got.dropped] == ["closed: cannot be read (Permission denied)"]


def test_a_vault_in_a_zip_leads_nowhere() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("vault/.obsidian/app.json", "{}")
        packed.writestr("vault/a.md", STORY[0])
        packed.writestr("../../evil.md", "evil")
        link = zipfile.ZipInfo("vault/link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    got = read_vault(archive.Archive(made.getvalue(), "v.zip"), Options())
    assert [one.text_md for one in got.articles] == [f"{STORY[0]}\n"]
    with pytest.raises(UserError, match="no notes"):
        read_vault(archive.Archive(zipped({"a.md": ""}), "v.zip"), Options())


def test_what_only_obsidian_understands_becomes_words() -> None:
    text = (
        "[[folder/Note.md#Part|shown]] [[Note#^id]] ==bright== `[[code]]` \\[[no]] [[]]\n"
        "%%hidden [[x]]%%\n> [!warning]- Mind the gap\n> text\n"
    )
    got, comments = as_markdown(text)
    assert got == (
        "shown Note **bright** `[[code]]` \\[[no]] [[]]\n\n> **Mind the gap**\n>\n> text\n"
    )
    assert comments == ["hidden [[x]]"]


@given(st.text("[]|#^!%=`\\ab\n> ", max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_it_fall_over(text: str) -> None:
    got, comments = as_markdown(text)
    plain = got.replace("embedded: ", "")
    assert plain.count("a") + "".join(comments).count("a") <= text.count("a")
