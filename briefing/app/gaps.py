"""Gaps: what a library still lacks, each with the place where it can be mended.

Everything is looked up in the frozen library, on the worker: finding lost anchors means laying out
every article that somebody refers to.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from briefing.app.navigation import Destination, Room
from briefing.app.reading import claims_for, side_words
from briefing.model import (
    Article,
    Cancelled,
    Claim,
    ClaimTarget,
    Evidence,
    Library,
    PassageTarget,
    Point,
    Progress,
    Selector,
    Side,
    Stop,
    Topic,
)
from briefing.text.anchors import find
from briefing.text.dates import day_first
from briefing.text.passages import passages
from briefing.text.references import referenced
from briefing.text.words import counted, dotted, short

_YEAR = re.compile(r"\d{4}")
# A side with less than this share of the points that take sides is hardly heard.
_FEW = 0.2
# Fewer points than this say nothing about balance.
_ENOUGH_POINTS = 5


class GapKind(Enum):
    """What is lacking."""

    UNANSWERED = "unanswered"
    NO_EVIDENCE = "no-evidence"
    NO_SOURCE = "no-source"
    OLD = "old"
    ONE_SIDED = "one-sided"
    USED_ONCE = "used-once"
    LOST = "lost"


GAP_WORDS = {
    GapKind.LOST: ("✗", "Lost: its words are not in the text"),
    GapKind.UNANSWERED: ("▼", "Claim that nothing answers"),
    GapKind.NO_EVIDENCE: ("○", "Point without evidence"),
    GapKind.NO_SOURCE: ("?", "Quotation without a source"),
    GapKind.OLD: ("◆", "Old evidence"),
    GapKind.ONE_SIDED: ("≠", "One side is hardly heard"),
    GapKind.USED_ONCE: ("▪", "Source used once"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is lacking: what, about what, and where to mend it."""

    kind: GapKind
    goal: Destination
    title: str
    about: str = ""
    mend: str = ""
    point: str = ""
    quote: str = ""
    source: str = ""


@dataclass(slots=True)
class _Search:
    """What is asked for, and how far it is."""

    library: Library
    topic: Topic
    oldest: int  # evidence of a year before this one is old
    progress: Progress | None
    stop: Stop | None
    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))

    def pause(self, done: int, total: int) -> None:
        """Tell how far it is; Cancelled if it is to stop."""
        if self.stop is not None and self.stop():
            raise Cancelled
        if self.progress is not None:
            self.progress(done, total)

    def points(self) -> Iterator[Point]:
        """The points of the topic."""
        return (one for one in self.library.points if one.topic == self.topic.id)


