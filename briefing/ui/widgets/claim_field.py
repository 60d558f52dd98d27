"""The field for a claim: it completes claims that are there, and warns when a like one exists."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from briefing.app.editing.points import beginning_like, like_points
from briefing.model import Cancelled, Point
from briefing.text.words import short
from briefing.ui.desk import Desk
from briefing.ui.tasks import Hand, Task
from briefing.ui.widgets.small import make_label

_REST = 150  # milliseconds without typing


class ClaimField(QWidget):
    """A line for the claim, and below it the warning."""

    like = Signal(object)  # the Point that says the same, or None

    def __init__(self, desk: Desk, topic: str, own: str = "", value: str = "") -> None:
        super().__init__()
        self._desk, self._topic, self._own = desk, topic, own
        self.line = QLineEdit(value)
        self.line.setAccessibleName("Claim")
        self.line.setPlaceholderText("What the point says, in one sentence")
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)
        self.warning = make_label("", "caution")
        self.warning.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.line)
        layout.addWidget(self.warning)
        self.setFocusProxy(self.line)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._look)
        self.line.textChanged.connect(self._rest.start)
        self.line.textEdited.connect(self._rest.start)

    def _look(self) -> None:
        words = self.line.text()
        known = self._desk.workspace.library.points
        topic, own = self._topic, self._own

        def find(task: Task) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
            points = []
            for one in known:
                if task.is_stopped():
                    raise Cancelled
                if one.topic == topic and one.id != own:
                    points.append(one)
            begun = beginning_like(points, words) if len(words) > 2 else ()
            return begun, like_points(points, words)

        self._desk.tasks.run(find, self._show, lambda error: None, lane="claims", by=Hand.REVIEW)

    def _show(self, found: tuple[tuple[Point, ...], tuple[Point, ...]]) -> None:
        begun, like = found
        claims = [one.claim for one in begun if one.claim != self.line.text()]
        if claims != self._model.stringList():
            self._model.setStringList(claims)
            if claims and self.line.hasFocus():
                self.line.completer().complete()
        self.warning.setVisible(bool(like))
        if like:
            self.warning.setText(f"A like point exists: “{short(like[0].claim, 120)}”")
        self.like.emit(like[0] if like else None)
