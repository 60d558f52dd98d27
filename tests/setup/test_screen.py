"""The installed program in a real window, driven by real keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="no display"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="no xdotool to press keys with"),
]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`briefing` as a new user starts it, on a new account."""
    environ = {**os.environ, "BRIEFING_HOME": str(tmp_path), "QT_QPA_PLATFORM": ""}
    with subprocess.Popen([sys.executable, "-m", "briefing"], cwd=ROOT, env=environ) as process:
        yield process
        process.kill()


def xdotool(*words: str) -> str:
    command = ["xdotool", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8").stdout


def window_of(program: subprocess.Popen[bytes]) -> str:
    """The first window that the program shows."""
    for _ in range(300):
        assert program.poll() is None, "the program ended before it showed a window"
        found = xdotool("search", "--onlyvisible", "--pid", str(program.pid), "--name", ".")
        if found:
            return found.split()[0]
        time.sleep(0.1)
    raise AssertionError("no window within half a minute")


def test_the_window_opens_and_ctrl_q_closes_it(program: subprocess.Popen[bytes], tmp_path: Path):
    window = window_of(program)
    xdotool("windowfocus", "--sync", window)
    xdotool("key", "ctrl+q")
    assert program.wait(timeout=30) == 0
    assert (tmp_path / "data" / "Starter library").is_dir()
