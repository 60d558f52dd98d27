"""A topic from another library: every mention of an id that is taken gets the new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.library import check, create_library, read_library
from briefing.library.handing_over import take_over
from briefing.model import UserError

PACKED = {
    "topic.md": "---\ntitle: Dams\nmotion: Dams should go\n---\n",
    "sources.json": '[{"id": "r1", "title": "One"}, {"id": "r2", "title": "Two"}]\n',
    "figures.md": "| figure | value | as of | sources | caution |\n|--|--|--|--|--|\n"
    "| r1 \\| dams | 4 | 2024 | r1, r2 | r1 |\n",
    "articles/a.md": "---\ntitle: A\n---\nThe rivers run.\n",
    "articles/a.claims.md": "## Run. {#a1}\n- same-as: b#b1, a#a1\n\n### Fact check: supported\n"
    "- Sources: r1,\n  r2\n",
    "articles/b.md": "---\ntitle: B\n---\nThey run.\n",
    "articles/b.claims.md": "## Run. {#b1}\n",
    "points/p.md": "### A {#q1}\n\n> Loose.\n\n## One. {#c1}\n- answers: a#a1\n- supports: c2\n"
    "- evidence: q3\n- differs-from: c2\n\n"
    "### B {#q2}\n- source: r2\n- variant-of: q3\n\n> Words.\n\n## Two. {#c2}\n\n"
    "### C {#q3}\n\n> Words.\n",
}  # fmt: skip
packed = {path: text.encode() for path, text in PACKED.items()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create_library(tmp_path, "Mine")
    take_over(read_library(tmp_path), "dams", packed)
    return tmp_path


def test_beside_every_mention_is_of_the_copy(root: Path) -> None:
    take_over(read_library(root), "dams", packed, beside=True)
    assert check(root) == ()
    library = read_library(root)
    (figure,) = (one for one in library.figures if one.topic == "dams-2")
    assert figure.sources == ("r1-2", "r2-2")
    assert (figure.label, figure.caution) == ("r1 | dams", "r1")
    claim = next(one for one in library.claims if one.article == "a-2")
    assert claim.same_as == ("b-2#b1", "a-2#a1")
    assert claim.checks[0].sources == ("r1-2", "r2-2")
    point = next(one for one in library.points if one.id == "c1-2")
    assert point.also == ("q3-2",)
    assert point.differs == ("c2-2",)
    assert point.evidence[0].variant_of == "q3-2"


def test_what_is_here_already_does_not_come_again_with_what_is_new(root: Path) -> None:
    more = packed["points/p.md"] + b"\n## Three. {#c3}\n\n### D {#q4}\n\n> More.\n"
    more = more.replace(b"> Loose.", b"> Other words.")
    done = take_over(read_library(root), "dams", packed | {"points/p.md": more})
    assert check(root) == ()
    assert (done.points, done.kept) == (1, ["evidence q1"])
    library = read_library(root)
    assert sorted(one.id for one in library.points) == ["c1", "c2", "c3"]
    assert [one.quote for one in library.quotes] == ["Loose."]


def test_sources_that_cannot_be_understood_are_not_written(root: Path) -> None:
    path = root / "dams" / "sources.json"
    path.write_text('[{"id": "r1", "title": "One"}, ]', "utf-8")
    new = packed | {"sources.json": b'[{"id": "r3", "title": "Three"}]'}
    with pytest.raises(UserError, match="not JSON"):
        take_over(read_library(root), "dams", new)
    assert path.read_text("utf-8") == '[{"id": "r1", "title": "One"}, ]'
