"""The window as a picture: for machines without a screen, and for nobody to answer a dialog."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

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

WITH_A_LOOK = """
import sys
from briefing.ui import main as desktop
from briefing.ui.window import Window

grab = Window.grab

def looked_at(window):
    print([name for name in ("menus", "library_pane", "points", "search") if window.has(name)])
    print(len(window.menuBar().actions()), len(window.points.cards))
    return grab(window)

Window.grab = looked_at
sys.exit(desktop.main(["--screenshot", sys.argv[1]]))
"""


WITH_CTRL_C = """
import os, signal, sys, threading
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from briefing.ui import main as desktop

end_on_signals = desktop._end_on_signals

def end(application):
    end_on_signals(application)
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()

desktop._end_on_signals = end
sys.exit(desktop.main([]))
"""


# How Qt writes down a window of 802 x 774 that was left filling its screen.
SMALL = "AdnQywADAAAAAAABAAAAFwAAAyIAAAMgAAAAAwAAABkAAAMgAAADHgAAAAAAAAAAAyAAAAADAAAAGQAAAyAAAAMe"


def test_the_picture_is_of_a_window_that_is_whole(tmp_path: Path):
    memory = tmp_path / "config" / "memory.json"
    memory.parent.mkdir()
    memory.write_text(json.dumps({"geometry": SMALL}), encoding="utf-8")
    done = draw(WITH_A_LOOK, tmp_path)
    assert done.returncode == 0, done.stderr
    parts, (menus, cards) = done.stdout.splitlines()[0], done.stdout.split("\n")[1].split()
    assert parts == "['menus', 'library_pane', 'points', 'search']"
    assert int(menus) > 5 and int(cards) >= 1
    width_and_height = (tmp_path / "window.png").read_bytes()[16:24]
    assert struct.unpack(">II", width_and_height) == (1280, 800)
    assert json.loads(memory.read_text(encoding="utf-8"))["geometry"] == SMALL


def draw(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "BRIEFING_HOME": str(folder)}
    command = [sys.executable, "-c", program, str(folder / "window.png")]
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, encoding="utf-8", timeout=60
    )


@pytest.mark.skipif(os.name == "nt", reason="has other signals")
def test_ctrl_c_in_the_terminal_closes_the_window_and_keeps_what_is_remembered(tmp_path: Path):
    done = draw(WITH_CTRL_C, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "geometry" in json.loads((tmp_path / "config" / "memory.json").read_text("utf-8"))


def test_a_mistake_ends_the_program_where_nobody_could_close_a_dialog(tmp_path: Path):
    done = draw(WITH_A_MISTAKE, tmp_path)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
