"""Words that are not saved yet: an open editor keeps a draft, which is offered again after a crash.

Drafts lie in the user's data folder, never in the library. One that cannot be written is no
reason to disturb who writes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from briefing.app.folders import data_dir
from briefing.library.root import key_of
from briefing.model import BriefingError, new_id


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an editor as they were last seen. `about` names what was being written."""

    id: str
    kind: str  # "point", "article", "note", "source" …
    target: str  # id of what was being changed; "" for something new
    about: str
    values: dict[str, str]
    when: str  # ISO 8601, UTC


class Drafts:
    """The drafts of one library."""

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        drafts = (folder or data_dir()) / "drafts"
        self._folder = drafts / key_of(root)
        _take_over(drafts / _former_key(root), self._folder)

    def keep(
        self, kind: str, target: str, about: str, values: dict[str, str], id_: str = ""
    ) -> str:
        """Write a draft, over the one of that id; returns its id, "" if it cannot be written."""
        from briefing.library import files
        from briefing.library.journal import digest

        id_ = id_ or new_id("d")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = {"kind": kind, "target": target, "about": about, "when": now, "values": values}
        data = json.dumps(record, ensure_ascii=True, indent=1).encode("ascii")
        path = self._folder / f"{id_}.json"
        try:
            there = files.read_if_there(path)
            files.write_file(path, data, None if there is None else digest(there))
        except (BriefingError, OSError):
            return ""
        return id_

    def drop(self, id_: str) -> None:
        """Remove a draft: it was saved, or its words are not wanted."""
        if id_:
            try:
                (self._folder / f"{id_}.json").unlink(missing_ok=True)
            except OSError:
                return

    def all(self) -> tuple[Draft, ...]:
        """The drafts that were left, the latest first. What cannot be read is left out."""
        try:
            paths = list(self._folder.glob("*.json"))
        except OSError:
            return ()
        found = [draft for path in paths if (draft := _read(path)) is not None]
        return tuple(sorted(found, key=lambda one: one.when, reverse=True))


def _former_key(root: Path) -> str:
    """What the folder was called at first, before all folders of a library had one name."""
    return hashlib.blake2b(str(root).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _take_over(former: Path, folder: Path) -> None:
    """Move the drafts that were kept under the former name. What cannot be moved stays there."""
    try:
        left = list(former.glob("*.json"))
        if left:
            folder.mkdir(parents=True, exist_ok=True)
        for path in left:
            path.rename(folder / path.name)
        if left:
            former.rmdir()
    except OSError:
        return


def _read(path: Path) -> Draft | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        values = {str(key): str(value) for key, value in record["values"].items()}
        words = [str(record[key]) for key in ("kind", "target", "about")]
        return Draft(path.stem, words[0], words[1], words[2], values, str(record["when"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
