"""`briefing import`: files and folders into the library."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.base import command, fail, is_terminal, need_topic, open_workspace, seconds
from briefing.model import BriefingError, UserError
from briefing.text.words import counted

if TYPE_CHECKING:
    from briefing.app.importing import FileReport, Plan, Read, Written
    from briefing.app.workspace import Workspace
    from briefing.cli.base import Options, Words

_SHOWN = 20  # flagged cards, and files passed over


def add(words: Words) -> None:
    """Put the word and its options in."""
    import_ = command(
        words, "import", "bring in files of cards, articles, notes, sources; and folders", _import
    )
    import_.add_argument("files", nargs="+", type=Path, metavar="PATH", help="files and folders")
    import_.add_argument("--topic", help="the topic (folder), if the library has several")
    import_.add_argument("--side", choices=("for", "against"), help="the side of the points")
    import_.add_argument("--password", default="", help="of encrypted files")
    import_.add_argument(
        "--beside", action="store_true", help="put a pack beside its topic, do not merge it in"
    )
    import_.add_argument("--dry-run", action="store_true", help="say what would come in")
    import_.add_argument(
        "--seconds", type=seconds, default=None, help="how long one file may take (60)"
    )


def _import(options: Options) -> int:
    from briefing.app import importing
    from briefing.app.packs import is_pack
    from briefing.importers import Options
    from briefing.model import Side, TopicId

    workspace = open_workspace(options.library)
    if options.topic is not None:
        need_topic(workspace, options.topic)
    if not options.dry_run:
        workspace.need_writable()
    packs = [path for path in options.files if is_pack(path)]
    code = _import_packs(workspace, packs, beside=options.beside, dry=options.dry_run)
    found = importing.find(path for path in options.files if path not in packs)
    if packs and not found.paths:
        return code
    if not found.paths:
        raise UserError("there is nothing to import: " + _why_nothing(found.passed_over))
    said = Options(password=options.password)
    reads = importing.read_files(
        found.paths,
        dict.fromkeys(found.paths, said),
        seconds=options.seconds,
        each=_progress(len(found.paths)),
    )
    topic = TopicId(options.topic) if options.topic else None
    plan = importing.make_plan(workspace.library, reads, topic, passed_over=found.passed_over)
    side = Side(options.side) if options.side else None
    code = max(code, _tell(plan))
    if not options.dry_run and plan.brings:
        written = importing.write(plan, workspace, side)
        for path in (*written.files, *_files_of_articles(written)):
            print(f"Saved as {path} in {workspace.root}")
    return code


def _files_of_articles(written: Written) -> list[Path]:
    names = {f"{one}.md" for one in written.articles}
    return [one.path for one in written.done.update.catalogue.parts if one.path.name in names]


def _import_packs(workspace: Workspace, paths: list[Path], *, beside: bool, dry: bool) -> int:
    """Take packs over; 2 if one of them cannot be."""
    from briefing.app.editing import Editor
    from briefing.app.packs import read_pack, take_pack

    code = 0
    for path in paths:
        try:
            pack = read_pack(path, workspace.library)
            if dry:
                print(f"{path}: the topic “{pack.title}”, {counted(len(pack.files), 'file')}")
                continue
            report, _ = take_pack(Editor(workspace), pack, beside=beside)
        except BriefingError as error:
            code = fail(str(error))
            continue
        print("\n".join(report.lines))
        print(f"Saved in {workspace.root / report.topic}")
    return code


def _why_nothing(passed_over: tuple[tuple[Path, str], ...]) -> str:
    return "; ".join(f"{path.name}: {why}" for path, why in passed_over[:5]) or "no files"


def _progress(total: int) -> Callable[[Read], None] | None:
    """Say on a terminal which file was read."""
    if total < 2 or not is_terminal(sys.stderr):
        return None
    done = 0

    def show(read: Read) -> None:
        nonlocal done
        done += 1
        end = "\n" if done == total else ""
        line = f"\rReading {done} of {total}: {read.path.name[:50]:<50}"
        print(line, end=end, file=sys.stderr, flush=True)

    return show


def _tell(plan: Plan) -> int:
    """Print a report of every file; 2 if one of them could not be read."""
    code = 0
    several = len(plan.reports) > 1
    for report in plan.reports:
        if report.trouble:
            hint = " Say it with --password." if report.read.needs_password else ""
            code = fail(report.trouble + hint)
            continue
        if several:
            print(f"{report.path}:")
        for line in report.lines:
            print(f"  {line}" if several else line)
        for one in _flagged(report):
            print(f"    {one}")
    if plan.passed_over:
        print(f"Not looked at: {counted(len(plan.passed_over), 'file')}.")
        for path, why in plan.passed_over[:_SHOWN]:
            print(f"  {path}: {why}")
    return code


def _flagged(report: FileReport) -> list[str]:
    """The flagged cards of a file, by their claims."""
    lines = [f"{one.claim[:80]} ({one.id}): {what}" for one, what in report.flagged_points]
    rest = len(lines) - _SHOWN
    return lines[:_SHOWN] + ([f"… and {rest} more"] if rest > 0 else [])
