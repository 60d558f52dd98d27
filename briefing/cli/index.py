"""`briefing index`: the search index, brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.cli.base import command, open_library, progress
from briefing.model import UserError

if TYPE_CHECKING:
    from briefing.cli.base import Options, Words


def add(words: Words) -> None:
    """Put the word and its options in."""
    index = command(words, "index", "bring the search index up to date", _index)
    index.add_argument("--rebuild", action="store_true", help="build it from scratch")


def _index(options: Options) -> int:
    workspace, finder = open_library(options.library, ensure=False)
    status = finder.ensure(workspace.library, progress(), rebuild=options.rebuild)
    finder.close()
    if not finder.is_current:
        raise UserError(status)
    print(status)
    return 0
