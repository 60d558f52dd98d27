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
from typing import NoReturn

from briefing.cli import check, cite, export, import_, index, search, where
from briefing.cli.base import fail
from briefing.model import BriefingError, UserError

# In the order of the help.
WORDS = (search, check, index, cite, import_, export, where)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage and leaving."""
        raise UserError(f"{message} (`{self.prog} --help` lists what there is)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    _speak_utf8()
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        options = _parser().parse_args(_with_excluded_words(given))
        code = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
        return 0
    except BriefingError as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        return 130
    return int(code)


def _with_excluded_words(arguments: list[str]) -> list[str]:
    """Keep argparse from taking "-word" in a query for an option: a blank before it hides it."""
    if arguments[:1] != ["search"]:
        return arguments
    return [
        " " + one if one[:1] == "-" and one[1:2] != "-" and one != "-h" else one
        for one in arguments
    ]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="briefing", description="Read an article beside what answers it.")
    words = parser.add_subparsers(metavar="COMMAND", required=True)
    for word in WORDS:
        word.add(words)
    return parser


def _speak_utf8() -> None:
    """Quotations need more than a Windows code page; what cannot be shown must not raise."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _hush() -> None:
    """The reader of our output has gone; keep Python from complaining about it at the end."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
