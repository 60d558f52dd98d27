"""The review pane: quotations held against their sources, or the gaps of a topic."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from briefing.app.changes import Changes
from briefing.app.navigation import Destination, Room, is_of_something
from briefing.app.review import (
    MOST_ROWS,
    Report,
    Reviewed,
    checks_report,
    coverage_report,
    detail_html,
    gaps_report,
)
from briefing.app.workspace import Workspace
from briefing.model import BriefingError, Cancelled, Evidence, Source
from briefing.ui import messages
from briefing.ui.desk import Desk
from briefing.ui.panes.alike import AlikeParts
from briefing.ui.panes.rows import RowsPane
from briefing.ui.tasks import Hand, Task
from briefing.ui.theme import reading_css, reading_font
from briefing.ui.widgets.small import make_button, make_label

_LANE = "review"
_NAMES = {
    Room.CHECKS: "Quotation check",
    Room.GAPS: "Gaps",
    Room.ALIKE: "Alike points",
    Room.COVERAGE: "Coverage of an article",
}


class ReviewPane(RowsPane):
    """Rows by kind, with a filter; under a quotation's row stands the difference word by word."""

    title = "Review"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._checking = desk.checking  # made first, so that it forgets before this pane asks
        super().__init__(desk, parent)
        self.place: Destination | None = None
        self.report: Report | None = None
        self._is_stale = False
        self._task: Task | None = None
        self._shown: tuple[Reviewed, ...] = ()
        self._left: tuple[int, Destination] | None = None  # the row that was chosen before
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 0, 0)
        layout.addLayout(self._build_head())
        self.about = make_label("", "muted")
        self.about.setContentsMargins(0, 0, 14, 0)
        layout.addWidget(self.about)
        layout.addWidget(self._build_progress())
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.list)
        self.parts.addWidget(self._build_detail())
        self.alike = AlikeParts(desk)
        self.alike.go.connect(self.go)
        self.alike.asked.connect(self.edit_asked)
        self.parts.addWidget(self.alike)
        self.parts.setSizes([440, 260, 560])
        layout.addWidget(self.parts, 1)
        self.empty = make_label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, 14, 14, 0)
        self.empty.hide()
        layout.addWidget(self.empty, 1)
        self.list.left.connect(self.filter.setFocus)
        # Who comes here by keys is on a row: Qt gives the first of the chain the keyboard.
        for before, after in pairwise((self.list, self.kind, self.filter, self.again)):
            self.setTabOrder(before, after)
        self.list.selectionModel().currentChanged.connect(self._show_detail)

    # -- building ---------------------------------------------------------------------------------

    def _build_head(self) -> QGridLayout:
        self._name = make_label("", "heading")
        self.kind = QComboBox()
        self.kind.setAccessibleName("Which ones")
        self.kind.setToolTip("Which ones are shown")
        self.kind.currentIndexChanged.connect(self._apply)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter: words, a speaker, a source …")
        self.filter.setAccessibleName("Filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._apply)
        self.again = make_button("Check again", "Look over everything again (F6)", self.look_again)
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        head = QGridLayout()
        head.setContentsMargins(0, 0, 14, 0)
        head.addWidget(self._name, 0, 0)
        head.addWidget(self.again, 0, 1, Qt.AlignmentFlag.AlignRight)
        head.addWidget(self.kind, 1, 0)
        head.addWidget(self.filter, 1, 1)
        for column in (0, 1):
            head.setColumnStretch(column, 1)
        return head

    def _build_progress(self) -> QWidget:
        self.working = QWidget()
        row = QHBoxLayout(self.working)
        row.setContentsMargins(0, 0, 14, 0)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress")
        row.addWidget(self.bar, 1)
        row.addWidget(make_button("Stop", "Stop looking", self.stop))
        self.working.hide()
        return self.working

    def _build_detail(self) -> QWidget:
        self.detail = QTextBrowser()
        self.detail.setAccessibleName("Difference")
        self.detail.setOpenLinks(False)
        self.show_card = make_button("Show the quotation", "Enter", self._open_current)
        self.show_place = make_button(
            "Show in the article", "Go to the passage in which it stands", self._open_place
        )
        self.give_text = make_button(
            "Give the source's text …",
            "Choose a file with the text of the source; it is kept in the library",
            self._choose_text,
        )
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 14, 6)
        row.addWidget(self.show_card)
        row.addWidget(self.show_place)
        row.addWidget(self.give_text)
        row.addStretch(1)
        self.below = QWidget()
        layout = QVBoxLayout(self.below)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.detail, 1)
        layout.addLayout(row)
        return self.below

    # -- looking ----------------------------------------------------------------------------------

    def open(self, place: Destination) -> bool:
        """Show a review of a topic or article; False if that is not in the library."""
        if not is_of_something(place, self.desk.workspace):
            return False
        before = self.place
        self.place = place
        self._name.setText(_NAMES[place.room])
        self.setAccessibleName(_NAMES[place.room])
        self.list.setAccessibleName(_NAMES[place.room])
        self.again.setText("Check again" if place.room is Room.CHECKS else "Look again")
        self.below.setVisible(place.room is Room.CHECKS)
        self.alike.setVisible(place.room is Room.ALIKE)
        is_same = before is not None and (before.room, before.id) == (place.room, place.id)
        if is_same and self.report is not None and not self._is_stale:
            self._select(place.detail)
        else:
            self.filter.clear()
            if not is_same:
                self._left = None
                self._shown = ()
            self.begin()
        return True

    def look_again(self) -> None:
        """Look over the topic with nothing remembered: a text may have come in by hand."""
        self._checking.forget()
        self.begin()

    def begin(self) -> None:
        """Look it over, on the worker."""
        place = self.place
        if place is None:
            return
        self.stop()
        self._show_report(None)
        self.about.setText("Looking …")
        self.bar.setRange(0, 0)
        self.working.show()
        if place.room is Room.CHECKS:
            self._task = self._check(place.id)
        elif place.room is Room.COVERAGE:
            self._task = self._cover(place.id)
        else:
            self._task = self._look(place)

    def _check(self, topic: str) -> Task:
        """Hold the quotations of a topic against their sources."""
        workspace = self.desk.workspace
        return self._checking.run(
            lambda: _quotations(workspace, topic),
            lambda checks: checks_report(workspace, checks),
            self._show_report,
            self._on_failed,
            _LANE,
            self._on_progress,
        )

    def _cover(self, article_id: str) -> Task:
        """See which passages of an article nothing answers."""
        workspace = self.desk.workspace
        article = workspace.articles[article_id]
        return self.desk.advice.cover(
            article,
            lambda covered: self._show_report(coverage_report(workspace, article, covered)),
            self._on_failed,
            self._on_progress,
        )

    def _look(self, place: Destination) -> Task:
        """Look for gaps, or for alike points."""
        workspace, age = self.desk.workspace, self.desk.settings.evidence_age
        is_gaps = place.room is Room.GAPS
        return self.desk.tasks.run(
            lambda task: (
                _gaps(workspace, place.id, age, task)
                if is_gaps
                else _alike(workspace, place.id, task)
            ),
            self._show_report,
            self._on_failed,
            lane=_LANE,
            on_progress=self._on_progress,
            by=Hand.REVIEW,
        )

    def stop(self) -> None:
        """Stop looking; what is shown stays."""
        if self._task is not None:
            self._task.stop()
            self._task = None
            self.about.setText("Stopped.")
        self.working.hide()

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def _on_failed(self, error: BaseException) -> None:
        self._task = None
        self.working.hide()
        if not isinstance(error, Cancelled):
            messages.trouble(self, error)

    def _show_report(self, report: Report | None) -> None:
        current = self._current()
        if current is not None:
            self._left = self.list.currentIndex().row(), current.row.goal
        self.report = report
        self._is_stale = False
        if report is not None:
            self._task = None
            self.working.hide()
        chosen = self.kind.currentData() or ""
        self.kind.blockSignals(True)
        self.kind.clear()
        if report is not None:
            self.kind.addItem(f"All ({len(report.rows):,})", "")
            for key, words, number in report.kinds:
                self.kind.addItem(f"{words} ({number:,})", key)
            self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)
        self._apply()
        if report is not None and self.place is not None:
            self._choose_again()
            self._select(self.place.detail)

    def _apply(self) -> None:
        report = self.report
        is_empty = report is not None and not report.rows
        self.empty.setText(report.empty if report is not None else "")
        for widget, is_there in (
            (self.empty, is_empty),
            (self.parts, not is_empty),
            (self.kind, not is_empty),
            (self.filter, not is_empty),
        ):
            widget.setVisible(is_there)
        if report is None:
            self._shown = ()
            self.model.show(())
            self._show_detail()
            return
        found = report.chosen(self.kind.currentData() or "", self.filter.text())
        self._shown = found[:MOST_ROWS]
        self.model.show([one.row for one in self._shown])
        more = len(found) - len(self._shown)
        rest = f" The first {MOST_ROWS} are shown; {more:,} more by kind or filter." if more else ""
        none = " None of this kind has all of these words." if report.rows and not found else ""
        self.about.setText(report.about + rest + none)
        if self._shown:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._show_detail()

    def _choose_again(self) -> None:
        """Who mends one row after the other goes on where they were."""
        if self._left is not None and self._shown:
            row, goal = self._left
            goals = [one.row.goal for one in self._shown]
            row = goals.index(goal) if goal in goals else min(row, len(goals) - 1)
            at = self.model.index(row, 0)
            self.list.setCurrentIndex(at)
            self.list.scrollTo(at)

    def _select(self, evidence: str) -> None:
        """Go to the row of a quotation."""
        at = next((n for n, one in enumerate(self._shown) if one.row.quote == evidence), -1)
        if evidence and at >= 0:
            self.list.setCurrentIndex(self.model.index(at, 0))
            self.list.scrollTo(self.model.index(at, 0))

    def refresh(self, changes: Changes) -> None:
        """Look again when it is shown and something changed; else when it is shown next."""
        if self.place is not None and not is_of_something(self.place, self.desk.workspace):
            self.stop()
            self.place = None
            self._show_report(None)
        elif changes.everything:
            self._show_report(None)
        if changes.settings:
            self._show_detail()
        if changes.everything or changes.words or changes.is_empty:
            self._is_stale = True
            if self.isVisible() and self.place is not None:
                self.begin()

    # -- the difference ---------------------------------------------------------------------------

    def _current(self) -> Reviewed | None:
        at = self.list.currentIndex().row()
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def _show_detail(self) -> None:
        current = self._current()
        check = self._checking.known.get(current.row.quote) if current else None
        is_check = self.place is not None and self.place.room is Room.CHECKS
        self.alike.show_pair(current.pair if current else None, current.kind if current else "")
        self.show_card.setEnabled(current is not None)
        self.give_text.setEnabled(bool(current and current.source))
        self.show_place.setEnabled(bool(check and check.article and check.around))
        if not is_check or check is None or check.evidence not in self.desk.workspace.quotes:
            self.detail.clear()
            return
        theme, settings = self.desk.theme, self.desk.settings
        document = self.detail.document()
        document.setDefaultFont(reading_font(settings))
        css = reading_css(theme, settings)
        css += f"""
        .added {{ background-color: {theme["band"]}; color: {theme["text"]}; }}
        .missing {{ background-color: {theme["caution_soft"]}; color: {theme["caution"]}; }}
        """
        document.setDefaultStyleSheet(css)
        document.setHtml(f"<body>{detail_html(self.desk.workspace, check)}</body>")

    def _open_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._on_opened(index)

    def _open_place(self) -> None:
        """Go to the passage of the article in which the quotation stands."""
        from briefing.app.checking_quotations import place_in_article

        current = self._current()
        check = self._checking.known.get(current.row.quote) if current else None
        place = place_in_article(self.desk.workspace.library, check) if check else None
        if place is not None:
            self.go.emit(Destination(Room.ARTICLE, *place))

    def _on_menu(self, index: QModelIndex, menu: QMenu) -> None:
        if self.show_place.isEnabled() and self.below.isVisible():
            menu.addAction("Show in the article", self._open_place)
        super()._on_menu(index, menu)

    def _choose_text(self) -> None:
        """Ask for a file with the text of the current quotation's source."""
        current = self._current()
        source = self.desk.workspace.sources.get(current.source) if current else None
        if source is None or current is None:
            return
        name, _ = QFileDialog.getOpenFileName(
            self, f"The text of “{source.title or source.id}”", str(Path.home())
        )
        if not name:
            return
        from briefing.app.checking_quotations import read_source_text

        quote = current.row.quote
        self.said.emit("Reading the text …")
        self.desk.tasks.run(
            lambda task: read_source_text(Path(name)),
            lambda text_md: self._keep_text(source, text_md, quote),
            lambda error: messages.trouble(self, error),
        )

    def _keep_text(self, source: Source, text_md: str, quote: str) -> None:
        """Store the text, and check again with it."""
        from briefing.app.checking_quotations import keep_source_text

        if self.place is not None:
            self.place = Destination(self.place.room, self.place.id, detail=quote)
        try:
            self.desk.do(lambda: keep_source_text(self.desk.editor, source, text_md))
        except (BriefingError, OSError) as error:
            messages.trouble(self, error)
            return
        self.said.emit(f"The text is kept with the topic, in {source.topic}/texts")

    # -- keys -------------------------------------------------------------------------------------

    def focus_filter(self) -> None:
        """Put the keyboard into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the filter to the list, Escape empties the filter, F6 looks again."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.filter.hasFocus():
            self.list.focus_first()
        elif event.key() == Qt.Key.Key_Escape:
            self.filter.clear()
            self.list.setFocus()
        elif event.key() == Qt.Key.Key_F6:
            self.look_again()
        else:
            super().keyPressEvent(event)


# On the worker, imports included.


def _quotations(workspace: Workspace, topic: str) -> tuple[Evidence, ...]:
    from briefing.app.checking_quotations import all_quotations

    return all_quotations(workspace.library, topic)


def _alike(workspace: Workspace, topic: str, task: Task) -> Report:
    from briefing.app.alike import alike_report, find_alike

    points = [one for one in workspace.library.points if one.topic == topic]
    pairs = find_alike(points, task.progress, task.is_stopped)
    return alike_report(workspace, pairs, len(workspace.topics) == 1, not points)


def _gaps(workspace: Workspace, topic: str, age: int, task: Task) -> Report:
    from briefing.app.gaps import find_gaps

    year = date.today().year
    found = find_gaps(
        workspace.library, workspace.topics[topic], year, age, task.progress, task.is_stopped
    )
    is_bare = not any(workspace.counts.of(shelf, topic) for shelf in ("articles", "points"))
    return gaps_report(found, is_bare)
