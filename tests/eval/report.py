"""The table that an evaluation prints: figures with intervals and goals, and what to beware of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.eval.measures import interval


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it measures, its value and interval, its goal, and its trap."""

    name: str
    value: float
    low: float
    high: float
    goal: float | None = None
    beware: str = ""

    def line(self) -> str:
        """As a line of the table; values are told in per cent."""
        spread = f"{self.low * 100:5.1f} – {self.high * 100:5.1f}"
        goal = ""
        if self.goal is not None:
            goal = f"goal {self.goal * 100:g}: {'reached' if self.value >= self.goal else 'missed'}"
        return f"  {self.name:<46}{self.value * 100:6.1f}   {spread}   {goal:<20}".rstrip()


def figure(
    name: str,
    groups: Mapping[str, str],
    of: Callable[[Sequence[str]], float],
    goal: float | None = None,
    beware: str = "",
) -> Figure:
    """A figure over all queries of `groups`, with its interval."""
    return Figure(name, of(list(groups)), *interval(groups, of), goal, beware)


def table(title: str, figures: Sequence[Figure]) -> str:
    """The figures of a task, and under them what to beware of."""
    lines = [title, f"  {'':<46}{'':>6}   95 % over groups"]
    lines += [one.line() for one in figures]
    for warning in dict.fromkeys(one.beware for one in figures if one.beware):
        lines.append(f"  ! {warning}")
    return "\n".join(lines) + "\n"
