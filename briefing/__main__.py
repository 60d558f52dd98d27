"""No words: the desktop. Words: the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# What the program starts itself with to read files where they can do no harm; nobody types it.
READS_FILES = "import-worker"

# The window's own options, and what stands behind each.
_OPTIONS = {
    "--screenshot": "the name of a picture: --screenshot window.png",
    "--size": "a width and a height: --size 1280x800",
}


def main(arguments: list[str] | None = None) -> int:
    """Run what the words ask for; the answer is the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _main(words)
    except KeyboardInterrupt:
        return 130
    except ImportError as error:
        if not _is_to_be_mended(error):
            raise
        print(
            f"briefing: a package is missing or damaged ({error}).\n"
            "Start ./run again: it installs the packages anew.",
            file=sys.stderr,
        )
        return 2


def _is_to_be_mended(error: ImportError) -> bool:
    """Tell `run` that what it set up is broken; false where it did not set up this environment."""
    stamp = Path(sys.prefix, "briefing-app.txt")
    if (error.name or "").partition(".")[0] == "briefing" or not stamp.exists():
        return False
    try:
        stamp.with_name("briefing-unfinished.txt").touch()
        stamp.unlink()
    except OSError:
        return False
    return True


def _main(words: list[str]) -> int:
    if words == [READS_FILES]:
        from briefing.importers.worker import main as read_files

        return read_files()
    if not _mean_the_window(words):
        return _command_line(words)
    if trouble := _trouble(words):
        print(f"briefing: {trouble}", file=sys.stderr)
        return 2
    return _desktop(words)


def _mean_the_window(words: list[str]) -> bool:
    if not words or words[0] in _OPTIONS:
        return True
    has_options = len(words) > 1 and words[1] in _OPTIONS
    return bool(words[0]) and (len(words) == 1 or has_options) and Path(words[0]).is_dir()


def _trouble(words: list[str]) -> str:
    """What is wrong with words that mean the window; "" if nothing is."""
    folders, at = 0, 0
    while at < len(words):
        word = words[at]
        if word in _OPTIONS:
            at += 1
            value = words[at] if at < len(words) else ""
            if not value or value.startswith("-") or (word == "--size" and not _is_size(value)):
                return f"{word} needs {_OPTIONS[word]}"
        elif folders or not Path(word).is_dir():
            return f"{word!r} is not wanted here; `briefing --help` tells what can be said"
        else:
            folders += 1
        at += 1
    return ""


def _is_size(text: str) -> bool:
    """Whether it is a width and a height that a picture can have."""
    numbers = text.split("x")
    return len(numbers) == 2 and all(
        one.isascii() and one.isdigit() and 0 < len(one) < 5 and int(one) for one in numbers
    )


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
