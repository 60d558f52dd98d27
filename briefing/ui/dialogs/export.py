"""The export dialog: what, in which format and citation style, to which file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from briefing.app import folders
from briefing.app.exporting import article_document, case_document, points_document
from briefing.app.settings import STYLES
from briefing.exporters import ALL, Document, Exporter
from briefing.model import Article, Case, Point, UserError, slug
from briefing.text.citations import Style
from briefing.ui import clipboard, messages
from briefing.ui.desk import Desk
from briefing.ui.dialogs.sizing import fit_to_screen
from briefing.ui.tasks import Task
from briefing.ui.widgets.small import make_button, make_label

_FOLDER, _FORMAT = "export folder", "export format"


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be exported at the moment. `where` says beside what the points stand."""

    case: Case | None
    article: Article | None
    points: tuple[Point, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One thing to export: how it is called, the file's name, and how it is made."""

    words: str
    name: str
    make: Callable[[Style], Document]


class ExportDialog(QDialog):
    """Stays open until the file is written, then says where it is."""

    def __init__(self, desk: Desk, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._task: Task | None = None
        self._named_by_hand = False
        self.choices = self._choices(offer)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.what = self._box("What", [one.words for one in self.choices])
        self.format = self._box("Format", [f"{one.title} ({one.suffix})" for one in ALL])
        self.style_box = self._box("Citation style", list(STYLES.values()))
        form.addRow("&What:", self.what)
        form.addRow("&Format:", self.format)
        form.addRow("&Citations:", self.style_box)
        form.addRow("F&ile:", self._build_file())
        self.said = make_label("")
        self.said.setAccessibleName("What became of the export")
        self.said.hide()
        self._copy = make_button(
            "Copy path", "Put the file's place on the clipboard", self._copy_path
        )
        self._copy.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.export_button: QPushButton = self._buttons.addButton(
            "Export", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._buttons.accepted.connect(self.export)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        layout.addWidget(self._buttons)
        self._set_defaults()
        size = self.sizeHint()
        fit_to_screen(
            self, max(size.width(), self.fontMetrics().averageCharWidth() * 78), size.height()
        )

    # -- building ---------------------------------------------------------------------------------

    def _box(self, name: str, entries: list[str]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItems(entries)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        box.currentIndexChanged.connect(self._suggest)
        return box

    def _build_file(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.file = QLineEdit()
        self.file.setAccessibleName("File")
        self.file.textEdited.connect(self._on_named)
        row.addWidget(self.file, 1)
        row.addWidget(make_button("Choose …", "Choose folder and name", self._choose_file))
        return holder

    def _choices(self, offer: Offer) -> list[_Choice]:
        workspace = self.desk.workspace
        library = workspace.library
        choices = []
        if (case := offer.case) is not None:
            choices.append(
                _Choice(
                    f"This case: {case.title}",
                    case.title,
                    lambda style: case_document(library, case, style),
                )
            )
        if (article := offer.article) is not None:

            def article_with_points(style: Style) -> Document:
                reading = workspace.read(article.id)
                if reading is None:
                    raise UserError(f"“{article.title}” is not in this library any more.")
                return article_document(library, reading, style)

            choices.append(
                _Choice(
                    f"This article with its points: {article.title}",
                    article.title,
                    article_with_points,
                )
            )
        if offer.points:
            title = f"Points: {offer.where}" if offer.where else "Points"
            choices.append(
                _Choice(
                    f"The {len(offer.points)} points shown ({offer.where or 'points pane'})",
                    title,
                    lambda style: points_document(library, offer.points, title, style),
                )
            )
        return choices

    def _set_defaults(self) -> None:
        recall = self.desk.preferences.recall
        names = [one.name for one in ALL]
        last = recall(_FORMAT, "docx")
        self.format.setCurrentIndex(names.index(last) if last in names else 0)
        self.style_box.setCurrentIndex(list(STYLES).index(self.desk.settings.citation))
        self._suggest()
        self.export_button.setDefault(True)
        if not self.choices:
            self.export_button.setEnabled(False)
            self._say("There is nothing to export yet: open an article or collect a case first.")

    # -- the file ---------------------------------------------------------------------------------

    @property
    def exporter(self) -> Exporter:
        """The chosen format."""
        return ALL[max(self.format.currentIndex(), 0)]

    def _folder(self) -> Path:
        last = self.desk.preferences.recall(_FOLDER, "")
        if last and Path(last).is_dir():
            return Path(last)
        documents = folders.documents_dir()
        return documents if documents.is_dir() else Path.home()

    def _suggest(self) -> None:
        """A name after what is exported, until the user gives one; the ending fits the format."""
        if not hasattr(self, "file") or not self.choices:
            return
        suffix = self.exporter.suffix
        if self._named_by_hand:
            path = Path(self.file.text())
            if path.suffix in {one.suffix for one in ALL}:
                self.file.setText(str(path.with_suffix(suffix)))
            return
        name = slug(self.choices[self.what.currentIndex()].name)
        self.file.setText(str(self._folder() / f"{name}{suffix}"))

    def _on_named(self) -> None:
        self._named_by_hand = True

    def _choose_file(self) -> None:
        kind = f"{self.exporter.title} (*{self.exporter.suffix})"
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export to",
            self.file.text(),
            kind,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self._named_by_hand = True
            self.file.setText(name)

    def _target(self) -> Path:
        """The file to write; UserError if its name will not do."""
        words = self.file.text().strip()
        if not words:
            raise UserError("Say into which file the export shall be written.")
        path = Path(words).expanduser()
        if not path.is_absolute():
            path = self._folder() / path
        if path.suffix.lower() != self.exporter.suffix:
            path = path.with_name(path.name + self.exporter.suffix)
        if path.is_dir():
            raise UserError(f"{path} is a folder. Give the file a name.")
        if not path.parent.is_dir():
            raise UserError(f"There is no folder {path.parent}. Choose one that exists.")
        root = self.desk.workspace.root.resolve()
        if path.suffix == ".md" and path.resolve().is_relative_to(root):
            raise UserError(
                f"{path} lies inside the library, where Markdown files are taken for its own. "
                "Choose a folder outside it."
            )
        return path

    # -- exporting --------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the file on the worker."""
        try:
            path = self._target()
        except UserError as error:
            messages.trouble(self, error)
            return
        if path.exists() and not messages.ask(
            self, "Export", f"{path.name} exists already in {path.parent}.", "Replace it"
        ):
            return
        self.file.setText(str(path))
        choice, exporter = self.choices[self.what.currentIndex()], self.exporter
        style = Style(list(STYLES)[self.style_box.currentIndex()])
        self.export_button.setEnabled(False)
        self._copy.hide()
        self._say(f"Writing {path.name} …")
        self._task = self.desk.tasks.run(
            lambda task: exporter.write(choice.make(style), path),
            lambda result: self._done(path),
            self._failed,
        )

    def _done(self, path: Path) -> None:
        self.desk.preferences.remember(_FOLDER, str(path.parent))
        self.desk.preferences.remember(_FORMAT, self.exporter.name)
        self._task = None
        self.export_button.setEnabled(True)
        self.export_button.setText("Export again")
        self._say(f"The file is ready: {path}")
        self._copy.show()
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _failed(self, error: BaseException) -> None:
        self._task = None
        self.export_button.setEnabled(True)
        self.said.hide()
        messages.trouble(self, error)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

    def _copy_path(self) -> None:
        self._say(clipboard.copy_text(self.file.text()))

    def done(self, result: int) -> None:
        """Closing while the file is written: it is finished, but nothing is said of it here."""
        if self._task is not None:
            self._task.stop()
        super().done(result)
