"""Packs: a topic from elsewhere is looked at, then merged into this library or added beside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing import Editor
from briefing.importers import MOST_BYTES_OF_FILE, Intake
from briefing.model import Library, SystemTrouble, TopicId, UserError
from briefing.text.pack_layout import ENDING
from briefing.text.words import counted

if TYPE_CHECKING:
    from briefing.library.handing_over import HandedOver


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read and found whole. `is_known` says that its topic is here already."""

    topic: str
    title: str
    motion: str
    files: dict[str, bytes]
    is_known: bool


@dataclass(frozen=True, slots=True)
class PackReport:
    """What became of a pack."""

    topic: TopicId
    lines: tuple[str, ...]


def is_pack(path: Path) -> bool:
    """Whether the file's name is that of a pack."""
    return path.name.lower().endswith(ENDING)


def read_pack(path: Path, library: Library) -> Pack:
    """Read a pack and check every file of it; UserError if anything in it was changed."""
    from briefing.importers.base import Options
    from briefing.importers.pack import read

    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES_OF_FILE + 1)
    except FileNotFoundError as trouble:
        raise UserError(f"There is no file {path}.") from trouble
    except OSError as trouble:
        reason = trouble.strerror or type(trouble).__name__
        raise SystemTrouble(f"{path} cannot be read: {reason}.") from trouble
    if len(data) > MOST_BYTES_OF_FILE:
        raise UserError(f"“{path.name}” is too large for a pack.")
    intake: Intake = read(data, path.name, Options())
    topic = intake.pack_topic
    return Pack(
        topic,
        intake.title or topic,
        intake.motion,
        {one.path: one.data for one in intake.pack},
        any(one.id == topic for one in library.topics),
    )


def take_pack(editor: Editor, pack: Pack, *, beside: bool = False) -> tuple[PackReport, Changes]:
    """Write what a pack brings, as one step that can be taken back."""
    from briefing.library.handing_over import take_over

    found: list[HandedOver] = []

    def write() -> None:
        found.append(take_over(editor.library, pack.topic, pack.files, beside=beside))

    changes = editor.do(f"take over “{pack.title}”", write)
    return PackReport(found[0].topic, tuple(_lines(found[0], pack))), changes


def _lines(done: HandedOver, pack: Pack) -> list[str]:
    parts = (
        (done.points, "point"),
        (done.articles, "article"),
        (done.sources, "source"),
        (done.others, "other file"),
    )
    came = ", ".join(counted(number, noun) for number, noun in parts if number)
    said = [f"Taken over from “{pack.title}”: {came}." if came else "The pack brings nothing new."]
    if done.same:
        said.append(f"{counted(done.same, 'record')} were here already, word for word.")
    if done.kept:
        named = ", ".join(done.kept[:10]) + (" …" if len(done.kept) > 10 else "")
        said.append(f"Different here and in the pack, and left as they are here: {named}.")
    return said
