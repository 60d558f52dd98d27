"""`briefing export`: something of the library into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.cli.base import STYLES, command, open_workspace
from briefing.model import UserError

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace
    from briefing.exporters import Document
    from briefing.text.citations import Style


def add(words: Any) -> None:
    """Put the word and its options in."""
    export = command(
        words, "export", "write a case, article, point or quotation to a file", _export
    )
    export.add_argument("id", help="the id of a case, article, point or quotation")
    export.add_argument("--to", type=Path, required=True, metavar="FILE", help=".md, .docx or .pdf")
    export.add_argument("--style", choices=STYLES, default="debate", help="citation style")


def _export(options: Any) -> int:
    from briefing import exporters
    from briefing.text.citations import Style

    exporter = exporters.for_path(options.to)
    document = _document(open_workspace(options.library), options.id, Style(options.style))
    exporter.write(document, options.to)
    print(options.to)
    return 0


def _document(workspace: Workspace, wanted: str, style: Style) -> Document:
    from briefing.app import exporting

    library = workspace.library
    if case := workspace.cases.get(wanted):
        return exporting.case_document(library, case, style)
    if reading := workspace.read(wanted):
        return exporting.article_document(library, reading, style)
    if point := workspace.points.get(wanted):
        return exporting.points_document(library, [point], point.claim, style)
    if quote := workspace.quotes.get(wanted):
        return exporting.quotes_document(library, [quote], quote.speaker, style)
    raise UserError(
        f"there is no case, article, point or quotation {wanted!r}; `briefing search` prints ids"
    )
