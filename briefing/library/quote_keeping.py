"""Quotations that belong to no point: each is written in its file, and nothing around it."""

from __future__ import annotations

from briefing.library import files, splicing
from briefing.library.context import Context
from briefing.library.opened import Opened, encode
from briefing.library.points import EVIDENCE_FIELDS, PointsReader
from briefing.library.shelves import find
from briefing.library.trash import Piece
from briefing.library.writing import evidence_block
from briefing.model import Evidence, EvidenceId, Library, UserError
from briefing.text.records import Section, outline_of


def save_quote(library: Library, evidence: Evidence) -> None:
    """Write a quotation that stands under no point; UserError if its file holds another now."""
    opened, section, old = _open(library, evidence.id)
    block = evidence_block(evidence, old)
    raw = splicing.plain(opened.text[section.start : section.end])
    new = block.over(raw, section, lambda field: field.name not in EVIDENCE_FIELDS)
    opened.text = splicing.replace(opened.text, section, [new])
    opened.write()


def delete_quote(library: Library, id_: EvidenceId) -> None:
    """Remove a quotation that stands under no point from its file."""
    opened, section, _ = _open(library, id_)
    opened.text = splicing.remove(opened.text, section)
    opened.write()


def take_quote(library: Library, evidence: Evidence) -> str:
    """Remove a quotation that stands under no point from its file, to be put under one.

    Returns its record as `evidence` now is, with what Briefing does not know of it.
    """
    opened, section, old = _open(library, evidence.id)
    raw = splicing.plain(opened.text[section.start : section.end])
    block = evidence_block(evidence, old)
    opened.text = splicing.remove(opened.text, section)
    opened.write()
    return block.over(raw, section, lambda field: field.name not in EVIDENCE_FIELDS)


def quote_piece(library: Library, id_: EvidenceId) -> Piece:
    """Such a quotation as a piece for the trash."""
    opened, section, old = _open(library, id_)
    assert old.place is not None
    return Piece(old.place.path, "quote", encode(opened.text[section.start : section.end]))


def _open(library: Library, id_: EvidenceId) -> tuple[Opened, Section, Evidence]:
    old = find(library.quotes, id_)
    if old is None or old.place is None:
        raise UserError("This quotation is not in the library any more.")
    opened = Opened(library.root, old.place.path)
    for section in outline_of(opened.text).orphans:
        if section.line == old.place.line or section.id == id_:
            there = PointsReader(Context(), old.place.path, old.topic).evidence(section)
            if there == old:
                return opened, section, old
    raise files.changed(opened.path)
