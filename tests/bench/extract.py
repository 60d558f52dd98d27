"""How much of the words of real documents comes in, and how much that is none of theirs.

The documents are not part of the project. A folder of them is named with `--documents`:

    html/NAME.html   and NAME.expected.html (the article alone, as HTML), perhaps NAME.meta.json
    txt/encodings/   text files, and truth.json: file → {"encoding", "first": how its text begins}
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefing.importers import Options
from briefing.importers.decoding import decode
from briefing.importers.html import page
from briefing.importers.html.walk import blocks_of
from briefing.model import UserError
from briefing.text.passages import to_plain
from tests.bench.figures import Figure

_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def measure(folder: Path | None) -> Iterator[Figure]:
    """The figures of the documents in `folder`; none, and a word about it, without a folder."""
    if folder is None or not folder.is_dir():
        where = f"there is no folder {folder}" if folder else "name one with --documents FOLDER"
        print(f"extract: not measured, for want of documents: {where}.", file=sys.stderr)
        return
    yield from _pages(folder / "html")
    yield from _encodings(folder / "txt" / "encodings")


def _pages(folder: Path) -> Iterator[Figure]:
    labelled = sorted(folder.glob("*.expected.html"))
    if not labelled:
        print(f"extract: no labelled pages in {folder}.", file=sys.stderr)
        return
    scores: list[tuple[float, float, float]] = []
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    began = time.process_time()
    for expected in labelled:
        name = expected.name.removesuffix(".expected.html")
        truth = _text(expected.read_text(encoding="utf-8"))
        data = (folder / f"{name}.html").read_bytes()
        try:
            (article,) = page.read_html(data, f"{name}.html", Options()).articles
        except UserError as error:
            print(f"extract: {name}: {error}", file=sys.stderr)
            scores.append((0.0, 0.0, 0.0))
            continue
        scores.append(score(to_plain(article.text_md), truth))
        meta = folder / f"{name}.meta.json"
        if meta.is_file():
            said = json.loads(meta.read_text(encoding="utf-8"))
            found = (article.title, " ".join(article.authors), article.date)
            for key, value in zip(("title", "byline", "publishedTime"), found, strict=True):
                asked[key] += bool(said.get(key))
                right[key] += bool(said.get(key)) and _agree(value, said[key])
    seconds = time.process_time() - began
    group = f"Articles out of {len(labelled)} labelled web pages"
    f1, precision, recall = (sum(each) / len(scores) for each in zip(*scores, strict=True))
    yield Figure(group, "words wrong or missing (100 − F1)", 100 * (1 - f1), "%", 5.0)
    yield Figure(group, "words that are not the article's", 100 * (1 - precision), "%")
    yield Figure(group, "words of the article that are missing", 100 * (1 - recall), "%")
    yield Figure(group, "a page", 1000 * seconds / len(labelled), "ms")
    for key, many in asked.items():
        if many:
            yield Figure(group, f"wrong: {key}", many - right[key], "", note=f"of {many}")


def _encodings(folder: Path) -> Iterator[Figure]:
    truth = folder / "truth.json"
    if not truth.is_file():
        print(f"extract: no truth.json in {folder}.", file=sys.stderr)
        return
    known: dict[str, Any] = json.loads(truth.read_text(encoding="utf-8"))
    there = [name for name in known if (folder / name).is_file()]
    wrong = [name for name in there if not _begins(folder / name, known[name]["first"])]
    note = ", ".join(wrong[:4]) or "none"
    group = f"Encodings of {len(there)} text files"
    yield Figure(group, "read in a wrong encoding", len(wrong), "", max(1, len(there) // 20), note)


def _begins(path: Path, first: str) -> bool:
    try:
        text, _ = decode(path.read_bytes(), path.name)
    except UserError:
        return False
    bare, wanted = (re.sub(r"[\s\x00-\x1f\ufeff]+", "", each) for each in (text[:600], first))
    return bare.startswith(wanted)


def _text(html: str) -> str:
    tree = page.parse(html)
    return "\n".join(block.text for block in blocks_of(tree)) if tree is not None else ""


def _agree(found: str, wanted: str) -> bool:
    one, other = ("".join(re.findall(r"\w+", each.casefold())) for each in (found, wanted))
    return bool(one) and (one in other or other in one)


def score(found: str, wanted: str) -> tuple[float, float, float]:
    """F1, precision and recall of the words of a text, each as often as it occurs."""
    have, want = Counter(_tokens(found)), Counter(_tokens(wanted))
    same = (have & want).total()
    if not same:
        both_empty = float(not have and not want)
        return both_empty, both_empty, both_empty
    precision, recall = same / have.total(), same / want.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def _tokens(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text.casefold()):
        # Chinese, Japanese and Korean have no blanks between words.
        yield from word if _WIDE.search(word) else (word,)
