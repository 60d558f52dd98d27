"""The cases of the open library as one works on them: nothing is lost when a file cannot be saved.

Every change is saved at once. What could not be saved stays as a draft, beside what the file holds,
until it can be saved, is saved as another case, or is given up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.app.changes import Changes
from briefing.app.undo import Step, Steps
from briefing.app.workspace import Workspace
from briefing.model import BriefingError, Case, CaseId, PointId, PointItem, TopicId


@dataclass(frozen=True, slots=True)
class Draft:
    """A case that could not be saved, and why."""

    case: Case
    reason: str


class CaseBook:
    """The cases of one library, which one is open, its undo steps, and the drafts."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._drafts: dict[str, Draft] = {}
        self._steps: dict[str, Steps[Case]] = {}
        self._new = 0
        self.key = ""  # of the open case: its id, or "new:1" while it has none; "" for none

    def follow(self, workspace: Workspace) -> None:
        """The same library was read again: drafts stay, undo steps too."""
        self._workspace = workspace
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

    @property
    def steps(self) -> Steps[Case]:
        """What can be undone in the open case."""
        return self._steps.setdefault(self.key, Steps())

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
        self._drafts[self.key] = Draft(case, "it is new")
        return case

    def begin(self, case: Case) -> Changes:
        """Write the file of a case that `open_new` opened."""
        return self._save(case)

    def keep(self, name: str, after: Case) -> Changes:
        """Change the open case: the step can be undone, the file is written."""
        before = self.case
        if before is not None:
            self.steps.record(name, before, after)
        return self._save(after)

    def undo(self) -> tuple[Step[Case] | None, Changes]:
        """Take the latest step back and save; the step and what was changed."""
        step = self.steps.undo()
        return step, self._restore(step.before) if step else Changes()

    def redo(self) -> tuple[Step[Case] | None, Changes]:
        """Do the latest undone step again and save."""
        step = self.steps.redo()
        return step, self._restore(step.after) if step else Changes()

    def _restore(self, case: Case) -> Changes:
        now = self.case
        return self._save(replace(case, id=now.id, place=now.place) if now else case)

    def save_again(self) -> Changes:
        """Try once more to save the open case."""
        return self._save(self.case) if self.case and self.reason else Changes()

    def save_as_new(self) -> Changes:
        """Save the open draft as a case of its own; the file that was in the way stays."""
        case = self.case
        if case is None:
            return Changes()
        old, steps = self.key, self.steps
        copy = replace(case, id=CaseId(""), place=None, title=f"{case.title} (copy)")
        self.open_new(copy.title, copy.topic)
        self._steps[self.key] = steps
        changes = self._save(copy)
        if not self.reason:
            self._drafts.pop(old, None)
        return changes

    def give_up(self) -> None:
        """Drop the open draft; what its file holds is shown again."""
        self._drafts.pop(self.key, None)
        self._steps.pop(self.key, None)
        if self.key not in self._workspace.cases:
            self.key = ""

    def delete(self) -> Changes:
        """Delete the open case."""
        key = self.key
        changes = Changes()
        if key in self._workspace.cases:
            changes = self._workspace.remove_case(CaseId(key))
        self._drafts.pop(key, None)
        self._steps.pop(key, None)
        self.key = ""
        return changes

    def _save(self, case: Case) -> Changes:
        """Write the file; what cannot be written stays as a draft, which knows the reason."""
        try:
            changes = self._workspace.keep_case(case)
        except (BriefingError, OSError) as error:
            self._drafts[self.key] = Draft(case, str(error))
            return Changes()
        saved = next(iter(changes.cases))
        self._drafts.pop(self.key, None)
        if saved != self.key and self.key in self._steps:
            self._steps[saved] = self._steps.pop(self.key)
        self.key = saved
        return changes


def first_difference(before: Case | None, after: Case | None) -> int:
    """The first row that is not the same in two cases."""
    old, new = (case.items if case else () for case in (before, after))
    pairs = enumerate(zip(old, new, strict=False))
    return next((row for row, (one, other) in pairs if one != other), min(len(old), len(new)))
