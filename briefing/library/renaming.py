"""Other ids for the records of some files, wherever these files name them.

What names something is what the readers of the library take for it: the fields, headings and
items of records, front matter, and references in Markdown. Words that only look like an id, in
prose or in a quotation, stay, as does every byte around an id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from briefing.library.cases import read_items
from briefing.library.links import read_target
from briefing.library.points import LINKS
from briefing.library.root import CLAIMS
from briefing.library.source_keeping import place_of_id, records_of
from briefing.model import Library, PointItem, PointTarget, Prose, free_name
from briefing.text import front_matter, quotation, tables
from briefing.text.csl import as_text
from briefing.text.records import Field, Section, outline_of
from briefing.text.references import renamed

Names = Mapping[str, str]  # new ids by the old ones

# Figures: how many columns their tables have, and which of them names sources.
_COLUMNS, _SOURCES = 5, 3


@dataclass(slots=True)
class Renaming:
    """Old ids and new ones, by what they are ids of."""

    points: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, texts: Mapping[str, str]) -> Renaming:
        """New ids for everything in `texts` whose id the library has already."""
        taken: dict[str, set[str]] = {
            "points": {one.id for one in library.points},
            "evidence": {one.id for one in library.every_quote()},
            "articles": {one.id for one in library.articles},
            "sources": {one.id for one in library.sources},
            "cases": {one.id for one in library.cases},
        }
        renaming = cls()
        for kind, ids in _ids(texts).items():
            known, names = taken[kind], getattr(renaming, kind)
            here_or_there = {*known, *ids}
            for one in ids:
                if one in known and one not in names:
                    names[one] = free_name(one, here_or_there.__contains__)
                    here_or_there.add(names[one])
        return renaming

    def path(self, path: str) -> str:
        """Where a file goes: articles and cases are named after their ids."""
        place = Path(path)
        folder = path.partition("/")[0]
        names = {"articles": self.articles, "cases": self.cases}.get(folder, {})
        ending = CLAIMS if path.endswith(CLAIMS) else ".md"
        stem = place.name.removesuffix(ending)
        return f"{folder}/{names[stem]}{ending}" if stem in names else path

    def text(self, path: str, text: str) -> str:
        """The file's text with the new ids. ValueError for sources that are no JSON array."""
        if not any(getattr(self, each.name) for each in fields(self)):
            return text
        change = _Change(self, text)
        if path == "sources.json":
            change.sources()
        elif path == "figures.md":
            change.figures()
        elif path.startswith("points/"):
            change.points()
        elif path.startswith("cases/"):
            change.case()
            return _fronted(change.made(), {"topic": self.topics})
        elif path.endswith(CLAIMS):
            change.claims()
        else:
            change.body()
            if path.startswith("articles/"):
                kinds = {"source": self.sources, "full-text-of": self.articles}
                return _fronted(change.made(), kinds)
        return change.made()


def _fronted(text: str, kinds: Mapping[str, Names]) -> str:
    """`text` with other ids in its front matter; `kinds` are those of its keys."""
    front = front_matter.read(text)
    values = {key: names.get(front.text(key), "") for key, names in kinds.items()}
    changed = {key: value for key, value in values.items() if value}
    return front_matter.with_values(text, changed) if changed else text