def find_gaps(
    library: Library,
    topic: Topic,
    year: int,
    age: int = 10,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> tuple[Gap, ...]:
    """The gaps of a topic. Evidence from `age` years before `year`, or earlier, counts as old."""
    search = _Search(library, topic, year - age, progress, stop)
    for claim in library.claims:
        search.claims[claim.article].append(claim)
    found: list[Gap] = []
    for look in _LOOKS:
        search.pause(0, 1)
        found += look(search)
    order = list(GAP_WORDS)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


# -- articles: claims that nothing answers, words that are lost -----------------------------------


def _of_articles(search: _Search) -> Iterator[Gap]:
    library = search.library
    answered = _answered(library)
    links: dict[str, list[tuple[Selector, Point]]] = defaultdict(list)
    for point in library.points:
        for link in point.links:
            if isinstance(link.target, PassageTarget):
                links[link.target.article].append((link.target.selector, point))
    articles = [one for one in library.articles if one.topic == search.topic.id]
    for number, article in enumerate(articles):
        search.pause(number, len(articles))
        claims = claims_for(article, search.claims)
        if not claims and not links[article.id]:
            continue
        texts = [passage.text for passage in passages(article.text_md)]
        for claim, selector in claims:
            yield from _of_claim(article, claim, selector, texts, answered)
        for selector, point in links[article.id]:
            if find(selector, texts) is None:
                yield Gap(
                    GapKind.LOST,
                    Destination(Room.POINT, point.id),
                    f"“{short(selector.exact, 120)}”",
                    f"Linked by “{short(point.claim, 80)}”, not in “{article.title}” any more",
                    "Open the point and link it again",
                    point=point.id,
                )


def _answered(library: Library) -> set[str]:
    """The claims that a point answers or undercuts, here or where the same claim stands."""
    direct = {
        link.target.ref
        for point in library.points
        for link in point.links
        if isinstance(link.target, ClaimTarget) and link.relation.is_counter
    }
    twins = {one.ref for one in library.claims if any(ref in direct for ref in one.same_as)}
    return direct | twins


def _of_claim(
    article: Article,
    claim: Claim,
    selector: Selector | None,
    texts: Sequence[str],
    answered: set[str],
) -> Iterator[Gap]:
    found = find(selector, texts) if selector is not None else None
    if found is None:
        words = selector.exact if selector else claim.text
        yield Gap(
            GapKind.LOST,
            Destination(Room.ARTICLE, article.id),
            f"“{short(words, 120)}”",
            f"Claim “{short(claim.text, 80)}” of “{article.title}”",
            "Give the words of the passage as the article has them now",
        )
    if claim.article == article.id and claim.ref not in answered:
        yield Gap(
            GapKind.UNANSWERED,
            Destination(Room.ARTICLE, article.id, found.index if found else -1),
            claim.text,
            f"{article.title}" + (f", passage {found.index + 1}" if found else ""),
            "Read the passage, and link a point that answers it",
        )


# -- points and their evidence --------------------------------------------------------------------


def _without_evidence(search: _Search) -> Iterator[Gap]:
    known = {one.id for one in search.library.every_quote()}
    for point in search.points():
        if not point.evidence and not any(one in known for one in point.also):
            yield Gap(
                GapKind.NO_EVIDENCE,
                Destination(Room.POINT, point.id),
                point.claim,
                _stands(search.topic, point),
                "Cut a quotation for it, or borrow one",
                point=point.id,
            )


def _of_evidence(search: _Search) -> Iterator[Gap]:
    sources = {one.id: one for one in search.library.sources}
    for evidence, point in _with_owners(search):
        source = sources.get(evidence.source) if evidence.source else None
        title = f"“{short(evidence.quote, 160)}”"
        goal = Destination(Room.QUOTE, evidence.id)
        who = dotted(evidence.speaker, day_first(evidence.date))
        owner = point.id if point else ""
        if source is None:
            about = f"{who}: source “{evidence.source}” is not known" if evidence.source else who
            mend = "Give it a source"
            yield Gap(GapKind.NO_SOURCE, goal, title, about, mend, owner, evidence.id)
        date = evidence.date or (source.date if source else "")
        last = _last_year(date)
        if last and last <= search.oldest:
            about = f"{who or (source.title if source else '')}: from {day_first(date)}"
            mend = "Look for something newer, or say why it still holds"
            yield Gap(GapKind.OLD, goal, title, about, mend, owner, evidence.id)


def _with_owners(search: _Search) -> Iterator[tuple[Evidence, Point | None]]:
    for point in search.points():
        for evidence in point.evidence:
            yield evidence, point
    for evidence in search.library.quotes:
        if evidence.topic == search.topic.id:
            yield evidence, None


def _last_year(date: str) -> int:
    years = _YEAR.findall(date)
    return int(years[-1]) if years else 0


def _stands(topic: Topic, point: Point) -> str:
    side = side_words(point.side, topic)
    return dotted(side, point.theme)


# -- balance and sources --------------------------------------------------------------------------


def _one_sided(search: _Search) -> Iterator[Gap]:
    every: Counter[Side] = Counter()
    by_theme: dict[str, Counter[Side]] = defaultdict(Counter)
    for point in search.points():
        if point.side is not None:
            every[point.side] += 1
            by_theme[point.theme][point.side] += 1
    topic = search.topic
    for name, counts in (("", every), *sorted(by_theme.items())):
        total = counts.total()
        for side in Side:
            is_few = total >= _ENOUGH_POINTS and counts[side] < _FEW * total
            if is_few and (name or counts is every):
                words = side_words(side, topic)
                yield Gap(
                    GapKind.ONE_SIDED,
                    Destination(Room.POINTS, topic.id),
                    f"{words}: {counted(counts[side], 'point')} of {total:,}",
                    f"Theme “{name}”" if name else f"The whole topic “{topic.title}”",
                    "Look for the best points of that side",
                )


def _used_once(search: _Search) -> Iterator[Gap]:
    library = search.library
    uses: Counter[str] = Counter()
    for point in library.points:
        uses.update({*point.sources, *referenced(point.explanation_md)})
    uses.update(one.source for one in library.every_quote() if one.source)
    for claim in library.claims:
        uses.update({source for check in claim.checks for source in check.sources})
    for article in library.articles:
        uses.update(referenced(article.text_md))
    for event in library.timeline:
        uses.update(event.sources)
    for figure in library.figures:
        uses.update(figure.sources)
    for source in library.sources:
        if source.topic == search.topic.id and uses[source.id] == 1:
            yield Gap(
                GapKind.USED_ONCE,
                Destination(Room.SOURCE, source.id),
                source.title or source.id,
                dotted(source.container or source.publisher, day_first(source.date)),
                "Read on in it: it may hold more",
                source=source.id,
            )


_LOOKS: tuple[Callable[[_Search], Iterator[Gap]], ...] = (
    _of_articles,
    _without_evidence,
    _of_evidence,
    _one_sided,
    _used_once,
)
