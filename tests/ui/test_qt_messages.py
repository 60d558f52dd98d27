"""What Qt says is logged, but for what nobody can mend."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import qCritical, qDebug, qWarning

from briefing.ui.main import make_application

ROOT = Path(__file__).resolve().parents[2]

LAST_WORDS = """
import atexit
from PySide6.QtCore import qWarning
from briefing.ui.main import make_application

atexit.register(qWarning, "said when all is over")
application = make_application()
qWarning("said while it runs")
"""


def test_qt_is_logged_by_its_kinds(caplog: pytest.LogCaptureFixture) -> None:
    _keep = make_application()
    caplog.set_level(logging.DEBUG, "briefing.qt")
    qWarning("This plugin does not support raise()")
    qWarning("A font is missing: 100 %")
    qDebug("quiet")
    qCritical("loud")
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "A font is missing: 100 %"),
        ("DEBUG", "quiet"),
        ("ERROR", "loud"),
    ]


def test_what_matters_is_still_read_where_the_program_was_started(tmp_path: Path) -> None:
    environ = {**os.environ, "BRIEFING_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", LAST_WORDS],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "said while it runs" in done.stderr
    assert "said when all is over" in done.stderr
