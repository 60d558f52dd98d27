"""`briefing import`: files into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.cli.base import command, fail, need_topic, open_workspace
from briefing.model import BriefingError

if TYPE_CHECKING:
    from briefing.app.workspace import Workspace


def add(words: Any) -> None:
    """Put the word and its options in."""
    import_ = command(words, "import", "add articles from text or Markdown files", _import)
    import_.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".txt or .md")
    import_.add_argument("--topic", help="the topic (folder), if the library has several")


def _import(options: Any) -> int:
    workspace = open_workspace(options.library)
    if options.topic is not None:
        need_topic(workspace, options.topic)
    code = 0
    for path in options.files:
        try:
            _import_one(workspace, path, options.topic)
        except BriefingError as error:
            code = fail(str(error))
    return code


def _import_one(workspace: Workspace, path: Path, topic: str | None) -> None:
    from briefing.app.importing import import_article
    from briefing.model import TopicId

    report = import_article(workspace.library, path, TopicId(topic) if topic else None)
    kept = workspace.keep_article(report.article)[0] if report.already is None else None
    print("\n".join(report.lines))
    if kept is not None:
        print(f"Saved as {Path(kept.topic, 'articles', kept.id)}.md in {workspace.root}")
