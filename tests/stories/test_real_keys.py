"""The program itself, as a process on a real X screen, driven by real keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.xvfb, pytest.mark.slow]


class Screen:
    """An X screen on which the program runs."""

    def __init__(self, display: str, home: Path) -> None:
        self.home = home
        self.environ = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "BRIEFING_HOME": str(home),
        }
        self.program = subprocess.Popen(
            [sys.executable, "-m", "briefing"],
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def xdotool(self, *words: str) -> str:
        """Run xdotool and return what it prints."""
        return subprocess.run(
            ["xdotool", *words], env=self.environ, capture_output=True, text=True, check=False
        ).stdout.strip()

    def titles(self) -> list[str]:
        """Titles of the windows on the screen."""
        found = self.xdotool("search", "--onlyvisible", "--name", "Briefing").split()
        return [self.xdotool("getwindowname", one) for one in found]

    def wait(self, is_so: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, f"waited in vain: {what}"
            time.sleep(0.1)

    def focus(self) -> None:
        """Give the keyboard to the window: there is no window manager here."""
        window = self.xdotool("search", "--onlyvisible", "--name", "Briefing").split()[0]
        self.xdotool("windowfocus", "--sync", window)

    def key(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.xdotool("key", "--clearmodifiers", key)
            time.sleep(0.3)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen of our own with the program on it."""
    for name in ("Xvfb", "xdotool"):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24"]
    with subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as answer:
            display = f":{answer.readline().strip()}"
        screen = Screen(display, tmp_path / "home")
        try:
            yield screen
        finally:
            screen.program.kill()
            screen.program.communicate()
            server.terminate()


def test_open_search_present_and_quit(screen: Screen) -> None:
    screen.wait(lambda: bool(screen.titles()) or screen.program.poll() is not None, "a window")
    assert screen.program.poll() is None, screen.program.communicate()[0].decode()
    screen.focus()
    screen.wait(lambda: any(screen.home.rglob("manifest.json")), "the index")
    screen.key("ctrl+k")
    screen.xdotool("type", "--delay", "40", "dud rate")
    time.sleep(1)
    screen.key("Return", "Return")
    screen.key("ctrl+2", "alt+Down", "Escape")
    screen.key("F5")
    screen.wait(lambda: len(screen.titles()) > 1, "the projector's window")
    screen.key("Next", "b", "b", "Prior", "Escape")
    screen.wait(lambda: len(screen.titles()) == 1, "the end of the show")
    screen.focus()
    screen.key("ctrl+q")
    screen.wait(lambda: screen.program.poll() is not None, "the end", 20)
    assert screen.program.returncode == 0, screen.program.communicate()[0].decode()
    assert any(screen.home.rglob("memory.json")), "places and sizes are remembered"
