"""Writing a plan into the library: new files, and sources more; all of it is one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.app.editing.aside import Done, write_aside
from briefing.app.importing.extras import write_extras
from briefing.app.importing.plan import FileReport, Plan
from briefing.app.undo import paths_of
from briefing.app.workspace import Workspace
from briefing.importers import Group
from briefing.library import (
    add_sources,
    noted,
    points_text,
    reread,
    save_article,
    write_points,
)
from briefing.model import (
    ArticleId,
    Cancelled,
    Library,
    PointId,
    Progress,
    Side,
    Stop,
    TopicId,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and what of it is new."""

    done: Done
    articles: tuple[ArticleId, ...] = ()
    points: tuple[PointId, ...] = ()
    files: tuple[Path, ...] = ()  # of points, relative to the library


def write(
    plan: Plan,
    workspace: Workspace,
    side: Side | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Written:
    """Write everything that the plan brings, aside: all of it, or nothing.

    Points without a side of their own get `side`.
    """
    reports = [one for one in plan.reports if one.brings]
    articles: list[ArticleId] = []
    files: list[Path] = []
    root = plan.library.root

    def bring() -> None:
        for number, report in enumerate(reports):
            if stop is not None and stop():
                raise Cancelled
            if progress is not None:
                progress(number, len(reports))
            articles.extend(_write_articles(root, report))
            if report.groups or report.quotes:
                files.append(_write_points(root, report, side))
        _write_sources(plan.library, reports)
        for report in reports:
            if report.pack:
                _take_pack(_so_far(workspace), report)
            if report.topic is not None and not report.extras.is_empty:
                write_extras(_so_far(workspace), report.topic, report.extras)

    done = write_aside(workspace, _name(reports), bring, stop)
    points = tuple(point.id for one in reports for point in one.points)
    return Written(done, tuple(articles), points, tuple(files))


def _write_articles(root: Path, report: FileReport) -> list[ArticleId]:
    return [save_article(root, one.article).id for one in report.new_articles]


def _write_points(root: Path, report: FileReport, side: Side | None) -> Path:
    groups: Sequence[Group] = report.groups
    sides = {point.side for point in report.points}
    if side is not None and sides <= {None, side}:
        groups = [
            replace(one, points=tuple(replace(each, side=side) for each in one.points))
            for one in groups
        ]
    shared = side if side is not None and sides <= {None, side} else None
    intake = report.read.intake
    values = {
        "title": (intake.title if intake is not None else "") or report.path.stem,
        "side": shared.value if shared else "",
        "imported-from": report.path.name,
        "imported-digest": report.read.digest,
    }
    filed = [(one.headings, one.points) for one in groups]
    text = points_text(filed, report.quotes, values)
    assert report.topic is not None
    return write_points(root, report.topic, report.name, text)


def _write_sources(library: Library, reports: Sequence[FileReport]) -> None:
    topics: dict[TopicId, None] = {one.topic: None for one in reports if one.topic is not None}
    for topic in topics:
        new = [each for one in reports if one.topic == topic for each in one.sources]
        add_sources(library, topic, new)


def _so_far(workspace: Workspace) -> Library:
    """The library as it is after what was written so far."""
    paths = paths_of(workspace.root, noted())
    return reread(workspace.catalogue, paths).library if paths else workspace.library


def _take_pack(library: Library, report: FileReport) -> None:
    from briefing.library.handing_over import take_over

    intake = report.read.intake
    assert intake is not None
    take_over(library, intake.pack_topic, report.pack)


def _name(reports: Sequence[FileReport]) -> str:
    """What the step is called after “Undo”."""
    if len(reports) == 1:
        return f"import of {reports[0].path.name}"
    return f"import of {len(reports)} files"
