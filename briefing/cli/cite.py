"""`briefing cite`: a quotation or source with its citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.cli.base import STYLES, command, open_workspace
from briefing.model import UserError

if TYPE_CHECKING:
    from briefing.cli.base import Options, Words


def add(words: Words) -> None:
    """Put the word and its options in."""
    cite = command(words, "cite", "print a quotation or source with its citation", _cite)
    cite.add_argument("id", help="a quotation's or source's id")
    cite.add_argument("--style", choices=STYLES, default="debate", help="citation style")


def _cite(options: Options) -> int:
    from briefing.text.citations import Style, cite, copy_text

    workspace = open_workspace(options.library)
    style = Style(options.style)
    evidence = workspace.quotes.get(options.id)
    if evidence is not None:
        source = workspace.sources.get(evidence.source) if evidence.source else None
        print(copy_text(evidence, source, style))
        return 0
    source = workspace.sources.get(options.id)
    if source is None:
        raise UserError(
            f"there is no quotation or source {options.id!r}; `briefing search` prints ids"
        )
    print(cite(None, source, style))
    return 0
