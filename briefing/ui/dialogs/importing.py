"""Bringing articles in: files are read on the worker, shown in words, then saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.app import folders
from briefing.app.importing import ImportReport, import_article
from briefing.app.navigation import Destination, Room
from briefing.importers import ALL
from briefing.model import Article, BriefingError, Cancelled, Library, TopicId, UserError
from briefing.text.words import count_words
from briefing.ui import messages
from briefing.ui.desk import Desk
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.tasks import Task
from briefing.ui.widgets.rich_label import RichLabel

if TYPE_CHECKING:
    from briefing.ui.window import Window

_FOLDER = "import folder"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file: a report, or why it could not be read."""

    path: Path
    report: ImportReport | None = None
    trouble: str = ""


def begin_import(window: Window, paths: Sequence[Path] | None = None) -> None:
    """Ask for files (unless they are given), read them, and show what they are before saving."""
    desk = window.desk
    if desk.workspace.is_read_only:
        words = (
            f"This library cannot be written ({desk.workspace.root}), so nothing can be imported "
            "into it. Copy it to a folder of your own (Library → Save a copy)."
        )
        messages.trouble(window, UserError(words))
        return
    chosen = list(paths) if paths is not None else _ask_for_files(window)
    if not chosen:
        return
    library, topic = desk.workspace.library, _topic_in_view(window)
    names = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} files"
    window.say(f"Reading {names} …")

    def show(reports: list[FileReport]) -> None:
        dialog = ImportDialog(desk, reports, window)
        dialog.kept.connect(lambda articles: _arrived(window, articles))
        dialog.open()

    desk.tasks.run(
        lambda task: read_files(library, chosen, topic, task),
        show,
        lambda error: messages.trouble(window, error),
        lane="import",
    )


def read_files(
    library: Library, paths: Sequence[Path], topic: TopicId | None, task: Task
) -> list[FileReport]:
    """Read each file; one that cannot be read does not hold up the others."""
    reports = []
    for path in paths:
        if task.is_stopped():
            raise Cancelled
        try:
            reports.append(FileReport(path, _read(library, path, topic)))
        except (BriefingError, OSError) as error:
            reports.append(FileReport(path, trouble=str(error)))
    return reports


def _read(library: Library, path: Path, topic: TopicId | None) -> ImportReport:
    """The digest's topic, the only topic, or else the topic that is looked at."""
    try:
        return import_article(library, path)
    except UserError:
        if topic is None or len(library.topics) < 2:
            raise
        return import_article(library, path, topic)


def _topic_in_view(window: Window) -> TopicId | None:
    article = window.reader.article
    return article.topic if article is not None else None


def _ask_for_files(window: Window) -> list[Path]:
    suffixes = " ".join(f"*{suffix}" for one in ALL for suffix in one.suffixes)
    last = window.desk.preferences.recall(_FOLDER, "")
    start = last if last and Path(last).is_dir() else str(folders.documents_dir())
    names, _ = QFileDialog.getOpenFileNames(
        window, "Import articles", start, f"Articles ({suffixes});;All files (*)"
    )
    if names:
        window.desk.preferences.remember(_FOLDER, str(Path(names[0]).parent))
    return [Path(name) for name in names]


def _arrived(window: Window, articles: list[Article]) -> None:
    """Show the first of the new articles."""
    titles = "; ".join(f"“{one.title}”" for one in articles)
    window.go(Destination(Room.ARTICLE, articles[0].id, 0))
    window.say(f"Added: {titles}")


