"""What is shown in the place of a value that was read once and cannot be read any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.library.root import CLAIMS
from briefing.model import (
    Article,
    ArticleId,
    Case,
    CaseId,
    Claim,
    ClaimId,
    Event,
    Evidence,
    EvidenceId,
    Figure,
    Note,
    NoteId,
    Place,
    Point,
    PointId,
    Selector,
    Source,
    SourceId,
    Term,
    Topic,
    TopicId,
)

if TYPE_CHECKING:
    from briefing.library.parts import Part


def stand_in(shelf: str, id_: str, part: Part) -> Any:
    """A value of that id, which says in its words that its file cannot be read now."""
    words = f"{part.name} cannot be read at the moment"
    topic, place = TopicId(part.topic), Place(part.path)
    if shelf == "points":
        return Point(PointId(id_), topic, words, place=place)
    if shelf == "quotes":
        return Evidence(EvidenceId(id_), "", caution=words, topic=topic, place=place)
    if shelf == "articles":
        return Article(ArticleId(id_), topic, id_, text_md=words, place=place)
    if shelf == "claims":
        return Claim(
            ClaimId(id_), ArticleId(part.path.name.removesuffix(CLAIMS)), words, place=place
        )
    if shelf == "sources":
        return Source(SourceId(id_), topic, title=words)
    if shelf == "cases":
        return Case(CaseId(id_), words, place=place)
    if shelf == "notes":
        return Note(NoteId(id_), ArticleId(part.path.stem), Selector(""), words, place=place)
    if shelf == "timeline":
        return Event("", words, topic, place=place)
    if shelf == "glossary":
        return Term(part.name, words, topic, place=place)
    if shelf == "figures":
        return Figure(part.name, "", "", topic, words, place=place)
    return Topic(topic, part.topic, words, ("For", "Against"))
