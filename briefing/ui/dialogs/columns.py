"""How the columns of a table of quotations were understood, to be corrected."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from briefing.importers import Columns, Options
from briefing.ui.widgets.small import make_label

_USES = {
    "": "Nothing of these: kept as a note",
    "quotation": "The words quoted",
    "tag": "Tag: what is claimed",
    "explanation": "Explanation of the claim",
    "speaker": "Who said it",
    "author": "Author of the source",
    "role": "Who that is (qualifications)",
    "voice": "Kind of speaker",
    "date": "Date",
    "published": "Date of the source",
    "occasion": "Occasion",
    "title": "Title of the source",
    "publication": "Newspaper, journal, website",
    "publisher": "Publisher",
    "url": "Address (URL)",
    "accessed": "Date of access",
    "page": "Page",
    "pages": "Pages of the source",
    "volume": "Volume",
    "issue": "Issue",
    "side": "Side: for or against",
    "theme": "Theme",
    "note": "Note",
    "strength": "Strength",
    "caution": "Caution about the point",
    "label": "Label: to be read with the quotation",
    "translated": "Translator",
    "quotation caution": "Caution about the quotation",
    "as of": "As of (date)",
    "id": "Id of the point",
    "quotation id": "Id of the quotation",
    "source id": "Id of the source",
    "source type": "Kind of source",
    "side name": "Name of the side",
    "links": "Links",
    "topic": "Topic",
    "motion": "Motion",
}
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars |"}
_PAUSE = 350  # milliseconds without another change
_SAMPLE = 70  # characters of what stands in a column


class _Box(QComboBox):
    """It stands in what is scrolled, so that the wheel must not change what it says."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the area around."""
        event.ignore()


class ColumnsBox(QWidget):
    """A line for each column: its name, what it is taken for, and what stands in it.

    `changed` carries the options with which the file is to be read again. `name` tells the boxes
    of several files apart, so that the keyboard can stay where it was.
    """

    changed = Signal(object)

    def __init__(self, columns: Columns, options: Options, name: str) -> None:
        super().__init__()
        self._columns = columns
        self._options = options
        # Reading again makes this box anew: not while its own signals are under way, nor while
        # one still types the name of a use or walks through them.
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(lambda: self.changed.emit(self._options))
        self.boxes: list[QComboBox] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(22, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(2, 1)
        grid.addWidget(_plain("Its cells are parted by"), 0, 0)
        self.delimiter = _Box()
        self.delimiter.setObjectName(f"{name} delimiter")
        self.delimiter.setAccessibleName("What parts the cells")
        for sign, words in _delimiters(columns.delimiter).items():
            self.delimiter.addItem(words, sign)
        self.delimiter.setCurrentIndex(self.delimiter.findData(columns.delimiter))
        self.delimiter.activated.connect(self._part_otherwise)
        grid.addWidget(self.delimiter, 0, 1)
        self.header = QCheckBox("The first row names the columns")
        self.header.setObjectName(f"{name} header")
        self.header.setChecked(columns.has_header)
        self.header.toggled.connect(self._take_header)
        grid.addWidget(self.header, 1, 1, 1, 2)
        for number, column in enumerate(columns.names):
            box = self._uses(number, column)
            box.setObjectName(f"{name} {number}")
            for place, widget in enumerate((_plain(column), box, self._sample(number))):
                grid.addWidget(widget, number + 2, place)
            self.boxes.append(box)

    def _uses(self, number: int, column: str) -> QComboBox:
        box = _Box()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        box.setAccessibleName(f"What the column {column} is")
        for use in self._columns.possible:
            box.addItem(_USES.get(use, use.capitalize()), use)
        box.setCurrentIndex(box.findData(self._columns.uses[number]))
        box.activated.connect(lambda _: self._use(number, box.currentData()))
        return box

    def _sample(self, number: int) -> QLabel:
        cells = (row[number] for row in self._columns.rows if number < len(row))
        shown = " · ".join(" ".join(cell.split()) for cell in cells if cell.strip())
        words = shown if len(shown) <= _SAMPLE else f"{shown[:_SAMPLE]} …"
        label = make_label(words or "(empty)", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setMinimumWidth(60)
        return label

    def _use(self, number: int, use: str) -> None:
        """Take a column for something; the column that was taken for it gives it up."""
        for other, box in enumerate(self.boxes):
            if other != number and use and box.currentData() == use:
                box.setCurrentIndex(box.findData(""))
        uses = tuple(box.currentData() for box in self.boxes)
        self._again(replace(self._options, columns=uses))

    def _part_otherwise(self) -> None:
        self._again(replace(self._options, delimiter=self.delimiter.currentData(), columns=()))

    def _take_header(self, is_header: bool) -> None:
        self._again(replace(self._options, has_header=is_header, columns=()))

    def _again(self, options: Options) -> None:
        self._options = options
        self._soon.start()


def _delimiters(known: str) -> dict[str, str]:
    return _DELIMITERS if known in _DELIMITERS else {**_DELIMITERS, known: known}


def _plain(words: str) -> QLabel:
    label = make_label(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(len(words) > 24)
    label.setMinimumWidth(0)
    return label
