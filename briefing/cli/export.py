"""`briefing export`: something of the library into a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.base import STYLES, command, open_library, open_workspace
from briefing.model import UserError

if TYPE_CHECKING:
    from briefing.app.exporting import Subject
    from briefing.app.workspace import Workspace
    from briefing.cli.base import Options, Words

_MOST_HITS = 500
# Written out, so that a start need not import the formats; a test holds it to their table.
FORMATS = """\
formats and their options (the first value holds if none is given):
  docx      analytics=tags|styles highlight=cyan|yellow|green|magenta
            shrink=marked|8|6 paper=a4|letter
  word      marks=yes|no paper=a4|letter
  pdf       paper=a4|letter size=normal|large|small
  html      points=closed|open
  markdown
  argdown
  kialo     evidence=no|yes
  csv       separator=comma|semicolon|tab
  csl
  json
  pack
"""


def add(words: Words) -> None:
    """Put the word and its options in."""
    export = command(
        words,
        "export",
        "write a topic, case, article, points, a quotation or search results to a file",
        _export,
    )
    export.formatter_class = argparse.RawDescriptionHelpFormatter
    export.epilog = FORMATS
    export.add_argument(
        "id", nargs="*", help="the id of a topic, case, article, point or quotation; several points"
    )
    export.add_argument("--search", metavar="QUERY", help="the results of a search instead")
    export.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="its ending names the format"
    )
    export.add_argument("--format", help="a format of the list below")
    export.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the format, such as paper=letter",
    )
    export.add_argument("--style", choices=STYLES, default="debate", help="citation style")
    export.add_argument(
        "--without",
        action="append",
        default=[],
        choices=("explanations", "quotations", "sources"),
        help="leave these out",
    )


def _export(options: Options) -> int:
    from briefing import exporters
    from briefing.app.exporting import Taste, uncited_words
    from briefing.text.citations import Style

    exporter = exporters.named(options.format) if options.format else exporters.for_path(options.to)
    chosen = exporter.chosen(_pairs(options.option))
    subject = _subject(options)
    taste = Taste(Style(options.style), **dict.fromkeys(options.without, False))
    document = subject.make(taste)
    for path in exporter.write(document, options.to, chosen):
        print(path)
    if taste.quotations and (lacking := uncited_words(document.values)):
        print(lacking, file=sys.stderr)
    return 0


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise UserError(f"--option {one!r} is not of the form NAME=VALUE")
        pairs[name] = value
    return pairs


def _subject(options: Options) -> Subject:
    from briefing.app.exporting import found_subject, hits

    if options.search and options.id:
        raise UserError("name an id or give --search, not both")
    if options.search:
        workspace, finder = open_library(options.library)
        results = finder.find(options.search, limit=_MOST_HITS)
        finder.close()
        if not results.hits:
            raise UserError(f"nothing found for {options.search!r}: there is nothing to export")
        return found_subject(workspace, hits(results.hits), options.search)
    if not options.id:
        raise UserError("say what to export: an id, or --search QUERY")
    workspace = open_workspace(options.library)
    return _one(workspace, options.id[0]) if len(options.id) == 1 else _several(workspace, options)


def _one(workspace: Workspace, wanted: str) -> Subject:
    from briefing.app import exporting

    if topic := workspace.topics.get(wanted):
        return exporting.topic_subject(workspace, topic)
    if case := workspace.cases.get(wanted):
        return exporting.case_subject(workspace, case)
    if article := workspace.articles.get(wanted):
        return exporting.article_subject(workspace, article)
    if point := workspace.points.get(wanted):
        return exporting.point_subject(workspace, point)
    if quote := workspace.quotes.get(wanted):
        return exporting.quotation_subject(workspace, quote)
    raise UserError(
        f"there is no topic, case, article, point or quotation {wanted!r}; `briefing search` "
        "prints ids"
    )


def _several(workspace: Workspace, options: Options) -> Subject:
    from briefing.app.exporting import points_subject

    unknown = [one for one in options.id if one not in workspace.points]
    if unknown:
        raise UserError(
            f"there is no point {unknown[0]!r}; several ids are exported together only if all are "
            "points"
        )
    return points_subject(workspace, tuple(workspace.points[one] for one in options.id), "")
