"""How large a dialog may be."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QStackedWidget, QWidget


def fit_to_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog the size it wants, or what the screen has."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, int(room.width() * 0.94)), min(height, int(room.height() * 0.9)))


class Body(QWidget):
    """What scrolls: texts and lists in it give way before it does."""

    def heightForWidth(self, width: int) -> int:
        """The least height, where Qt would take the one that is pleasant."""
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return -1
        return layout.heightForWidth(width) - _slack(layout)


def _slack(layout: QLayout) -> int:
    """How much lower the widgets of a layout can be than they would like."""
    slack = 0
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if inner is not None:
            slack += _slack(inner)
        elif widget is not None and not widget.isHidden() and _gives_way(widget):
            least = max(widget.minimumHeight(), widget.minimumSizeHint().height())
            slack += max(0, widget.sizeHint().height() - least)
    return slack


def _gives_way(widget: QWidget) -> bool:
    return isinstance(widget, QStackedWidget) or not widget.hasHeightForWidth()


class Scrolling(QScrollArea):
    """The fields of a form: where the screen is too low for them they scroll, and the buttons below
    stay in view.
    """

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._body = body
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(body)

    def sizeHint(self) -> QSize:
        """All of it, not so many letters."""
        return self._body.sizeHint()

    def height_for(self, width: int) -> int:
        """How high the fields are at a width."""
        layout = self._body.layout()
        if layout is None or not layout.hasHeightForWidth():
            return self._body.sizeHint().height()
        return layout.heightForWidth(width)
