"""No test touches the account of whoever runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# On a machine that does other things, too, no example is too slow.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True, scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for settings and caches, where a test does not choose one itself."""
    patch = pytest.MonkeyPatch()
    home = tmp_path_factory.mktemp("account")
    patch.setenv("BRIEFING_HOME", str(home))
    return home
