"""The command line: the same app room, without a window.

Exit codes: 0 done; 1 `check` found faults; 2 the user or the system stands in the way (one line on
stderr says what; of several files to import, the others come in all the same); 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from briefing.model import BriefingError, UserError

if TYPE_CHECKING:
    from briefing.app.finding import Finder
    from briefing.app.workspace import Workspace
    from briefing.exporters import Document
    from briefing.index import Hit, Results, Runs
    from briefing.text.citations import Style

_STYLES = ("debate", "mla", "apa", "chicago", "plain")
_KINDS = ("quote", "point", "passage", "article", "source", "term", "event", "figure")


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
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
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

    search = _command(words, "search", "find quotations, points, passages, sources, terms", _search)
    search.add_argument("query", nargs="+", help='words, "phrases", by:, side:, year: …')
    search.add_argument("--json", action="store_true", help="print JSON (docs/search.md)")
    search.add_argument(
        "--kind", action="append", choices=_KINDS, default=[], help="this kind only"
    )
    search.add_argument("--topic", action="append", default=[], help="only this topic (folder)")
    search.add_argument("--limit", type=_count, default=20, help="how many hits (20)")
    search.add_argument("--style", choices=_STYLES, default="debate", help="citation style")

    check = _command(words, "check", "report every fault of a library's files", _check, own=False)
    check.add_argument("library", nargs="?", type=Path, metavar="DIR", help="the library's folder")

    index = _command(words, "index", "bring the search index up to date", _index)
    index.add_argument("--rebuild", action="store_true", help="build it from scratch")

    cite = _command(words, "cite", "print a quotation or source with its citation", _cite)
    cite.add_argument("id", help="a quotation's or source's id")
    cite.add_argument("--style", choices=_STYLES, default="debate", help="citation style")

    import_ = _command(words, "import", "add articles from text or Markdown files", _import)
    import_.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".txt or .md")
    import_.add_argument("--topic", help="the topic (folder), if the library has several")

    export = _command(
        words, "export", "write a case, article, point or quotation to a file", _export
    )
    export.add_argument("id", help="the id of a case, article, point or quotation")
    export.add_argument("--to", type=Path, required=True, metavar="FILE", help=".md, .docx or .pdf")
    export.add_argument("--style", choices=_STYLES, default="debate", help="citation style")

    _command(words, "where", "print the folders that are used", _where)
    return parser


def _command(
    words: Any, name: str, what: str, run: Callable[[Any], int], own: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = words.add_parser(
        name, help=what, description=what[0].upper() + what[1:] + ".", allow_abbrev=False
    )
    parser.set_defaults(run=run)
    if own:
        parser.add_argument("--library", type=Path, metavar="DIR", help="a library's folder")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


_count.__name__ = "number"  # argparse names the type in its message


# -- commands


def _search(options: Any) -> int:
    from briefing.index import Kind

    query = " ".join(options.query).strip()
    workspace, finder = _open(options.library)
    for topic in options.topic:
        _need_topic(workspace, topic)
    results = finder.find(
        query,
        kinds=[Kind(name) for name in options.kind],
        topics=options.topic,
        limit=options.limit,
    )
    finder.close()
    if options.json:
        _print_json(_as_values(query, results, workspace, options.style))
        return 0
    for hit in results.hits:
        _print_hit(hit, workspace, options.style)
    if results.notice:
        print(results.notice, file=sys.stderr)
    print(_summary(results))
    return 0


def _need_topic(workspace: Workspace, topic: str) -> None:
    if topic not in workspace.topics:
        have = ", ".join(workspace.topics) or "none"
        raise UserError(f"there is no topic {topic!r} in this library; it has: {have}")


def _check(options: Any) -> int:
    from briefing.library import check

    root = _root(options.library)
    faults = check(root)
    shown = options.library or root  # as the user wrote it: an editor can jump to it from there
    for fault in faults:
        print(f"{shown / fault.path}:{fault.line}: {fault.what}; {fault.mend}")
    files = sum(1 for path in root.rglob("*") if _is_text(path.relative_to(root)))
    if faults:
        print(f"{_number(len(faults), 'fault')} in {_number(files, 'file')}", file=sys.stderr)
        return 1
    print(f"no faults in {_number(files, 'file')}")
    return 0


def _is_text(path: Path) -> bool:
    return path.suffix in (".md", ".json") and not any(part[0] in ".~" for part in path.parts)


def _index(options: Any) -> int:
    workspace, finder = _open(options.library, ensure=False)
    print(finder.ensure(workspace.library, _progress(), rebuild=options.rebuild))
    finder.close()
    return 0


def _cite(options: Any) -> int:
    from briefing.text.citations import Style, cite, copy_text

    workspace = _workspace(options.library)
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


def _import(options: Any) -> int:
    workspace = _workspace(options.library)
    if options.topic is not None:
        _need_topic(workspace, options.topic)
    code = 0
    for path in options.files:
        try:
            _import_one(workspace, path, options.topic)
        except BriefingError as error:
            code = _fail(str(error))
    return code


def _import_one(workspace: Workspace, path: Path, topic: str | None) -> None:
    from briefing.app.importing import import_article
    from briefing.model import TopicId

    report = import_article(workspace.library, path, TopicId(topic) if topic else None)
    kept = workspace.keep_article(report.article)[0] if report.already is None else None
    print("\n".join(report.lines))
    if kept is not None:
        print(f"Saved as {Path(kept.topic, 'articles', kept.id)}.md in {workspace.root}")


def _export(options: Any) -> int:
    from briefing import exporters
    from briefing.text.citations import Style

    exporter = exporters.for_path(options.to)
    document = _document(_workspace(options.library), options.id, Style(options.style))
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


def _where(options: Any) -> int:
    from briefing.app import folders
    from briefing.app.finding import Finder

    root = _root(options.library)
    for name, place in (
        ("library", root),
        ("search index", Finder(root).folder),
        ("settings", folders.config_dir()),
        ("data", folders.data_dir()),
        ("cache", folders.cache_dir()),
    ):
        print(f"{name:<13}{place}")
    return 0


# -- the library


def _root(given: Path | None) -> Path:
    """The library that is meant: the one named, else the one opened last, else the starter."""
    if given is not None:
        if not given.is_dir():
            raise UserError(f"{given} is not a folder; name the folder that holds library.md")
        return given.resolve()
    from briefing.app.seeds import starter_library
    from briefing.app.settings import Preferences
    from briefing.library import is_library

    for recent in Preferences().recent():
        if is_library(Path(recent)):
            return Path(recent)
    return starter_library()


def _workspace(given: Path | None) -> Workspace:
    from briefing.app.workspace import Workspace
    from briefing.library import is_library

    root = _root(given)
    if not is_library(root):
        raise UserError(f"{root} is not a library: it holds no library.md")
    return Workspace(root)


def _open(given: Path | None, ensure: bool = True) -> tuple[Workspace, Finder]:
    from briefing.app.finding import Finder

    workspace = _workspace(given)
    finder = Finder(workspace.root)
    if ensure:
        status = finder.ensure(workspace.library, _progress())
        if status != "Index up to date" and (sys.stderr.isatty() or not finder.is_ready):
            print(status, file=sys.stderr)
    return workspace, finder


# -- printing


def _print_hit(hit: Hit, workspace: Workspace, style: str) -> None:
    from briefing.index import Kind

    entry = hit.entry
    title = hit.title if entry.kind is not Kind.QUOTE else ()
    body = hit.snippet
    if entry.kind is Kind.QUOTE:
        body = (("“", False), *hit.snippet, ("”", False))
    label = f"[{entry.kind.value}] {entry.id}"
    side = _side_name(hit, workspace)
    print(" · ".join(part for part in (label, side, entry.theme) if part))
    # What the remarks below say anyhow is not said twice.
    remarks = "".join(_remarks(hit, workspace))
    note = hit.note if "".join(text for text, _ in hit.note) not in remarks else ()
    for runs in (title, body, note):
        if runs:
            print("  " + _marked(runs).replace("\n", "\n  "))
    brackets = (f"[{remark}]" for remark in _remarks(hit, workspace))
    for line in (_who(hit), *brackets, _cite_line(hit, workspace, style)):
        if line:
            print(f"  {line}")
    print()


def _who(hit: Hit) -> str:
    from briefing.index import Kind

    entry = hit.entry
    if entry.kind is Kind.QUOTE:
        who = _marked(hit.speaker)
        return "— " + ", ".join(part for part in (who, entry.role, entry.date) if part)
    if entry.kind is Kind.PASSAGE:
        return f"in {entry.context}, passage {(entry.place or 0) + 1}"
    return entry.context if entry.kind in (Kind.EVENT, Kind.ARTICLE, Kind.FIGURE) else ""


def _cite_line(hit: Hit, workspace: Workspace, style: str) -> str:
    from briefing.index import Kind
    from briefing.text.citations import Style, cite

    entry = hit.entry
    evidence = workspace.quotes.get(entry.id) if entry.kind is Kind.QUOTE else None
    if evidence is not None:
        source = workspace.sources.get(evidence.source) if evidence.source else None
        return cite(evidence, source, Style(style))
    source = workspace.sources.get(entry.id) if entry.kind is Kind.SOURCE else None
    return cite(None, source, Style(style)) if source is not None else ""


def _remarks(hit: Hit, workspace: Workspace) -> tuple[str, ...]:
    """What must be said with a quotation: translation, label, caution."""
    from briefing.index import Kind
    from briefing.text.citations import remarks

    evidence = workspace.quotes.get(hit.id) if hit.kind is Kind.QUOTE else None
    return remarks(evidence) if evidence is not None else ()


def _side_name(hit: Hit, workspace: Workspace) -> str:
    from briefing.app.reading import side_words
    from briefing.model import Side

    if not hit.entry.side:
        return ""
    return side_words(Side(hit.entry.side), workspace.topics.get(hit.entry.topic))


def _marked(runs: Runs) -> str:
    if not _is_terminal(sys.stdout):
        return "".join(text for text, _ in runs)
    return "".join(f"\x1b[1m{text}\x1b[0m" if hit else text for text, hit in runs)


def _summary(results: Results) -> str:
    if not results.total:
        return "nothing found"
    parts = (
        f"{count} {kind.plural if count > 1 else kind.singular}" for kind, count in results.totals
    )
    return f"{results.total} found: {', '.join(parts)}; shown {len(results.hits)}"


def _as_values(query: str, results: Results, workspace: Workspace, style: str) -> dict[str, object]:
    """The JSON form of results; docs/search.md promises these names."""
    return {
        "query": query,
        "notice": results.notice,
        "loose": results.loose,
        "totals": {kind.value: count for kind, count in results.totals},
        "hits": [
            {
                "kind": hit.kind.value,
                "id": hit.id,
                "topic": hit.entry.topic,
                "title": hit.entry.title,
                "text": hit.entry.text,
                "snippet": [list(run) for run in hit.snippet],
                "note": [list(run) for run in hit.note],
                "speaker": hit.entry.speaker,
                "role": hit.entry.role,
                "authors": hit.entry.authors,
                "date": hit.entry.date,
                "side": hit.entry.side,
                "side_name": _side_name(hit, workspace),
                "theme": hit.entry.theme,
                "article": hit.entry.article,
                "passage": hit.entry.place,
                "remarks": list(_remarks(hit, workspace)),
                "cite": _cite_line(hit, workspace, style),
                "score": round(hit.score, 3),
            }
            for hit in results.hits
        ],
    }


def _print_json(values: object) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=1))


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _progress() -> Callable[[int, int], None] | None:
    if not _is_terminal(sys.stderr):
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\rIndexing {done} of {total}", end=end, file=sys.stderr, flush=True)

    return show


def _is_terminal(stream: TextIO) -> bool:
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    # The old Windows console prints escape codes instead of obeying them.
    return os.name != "nt" or "WT_SESSION" in os.environ


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


def _fail(text: str) -> int:
    print(f"briefing: {' '.join(text.split())}", file=sys.stderr)
    return 2
