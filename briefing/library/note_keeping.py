"""Writing notes: one record of a file, and no byte around it."""

from __future__ import annotations

from pathlib import Path

from briefing.library import files, splicing
from briefing.library.context import Context
from briefing.library.notes import NOTE_FIELDS, NotesReader, note_fields
from briefing.library.opened import Opened, require_id
from briefing.library.shelves import find
from briefing.library.splicing import Block
from briefing.model import Library, Note, UserError
from briefing.text.records import Section, outline_of

_HEADING = "Note"


def save_note(library: Library, note: Note) -> None:
    """Write `note` into the file of its article's notes; UserError if it was changed outside."""
    require_id(note.id)
    if not note.text_md.strip():
        raise UserError("The note is empty. Write something, or delete it.")
    article = find(library.articles, note.article)
    if article is None:
        raise UserError(f"There is no article {note.article} in the library.")
    old = next((one for one in library.notes if one.id == note.id), None)
    path = Path(article.topic, "notes", f"{note.article}.md")
    if old is not None and old.place is not None:
        path = old.place.path
    opened = Opened(library.root, path, new=old is None)
    if old is None:
        opened.text = splicing.append(opened.text, [_block(note).fresh()])
    else:
        record = _record(opened, old)
        raw = splicing.plain(opened.text[record.start : record.end])
        block = _block(note, old)
        piece = block.over(raw, record, lambda field: field.name not in NOTE_FIELDS)
        opened.text = splicing.replace(opened.text, record, [piece])
    opened.write()


def delete_note(library: Library, note: Note) -> None:
    """Remove a note from its file."""
    if note.place is None:
        raise UserError("This note is in no file.")
    opened = Opened(library.root, note.place.path)
    opened.text = splicing.remove(opened.text, _record(opened, note))
    opened.write()


def _record(opened: Opened, old: Note) -> Section:
    for record in outline_of(opened.text).records:
        if record.id == old.id:
            path = old.place.path if old.place else Path()
            if NotesReader(Context(), path).note(record) != old:
                break
            return record
    raise files.changed(opened.path)


def _block(note: Note, before: Note | None = None) -> Block:
    old = note_fields(before) if before else ()
    return Block(2, _HEADING, note.id, note_fields(note), note.text_md, old)
