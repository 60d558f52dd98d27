"""CSL-JSON: the sources, for Zotero and other reference managers."""

from __future__ import annotations

import json

from briefing.exporters.base import Document, Options, legal
from briefing.text.csl import csl


def make(document: Document, _options: Options) -> bytes:
    """The document's sources as a CSL-JSON array."""
    records = [csl(source) for source in document.values.sources]
    return (legal(json.dumps(records, ensure_ascii=False, indent=2)) + "\n").encode("utf-8")
