"""Our JSON: the page that describes it is right."""

from __future__ import annotations

import json
import re
from pathlib import Path

from briefing.text.json_values import library_from_json

DOCS = Path(__file__).parents[2] / "docs"


def test_the_example_of_the_page_can_be_read() -> None:
    page = (DOCS / "json-format.md").read_text("utf-8")
    example = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert example is not None
    library = library_from_json(json.loads(example[1]))
    assert [link.relation.value for link in library.points[0].links] == [
        "answers", "supports", "undercuts",
    ]  # fmt: skip
    assert library.sources[0].authors
