"""Other ids for the records of some files, wherever these files name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.library.root import CLAIMS
from briefing.model import Library, free_name
from briefing.text.records import outline

_ID = r"[\w.:-]+"
_HEADING = re.compile(rf"^(#{{2,3}})([^\n]*\{{#)({_ID})(\}}[ \t]*\r?)$", re.MULTILINE)
_LINK = re.compile(
    rf"^(- (?:answers|undercuts|supports):[ \t]+)({_ID})(?=(#|[ \t]+\"|\s|$))",
    re.MULTILINE | re.IGNORECASE,
)
# A field that names several things may go on in indented lines.
_LIST = re.compile(
    r"^(- (evidence|variant-of|sources|source|same-as):[ \t]+)([^\n]*(?:\n[ \t]{2,}\S[^\n]*)*)",
    re.MULTILINE | re.IGNORECASE,
)
_FRONT = re.compile(rf"^((source|full-text-of|topic):[ \t]*)({_ID})(?=[ \t\r]*$)", re.MULTILINE)
_REFERENCE = re.compile(rf"(?<=@){_ID}(?=[ \t]*[;\]])")
_PLACED = re.compile(rf"^(!\[\[)({_ID})(?=\]\])", re.MULTILINE)
_CELL = r"(?:[^|\n\\]|\\.)*"
_FOURTH = re.compile(
    rf"^([ \t]*\|?(?:{_CELL}\|){{3}})({_CELL})", re.MULTILINE
)  # the sources of a figure
_RECORD = re.compile(r'("id"\s*:\s*")([^"\\]+)(?=")')


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
                if one in known:
                    names[one] = free_name(one, here_or_there.__contains__)
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
        """The file's text with the new ids."""
        if path == "sources.json":
            return _RECORD.sub(lambda found: found[1] + self.sources.get(found[2], found[2]), text)
        if path.startswith("points/"):
            text = _HEADING.sub(self._heading, text)
        text = _LINK.sub(self._link, text)
        text = _LIST.sub(self._list, text)
        text = _REFERENCE.sub(lambda found: self.sources.get(found[0], found[0]), text)
        if path == "figures.md":
            text = _FOURTH.sub(lambda found: found[1] + _renamed(found[2], self.sources), text)
        if path.startswith("cases/"):
            text = _PLACED.sub(lambda found: found[1] + self.points.get(found[2], found[2]), text)
        if path.startswith(("articles/", "cases/")):
            text = _FRONT.sub(self._front, text, count=3)
        return text

    def _heading(self, found: re.Match[str]) -> str:
        names = self.points if len(found[1]) == 2 else self.evidence
        return f"{found[1]}{found[2]}{names.get(found[3], found[3])}{found[4]}"

    def _link(self, found: re.Match[str]) -> str:
        names = self.articles if found[3].strip() else self.points
        return found[1] + names.get(found[2], found[2])

    def _list(self, found: re.Match[str]) -> str:
        name = found[2].lower()
        if name == "same-as":
            return found[1] + _renamed(found[3], self.articles, before="#")
        return found[1] + _renamed(
            found[3], self.sources if name.startswith("source") else self.evidence
        )

    def _front(self, found: re.Match[str]) -> str:
        kinds = {"source": self.sources, "full-text-of": self.articles, "topic": self.topics}
        return found[1] + kinds[found[2]].get(found[3], found[3])


def _renamed(listed: str, names: Mapping[str, str], before: str = "") -> str:
    """The ids in some words, with their new names; only those that stand before some sign."""
    return re.sub(f"{_ID}(?={before})", lambda one: names.get(one[0], one[0]), listed)


def _ids(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The ids that the files give, in their order."""
    found: dict[str, list[str]] = {
        "points": [], "evidence": [], "articles": [], "sources": [], "cases": [],
    }  # fmt: skip
    for path, text in texts.items():
        folder, _, name = path.partition("/")
        if folder == "points":
            there = outline(text)
            found["points"] += (record.id for record in there.records if record.id)
            parts = [*there.orphans, *(part for one in there.records for part in one.parts)]
            found["evidence"] += (part.id for part in parts if part.id)
        elif folder in ("articles", "cases") and not name.endswith(CLAIMS):
            found[folder].append(name.removesuffix(".md"))
        elif path == "sources.json":
            found["sources"] += (match[2] for match in _RECORD.finditer(text))
    return found
