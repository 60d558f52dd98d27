"""The command line: the same app room, without a window. One module a word, and the table `WORDS`.

Exit codes: 0 done; 1 `check` found faults; 2 the user or the system stands in the way (one line on
stderr says what; of several files to import, the others come in all the same); 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import briefing
from briefing.cli import check, cite, export, import_, index, search, where
from briefing.cli.base import fail
from briefing.model import BriefingError, UserError

# In the order of the help.
WORDS = (search, check, index, cite, import_, export, where)

_WINDOW = """\
briefing                    open the window
briefing FOLDER             open the window with the library in FOLDER
briefing --screenshot PNG   draw the window into a picture, with no screen;
                            --size 1920x1080 says how large, FOLDER of what
briefing --version          say which version this is
briefing COMMAND …          the command line
"""
_END = """\
briefing COMMAND --help tells what a command takes. Without --library the
library that was opened last is meant, else the starter library.

exit codes: 0 done, 1 check found faults, 2 something is in the way
(a line on stderr says what), 130 interrupted
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and of which command."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does; but what a command does not know is its own matter, not the whole's."""
        known, more = super().parse_known_args(args, namespace)
        if more:
            self.error(f"unrecognized arguments: {' '.join(more)}")
        return known, more

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage and leaving."""
        raise UserError(f"{message} (`{self.prog} --help` lists what there is)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    _speak_utf8()
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        code = _run(_with_excluded_words(given))
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
        return 0
    except BriefingError as error:
        return fail(str(error))
    except OSError as error:
        reason = error.strerror or str(error)
        return fail(f"{error.filename}: {reason}" if error.filename else f"cannot print: {reason}")
    except KeyboardInterrupt:
        return 130
    return code


def _run(given: list[str]) -> int:
    """Run what was asked for; the exit code."""
    parser, names = _parser()
    if given and given[0] not in names and given[0] not in ("-h", "--help", "-V", "--version"):
        if given[0] != "help":
            what = "option" if given[0].startswith("-") else "folder or command"
            raise UserError(
                f"there is no {what} {given[0]!r}; the commands are {', '.join(names)} "
                "(`briefing --help` tells more)"
            )
        given = [*given[1:2], "--help"]
    try:
        options = parser.parse_args(given)
    except SystemExit:  # help was asked for, and is printed
        return 0
    return int(options.run(options))


def _with_excluded_words(arguments: list[str]) -> list[str]:
    """Keep argparse from taking "-word" in a query for an option: a blank before it hides it."""
    if arguments[:1] != ["search"]:
        return arguments
    return [
        " " + one if one[:1] == "-" and one[1:2] != "-" and one != "-h" else one
        for one in arguments
    ]


def _parser() -> tuple[argparse.ArgumentParser, Sequence[str]]:
    """The parser, and the names of the commands."""
    parser = _Parser(
        prog="briefing",
        usage="briefing [FOLDER | COMMAND …]",
        description=_WINDOW,
        epilog=_END,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)
    version = f"Briefing {briefing.__version__}"
    parser.add_argument(
        "-V", "--version", action="version", version=version, help=argparse.SUPPRESS
    )
    words = parser.add_subparsers(
        title="commands", metavar="COMMAND", prog="briefing", required=True
    )
    for word in WORDS:
        word.add(words)
    return parser, tuple(words.choices)


def _speak_utf8() -> None:
    """Quotations need more than a Windows code page; what cannot be shown must not raise."""
    if sys.stdout is None:  # closed, or a program of Windows without a console
        sys.stdout = io.StringIO()
    if sys.stderr is None:
        sys.stderr = io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _hush() -> None:
    """The reader of our output has gone; keep Python from complaining about it at the end."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
