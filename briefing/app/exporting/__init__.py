"""Handing out: what can be handed out, and the documents made of it. No format is chosen here."""

from __future__ import annotations

from briefing.app.exporting.builder import Taste
from briefing.app.exporting.documents import (
    Found,
    article_document,
    case_document,
    found_document,
    points_document,
    quotes_document,
    topic_document,
)
from briefing.app.exporting.part import part_of
from briefing.app.exporting.subjects import (
    Offer,
    Subject,
    article_subject,
    case_subject,
    found_subject,
    hits,
    point_subject,
    points_subject,
    quotation_subject,
    subjects,
    topic_files,
    topic_subject,
)
from briefing.app.exporting.uncited import uncited, uncited_words

__all__ = [
    "Found",
    "Offer",
    "Subject",
    "Taste",
    "article_document",
    "article_subject",
    "case_document",
    "case_subject",
    "found_document",
    "found_subject",
    "hits",
    "part_of",
    "point_subject",
    "points_document",
    "points_subject",
    "quotation_subject",
    "quotes_document",
    "subjects",
    "topic_document",
    "topic_files",
    "topic_subject",
    "uncited",
    "uncited_words",
]
