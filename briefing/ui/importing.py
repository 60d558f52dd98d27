"""Bringing files in: read in the background, shown before anything is written, then added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from briefing.app import folders
from briefing.app.importing import ZIP, Plan, Read, Written, find, make_plan, read_files, write
from briefing.app.navigation import Destination, Room
from briefing.app.packs import is_pack
from briefing.importers import ALL, Options
from briefing.model import Library, Side, TopicId
from briefing.text.words import counted
from briefing.ui import messages
from briefing.ui.dialogs.pack import begin_pack
from briefing.ui.long_work import run_long

if TYPE_CHECKING:
    from briefing.ui.tasks import Task
    from briefing.ui.window import Window

T = TypeVar("T")

_FOLDER = "import folder"


@dataclass(slots=True)
class Batch:
    """What is being brought in: what was asked for, what was read, what the user said of it."""

    asked: tuple[Path, ...]
    paths: tuple[Path, ...] = ()
    reads: tuple[Read, ...] = ()
    passed_over: tuple[tuple[Path, str], ...] = ()
    options: dict[Path, Options] = field(default_factory=dict)
    topic: TopicId | None = None  # that the user chose
    fallback: TopicId | None = None  # where things go that say nothing themselves

    def plan(self, library: Library, task: Task) -> Plan:
        """What all that was read would bring into the library."""
        return make_plan(
            library,
            self.reads,
            self.topic,
            fallback=self.fallback,
            passed_over=self.passed_over,
            progress=task.progress,
            stop=task.is_stopped,
        )


def begin_import(window: Window, paths: Sequence[Path] | None = None) -> None:
    """Ask for files (unless they are given), read them, and show what they are before saving."""
    if not window.making.may_write():
        return
    chosen = list(paths) if paths is not None else _ask_for_files(window)
    for path in filter(is_pack, chosen):
        begin_pack(window, path)
    chosen = [path for path in chosen if not is_pack(path)]
    if chosen:
        Importing(window, Batch(tuple(chosen), fallback=_topic_in_view(window))).read()


def begin_import_of_folder(window: Window) -> None:
    """Ask for a folder, and bring in all that is in it."""
    name = QFileDialog.getExistingDirectory(window, "Import a folder", _folder_to_look_in(window))
    if name:
        window.desk.preferences.remember(_FOLDER, name)
        begin_import(window, [Path(name)])


def _topic_in_view(window: Window) -> TopicId | None:
    """The topic of what is shown: where things go unless they say otherwise."""
    topics = window.desk.workspace.library.topics
    if len(topics) == 1:
        return topics[0].id
    article = window.reader.article
    return article.topic if article is not None else None


def _folder_to_look_in(window: Window) -> str:
    """The folder of the last import, or else the user's documents."""
    last = window.desk.preferences.recall(_FOLDER, "")
    return last if last and Path(last).is_dir() else str(folders.documents_dir())


def _ask_for_files(window: Window) -> list[Path]:
    known = (*(suffix for one in ALL for suffix in one.suffixes), ZIP)
    suffixes = " ".join(f"*{suffix}" for suffix in known)
    names, _ = QFileDialog.getOpenFileNames(
        window,
        "Import files",
        _folder_to_look_in(window),
        f"What can be read ({suffixes});;All files (*)",
    )
    if names:
        window.desk.preferences.remember(_FOLDER, str(Path(names[0]).parent))
    return [Path(name) for name in names]


class Importing(QObject):
    """One import, from files to the library. Every step of it runs on the worker."""

    def __init__(self, window: Window, batch: Batch) -> None:
        super().__init__(window)
        self.window = window
        self.desk = window.desk
        self.batch = batch

    def read(self) -> None:
        """Read the files and show what they are."""
        from briefing.ui.dialogs.importing import ImportDialog

        batch = self.batch
        names = batch.asked[0].name if len(batch.asked) == 1 else f"{len(batch.asked)} files"
        self.window.say(f"Reading {names} …")

        def work(task: Task) -> None:
            found = find(batch.asked, task.is_stopped)
            batch.paths, batch.passed_over = found.paths, found.passed_over
            batch.reads = read_files(batch.paths, batch.options, task.progress, task.is_stopped)

        def show(plan: Plan) -> None:
            ImportDialog(self, plan, self.window).open()

        self.run(work, lambda _: self.plan_again(show), "Reading files …")

    def plan_again(self, done: Callable[[Plan], None], again: Path | None = None) -> None:
        """Plan for another topic, or after one file was read with other options."""
        batch = self.batch
        library = self.desk.workspace.library

        def work(task: Task) -> Plan:
            if again is not None:
                (one,) = read_files([again], batch.options, None, task.is_stopped)
                batch.reads = tuple(one if old.path == again else old for old in batch.reads)
            return batch.plan(library, task)

        self.run(work, done, "Looking for what is there already …")

    def write(
        self, wanted: Sequence[Path], side: Side | None, done: Callable[[Written], None]
    ) -> None:
        """Write what these files bring, as one step that can be undone."""
        batch = self.batch
        workspace = self.desk.workspace
        library = workspace.library
        reads = tuple(one for one in batch.reads if one.path in set(wanted))

        def work(task: Task) -> Written:
            plan = make_plan(
                library, reads, batch.topic, fallback=batch.fallback, stop=task.is_stopped
            )
            return write(plan, workspace, side, task.progress, task.is_stopped)

        def arrived(written: Written) -> None:
            self.desk.changed.emit(self.desk.editor.adopt(written.done))
            done(written)
            self._show(written)

        self.run(work, arrived, "Adding to the library …")

    def _show(self, written: Written) -> None:
        """Go to what came in, and say how to take it back."""
        workspace = self.desk.workspace
        counts = []
        if written.articles:
            titles = (workspace.articles[one].title for one in written.articles[:3])
            more = len(written.articles) - 3
            named = "; ".join(f"“{title}”" for title in titles)
            counts.append(named + (f" and {more} more" if more > 0 else ""))
            self.window.go(Destination(Room.ARTICLE, written.articles[0], 0))
        elif written.points:
            first = workspace.points[written.points[0]]
            if len(written.points) > 1 and not self.window.reader.isVisible():
                self.window.go(Destination(Room.POINTS, first.topic))
            self.window.go(Destination(Room.POINT, first.id))
        if written.points:
            counts.append(counted(len(written.points), "point"))
        if not counts:
            counts.append("sources")
        self.window.say(f"Added: {', '.join(counts)}. Edit → Undo takes it back.")

    def run(self, work: Callable[[Task], T], done: Callable[[T], object], words: str) -> None:
        """Run a step on the worker; progress is shown if it takes long, and can be cancelled."""
        run_long(
            self.window,
            words,
            work,
            done,
            partial(messages.trouble, self.window),
            title="Import",
            lane="import",
            stopped="Import cancelled; nothing was changed",
        )
