"""Promise 1: no code path opens a network socket, whatever is imported on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Each use of a socket from Python raises an audit event; the first one ends the program.
GUARDED = """
import os, sys
def guard(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        sys.stderr.write(f"opened: {event} {arguments}")
        sys.stderr.flush()
        os._exit(99)
sys.addaudithook(guard)
from briefing.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def run_guarded(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "BRIEFING_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", GUARDED, *words]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def test_the_guard_sees_a_socket(tmp_path: Path):
    program = GUARDED.split("from briefing")[0] + "import socket; socket.socket()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 99
    assert "socket.__new__" in done.stderr


@pytest.mark.parametrize(
    "words",
    [("search", "cluster"), ("check", "seeds"), ("--screenshot", "{home}/window.png")],
    ids=["search", "check", "window"],
)
def test_nothing_opens_a_socket(tmp_path: Path, words: tuple[str, ...]):
    done = run_guarded(tmp_path, *(word.format(home=tmp_path) for word in words))
    assert done.returncode == 0, done.stdout + done.stderr
    if "--screenshot" in words:
        assert (tmp_path / "window.png").stat().st_size > 1000
