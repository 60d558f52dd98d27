"""JSON: everything there is, under the names of docs/json-format.md. Nothing is lost."""

from __future__ import annotations

import json

from briefing.exporters.base import Document, Options
from briefing.text.json_values import library_to_json


def make(document: Document, _options: Options) -> bytes:
    """The document's values as UTF-8 JSON with LF line ends."""
    values = {**library_to_json(document.values), "title": document.title}
    # Lone surrogates cannot be UTF-8; they are written as JSON escapes.
    text = json.dumps(values, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")
