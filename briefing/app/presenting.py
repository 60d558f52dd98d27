"""A show for the class, without Qt: which passage is up, what of it is revealed, and black-out.

A show walks through stops (passages with points). A stop is revealed step by step: the passage,
each point's claim, then its quotations, at last the fact checks. How many pages a step takes is
known only to whoever lays it out, and is asked for as `PageCount`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing.app.reading import Beside, Reading, Seen
from briefing.app.workspace import Workspace
from briefing.model import Claim, Evidence, FactCheck, Side

PageCount = Callable[[int, int], int]  # (stop, step) → pages, at least 1


@dataclass(frozen=True, slots=True)
class ShowPassage:
    """The passage by itself."""


@dataclass(frozen=True, slots=True)
class ShowClaim:
    """One point's claim joins its column."""

    seen: Seen


@dataclass(frozen=True, slots=True)
class ShowPoint:
    """One point by itself: its claim, and its side."""

    seen: Seen


@dataclass(frozen=True, slots=True)
class ShowQuotation:
    """A revealed point opens to one of its quotations."""

    seen: Seen
    evidence: Evidence
    number: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class ShowReason:
    """A point without quotations opens to its explanation."""

    seen: Seen


@dataclass(frozen=True, slots=True)
class ShowCheck:
    """A fact check of what the passage claims."""

    claim: Claim
    check: FactCheck


Step = ShowPassage | ShowClaim | ShowPoint | ShowQuotation | ShowReason | ShowCheck


@dataclass(frozen=True, slots=True)
class Stop:
    """One passage and the steps by which it is revealed."""

    beside: Beside
    steps: tuple[Step, ...]

    @property
    def index(self) -> int:
        """The passage's place in its article."""
        return self.beside.passage.index

    def column(self, side: Side | None) -> tuple[tuple[int, Seen], ...]:
        """The points of one side with the steps that reveal them, in the order of the cards."""
        return tuple(
            (number, step.seen)
            for number, step in enumerate(self.steps)
            if isinstance(step, ShowClaim) and step.seen.point.side is side
        )


def make_stop(workspace: Workspace, beside: Beside) -> Stop:
    """The steps of a passage: the passage, its points in the order of the cards, its checks."""
    steps: list[Step] = [ShowPassage()]
    for seen in beside.seen:
        steps += [ShowClaim(seen), *opened_steps(workspace, seen)]
    steps += [ShowCheck(claim, check) for claim in beside.claims for check in claim.checks]
    return Stop(beside, tuple(steps))


def opened_steps(workspace: Workspace, seen: Seen) -> tuple[Step, ...]:
    """A point opens: to its quotations, or to its explanation if it has none."""
    point, quotations = seen.point, workspace.evidence_of(seen.point)
    if not quotations and (point.explanation_md.strip() or point.caution):
        return (ShowReason(seen),)
    return tuple(
        ShowQuotation(seen, one, number, len(quotations))
        for number, one in enumerate(quotations, 1)
    )


@dataclass(frozen=True, slots=True)
class Show:
    """Where a show stands. Every move returns another show; there is always something to show."""

    stops: tuple[Stop, ...]
    stop: int = 0
    step: int = 0
    page: int = 0
    is_dark: bool = False

    @property
    def current(self) -> Stop:
        """The stop that is up."""
        return self.stops[self.stop]

    @property
    def passage(self) -> int:
        """The index of the passage that is up."""
        return self.current.index

    def revealed(self, step: int) -> bool:
        """Whether a step of the current stop has been reached."""
        return step <= self.step

    # -- moves ------------------------------------------------------------------------------------

    def forward(self, pages: PageCount) -> Show:
        """The next page, step or stop. In the dark it only restores the picture."""
        if self.is_dark:
            return replace(self, is_dark=False)
        if self.page + 1 < pages(self.stop, self.step):
            return replace(self, page=self.page + 1)
        if self.step + 1 < len(self.current.steps):
            return replace(self, step=self.step + 1, page=0)
        return self.forward_stop() if self.stop + 1 < len(self.stops) else self

    def back(self, pages: PageCount) -> Show:
        """What stood before: the exact opposite of `forward`."""
        if self.is_dark:
            return replace(self, is_dark=False)
        if self.page > 0:
            return replace(self, page=self.page - 1)
        stop, step = self.stop, self.step - 1
        if step < 0:
            stop -= 1
            if stop < 0:
                return self
            step = len(self.stops[stop].steps) - 1
        return replace(self, stop=stop, step=step, page=pages(stop, step) - 1)

    def forward_stop(self) -> Show:
        """The beginning of the next stop."""
        stop = min(self.stop + 1, len(self.stops) - 1)
        return self if stop == self.stop else Show(self.stops, stop)

    def back_stop(self) -> Show:
        """The beginning of this stop, or of the one before when there already."""
        at_beginning = self.step == 0 and self.page == 0
        return Show(self.stops, max(0, self.stop - 1) if at_beginning else self.stop)

    def first(self) -> Show:
        """The beginning of this stop; from there, the first stop."""
        at_beginning = self.step == 0 and self.page == 0
        return Show(self.stops, 0 if at_beginning else self.stop)

    def last(self, pages: PageCount) -> Show:
        """This stop with everything revealed."""
        step = len(self.current.steps) - 1
        return Show(self.stops, self.stop, step, pages(self.stop, step) - 1)

    def toggle_dark(self) -> Show:
        """Black-out, or the picture again."""
        return replace(self, is_dark=not self.is_dark)

    def fitted(self, pages: PageCount) -> Show:
        """The same place after pages were laid out anew."""
        return replace(self, page=min(self.page, pages(self.stop, self.step) - 1))


