"""Folders of judged queries: what kind one is, its texts, and its judgements."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Judgements = dict[str, dict[str, float]]
Row = dict[str, Any]

# A folder is known by its files. The first kind that fits is taken.
KINDS = (
    ("arguana", ("corpus*.jsonl", "queries*.jsonl", "qrels.best*.tsv")),
    ("perspectrum", ("corpus*.jsonl", "queries*.jsonl", "qrels.any*.tsv")),
    ("perspectrum", ("stance*.jsonl",)),
    ("quotes", ("corpus*.jsonl", "queries*.jsonl", "qrels*.tsv")),
)


class NoData(Exception):
    """A folder that is not laid out like any that is known."""


def kind_of(folder: Path) -> str:
    """Which kind of folder it is; NoData says what was looked for."""
    for kind, patterns in KINDS:
        if all(any(folder.glob(pattern)) for pattern in patterns):
            if kind != "quotes":
                return kind
            first = rows(folder, "queries")[:1]
            return "keypoints" if first and "topic" in first[0] else "quotes"
    raise NoData(
        f"{folder} is no folder of judged queries: it should hold corpus.jsonl, queries.jsonl and "
        "qrels….tsv, and they may be parted as in queries.dev.jsonl."
    )


def parts(folder: Path, stem: str, ending: str = "jsonl") -> list[str]:
    """The parts in which files of a name stand there: "" for the whole, "dev", "train" …"""
    found = []
    for path in sorted(folder.glob(f"{stem}*.{ending}")):
        rest = path.name[len(stem) : -len(ending) - 1]
        if rest == "" or rest.startswith("."):
            found.append(rest[1:])
    return found


def _path(folder: Path, stem: str, part: str, ending: str) -> Path:
    own = folder / (f"{stem}.{part}.{ending}" if part else f"{stem}.{ending}")
    return own if own.exists() else folder / f"{stem}.{ending}"


def rows(folder: Path, stem: str, part: str | None = None) -> list[Row]:
    """The rows of a JSON-lines file; without `part`, of all its parts."""
    found = []
    for one in parts(folder, stem) if part is None else [part]:
        with _path(folder, stem, one, "jsonl").open(encoding="utf-8") as file:
            found += [json.loads(line) for line in file if line.strip()]
    return found


def judgements(folder: Path, stem: str, part: str = "") -> Judgements:
    """Query → document → gain, of a qrels file; empty where there is none."""
    path = _path(folder, stem, part, "tsv")
    found: Judgements = defaultdict(dict)
    if not path.exists():
        return found
    with path.open(encoding="utf-8") as file:
        for line in file:
            cells = line.split()
            if len(cells) < 3 or cells[0] in ("query-id", "qid"):
                continue
            document, gain = (cells[2], cells[3]) if len(cells) == 4 else (cells[1], cells[2])
            if float(gain) > 0:
                found[cells[0]][document] = float(gain)
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """What a ranker found: query → documents, best first, with scores."""

    name: str
    found: dict[str, list[tuple[str, float]]]

    def write(self, folder: Path) -> Path:
        """Write it as TREC evaluations have it: query Q0 document rank score name."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.run"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for query, documents in self.found.items():
                for rank, (document, score) in enumerate(documents, 1):
                    file.write(f"{query} Q0 {document} {rank} {score:.6f} briefing\n")
        return path
