"""Changing one record of a file and no byte around it.

Records are made with line feeds; where they are put in, they get the line ends of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.text import front_matter
from briefing.text.records import Field, Section, clean, one_line, render

Foreign = Callable[[Field], bool]


@dataclass(frozen=True, slots=True)
class Block:
    """A record or part as it should be. `fields` are whole lines; `before` what they were."""

    level: int
    heading: str
    id: str
    fields: Sequence[str]
    text: str
    before: Sequence[str] = ()

    def fresh(self) -> str:
        """The block as a new one is written."""
        return render(self.level, self.heading, self.id, self.fields, self.text)

    def over(self, raw: str, old: Section, foreign: Foreign) -> str:
        """The block in place of `old`, whose own lines are `raw`.

        Fields are left as they are written if none changed; otherwise those that are `foreign`
        (unknown to Briefing, or not understood) follow the known ones.
        """
        same_fields = list(self.fields) == list(self.before)
        if (
            same_fields
            and clean(self.text) == old.text
            and (one_line(self.heading), self.id) == (old.heading, old.id)
        ):
            return raw
        kept = [field for field in old.fields if same_fields or foreign(field)]
        lines = [] if same_fields else list(self.fields)
        lines += [line for field in kept for line in field.raw.split("\n")]
        return render(self.level, self.heading, self.id, lines, self.text)


def newline_of(text: str) -> str:
    """How most lines of `text` end."""
    pairs = text.count("\r\n")
    return "\r\n" if pairs * 2 > text.count("\n") else "\n"


def with_body(text: str, body: str) -> str:
    """`text` with another body below its front matter, in which the lines end like the others."""
    return text[: front_matter.read(text).body] + body.replace("\n", newline_of(text))


def plain(text: str) -> str:
    """`text` with line feeds as line ends."""
    return text.replace("\r\n", "\n")


def join(pieces: Sequence[str], gap: str) -> str:
    """The pieces of a record with an empty line between any two, and `gap` after the last."""
    result = []
    for piece in pieces[:-1]:
        body = piece.rstrip("\n")
        rest = piece[len(body) :]
        result.append(body + (rest if len(rest) > 1 else "\n\n"))
    return "".join(result) + pieces[-1].rstrip("\n") + gap


def replace(text: str, section: Section, pieces: Sequence[str]) -> str:
    """`text` with the record at `section` made of `pieces`; every other character stays."""
    raw = text[section.start : section.end]
    gap = plain(raw[len(raw.rstrip("\r\n")) :])
    if section.end == len(text) and not gap:
        gap = "\n"
    record = join(pieces, gap)
    return text[: section.start] + _ends(record, text) + text[section.end :]


def append(text: str, pieces: Sequence[str]) -> str:
    """`text` with a new record at its end."""
    if text and not text.endswith("\n"):
        text += newline_of(text)
    newline = newline_of(text)
    if text.removeprefix("\ufeff") and not text.endswith(("\n\n", "\n\r\n")):
        text += newline
    return text + _ends(join(pieces, "\n"), text)


def remove(text: str, section: Section) -> str:
    """`text` without the record at `section`."""
    return text[: section.start] + text[section.end :]


def _ends(record: str, text: str) -> str:
    return record.replace("\n", "\r\n") if newline_of(text) == "\r\n" else record
