"""No words: the desktop. Words: the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import briefing

USAGE = """\
briefing                    open the window
briefing FOLDER             open the window with the library in FOLDER
briefing --screenshot PNG   draw the window into a picture, with no screen
briefing --version          say which version this is

With other words it is a command line:
"""

# What the program starts itself with to read files where they can do no harm; nobody types it.
READS_FILES = "import-worker"


def main(arguments: list[str] | None = None) -> int:
    """Run what the words ask for; the answer is the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words in (["--version"], ["-V"]):
        print(f"Briefing {briefing.__version__}")
        return 0
    if words in (["--help"], ["-h"], ["help"]):
        print(USAGE, flush=True)
        return _command_line(["--help"])
    if words == [READS_FILES]:
        from briefing.importers.worker import main as read_files

        return read_files()
    if _mean_the_window(words):
        return _desktop(words)
    return _command_line(words)


def _mean_the_window(words: list[str]) -> bool:
    if not words or words[0].startswith("-"):
        return True
    return len(words) == 1 and Path(words[0]).is_dir()


def _command_line(words: list[str]) -> int:
    from briefing.cli import main as command_line

    return command_line(words)


def _desktop(words: list[str]) -> int:
    from briefing.ui import before_qt

    start = before_qt.look(_environment(words))
    if start.needs:
        if not before_qt.provide(start.needs):
            return 1
        start = before_qt.look(_environment(words))
    if start.no_screen:
        return _draw(words, start.no_screen)
    return _open(words)


def _environment(words: list[str]) -> dict[str, str]:
    """A picture is drawn without a screen, whatever the environment says."""
    if "--screenshot" in words:
        return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return dict(os.environ)


def _draw(words: list[str], no_screen: str) -> int:
    print(f"{no_screen} Briefing draws its window into a picture instead.", flush=True)
    picture = _picture_path()
    code = _open([*words, "--screenshot", str(picture)])
    if code == 0:
        print(f"The window is in {picture}", flush=True)
    return code


def _open(words: list[str]) -> int:
    from briefing.ui.main import main as desktop

    return desktop(words)


def _picture_path() -> Path:
    import tempfile

    from briefing.app.folders import cache_dir

    folder = cache_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    return folder / "window.png"


if __name__ == "__main__":
    sys.exit(main())
