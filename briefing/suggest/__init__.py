"""Which points of a library answer a passage, which support it, and why.

`Suggester.build` reads a library; `Suggester.suggest` answers an `Ask` with `Suggestions`. What the
user made of them is a `Learned`. Nothing here knows the window, the search index or a network.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from briefing.suggest.values import (
    FEW,
    Ask,
    Bearing,
    Covered,
    Ground,
    Reason,
    SideEstimate,
    Suggestion,
    Suggestions,
    Surety,
)

if TYPE_CHECKING:
    from briefing.suggest.learning import (
        Decision,
        Learned,
        decide,
        forget_learned,
        keep_learned,
        passage_key,
        read_learned,
    )
    from briefing.suggest.neighbours import find_neighbours
    from briefing.suggest.suggester import Suggester

__all__ = [
    "FEW",
    "Ask",
    "Bearing",
    "Covered",
    "Decision",
    "Ground",
    "Learned",
    "Reason",
    "SideEstimate",
    "Suggester",
    "Suggestion",
    "Suggestions",
    "Surety",
    "decide",
    "find_neighbours",
    "forget_learned",
    "keep_learned",
    "passage_key",
    "read_learned",
]

# The window knows the values; what finds suggestions is imported on the worker.
_LATER = {
    "learning": "Decision Learned decide forget_learned keep_learned passage_key read_learned",
    "neighbours": "find_neighbours",
    "suggester": "Suggester",
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names.split():
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
