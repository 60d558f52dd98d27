"""Known quotations, looked for through the product's own search."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from briefing.index import Entry, Index, Kind
from tests.eval.data import Row, Run

_DEPTH = 10


def search(texts: Sequence[Row], queries: Sequence[Row]) -> Run:
    """Index the texts as quotations and search for each query, as it would be typed."""
    with tempfile.TemporaryDirectory(prefix="briefing-eval-") as folder:
        index = Index(Path(folder))
        entries = [Entry(Kind.QUOTE, row["_id"], text=row["text"]) for row in texts]
        index.build(entries, "eval")
        found = {}
        for count, query in enumerate(queries, 1):
            hits = index.search(query["text"], limit=_DEPTH).hits
            found[query["_id"]] = [(hit.entry.id, float(-rank)) for rank, hit in enumerate(hits)]
            if count % 100 == 0:
                print(f"\r  searches: {count}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        index.close()
    return Run("T4-quotes", found)
