"""Points of a topic that say nearly the same, in pairs, to be merged or told apart.

That two are different is said in the points themselves (`differs-from`), for all who share them.

Comparing each with each would take hours in a large library. Two claims that are alike share most
of their words; so each is only held against those that share one of the rarer half of its words
(prefix filtering, Chaudhuri, Ganti and Kaushik 2006). Comparison: rapidfuzz’ token sort ratio, as
where a new claim is warned of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import TYPE_CHECKING

from briefing.app.cards import speaker_line, stands
from briefing.app.editing.points import LIKE, is_told_apart
from briefing.app.navigation import Destination, Room
from briefing.app.review import Report, Reviewed
from briefing.app.rows import Row
from briefing.model import Cancelled
from briefing.text.passages import to_plain
from briefing.text.words import counted, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.app.workspace import Workspace
    from briefing.model import Point, Progress, Stop

_COMMON = 80  # claims with a word in common: beyond that, the word says nothing
_FEWEST_WORDS = 3
_SHORTEST_QUOTE = 40  # letters: shorter ones may be the same by chance
_SHOWN = 240  # characters of a text beside another
_EMPTY = (
    "There is nothing to do here. When you import or write a point that sounds like another, or "
    "quotes the same words, the two stand here side by side: you merge them, or say that they are "
    "different. To make one of any two points, open one of them and choose Edit → Merge with "
    "another point."
)
_EVERY = 500  # points between two looks at whether to stop


class Alike(Enum):
    """In what two points are alike."""

    CLAIM = "claim"
    QUOTE = "quote"
    DIFFERENT = "different"  # so somebody said


WORDS = {
    Alike.CLAIM: "≈ Nearly the same claim",
    Alike.QUOTE: "“ The same quotation, two claims",
    Alike.DIFFERENT: "≠ Told apart: they are different",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two points, the earlier in the library first, and how alike: 100 for the same words."""

    first: str
    second: str
    kind: Alike
    ratio: int = 100

    @property
    def key(self) -> str:
        """What it is remembered by: ids have no blanks."""
        return " ".join(sorted((self.first, self.second)))


def find_alike(
    points: Sequence[Point],
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> tuple[Pair, ...]:
    """The pairs among points of one topic, the likest first. Cancelled on `stop`."""
    found: dict[str, Pair] = {}
    cuts: dict[str, set[str]] = {
        one.id: {each.variant_of or each.id for each in one.evidence} for one in points
    }
    for pair in (*_same_claims(points, progress, stop), *_same_quotes(points)):
        # The same words cut by several people are shown as one already.
        if not cuts[pair.first] & cuts[pair.second]:
            found.setdefault(pair.key, pair)
    return tuple(sorted(found.values(), key=lambda one: (one.kind is not Alike.CLAIM, -one.ratio)))


def _same_claims(
    points: Sequence[Point], progress: Progress | None, stop: Stop | None
) -> Iterator[Pair]:
    from rapidfuzz import fuzz
    from rapidfuzz.utils import default_process

    claims = [" ".join(sorted(default_process(one.claim).split())) for one in points]
    words = [set(one.split()) for one in claims]
    holders = Counter(word for each in words for word in each)
    known: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(words):
        if number % _EVERY == 0:
            if stop is not None and stop():
                raise Cancelled
            if progress is not None:
                progress(number, len(points))
        if len(own) < _FEWEST_WORDS:
            continue
        rare = sorted(own, key=lambda word: (holders[word], word))[: len(own) // 2 + 1]
        telling = [word for word in rare if holders[word] <= _COMMON]
        for other in sorted({one for word in telling for one in known[word]}):
            ratio = fuzz.ratio(claims[other], claims[number], score_cutoff=LIKE)
            if ratio:
                yield Pair(points[other].id, points[number].id, Alike.CLAIM, round(ratio))
        for word in telling:
            known[word].append(number)


def _same_quotes(points: Iterable[Point]) -> Iterator[Pair]:
    """Points whose quotations have the same words, and nobody has said so yet."""
    first: dict[str, Point] = {}
    for point in points:
        for evidence in point.evidence:
            words = "".join(one for one in evidence.quote.casefold() if one.isalnum())
            if len(words) < _SHORTEST_QUOTE or evidence.variant_of:
                continue
            other = first.setdefault(words, point)
            if other.id != point.id:
                yield Pair(other.id, point.id, Alike.QUOTE)


# -- the page -------------------------------------------------------------------------------------


def alike_report(
    workspace: Workspace, pairs: Iterable[Pair], is_alone: bool = True, is_bare: bool = False
) -> Report:
    """The page of pairs; those that were told apart come last.

    `is_alone`: there is no other topic. `is_bare`: the topic has no points yet.
    """
    rows = [
        _reviewed(workspace, one)
        for one in pairs
        if one.first in workspace.points and one.second in workspace.points
    ]
    rows.sort(key=lambda one: one.kind == Alike.DIFFERENT.value)
    counts = Counter(one.kind for one in rows)
    kinds = tuple(
        (kind.value, words, counts[kind.value])
        for kind, words in WORDS.items()
        if counts[kind.value]
    )
    told = counts.total() - counts[Alike.DIFFERENT.value]
    about = (
        f"{counted(told, 'pair')} of points that may be one. Both stand below: merge them, or say "
        "that they are different."
        if told
        else "This topic has no points yet, so no two of them are alike."
        if is_bare
        else "No two points of this topic say nearly the same."
    )
    if not is_alone:
        about += " Points of other topics are not compared: only points of one topic can merge."
    return Report("Alike points", about, kinds, tuple(rows), _EMPTY)


def _reviewed(workspace: Workspace, pair: Pair) -> Reviewed:
    first, second = workspace.points[pair.first], workspace.points[pair.second]
    kind = Alike.DIFFERENT if is_told_apart(first, second) else pair.kind
    how = f" · {pair.ratio} % alike" if pair.kind is Alike.CLAIM and pair.ratio < 100 else ""
    sides = "" if first.side is second.side else " · of different sides"
    row = Row(
        Destination(Room.POINT, first.id),
        f"{WORDS[kind]}{how}{sides}",
        ((first.claim, False),),
        ((second.claim, False),),
        point=first.id,
    )
    return Reviewed(row, kind.value, row.spoken().casefold(), pair=pair)


def pair_html(workspace: Workspace, pair: Pair) -> str:
    """Two points side by side; each claim leads to its point."""
    cells = (
        _point_html(workspace, workspace.points[one], whose)
        for one, whose in ((pair.first, "The first"), (pair.second, "The second"))
    )
    inner = "".join(f'<td width="50%" valign="top">{cell}</td>' for cell in cells)
    return f'<table width="100%" cellspacing="8"><tr>{inner}</tr></table>'


def _point_html(workspace: Workspace, point: Point, whose: str) -> str:
    html = f'<p class="byline">{whose} · {escape(stands(workspace, point))}'
    html += f" · {escape(point.theme)}</p>" if point.theme else "</p>"
    html += f'<p><a href="point:{escape(point.id)}"><b>{escape(point.claim)}</b></a></p>'
    if point.explanation_md.strip():
        html += f"<p>{escape(short(to_plain(point.explanation_md), _SHOWN))}</p>"
    for one in workspace.evidence_of(point):
        html += f"<p>“{escape(short(one.quote, _SHOWN))}”<br>— {escape(speaker_line(one))}</p>"
    links = counted(len(point.links), "link")
    return f'{html}<p class="note">{links}</p>'
