"""What needs more than one file to be seen: ids that are taken, and ids that are nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefing.library import scanning
from briefing.library.context import fault_order
from briefing.library.parts import Part
from briefing.library.root import CLAIMS
from briefing.model import Fault, Place

# Looking for the nearest id takes about a millisecond; a broken library must not take minutes.
_MOST_HINTS = 50
_MOST_NEAR = 500


def ids_of(part: Part) -> Iterator[tuple[str, Sequence[str]]]:
    """The ids that a part takes, by kind."""
    ids = part.head.ids
    if part.kind == scanning.POINTS:
        yield "point", ids.get("points", ())
        yield "evidence", part.head.evidence
        yield "evidence", ids.get("quotes", ())
    elif part.kind == scanning.ARTICLE:
        yield "article", ids.get("articles", ())
    elif part.kind == scanning.CLAIMS_OF:
        yield f"claim of {part.path.name.removesuffix(CLAIMS)}", ids.get("claims", ())
    elif part.kind == scanning.SOURCES:
        yield "source", ids.get("sources", ())
    elif part.kind == scanning.NOTES:
        yield "note", ids.get("notes", ())
    elif part.kind == scanning.CASE:
        yield "case", ids.get("cases", ())


class Taken:
    """The ids of the parts so far."""

    def __init__(self) -> None:
        self._homes: dict[str, dict[str, Part]] = {}  # by kind and id: the first that has it

    def add(self, part: Part) -> bool:
        """Take the ids of a part; False, and none of them is taken, if another part has one."""
        for kind, ids in ids_of(part):
            if not self._homes.setdefault(kind, {}).keys().isdisjoint(ids):
                return False
        self.add_all(part)
        return True

    def add_all(self, part: Part) -> None:
        """Take the ids of a part that was read knowing those before it."""
        for kind, ids in ids_of(part):
            self._homes.setdefault(kind, {}).update(dict.fromkeys(ids, part))

    def places(self) -> Places:
        """Where every id so far stands, for the reading of a file that has one of them again."""
        return Places(self._homes)


class Places(dict[tuple[str, str], Place]):
    """Where ids stand. What stands in other files is looked up there when it is asked for."""

    def __init__(self, homes: Mapping[str, Mapping[str, Part]]) -> None:
        super().__init__()
        self._homes = homes

    def __contains__(self, key: object) -> bool:
        if super().__contains__(key):
            return True
        return isinstance(key, tuple) and key[1] in self._homes.get(key[0], ())

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        """The place of an id of a kind."""
        if key not in self:
            return default
        return super().get(key) or self._find(key)

    def _find(self, key: tuple[str, str]) -> Place | None:
        part = self._homes.get(key[0], {}).get(key[1])
        return part.place_of(key) if part is not None else None


def missing(parts: Iterable[Part]) -> tuple[Fault, ...]:
    """A fault for every mention of something that is in none of the parts."""
    taken: dict[str, set[str]] = {
        kind: set() for kind in ("source", "evidence", "point", "article", "claim", "topic")
    }
    parts = tuple(parts)
    for part in parts:
        for kind, ids in ids_of(part):
            taken.setdefault(kind, set()).update(ids)
        if part.kind == scanning.TOPIC:
            taken["topic"].add(part.topic)
        elif part.kind == scanning.CLAIMS_OF:
            article = part.path.name.removesuffix(CLAIMS)
            taken["claim"].update(f"{article}#{id_}" for id_ in part.head.ids.get("claims", ()))
    faults: list[Fault] = []
    for part in parts:
        for kind, named in part.references().items():
            for id_ in named.keys() - taken[kind]:
                faults += (_fault(kind, id_, part.path, line) for line in named[id_])
    faults.sort(key=fault_order)
    return _with_hints(faults, taken)


def _fault(kind: str, id_: str, path: Path, line: int) -> Fault:
    where = "sources.json" if kind == "source" else "the library"
    what = f"there is no {kind} `{id_}` in {where}"
    return Fault(path, line, what, "add it, or correct the id")


def _with_hints(faults: list[Fault], taken: dict[str, set[str]]) -> tuple[Fault, ...]:
    """The faults, the first ones with the id that was perhaps meant."""
    hinted = []
    for fault in faults[:_MOST_HINTS]:
        kind, _, rest = fault.what.removeprefix("there is no ").partition(" ")
        near = _nearest(rest[1:].rpartition("` in ")[0], taken[kind])
        mend = f"did you mean `{near}`?" if near else fault.mend
        hinted.append(Fault(fault.path, fault.line, fault.what, mend))
    return (*hinted, *faults[_MOST_HINTS:])


def _nearest(id_: str, taken: set[str]) -> str:
    """The id in `taken` that is most like `id_`; "" if none is."""
    import difflib

    if len(taken) >= _MOST_NEAR:
        return ""
    close = difflib.get_close_matches(id_, sorted(taken), 1, 0.75)
    return close[0] if close else ""
