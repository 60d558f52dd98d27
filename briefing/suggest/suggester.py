"""Points for a passage: what answers it and what supports it, with reasons.

The surest source decides what a point does to a passage: links by hand at passages like it, then
the sides that are stated, then headings ("AT: …"), then estimated sides and wording. What is not
sure enough stands under "related". Relevance and bearing are weighed together, softly: a point is
never hidden because a side was estimated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.model import Cancelled, Library, Point, PointId, Progress, Side, Stop, TopicId
from briefing.suggest import notes
from briefing.suggest.choosing import Candidate, choose
from briefing.suggest.embedding import find_embedder
from briefing.suggest.learning import Learned, passage_key
from briefing.suggest.library_texts import language_of, said_at, said_by, text_of
from briefing.suggest.matching import Asked, Closeness, Matcher, Shares
from briefing.suggest.meanings import Meanings, find_meanings
from briefing.suggest.neighbours import known_near
from briefing.suggest.precedents import Known, Precedent, Precedents
from briefing.suggest.side_reading import SENTENCE, Judge, SideReader
from briefing.suggest.sides import SideModel, learn_all_sides
from briefing.suggest.stance import find_stance
from briefing.suggest.stock import Stock
from briefing.suggest.stocking import read_stock
from briefing.suggest.term_weights import FEW_TEXTS
from briefing.suggest.terms import STOP, surfaces, words
from briefing.suggest.values import (
    Ask,
    Bearing,
    Covered,
    Ground,
    Reason,
    SideEstimate,
    Suggestion,
    Suggestions,
)
from briefing.suggest.weighing import PointSide, Tip, weigh
from briefing.suggest.wording import Worded, WordingModel, find_wording

_LONGEST = 12_000  # characters of a passage that are looked at: more is no passage
_CANDIDATES = 80
_WORDED = 10  # of them, the nearest, whose wording is looked at
_LEAST_KINSHIP = 0.08  # of a candidate, in parts of what its neighbours have in common with it
# How much of a passage the best five points must share with it, by the weight of its telling terms:
# 1 in 100 passages of the starter topic has less, and 9 of 10 on another subject do. More is asked
# for where half of those terms occur nowhere in the library.
_COVERED, _COVERED_STRANGE = 0.08, 0.13
_NEAR = 0.3  # cosine with a passage that was linked, from which that alone is enough
_CLOSE = 0.45  # cosine of meaning from which a point is near without shared terms
_SHARED_TERMS = 4  # told as a reason
_OTHER_TOPIC = 0.3  # what a point of another topic has to make up for
_FAVOUR = 0.3
_JUDGED = 5  # open points that are read together with the passage: eight milliseconds each
_LONG = 0.3  # of what reading together says: of a whole paragraph it knows little
_UNKNOWN = SideEstimate()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A point near a passage: relevance, and the log odds that it answers."""

    point: PointId
    relevance: float  # as the window has it, with what like points share
    own: float  # the same without: for the one text that was written against another
    odds: float


