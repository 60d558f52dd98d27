"""Taking over a topic that came as files from another library.

*Merged*, it brings what this library does not have; what both have stays as it is here. *Beside*,
the whole topic becomes a new folder, and ids that are taken get a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.library import files, splicing
from briefing.library.opened import Opened, require_format
from briefing.library.renaming import Renaming
from briefing.library.root import CLAIMS
from briefing.library.source_keeping import with_records
from briefing.model import Library, Point, TopicId, UserError, free_name
from briefing.text.records import Section, outline_of


@dataclass(slots=True)
class HandedOver:
    """What became of a topic from elsewhere. `kept` names what both have, and not the same."""

    topic: TopicId
    points: int = 0
    articles: int = 0
    sources: int = 0
    others: int = 0
    same: int = 0
    kept: list[str] = field(default_factory=list)


def take_over(
    library: Library, name: str, packed: Mapping[str, bytes], *, beside: bool = False
) -> HandedOver:
    """Write the files of a topic called `name`; paths are relative to its folder.

    Cases come under "cases/". UserError if a file is no text, and nothing is written then.
    """
    require_format(library.root)
    texts = {path: _text(path, data) for path, data in sorted(packed.items())}
    if beside:
        return _Beside(library, name, texts).write()
    return _Merge(library, name, texts).write()


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} of the pack is no UTF-8 text. Nothing was taken over.") from error


class _Beside:
    """A folder of its own for the topic."""

    def __init__(self, library: Library, name: str, texts: dict[str, str]) -> None:
        self._library = library
        self._texts = texts
        taken = {path.name.casefold() for path in library.root.glob("*")} | {"cases"}
        self._topic = _free(name, taken)
        self._renaming = Renaming.of(library, texts)
        self._renaming.topics = {name: self._topic}

    def write(self) -> HandedOver:
        """Write every file under its new names."""
        done = HandedOver(TopicId(self._topic))
        root = self._library.root
        for path, text in self._texts.items():
            place = Path(self._renaming.path(path))
            place = place if path.startswith("cases/") else Path(self._topic) / place
            files.write_file(root / place, self._renaming.text(path, text).encode("utf-8"), None)
            _count(done, path, text)
        for folder in ("articles", "points"):
            (root / self._topic / folder).mkdir(parents=True, exist_ok=True)
        return done


def _count(done: HandedOver, path: str, text: str) -> None:
    if path.startswith("points/"):
        done.points += len(outline_of(text).records)
    elif path.startswith("articles/") and not path.endswith(CLAIMS):
        done.articles += 1
    elif path == "sources.json":
        done.sources += len(_records(text))
    else:
        done.others += 1


class _Merge:
    """What is new goes into the topic of the same name, or makes it."""

    def __init__(self, library: Library, name: str, texts: dict[str, str]) -> None:
        self._library = library
        self._root = library.root
        self._name = name
        self._texts = texts
        self._points: dict[str, Point] = {one.id: one for one in library.points}
        self._evidence: set[str] = {one.id for one in library.every_quote()}
        self._articles: set[str] = {one.id for one in library.articles}
        self._sources: set[str] = {one.id for one in library.sources}
        self._cases: set[str] = {one.id for one in library.cases}

    def write(self) -> HandedOver:
        """Write what is not here yet."""
        done = HandedOver(TopicId(self._name))
        for path, text in self._texts.items():
            if path.startswith("points/"):
                self._write_points(done, path, text)
            elif path.startswith("articles/"):
                self._write_article(done, path, text)
            elif path == "sources.json":
                self._write_sources(done, text)
            elif path.startswith("cases/"):
                known = Path(path).stem in self._cases
                self._write_new(done, self._root / path, path, text, is_known=known)
            else:
                place = self._root / self._name / path
                self._write_new(done, place, path, text, is_known=place.exists())
        for folder in ("articles", "points"):
            (self._root / self._name / folder).mkdir(parents=True, exist_ok=True)
        return done

    def _write_new(
        self, done: HandedOver, place: Path, path: str, text: str, *, is_known: bool
    ) -> bool:
        if not is_known:
            files.write_file(place, text.encode("utf-8"), None)
            done.others += 1
            return True
        if place.is_file() and _same(files.read_file(place).decode("utf-8", "replace"), text):
            done.same += 1
        else:
            done.kept.append(path)
        return False

    def _write_article(self, done: HandedOver, path: str, text: str) -> None:
        name = Path(path).name
        is_claims = name.endswith(CLAIMS)
        id_ = name.removesuffix(CLAIMS).removesuffix(".md")
        place = self._root / self._name / path
        is_new = self._write_new(done, place, path, text, is_known=id_ in self._articles)
        if is_new and not is_claims:
            done.articles += 1
            done.others -= 1
        elif is_new:
            done.others -= 1

    def _write_points(self, done: HandedOver, path: str, text: str) -> None:
        records = outline_of(text).records
        for record in reversed(records):
            if record.id in self._points:
                if self._is_same(record, text):
                    done.same += 1
                else:
                    done.kept.append(f"point {record.id}")
                text = splicing.remove(text, record)
        new = outline_of(text)
        loose = [one for one in new.orphans if one.id not in self._evidence]
        if not new.records and not loose:
            return
        twice = {part.id for one in new.records for part in one.parts} & self._evidence
        text = Renaming(evidence=dict(_numbered(twice, self._evidence))).text(path, text)
        folder = self._root / self._name / "points"
        taken = {one.name.casefold() for one in folder.glob("*")}
        place = folder / f"{_free(Path(path).stem, {one.removesuffix('.md') for one in taken})}.md"
        files.write_file(place, text.encode("utf-8"), None)
        done.points += len(new.records)

    def _is_same(self, record: Section, text: str) -> bool:
        point = self._points[record.id]
        if point.place is None:
            return False
        here = files.read_file(self._root / point.place.path).decode("utf-8", "replace")
        for one in outline_of(here).records:
            if one.id == record.id:
                return _same(here[one.start : one.end], text[record.start : record.end])
        return False

    def _write_sources(self, done: HandedOver, text: str) -> None:
        new = []
        for record in _records(text):
            if str(record.get("id")) in self._sources:
                done.same += 1
            else:
                new.append(record)
        done.sources += len(new)
        path = Path(self._name, "sources.json")
        if len(new) == len(_records(text)) and not (self._root / path).exists():
            files.write_file(self._root / path, text.encode("utf-8"), None)
            return
        opened = Opened(self._root, path, new=not (self._root / path).exists())
        if opened.is_new:
            opened.text = "[]\n"
        end = opened.text.rfind("]")
        if end < 0:
            raise UserError(f"{path} is no list of sources. Mend it first.")
        if new:
            opened.text = with_records(opened.text, end, new)
        if new or opened.is_new:
            opened.write()


def _same(one: str, other: str) -> bool:
    """Whether two texts say the same; line ends and empty lines at the end do not count."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def _records(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UserError("The sources of the pack cannot be read. Ask for it again.") from error
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _numbered(names: set[str], taken: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(names):
        yield name, _free(name, taken)


def _free(name: str, taken: set[str]) -> str:
    return free_name(name, lambda one: one.casefold() in taken)
