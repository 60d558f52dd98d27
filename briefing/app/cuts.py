"""The same words cut by several people: which cut stands first, and which are shown under it.

Evidence names the cut that it varies (`Evidence.variant_of`), which may name another one: the cuts
of the same words are a tree. Of those in one topic and on one side the first one stands for all in
lists, and the others open under it. A point goes with its evidence if all of it was cut elsewhere.
Nothing is hidden for good: a cut whose first one is gone, or that runs in a circle, leads itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from briefing.library.parts import Part


class Places(Protocol):
    """Where evidence stands."""

    def home_of(self, evidence: str) -> tuple[Part, int] | None:
        """The file in which it stands and its point's number there (-1: it is under none)."""


class _Group(NamedTuple):
    """Cuts of the same words."""

    cuts: tuple[str, ...]  # the one that came first before the others
    leaders: Mapping[str, str]  # of each that stands under another one in lists
    owned: Mapping[str, str]  # the same in lists of points


class Cuts:
    """All cuts of a library, looked up by the ids of evidence. Made from the heads of its files."""

    def __init__(self, parts: Iterable[Part], places: Places) -> None:
        self._places = places
        self._first: dict[str, str] = {}
        self._others: dict[str, list[str]] = {}
        self._groups: dict[str, _Group] = {}
        self._folded: dict[int, dict[int, str]] = {}  # by the serial number of a part
        for part in parts:
            self._add(part)

    # -- keeping up to date -----------------------------------------------------------------------

    def replace(self, old: Part | None, new: Part | None) -> None:
        """A file was read again, came or went; `places` knows of it already."""
        touched: set[str] = set()
        for part in (old, new):
            if part is not None:
                named = (*part.head.evidence, *part.head.ids.get("quotes", ()))
                touched.update(one for one in named if one in self._first or one in self._others)
                touched.update(part.head.variants)
                touched.update(one for each in part.head.variants.values() for one in each)
        for one in touched:  # what was not asked for yet needs no forgetting
            for cut in self._groups[one].cuts if one in self._groups else ():
                self._groups.pop(cut, None)
                home = self._places.home_of(cut)
                if home is not None:
                    self._folded.pop(home[0].serial, None)
        if old is not None:
            self._folded.pop(old.serial, None)
            self._remove(old)
        if new is not None:
            self._add(new)

    def prepare(self, parts: Iterable[Part]) -> None:
        """Look at all there is, so that no list waits for it. For a worker."""
        for part in parts:
            self.folded_points(part)

    def _add(self, part: Part) -> None:
        for first, others in part.head.variants.items():
            self._others.setdefault(first, []).extend(others)
            self._first.update(dict.fromkeys(others, first))

    def _remove(self, part: Part) -> None:
        for first, others in part.head.variants.items():
            left = [one for one in self._others.get(first, ()) if one not in others]
            if left:
                self._others[first] = left
            else:
                self._others.pop(first, None)
            for one in others:
                self._first.pop(one, None)

    # -- asking -----------------------------------------------------------------------------------

    def group(self, evidence: str) -> tuple[str, ...]:
        """All cuts of the same words, the one that came first before the others."""
        if evidence not in self._first and evidence not in self._others:
            return (evidence,)
        return self._group(evidence).cuts

    def leader(self, evidence: str, *, owned: bool = False) -> str:
        """The cut that stands for this one in lists; itself, if it does. `owned`: in lists of
        points.
        """
        if evidence not in self._first and evidence not in self._others:
            return evidence
        group = self._group(evidence)
        return (group.owned if owned else group.leaders).get(evidence, evidence)

    def under(self, evidence: str, *, owned: bool = False) -> list[str]:
        """The cuts for which this one stands in lists."""
        if evidence not in self._first and evidence not in self._others:
            return []
        group = self._group(evidence)
        leaders = group.owned if owned else group.leaders
        return [one for one, leader in leaders.items() if leader == evidence]

    def point_leader(self, evidence: Sequence[str]) -> str:
        """The cut whose point stands for a point with this evidence of its own; "" if none does."""
        if not evidence:
            return ""
        leaders = [self.leader(one, owned=True) for one in evidence]
        return "" if any(one in evidence for one in leaders) else leaders[0]

    def folded_points(self, part: Part) -> Mapping[int, str]:
        """The points of a file that stand under others in lists, with the cuts that lead them."""
        head = part.head
        found = self._folded.get(part.serial)
        if found is None:
            found = {}
            at = 0
            for number, count in enumerate(head.owned if head.variants else ()):
                if count and head.evidence[at] in self._first:
                    leader = self.point_leader(head.evidence[at : at + count])
                    if leader:
                        found[number] = leader
                at += count
            self._folded[part.serial] = found  # whole: a worker may ask as well
        return found

    def is_folded(self, evidence: str) -> bool:
        """Whether a quotation stands under another one in lists."""
        return self.leader(evidence) != evidence

    # -- finding out ------------------------------------------------------------------------------

    def _group(self, evidence: str) -> _Group:
        found = self._groups.get(evidence)
        if found is None:
            found = self._gather(evidence)
            for one in found.cuts:
                self._groups[one] = found
        return found

    def _gather(self, evidence: str) -> _Group:
        top, passed = evidence, {evidence}
        while (above := self._first.get(top)) is not None:
            if above in passed:  # a circle
                return _Group((evidence,), {}, {})
            top = above
            passed.add(top)
        named = [top]
        for one in named:
            named += self._others.get(one, ())
        cuts = []
        leaders: dict[str, str] = {}
        owned: dict[str, str] = {}
        firsts: dict[tuple[bool, str, str], str] = {}
        for one in dict.fromkeys(named):
            home = self._places.home_of(one)
            if home is None:
                continue
            cuts.append(one)
            part, number = home
            # Who looks for one side must not have to look under the other.
            side = part.head.stances[number] if number >= 0 else ""
            leader = firsts.setdefault((False, part.topic, side), one)
            if leader != one:
                leaders[one] = leader
            if number >= 0:
                leader = firsts.setdefault((True, part.topic, side), one)
                if leader != one:
                    owned[one] = leader
        return _Group(tuple(cuts) or (evidence,), leaders, owned)