def start_show(workspace: Workspace, reading: Reading, index: int, exact: bool = False) -> Show:
    """A show of an article's passages with points, begun at passage `index`; not of an empty text.

    Where that passage has no points the show begins at the nearest that has, later ones first;
    with `exact` the passage itself is put among the stops. An article without any points is shown
    passage by passage: a class can read it all the same.
    """
    index = max(0, min(index, len(reading.passages) - 1))
    indices = [one.passage.index for one in reading.passages if one.seen]
    if not indices:
        indices = list(range(len(reading.passages)))
    elif exact and index not in indices:
        indices = sorted({*indices, index})
    stops = tuple(make_stop(workspace, reading.passages[one]) for one in indices)
    return Show(stops, min(bisect_left(indices, index), len(stops) - 1))


def progress_words(show: Show, pages: PageCount) -> str:
    """How far the current stop is: "3/12", before it the page where a step has several."""
    count = pages(show.stop, show.step)
    page = f"page {show.page + 1} of {count} · " if count > 1 else ""
    return f"{page}{show.step + 1}/{len(show.current.steps)}"


# -- the speech timer -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpeechTimer:
    """Counts down from `minutes`, then on beyond. `now` is any steady clock, in seconds."""

    minutes: int = 4
    elapsed: float = 0.0  # until it was last stopped
    started: float | None = None
    is_shown: bool = False

    @property
    def is_running(self) -> bool:
        """Whether time passes."""
        return self.started is not None

    def toggle(self, now: float) -> SpeechTimer:
        """Start or stop; a hidden timer is shown."""
        if self.started is None:
            return replace(self, started=now, is_shown=True)
        return replace(self, elapsed=self.elapsed + max(0.0, now - self.started), started=None)

    def reset(self) -> SpeechTimer:
        """Full time again, stopped; a timer that is reset already is put away."""
        fresh = self.started is None and self.elapsed == 0
        return SpeechTimer(self.minutes, is_shown=self.is_shown and not fresh)

    def with_minutes(self, minutes: int) -> SpeechTimer:
        """Another length of speech, 1 to 60 minutes."""
        return replace(self, minutes=max(1, min(60, minutes)))

    def remaining(self, now: float) -> float:
        """Seconds left; negative when over time."""
        running = max(0.0, now - self.started) if self.started is not None else 0.0
        return self.minutes * 60 - self.elapsed - running

    def words(self, now: float) -> str:
        """Say "3:59", or "over by 0:12"; stopped timers say so."""
        left = self.remaining(now)
        over = left < 0
        # Whole seconds that have begun, as a kitchen timer shows them.
        seconds = int(-left) if over else int(left) + (left > int(left))
        clock = f"{seconds // 60}:{seconds % 60:02d}"
        state = "" if self.is_running else " (stopped)" if self.elapsed else " (ready)"
        return f"over by {clock}{state}" if over else f"{clock}{state}"


# -- the vote by hands ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vote:
    """Hands counted for and against, before and after. `field` is the number being entered."""

    counts: tuple[int, int, int, int] = (0, 0, 0, 0)  # before: for, against; after: for, against
    field: int = 0

    def typed(self, digit: int) -> Vote:
        """A digit joins the number; numbers have at most three."""
        return self._with(self.counts[self.field] % 100 * 10 + digit)

    def erased(self) -> Vote:
        """The last digit goes."""
        return self._with(self.counts[self.field] // 10)

    def added(self, hands: int) -> Vote:
        """More or fewer hands."""
        return self._with(self.counts[self.field] + hands)

    def moved(self, fields: int) -> Vote:
        """Another number, within the four."""
        return replace(self, field=max(0, min(3, self.field + fields)))

    def _with(self, count: int) -> Vote:
        counts = list(self.counts)
        counts[self.field] = max(0, min(999, count))
        return replace(self, counts=(counts[0], counts[1], counts[2], counts[3]))

    @property
    def swing(self) -> float | None:
        """Percentage points that moved to the motion (negative: away from it); None: not known."""
        before, after = sum(self.counts[:2]), sum(self.counts[2:])
        if not before or not after:
            return None
        return 100 * (self.counts[2] / after - self.counts[0] / before)

    def swing_words(self, side_names: tuple[str, str]) -> str:
        """The swing in words, with the sides' names."""
        swing = self.swing
        if swing is None:
            return ""
        points = round(abs(swing))
        if points == 0:
            return "No swing"
        name = side_names[0] if swing > 0 else side_names[1]
        return f"Swing: {points} percentage point{'s' if points != 1 else ''} to {name}"
