"""Which points of a library answer a passage, which support it, and why.

`Suggester.build` reads a library; `Suggester.suggest` answers an `Ask` with `Suggestions`. What the
user made of them is a `Learned`. Nothing here knows the window, the search index or a network.
"""

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