@dataclass(slots=True)
class Suggester:
    """A library's points, ready for look-ups on one thread at a time."""

    points: Sequence[Point]
    stock: Stock
    matcher: Matcher
    rows: dict[PointId, int]
    said: dict[str, str]  # words of the claims and points that links address
    sides: dict[TopicId, SideModel | None] = field(default_factory=dict)
    stated: dict[TopicId | None, Counter[Side | None]] = field(default_factory=dict)
    names: dict[TopicId, tuple[str, str]] = field(default_factory=dict)
    motions: dict[TopicId, str] = field(default_factory=dict)
    learned: Learned = field(default_factory=Learned)
    precedents: Precedents | None = None
    favour: dict[PointId, float] = field(default_factory=dict)
    wording: WordingModel | None = None
    meanings: Meanings | None = None
    judge: Judge | None = None  # surer than `wording`, and slower

    @classmethod
    def build(
        cls,
        library: Library,
        learned: Learned | None = None,
        cache: Path | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
        before: Suggester | None = None,
    ) -> Suggester:
        """Read a library's points. What `before` or `cache` (a folder of its own) knows is not
        read again: after an edit, what was read of the library before it.

        Raises Cancelled where `stop` says so; the next call goes on where this one stopped.
        """
        language = language_of(library)
        if before is not None and before.matcher.language != language:
            before = None
        known = before.stock if before is not None else None
        stock = read_stock(library.points, language, known, cache, progress, stop)
        if before is not None and before.stock.has_texts_of(stock):
            matcher = before.matcher
            stock = replace(stock, bags=matcher.bags, near=before.stock.near)
        else:
            stock = replace(stock, near=known_near(stock.keys, stock.near, cache))
            matcher = Matcher(stock.bags, language, stock.near)
        if before is not None and matcher is before.matcher and before.stock.has_sides_of(stock):
            sides = before.sides
        else:
            sides = learn_all_sides(stock)
        rows = {id_: row for row, id_ in enumerate(stock.ids)}
        made = cls(
            library.points,
            stock,
            matcher,
            rows,
            said_at({one for one in stock.links.refs if one}, library, rows),
            sides,
            stock.count_sides(),
            {topic.id: topic.side_names for topic in library.topics},
            {topic.id: topic.motion for topic in library.topics},
            wording=find_wording(language),
        )
        return made.with_learned(learned or Learned())

    def with_learned(self, learned: Learned) -> Suggester:
        """The same library with other decisions."""
        precedents = self.precedents
        if precedents is None or learned.accepted() != self.learned.accepted():
            decisions = [
                Known(one.text, self.rows[one.point], one.bearing is Bearing.ANSWERS)
                for one in learned.accepted()
                if one.point in self.rows
            ]
            language = self.matcher.language
            precedents = Precedents.of(self.stock, self.said, decisions, language)
        return replace(self, learned=learned, precedents=precedents, favour=learned.favour())

    def text_at(self, row: int) -> str:
        """A point as text."""
        return text_of(self.points[row])

    def with_meaning(
        self,
        cache: Path | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Suggester:
        """The same library with all of the extra; the same as it is where that is absent.

        Raises Cancelled where `stop` says so; the next call goes on where this one stopped.
        """
        judge = find_stance() if self.wording is not None else None  # both know English only
        embedder = find_embedder()
        if embedder is None or not self.points:
            return replace(self, judge=judge)
        meanings = find_meanings(embedder, self.stock.keys, self.text_at, cache, progress, stop)
        return replace(self, meanings=meanings, judge=judge)

    # -- sides ------------------------------------------------------------------------------------

    def side_of(self, text: str, topic: TopicId | None) -> SideEstimate:
        """The side that a text reads as, by what the topic's own points say; None if unknown."""
        return self._side_reader.of_text(text, topic)

    def side_of_article(self, passages: Sequence[str], topic: TopicId | None) -> SideEstimate:
        """The side that an article reads as: all its passages together."""
        return self.side_of("\n".join(passages)[:200_000], topic)

    @property
    def _side_reader(self) -> SideReader:
        return SideReader(
            self.matcher, self.stock, self.sides, self.names, self.motions, self.judge
        )

    # -- suggestions ------------------------------------------------------------------------------

    def suggest(self, ask: Ask) -> Suggestions:
        """The points that may answer or support a passage, without those that stand there."""
        ask = replace(ask, text=ask.text[:_LONGEST])
        if any(map(str.isdigit, ask.text)) and not any(map(str.isalpha, ask.text)):
            # Numbers alone would find all that name one of them.
            return Suggestions(note=notes.NOT_KNOWN if self.points else notes.EMPTY)
        asked = self.matcher.ask(f"{ask.text}\n{ask.also}")
        note = notes.nothing_to_ask(self.points, asked)
        if note:
            return Suggestions(note=note)
        found = self._candidates(ask, asked)
        topic = ask.topic or self._likely_topic(found)
        side = self._side_reader.of_passage(ask, topic)
        if not found:
            return Suggestions(side=side, note=notes.nothing_near(self.matcher.familiar(asked)))
        chosen = choose(self._weighed(ask, found, side, topic), self.matcher, self.stock.sources)
        told = self._told(ask, asked, chosen)
        answers, supports, related = (
            tuple(one for one in told if one.bearing is bearing) for bearing in Bearing
        )
        note = self._note({one.bearing for one in told}, side, topic)
        return Suggestions(answers, supports, related, side, note)

    def rank(self, ask: Ask, most: int = 100, judged: int = _JUDGED) -> tuple[Ranked, ...]:
        """The nearest points with relevance and bearing apart, unfiltered: for measuring."""
        asked = self.matcher.ask(ask.text[:_LONGEST])
        hidden = [self.rows[one] for one in ask.without if one in self.rows]
        closeness = self._closeness(ask, asked)
        matches = self.matcher.match(asked, most, hidden, closeness)
        topic = ask.topic or self._likely_topic([match.place for match in matches])
        side = self._side_reader.of_passage(ask, topic)
        tips = self._tips(ask.text, [match.place for match in matches], judged)
        said, reader = frozenset(words(ask.text)), self._side_reader
        ranked = []
        for match, tip in zip(matches, tips, strict=True):
            row = match.place
            own = reader.of_point(row)
            odds = weigh(self.stock.headings[row], side, own, None, said, tip).odds
            ranked.append(Ranked(self.stock.ids[row], match.score, match.own, odds))
        return tuple(ranked)

    def stances(self, claim: str, texts: Sequence[str]) -> list[float]:
        """Log odds that each text speaks against a claim; 0 where nothing tells."""
        if self.judge is not None:
            return self.judge.odds(claim, texts)
        if self.wording is None:
            return [0.0] * len(texts)
        return self.wording.odds(self.wording.read(claim), map(self.wording.read, texts))

    def _tips(self, text: str, rows: Sequence[int], judged: int = _JUDGED) -> list[Tip]:
        """What the texts alone say of whether points answer a text; of the first ones, surer."""
        if self.wording is None or not rows:
            return [Tip()] * len(rows)
        if self.judge:
            first, rest = rows[:judged], rows[judged:]
            trust = 1.0 if len(text.split()) <= SENTENCE else _LONG
            odds = self.judge.odds(text, [said_by(self.points[row]) for row in first])
            tips = [Tip(trust * one, True) for one in odds]
            return [*tips, *[Tip()] * len(rest)]  # two measures would not go together
        own, column_of = self.wording.read(text), self.matcher.bags.vocabulary
        negated = {column_of[one]: no for one, no in own.is_negated.items() if one in column_of}
        points = map(self.stock.worded, rows)
        return [Tip(one) for one in self.wording.odds(Worded(own.numbers, negated), points)]

    def _candidates(self, ask: Ask, asked: Asked) -> dict[int, tuple[float, Precedent | None]]:
        """Rows with their relevance and precedent."""
        import numpy as np

        without = ask.without | self.learned.dismissed_at(passage_key(ask.text))
        hidden = [self.rows[one] for one in without if one in self.rows]
        before = self.precedents.like(f"{ask.text}\n{ask.also}") if self.precedents else {}
        found: dict[int, tuple[float, Precedent | None]] = {}
        closeness = self._closeness(ask, asked)
        matches = self.matcher.match(asked, _CANDIDATES, hidden, closeness)
        rows = np.array([match.place for match in matches], np.int64)
        shares = self.matcher.shared(asked, rows)
        is_of_it = self._is_of_the_library(asked, shares)
        # So many telling terms are worth a suggestion: two of a whole paragraph.
        enough = 2 if asked.length > SENTENCE else 1
        for match, count in zip(matches, shares.counts.tolist(), strict=True):
            is_close = closeness is not None and float(closeness.cosines[match.place]) >= _CLOSE
            has_terms = match.kinship >= _LEAST_KINSHIP and count >= enough
            if (is_of_it and has_terms) or is_close:
                found[match.place] = (match.score, before.get(match.place))
        for row, precedent in before.items():
            is_near = is_of_it or precedent.likeness >= _NEAR
            if is_near and self.stock.ids[row] not in without:
                relevance = found[row][0] if row in found else 0.5
                found[row] = (relevance + precedent.likeness, precedent)
        return found

    def _closeness(self, ask: Ask, asked: Asked) -> Closeness | None:
        if self.meanings is None:
            return None
        return self.meanings.closeness(ask.text, max(asked.length, self.matcher.mean_length))

    def _is_of_the_library(self, asked: Asked, shares: Shares) -> bool:
        """Whether the library speaks of a passage's subject, and not only in some of its words."""
        if len(self.points) < FEW_TEXTS:
            return True  # too few to tell what it speaks of
        is_strange = self.matcher.familiar(asked) < notes.FAMILIAR
        return self.matcher.covered(asked, shares) >= (_COVERED_STRANGE if is_strange else _COVERED)

    def _likely_topic(self, found: Iterable[int]) -> TopicId | None:
        """The topic of most of the nearest points, for words that belong to none."""
        topics = Counter(self.stock.topics[row] for row in list(found)[:10])
        return topics.most_common(1)[0][0] if topics else None

    def _weighed(
        self,
        ask: Ask,
        found: dict[int, tuple[float, Precedent | None]],
        side: SideEstimate,
        topic: TopicId | None,
    ) -> list[Candidate]:
        said = frozenset(words(ask.text)) - STOP
        topics, nothing = self.stock.topics, Tip()
        here = {row: side if topics[row] == topic else _UNKNOWN for row in found}
        sides, tips = self._read(ask, here, {row: one for row, (one, _) in found.items()})
        candidates = []
        for row, (relevance, precedent) in found.items():
            id_, heading = self.stock.ids[row], self.stock.headings[row]
            weighed = weigh(heading, here[row], sides[row], precedent, said, tips.get(row, nothing))
            relevance += _FAVOUR * self.favour.get(id_, 0.0)
            if topics[row] != topic:
                relevance -= _OTHER_TOPIC
            candidates.append(Candidate(row, id_, relevance, weighed, weighed.bearing))
        return candidates

    def _told(self, ask: Ask, asked: Asked, chosen: Sequence[Candidate]) -> list[Suggestion]:
        """What was chosen, with reasons in words."""
        import numpy as np

        shares = self.matcher.shared(asked, np.array([one.row for one in chosen], np.int64))
        word_of = self._words_of(ask)
        found = []
        for place, one in enumerate(chosen):
            shared = [word_of[column] for column in shares.of(place) if column in word_of]
            # Parts of a figure ("2" and "35" of 2.35) count, but tell a reader nothing.
            told = [word for word in shared if len(word) > 2 or not word.isdigit()] or shared
            reasons = (*one.weighed.reasons(), _of_terms(told[:_SHARED_TERMS]))
            chance = one.weighed.chance
            sure = round(max(chance, 1 - chance), 3)
            found.append(Suggestion(one.point, one.bearing, one.score, sure, reasons))
        return found

    def _words_of(self, ask: Ask) -> dict[int, str]:
        """By column, the word of what is asked by which a reader recognises it."""
        column_of = self.matcher.bags.vocabulary
        recognised = surfaces(f"{ask.text}\n{ask.also}", self.matcher.language)
        return {column_of[term]: word for term, word in recognised.items() if term in column_of}

    def _read(
        self, ask: Ask, here: dict[int, SideEstimate], relevance: dict[int, float]
    ) -> tuple[dict[int, PointSide], dict[int, Tip]]:
        """The sides of points, and what their words say where a side is not known."""
        reader = self._side_reader
        sides = {row: reader.of_point(row) for row in relevance}
        open_ = [row for row in sides if None in (here[row].side, sides[row].side.side)]
        most = _WORDED if self.judge is None else _JUDGED
        open_ = sorted(open_, key=lambda row: -relevance[row])[:most]
        if self.judge is not None:
            for row in open_:
                if here[row].side is not None:  # so the point's side is not
                    point = self.points[row]
                    read = reader.against_motion(said_by(point), point.topic)
                    sides[row] = replace(sides[row], side=read)
            open_ = [row for row in open_ if None in (here[row].side, sides[row].side.side)]
        return sides, dict(zip(open_, self._tips(ask.text, open_), strict=True))

    def _note(self, told: Set[Bearing], side: SideEstimate, topic: TopicId | None) -> str:
        names = self.names.get(topic, ("", "")) if topic is not None else ("", "")
        if Bearing.ANSWERS not in told or Bearing.SUPPORTS not in told:
            missing = notes.one_sided(self.stated.get(topic, Counter()), names)
            if missing:
                return missing
        if side.side is None and told <= {Bearing.RELATED}:
            return notes.NO_SIDE
        return "" if told else notes.NOTHING_NEAR

    # -- a whole article --------------------------------------------------------------------------

    def cover(
        self,
        asks: Sequence[Ask],
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> tuple[Covered, ...]:
        """How many points bear on each passage of an article. Raises Cancelled on `stop`."""
        covered = []
        for index, ask in enumerate(asks):
            if stop is not None and stop():
                raise Cancelled
            found = self.suggest(ask)
            covered.append(
                Covered(index, len(found.answers), len(found.supports), len(found.related))
            )
            if progress is not None:
                progress(index + 1, len(asks))
        return tuple(covered)


def _of_terms(shared: Sequence[str]) -> Reason:
    if not shared:
        return Reason(Ground.TERMS, "Says something near to it in other words")
    listed = ", ".join(f"“{one}”" for one in shared)
    return Reason(Ground.TERMS, f"Speaks of {listed} too")
