"""The cases of the open library as one works on them: nothing is lost when a file cannot be saved.

Every change is saved at once, and is a step among all others. What could not be saved stays as a
draft, beside what the file holds, until it can be saved, is saved as another case, or is given up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.app.changes import Changes
from briefing.app.editing import Editor
from briefing.app.undo import FileStep, Step, bring_back
from briefing.app.workspace import Workspace
from briefing.library import recording
from briefing.model import BriefingError, Case, CaseId, PointId, PointItem, TopicId

if TYPE_CHECKING:
    from briefing.library import FileChange


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A draft of a case, which could not be saved, and why."""

    case: Case
    reason: str


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A change of a case, saved or not."""

    book: CaseBook
    name: str
    key: str
    before: Case
    after: Case
    written: tuple[FileChange, ...]

    def take_back(self, workspace: Workspace) -> tuple[Changes, Step]:
        """Bring the file back as it was; a case that is not saved by its values."""
        changes, written = self.book.take_back(self)
        step = replace(self, before=self.after, after=self.before, written=written)
        return changes, step


class CaseBook:
    """The cases of one library, which one is open, and the drafts."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._drafts: dict[str, Unsaved] = {}
        self._saved_as: dict[str, str] = {}  # keys of cases that had no file yet
        self._new = 0
        self.key = ""  # of the open case: its id, or "new:1" while it has none; "" for none

    @property
    def _workspace(self) -> Workspace:
        return self._editor.workspace

    def follow(self) -> None:
        """The same library was read again: drafts stay."""
        if self.key not in self.titles():
            self.key = ""

    # -- look-ups ---------------------------------------------------------------------------------

    @property
    def case(self) -> Case | None:
        """The open case as the user left it, saved or not."""
        draft = self._drafts.get(self.key)
        return draft.case if draft else self._workspace.cases.get(self.key)

    @property
    def reason(self) -> str:
        """Why the open case is not saved; "" when it is."""
        draft = self._drafts.get(self.key)
        return draft.reason if draft else ""

    @property
    def is_unbegun(self) -> bool:
        """Whether the open case is new and has neither rows nor a file."""
        return self.key.startswith("new:") and self.case is not None and not self.case.items

    def titles(self) -> dict[str, str]:
        """Keys and titles of all cases, by title."""
        found = {key: case.title for key, case in self._workspace.cases.items()}
        found |= {key: draft.case.title for key, draft in self._drafts.items()}
        return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))

    def row_of(self, point: str) -> int:
        """Where the open case holds a point, or -1."""
        items = self.case.items if self.case else ()
        item = PointItem(PointId(point))
        return items.index(item) if item in items else -1

    # -- changing ---------------------------------------------------------------------------------

    def open_new(self, title: str, topic: TopicId | None) -> Case:
        """Open an empty case; its file is written with the first `keep`."""
        self._new += 1
        self.key = f"new:{self._new}"
        case = Case(CaseId(""), title, topic)
        self._drafts[self.key] = Unsaved(case, "it is new")
        return case

    def begin(self, case: Case) -> Changes:
        """Write the file of a case that `open_new` opened."""
        with recording() as written:
            changes = self._save(case)
        self._editor.steps.record(FileStep(f"new case “{case.title}”", tuple(written)))
        return changes

    def keep(self, name: str, after: Case) -> Changes:
        """Change the open case: the step can be undone, the file is written."""
        before = self.case
        with recording() as written:
            changes = self._save(after)
        if before is not None:
            step = CaseStep(self, name, self.key, before, after, tuple(written))
            self._editor.steps.record(step)
        return changes

    def take_back(self, step: CaseStep) -> tuple[Changes, tuple[FileChange, ...]]:
        """Undo a change of a case, which is then the open one; what changed, what was written."""
        self.key = self._saved_as.get(step.key, step.key)
        if step.written and self.key not in self._drafts:
            return bring_back(self._workspace, step.name, step.written)
        now = self.case
        case = replace(step.before, id=now.id, place=now.place) if now else step.before
        with recording() as written:
            changes = self._save(case)
        if changes.is_empty:
            changes = Changes(cases=frozenset({self.key}))
        return changes, tuple(written)

    def save_again(self) -> Changes:
        """Try once more to save the open case."""
        return self._save(self.case) if self.case and self.reason else Changes()

    def save_as_new(self) -> Changes:
        """Save the open draft as a case of its own; the file that was in the way stays."""
        case = self.case
        if case is None:
            return Changes()
        old = self.key
        copy = replace(case, id=CaseId(""), place=None, title=f"{case.title} (copy)")
        self.open_new(copy.title, copy.topic)
        changes = self.begin(copy)
        if not self.reason:
            self._drafts.pop(old, None)
        return changes

    def give_up(self) -> None:
        """Drop the open draft; what its file holds is shown again."""
        self._drafts.pop(self.key, None)
        if self.key not in self._workspace.cases:
            self.key = ""

    def delete(self) -> Changes:
        """Move the open case to the trash."""
        from briefing.app.editing.discarding import delete_case

        key = self.key
        changes = Changes(cases=frozenset({key}))
        if key in self._workspace.cases:
            changes = delete_case(self._editor, CaseId(key))
        self._drafts.pop(key, None)
        self.key = ""
        return changes

    def _save(self, case: Case) -> Changes:
        """Write the file; what cannot be written stays as a draft, which knows the reason."""
        try:
            changes = self._workspace.keep_case(case)
        except (BriefingError, OSError) as error:
            self._drafts[self.key] = Unsaved(case, str(error))
            return Changes()
        saved = next(iter(changes.cases))
        self._drafts.pop(self.key, None)
        if saved != self.key:
            self._saved_as[self.key] = saved
        self.key = saved
        return changes


def first_difference(before: Case | None, after: Case | None) -> int:
    """The first row that is not the same in two cases."""
    old, new = (case.items if case else () for case in (before, after))
    pairs = enumerate(zip(old, new, strict=False))
    return next((row for row, (one, other) in pairs if one != other), min(len(old), len(new)))
