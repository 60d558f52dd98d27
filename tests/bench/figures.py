"""Figures, and how they are told: a table for people, JSON for programs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """One measured number, with the goal it should not exceed (0: none is set)."""

    group: str
    name: str
    value: float
    unit: str
    goal: float = 0.0
    note: str = ""

    @property
    def state(self) -> str:
        """Whether the goal is reached, in a word."""
        if not self.goal:
            return ""
        return "ok" if self.value <= self.goal else "MISSED"


def spread(
    group: str, name: str, times: Sequence[float], goal: float = 0.0, note: str = ""
) -> list[Figure]:
    """Median, 95th percentile and maximum of times in seconds; the goal is the percentile's."""
    ordered = sorted(times)
    high = quantiles(ordered, n=20)[-1] if len(ordered) > 1 else ordered[0]
    return [
        Figure(group, f"{name}, median", median(ordered) * 1000, "ms"),
        Figure(group, f"{name}, 95th percentile", min(high, ordered[-1]) * 1000, "ms", goal, note),
        Figure(group, f"{name}, slowest", ordered[-1] * 1000, "ms", note=f"of {len(ordered)}"),
    ]


def timed(work: Callable[[], object]) -> float:
    """How long `work` takes, in seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text."""
    lines = []
    group = ""
    for one in figures:
        if one.group != group:
            group = one.group
            lines += ["", group]
        value = f"{one.value:,.2f}" if one.unit == "×" else f"{one.value:,.1f}"
        goal = f"goal {one.goal:g} {one.unit}: {one.state}" if one.goal else ""
        lines.append(f"  {one.name:<52} {value:>10} {one.unit:<3} {goal:<24} {one.note}".rstrip())
    return "\n".join(lines).lstrip("\n")


def as_values(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """The figures as JSON has them."""
    return [{**asdict(one), "state": one.state} for one in figures]
