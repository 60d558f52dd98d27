"""Settings: one table of typed fields, from which dialog, file and documentation are made."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from briefing.app.folders import config_dir


def _setting(
    default: Any, words: str, choices: Mapping[str, str] | None = None, **limits: int
) -> Any:
    """A field with the words the user reads, its choices (value → words) or its limits."""
    return field(default=default, metadata={"words": words, "choices": choices, **limits})


THEMES = {"system": "As the system", "light": "Light", "sepia": "Sepia", "dark": "Dark"} | {
    "contrast": "High contrast"
}
FONTS = {
    "serif": "Source Serif (text)",
    "sans": "Source Sans",
    "legible": "Atkinson Hyperlegible",
}
STYLES = {
    "debate": "Debate",
    "mla": "MLA",
    "apa": "APA",
    "chicago": "Chicago",
    "plain": "Plain",
}

EVIDENCE = {
    "full": "All words alike",
    "shrunk": "Unmarked words small",
    "spoken": "Only what is read aloud",
}

CONDENSED = {"no": "Apart", "yes": "In one (¶)"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user can set. Values out of range are brought into it on reading."""

    theme: str = _setting("system", "Colours", THEMES)
    text_font: str = _setting("serif", "Reading font", FONTS)
    zoom: int = _setting(100, "Text size in percent", least=60, most=300)
    column: int = _setting(68, "Column width in characters", least=40, most=120)
    reading_rate: int = _setting(250, "Silent reading, words a minute", least=80, most=800)
    speaking_rate: int = _setting(150, "Speaking, words a minute", least=60, most=450)
    citation: str = _setting("debate", "Citation style for copying", STYLES)
    evidence_age: int = _setting(10, "Evidence is old after so many years", least=1, most=200)
    evidence: str = _setting("full", "Quotations on cards", EVIDENCE)
    condensed: str = _setting("no", "Paragraphs of quotations", CONDENSED)
    present_size: int = _setting(28, "Projector text size in points", least=24, most=72)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Settings:
        """Settings from stored values; what does not fit falls back to the default."""
        good = {}
        for one in fields(cls):
            if one.name in values:
                good[one.name] = _fitted(values[one.name], one.default, one.metadata)
        return cls(**good)

    def with_value(self, name: str, value: Any) -> Settings:
        """A copy with one setting changed, brought into its range."""
        chosen = next(one for one in fields(self) if one.name == name)
        return replace(self, **{name: _fitted(value, chosen.default, chosen.metadata)})


def _fitted(value: Any, default: Any, metadata: Mapping[str, Any]) -> Any:
    if type(value) is not type(default):
        return default
    choices = metadata.get("choices")
    if choices is not None and value not in choices:
        return default
    if "least" in metadata:
        return max(metadata["least"], min(metadata["most"], value))
    return value


_GONE = object()  # the value of a key that is not there


class Store:
    """A small JSON file of the user's: settings, or remembered places. Unknown keys survive.

    Several windows and programs may have it open: what one of them did not change is taken from
    the file again whenever it saves.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.values: dict[str, Any] = _read(path) or {}
        self._before = json.dumps(self.values)  # as they were read or written last

    def save(self) -> bool:
        """Write the values; False when the folder cannot be written (then they last a session)."""
        part = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            there = _read(self._path)
            if there is not None:
                self.values = merged(json.loads(self._before), self.values, there)
            self._before = json.dumps(self.values)
            if self.values == there:
                return True
            text = json.dumps(self.values, indent=1, ensure_ascii=False)
            # A folder's name may be no text (on Linux): JSON escapes stand for such characters.
            part.write_bytes(text.encode("utf-8", "backslashreplace"))
            part.replace(self._path)
        except OSError:
            return False
        return True


def _read(path: Path) -> dict[str, Any] | None:
    """The values in the file; None if there are none, or they cannot be read."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def merged(before: Any, ours: Any, theirs: Any) -> Any:
    """What two made of the same JSON value: the changes of both, ours where they disagree."""
    if ours in (before, theirs):
        return theirs
    if theirs == before:
        return ours
    if isinstance(ours, dict) and isinstance(theirs, dict):
        old = before if isinstance(before, dict) else {}
        every = (
            (key, merged(old.get(key, _GONE), ours.get(key, _GONE), theirs.get(key, _GONE)))
            for key in theirs | ours
        )
        return {key: value for key, value in every if value is not _GONE}
    if isinstance(ours, list) and isinstance(theirs, list):
        known = before if isinstance(before, list) else []
        kept = [one for one in ours if one in theirs or one not in known]
        return kept + [one for one in theirs if one not in known and one not in ours]
    return ours


class Preferences:
    """The settings and what the app remembers by itself (places, recent libraries, the window)."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or config_dir()
        self._settings_store = Store(folder / "settings.json")
        self._memory = Store(folder / "memory.json")
        self.settings = Settings.from_values(self._settings_store.values)

    def change(self, name: str, value: Any) -> Settings:
        """Change one setting and save."""
        self.settings = self.settings.with_value(name, value)
        self._settings_store.values[name] = getattr(self.settings, name)
        self._settings_store.save()
        return self.settings

    def remember(self, key: str, value: Any) -> None:
        """Keep a small JSON value until `save`."""
        self._memory.values[key] = value

    def recall(self, key: str, default: Any = None) -> Any:
        """A value kept by `remember`, if it is of the default's type."""
        value = self._memory.values.get(key, default)
        return value if default is None or isinstance(value, type(default)) else default

    def save(self) -> bool:
        """Write what was remembered."""
        return self._memory.save()

    def add_recent(self, library: Path) -> None:
        """Put a library first in the list of recent ones."""
        others = [one for one in self.recent() if one != str(library)]
        self.remember("recent", [str(library), *others][:10])

    def recent(self) -> list[str]:
        """Recently opened libraries, newest first."""
        return [one for one in self.recall("recent", []) if isinstance(one, str)]

    def place(self, library: Path, article: str) -> int:
        """The passage at which the article was left, or 0."""
        places = self.recall("places", {}).get(str(library), {})
        value = places.get(article, 0) if isinstance(places, dict) else 0
        return value if isinstance(value, int) else 0

    def keep_place(self, library: Path, article: str, passage: int) -> None:
        """Remember the passage at which an article was left."""
        places = dict(self.recall("places", {}))
        known = places.get(str(library))
        places[str(library)] = {**(known if isinstance(known, dict) else {}), article: passage}
        self.remember("places", places)
