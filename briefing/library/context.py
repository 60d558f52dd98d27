"""What is collected while a library is read: faults, ids that are taken, references to resolve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from briefing.model import Fault, Place, Selector, Side, free_name, is_id, slug
from briefing.text.dates import is_date
from briefing.text.problems import Problem
from briefing.text.references import references

_SIDES = {side.value: side for side in Side}


class Reference(NamedTuple):
    """A mention of something by its id, to be looked up when everything is read."""

    kind: str  # "source", "evidence", "point", "article", "claim", "topic"
    id: str
    path: Path
    line: int


class Quoted(NamedTuple):
    """Words that must stand in exactly one passage of an article."""

    article: str
    selector: Selector
    path: Path
    line: int


@dataclass(slots=True)
class Context:
    """Faults, taken ids and open references of one reading."""

    faults: list[Fault] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    quoted: list[Quoted] = field(default_factory=list)
    taken: dict[tuple[str, str], Place] = field(default_factory=dict)
    _tried: dict[str, dict[str, int]] = field(default_factory=dict)  # by kind: see `free_name`

    def fault(self, path: Path, line: int, what: str, mend: str) -> None:
        """Note something wrong."""
        self.faults.append(Fault(path, line, what, mend))

    def unreadable(self, path: Path, error: OSError) -> None:
        """Note that the system does not let one read a file."""
        what = f"the file cannot be read ({error.strerror or type(error).__name__})"
        self.fault(path, 1, what, "allow Briefing to read it, or restore it")

    def problems(self, path: Path, problems: Iterable[Problem]) -> None:
        """Note what a parser found wrong."""
        for line, what, mend in problems:
            self.faults.append(Fault(path, line, what, mend))

    def refer(self, kind: str, id_: str, path: Path, line: int) -> None:
        """Note that the file at `path` names something that must exist."""
        self.references.append(Reference(kind, id_, path, line))

    def quote(self, article: str, selector: Selector, path: Path, line: int) -> None:
        """Note words that must stand in exactly one passage of `article`."""
        self.quoted.append(Quoted(article, selector, path, line))

    def refer_in(self, markdown: str, path: Path, line: int) -> None:
        """Note the source references in `markdown`, which begins at `line`."""
        position = 0
        for name, offset in references(markdown):
            line += markdown.count("\n", position, offset)
            position = offset
            self.references.append(Reference("source", name, path, line))

    def checked_id(self, kind: str, id_: str, heading: str, path: Path, line: int) -> str:
        """`id_` if it can be used; else a provisional id, and a fault that says why."""
        if not id_:
            what = f"this {kind.partition(' ')[0]} has no id"
            self.fault(path, line, what, "end its heading with an id in braces, such as `{#c14}`")
            return self._free(kind, slug(heading), path, line)
        if not is_id(id_):
            mend = "use lower-case letters, digits, `.`, `-` and `_`, 80 at most"
            self.fault(path, line, f"`{id_}` cannot be an id", mend)
        return self.take(kind, id_, path, line)

    def take(self, kind: str, id_: str, path: Path, line: int) -> str:
        """`id_`, or a provisional id if another has it already, and a fault."""
        other = self.taken.get((kind, id_))
        if other is None:
            self.taken[kind, id_] = Place(path, line)
            return id_
        name = kind.partition(" ")[0]
        what = f"the id `{id_}` is taken by another {name} ({other.path}:{other.line})"
        self.fault(path, line, what, "give one of the two another id")
        return self._free(kind, id_, path, line)

    def _free(self, kind: str, id_: str, path: Path, line: int) -> str:
        tried = self._tried.setdefault(kind, {})
        free = free_name(id_, lambda one: (kind, one) in self.taken, tried)
        self.taken[kind, free] = Place(path, line)
        return free

    def date(self, text: str, path: Path, line: int) -> None:
        """Note a fault if `text` is not a date."""
        if text and not is_date(text):
            what = f"`{text}` is not a date"
            mend = "write 2024, 2024-07, 2024-07-18, an interval 1963/1972, or `c. ` before any"
            self.fault(path, line, what, mend)


def fault_order(fault: Fault) -> tuple[str, int, str]:
    """Faults are listed by file and line."""
    return fault.path.as_posix(), fault.line, fault.what


def read_side(text: str, context: Context, path: Path, line: int) -> Side | None:
    """The side that `text` names; "none" and "" are no side."""
    side = _SIDES.get(text)
    if side is None and text not in ("", "none"):
        context.fault(path, line, f"`{text}` is not a side", "write for, against or none")
    return side
