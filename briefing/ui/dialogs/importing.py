"""What files would bring into the library, shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.app.importing import FileReport, Plan, Written
from briefing.app.importing.telling import (
    lines_html,
    may_be_misread,
    report_html,
    summary,
    title_of,
)
from briefing.importers import Columns, Options
from briefing.model import Side, TopicId
from briefing.text.words import short
from briefing.ui.dialogs.columns import ColumnsBox
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.widgets.rich_label import RichLabel
from briefing.ui.widgets.small import make_button, make_label

if TYPE_CHECKING:
    from briefing.ui.importing import Importing

_MOST_SHOWN = 80  # files with a report of their own; the others share a line
# What a file that says nothing may be written in, by the names that other programs use.
_ENCODINGS = {
    "Find out": "",
    "UTF-8": "utf-8",
    "Western (Windows-1252)": "cp1252",
    "Western (Mac Roman)": "mac_roman",
    "Western (DOS, 850)": "cp850",
    "Central European (Windows-1250)": "cp1250",
    "Central European (ISO 8859-2)": "iso8859_2",
    "Baltic (Windows-1257)": "cp1257",
    "Turkish (Windows-1254)": "cp1254",
    "Greek (Windows-1253)": "cp1253",
    "Cyrillic (Windows-1251)": "cp1251",
    "Cyrillic (KOI8-R)": "koi8_r",
    "Hebrew (Windows-1255)": "cp1255",
    "Arabic (Windows-1256)": "cp1256",
    "Thai (Windows-874)": "cp874",
    "Chinese, simplified (GB 18030)": "gb18030",
    "Chinese, traditional (Big5)": "big5",
    "Japanese (Shift JIS)": "cp932",
    "Japanese (EUC)": "euc_jp",
    "Korean (949)": "cp949",
    "UTF-16, little-endian": "utf-16-le",
    "UTF-16, big-endian": "utf-16-be",
}


class ImportDialog(QDialog):
    """What each file is and would bring, before anything is saved."""

    kept = Signal(object)  # what was written

    def __init__(self, importing: Importing, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.importing = importing
        self.desk = importing.desk
        self.plan = plan
        self.checks: dict[int, QCheckBox] = {}
        self.setWindowTitle("Import")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.topic_box = self._topics()
        self.side_box = self._sides()
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName("What the files are")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add_button: QPushButton = self._buttons.addButton(
            "Add", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._buttons.accepted.connect(self.keep)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._choices())
        layout.addWidget(self._area, 1)
        layout.addWidget(self._buttons)
        self.show_plan(plan)
        if not self.topic_box.count():
            self.new_topic_button.setFocus(Qt.FocusReason.OtherFocusReason)
        size = self.fontMetrics()
        fit_to_screen(self, size.averageCharWidth() * 92, size.height() * 30)

    @property
    def reports(self) -> Sequence[FileReport]:
        """What is known of each file."""
        return self.plan.reports

    # -- choices ----------------------------------------------------------------------------------

    def _choices(self) -> QWidget:
        """Where it goes, and on which side the points are."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self._side_label = make_label("The points are")
        topic_label = make_label("Into the topic")
        for label in (self._side_label, topic_label):
            label.setWordWrap(False)
            label.setMinimumWidth(0)  # as wide as its words
        self.new_topic_button = QPushButton("New topic …")
        self.new_topic_button.setAutoDefault(False)
        self.new_topic_button.setToolTip("Make a topic for what comes in")
        self.new_topic_button.clicked.connect(self.make_topic)
        for widget in (topic_label, self.topic_box, self.new_topic_button):
            line.addWidget(widget)
        line.addSpacing(16)
        for widget in (self._side_label, self.side_box):
            line.addWidget(widget)
        line.addStretch(1)
        return row

    def make_topic(self) -> None:
        """Ask for a new topic; what comes in goes there when it is made."""
        from briefing.ui.dialogs.topic import TopicDialog

        form = TopicDialog(self.importing.window.making)
        form.setParent(self, form.windowFlags())  # else this dialog would block it
        form.setWindowModality(Qt.WindowModality.WindowModal)
        form.accepted.connect(lambda: self._go_on_with(form.target))
        form.begin(90)

    def _go_on_with(self, topic: str) -> None:
        made = self.desk.workspace.topics[topic]
        self.topic_box.addItem(made.title, made.id)
        self.topic_box.setCurrentIndex(self.topic_box.count() - 1)
        self._choose_topic()

    def _topics(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("Topic")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(28)
        for topic in self.desk.workspace.library.topics:
            box.addItem(topic.title, topic.id)
        chosen = self.importing.batch.topic or self.importing.batch.fallback
        box.setCurrentIndex(box.findData(chosen) if chosen is not None else -1)
        if chosen is None:
            box.setPlaceholderText("Choose a topic" if box.count() else "There is none yet")
        box.activated.connect(self._choose_topic)
        return box

    def _sides(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("Side of the points")
        box.addItem("on no side", None)
        topic = self.desk.workspace.topics.get(self.importing.batch.fallback or "")
        for side in Side:
            words = side.words(topic.side_name(side) if topic is not None else "")
            box.addItem(words[0].lower() + words[1:], side.value)
        return box

    def _choose_topic(self) -> None:
        self.importing.batch.topic = TopicId(self.topic_box.currentData())
        self.importing.plan_again(self.show_plan)

    def _ask_password(self, number: int) -> None:
        """Ask for the password of an encrypted file, and read it again."""
        report = self.reports[number]
        words, given = QInputDialog.getText(
            self,
            "Password",
            f"Password of “{report.path.name}”:",
            QLineEdit.EchoMode.Password,
        )
        if given and words:
            self._read_again(report.path, replace(self._options(report.path), password=words))

    def _ask_encoding(self, number: int) -> None:
        """Ask in which encoding a file is written, and read it again."""
        path = self.reports[number].path
        chosen = self._options(path).encoding
        words, given = QInputDialog.getItem(
            self,
            "Encoding",
            f"Read “{path.name}” as:",
            list(_ENCODINGS),
            list(_ENCODINGS.values()).index(chosen),
            False,
        )
        if given:
            self._read_again(path, replace(self._options(path), encoding=_ENCODINGS[words]))

    def _columns(self, path: Path, columns: Columns) -> QWidget:
        """What each column of a table is, to be corrected; the file is read again at once."""
        box = ColumnsBox(columns, self._options(path), f"{path}")
        box.changed.connect(partial(self._read_again, path))
        return box

    def _options(self, path: Path) -> Options:
        return self.importing.batch.options.get(path, Options())

    def _read_again(self, path: Path, options: Options) -> None:
        self.importing.batch.options[path] = options
        self.importing.plan_again(self.show_plan, path)

    # -- reports ----------------------------------------------------------------------------------

    def show_plan(self, plan: Plan) -> None:
        """Show what the files would bring; what was unticked stays unticked."""
        unticked = {
            self.reports[number].path
            for number, check in self.checks.items()
            if not check.isChecked()
        }
        self.plan = plan
        self.checks = {}
        focused, place = self.focusWidget(), self._area.verticalScrollBar().value()
        held = focused.objectName() if focused is not None else ""
        inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(inner)
        column.setSpacing(10)
        if len(plan.reports) > 1:
            column.addWidget(make_label(summary(plan)))
        order = sorted(range(len(plan.reports)), key=lambda one: not plan.reports[one].brings)
        for number in order[:_MOST_SHOWN]:
            self._add_report(column, number, plan.reports[number].path not in unticked)
        self._add_rest(column, order[_MOST_SHOWN:])
        self._add_passed_over(column)
        column.addStretch(1)
        self._area.setWidget(inner)
        if held and (again := inner.findChild(QWidget, held)) is not None:
            again.setFocus()
            QTimer.singleShot(0, partial(self._area.verticalScrollBar().setValue, place))
        has_points = any(one.points for one in plan.reports)
        self._side_label.setVisible(has_points)
        self.side_box.setVisible(has_points)
        self._count()

    def _add_report(self, column: QVBoxLayout, number: int, is_ticked: bool) -> None:
        report = self.reports[number]
        can_add = report.brings
        name = title_of(report)
        named = short(name, 70).replace("&", "&&")
        check = QCheckBox(f"Add “{named}”" if can_add else f"Not added: “{named}”")
        check.setToolTip(str(report.path))
        check.setChecked(can_add and is_ticked)
        check.setEnabled(can_add)
        check.toggled.connect(self._count)
        if can_add:
            self.checks[number] = check
        column.addWidget(check)
        column.addWidget(self._label(report_html(self.desk.workspace, report)))
        if report.read.intake is not None and report.read.intake.columns is not None:
            column.addWidget(self._columns(report.path, report.read.intake.columns))
        if report.read.needs_password:
            button = make_button(
                "Password …", "Say the password of this file", lambda: self._ask_password(number)
            )
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if may_be_misread(report) or self._options(report.path).encoding:
            button = make_button(
                "Encoding …",
                "Read this file again in another encoding",
                lambda: self._ask_encoding(number),
            )
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_rest(self, column: QVBoxLayout, rest: list[int]) -> None:
        """One line for all files that have no report of their own; they are added with the rest."""
        if not rest:
            return
        adding = [self.reports[number] for number in rest if self.reports[number].brings]
        check = QCheckBox(f"Add {len(adding):,} more files" if adding else "")
        check.setChecked(bool(adding))
        check.toggled.connect(self._count)
        if adding:
            column.addWidget(check)
            self.checks |= dict.fromkeys((n for n in rest if self.reports[n].brings), check)
        lines = [f"{self.reports[n].path.name}: {self.reports[n].lines[0]}" for n in rest[:200]]
        column.addWidget(self._label("".join(lines_html("Also read:", lines, "muted"))))

    def _add_passed_over(self, column: QVBoxLayout) -> None:
        passed = self.plan.passed_over
        if not passed and self.reports:
            return
        lines = [f"{path.name}: {why}" for path, why in passed[:30]]
        if len(passed) > len(lines):
            lines.append(f"… and {len(passed) - len(lines):,} more")
        words = "Not looked at:" if passed else "There is no file in it that can be read."
        shown = lines_html(words, lines, "muted") if passed else [f"<p>{words}</p>"]
        column.addWidget(self._label("".join(shown)))

    def _label(self, words: str) -> RichLabel:
        label = RichLabel()
        label.setContentsMargins(22, 0, 0, 0)
        theme = self.desk.theme
        css = (
            f".muted {{ color: {theme['muted']}; }} p {{ margin: 2px 0; }}"
            f".caution {{ color: {theme['caution']}; background-color: {theme['caution_soft']}; }}"
        )
        label.show_html(words, css)
        return label

    # -- adding -----------------------------------------------------------------------------------

    def _chosen(self) -> list[FileReport]:
        return [self.reports[n] for n, check in self.checks.items() if check.isChecked()]

    def _count(self) -> None:
        count = len(self._chosen())
        self.add_button.setText("Add it" if count == 1 else f"Add {count:,} files")
        self.add_button.setEnabled(count > 0)
        self.add_button.setDefault(count > 0)
        self.add_button.setVisible(bool(self.checks))
        cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText("Cancel" if self.checks else "Close")

    def keep(self) -> None:
        """Write what is chosen; the dialog closes when that is done."""
        paths = [one.path for one in self._chosen()]
        chosen = self.side_box.currentData()
        side = Side(chosen) if chosen and self.side_box.isVisibleTo(self) else None
        self.importing.write(paths, side, self._done)

    def _done(self, written: Written) -> None:
        self.kept.emit(written)
        self.accept()
