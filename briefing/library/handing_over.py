"""Taking over a topic that came as files from another library.

*Merged*, it brings what this library does not have; what both have stays as it is here. *Beside*,
the whole topic becomes a new folder, and ids that are taken get a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.library import files, splicing
from briefing.library.opened import require_format
from briefing.library.renaming import Renaming
from briefing.library.root import CLAIMS
from briefing.library.source_keeping import append_records, records_of
from briefing.model import Library, Place, TopicId, UserError, free_name
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

    Cases come under "cases/". UserError if a file is no text, or the sources cannot be read;
    nothing is written then.
    """
    require_format(library.root)
    texts = {path: _text(path, data) for path, data in sorted(packed.items())}
    _records(texts.get("sources.json", "[]"))
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
        _make_folders(root / self._topic)
        return done


def _count(done: HandedOver, path: str, text: str) -> None:
    if path.startswith("points/"):
        done.points += len(outline_of(text).records)
    elif path.startswith("articles/"):
        done.articles += not path.endswith(CLAIMS)
    elif path == "sources.json":
        done.sources += len(_records(text))
    else:
        done.others += 1


def _make_folders(topic: Path) -> None:
    for name in ("articles", "points"):
        files.make_folder(topic / name)


class _Merge:
    """What is new goes into the topic of the same name, or makes it."""

    def __init__(self, library: Library, name: str, texts: dict[str, str]) -> None:
        self._library = library
        self._root = library.root
        self._name = name
        self._texts = texts
        self._points: dict[str, Place | None] = {one.id: one.place for one in library.points}
        self._quotes: dict[str, Place | None] = {one.id: one.place for one in library.quotes}
        self._evidence: set[str] = {one.id for one in library.every_quote()}
        self._articles: set[str] = {one.id for one in library.articles}
        self._sources: set[str] = {one.id for one in library.sources}
        self._cases: set[str] = {one.id for one in library.cases}
        self._here: dict[Path, dict[str, str]] = {}

    def write(self) -> HandedOver:
        """Write what is not here yet."""
        done = HandedOver(TopicId(self._name))
        for path, text in self._texts.items():
            if path.startswith("points/"):
                self._write_points(done, path, text)
            elif path == "sources.json":
                self._write_sources(done, text)
            else:
                self._write_whole(done, path, text)
        _make_folders(self._root / self._name)
        return done

    def _write_whole(self, done: HandedOver, path: str, text: str) -> None:
        """A file that is taken over as it is, or not at all."""
        name = Path(path).name
        place = self._root / (path if path.startswith("cases/") else f"{self._name}/{path}")
        if path.startswith("articles/"):
            is_known = name.removesuffix(CLAIMS).removesuffix(".md") in self._articles
        elif path.startswith("cases/"):
            is_known = name.removesuffix(".md") in self._cases
        else:
            is_known = place.exists()
        if not is_known:
            files.write_file(place, text.encode("utf-8"), None)
            _count(done, path, text)
        elif place.is_file() and _same(files.read_file(place).decode("utf-8", "replace"), text):
            done.same += 1
        else:
            done.kept.append(path)

    def _write_points(self, done: HandedOver, path: str, text: str) -> None:
        there = outline_of(text)
        for section in sorted((*there.records, *there.orphans), key=lambda one: -one.start):
            is_point = section.level == 2
            if section.id not in (self._points if is_point else self._evidence):
                continue
            places = self._points if is_point else self._quotes
            if self._is_same(places.get(section.id), section, text):
                done.same += 1
            else:
                done.kept.append(f"{'point' if is_point else 'evidence'} {section.id}")
            text = splicing.remove(text, section)
        new = outline_of(text)
        if not new.records and not new.orphans:
            return
        twice = {part.id for one in new.records for part in one.parts} & self._evidence
        text = Renaming(evidence=dict(_numbered(twice, self._evidence))).text(path, text)
        folder = self._root / self._name / "points"
        taken = {one.name.casefold() for one in folder.glob("*")}
        place = folder / f"{_free(Path(path).stem, {one.removesuffix('.md') for one in taken})}.md"
        files.write_file(place, text.encode("utf-8"), None)
        done.points += len(new.records)

    def _is_same(self, place: Place | None, section: Section, text: str) -> bool:
        """Whether the file at `place` has the same under the id of this `section` of `text`."""
        if place is None:
            return False
        if place.path not in self._here:
            here = files.read_file(self._root / place.path).decode("utf-8", "replace")
            found = outline_of(here)
            self._here[place.path] = {
                one.id: here[one.start : one.end] for one in (*found.records, *found.orphans)
            }
        return _same(self._here[place.path].get(section.id, ""), text[section.start : section.end])

    def _write_sources(self, done: HandedOver, text: str) -> None:
        records = _records(text)
        new = [one for one in records if str(one.get("id")) not in self._sources]
        done.same += len(records) - len(new)
        done.sources += len(new)
        path = self._root / self._name / "sources.json"
        if len(new) == len(records) and not path.exists():
            files.write_file(path, text.encode("utf-8"), None)
        elif new:
            append_records(self._root, TopicId(self._name), new)


def _same(one: str, other: str) -> bool:
    """Whether two texts say the same; line ends and empty lines at the end do not count."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def _records(text: str) -> list[dict[str, Any]]:
    try:
        return [one.value for one in records_of(text)]
    except ValueError as error:
        raise UserError("The sources of the pack cannot be read. Ask for it again.") from error


def _numbered(names: set[str], taken: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(names):
        yield name, _free(name, taken)


def _free(name: str, taken: set[str]) -> str:
    return free_name(name, lambda one: one.casefold() in taken)
