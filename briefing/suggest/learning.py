"""What the user made of suggestions: accepted or dismissed, kept on this machine only.

One JSON file a library, outside of the library: decisions about suggestions are nobody else's
business. It can be forgotten as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from briefing.library.files import read_if_there, write_file
from briefing.library.journal import digest
from briefing.model import PointId, SystemTrouble, UserError
from briefing.suggest.terms import words
from briefing.suggest.values import Bearing

_FORMAT = 1
_TRIES = 3  # where several windows write at once
_MOST = 20_000  # decisions; the oldest are forgotten first
_KEPT_WORDS = 80  # of a passage, so that passages like it can be told


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user did with a suggested point at a passage."""

    passage: str  # key of the passage
    text: str  # its first words
    point: PointId
    accepted: bool
    bearing: Bearing = Bearing.ANSWERS


@dataclass(frozen=True, slots=True)
class Learned:
    """All decisions about the suggestions of one library, oldest first."""

    decisions: tuple[Decision, ...] = ()

    def with_decision(self, decision: Decision) -> Learned:
        """Also this one, in the place of an earlier one about the same point and passage."""
        same = (decision.passage, decision.point)
        others = [one for one in self.decisions if (one.passage, one.point) != same]
        return replace(self, decisions=(*others, decision)[-_MOST:])

    def without_decision(self, passage: str, point: PointId) -> Learned:
        """Without what was decided about a point at a passage: for undo."""
        kept = (one for one in self.decisions if (one.passage, one.point) != (passage, point))
        return replace(self, decisions=tuple(kept))

    def dismissed_at(self, passage: str) -> frozenset[PointId]:
        """The points that were dismissed at a passage."""
        return frozenset(
            one.point for one in self.decisions if one.passage == passage and not one.accepted
        )

    def accepted(self) -> tuple[Decision, ...]:
        """The suggestions that were accepted as answers or supports: precedents from then on."""
        return tuple(
            one for one in self.decisions if one.accepted and one.bearing is not Bearing.RELATED
        )

    def favour(self) -> dict[PointId, float]:
        """How welcome points were elsewhere: above 0 accepted more often, below 0 dismissed."""
        sums: dict[PointId, list[int]] = {}
        for one in self.decisions:
            sums.setdefault(one.point, [0, 0])[int(one.accepted)] += 1
        return {
            point: (yes - no) / (yes + no + 4) for point, (no, yes) in sums.items() if yes != no
        }


def passage_key(text: str) -> str:
    """The key of a passage: the same words have the same key, however they are set."""
    said = " ".join(words(text))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def decide(text: str, point: PointId, accepted: bool, bearing: Bearing) -> Decision:
    """A decision about a point suggested for the passage `text`."""
    start = " ".join(text.split()[:_KEPT_WORDS])
    return Decision(passage_key(text), start, point, accepted, bearing)


def read_learned(path: Path) -> Learned:
    """What was learned; a file that is not there, or no longer makes sense, says nothing."""
    try:
        return _understood(path.read_bytes())
    except OSError:
        return Learned()


def _understood(data: bytes | None) -> Learned:
    try:
        stored = json.loads((data or b"").decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return Learned()
    if not isinstance(stored, dict) or not isinstance(stored.get("decisions"), list):
        return Learned()
    return Learned(tuple(_decisions(stored["decisions"])))


def _decisions(stored: Iterable[Any]) -> Iterable[Decision]:
    bearings = {one.value: one for one in Bearing}
    for one in stored:
        if not isinstance(one, dict):
            continue
        passage, point, accepted = one.get("passage"), one.get("point"), one.get("accepted")
        if isinstance(passage, str) and isinstance(point, str) and isinstance(accepted, bool):
            bearing = bearings.get(str(one.get("bearing")), Bearing.ANSWERS)
            text = str(one.get("text", ""))
            yield Decision(passage, text, PointId(point), accepted, bearing)


def keep_learned(path: Path, change: Callable[[Learned], Learned]) -> Learned:
    """Change what the file says was learned, and what it says then.

    Other windows may have written there since it was read last. SystemTrouble or ReadOnly where
    it cannot be written.
    """
    for left in range(_TRIES - 1, -1, -1):
        there = read_if_there(path)
        learned = change(_understood(there))
        try:
            write_file(path, _written(learned), None if there is None else digest(there))
        except UserError:  # another window was quicker
            if not left:
                raise
            continue
        break
    return learned


def _written(learned: Learned) -> bytes:
    rows = [
        {
            "passage": one.passage,
            "text": one.text,
            "point": one.point,
            "accepted": one.accepted,
            "bearing": one.bearing.value,
        }
        for one in learned.decisions
    ]
    text = json.dumps({"format": _FORMAT, "decisions": rows}, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "surrogatepass")


def forget_learned(path: Path) -> None:
    """Forget all of it."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SystemTrouble(f"{path} cannot be deleted: {error.strerror}.") from error
