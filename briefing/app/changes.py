"""What an operation changed: the one thing that panes are told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what changed. `everything` after another library was opened or read again."""

    articles: frozenset[str] = field(default_factory=frozenset)
    points: frozenset[str] = field(default_factory=frozenset)
    cases: frozenset[str] = field(default_factory=frozenset)
    settings: bool = False
    index: bool = False
    everything: bool = False
