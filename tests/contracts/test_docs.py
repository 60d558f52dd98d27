"""The documents tell the truth about the code: what they name exists, and every room is there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
ARCHITECTURE = ROOT / "docs" / "architecture.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
# Paths of ours; a library's own files (`articles/ID.md`) are not meant.
PATH = re.compile(r"`((?:briefing|tests|docs|resources|seeds|\.ci)/[\w./-]*)`")


def named(text: str) -> list[str]:
    return [one.rstrip("/") for one in PATH.findall(text)]


@pytest.mark.parametrize("path", [*DOCS, ROOT / "README.md"], ids=lambda path: path.name)
def test_every_path_that_a_document_names_exists(path: Path):
    gone = [one for one in named(path.read_text(encoding="utf-8")) if not (ROOT / one).exists()]
    assert gone == []


@pytest.mark.parametrize("path", [*DOCS, ROOT / "README.md"], ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(path: Path):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    ours = [one for one in links if "://" not in one and not one.startswith(("mailto:", "…"))]
    assert [one for one in ours if not (path.parent / one).exists()] == []


def test_every_room_has_its_line():
    rooms = {
        path.stem
        for path in (ROOT / "briefing").iterdir()
        if (path / "__init__.py").exists() or path.suffix == ".py"
    } - {"__init__", "_data"}
    text = ARCHITECTURE.read_text(encoding="utf-8")
    assert [room for room in sorted(rooms) if f"`{room}" not in text] == []


def terms() -> list[tuple[str, list[str]]]:
    """Each line of the glossary: its term, and where it says the term lives."""
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[0] not in ("term", "---"):
            found.append((cells[0], re.findall(r"`([\w.]+)`", cells[2])))
    return found


def lives(name: str) -> bool:
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            thing: object = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            if not hasattr(thing, part):
                return False
            thing = getattr(thing, part)
        return True
    return False


def test_the_glossary_has_the_terms_of_the_design():
    known = {one.strip() for term, _ in terms() for one in term.split(",")}
    wanted = {"motion", "side", "article", "passage", "point", "evidence", "source", "link"}
    assert wanted | {"counterpoint", "supporting point", "case", "fact check"} <= known


def test_every_term_lives_in_the_code():
    assert not lives("briefing.model.Nothing")
    assert [term for term, places in terms() if not places] == []
    gone = [one for _, places in terms() for one in places if not lives(one)]
    assert gone == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_architecture_names_every_document():
    text = ARCHITECTURE.read_text(encoding="utf-8")
    own = {path.name for path in DOCS if path.parent == ROOT / "docs"} - {"architecture.md"}
    assert [name for name in sorted(own) if name not in text] == []


@pytest.mark.parametrize(
    ("document", "title", "where"),
    [
        ("file-format", "The library on disk", "briefing.library.reading.FORMAT"),
        ("index-format", "The index on disk", "briefing.index.manifest.VERSION"),
        ("json-format", "JSON", "briefing.text.json_values.VERSION"),
        ("json-format", "Packs", "briefing.text.pack_layout.VERSION"),
    ],
)
def test_a_format_is_described_by_its_number(document: str, title: str, where: str):
    module, _, name = where.rpartition(".")
    number = getattr(importlib.import_module(module), name)
    text = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    assert f"# {title} (format {number})" in text.splitlines()


def test_every_module_of_the_index_has_its_line():
    text = (ROOT / "docs" / "search.md").read_text(encoding="utf-8").partition("programmers")[2]
    modules = {path.stem for path in (ROOT / "briefing" / "index").glob("*.py")} - {"__init__"}
    assert [name for name in sorted(modules) if f"`{name}`" not in text] == []


def names_of_fields(where: str) -> set[str]:
    module, _, name = where.rpartition(".")
    return set(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize(
    "where",
    [
        "briefing.library.points.POINT_FIELDS",
        "briefing.library.points.EVIDENCE_FIELDS",
        "briefing.library.claims.CLAIM_FIELDS",
        "briefing.library.claims.CHECK_FIELDS",
        "briefing.library.notes.NOTE_FIELDS",
    ],
)
def test_the_file_format_names_every_field(where: str):
    text = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")
    told = {
        name for code in re.findall(r"`([^`\n]+)`", text) for name in re.findall(r"[a-z-]+", code)
    }
    assert names_of_fields(where) - told == set()
