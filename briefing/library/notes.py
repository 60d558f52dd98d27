"""Notes on the passages of an article: from records, and as records (`notes/ARTICLE.md`)."""

from __future__ import annotations

from pathlib import Path

from briefing.library.context import Context
from briefing.library.points import field_lines
from briefing.model import ArticleId, Note, NoteId, Place, Selector
from briefing.text import front_matter
from briefing.text.records import Section, field_problems, outline

NOTE_FIELDS = frozenset(("passage", "before", "after", "date"))


class NotesReader:
    """Reads the records of one file under `notes/`."""

    def __init__(self, context: Context, path: Path) -> None:
        self.context = context
        self.path = path
        self.article = ArticleId(path.stem)

    def read(self, text: str) -> list[Note]:
        """The notes of the file."""
        front = front_matter.read(text)
        self.context.problems(self.path, front.problems)
        self.context.refer("article", self.article, self.path, 1)
        records = outline(text, front.body, front.body_line).records
        return [self.note(record) for record in records]

    def note(self, record: Section) -> Note:
        """The note that `record` is."""
        context, path = self.context, self.path
        context.problems(path, field_problems(record, NOTE_FIELDS, frozenset()))
        id_ = context.checked_id("note", record.id, "note", path, record.line)
        context.refer_in(record.text, path, record.text_line)
        values = {entry.name: entry.value for entry in record.fields}
        if not values.get("passage"):
            what = f"the note `{id_}` does not say which passage it is on"
            context.fault(path, record.line, what, "add `- passage: exact words` below its heading")
        selector = Selector(
            values.get("passage", ""), values.get("before", ""), values.get("after", "")
        )
        place = Place(path, record.line)
        date = values.get("date", "")
        context.date(date, path, record.line)
        return Note(NoteId(id_), self.article, selector, record.text, date, place)


def note_fields(note: Note) -> list[str]:
    """The fields of `note`."""
    return field_lines(
        [
            ("passage", note.passage.exact),
            ("before", note.passage.prefix),
            ("after", note.passage.suffix),
            ("date", note.date),
        ]
    )
