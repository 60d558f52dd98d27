"""Searches that are remembered: the recent ones, and those that the user keeps.

Both stand in the user's preferences, by library, so that a library that cannot be written has
them, too, and nobody else who opens it sees what was searched for.
"""

from __future__ import annotations

from pathlib import Path

from briefing.app.settings import Preferences

_MOST_RECENT = 30
_LONGEST = 500  # characters


class Searches:
    """The remembered searches of one library."""

    def __init__(self, preferences: Preferences, library: Path) -> None:
        self._preferences = preferences
        self._library = str(library.absolute())

    def recent(self) -> tuple[str, ...]:
        """What was searched for, the latest first."""
        return self._list("searches")

    def add(self, query: str) -> None:
        """Remember that something was searched for."""
        query = query.strip()
        if query and len(query) <= _LONGEST:
            others = (one for one in self.recent() if one != query)
            self._keep("searches", (query, *others)[:_MOST_RECENT])

    def saved(self) -> tuple[str, ...]:
        """What the user keeps, in the order in which it was saved."""
        return self._list("saved_searches")

    def save(self, query: str) -> bool:
        """Keep a search; False if it is kept already, or nothing."""
        query = query.strip()
        if not query or query in self.saved():
            return False
        self._keep("saved_searches", (*self.saved(), query))
        return True

    def remove(self, query: str) -> None:
        """Keep a search no longer."""
        self._keep("saved_searches", tuple(one for one in self.saved() if one != query))

    def _list(self, key: str) -> tuple[str, ...]:
        found = self._preferences.recall(key, {}).get(self._library, [])
        if not isinstance(found, list):
            return ()
        return tuple(one for one in found if isinstance(one, str))

    def _keep(self, key: str, queries: tuple[str, ...]) -> None:
        values = dict(self._preferences.recall(key, {}))
        values[self._library] = list(queries)
        self._preferences.remember(key, values)
        self._preferences.save()


def forget_recent(preferences: Preferences) -> None:
    """Forget what was searched for, in all libraries; what the user saved stays."""
    preferences.remember("searches", {})
    preferences.save()


def within(query: str) -> str:
    """What is put before more words to search within the matches of a query."""
    from briefing.index import as_one

    query = as_one(query)
    return f"{query} " if query else ""


def narrowed(query: str, field: str, value: str) -> str:
    """A query with one more filter."""
    quoted = value if value.replace("-", "").isalnum() else f'"{value.replace(chr(34), " ")}"'
    return f"{within(query)}{field}:{quoted}"
