"""What can go wrong with an index; both are mended without the user."""

from __future__ import annotations

from briefing.model.errors import SystemTrouble


class IndexBroken(SystemTrouble):
    """The index is missing, damaged or not ours. Build it anew: it is only a cache."""


class IndexBusy(SystemTrouble):
    """Another writer holds the index, and did not let go in time. Try again later."""
