"""The window as a picture: for machines without a screen, and for nobody to answer a dialog."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WITH_A_MISTAKE = """
import sys
from PySide6.QtCore import QTimer
from briefing.ui import main as desktop

draw = desktop._draw

def draw_after_a_mistake(application, window, picture):
    QTimer.singleShot(0, lambda: 1 / 0)
    return draw(application, window, picture)

desktop._draw = draw_after_a_mistake
sys.exit(desktop.main(["--screenshot", sys.argv[1]]))
"""


def test_a_mistake_ends_the_program_where_nobody_could_close_a_dialog(tmp_path: Path):
    environ = {**os.environ, "BRIEFING_HOME": str(tmp_path)}
    command = [sys.executable, "-c", WITH_A_MISTAKE, str(tmp_path / "window.png")]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
