"""Frozen values, ids and errors: what all other rooms speak of."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from briefing.model.errors import (
    BriefingError,
    Cancelled,
    NoLibrary,
    ReadOnly,
    SystemTrouble,
    UserError,
)
from briefing.model.ids import (
    ArticleId,
    CaseId,
    ClaimId,
    EvidenceId,
    NoteId,
    PointId,
    SourceId,
    TopicId,
    free_name,
    is_device,
    is_id,
    new_id,
    slug,
)
from briefing.model.values import (
    Article,
    ArticleKind,
    Fault,
    Library,
    MarkKind,
    Place,
    Relation,
    Selector,
    Side,
    Topic,
    Verdict,
    with_words,
)
from briefing.model.work import Progress, Stop

if TYPE_CHECKING:
    from briefing.model.arguments import (
        Claim,
        ClaimTarget,
        Evidence,
        FactCheck,
        Link,
        Mark,
        PassageTarget,
        Point,
        PointTarget,
        Target,
    )
    from briefing.model.cases import Case, CaseItem, Heading, Note, PointItem, Prose
    from briefing.model.references import Event, Figure, Name, Source, Term

__all__ = [
    "Article",
    "ArticleId",
    "ArticleKind",
    "BriefingError",
    "Cancelled",
    "Case",
    "CaseId",
    "CaseItem",
    "Claim",
    "ClaimId",
    "ClaimTarget",
    "Event",
    "Evidence",
    "EvidenceId",
    "FactCheck",
    "Fault",
    "Figure",
    "Heading",
    "Library",
    "Link",
    "Mark",
    "MarkKind",
    "Name",
    "NoLibrary",
    "Note",
    "NoteId",
    "PassageTarget",
    "Place",
    "Point",
    "PointId",
    "PointItem",
    "PointTarget",
    "Progress",
    "Prose",
    "ReadOnly",
    "Relation",
    "Selector",
    "Side",
    "Source",
    "SourceId",
    "Stop",
    "SystemTrouble",
    "Target",
    "Term",
    "Topic",
    "TopicId",
    "UserError",
    "Verdict",
    "free_name",
    "is_device",
    "is_id",
    "new_id",
    "slug",
    "with_words",
]

# The first paint needs none of these, and making their classes takes a tenth of its time.
_LATER = {
    "arguments": "Claim ClaimTarget Evidence FactCheck Link Mark PassageTarget Point PointTarget "
    "Target",
    "cases": "Case CaseItem Heading Note PointItem Prose",
    "references": "Event Figure Name Source Term",
}


def __getattr__(name: str) -> Any:
    for module, words in _LATER.items():
        names = words.split()
        if name in names:
            values = vars(import_module(f"{__name__}.{module}"))
            globals().update((each, values[each]) for each in names)
            return values[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