class _Change:
    """A file, and the words that are to stand at some of its places."""

    def __init__(self, renaming: Renaming, text: str) -> None:
        self._new = renaming
        self._text = text
        self._lines = [0, *(one.end() for one in re.finditer("\n", text))]
        self._places: list[tuple[int, int, str]] = []

    def made(self) -> str:
        """The text as it should be."""
        pieces: list[str] = []
        position = 0
        for start, end, words in sorted(self._places):
            pieces += (self._text[position:start], words)
            position = end
        return "".join((*pieces, self._text[position:]))

    def points(self) -> None:
        """A file of points and evidence."""
        outline = outline_of(self._text)
        for point in outline.records:
            self._id(point, self._new.points)
            for entry in point.fields:
                if entry.name in LINKS:
                    self._link(entry)
            named = {"sources": self._new.sources, "evidence": self._new.evidence}
            self._lists(point, named | {"differs-from": self._new.points})
            self._markdown(self._begin(point.text_line), point.own_end)
        for part in (*outline.orphans, *(part for one in outline.records for part in one.parts)):
            self._id(part, self._new.evidence)
            self._lists(part, {"source": self._new.sources, "variant-of": self._new.evidence})
            begin = self._begin(part.text_line)
            begin += quotation.note_begin(self._text[begin : part.own_end])
            self._markdown(begin, part.own_end)

    def claims(self) -> None:
        """The claims of an article, and their fact checks."""
        for claim in outline_of(self._text).records:
            self._lists(claim, {"same-as": self._new.articles})
            self._markdown(self._begin(claim.text_line), claim.own_end)
            for check in claim.parts:
                self._lists(check, {"sources": self._new.sources})
                self._markdown(self._begin(check.text_line), check.own_end)

    def case(self) -> None:
        """The points and texts of a case."""
        front = front_matter.read(self._text)
        body = self._text[front.body :].replace("\r\n", "\n")
        for item, line in read_items(body, front.body_line):
            begin = self._begin(line)
            if isinstance(item, PointItem):
                self._put(self._text.index(item.point, begin), item.point, self._new.points)
            elif isinstance(item, Prose):
                self._markdown(begin, self._begin(line + item.text_md.count("\n") + 1))

    def figures(self) -> None:
        """The rows of a table of figures."""
        front = front_matter.read(self._text)
        rows, _ = tables.rows(self._text[front.body :], _COLUMNS, front.body_line)
        for row in rows:
            begin, end = self._begin(row.line), self._begin(row.line + 1)
            start, stop = tables.span_of_cell(self._text[begin:end], _SOURCES)
            self._listed(begin + start, begin + stop, self._new.sources)
            self._markdown(begin + stop, end)

    def body(self) -> None:
        """Markdown below front matter."""
        self._markdown(front_matter.read(self._text).body, len(self._text))

    def sources(self) -> None:
        """The records of a `sources.json`."""
        for record in records_of(self._text):
            new = self._new.sources.get(as_text(record.value.get("id")))
            if new is not None:
                self._places.append((*place_of_id(self._text, record), json.dumps(new)))

    def _id(self, section: Section, names: Names) -> None:
        """The id at the end of a heading."""
        end = self._begin(section.line + 1)
        self._put(self._text.rfind(section.id, section.start, end), section.id, names)

    def _link(self, entry: Field) -> None:
        target = read_target(entry.value)
        if target is None:
            return
        start, end = self._value(entry)
        start = end - len(self._text[start:end].lstrip())
        if isinstance(target, PointTarget):
            self._put(start, target.point, self._new.points)
        else:
            self._put(start, target.article, self._new.articles)

    def _lists(self, section: Section, kinds: Mapping[str, Names]) -> None:
        """The fields of a section that name something, by their names."""
        for entry in section.fields:
            if entry.name in kinds:
                self._listed(*self._value(entry), kinds[entry.name])

    def _listed(self, start: int, end: int, names: Names) -> None:
        """Ids with commas between them; a claim is named `article#claim`."""
        for piece in self._text[start:end].split(","):
            name = piece.strip().partition("#")[0]
            self._put(start + piece.index(name), name, names)
            start += len(piece) + 1

    def _value(self, entry: Field) -> tuple[int, int]:
        """Between which offsets the value of a field stands, with the lines that continue it."""
        start = self._text.index(":", self._begin(entry.line)) + 1
        return start, self._begin(entry.line + entry.raw.count("\n") + 1)

    def _markdown(self, start: int, end: int) -> None:
        """The references in some Markdown."""
        if start < end:
            before = self._text[start:end]
            after = renamed(before, self._new.sources)
            if after != before:
                self._places.append((start, end, after))

    def _put(self, start: int, name: str, names: Names) -> None:
        """Another id in the place of `name`, which stands at `start`, if it gets another."""
        if name in names:
            self._places.append((start, start + len(name), names[name]))

    def _begin(self, line: int) -> int:
        """Where a line begins; the end of the text for lines below it."""
        return self._lines[line - 1] if line <= len(self._lines) else len(self._text)


def _ids(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The ids that the files give, in their order."""
    found: dict[str, list[str]] = {
        "points": [], "evidence": [], "articles": [], "sources": [], "cases": [],
    }  # fmt: skip
    for path, text in texts.items():
        folder, _, name = path.partition("/")
        if folder == "points":
            there = outline_of(text)
            found["points"] += (record.id for record in there.records if record.id)
            parts = [*there.orphans, *(part for one in there.records for part in one.parts)]
            found["evidence"] += (part.id for part in parts if part.id)
        elif folder in ("articles", "cases") and not name.endswith(CLAIMS):
            found[folder].append(name.removesuffix(".md"))
        elif path == "sources.json":
            found["sources"] += (as_text(one.value.get("id")) for one in records_of(text))
    return found
