"""What stands beside each passage of an article: frozen rows for the reader and the points pane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.model import Article, ArticleKind, Relation, Selector, Side, Topic, Verdict
from briefing.text.anchors import find
from briefing.text.passages import Passage

if TYPE_CHECKING:
    from briefing.model import Claim, Point

    LinkTo = tuple[Selector, Point, Relation]

COUNTER_SHAPE, SUPPORT_SHAPE, NEITHER_SHAPE = "▼", "▲", "◆"
# The same for where a text stands towards the motion, in the order in which the sides are shown.
SIDE_SHAPES = {Side.FOR: SUPPORT_SHAPE, Side.AGAINST: COUNTER_SHAPE, None: NEITHER_SHAPE}
NOTE_SHAPE = "✎"
VERDICT_SHAPE = {
    Verdict.SUPPORTED: "✓",
    Verdict.NEEDS_CONTEXT: "◆",
    Verdict.DISPUTED: "≠",
    Verdict.INACCURATE: "✗",
    Verdict.UNVERIFIED: "?",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A point as seen from a passage or from another point."""

    point: Point
    relation: Relation | None  # None: looked at by itself
    others: tuple[Seen, ...] = ()  # the same words cut by others, which stand here as well

    @property
    def is_counter(self) -> bool:
        """Whether it attacks what is looked at."""
        return self.relation is not None and self.relation.is_counter


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside one passage."""

    passage: Passage
    seen: tuple[Seen, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def counters(self) -> tuple[Seen, ...]:
        """The points that answer or undercut the passage."""
        return tuple(one for one in self.seen if one.is_counter)

    @property
    def supports(self) -> tuple[Seen, ...]:
        """The points that support the passage."""
        return tuple(one for one in self.seen if not one.is_counter)

    @property
    def margin(self) -> tuple[tuple[str, str], ...]:
        """What the margin counts, each with the token of its colour."""
        counted = (
            (SUPPORT_SHAPE, "support", self.supports),
            (COUNTER_SHAPE, "counter", self.counters),
        )
        return tuple((f"{shape}{len(seen)}", token) for shape, token, seen in counted if seen)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Verdicts of the fact checks on the passage's claims."""
        return tuple(check.verdict for claim in self.claims for check in claim.checks)


@dataclass(frozen=True, slots=True)
class Lost:
    """A claim or a link whose words stand nowhere in the article."""

    words: str
    claim: Claim | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what stands beside each of its passages."""

    article: Article
    passages: tuple[Beside, ...]
    lost: tuple[Lost, ...] = ()

    def section(self, index: int) -> Beside:
        """Passage `index`; a heading gathers what stands beside the passages under it."""
        beside = self.passages[index]
        level = beside.passage.level
        if not level or beside.seen:
            return beside
        gathered: dict[tuple[str, Relation | None], Seen] = {}
        claims: list[Claim] = []
        for under in self.passages[index + 1 :]:
            if 0 < under.passage.level <= level:
                break
            claims += under.claims
            for one in under.seen:
                gathered.setdefault((one.point.id, one.relation), one)
        return Beside(beside.passage, tuple(gathered.values()), tuple(claims))

    def words_of_section(self, index: int, most: int = 1500) -> str:
        """What is said under a heading, about `most` characters of it; else the passage's words."""
        beside = self.passages[index]
        level = beside.passage.level
        words = [beside.passage.text]
        for under in self.passages[index + 1 :] if level else ():
            if 0 < under.passage.level <= level or sum(map(len, words)) > most:
                break
            words.append(under.passage.text)
        return "\n".join(words)

    def next_with_points(self, index: int, step: int) -> int | None:
        """The nearest passage in direction `step` (1 or -1) that has points, or None."""
        index += step
        while 0 <= index < len(self.passages):
            if self.passages[index].seen:
                return index
            index += step
        return None


def claims_for(
    article: Article, by_article: Mapping[str, Sequence[Claim]]
) -> tuple[tuple[Claim, Selector | None], ...]:
    """The claims of an article with the words to look for in it.

    A full text shows the claims of its digest, found by their locators, and its own.
    """
    own = tuple((one, one.passage) for one in by_article.get(article.id, ()))
    if article.full_text_of is None:
        return own
    return (*((one, one.locator) for one in by_article.get(article.full_text_of, ())), *own)


def read(
    article: Article,
    texts: tuple[Passage, ...],
    claims: tuple[tuple[Claim, Selector | None], ...],
    by_claim: dict[str, tuple[Seen, ...]],
    links: tuple[LinkTo, ...],
) -> Reading:
    """Put every claim and link of an article beside its passage; what is not found is lost.

    `claims` come with the selector to look for in this text; `by_claim` maps "article#claim" to the
    points that link to it; `links` name passages by their words.
    """
    words = [passage.text for passage in texts]
    seen: list[list[Seen]] = [[] for _ in texts]
    stated: list[list[Claim]] = [[] for _ in texts]
    lost: list[Lost] = []
    for claim, selector in claims:
        found = find(selector, words) if selector is not None else None
        points = by_claim.get(claim.ref, ())
        if found is None:
            exact = selector.exact if selector is not None else claim.text
            lost.append(Lost(exact, claim, tuple(one.point for one in points)))
            continue
        stated[found.index].append(claim)
        seen[found.index] += points
    for selector, point, relation in links:
        found = find(selector, words)
        if found is None:
            lost.append(Lost(selector.exact, None, (point,)))
        else:
            seen[found.index].append(Seen(point, relation))
    passages = tuple(
        Beside(passage, _once(seen[passage.index]), tuple(stated[passage.index]))
        for passage in texts
    )
    return Reading(article, passages, tuple(lost))


def _once(seen: list[Seen]) -> tuple[Seen, ...]:
    """Counterpoints first, each point once, otherwise in the order of the links."""
    unique = {(one.point.id, one.is_counter): one for one in reversed(seen)}
    ordered = [one for one in seen if unique.pop((one.point.id, one.is_counter), None) is not None]
    return tuple(sorted(ordered, key=lambda one: not one.is_counter))


def relation_words(relation: Relation | None, target: str = "this") -> str:
    """Shape and words of a relation: "▼ Answers this"."""
    if relation is None:
        return ""
    verb = {"answers": "Answers", "supports": "Supports", "undercuts": "Undercuts"}
    shape = COUNTER_SHAPE if relation.is_counter else SUPPORT_SHAPE
    return f"{shape} {verb[relation.value]} {target}"


def side_words(side: Side | None, topic: Topic | None) -> str:
    """A side in words, with the topic's own name for it: "Against the motion (Humanitarian)"."""
    if side is None:
        return "Takes no side"
    return side.words(topic.side_name(side) if topic else "")


def kind_words(article: Article) -> str:
    """What sort of text an article is; nothing for an article as such."""
    if article.full_text_of is not None:
        return "full text"
    return "" if article.kind is ArticleKind.ARTICLE else article.kind.value


def counted_doing(points: int, verb: str) -> str:
    """So many points do something: "1 answers", "2 answer"."""
    return f"{points} {verb}{'s' if points == 1 else ''}"


def margin_words(beside: Beside) -> str:
    """What the margin shows, in words."""
    parts = []
    if beside.counters:
        parts.append(f"{counted_doing(len(beside.counters), 'answer')} this passage")
    if beside.supports:
        parts.append(f"{counted_doing(len(beside.supports), 'support')} it")
    parts += [f"fact check: {verdict.value}" for verdict in dict.fromkeys(beside.verdicts)]
    return "; ".join(parts) or "Nothing in the library answers or supports this passage yet"
