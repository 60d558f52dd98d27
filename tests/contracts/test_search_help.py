"""The help page and docs/search.md name every field, and what they show is understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.index import parse
from briefing.index.field_values import FIELDS
from briefing.resources import resources

PAGES = (
    resources() / "help" / "search.md",
    Path(__file__).resolve().parents[2] / "docs" / "search.md",
)
SIDES = {"humanitarian": "against", "deterrence": "for"}


def _examples(page: Path) -> list[str]:
    """What stands first in the rows of the tables of things to type."""
    found = []
    for line in page.read_text(encoding="utf-8").split("## With the hits")[0].splitlines():
        if line.startswith("| `"):
            found += re.findall(r"`([^`]+)`", line.split(" | ")[0])
    return [one for one in found if not one.endswith(":")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_page_names_every_field(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [name for name in FIELDS if f"`{name}:" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_what_a_page_shows_is_understood(page: Path) -> None:
    examples = _examples(page)
    assert len(examples) > 25
    for example in examples:
        parsed = parse(example, SIDES)
        assert parsed.node is not None, example
        assert parsed.notices == (), example
