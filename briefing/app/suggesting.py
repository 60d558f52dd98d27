"""Suggestions for the open library: made ready in the background, asked, decided upon.

All of it is work for workers, and may be done by several at once. `prepare` takes a second or two
for a hundred thousand points that were read before, after an edit less; the first time, and
`refine`, may take minutes; `suggest` takes a few milliseconds. What the user decides is written at
once, outside of the library, on this machine only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from briefing.app import folders
from briefing.app.changes import Changes
from briefing.library.root import key_of
from briefing.model import Article, Library, Point, PointId, Progress, Side, Stop, UserError

if TYPE_CHECKING:
    from briefing.app.undo import Step
    from briefing.app.workspace import Workspace
    from briefing.suggest import (
        Ask,
        Covered,
        Learned,
        SideEstimate,
        Suggester,
        Suggestion,
        Suggestions,
    )

_NOT_READY = "Suggestions are not ready yet: the library is being read for them."


@dataclass(frozen=True, slots=True)
class Decided:
    """A step for undo: a suggestion was accepted or dismissed, or (`is_back`) that was taken back.

    `keep` lets the adviser learn; `link` is the step that made the link of an accepted one: it goes
    back with the decision.
    """

    name: str
    keep: Callable[[Callable[[Adviser], None]], None]
    ask: Ask
    suggestion: Suggestion
    link: Step | None = None
    is_back: bool = False

    def take_back(self, workspace: Workspace) -> tuple[Changes, Decided]:
        """Unlearn the decision, or learn it again, with the link that came of it."""
        changes, link = Changes(), self.link
        if link is not None:
            changes, link = link.take_back(workspace)
        self.keep(self._other_way)
        return changes, replace(self, link=link, is_back=not self.is_back)

    def _other_way(self, adviser: Adviser) -> None:
        if not self.is_back:
            adviser.undo(self.ask, self.suggestion.point)
        elif self.link is not None:
            adviser.accept(self.ask, self.suggestion)
        else:
            adviser.dismiss(self.ask, self.suggestion)


class Adviser:
    """The suggestions of one library. `data` and `cache` are folders; None: the user's own."""

    def __init__(self, root: Path, cache: Path | None = None, data: Path | None = None) -> None:
        name = key_of(root)
        self.cache = (cache or folders.cache_dir()) / "suggest" / name
        self.path = (data or folders.data_dir()) / "suggestions" / f"{name}.json"
        self._suggester: Suggester | None = None
        self._deciding = Lock()  # what was decided last must be what is known
        self._sides: dict[str, tuple[str, SideEstimate]] = {}

    # -- making ready -----------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether `suggest` can be asked."""
        return self._suggester is not None

    def prepare(
        self, library: Library, progress: Progress | None = None, stop: Stop | None = None
    ) -> None:
        """Read a library's points, or read anew what changed of them; then `is_ready`."""
        from briefing.suggest import Suggester

        before = self._suggester
        self._take(Suggester.build(library, self.learned, self.cache, progress, stop, before))
        self._sides.clear()

    def _take(self, made: Suggester) -> None:
        """Go on with what was made, and with what was decided meanwhile."""
        with self._deciding:
            self._suggester = made.with_learned(self.learned)

    def refine(self, progress: Progress | None = None, stop: Stop | None = None) -> None:
        """Find every point's neighbours, and its meaning where the extra is installed.

        Suggestions work before, and get better by it. It goes on where it was stopped.
        """
        from briefing.suggest import find_neighbours

        ready = self._ready()
        find_neighbours(ready.matcher, ready.stock.keys, self.cache, progress, stop)
        self._take(ready.with_meaning(self.cache, progress, stop))

    @staticmethod
    def extra() -> str:
        """A line for the settings: whether suggestions go by meaning, too."""
        from briefing.suggest.layers import is_installed

        if is_installed():
            return "Suggestions by meaning: installed."
        return "Suggestions by meaning: not installed (./run semantic adds them)."

    def _ready(self) -> Suggester:
        if self._suggester is None:
            raise UserError(_NOT_READY)
        return self._suggester

    # -- asking -----------------------------------------------------------------------------------

    def suggest(self, ask: Ask) -> Suggestions:
        """Points that may answer or support what is asked about. UserError before `prepare`."""
        return self._ready().suggest(ask)

    def cover(
        self, asks: tuple[Ask, ...], progress: Progress | None = None, stop: Stop | None = None
    ) -> tuple[Covered, ...]:
        """How well the library covers the passages of an article, in order."""
        return self._ready().cover(asks, progress, stop)

    def side_of(self, workspace: Workspace, article: Article) -> SideEstimate:
        """The side of an article: as its file states, else as it reads."""
        from briefing.suggest import SideEstimate, Surety

        if article.side is not None:
            return SideEstimate(article.side, 1.0, Surety.STATED)
        kept = self._sides.get(article.id)
        if kept is None or kept[0] != article.text_md:
            reading = workspace.read(article.id)
            texts = [one.passage.text for one in reading.passages] if reading else []
            kept = (article.text_md, self._ready().side_of_article(texts, article.topic))
            self._sides[article.id] = kept
        return kept[1]

    def ask_passage(
        self, workspace: Workspace, article: Article, index: int, words: str = ""
    ) -> Ask:
        """The question about a passage of an article, or about some of its words."""
        from briefing.suggest import Ask

        reading = workspace.read(article.id)
        if reading is None:
            return Ask(words, article.topic, article.side)
        beside = reading.section(index)
        linked = frozenset(one.point.id for one in beside.seen)
        text = words or reading.words_of_section(index)
        estimate = None if article.side is not None else self.side_of(workspace, article)
        claims = [claim.text for claim in beside.claims]
        # An editor's words for a claim say what a paragraph is about better than it does. Some
        # words of a paragraph are about what the paragraph is about, and count twice.
        also = [words, beside.passage.text, *claims] if words else claims * 2
        said = "\n".join(also)
        return Ask(text, article.topic, article.side, estimate, linked, said)

    def ask_article(self, workspace: Workspace, article: Article) -> tuple[Ask, ...]:
        """The questions about all passages of an article, for `cover`."""
        reading = workspace.read(article.id)
        count = len(reading.passages) if reading else 0
        return tuple(self.ask_passage(workspace, article, index) for index in range(count))

    def ask_point(self, workspace: Workspace, point: Point) -> Ask:
        """The question what answers or supports a point."""
        from briefing.suggest import Ask

        beside = frozenset(one.point.id for one in workspace.beside_point(point.id))
        text = f"{point.claim}\n{point.explanation_md}"
        return Ask(text, point.topic, side=point.side, without=beside | {point.id})

    def ask_words(self, words: str, topic: str = "", side: Side | None = None) -> Ask:
        """The question about words that stand in no article: of a case, of a search result."""
        from briefing.model import TopicId
        from briefing.suggest import Ask

        return Ask(words, TopicId(topic) if topic else None, side=side)

    # -- deciding ---------------------------------------------------------------------------------

    @property
    def learned(self) -> Learned:
        """What was decided about suggestions so far."""
        from briefing.suggest import read_learned

        return self._suggester.learned if self._suggester else read_learned(self.path)

    def accept(self, ask: Ask, suggestion: Suggestion) -> None:
        """Learn that a suggestion was accepted. Making the link is the caller's."""
        self._decide(ask, suggestion, accepted=True)

    def dismiss(self, ask: Ask, suggestion: Suggestion) -> None:
        """Learn that a suggestion was dismissed: it stays away from this passage."""
        self._decide(ask, suggestion, accepted=False)

    def undo(self, ask: Ask, point: PointId) -> None:
        """Unlearn what was decided about a point at a passage."""
        from briefing.suggest import passage_key

        key = passage_key(ask.text)
        self._keep(lambda learned: learned.without_decision(key, point))

    def forget(self) -> None:
        """Forget all that was learned about this library."""
        from briefing.suggest import Learned, forget_learned

        with self._deciding:
            forget_learned(self.path)
            if self._suggester is not None:
                self._suggester = self._suggester.with_learned(Learned())

    def _decide(self, ask: Ask, suggestion: Suggestion, accepted: bool) -> None:
        from briefing.suggest import decide

        decision = decide(ask.text, suggestion.point, accepted, suggestion.bearing)
        self._keep(lambda learned: learned.with_decision(decision))

    def _keep(self, change: Callable[[Learned], Learned]) -> None:
        from briefing.suggest import keep_learned

        with self._deciding:
            learned = keep_learned(self.path, change)
            if self._suggester is not None:
                self._suggester = self._suggester.with_learned(learned)
