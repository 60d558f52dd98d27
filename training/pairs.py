"""Pairs of texts that agree or disagree, from the licensed data: see docs/models.md."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one debate (`group`), and whether the second supports the first."""

    group: str
    one: str
    other: str
    agree: bool


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def perspectrum(folder: Path, part: str) -> list[Pair]:
    """Claims and perspectives (Perspectrum, CC BY-SA 4.0)."""
    return [
        Pair(row["cid"], row["claim"], row["perspective"], row["label"] == "support")
        for row in _rows(folder / f"stance.{part}.jsonl")
    ]


def keypoints(folder: Path, part: str) -> list[Pair]:
    """Topics and arguments or key points on them (ArgKP, Community Data License – Sharing)."""
    rows = _rows(folder / f"queries.{part}.jsonl") + _rows(folder / f"corpus.{part}.jsonl")
    return [Pair(row["topic"], row["topic"], row["text"], int(row["stance"]) > 0) for row in rows]


def between(pairs: list[Pair], most: int, seed: int) -> list[Pair]:
    """Pairs of two texts on the same claim: they agree if both support it, or neither does."""
    drawn = random.Random(seed)
    by_group: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_group[pair.group].append(pair)
    found = []
    for group, members in sorted(by_group.items()):
        count = min(most, len(members) * (len(members) - 1) // 2)
        for _ in range(count):
            one, other = drawn.sample(members, 2)
            found.append(Pair(group, one.other, other.other, one.agree is other.agree))
    return found


# The files of the folder PAIRS: lines of JSON with "group" (a debate), "one", "other" and "label",
# one of `_AGREES`; others are passed over. docs/models.md says where each is from, and the licence.
FILES = {
    "arguments": ("ibm_argq30k", "valueeval23"),
    "claims": ("ibm_claim_stance_train", "ibm_evidence_topic_stance_train"),
    "beliefs": ("explagraphs",),
    "comments": ("arc_summaries", "arc_reason_warrant"),
    "speeches": ("ibm_debate_speeches", "ukpconvarg"),
    "motions": ("handeset_hansard",),
    "pairs": ("nixon_kennedy", "arc_warrant_pairs"),
    "inference": (
        "taxinli_mnli",
        "cad_snli",
        "negation_nli",
        "snli_dev_test",
        "fever_symmetric",
        "breaking_nli",
    ),
}
_AGREES = {"support": True, "oppose": False, "entail": True, "contradict": False}
_HOUSE = re.compile(r"^This house (believes that|would|believes) ?", re.IGNORECASE)


def told(folder: Path, files: tuple[str, ...], leave_out: frozenset[str]) -> list[Pair]:
    """The pairs of some files, each text once, without some claims.

    Paragraphs of one motion (Hansard) belong together by motion; all others by what they are about.
    """
    found = {}
    for file in files:
        for row in _rows(folder / f"{file}.jsonl"):
            agree = _AGREES.get(row["label"])
            if agree is None or row["one"] in leave_out or row["group"] in leave_out:
                continue
            about = row["group"] if file == "handeset_hansard" else row["one"]
            pair = Pair(about, _HOUSE.sub("", row["one"]), row["other"], agree)
            found.setdefault((pair.one, pair.other), pair)
    return list(found.values())


_TURNS = (
    (r"\bshould not\b", "should"),
    (r"\bshould\b", "should not"),
    (r"\bmust\b", "must not"),
    (r"\b(is|are) not\b", r"\1"),
    (r"\b(is|are)\b", r"\1 not"),
    (r"\bcan\b", "cannot"),
    (r"\bwill\b", "will not"),
    (r"\bmore harm than good\b", "more good than harm"),
    (r"\bban\b", "allow"),
    (r"\babolish\b", "keep"),
    (r"\blegalize\b", "ban"),
    (r"\bsubsidize\b", "stop subsidizing"),
)


def turned(claim: str) -> str:
    """The claim said the other way round; "" where no rule fits."""
    for pattern, other in _TURNS:
        found, count = re.subn(pattern, other, claim, count=1)
        if count:
            return found
    return ""
