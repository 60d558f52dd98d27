"""Laying a quotation over its source: from the runs of words that both have to a difference.

Of the runs that a quotation shares with the source a chain in order is taken; what lies between its
links is compared word by word, and what makes no difference (hyphens at the ends of lines, numbers
of footnotes, letters in brackets, marked omissions) is told apart from what does.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from briefing.text.chains import Block
from briefing.text.quoted_words import BRACKET_ROOM, Words
from briefing.text.turning_words import denials_in, left_out, turns_in

# Parts of one quotation with more words than this between them are two quotations.
FAR = 250
# Less than this share of its words in the source, and it is not the same quotation.
_ENOUGH = 0.5
# An omission as short as this that takes a "not" with it changes the sense, marked or not.
_SHORT_GAP = 4
_LONG = 250_000  # pairs of words


class Fidelity(Enum):
    """How a quotation stands to the text of its source."""

    EXACT = "exact"
    FAR_APART = "parts far apart"
    CLIPPED = "clipped"
    OMITS = "words omitted without a mark"
    DIFFERS = "differs"
    NOT_FOUND = "not found"


class Change(Enum):
    """What a piece of the word-by-word difference is."""

    SAME = "same"
    ADDED = "added"  # in the quotation only
    LEFT_OUT = "left out"  # in the source only, and nothing says so
    OMITTED = "omitted"  # in the source only, and the quotation marks it


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the difference, as they stand in the quotation or, if not there, the source."""

    change: Change
    text: str
    words: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A quotation held against a text.

    `start` and `end` are characters of the text (-1: not found). `pieces` are the word-by-word
    difference, `gaps` the numbers of words that each marked omission leaves out, `turns` the words
    that a marked omission drops although the sense hangs on them, `hidden` denials in longer ones:
    whether the sense stays, a reader must see.
    """

    fidelity: Fidelity
    pieces: tuple[Piece, ...] = ()
    start: int = -1
    end: int = -1
    gaps: tuple[int, ...] = ()
    turns: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    share: float = 0.0


# So many words of the quotation may be so many of the source, by hyphens at the ends of lines.
_SIZES = ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (2, 2))

# One step of an alignment: words `i` to `j` of the quotation stand for `p` to `q` of the source.
Step = tuple[bool, int, int, int, int]  # same?, i, j, p, q


class Alignment:
    """One way to lay the quotation over the source."""

    def __init__(self, quoted: Words, there: Words, chain: list[Block]) -> None:
        self.quoted = quoted
        self.there = there
        self.marks = quoted.marked | quoted.bracketed
        self._loose = {place: (before, after) for place, before, after in quoted.loose}
        self.steps: list[Step] = []
        self._lay(chain)
        self._mend()

    # -- laying -----------------------------------------------------------------------------------

    def _lay(self, chain: list[Block]) -> None:
        i, p, length = chain[0]
        self._lay_head(i, p)
        at_i, at_p = i, p
        for i, p, length in chain:
            cut = max(0, at_i - i, at_p - p)  # blocks may overlap by some words
            i, p, length = i + cut, p + cut, length - cut
            self._lay_between(at_i, i, at_p, p)
            self.steps.append((True, i, i + length, p, p + length))
            at_i, at_p = i + length, p + length
        self._lay_tail(at_i, at_p)

    def _lay_head(self, i: int, p: int) -> None:
        """The words before the first block; they cannot be far from it unless a mark says so."""
        if i:
            self._lay_between(0, i, max(0, p - self._room(0, i)), p, trim_start=True)

    def _lay_tail(self, i: int, p: int) -> None:
        end = len(self.quoted)
        if i < end:
            stop = min(len(self.there), p + self._room(i, end))
            self._lay_between(i, end, p, stop, trim_end=True)

    def _room(self, i: int, j: int) -> int:
        """How many words of the source may stand for words `i` to `j`."""
        has_mark = any(i <= place <= j for place in self.marks)
        return (j - i) * 2 + (FAR + BRACKET_ROOM if has_mark else 4)

    def _lay_between(
        self,
        i: int,
        j: int,
        p: int,
        q: int,
        *,
        trim_start: bool = False,
        trim_end: bool = False,
    ) -> None:
        """Words of both between two blocks, split where an editor marks an omission."""
        inner = [place for place in sorted(self.marks) if i < place < j]
        if not inner:
            if trim_start and i not in self.marks and j not in self.marks:
                p = max(p, q - (j - i) - 3)
            if trim_end and i not in self.marks and j not in self.marks:
                q = min(q, p + (j - i) + 3)
        is_marked = i < j and (inner or i in self.marks or j in self.marks)
        split = self._split(i, j, p, q, inner) if is_marked else []
        if split:
            self.steps += split
            return
        before, i, p = ([], i, p) if trim_start else self._same_at_start(i, j, p, q)
        after, j, q = ([], j, q) if trim_end else self._same_at_end(i, j, p, q)
        ours, theirs = self.quoted.keys[i:j], self.there.keys[p:q]
        pieces = list(_aligned_at_end(ours, theirs) if trim_start else _aligned(ours, theirs))
        steps = [(same, a + i, b + i, c + p, d + p) for same, a, b, c, d in pieces]
        self.steps += [*before, *steps, *after]

    def _same_at_start(self, i: int, j: int, p: int, q: int) -> tuple[list[Step], int, int]:
        """What is the same but for hyphens and notes where `i` and `p` begin."""
        steps: list[Step] = []
        while i < j and p < q:
            size = next(
                (one for one in _SIZES if self._fits(i, i + one[0], j, p, p + one[1], q)), None
            )
            if size is None:
                break
            steps.append((True, i, i + size[0], p, p + size[1]))
            i, p = i + size[0], p + size[1]
        return steps, i, p

    def _same_at_end(self, i: int, j: int, p: int, q: int) -> tuple[list[Step], int, int]:
        steps: list[Step] = []
        while i < j and p < q:
            size = next(
                (
                    one
                    for one in _SIZES
                    if i <= j - one[0]
                    and p <= q - one[1]
                    and self._same_letters(j - one[0], j, q - one[1], q)
                ),
                None,
            )
            if size is None:
                break
            steps.append((True, j - size[0], j, q - size[1], q))
            j, q = j - size[0], q - size[1]
        return steps[::-1], j, q

    def _fits(self, i: int, i2: int, j: int, p: int, p2: int, q: int) -> bool:
        return i2 <= j and p2 <= q and self._same_letters(i, i2, p, p2)

    def _split(self, i: int, j: int, p: int, q: int, inner: list[int]) -> list[Step]:
        """Each part between two marks, at the first place in order where just its words stand.

        Parts before the first block stand as near to it as they can.
        """
        if i == 0:
            return self._split_head(j, p, q, inner)
        steps: list[Step] = []
        at = p
        edges = [i, *inner, j]
        there = self.there.keys
        for number, (start, end) in enumerate(itertools.pairwise(edges)):
            part = self.quoted.keys[start:end]
            place = at if number == 0 and i not in self.marks and i > 0 else -1
            if number == len(edges) - 2 and j < len(self.quoted) and j not in self.marks:
                place = q - len(part)  # it belongs to what follows
            if place < at or tuple(there[place : place + len(part)]) != tuple(part):
                place = _place_of(part, there, at, q)
            if place < 0:
                return []
            if place > at:
                steps.append((False, start, start, at, place))
            steps.append((True, start, end, place, place + len(part)))
            at = place + len(part)
        if at < q:
            steps.append((False, j, j, at, q))
        return steps

    def _split_head(self, j: int, p: int, q: int, inner: list[int]) -> list[Step]:
        steps: list[Step] = []
        there = self.there.keys
        edges = [0, *inner, j]
        at = q
        for start, end in reversed(list(itertools.pairwise(edges))):
            part = self.quoted.keys[start:end]
            place = at - len(part)
            if end != j or j in self.marks:
                place = _place_of(part, there, p, at, last=True)
            if place < p or tuple(there[place : place + len(part)]) != tuple(part):
                return []
            if place + len(part) < at:
                steps.append((False, end, end, place + len(part), at))
            steps.append((True, start, end, place, place + len(part)))
            at = place
        return steps[::-1]

    # -- what makes no difference -----------------------------------------------------------------

    def _mend(self) -> None:
        """Make steps the same where the difference is none: hyphens, notes, letters in brackets."""
        mended: list[Step] = []
        for step in self.steps:
            mended += [step] if step[0] else self._mended(*step[1:])
        steps = list(_joined(_trimmed(mended)))
        for number, step in enumerate(steps):
            if not step[0] and step[1] == step[2] and 0 < number < len(steps) - 1:
                self._slide(steps, number)
        self.steps = [step for step in steps if step[1] < step[2] or step[3] < step[4]]

    def _slide(self, steps: list[Step], number: int) -> None:
        """Move words that the quotation lacks to the mark beside them, where that is the same."""
        (_, i0, _, p0, _), (_, at, _, p, q), (_, _, j2, _, q2) = steps[number - 1 : number + 2]
        if at in self.marks or not (steps[number - 1][0] and steps[number + 1][0]):
            return
        ours, there = self.quoted.keys, self.there.keys
        for step, edge in ((-1, i0), (1, j2)):
            move = 0
            while at + move != edge and at + move not in self.marks:
                one = at + move + min(step, 0)
                gone = (q if step < 0 else p) + move + min(step, 0)
                if ours[one] != there[gone]:
                    break
                move += step
            if at + move in self.marks:
                place = at + move
                steps[number - 1] = (True, i0, place, p0, p + move)
                steps[number] = (False, place, place, p + move, q + move)
                steps[number + 1] = (True, place, j2, q + move, q2)
                return

    def _mended(self, i: int, j: int, p: int, q: int) -> list[Step]:
        if i == j and p == q:
            return []
        if i == j and all(place in self.there.notes for place in range(p, q)):
            return [(True, i, j, p, q)]
        if p == q and all(place in self.quoted.notes for place in range(i, j)):
            return [(True, i, j, p, q)]
        if self._same_letters(i, j, p, q):
            return [(True, i, j, p, q)]
        # A note or a hyphen beside a word that did change: look at the ends.
        for size in (1, 2):
            if j - i >= 1 and q - p >= size and (j - i, q - p) != (1, size):
                if self._same_letters(i, i + 1, p, p + size):
                    return [(True, i, i + 1, p, p + size), *self._mended(i + 1, j, p + size, q)]
                if self._same_letters(j - 1, j, q - size, q):
                    return [*self._mended(i, j - 1, p, q - size), (True, j - 1, j, q - size, q)]
            if j - i >= 2 and q - p >= 1 and (j - i, q - p) != (2, 1) and size == 2:
                if self._same_letters(i, i + 2, p, p + 1):
                    return [(True, i, i + 2, p, p + 1), *self._mended(i + 2, j, p + 1, q)]
                if self._same_letters(j - 2, j, q - 1, q):
                    return [*self._mended(i, j - 2, p, q - 1), (True, j - 2, j, q - 1, q)]
        return [(False, i, j, p, q)]

    def _same_letters(self, i: int, j: int, p: int, q: int) -> bool:
        ours, theirs = self.quoted.keys[i:j], self.there.keys[p:q]
        if not ours or not theirs:
            return False
        if len(ours) == len(theirs) and ours == theirs:
            return True
        if len(ours) == len(theirs) == 1 and i in self._loose:
            before, after = self._loose[i]
            word = theirs[0]
            if word.startswith(before) and word.endswith(after) and before + after:
                return abs(len(word) - len(ours[0])) <= 5
        mine, other = "".join(ours), "".join(theirs)
        if mine == other:  # "not able" is not "notable", but "noth-" and "ing" are "nothing"
            is_hyphenated = "-" in self.quoted.between(i, j) + self.there.between(p, q)
            return is_hyphenated or not (turns_in(ours) or turns_in(theirs))
        if len(ours) == len(theirs) == 1:
            return _without_note(other) == mine or _without_note(mine) == other
        return False

    # -- the outcome ------------------------------------------------------------------------------

    def comparison(self) -> Comparison:
        """The verdict, and the difference in pieces."""
        pieces: list[Piece] = []
        gaps: list[int] = []
        turns: list[str] = []
        hidden: list[str] = []
        kept = changed = missing = 0
        for same, i, j, p, q in self.steps:
            if same:
                kept += j - i
                pieces.append(Piece(Change.SAME, self.quoted.shown(i, j), j - i))
                continue
            if i < j:
                changed += j - i
                pieces.append(Piece(Change.ADDED, self.quoted.shown(i, j), j - i))
            if p < q:
                change = self._change(i, j, q - p)
                pieces.append(Piece(change, self.there.shown(p, q), q - p))
                if change is Change.LEFT_OUT:
                    missing += q - p
                else:
                    if i in self.quoted.marked:
                        gaps.append(q - p)
                    if q - p <= _SHORT_GAP or i in self.quoted.bracketed:
                        turns += denials_in(self.there.keys[p:q])
                    elif q - p <= FAR:
                        hidden += left_out(self.there, p, q)
        share = kept / len(self.quoted)
        start, end = self._span()
        if share < _ENOUGH or start < 0:
            return Comparison(Fidelity.NOT_FOUND, share=share)
        if changed:
            fidelity = Fidelity.DIFFERS
        elif missing:
            fidelity = Fidelity.OMITS
        elif turns:
            fidelity = Fidelity.CLIPPED
        else:
            fidelity = Fidelity.FAR_APART if any(gap > FAR for gap in gaps) else Fidelity.EXACT
        shown = tuple(piece for piece in pieces if piece.text)
        found = tuple(gaps), tuple(turns), tuple(hidden)
        return Comparison(fidelity, shown, start, end, *found, share)

    def _change(self, i: int, j: int, size: int) -> Change:
        if i == j and i in self.quoted.marked:
            return Change.OMITTED
        if i == j and i in self.quoted.bracketed and size <= BRACKET_ROOM:
            return Change.OMITTED
        return Change.LEFT_OUT

    def _span(self) -> tuple[int, int]:
        same = [(p, q) for is_same, _, _, p, q in self.steps if is_same and p < q]
        if not same:
            return -1, -1
        return self.there.starts[same[0][0]], self.there.ends[same[-1][1] - 1]


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Step]:
    """The difference of two rows of words.

    In long ones common words are no beginning of what is the same: with them it may take hours.
    """
    if not ours or not theirs:
        if ours or theirs:
            yield False, 0, len(ours), 0, len(theirs)
        return
    from difflib import SequenceMatcher  # exact quotations, nearly all, do without it

    is_long = len(ours) * len(theirs) > _LONG
    for tag, i, j, p, q in SequenceMatcher(None, ours, theirs, autojunk=is_long).get_opcodes():
        yield tag == "equal", i, j, p, q


def _aligned_at_end(ours: Sequence[str], theirs: Sequence[str]) -> list[Step]:
    """The same, where the words stand as near to the end as they can."""
    mine, other = len(ours), len(theirs)
    steps = _aligned(ours[::-1], theirs[::-1])
    return [(same, mine - j, mine - i, other - q, other - p) for same, i, j, p, q in steps][::-1]


def _trimmed(steps: list[Step]) -> list[Step]:
    """Steps without words of the source before and after the quotation.

    A changed word at an end of the quotation stands for one word of the source, not for many.
    """
    if steps and not steps[0][0]:
        _, i, j, p, q = steps[0]
        steps = [(False, i, j, max(p, q - (j - i)), q), *steps[1:]]
    if steps and not steps[-1][0]:
        _, i, j, p, q = steps[-1]
        steps = [*steps[:-1], (False, i, j, p, min(q, p + (j - i)))]
    return steps


def _joined(steps: list[Step]) -> Iterator[Step]:
    """Neighbours that are the same become one step."""
    last: Step | None = None
    for step in steps:
        if last is not None and last[0] and step[0]:
            last = (True, last[1], step[2], last[3], step[4])
            continue
        if last is not None:
            yield last
        last = step
    if last is not None:
        yield last


def _place_of(
    part: Sequence[str], there: Sequence[str], start: int, end: int, last: bool = False
) -> int:
    """The first (or last) place from `start` to `end` where just these words stand; -1 for none."""
    size = len(part)
    wanted = tuple(part)
    places = range(start, end - size + 1)
    for place in reversed(places) if last else places:
        if there[place] == wanted[0] and tuple(there[place : place + size]) == wanted:
            return place
    return -1


def _without_note(key: str) -> str:
    """A word without the number of a footnote that ran into it."""
    word = key.rstrip("0123456789")
    return word if len(word) > 3 and word.isalpha() and 0 < len(key) - len(word) < 3 else ""
