"""Which points of a library answer a passage, which support it, and why.

`Suggester.build` reads a library; `Suggester.suggest` answers an `Ask` with `Suggestions`. What the
user made of them is a `Learned`. Nothing here knows the window, the search index or a network.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from briefing.suggest.values import FEW as FEW
from briefing.suggest.values import Ask as Ask
from briefing.suggest.values import Bearing as Bearing
from briefing.suggest.values import Covered as Covered
from briefing.suggest.values import Ground as Ground
from briefing.suggest.values import Reason as Reason
from briefing.suggest.values import SideEstimate as SideEstimate
from briefing.suggest.values import Suggestion as Suggestion
from briefing.suggest.values import Suggestions as Suggestions
from briefing.suggest.values import Surety as Surety

if TYPE_CHECKING:
    from briefing.suggest.learning import Decision as Decision
    from briefing.suggest.learning import Learned as Learned
    from briefing.suggest.learning import decide as decide
    from briefing.suggest.learning import forget_learned as forget_learned
    from briefing.suggest.learning import keep_learned as keep_learned
    from briefing.suggest.learning import passage_key as passage_key
    from briefing.suggest.learning import read_learned as read_learned
    from briefing.suggest.neighbours import find_neighbours as find_neighbours
    from briefing.suggest.suggester import Suggester as Suggester

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
