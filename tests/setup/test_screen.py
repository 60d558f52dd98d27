"""The installed program in a real window, driven by real keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="no display"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="no xdotool to press keys with"),
]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`briefing` as a new user starts it, on a new account."""
    environ = {**os.environ, "BRIEFING_HOME": str(tmp_path), "QT_QPA_PLATFORM": ""}
    with subprocess.Popen([sys.executable, "-P", "-m", "briefing"], env=environ) as process:
        yield process
        process.kill()


def xdotool(*words: str) -> str:
    return subprocess.check_output(["xdotool", *words], text=True, encoding="utf-8", timeout=60)


def test_the_window_opens_and_ctrl_q_closes_it(program: subprocess.Popen[bytes], tmp_path: Path):
    found = xdotool("search", "--sync", "--onlyvisible", "--pid", str(program.pid), "--name", ".")
    window = found.split()[0]
    xdotool("windowfocus", "--sync", window)
    xdotool("key", "ctrl+q")
    assert program.wait(timeout=30) == 0
    assert (tmp_path / "data" / "Starter library").is_dir()
