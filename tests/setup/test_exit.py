"""The program ends as it should, whatever was done in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_COPY_AND_LEAVE = """
import sys
from pathlib import Path
from briefing.resources import seeds
from briefing.ui.main import make_application, open_window
application = make_application()
window = open_window(seeds(), serial=True)
application.processEvents()
window.collecting.copy_quote(next(iter(window.desk.workspace.quotes)))
if {close}:
    window.close()
application.processEvents()
"""


def _leave(tmp_path: Path, close: bool) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BRIEFING_HOME": str(tmp_path)}
    program = _COPY_AND_LEAVE.format(close=close)
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environ,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_leaving_after_copying_ends_well(tmp_path: Path) -> None:
    left = _leave(tmp_path, close=True)
    assert (left.returncode, left.stderr) == (0, "")


def test_leaving_with_a_window_open_ends_well(tmp_path: Path) -> None:
    left = _leave(tmp_path, close=False)
    assert left.returncode == 0, left.stderr
