"""A quotation held against the text of its source: is it exact, and if not, word by word how.

The quotation is found by runs of three words that it shares with the source
(`briefing/text/laying.py` does the rest), so that a whole library is compared in seconds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from briefing.model.once import once
from briefing.text.chains import Block, chains
from briefing.text.laying import Alignment, Change, Comparison, Fidelity, Piece
from briefing.text.quoted_words import Words, words_of_quotation, words_of_source

__all__ = ["Change", "Comparison", "Fidelity", "Piece", "SourceText", "compare"]

_RUN = 3
# A run that stands in more places than this tells nothing about the place.
_MOST_PLACES = 60


class SourceText:
    """The stored text of a source, made ready for comparing many quotations with it."""

    def __init__(self, text: str) -> None:
        self.words = words_of_source(text)

    @once
    def _joined(self) -> str:
        return f" {' '.join(self.words.keys)} "

    @once
    def _offsets(self) -> list[int]:
        """Where each word begins in `_joined`."""
        offsets, position = [], 1
        for key in self.words.keys:
            offsets.append(position)
            position += len(key) + 1
        return offsets

    @once
    def _places(self) -> dict[tuple[str, ...], list[int]]:
        """Where each run of three words begins."""
        keys = self.words.keys
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, run in enumerate(zip(keys, keys[1:], keys[2:], strict=False)):
            places[run].append(place)
        return places

    @once
    def _singles(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self.words.keys):
            places[key].append(place)
        return places

    def find_exact(self, quoted: Words) -> int:
        """The place of just these words in a row, or -1."""
        at = self._joined.find(f" {' '.join(quoted.keys)} ")
        return -1 if at < 0 else bisect_left(self._offsets, at + 1)

    def blocks(self, quoted: Words) -> list[Block]:
        """Words in a row that both have: place in the quotation, in the source, and how many."""
        keys, there = quoted.keys, self.words.keys
        found: list[Block] = []
        ends: dict[int, int] = {}  # diagonal → where its last block ends in the quotation
        for i in range(len(keys) - _RUN + 1):
            places = self._places.get(keys[i : i + _RUN], ())
            if len(places) > _MOST_PLACES:
                continue
            for p in places:
                if ends.get(p - i, -1) >= i + _RUN:
                    continue
                length = _RUN
                while (
                    i + length < len(keys)
                    and p + length < len(there)
                    and keys[i + length] == there[p + length]
                ):
                    length += 1
                back = 0
                while back < min(i, p) and keys[i - back - 1] == there[p - back - 1]:
                    back += 1
                found.append((i - back, p - back, length + back))
                ends[p - i] = i + length
        return found or list(self._single_blocks(keys))

    def _single_blocks(self, keys: Sequence[str]) -> Iterator[Block]:
        """The rarest words of a quotation that shares no run with the text."""
        known = [(len(self._singles[key]), i) for i, key in enumerate(keys) if key in self._singles]
        for _, i in sorted(known)[:3]:
            for p in self._singles[keys[i]][:_MOST_PLACES]:
                yield i, p, 1


def compare(quotation: str, source: SourceText) -> Comparison:
    """Hold a quotation against the text of its source."""
    quoted = words_of_quotation(quotation)
    found = _compare(quoted, source)
    if quoted.bracketed and found.fidelity is not Fidelity.EXACT:
        # The brackets may be those of the source itself.
        literal = _compare(words_of_quotation(quotation, has_insertions=False), source)
        if literal.fidelity is Fidelity.EXACT or found.fidelity is Fidelity.NOT_FOUND:
            return literal
    return found


def _compare(quoted: Words, source: SourceText) -> Comparison:
    if not quoted.keys:
        return Comparison(Fidelity.NOT_FOUND)
    if not quoted.marked and not quoted.bracketed and not quoted.loose:
        at = source.find_exact(quoted)
        if at >= 0:
            return _exact(quoted, source.words, at)
    best: Comparison | None = None
    for chain in chains(source.blocks(quoted), sorted(quoted.marked | quoted.bracketed)):
        found = Alignment(quoted, source.words, chain).comparison()
        if best is None or (_rank(found), -found.share) < (_rank(best), -best.share):
            best = found
        if best.fidelity is Fidelity.EXACT:
            break
    return best or Comparison(Fidelity.NOT_FOUND)


def _exact(quoted: Words, there: Words, at: int) -> Comparison:
    end = at + len(quoted)
    pieces = (Piece(Change.SAME, " ".join(quoted.text.split()), len(quoted)),)
    return Comparison(Fidelity.EXACT, pieces, there.starts[at], there.ends[end - 1], share=1.0)


def _rank(comparison: Comparison) -> int:
    return comparison.fidelity is Fidelity.NOT_FOUND
