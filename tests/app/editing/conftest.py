from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.app.editing import Editor
from briefing.app.workspace import Workspace
from briefing.library import create_library, create_topic
from briefing.resources import seeds

TEXT = """# A plan

The first paragraph says that treaties bind [@s1] only those who sign them.

The second paragraph — “quoted” — says *nothing* of the kind[^1].

The third paragraph stands alone and is quite a bit longer than the other two paragraphs are.

[^1]: A footnote.
"""
ARTICLE = f"""---
title: A plan
side: for
authors: Ann Lee; Bob Ray
venue: The Paper
date: 2024-05
url: https://example.org/plan
---
{TEXT}"""
POINTS = """---
side: against
theme: legal
---
# Legal points

## Treaties bind all. {#c01}
- answers: plan "The first paragraph"
- strange: kept
- sources: s1

Because they do.

### Jane Doe {#q01}
- date: 2023
- source: s1

> They <mark>bind</mark> all of us.

## Treaties are old. {#c02}
- supports: c01
- theme: history
"""
SOURCES = """[
    {"id": "s1", "type": "report", "title": "Report", "odd": [1, 2],
     "issued": {"raw": "2020"}},
    {"id": "s2", "type": "book", "title": "Book"}
]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small library that was written by hand, with Windows line ends in one file."""
    folder = tmp_path / "library"
    create_library(folder, "Mine")
    create_topic(folder, "This house would sign", "Signing", themes=("legal", "history"))
    topic = folder / "signing"
    (topic / "articles" / "plan.md").write_text(ARTICLE, encoding="utf-8")
    claims = "## Treaties bind signers. {#a1}\n- passage: treaties bind only those\n"
    (topic / "articles" / "plan.claims.md").write_text(claims, encoding="utf-8")
    (topic / "points" / "legal.md").write_bytes(POINTS.replace("\n", "\r\n").encode())
    (topic / "sources.json").write_text(SOURCES, encoding="utf-8")
    return folder


@pytest.fixture
def editor(root: Path) -> Editor:
    return Editor(Workspace(root))


@pytest.fixture
def seeded(tmp_path: Path) -> Editor:
    """An editor on a copy of the starter library."""
    return Editor(Workspace(Path(shutil.copytree(seeds(), tmp_path / "seeds"))))


def state(root: Path) -> dict[str, bytes]:
    """Every file of a library, byte for byte."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
