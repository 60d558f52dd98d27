"""The export dialog: what, in which format, how, to which file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
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
from briefing.app.exporting import Offer, Subject, Taste, subjects, uncited_words
from briefing.app.settings import STYLES
from briefing.exporters import ALL, Exporter
from briefing.model import UserError, slug
from briefing.text.citations import Style
from briefing.ui import clipboard, messages
from briefing.ui.desk import Desk
from briefing.ui.dialogs.export_options import Contents, FormatOptions
from briefing.ui.dialogs.sizing import Body, Scrolling, fit_to_screen
from briefing.ui.tasks import Task
from briefing.ui.widgets.small import make_button, make_label

_FOLDER, _FORMAT = "export folder", "export format"


class ExportDialog(QDialog):
    """Stays open until the file is written, then says where it is."""

    def __init__(
        self, desk: Desk, offer: Offer, parent: QWidget | None = None, first: str = ""
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._task: Task | None = None
        self._named_by_hand = False
        self.choices = subjects(desk.workspace, offer)
        self.count = make_label("", "muted")
        self.count.setAccessibleName("How much is exported")
        self.count.setWordWrap(False)  # else it takes the room of several lines
        self.what = self._box("What", [one.words for one in self.choices])
        self.format = self._box("Format", [f"{one.title} ({one.suffix})" for one in ALL])
        self.style_box = self._box("Citation style", list(STYLES.values()))
        self.contents = Contents(desk)
        self.options = FormatOptions(desk)
        self.said = make_label("")
        self.said.setAccessibleName("What became of the export")
        self.said.hide()
        self.lacking = make_label("", "caution")
        self.lacking.setAccessibleName("Quotations that cannot be cited in full")
        self.lacking.hide()
        self._copy = make_button(
            "Copy path", "Put the file's place on the clipboard", self._copy_path
        )
        self._copy.hide()
        self._lay_out()
        self._set_defaults(first)

    # -- building ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        body = Body()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 6, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&What:", self.what)
        form.addRow("", self.count)
        form.addRow("&Format:", self.format)
        form.addRow("&Citations:", self.style_box)
        form.addRow("With:", self.contents)
        form.addRow("Options:", self.options)
        self._form = form
        form.addRow("F&ile:", self._build_file())
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.export_button: QPushButton = self._buttons.addButton(
            "Export", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._buttons.accepted.connect(self.export)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        self._body = Scrolling(body)
        layout.addWidget(self._body, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.lacking)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._buttons)

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

    def _set_defaults(self, first: str) -> None:
        recall = self.desk.preferences.recall
        names = [one.name for one in ALL]
        last = recall(_FORMAT, "docx")
        self.format.setCurrentIndex(names.index(last) if last in names else 0)
        self.style_box.setCurrentIndex(list(STYLES).index(self.desk.settings.citation))
        kinds = [one.kind for one in self.choices]
        if first in kinds:
            self.what.setCurrentIndex(kinds.index(first))
        self._suggest()
        self.export_button.setDefault(True)
        if not self.choices:
            self.export_button.setEnabled(False)
            self._say("There is nothing to export yet: open an article or collect a case first.")
        size = self.sizeHint()
        width = self.fontMetrics().averageCharWidth() * 84
        fit_to_screen(self, max(size.width(), width), size.height())

    # -- what and how -----------------------------------------------------------------------------

    @property
    def exporter(self) -> Exporter:
        """The chosen format."""
        return ALL[max(self.format.currentIndex(), 0)]

    @property
    def subject(self) -> Subject:
        """What is chosen to be exported."""
        return self.choices[self.what.currentIndex()]

    def _suggest(self) -> None:
        """A name after what is exported, until the user gives one; the ending fits the format."""
        if not hasattr(self, "file") or not self.choices:
            return
        self._offer_formats()
        exporter = self.exporter
        self.count.setText(self.subject.count)
        self.options.show_for(exporter)
        self._form.setRowVisible(self.options, bool(exporter.options))
        if self._named_by_hand:
            self.file.setText(_with_ending(self.file.text(), exporter))
            return
        name = slug(self.subject.name)
        self.file.setText(str(self._folder() / f"{name}{exporter.suffix}"))

    def _offer_formats(self) -> None:
        """Formats that take only a whole topic cannot be chosen for anything less."""
        model = self.format.model()
        for row, exporter in enumerate(ALL):
            fits = self.subject.is_topic or not exporter.needs_files
            if isinstance(model, QStandardItemModel):
                model.item(row).setEnabled(fits)
            if not fits and row == self.format.currentIndex():
                self.format.setCurrentIndex(0)

    # -- the file ---------------------------------------------------------------------------------

    def _folder(self) -> Path:
        last = self.desk.preferences.recall(_FOLDER, "")
        if last and Path(last).is_dir():
            return Path(last)
        documents = folders.documents_dir()
        return documents if documents.is_dir() else Path.home()

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
        if not path.name.lower().endswith(self.exporter.suffix):
            path = path.with_name(path.name + self.exporter.suffix)
        if path.is_dir():
            raise UserError(f"{path} is a folder. Give the file a name.")
        if not path.parent.is_dir():
            raise UserError(f"There is no folder {path.parent}. Choose one that exists.")
        root = self.desk.workspace.root.resolve()
        if path.suffix in (".md", ".json") and path.resolve().is_relative_to(root):
            raise UserError(
                f"{path} lies inside the library, where such files are taken for its own. "
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
        there = [one for one in self.exporter.files(path) if one.exists()]
        if there and not messages.ask(
            self, "Export", f"{there[0].name} exists already in {path.parent}.", "Replace it"
        ):
            return
        self.file.setText(str(path))
        subject, exporter = self.subject, self.exporter
        taste = self.taste()
        options = self.options.chosen()
        self.export_button.setEnabled(False)
        self._copy.hide()
        self.lacking.hide()
        self._say(f"Writing {path.name} …")
        self._task = self.desk.tasks.run(
            lambda task: _write(exporter, subject, taste, path, options),
            self._done,
            self._failed,
        )

    def taste(self) -> Taste:
        """The chosen citation style, and what is left out."""
        style = Style(list(STYLES)[self.style_box.currentIndex()])
        return Taste(style, **self.contents.chosen())

    def _done(self, done: tuple[tuple[Path, ...], str]) -> None:
        written, lacking = done
        self.desk.preferences.remember(_FOLDER, str(written[0].parent))
        self.desk.preferences.remember(_FORMAT, self.exporter.name)
        self.options.remember()
        self.contents.remember()
        self._task = None
        self.export_button.setEnabled(True)
        self.export_button.setText("Export again")
        ready = "The file is ready: " if len(written) == 1 else "The files are ready: "
        self._say(ready + ", ".join(map(str, written)))
        self.lacking.setText(lacking)
        self.lacking.setVisible(bool(lacking))
        self._copy.show()
        self._grow()
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _grow(self) -> None:
        """Be high enough for what is said now, if the screen is."""
        layout = self.layout()
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if wanted > self.height():
            fit_to_screen(self, self.width(), wanted)

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


def _write(
    exporter: Exporter, subject: Subject, taste: Taste, path: Path, options: dict[str, str]
) -> tuple[tuple[Path, ...], str]:
    """On the worker: the files that were written, and which quotations lack their citation."""
    document = subject.make(taste)
    words = uncited_words(document.values) if taste.quotations else ""
    return exporter.write(document, path, options), words


def _with_ending(name: str, exporter: Exporter) -> str:
    """`name` with the ending of the format instead of another format's."""
    endings = sorted((one.suffix for one in ALL), key=len, reverse=True)
    for ending in endings:
        if name.lower().endswith(ending):
            return name[: -len(ending)] + exporter.suffix
    return name
