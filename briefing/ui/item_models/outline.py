"""A case's rows for its list: drawn in full, edited in place, moved by dragging."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from briefing.app.case_rows import CaseRow
from briefing.ui.desk import Desk
from briefing.ui.item_models.listing import ROW, Index, ListModel
from briefing.ui.theme import interface_font

_PADDING = 6
_INDENT = 14
_EDITOR_LINES = 6
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class OutlineModel(ListModel[CaseRow]):
    """The rows. What the user changes in them is told by signals, and not changed here."""

    edited = Signal(int, str)  # row, new text
    moved = Signal(int, int)  # row, the row it shall become

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, its words, or what its editor begins with."""
        if role == Qt.ItemDataRole.EditRole and 0 <= index.row() < len(self.rows):
            return self.rows[index.row()].edited
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell that a row was edited."""
        if role == Qt.ItemDataRole.EditRole:
            self.edited.emit(index.row(), str(value))
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are dragged between other rows, never onto them."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        usual = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled
        is_own = self.rows[index.row()].kind in ("heading", "prose")
        return usual | flag.ItemIsEditable if is_own else usual

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, not copied."""
        return Qt.DropAction.MoveAction

    def moveRows(self, parent: Index, row: int, count: int, to_parent: Index, to: int, /) -> bool:
        """Tell that a row was dragged; `to` is the gap before row number `to`."""
        target = to - 1 if to > row else to
        if count == 1 and target != row:
            self.moved.emit(row, target)
        return True


class TextEditor(QPlainTextEdit):
    """Several lines; Ctrl+Enter is done, Escape gives up."""

    confirmed = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Own text")
        self.setPlaceholderText("Your sentences. Ctrl+Enter keeps them, Esc gives up.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that end editing."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class OutlineDelegate(QStyledItemDelegate):
    """Draws rows as tall as their words need, and makes their editors."""

    def __init__(self, desk: Desk, view: QListView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self.editing = -1  # the row that is being edited and needs room for its editor

    # -- drawing ----------------------------------------------------------------------------------

    def _font(self, row: CaseRow) -> QFont:
        font = interface_font(self._desk.settings)
        if row.kind == "heading":
            font.setPointSizeF(font.pointSizeF() * (1.22 if row.level <= 2 else 1.08))
            font.setBold(True)
        elif row.kind == "point":
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _small(self) -> QFont:
        font = interface_font(self._desk.settings)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _indent(self, row: CaseRow) -> int:
        return _INDENT * max(row.level - 2, 0) if row.kind == "heading" else _INDENT

    def _width(self, row: CaseRow) -> float:
        """How wide the words may run: beside them stands the time."""
        time = QFontMetricsF(self._small()).horizontalAdvance("00:00")
        room = self._view.viewport().width() - 2 * _PADDING - self._indent(row)
        return max(room - time - _PADDING, 40.0)

    def _height(self, font: QFont, width: float, words: str) -> float:
        box = QRectF(0, 0, width, 1e6)
        return QFontMetricsF(font).boundingRect(box, int(_WRAP), words or " ").height()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as the words; a text that is edited gets some lines to write on."""
        row: CaseRow = index.data(ROW)
        width = self._width(row)
        height = self._height(self._font(row), width, row.text)
        if row.foot:
            height += self._height(self._small(), width, row.foot) + 1
        if row.kind == "heading":
            height += _PADDING
        if index.row() == self.editing:
            lines = _EDITOR_LINES if row.kind == "prose" else 1.4
            height = max(height, QFontMetricsF(self._font(row)).lineSpacing() * lines)
        return QSize(100, int(height + 2 * _PADDING + 1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: CaseRow = index.data(ROW)
        theme = self._desk.theme
        box = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(box, theme.colour("selection"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        quiet = theme.colour("selection_text" if selected else "muted")
        strong = theme.colour("selection_text" if selected else "text")
        if row.kind == "lost":
            strong = quiet if selected else theme.colour("caution")
        if row.kind == "point" and not selected:
            bar = QRectF(box.left() + _PADDING, box.top() + _PADDING, 3, box.height() - 13)
            painter.fillRect(bar, theme.colour("accent"))
        inner = box.adjusted(_PADDING + self._indent(row), _PADDING, -_PADDING, -_PADDING)
        if row.kind == "heading":
            inner.setTop(inner.top() + _PADDING)
        painter.setPen(quiet)
        painter.setFont(self._small())
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, row.time)
        inner.setWidth(self._width(row))
        painter.setPen(strong)
        painter.setFont(self._font(row))
        painter.drawText(inner, int(_WRAP), row.text)
        if row.foot:
            inner.setTop(inner.top() + self._height(self._font(row), inner.width(), row.text) + 1)
            painter.setPen(quiet)
            painter.setFont(self._small())
            painter.drawText(inner, int(_WRAP), row.foot)
        painter.restore()

    # -- editing ----------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """One line for a heading, several for a text."""
        row: CaseRow = index.data(ROW)
        if row.kind == "prose":
            editor = TextEditor(parent)
            editor.setFont(self._font(row))
            editor.confirmed.connect(self._confirm)
            editor.given_up.connect(self._give_up)
            return editor
        field = QLineEdit(parent)
        field.setAccessibleName("Heading")
        field.setPlaceholderText("Heading; Enter keeps it")
        field.setFont(self._font(row))
        return field

    def _confirm(self) -> None:
        self._end(self.sender())

    def _give_up(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def _end(self, editor: QObject) -> None:
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def end_editing(self) -> None:
        """Take over what is being written, as Enter does."""
        model = self._view.model()
        if self.editing >= 0 and model is not None:
            self._end(self._view.indexWidget(model.index(self.editing, 0)))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the row's words into its editor."""
        words = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(words)
        elif isinstance(editor, QLineEdit):
            editor.setText(words)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Tell the model what was written."""
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The editor covers the whole row."""
        editor.setGeometry(option.rect.adjusted(2, 2, -2, -3))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter belongs to the editor of a text; Tab ends editing; all else is as usual."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._end(editor)
                return True
            if isinstance(editor, TextEditor):
                return False
        return super().eventFilter(editor, event)