class ImportDialog(QDialog):
    """What each file is, before anything is saved."""

    kept = Signal(list)  # articles that were saved

    def __init__(
        self, desk: Desk, reports: Sequence[FileReport], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.reports = reports
        self.setWindowTitle("Import articles")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.checks: dict[int, QCheckBox] = {}
        inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(inner)
        column.setSpacing(10)
        for number, one in enumerate(reports):
            self._add_report(column, number, one)
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.setAccessibleName("What the files are")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add_button: QPushButton = self._buttons.addButton(
            "Add", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._buttons.accepted.connect(self.keep)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(self._buttons)
        self._count()
        size = self.fontMetrics()
        fit_to_screen(self, size.averageCharWidth() * 90, size.height() * 28)

    def _add_report(self, column: QVBoxLayout, number: int, one: FileReport) -> None:
        report = one.report
        can_add = report is not None and report.already is None
        title = report.article.title if report is not None else one.path.name
        check = QCheckBox(f"Add “{_short(title)}”" if can_add else f"Not added: “{_short(title)}”")
        check.setToolTip(title)
        check.setChecked(can_add)
        check.setEnabled(can_add)
        check.toggled.connect(self._count)
        if can_add:
            self.checks[number] = check
        column.addWidget(check)
        label = RichLabel()
        label.setContentsMargins(22, 0, 0, 0)
        words = report_html(self.desk, one)
        theme = self.desk.theme
        css = (
            f".muted {{ color: {theme['muted']}; }} p {{ margin: 2px 0; }}"
            f".caution {{ color: {theme['caution']}; background-color: {theme['caution_soft']}; }}"
        )
        label.show_html(words, css)
        column.addWidget(label)

    def _count(self) -> None:
        count = sum(check.isChecked() for check in self.checks.values())
        self.add_button.setText("Add it" if count == 1 else f"Add {count} articles")
        self.add_button.setEnabled(count > 0)
        self.add_button.setDefault(count > 0)
        if not self.checks:
            self.add_button.hide()
            self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("Close")

    def keep(self) -> None:
        """Save what is chosen; a file that cannot be written does not hold up the others."""
        saved: list[Article] = []
        for number, check in self.checks.items():
            report = self.reports[number].report
            if report is None or not check.isChecked():
                continue
            try:
                article, changes = self.desk.workspace.keep_article(report.article)
            except (BriefingError, OSError) as error:
                messages.trouble(self, error)
                continue
            saved.append(article)
            check.setChecked(False)
            check.setEnabled(False)
            self.desk.changed.emit(changes)
        if saved:
            self.kept.emit(saved)
            self.accept()


def report_html(desk: Desk, one: FileReport) -> str:
    """A file's report in words."""
    parts = [f'<p class="muted">{escape(str(one.path))}</p>']
    report = one.report
    if report is None:
        parts.append(f'<p class="caution">{escape(one.trouble)}</p>')
        return "".join(parts)
    if report.already is not None:
        title = escape(report.article.title)
        parts.append(f"<p>This text is in the library already, as “{title}”.</p>")
        return "".join(parts)
    parts.append(_facts(desk, report))
    if report.digest is not None:
        parts.append(
            f"<p>Recognised as the full text of the digest “{escape(report.digest.title)}”. "
            f"<b>{report.found} of {report.located} claims found</b> in it: their points will "
            "stand beside the same words here.</p>"
        )
    else:
        parts.append("<p>It is not the full text of any digest in the library.</p>")
    parts += _listed(
        "Claims that were not found, and whose points will be listed as lost:",
        [f"{claim.text} ({claim.id})" for claim in report.lost],
        "caution",
    )
    parts += _listed(
        "Left out, because these lines are the page's and not the article's:",
        [f"line {dropped.line}: {dropped.text}" for dropped in report.dropped],
        "muted",
    )
    parts += [f"<p>{escape(notice)}</p>" for notice in report.notices]
    return "".join(parts)


def _facts(desk: Desk, report: ImportReport) -> str:
    article = report.article
    topic = desk.workspace.topics.get(article.topic)
    facts = [
        ", ".join(article.authors),
        article.venue,
        article.date,
        f"{count_words(article.text_md):,} words",
        f"topic: {topic.title}" if topic else "",
    ]
    return f"<p>{escape(' · '.join(fact for fact in facts if fact))}</p>"


def _listed(words: str, lines: Sequence[str], kind: str) -> list[str]:
    if not lines:
        return []
    shown = "<br>".join(escape(line) for line in lines)
    return [f'<p class="{kind}">{escape(words)}<br>{shown}</p>']


def _short(title: str) -> str:
    line = " ".join(title.split()).replace("&", "&&")
    return line if len(line) <= 70 else line[:70].rsplit(" ", 1)[0] + " …"
